//! The prep: everything to know about an account before dialling, assembled from its book.
//!
//! Pure. The rows are built in `lines`, the safety line in `safety`, the script's values in `script`; the brief has a
//! file of its own (`domain::brief`).

use super::book::Book;
use super::money::MoneyError;
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
    let _ = (book, as_of, rules, ledger_thru);
    Err(MoneyError::Overflow)
}
