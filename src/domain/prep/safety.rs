//! The safety line: what must be looked at before dialling. A hold blocks, a soft limit warns (DOMAIN §6).

use super::Sight;
use super::sight::vehicle;
use crate::domain::account::AccountKind;
use crate::domain::claim::ClaimState;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::say;
use crate::domain::touch::{Channel, Hold, HoldKind, Touch};
use crate::domain::view::Safety;
use chrono::{Days, NaiveDate};

/// A ledger older than this many business days may ask for money that is here already.
const STALE_AFTER: i64 = 3;
/// Courteous defaults for businesses: talks with a right person, and calls, in seven days.
const COMMERCIAL: (usize, usize) = (2, 5);
/// The most calls to a consumer in seven days (12 CFR 1006.14(b)(2)); after a talk, none for seven days.
const CONSUMER_CALLS: usize = 7;

/// The safety line as of the sight's day.
pub(super) fn safety(
    sight: &Sight<'_>,
    ledger_thru: Option<NaiveDate>,
) -> Result<Safety, MoneyError> {
    let week = Week::of(sight);
    let disputed = Minor::sum(sight.disputes().into_iter().map(|(_, part)| part))?;
    let unapplied_cash = sight.balances.unapplied_cash()?;
    let blocked = match sight.hold() {
        Some(hold) => Some(hold_text(hold, sight)),
        None => week.consumer_block(sight),
    };
    let mut warnings = Vec::new();
    warnings.extend(stale(sight, ledger_thru));
    warnings.extend(under_way(sight));
    if unapplied_cash.is_positive() {
        warnings.push(format!(
            "{} came in and is not applied: ask what it was for before you ask for more",
            sight.money(unapplied_cash)
        ));
    }
    warnings.extend(contested(sight, disputed));
    if blocked.is_none() {
        warnings.extend(week.courtesy(sight));
    }
    Ok(Safety {
        ledger_thru,
        unapplied_cash,
        disputed,
        calls_this_week: count(week.calls.len()),
        talks_this_week: count(week.talks.len()),
        blocked,
        warnings,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A stop in plain words.
pub(crate) fn hold_text(hold: &Hold, sight: &Sight<'_>) -> String {
    let since = sight.day(hold.from);
    match hold.kind {
        HoldKind::Bankruptcy => format!(
            "bankruptcy hold since {since}: no calls, letters, liens or fees until a supervisor lifts it"
        ),
        HoldKind::CeaseContact => {
            format!("they asked on {since} not to be contacted: no calls, mails or letters")
        }
        HoldKind::Attorney => {
            format!("with their lawyer since {since}: talk to the lawyer only")
        }
    }
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

    /// The first day on which the oldest of the newest `most` is out of the seven days.
    fn free_on(touches: &[&Touch], most: usize) -> Option<NaiveDate> {
        touches
            .get(most.checked_sub(1)?)
            .and_then(|t| t.on.checked_add_days(Days::new(7)))
    }

    fn consumer_block(&self, sight: &Sight<'_>) -> Option<String> {
        match sight.book.account.kind {
            AccountKind::Commercial => None,
            AccountKind::Consumer | AccountKind::Mixed => {
                let talk = Week::free_on(&self.talks, 1);
                let calls = Week::free_on(&self.calls, CONSUMER_CALLS);
                let (until, why) = match (talk, calls) {
                    (Some(a), Some(b)) if b > a => (b, "seven calls in seven days"),
                    (Some(a), _) => (a, "a talk within the last seven days"),
                    (None, Some(b)) => (b, "seven calls in seven days"),
                    (None, None) => return None,
                };
                Some(format!(
                    "consumer rules (12 CFR 1006): {why}, no call before {} without a supervisor",
                    sight.day(until)
                ))
            }
        }
    }

    fn courtesy(&self, sight: &Sight<'_>) -> Option<String> {
        let (talks, calls) = COMMERCIAL;
        let wait = |touches: &[&Touch], most: usize, what: &str| {
            let until = Week::free_on(touches, most)?;
            Some(format!(
                "{} in the last 7 days: unless they expect you, wait until {}",
                say::plural(touches.len() as u64, what),
                sight.day(until)
            ))
        };
        wait(&self.talks, talks, "talk").or_else(|| wait(&self.calls, calls, "call"))
    }
}
