//! The safety line: what must be looked at before dialling. A hold blocks, a soft limit warns (DOMAIN §6).

use super::Sight;
use super::sight::vehicle;
use crate::domain::account::AccountKind;
use crate::domain::call_rules::{CallLimit, InForce, Who};
use crate::domain::claim::ClaimState;
use crate::domain::local_time::Place;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::say;
use crate::domain::touch::{Channel, Hold, HoldKind, Touch};
use crate::domain::view::Safety;
use chrono::{Days, NaiveDate};

/// A ledger older than this many business days may ask for money that is here already.
const STALE_AFTER: i64 = 3;
/// The safety line as of the sight's day.
pub(super) fn safety(
    sight: &Sight<'_>,
    ledger_thru: Option<NaiveDate>,
) -> Result<Safety, MoneyError> {
    let week = Week::of(sight);
    let disputed = Minor::sum(sight.disputes().into_iter().map(|(_, part)| part))?;
    let unapplied_cash = sight.balances.unapplied_cash()?;
    let blocked = sight.hold().map(|hold| hold_text(hold, sight));
    let account = &sight.book.account;
    let in_force = sight.rules.calls.in_force(&Who::of(account));
    let profile = in_force.profile;
    let people = super::log::contacts(sight);
    let place = Place::of(
        people.first().and_then(|c| c.zone.as_deref()),
        account.zone.as_deref(),
        account.state.as_deref(),
    );
    let place = match profile.supervisor {
        true => place.or_anywhere(),
        false => place,
    };
    let mut warnings = Vec::new();
    warnings.extend(guaranteed(sight));
    warnings.extend(stale(sight, ledger_thru));
    warnings.extend(under_way(sight));
    if unapplied_cash.is_positive() {
        warnings.push(format!(
            "{} came in and is not applied: ask what it was for before you ask for more",
            sight.money(unapplied_cash)
        ));
    }
    warnings.extend(contested(sight, disputed));
    Ok(Safety {
        ledger_thru,
        unapplied_cash,
        disputed,
        calls_this_week: count(week.calls.len()),
        talks_this_week: count(week.talks.len()),
        limits: if blocked.is_none() {
            week.limits(&in_force, sight)
        } else {
            Vec::new()
        },
        blocked,
        profile,
        rules: in_force.words,
        place,
        warnings,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A stop in plain words, with what is known of it.
pub(crate) fn hold_text(hold: &Hold, sight: &Sight<'_>) -> String {
    let since = sight.day(hold.from);
    let known = |facts: Vec<String>| match facts.is_empty() {
        true => String::new(),
        false => format!(" ({})", facts.join(", ")),
    };
    let details = &hold.details;
    match hold.kind {
        HoldKind::Bankruptcy => format!(
            "bankruptcy hold since {since}{}: no calls, letters, liens or fees until a supervisor lifts it",
            known(details.facts())
        ),
        HoldKind::CeaseContact => {
            format!(
                "they asked on {since} not to be contacted{}: no calls, mails or letters",
                known(details.facts())
            )
        }
        HoldKind::Attorney => match details.lawyer() {
            who if who.is_empty() => {
                format!("with their lawyer since {since}: talk to the lawyer only")
            }
            who => format!("with their lawyer since {since}: talk to {who} only"),
        },
    }
}

/// A person stands for the debt: the company may be called by its rules, the person not.
fn guaranteed(sight: &Sight<'_>) -> Option<String> {
    let account = &sight.book.account;
    let who = account.flags.guarantor.as_deref()?.trim();
    (account.kind == AccountKind::Commercial).then(|| {
        format!("{who} guarantees it personally: call the company; at home consumer rules apply")
    })
}

fn stale(sight: &Sight<'_>, thru: Option<NaiveDate>) -> Option<String> {
    let Some(thru) = thru else {
        return Some(
            "the ledger has no dated report yet: check that the newest payments are in".to_owned(),
        );
    };
    let age = sight.rules.calendar.between(thru, sight.as_of);
    (age > STALE_AFTER).then(|| {
        format!(
            "the ledger ends on {}, {age} business days ago: import a newer report before asking for money",
            sight.day(thru)
        )
    })
}

fn under_way(sight: &Sight<'_>) -> Vec<String> {
    sight
        .claims_in(ClaimState::InTransit)
        .into_iter()
        .map(|c| {
            format!(
                "{} for {} should be here by {}: do not ask for it again",
                vehicle(c.method, c.reference.as_deref()),
                sight.money(c.amount),
                sight.day(c.expected_by)
            )
        })
        .collect()
}

fn contested(sight: &Sight<'_>, total: Minor) -> Option<String> {
    let disputes = sight.disputes();
    let what = match disputes.as_slice() {
        [] => return None,
        [(one, _)] => {
            let number = sight
                .document(one.document)
                .map_or("an invoice", |d| d.number.as_str());
            format!(" ({number}: {})", one.reason)
        }
        many => format!(" ({})", say::plural(many.len() as u64, "dispute")),
    };
    Some(format!(
        "{} is on dispute{what}: leave it out of what you ask for",
        sight.money(total)
    ))
}

/// The touches of the last seven days, today included.
struct Week<'a> {
    calls: Vec<&'a Touch>,
    talks: Vec<&'a Touch>,
}

impl<'a> Week<'a> {
    fn of(sight: &Sight<'a>) -> Week<'a> {
        let recent = || {
            sight
                .touches()
                .filter(|t| t.channel == Channel::Call && sight.days_since(t.on) < 7)
        };
        Week {
            calls: recent().filter(|t| !t.inbound).collect(),
            talks: recent().filter(|t| t.right_party).collect(),
        }
    }

    /// The first day on which the oldest of the newest `most` is out of the seven days; `None` = there are fewer.
    fn free_on(touches: &[&Touch], most: u32) -> Option<NaiveDate> {
        let last = usize::try_from(most.max(1)).ok()?.checked_sub(1)?;
        touches
            .get(last)
            .and_then(|t| t.on.checked_add_days(Days::new(7)))
    }

    /// How often they were called and talked to against what the profile allows: at most one limit of each kind.
    fn limits(&self, in_force: &InForce, sight: &Sight<'_>) -> Vec<CallLimit> {
        let (profile, rules) = (&in_force.profile, &in_force.words);
        let over = |touches: &[&Touch], most: u32, what: &str| {
            let until = Week::free_on(touches, most)?;
            let times = say::plural(touches.len() as u64, what);
            let until = sight.day(until);
            let text = if profile.supervisor {
                format!(
                    "{times} in the last 7 days: {rules} allow no call before {until} without a supervisor"
                )
            } else {
                format!("{times} in the last 7 days: unless they expect you, wait until {until}")
            };
            Some(CallLimit {
                text,
                supervisor: profile.supervisor,
            })
        };
        let talks = over(&self.talks, profile.talks, "talk");
        let calls = over(&self.calls, profile.calls, "call");
        talks.into_iter().chain(calls).collect()
    }
}
