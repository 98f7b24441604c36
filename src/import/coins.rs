//! Whether a file counts in whole units or in the smallest coin, where its system is known always to write decimals.
//!
//! `120000` is a hundred and twenty thousand, or 1,200.00 in cents, and both look right. So a file of such a system in which no amount has
//! decimals is asked about; amounts of currencies without decimals say nothing.

use super::findings::{Code, Findings};
use super::plan::Plan;
use super::records::Row;
use super::vocabulary::Field;
use crate::domain::money::Currency;

/// What the amounts of a file look like.
#[derive(Clone, Debug)]
pub(super) struct Coins {
    /// It matters, and nobody has named the profile.
    asked: bool,
    decimals: bool,
    whole: u64,
    first: u64,
}

impl Coins {
    pub(super) fn of(plan: &Plan<'_>) -> Coins {
        Coins {
            asked: plan.header.profile.values.always_decimals && !plan.named,
            decimals: false,
            whole: 0,
            first: 0,
        }
    }

    /// Looks at the amounts of a row.
    pub(super) fn see(&mut self, plan: &Plan<'_>, row: &Row<'_>, currency: Currency) {
        // A sheet keeps no zeros behind the point.
        if !self.asked || self.decimals || currency.exponent() == 0 || row.placed {
            return;
        }
        for field in [Field::Amount, Field::Open, Field::Paid] {
            let cell = plan.cell(row, field);
            if cell.contains(['.', ',']) {
                self.decimals = true;
            } else if cell.bytes().any(|b| matches!(b, b'1'..=b'9')) {
                if self.whole == 0 {
                    self.first = row.line;
                }
                self.whole += 1;
            }
        }
    }

    /// Refuses a file that may count in the smallest coin.
    pub(super) fn finish(&self, title: &str, id: &str, found: &mut Findings) {
        if !self.asked || self.decimals || self.whole == 0 {
            return;
        }
        found.report(Code::AmbiguousDecimals, self.first, "amount", "", || {
            format!(
                "no amount of the file has decimals, and {title} always writes them: these may be cents; export the file again as it comes, or say with --profile {id} that they are whole units"
            )
        });
    }
}
