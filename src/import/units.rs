//! The coin in a heading: `Balance (EUR)`, `Open amount in USD`, `Amount ($)`.
//!
//! It holds for the amounts of an unknown table as a title *All amounts in EUR* does. A table with a column of currencies as well says two
//! things of its amounts, so there such a heading is not understood and the columns have to be mapped.

use super::clean::heading;
use super::currencies;
use super::header::Head;
use super::profile::Columns;
use super::vocabulary::Field;
use crate::domain::money::Currency;

/// A heading and the coin that it says.
fn split(cell: &str) -> Option<(&str, &str)> {
    let cell = cell.trim();
    let parts = match cell.strip_suffix([')', ']']) {
        Some(inner) => inner.rsplit_once(['(', '['])?,
        None => cell.rsplit_once(" in ")?,
    };
    let (name, coin) = (parts.0.trim(), parts.1.trim());
    let named = !name.is_empty() && (coin == "$" || named(coin, Currency::USD).is_some());
    named.then_some((name, coin))
}

fn named(coin: &str, book: Currency) -> Option<Currency> {
    currencies::of_cell(coin, book).ok().flatten()
}

/// The headings in normal form without their coins; nothing where no row has any.
pub(super) fn without(head: &Head, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let cells = || head.iter().take(rows.len()).map(|(_, cells)| cells);
    if !cells().flatten().any(|cell| split(cell).is_some()) {
        return Vec::new();
    }
    let bare = |cell: &String| heading(split(cell).map_or(cell.as_str(), |(name, _)| name));
    cells()
        .map(|cells| cells.iter().map(bare).collect())
        .collect()
}

/// False where headings that were read without their coins stand beside a column of currencies.
pub(super) fn may_say(headings: &[String], cells: &[String], columns: &Columns) -> bool {
    let stripped = headings
        .iter()
        .zip(cells)
        .any(|(h, cell)| *h != heading(cell));
    !stripped || columns.of(Field::Currency).is_none()
}

/// The first heading of an amount that says a coin, and the coin.
pub(super) fn currency<'c>(
    cells: &'c [String],
    columns: &Columns,
    book: Currency,
) -> Option<(&'c str, Currency)> {
    [Field::Open, Field::Amount, Field::Paid]
        .into_iter()
        .find_map(|field| {
            let cell = cells.get(columns.of(field)?)?;
            let (_, coin) = split(cell)?;
            Some((cell.trim(), named(coin, book)?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_is_told_from_other_words_in_brackets() {
        for (cell, parts) in [
            ("Balance (EUR)", ("Balance", "EUR")),
            ("Amount ($)", ("Amount", "$")),
            ("Open [CHF]", ("Open", "CHF")),
            ("Balance in USD", ("Balance", "USD")),
        ] {
            assert_eq!(split(cell), Some(parts), "{cell}");
        }
        for cell in [
            "Remaining Amt. (LCY)",
            "Age (Days)",
            "Date (UTC)",
            "Amount (000)",
            "(EUR)",
            "Paid in full",
            "Amount (cents)",
        ] {
            assert_eq!(split(cell), None, "{cell}");
        }
    }
}
