//! When and how often somebody may be called (DOMAIN §6): hours by their own clock, calls and talks in seven days.
//!
//! Law: pure; all figures are settings ("not legal advice"), the instant is an argument. A limit of the commercial profile warns and
//! asks for a reason; one of the consumer profile needs a supervisor besides. Holds are no limits: they block (`prep::safety`).
//! What states add, and which profile an account is judged by, is in `overlay`; the same as data in `contact_rules.toml` (docs/contact-rules.md).

#[cfg(test)]
mod cases;
mod overlay;

pub use overlay::{InForce, Overlay, Protects, Who};

use super::account::AccountKind;
use super::calendar::Calendar;
use super::local_time::{Known, Place};
use super::say;
use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one kind of account may be called.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallProfile {
    /// Not before this hour there.
    pub from: NaiveTime,
    /// Nor from this hour on.
    pub to: NaiveTime,
    /// Also on days that are no business days.
    pub weekend: bool,
    /// The most talks with a right person in seven days.
    pub talks: u32,
    /// The most calls in seven days.
    pub calls: u32,
    /// The most letters and mails in seven days; `None` = nobody counts them.
    #[serde(default)]
    pub letters: Option<u32>,
    /// Overstepping takes a supervisor, not only a reason.
    pub supervisor: bool,
}

/// The profiles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallRules {
    /// Businesses.
    pub commercial: CallProfile,
    /// Natural persons.
    pub consumer: CallProfile,
    /// Whoever is both; `None` = as consumers.
    #[serde(default)]
    pub mixed: Option<CallProfile>,
    /// States that allow consumers fewer calls in seven days.
    pub consumer_states: BTreeMap<String, u32>,
    /// What states add.
    #[serde(default)]
    pub overlays: Vec<Overlay>,
    /// By which profile an account is judged, at least, when a natural person owes.
    pub natural_person: AccountKind,
    /// The same, when a person stands for the debt.
    pub guarantor: AccountKind,
    /// Where the consumer profile is written down.
    pub consumer_source: String,
}

const fn hour(h: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(h, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

impl Default for CallRules {
    fn default() -> Self {
        CallRules {
            commercial: CallProfile {
                from: hour(8),
                to: hour(18),
                weekend: false,
                talks: 2,
                calls: 5,
                letters: None,
                supervisor: false,
            },
            // 12 CFR 1006.6(b)(1), 1006.14(b)(2): one talk rests seven days.
            consumer: CallProfile {
                from: hour(8),
                to: hour(21),
                weekend: true,
                talks: 1,
                calls: 7,
                letters: None,
                supervisor: true,
            },
            mixed: None,
            // 940 CMR 7.04(1)(f).
            consumer_states: BTreeMap::from([("MA".to_owned(), 2)]),
            overlays: vec![Overlay {
                state: "MA".to_owned(),
                protects: Protects::Consumer,
                from: None,
                to: None,
                no_weekend: false,
                talks: None,
                calls: Some(2),
                letters: None,
                source: "940 CMR 7.04(1)(f)".to_owned(),
                verified_on: None,
            }],
            natural_person: AccountKind::Mixed,
            guarantor: AccountKind::Commercial,
            consumer_source: "12 CFR 1006".to_owned(),
        }
    }
}

impl CallRules {
    /// What holds for an account of a kind in a state. Whoever is both is protected as a consumer.
    #[must_use]
    pub fn profile(&self, kind: AccountKind, state: Option<&str>) -> CallProfile {
        let who = Who {
            kind,
            natural_person: false,
            guaranteed: false,
            state,
        };
        self.in_force(&who).profile
    }
}

/// A soft limit that stands against a call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallLimit {
    /// In words.
    pub text: String,
    /// A supervisor must allow it.
    pub supervisor: bool,
}

/// Their part of the day at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct There {
    /// `09:12`, `08:12-09:12` where two zones are plausible; with `~` in front where it is assumed.
    pub clock: String,
    /// Why it is no hour to call; `None` = it is one.
    pub limit: Option<CallLimit>,
}

impl There {
    /// `09:12 there · ok`, `~09:12 there, assumed · ok`.
    #[must_use]
    pub fn words(&self) -> String {
        let ok = if self.limit.is_none() {
            "ok"
        } else {
            "not now"
        };
        let how = if self.clock.starts_with('~') {
            ", assumed"
        } else {
            ""
        };
        format!("{} there{how} · {ok}", self.clock)
    }

    /// The same, shorter and shorter, for where there is little room: the mark `~` says by itself that it is assumed.
    #[must_use]
    pub fn shorter(&self) -> [String; 3] {
        let words = self.words();
        let marked = words.replace(", assumed", "");
        let bare = marked.replace(" there", "");
        [words, marked, bare]
    }
}

/// What their clocks say, and whether that is an hour to call: with several plausible zones it must be one in all of them. `None` when
/// nothing says where they are: our own clock says nothing about theirs, so nothing is checked.
#[must_use]
pub fn there(
    place: &Place,
    profile: &CallProfile,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<There> {
    let clocks = place.clocks(now);
    let text = |at: NaiveTime| say::time(at);
    let mut clock = match clocks.as_slice() {
        [] => return None,
        [one] => text(one.time()),
        [first, .., last] => format!("{}-{}", text(first.time()), text(last.time())),
    };
    if place.known != Known::Said {
        clock.insert(0, '~');
    }
    let closed = clocks
        .iter()
        .any(|c| !profile.weekend && !calendar.is_business_day(c.date()));
    let outside = clocks
        .iter()
        .any(|c| c.time() < profile.from || c.time() >= profile.to);
    let why = if closed {
        Some("it is no business day there".to_owned())
    } else if outside {
        Some(format!(
            "calls are made from {} to {} of their time",
            text(profile.from),
            text(profile.to)
        ))
    } else {
        None
    };
    let how = match place.known {
        Known::Assumed => ", assumed from their state",
        Known::Anywhere => ", as no state is known",
        Known::Said | Known::Nowhere => "",
    };
    Some(There {
        limit: why.map(|why| CallLimit {
            text: format!("it is {} there{how}; {why}", clock.trim_start_matches('~')),
            supervisor: profile.supervisor,
        }),
        clock,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(kind: AccountKind, state: &str, utc: &str) -> There {
        let now = utc.parse().expect("an instant");
        let place = Place::of(None, None, Some(state));
        let profile = CallRules::default().profile(kind, Some(state));
        there(&place, &profile, &Calendar::default(), now).expect("a known place")
    }

    #[test]
    fn business_hours_end_on_the_stroke() {
        let business = |utc| at(AccountKind::Commercial, "NY", utc).limit.is_none();
        assert!(!business("2026-11-23T12:59:00Z"));
        assert!(business("2026-11-23T13:00:00Z"));
        assert!(business("2026-11-23T22:59:00Z"));
        assert!(!business("2026-11-23T23:00:00Z"));
    }

    #[test]
    fn a_weekend_there_counts_even_when_it_is_monday_here() {
        let there = at(AccountKind::Commercial, "HI", "2026-11-23T05:00:00Z");
        assert_eq!(there.clock, "~19:00");
        assert!(
            there
                .limit
                .expect("closed")
                .text
                .contains("no business day")
        );
        assert!(
            at(AccountKind::Consumer, "HI", "2026-11-23T05:00:00Z")
                .limit
                .is_none()
        );
    }

    #[test]
    fn where_two_zones_are_plausible_the_hours_that_both_share_count() {
        let texas = |utc| at(AccountKind::Commercial, "TX", utc);
        // 08:30 in Dallas is 07:30 in El Paso.
        let early = texas("2026-11-23T14:30:00Z");
        assert_eq!(early.clock, "~07:30-08:30");
        assert!(early.limit.is_some());
        assert_eq!(
            texas("2026-11-23T15:00:00Z").words(),
            "~08:00-09:00 there, assumed · ok"
        );
        // 17:59 in El Paso is 18:59 in Dallas.
        assert!(texas("2026-11-24T00:59:00Z").limit.is_some());
    }

    #[test]
    fn a_state_may_allow_consumers_fewer_calls_and_businesses_are_not_meant() {
        let rules = CallRules::default();
        let calls = |kind, state| rules.profile(kind, state).calls;
        assert_eq!(calls(AccountKind::Consumer, Some("ma")), 2);
        assert_eq!(calls(AccountKind::Mixed, Some("NY")), 7);
        assert_eq!(calls(AccountKind::Commercial, Some("MA")), 5);
        assert!(rules.profile(AccountKind::Mixed, None).supervisor);
    }

    #[test]
    fn a_flag_protects_more_and_never_less() {
        let rules = CallRules::default();
        let of = |kind, natural_person, guaranteed| {
            let who = Who {
                kind,
                natural_person,
                guaranteed,
                state: Some("us-ma"),
            };
            rules.in_force(&who)
        };
        let plain = of(AccountKind::Commercial, false, false);
        assert_eq!(
            (plain.kind, plain.profile.calls),
            (AccountKind::Commercial, 5)
        );
        assert_eq!(plain.words, "commercial rules");
        let person = of(AccountKind::Commercial, true, false);
        assert_eq!((person.kind, person.profile.calls), (AccountKind::Mixed, 2));
        assert!(person.profile.supervisor);
        assert_eq!(
            person.words,
            "mixed rules (12 CFR 1006; MA: 940 CMR 7.04(1)(f))"
        );
        // A guarantor alone changes nothing by default; a consumer stays one whatever is flagged.
        assert_eq!(of(AccountKind::Commercial, false, true), plain);
        assert_eq!(
            of(AccountKind::Consumer, true, true).kind,
            AccountKind::Consumer
        );
    }

    #[test]
    fn an_overlay_narrows_and_never_widens() {
        let mut rules = CallRules::default();
        let hour = |h| NaiveTime::from_hms_opt(h, 0, 0);
        rules.overlays.push(Overlay {
            state: "ZZ".to_owned(),
            protects: Protects::All,
            from: hour(7),
            to: hour(20),
            no_weekend: true,
            talks: Some(9),
            calls: Some(3),
            letters: Some(1),
            source: "a statute".to_owned(),
            verified_on: None,
        });
        let p = rules.profile(AccountKind::Consumer, Some("zz"));
        assert_eq!((Some(p.from), Some(p.to)), (hour(8), hour(20)));
        assert_eq!(
            (p.weekend, p.talks, p.calls, p.letters),
            (false, 1, 3, Some(1))
        );
    }
}
