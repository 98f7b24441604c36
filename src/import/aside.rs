//! Columns that no field takes and that speak of money all the same: a currency that the profile does not know of, and a second
//! balance. What they say must go with what is read, or the row is held back: nothing else would show that it is wrong.

use super::clean::heading;
use super::currencies;
use super::findings::{Code, Fault};
use super::plan::Plan;
use super::records::Row;
use super::vocabulary::Field;
use crate::domain::money::{Currency, Minor};

/// Headings of a column that names currencies, in normal form.
const CURRENCY: [&str; 20] = [
    "currency",
    "currencycode",
    "currencyname",
    "invoicecurrency",
    "transactioncurrency",
    "documentcurrency",
    "customercurrency",
    "foreigncurrency",
    "cur",
    "cur.",
    "curr",
    "curr.",
    "ccy",
    "währung",
    "währungscode",
    "devise",
    "divisa",
    "moneda",
    "valuta",
    "moeda",
];

/// Where such columns stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Aside {
    currency: Option<usize>,
    balances: Vec<usize>,
}

impl Aside {
    pub(super) fn of(plan: &Plan<'_>) -> Aside {
        let columns = &plan.header.columns;
        let profile = plan.header.profile;
        let taken: Vec<usize> = columns.all().collect();
        let names: Vec<String> = plan.header.cells.iter().map(|h| heading(h)).collect();
        let free = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let names = names.iter().enumerate();
            names
                .filter(|(at, name)| !taken.contains(at) && fits(name))
                .map(|(at, _)| at)
                .collect()
        };
        let currency = match columns.of(Field::Currency) {
            Some(_) => None,
            None => free(&|name| CURRENCY.contains(&name)).first().copied(),
        };
        // Of a system that is known, and of a mapping by hand, it is known which column counts.
        let balances = match columns.of(Field::Open) {
            Some(_) if profile.fallback => {
                let aliases = profile.aliases(Field::Open);
                free(&|name| aliases.iter().any(|a| a == name))
            }
            _ => Vec::new(),
        };
        Aside { currency, balances }
    }

    /// Holds a row back whose currency is named where its report does not look for it, and is another one.
    pub(super) fn check_currency(
        &self,
        plan: &Plan<'_>,
        row: &Row<'_>,
        currency: Currency,
    ) -> Result<(), Fault> {
        let Some(at) = self.currency else {
            return Ok(());
        };
        let cell = row.cell(at).trim();
        match currencies::of_cell(cell, plan.book) {
            Ok(None) => return Ok(()),
            Ok(Some(named)) if named == currency => return Ok(()),
            Ok(Some(_)) | Err(_) => {}
        }
        Err(Fault::new(
            Code::OtherCurrency,
            "currency",
            cell,
            format!(
                "the column '{}' says {cell}, and nothing tells whether the amounts of this report are in it or in {currency}; export it for customers of one currency",
                plan.header.cells.get(at).map_or("", |h| h.trim()),
            ),
        ))
    }

    /// Holds a row of an unknown table back in which two columns say what is open, and not the same.
    pub(super) fn check_balance(
        &self,
        plan: &Plan<'_>,
        row: &Row<'_>,
        currency: Currency,
        open: Minor,
    ) -> Result<(), Fault> {
        for &at in &self.balances {
            let cell = row.cell(at).trim();
            let second = plan.amount(cell, Field::Open, currency);
            if cell.is_empty() || second.is_ok_and(|(size, _)| size.abs() == open.abs()) {
                continue;
            }
            let name = |at: usize| plan.header.cells.get(at).map_or("", |h| h.trim());
            let first = plan.header.columns.of(Field::Open).map_or("", name);
            return Err(Fault::new(
                Code::BadAmount,
                "open",
                cell,
                format!(
                    "'{first}' and '{}' differ, and nothing tells which of them is what is open; take one out of the file, or map its columns by hand on the import screen",
                    name(at)
                ),
            ));
        }
        Ok(())
    }
}
