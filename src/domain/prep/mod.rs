//! The prep: everything to know about an account before dialling, assembled from its book.
//!
//! Pure. `Sight` gathers what the rules say once; rows are built in `lines` and `log`, the safety line in `safety`, the
//! script's values in `said`, payment habits in `habits`, what is on file in `file`; the brief has a file of its own (`domain::brief`).

mod agreed;
mod credit;
pub mod file;
mod habits;
mod lines;
mod log;
mod safety;
mod said;
mod sight;
#[cfg(test)]
mod tests;

pub(crate) use agreed::{disputes, plans, settled, waivers, words};
pub(crate) use habits::median_late;
pub(crate) use lines::credit_reason;
pub(crate) use log::task_line;
pub(crate) use safety::hold_text;
pub(crate) use said::{SLOW_FROM, first_name};
pub(crate) use sight::{Sight, vehicle};

use super::aging::{self, AgeBy};
use super::book::Book;
use super::brief;
use super::clocks;
use super::fee::{self, FeesView};
use super::money::MoneyError;
use super::queue;
use super::rules::Rules;
use super::view::Prep;
use chrono::NaiveDate;

/// The whole prep of an account as of a day. `ledger_thru` is the date of the newest report in the ledger.
///
/// # Errors
/// When an amount does not fit.
pub fn prepare(
    book: &Book,
    as_of: NaiveDate,
    rules: &Rules,
    ledger_thru: Option<NaiveDate>,
) -> Result<Prep, MoneyError> {
    let sight = Sight::of(book, as_of, rules)?;
    let collector = book.account.collector.as_deref();
    let fees = FeesView {
        posted: fee::lines(book, &sight.balances),
        preview: fee::preview::preview(book, &sight.balances, &sight.judgements, rules)?,
        agreement: fee::agreement(book, as_of).map(str::to_owned),
    };
    Ok(Prep {
        as_of,
        account: book.account.clone(),
        open: sight.facts.open,
        past_due: sight.facts.past_due,
        collectible: sight.facts.collectible,
        unapplied: sight.facts.unapplied,
        buckets: aging::age(book, &sight.balances, AgeBy::Due)?.buckets,
        reasons: queue::reasons(&sight.facts, as_of, rules),
        gate: queue::gate(&sight.facts, collector, as_of, None, rules),
        brief: brief::brief(&sight)?,
        undelivered: brief::mail::undelivered(&sight).cloned(),
        contacts: log::contacts(&sight),
        questions: Vec::new(),
        invoices: lines::invoices(&sight)?,
        credits: lines::credits(&sight),
        payments: lines::payments(&sight),
        promises: lines::promises(&sight),
        notes: log::notes(&sight),
        tasks: log::tasks(&sight),
        claims: log::claims(&sight),
        follow_up: log::follow_up(&sight),
        disputes: agreed::disputes(&sight),
        settled: agreed::settled(&sight),
        plans: agreed::plans(&sight)?,
        waivers: agreed::waivers(&sight),
        file: file::sections(&sight, &fees),
        fees,
        credit: credit::line(&sight)?,
        hold: sight.hold().cloned(),
        word: sight.word(),
        words: agreed::words(&sight),
        attempts: log::attempts(&sight),
        clocks: clocks::clocks(book, &sight.facts, as_of, rules),
        script: said::script(&sight)?,
        safety: safety::safety(&sight, ledger_thru)?,
        sales_mail: None,
    })
}
