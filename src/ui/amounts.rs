//! A column of amounts in which those of another currency than the book's bear its code: a list must not let them look alike.
//!
//! Law: a code takes no room where all amounts are of the book's currency.

use super::pen::Pen;
use super::sheet::money_width;
use crate::domain::money::{Currency, Minor};
use ratatui::style::Style;

/// Cells of a code and the blank after it.
const CODE: u16 = 4;

/// A column of amounts.
pub(super) struct Amounts {
    /// Its cells, codes included.
    pub w: u16,
    book: Currency,
}

impl Amounts {
    /// As wide as these need, at least `least`.
    pub fn of<I: IntoIterator<Item = (Minor, Currency)>>(
        book: Currency,
        amounts: I,
        least: u16,
    ) -> Amounts {
        let mut coded = false;
        let amounts = amounts.into_iter().map(|(amount, currency)| {
            coded |= currency != book;
            amount
        });
        let w = money_width(amounts, book, least);
        Amounts {
            w: if coded { w + CODE } else { w },
            book,
        }
    }
}

impl Pen<'_> {
    /// An amount in its column; gives nothing back, because amounts are never cut.
    pub(super) fn amount(
        &mut self,
        (x, y): (u16, u16),
        column: &Amounts,
        amount: Minor,
        currency: Currency,
        style: Style,
    ) {
        if currency != column.book {
            self.text(x, y, CODE - 1, currency.code(), self.theme.dim);
        }
        self.money(x, y, column.w, amount, currency, style);
    }
}
