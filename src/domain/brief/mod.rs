//! The brief: the three to six derived facts worth knowing before dialling, most important first, none of them filler.
//!
//! Every fact is a candidate that says itself or stays silent; the order of the list is the order of importance, and the
//! first six that speak are the brief. What failed, what we owe and what must not be asked for come before habits.

mod agreed;
mod clocks;
mod fees;
mod ledger;
pub(super) mod mail;
mod people;
mod promises;

pub(super) use ledger::credits_lately;
pub use mail::undelivered_line;

use super::credit::{self, GroupLine, Standing};
use super::money::{Currency, MoneyError};
use super::prep::Sight;
use super::view::{BriefLine, Tone};

/// No more than this is read before a call.
const MOST: usize = 6;
/// With fewer than this, plainer facts may join.
const ENOUGH: usize = 3;

/// The brief of an account.
///
/// # Errors
/// When an amount does not fit.
pub(crate) fn brief(sight: &Sight<'_>) -> Result<Vec<BriefLine>, MoneyError> {
    let mut out: Vec<BriefLine> = Vec::new();
    out.extend(people::hold(sight));
    out.extend(people::inbound(sight));
    out.extend(clocks::placed(sight)?);
    out.extend(agreed::credit_hold(sight));
    out.extend(ledger::net_credit(sight));
    out.extend(promises::subject(sight));
    out.extend(ledger::bounced(sight));
    out.extend(promises::chain(sight));
    out.extend(agreed::decided(sight));
    out.extend(agreed::plan(sight)?);
    out.extend(promises::claims_overdue(sight));
    out.extend(people::owed_by_us(sight));
    out.extend(mail::refused(sight));
    out.extend(mail::bounces(sight));
    out.extend(agreed::dispute(sight));
    out.extend(agreed::waiver(sight));
    out.extend(fees::offered(sight));
    out.extend(fees::posted(sight));
    out.extend(agreed::homework(sight));
    out.extend(agreed::owed_by_them(sight));
    out.extend(clocks::courtesy(sight));
    out.extend(people::lien(sight));
    out.extend(clocks::told(sight));
    out.extend(ledger::disputes(sight)?);
    out.extend(ledger::unapplied(sight)?);
    out.extend(promises::claims_under_way(sight));
    out.extend(promises::live(sight)?);
    out.extend(ledger::over_limit(sight));
    out.extend(ledger::terms(sight));
    out.extend(ledger::credits(sight));
    out.extend(people::barrier(sight));
    out.extend(promises::word(sight));
    out.extend(ledger::habit(sight));
    out.extend(people::reached(sight));
    out.extend(ledger::retainage(sight)?);
    out.extend(ledger::silence(sight));
    out.truncate(MOST);
    // Facts that are worth a line only where nothing more telling is known.
    let plain = [
        clocks::ladder(sight),
        ledger::biggest(sight),
        ledger::last_paid(sight),
        ledger::falls_due(sight)?,
        people::phone(sight),
        ledger::nothing_due(sight),
    ];
    for line in plain.into_iter().flatten() {
        if out.len() < ENOUGH {
            out.push(line);
        }
    }
    Ok(out)
}

/// The group that the account belongs to owes more than its limit, or four fifths of it. A book knows one account only, so the ledger adds
/// this line where there is room for it.
#[must_use]
pub fn group(group: &GroupLine, currency: Currency) -> Option<BriefLine> {
    let limit = group.limit.filter(|l| l.is_positive())?;
    let share = credit::share_words(group.exposure, limit, currency);
    let (tone, what) = match credit::standing(group.exposure, Some(limit)) {
        Standing::Over => (Tone::Warn, "over limit"),
        Standing::Near => (Tone::Plain, "near its limit"),
        Standing::Within | Standing::NoLimit => return None,
    };
    let text = format!("group of {} {what}: {share}", group.parent);
    Some(line(tone, text))
}

/// Adds the line of the group to a brief that has room for it.
pub fn add_group(brief: &mut Vec<BriefLine>, of: &GroupLine, currency: Currency) {
    if brief.len() < MOST {
        brief.extend(group(of, currency));
    }
}

fn line(tone: Tone, text: String) -> BriefLine {
    BriefLine { tone, text }
}
