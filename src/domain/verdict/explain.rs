//! The verdict in one sentence: what was promised, what came, how late and how short, and what the difference is.
//!
//! `promised 12,400.00 by Fri 3 Oct; received 9,000.00 Mon 6 Oct: 1 business day late, 3,400.00 light; CM-77 (pricing) is exactly 3,400.00`

use super::{Judgement, Verdict};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::document::DocumentKind;
use crate::domain::ids::DocumentId;
use crate::domain::money::{Currency, Minor};
use crate::domain::promise::Promise;
use crate::domain::rules::Rules;
use crate::domain::say;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The verdict in one sentence without a full stop.
#[must_use]
pub fn explain(
    judgement: &Judgement,
    promise: &Promise,
    book: &Book,
    rules: &Rules,
    as_of: NaiveDate,
) -> String {
    let money = |m: Minor| m.show(book.account.currency);
    let mut text = format!(
        "promised {} by {}",
        money(promise.amount),
        say::day(promise.by_when, as_of)
    );
    if judgement.required < promise.amount && judgement.derived != Verdict::Voided {
        let contested = judgement.disputed.is_positive();
        let disputed = money(judgement.disputed);
        text.push_str(&match (judgement.required.is_zero(), contested) {
            (true, true) => format!(", nothing of it is required while {disputed} is on dispute"),
            (true, false) => ", nothing of it is required any more".to_owned(),
            (false, _) => format!(", {} of it still required", money(judgement.required)),
        });
        if contested && !judgement.required.is_zero() {
            text.push_str(&format!(" ({disputed} is on dispute)"));
        }
    }
    if !judgement.required.is_zero() || judgement.received.is_positive() {
        text.push_str("; ");
        text.push_str(&came(judgement, book, as_of));
    }
    let outcome = outcome(judgement, promise, book, rules, as_of);
    if !outcome.is_empty() {
        text.push_str(": ");
        text.push_str(&outcome);
    }
    if let Some(amount) = elsewhere(judgement, promise, book, as_of) {
        text.push_str(&format!("; {} came for other invoices", money(amount)));
    }
    for found in &judgement.short_matches {
        text.push_str("; ");
        text.push_str(found);
    }
    if let Some(ruling) = &judgement.ruling {
        text.push_str(&format!(
            "; counts as {} since {}, ruled by {}: {}",
            judgement.verdict.words(true),
            say::day(ruling.on, as_of),
            ruling.by,
            ruling.reason.trim()
        ));
    }
    if let Some(day) = judgement.in_transit_until {
        text.push_str(&format!(
            "; said to be under way, expected by {}",
            say::day(day, as_of)
        ));
    }
    text
}

/// What lies over a promise's verdict, short enough to stand beside it in any list: money said to be under way, a part on dispute. `None` when
/// nothing does.
#[must_use]
pub fn overlay(judgement: &Judgement, currency: Currency, as_of: NaiveDate) -> Option<String> {
    let sent = judgement.in_transit_until.map(|day| {
        let day = say::day(day, as_of);
        format!("said to be under way, expected by {day}")
    });
    let contested = judgement.disputed.is_positive().then(|| {
        let part = say::money(judgement.disputed, currency);
        format!("{part} of it on dispute")
    });
    let all: Vec<String> = [sent, contested].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// The same in the few words that a column has room for: `under way to 25 Nov`, `800.00 disputed`, both with a comma between them.
#[must_use]
pub fn overlay_short(
    judgement: &Judgement,
    currency: Currency,
    as_of: NaiveDate,
) -> Option<String> {
    let sent = judgement.in_transit_until.map(|day| {
        let day = say::short_day(day, as_of);
        format!("under way to {day}")
    });
    let contested = judgement.disputed.is_positive().then(|| {
        let part = say::money(judgement.disputed, currency);
        format!("{part} disputed")
    });
    let all: Vec<String> = [sent, contested].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// `received 9,000.00 Mon 6 Oct`, `received 9,000.00 in 2 payments, the last Mon 6 Oct`, `nothing came`.
fn came(judgement: &Judgement, book: &Book, as_of: NaiveDate) -> String {
    let Some(last) = judgement.receipts.last() else {
        return match judgement.derived {
            Verdict::Open | Verdict::DueToday | Verdict::InGrace => "nothing yet".to_owned(),
            _ => "nothing came".to_owned(),
        };
    };
    let mut text = format!(
        "received {}",
        judgement.received.show(book.account.currency)
    );
    if judgement.receipts.len() > 1 {
        let parts = judgement.receipts.len();
        text.push_str(&format!(" in {parts} parts, the last"));
    }
    let document = |id: DocumentId| book.documents.iter().find(|d| d.id == id);
    match document(last.document).and_then(|d| Some((d.presumed_after?, d.issued))) {
        Some((after, by)) => text.push_str(&format!(
            " between {} and {}",
            say::day(after, as_of),
            say::day(by, as_of)
        )),
        None => text.push_str(&format!(" {}", say::day(last.on, as_of))),
    }
    if judgement.receipts.iter().any(|r| r.provisional) {
        let presumed = judgement
            .receipts
            .iter()
            .any(|r| document(r.document).is_some_and(|d| d.kind == DocumentKind::PresumedCash));
        text.push_str(if presumed {
            " (presumed: the open balance fell)"
        } else {
            " (provisional: not applied yet)"
        });
    }
    text
}

/// What came since the promise and was remitted to other invoices: it keeps nothing here, but whoever dials should know.
fn elsewhere(
    judgement: &Judgement,
    promise: &Promise,
    book: &Book,
    as_of: NaiveDate,
) -> Option<Minor> {
    let over = matches!(
        judgement.derived,
        Verdict::Superseded | Verdict::Withdrawn | Verdict::Voided
    );
    if promise.items.is_empty() || judgement.short.is_zero() || over {
        return None;
    }
    let balances = Balances::at(book, as_of).ok()?;
    let since = |id: DocumentId| {
        let cash = balances.get(id);
        cash.is_some_and(|c| c.kind.is_cash() && c.issued >= promise.taken_on)
    };
    let other = |id: DocumentId| {
        let receivable = balances.get(id).is_some_and(|to| to.kind.is_receivable());
        receivable && !promise.items.iter().any(|i| i.document == id)
    };
    let cash: BTreeSet<DocumentId> = balances
        .applied()
        .iter()
        .map(|a| a.from)
        .filter(|id| since(*id))
        .collect();
    let sum = Minor::sum(cash.into_iter().map(|id| {
        let on = |wanted: &dyn Fn(DocumentId) -> bool| {
            let parts = balances.applied().iter().filter(|a| a.from == id);
            parts
                .filter(|a| wanted(a.to))
                .map(|a| a.amount.get())
                .sum::<i64>()
        };
        let here = on(&|to| promise.items.iter().any(|i| i.document == to));
        let receipts = judgement.receipts.iter().filter(|r| r.document == id);
        let counted: i64 = receipts.map(|r| r.amount.get()).sum();
        // An announced check counts here although it was posted there: that part is no news.
        Minor::new(on(&other)).less(Minor::new((counted - here).max(0)))
    }));
    sum.ok().filter(|amount| amount.is_positive())
}

fn outcome(
    judgement: &Judgement,
    promise: &Promise,
    book: &Book,
    rules: &Rules,
    as_of: NaiveDate,
) -> String {
    let short = judgement.short.show(book.account.currency);
    let late = |day: NaiveDate| late_text(promise, rules, day);
    let last = judgement.receipts.last().map(|r| r.on);
    match judgement.derived {
        Verdict::Open => match promise.by_when.signed_duration_since(as_of).num_days() {
            1 => "due tomorrow".to_owned(),
            days => format!("due in {days} days"),
        },
        Verdict::DueToday => format!("due today, {short} to come"),
        Verdict::InGrace => {
            let ends = say::day(judgement.window_ends, as_of);
            format!("late, {short} to come, counts until {ends}")
        }
        // Credits and disputes keep nothing: it is said above that nothing is required.
        Verdict::Kept if judgement.required.is_zero() => String::new(),
        Verdict::Kept if judgement.short.is_positive() => {
            format!("kept, {short} within the tolerance")
        }
        Verdict::Kept => "kept".to_owned(),
        Verdict::KeptLate => late(satisfied_day(judgement)),
        Verdict::Light => match last {
            Some(day) if day > promise.by_when => format!("{}, {short} light", late(day)),
            _ => format!("{short} light"),
        },
        Verdict::Broken => "broken".to_owned(),
        Verdict::CuredLate => format!("{}, after its window", late(satisfied_day(judgement))),
        Verdict::Superseded => {
            let by = promise.end.as_ref().and_then(|end| end.by);
            let next = book.promises.iter().find(|p| Some(p.id) == by);
            match next {
                Some(next) => format!("moved to {}", say::day(next.by_when, as_of)),
                None => "another promise took its place".to_owned(),
            }
        }
        Verdict::Withdrawn => match &promise.end {
            Some(end) => format!("taken back on {}", say::day(end.on, as_of)),
            None => "taken back".to_owned(),
        },
        Verdict::Voided => "an entry error, counted nowhere".to_owned(),
    }
}

/// The last receipt satisfied it: nothing is counted for a promise once it has enough.
fn satisfied_day(judgement: &Judgement) -> NaiveDate {
    let days = judgement.receipts.iter().map(|r| r.on);
    days.max().unwrap_or(judgement.window_ends)
}

/// `1 business day late`; `late, over the weekend` where no business day lies between.
fn late_text(promise: &Promise, rules: &Rules, day: NaiveDate) -> String {
    match rules.calendar.between(promise.by_when, day) {
        1 => "1 business day late".to_owned(),
        n if n > 1 => format!("{n} business days late"),
        _ => "late, but before the next business day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge_all;
    use super::*;
    use crate::domain::promise::EndKind;
    use crate::domain::testing::{BookMaker, d};

    fn said(b: &BookMaker, day: &str) -> String {
        let rules = Rules::default();
        let all = judge_all(&b.book, d(day), &rules).expect("fits");
        explain(&all[0], &b.book.promises[0], &b.book, &rules, d(day))
    }

    /// 12,400.00 promised by Fri 3 Oct 2025.
    fn promised() -> (BookMaker, crate::domain::ids::DocumentId) {
        let mut b = BookMaker::new();
        let i = b.invoice("2025-08-01", "2025-09-01", 1_240_000);
        b.promise("2025-09-29", "2025-10-03", 1_240_000, &[i]);
        (b, i)
    }

    #[test]
    fn the_sentence_of_the_design_is_said_word_for_word() {
        let (mut b, i) = promised();
        b.pay("2025-10-06", 900_000, &[(i, 900_000)]);
        b.credit("2025-09-20", 340_000);
        b.last().number = "CM-77".into();
        assert_eq!(
            said(&b, "2025-10-08"),
            "promised 12,400.00 by Fri 3 Oct; received 9,000.00 Mon 6 Oct: \
             1 business day late, 3,400.00 light; CM-77 (pricing) is exactly 3,400.00"
        );
    }

    #[test]
    fn every_stage_of_a_promise_has_its_words() {
        let (mut b, i) = promised();
        let start = "promised 12,400.00 by Fri 3 Oct; nothing ";
        assert_eq!(said(&b, "2025-09-30"), format!("{start}yet: due in 3 days"));
        assert_eq!(
            said(&b, "2025-10-03"),
            format!("{start}yet: due today, 12,400.00 to come")
        );
        assert_eq!(
            said(&b, "2025-10-06"),
            format!("{start}yet: late, 12,400.00 to come, counts until Mon 6 Oct")
        );
        assert_eq!(said(&b, "2025-10-07"), format!("{start}came: broken"));
        b.pay("2025-10-09", 1_240_000, &[(i, 1_240_000)]);
        assert_eq!(
            said(&b, "2025-10-09"),
            "promised 12,400.00 by Fri 3 Oct; received 12,400.00 Thu 9 Oct: \
             4 business days late, after its window"
        );
    }

    #[test]
    fn unapplied_cash_and_disputes_are_said() {
        let (mut b, i) = promised();
        b.dispute(i, 240_000, "2025-09-30");
        b.pay("2025-10-02", 1_000_000, &[]);
        assert_eq!(
            said(&b, "2025-10-03"),
            "promised 12,400.00 by Fri 3 Oct, 10,000.00 of it still required (2,400.00 is on dispute); \
             received 10,000.00 Thu 2 Oct (provisional: not applied yet): kept"
        );
    }

    #[test]
    fn cash_for_other_invoices_is_shown_although_it_keeps_nothing() {
        let (mut b, _) = promised();
        let other = b.invoice("2025-08-01", "2025-09-01", 700_000);
        b.pay("2025-10-02", 500_000, &[(other, 500_000)]);
        assert_eq!(
            said(&b, "2025-10-07"),
            "promised 12,400.00 by Fri 3 Oct; nothing came: broken; 5,000.00 came for other invoices"
        );
    }

    #[test]
    fn a_moved_promise_says_where_to() {
        let (mut b, i) = promised();
        let first = b.book.promises[0].id;
        let next = b.promise("2025-10-01", "2025-10-10", 1_240_000, &[i]);
        b.end(first, EndKind::Superseded, "2025-10-01", Some(next));
        assert_eq!(
            said(&b, "2025-10-08"),
            "promised 12,400.00 by Fri 3 Oct; nothing came: moved to Fri 10 Oct"
        );
    }
}
