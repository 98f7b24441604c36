//! What the payments of a file come to: their report prints no total, so this is what to hold against the bank or the accounting system.
//!
//! Law: as `ui`. Currencies never mix.

use crate::domain::imports::ReadFile;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::ui::pen::Pen;
use crate::ui::sheet::{Row, Sheet, money_width};

impl Pen<'_> {
    /// A line for each currency: the sum and how many payments.
    pub(super) fn payments_read(&self, file: &ReadFile, w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        let book = file.staged.currency;
        let mut sums: Vec<(Currency, Minor, u64)> = Vec::new();
        for payment in &file.staged.payments {
            let currency = payment.currency.unwrap_or(book);
            let at = sums.iter().position(|s| s.0 == currency);
            let at = at.unwrap_or_else(|| {
                sums.push((currency, Minor::ZERO, 0));
                sums.len() - 1
            });
            let (_, sum, count) = &mut sums[at];
            // A sum beyond any ledger is refused before it is written.
            *sum = sum.plus(payment.amount).unwrap_or(*sum);
            *count += 1;
        }
        for (currency, sum, count) in sums {
            let m = money_width([sum], currency, 12);
            sheet.push(
                Row::default()
                    .left(0, 11, "payments", t.dim)
                    .money(11, m, sum, currency, t.heading)
                    .left(
                        13 + m,
                        w.saturating_sub(13 + m),
                        say::plural(count, "payment"),
                        t.dim,
                    ),
            );
        }
    }
}
