//! The next day on which the facts of an account differ although nothing was recorded: an invoice falls due, a window closes, a claim is overdue.
//!
//! Every date in the book from which something counts, or from the day after which it does, is tried in order; the first on which the facts
//! really differ is the turn. Between two such dates nothing can change, so it is exact.

use super::{Facts, gather};
use crate::domain::book::Book;
use crate::domain::lien;
use crate::domain::money::MoneyError;
use crate::domain::rules::Rules;
use chrono::NaiveDate;

/// The first later day on which the facts differ from `today`'s; `None` when they never will.
pub(super) fn next(
    book: &Book,
    today: &Facts,
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Option<NaiveDate>, MoneyError> {
    let mut days = Vec::new();
    collect(book, as_of, rules, &mut |day| {
        if day > as_of {
            days.push(day);
        }
    });
    days.sort_unstable();
    days.dedup();
    for day in days {
        if gather::still(book, day, rules)? != *today {
            return Ok(Some(day));
        }
    }
    Ok(None)
}

/// Every day on which something starts or stops to count.
fn collect(book: &Book, as_of: NaiveDate, rules: &Rules, on: &mut impl FnMut(NaiveDate)) {
    let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
    for d in &book.documents {
        on(d.issued);
        if d.kind.is_receivable() {
            on(after(d.due));
            for held in &d.retainage {
                on(held.from);
                held.until.into_iter().for_each(&mut *on);
            }
        }
    }
    book.applications.iter().for_each(|a| on(a.effective_on));
    book.reversals.iter().for_each(|r| on(r.effective_on));
    book.restatements.iter().for_each(|r| on(r.effective_on));
    for p in &book.promises {
        on(p.taken_on);
        on(p.by_when);
        on(after(p.by_when));
        on(after(rules.calendar.add(p.by_when, rules.grace_days)));
        p.end.iter().for_each(|end| on(end.on));
    }
    book.rulings.iter().for_each(|r| on(r.on));
    for c in &book.claims {
        on(c.made_on);
        on(after(c.expected_by));
        c.retracted_on.into_iter().for_each(&mut *on);
    }
    for f in &book.follow_ups {
        on(f.made_on);
        on(f.due_on);
    }
    book.touches.iter().for_each(|t| on(t.on));
    for t in &book.tasks {
        on(t.made_on);
        t.done_on.into_iter().for_each(&mut *on);
    }
    for d in &book.disputes {
        on(d.opened_on);
        d.resolved_on.into_iter().for_each(&mut *on);
    }
    for h in &book.holds {
        on(h.from);
        h.until.into_iter().for_each(&mut *on);
    }
    book.limits.iter().for_each(|l| on(l.on));
    for l in &book.lien_steps {
        on(l.made_on);
        on(after(l.due_on));
        l.done_on.into_iter().for_each(&mut *on);
    }
    for job in &book.jobs {
        lien::ahead(job, &rules.liens, as_of, on);
    }
    for p in &book.placements {
        on(p.on);
        p.steps.iter().for_each(|s| on(s.on));
    }
    for d in &book.declined {
        on(d.on);
        on(d.again_on);
    }
}
