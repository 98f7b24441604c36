//! What the ledger says: bounced checks, disputes, unapplied cash, limits, credits, habits, the biggest invoice.

use super::line;
use crate::domain::balances::Balance;
use crate::domain::credit::{self, Standing, TermsKind};
use crate::domain::document::{CreditReason, Document, DocumentKind};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::prep::{SLOW_FROM, Sight, credit_reason, vehicle};
use crate::domain::say;
use crate::domain::touch::Method;
use crate::domain::view::{BriefLine, Tone};
use chrono::Days;

/// A payment that came back longer ago than this is history.
const BOUNCED_DAYS: i64 = 60;
/// The window in which credits are counted.
const CREDIT_DAYS: i64 = 90;
/// Usually this many days late is worth a word.
const LATE_FROM: i64 = 4;
/// No payment for so long is worth a word.
const SILENT_DAYS: i64 = 60;

/// A payment that came back.
pub(super) fn bounced(sight: &Sight<'_>) -> Option<BriefLine> {
    let (reversal, document) = sight
        .book
        .reversals
        .iter()
        .filter(|r| r.effective_on <= sight.as_of)
        .filter(|r| sight.days_since(r.effective_on) <= BOUNCED_DAYS)
        .filter_map(|r| Some((r, sight.document(r.document)?)))
        .filter(|(r, d)| d.kind == DocumentKind::Payment && r.reason != "entry_error")
        .max_by_key(|(r, d)| (r.effective_on, d.id))?;
    let method = document.method.as_deref().and_then(Method::from_name);
    let what = match method {
        Some(method) => vehicle(method, document.reference.as_deref()),
        None => "a payment".to_owned(),
    };
    let why = match reversal.reason.trim() {
        "" => String::new(),
        "nsf" => " (NSF)".to_owned(),
        other => format!(" ({})", other.replace('_', " ")),
    };
    Some(line(
        Tone::Bad,
        format!(
            "{what} for {} came back{why} on {}",
            sight.money(sight.balances.face(document.id)),
            sight.day(reversal.effective_on)
        ),
    ))
}

/// Contested money.
pub(super) fn disputes(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let disputes = sight.disputes();
    let Some((first, _)) = disputes.first() else {
        return Ok(None);
    };
    let total = Minor::sum(disputes.iter().map(|(_, part)| *part))?;
    let number = sight
        .document(first.document)
        .map_or("an invoice", |d| d.number.as_str());
    let more = match disputes.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    Ok(Some(line(
        Tone::Warn,
        format!(
            "on dispute: {} on {number} ({}) since {}{more}",
            sight.money(total),
            first.reason.trim(),
            sight.day(first.opened_on)
        ),
    )))
}

/// Cash that is not applied to anything.
pub(super) fn unapplied(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let cash = sight.balances.unapplied_cash()?;
    Ok(cash.is_positive().then(|| {
        line(
            Tone::Warn,
            format!("unapplied cash {}: ask what it is for", sight.money(cash)),
        )
    }))
}

/// Credits and unapplied cash outweigh what is open: they owe nothing.
pub(super) fn net_credit(sight: &Sight<'_>) -> Option<BriefLine> {
    sight.owes_nothing().then(|| {
        line(
            Tone::Warn,
            format!(
                "credits of {} outweigh the {} that is open: apply them, ask for nothing",
                sight.money(sight.facts.unapplied.abs()),
                sight.money(sight.facts.open)
            ),
        )
    })
}

/// More owed than the credit limit, or four fifths of it.
pub(super) fn over_limit(sight: &Sight<'_>) -> Option<BriefLine> {
    let limit = sight.facts.credit_limit.filter(|l| l.is_positive())?;
    // What they owe in all: the queue's reason counts credits too, and both must say the same.
    let owed = credit::exposure(sight.facts.open, sight.facts.unapplied).ok()?;
    let share = credit::share_words(owed, limit, sight.book.account.currency);
    match credit::standing(owed, Some(limit)) {
        Standing::Over => Some(line(Tone::Warn, format!("over limit: {share}"))),
        Standing::Near => Some(line(
            Tone::Plain,
            format!("credit limit nearly used: {share}"),
        )),
        Standing::Within | Standing::NoLimit => None,
    }
}

/// Terms that were set here: what they must pay before or when it ships.
pub(super) fn terms(sight: &Sight<'_>) -> Option<BriefLine> {
    let terms = credit::terms_at(sight.book, sight.as_of)?;
    (terms.terms.kind != TermsKind::Net).then(|| {
        line(
            Tone::Warn,
            format!(
                "buys {} since {}: {}",
                terms.terms.words(),
                sight.day(terms.from),
                terms.reason.trim()
            ),
        )
    })
}

/// How often they needed a credit lately, and why.
pub(super) fn credits(sight: &Sight<'_>) -> Option<BriefLine> {
    let lately = credits_lately(sight)?;
    Some(line(Tone::Warn, format!("{lately}: expect it")))
}

/// `3 credits in 90 days, 2 for pricing`, from the second credit on; also what the script says of it.
pub(in crate::domain) fn credits_lately(sight: &Sight<'_>) -> Option<String> {
    let recent: Vec<&Document> = sight
        .book
        .documents
        .iter()
        .filter(|d| {
            matches!(
                d.kind,
                DocumentKind::CreditMemo | DocumentKind::JournalCredit
            )
        })
        .filter(|d| d.issued <= sight.as_of && sight.days_since(d.issued) <= CREDIT_DAYS)
        .filter(|d| !sight.balances.reversed(d.id))
        // A fee that was given up says nothing about what is billed.
        .filter(|d| {
            let mut waived = sight.book.fees.iter().flat_map(|f| &f.waived);
            !waived.any(|w| w.document == d.id)
        })
        .collect();
    if recent.len() < 2 {
        return None;
    }
    let mut counted: Vec<(CreditReason, usize)> = CreditReason::ALL
        .into_iter()
        .filter(|r| *r != CreditReason::Other)
        .map(|r| (r, recent.iter().filter(|d| credit_reason(d) == r).count()))
        .filter(|(_, n)| *n > 0)
        .collect();
    // The most frequent first; a stable sort leaves equals in the order of the reasons.
    counted.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let why = match counted.as_slice() {
        [] => String::new(),
        [(reason, n), ..] if *n == recent.len() => format!(", all for {}", reason_words(*reason)),
        [(reason, n), ..] if *n > 1 => format!(", {n} for {}", reason_words(*reason)),
        few => {
            let words: Vec<String> = few
                .iter()
                .map(|(reason, _)| reason_words(*reason).to_owned())
                .collect();
            format!(", for {}", say::list(&words))
        }
    };
    Some(format!("{} credits in 90 days{why}", recent.len()))
}

fn reason_words(reason: CreditReason) -> &'static str {
    match reason {
        CreditReason::Quantity => "short quantity",
        CreditReason::Return => "returns",
        CreditReason::Duplicate => "double billing",
        CreditReason::Pricing
        | CreditReason::Tax
        | CreditReason::Freight
        | CreditReason::Goodwill
        | CreditReason::Other => reason.name(),
    }
}

/// How they usually pay, and whether this is like them.
pub(super) fn habit(sight: &Sight<'_>) -> Option<BriefLine> {
    let median = sight.habits.median_late?;
    let oldest = sight
        .facts
        .oldest_due
        .map_or(0, |due| sight.days_since(due));
    if median >= LATE_FROM {
        return Some(line(
            Tone::Plain,
            format!(
                "usually {} late{}",
                say::plural(median.unsigned_abs(), "day"),
                if median >= SLOW_FROM {
                    ": ask why, not when"
                } else {
                    ""
                }
            ),
        ));
    }
    // Somebody who pays on time and does not now has a reason.
    (oldest > median.max(0) + 7).then(|| {
        line(
            Tone::Plain,
            "usually on time: something is different this time".to_owned(),
        )
    })
}

/// Money held back by contract.
pub(super) fn retainage(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let held = Minor::sum(sight.balances.receivables().map(|b| b.held))?;
    if !held.is_positive() {
        return Ok(None);
    }
    let until = sight
        .balances
        .receivables()
        .filter(|b| b.held.is_positive())
        .filter_map(|b| sight.document(b.id)?.held(sight.as_of)?.until)
        .min();
    let when = until.map_or("until it is released".to_owned(), |day| {
        format!("until {}", sight.day(day))
    });
    Ok(Some(line(
        Tone::Plain,
        format!(
            "{} is retainage, not to be asked for {when}",
            sight.money(held)
        ),
    )))
}

/// Nothing has come for a long time.
pub(super) fn silence(sight: &Sight<'_>) -> Option<BriefLine> {
    let paid = sight.habits.last_paid?;
    let is_long = sight.days_since(paid.dated) > SILENT_DAYS;
    (is_long && sight.facts.past_due.is_positive()).then(|| {
        line(
            Tone::Warn,
            format!("no payment since {}", sight.day(paid.dated)),
        )
    })
}

/// The invoice that most of it hangs on.
pub(super) fn biggest(sight: &Sight<'_>) -> Option<BriefLine> {
    let big = sight
        .balances
        .receivables()
        .filter(|b| b.past_due(sight.as_of).is_positive())
        .max_by_key(|b| (b.past_due(sight.as_of), std::cmp::Reverse((b.due, b.id))))?;
    let document = sight.document(big.id)?;
    let job = document
        .job
        .as_deref()
        .filter(|job| !job.trim().is_empty())
        .map_or(String::new(), |job| format!(", job {job}"));
    let what = match sight.facts.past_due_count {
        0 | 1 => "past due",
        _ => "biggest",
    };
    let days = sight.days_since(big.due).unsigned_abs();
    Some(line(
        Tone::Plain,
        format!(
            "{what}: {} {}, {}{job}",
            document.number,
            sight.money(big.open),
            say::plural(days, "day")
        ),
    ))
}

/// The newest payment.
pub(super) fn last_paid(sight: &Sight<'_>) -> Option<BriefLine> {
    let paid = sight.habits.last_paid?;
    if sight.days_since(paid.dated) > SILENT_DAYS && sight.facts.past_due.is_positive() {
        return None;
    }
    let amount = sight.money(paid.amount);
    let day = sight.day(paid.dated);
    let text = match paid.on {
        Some(_) => format!("last paid {amount} on {day}"),
        None => format!("last paid {amount}, seen in the report of {day}"),
    };
    Some(line(Tone::Plain, text))
}

/// What falls due within a week: worth naming in the same call.
pub(super) fn falls_due(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let Some(end) = sight.as_of.checked_add_days(Days::new(7)) else {
        return Ok(None);
    };
    let soon: Vec<&Balance> = sight
        .balances
        .receivables()
        .filter(|b| b.due >= sight.as_of && b.due <= end)
        .collect();
    let sum = Minor::sum(soon.iter().map(|b| b.open.less(b.held)))?;
    let Some(last) = soon.iter().map(|b| b.due).max() else {
        return Ok(None);
    };
    Ok(sum.is_positive().then(|| {
        line(
            Tone::Plain,
            format!("{} more falls due by {}", sight.money(sum), sight.day(last)),
        )
    }))
}

/// Nothing to ask for.
pub(super) fn nothing_due(sight: &Sight<'_>) -> Option<BriefLine> {
    sight.facts.past_due.is_zero().then(|| {
        let text = if sight.facts.open.is_zero() {
            "nothing is open".to_owned()
        } else {
            format!(
                "nothing is past due; {} is open",
                sight.money(sight.facts.open)
            )
        };
        line(Tone::Good, text)
    })
}
