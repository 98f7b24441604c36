//! No state and no hour lets a call to a consumer through outside of 08:00 to 21:00 wherever they may be, and no overlay widens anything.

use bywhen::domain::account::AccountKind;
use bywhen::domain::calendar::Calendar;
use bywhen::domain::call_rules::{CallRules, Overlay, Protects, Who, there};
use bywhen::domain::local_time::{Place, zones_of_state};
use chrono::{DateTime, Duration, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

/// Every state, district and province, and what is none.
const STATES: [&str; 66] = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
    "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
    "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA",
    "WV", "WI", "WY", "PR", "GU", "BC", "AB", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT",
    "", "ZZ",
];

/// Where somebody of that state may be, worked out apart from the rules: without a state, anywhere from the Atlantic to Hawaii.
fn may_be(state: &str) -> Vec<Tz> {
    match zones_of_state(state) {
        [] => [
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "Pacific/Honolulu",
        ]
        .iter()
        .map(|name| name.parse().expect("a zone"))
        .collect(),
        zones => zones.to_vec(),
    }
}

fn is_free(state: &str, kind: AccountKind, person: bool, at: DateTime<Utc>) -> bool {
    let rules = CallRules::default();
    let who = Who {
        kind,
        natural_person: person,
        guaranteed: false,
        state: Some(state),
    };
    let in_force = rules.in_force(&who);
    let place = Place::of(None, None, Some(state));
    let place = if in_force.profile.supervisor {
        place.or_anywhere()
    } else {
        place
    };
    let there = there(&place, &in_force.profile, &Calendar::default(), at);
    there.is_some_and(|t| t.limit.is_none())
}

#[test]
fn no_state_and_no_quarter_of_an_hour_lets_a_consumer_be_called_at_a_wrong_hour() {
    // A week in winter, one in summer, and the days on which clocks change.
    let weeks = ["2026-01-12", "2026-03-05", "2026-07-06", "2026-10-29"];
    let (mut asked, mut free) = (0_u32, 0_u32);
    for week in weeks {
        let start: DateTime<Utc> = format!("{week}T00:00:00Z").parse().expect("an instant");
        for quarter in 0..7 * 24 * 4 {
            let at = start + Duration::minutes(15 * quarter);
            for state in STATES {
                for (kind, person) in [
                    (AccountKind::Consumer, false),
                    (AccountKind::Mixed, false),
                    (AccountKind::Commercial, true),
                ] {
                    asked += 1;
                    if !is_free(state, kind, person, at) {
                        continue;
                    }
                    free += 1;
                    for zone in may_be(state) {
                        let hour = at.with_timezone(&zone).hour();
                        assert!(
                            (8..21).contains(&hour),
                            "{kind:?} in '{state}' at {at}: {hour} h in {zone}"
                        );
                    }
                }
            }
        }
    }
    // The rule is not kept by calling nobody: a state of one zone has 13 hours of 24.
    assert!(free > asked / 3, "{free} of {asked}");
}

fn overlays() -> impl Strategy<Value = Vec<Overlay>> {
    let one = (
        prop::sample::select(vec![
            Protects::All,
            Protects::Consumer,
            Protects::Commercial,
        ]),
        prop::option::of(0_u32..24),
        prop::option::of(0_u32..24),
        any::<bool>(),
        prop::option::of(0_u32..20),
        prop::option::of(0_u32..20),
        prop::option::of(0_u32..20),
    );
    let hour = |h: Option<u32>| h.and_then(|h| NaiveTime::from_hms_opt(h, 0, 0));
    prop::collection::vec(
        one.prop_map(
            move |(protects, from, to, no_weekend, talks, calls, letters)| Overlay {
                state: "OR".to_owned(),
                protects,
                from: hour(from),
                to: hour(to),
                no_weekend,
                talks,
                calls,
                letters,
                source: "a rule".to_owned(),
                verified_on: None,
            },
        ),
        0..4,
    )
}

proptest! {
    #[test]
    fn whatever_states_add_a_profile_only_narrows(added in overlays(), kind in prop::sample::select(vec![
        AccountKind::Commercial, AccountKind::Consumer, AccountKind::Mixed,
    ])) {
        let plain = CallRules::default();
        let mut rules = CallRules::default();
        rules.overlays.extend(added);
        let before = plain.profile(kind, Some("OR"));
        let after = rules.profile(kind, Some("OR"));
        prop_assert!(after.from >= before.from && after.to <= before.to);
        prop_assert!(after.talks <= before.talks && after.calls <= before.calls);
        prop_assert!(before.weekend || !after.weekend);
        prop_assert_eq!(after.supervisor, before.supervisor);
        // Another state has nothing of it.
        prop_assert_eq!(rules.profile(kind, Some("WA")), plain.profile(kind, Some("WA")));
    }
}
