//! Reports that spread an open balance over columns of ages: the ages of a row must come to its balance. We age by ourselves, so
//! they are read for nothing else; but where a workbook's totals were never calculated this is all the proof there is.

use super::findings::{Code, Fault};
use super::plan::Plan;
use super::records::Row;
use super::sizes::Sizes;
use super::vocabulary::Field;
use crate::domain::money::Currency;

/// Compares a row's ages with its open balance.
///
/// # Errors
/// When they differ; where there are no such columns, or one of them cannot be read, nothing is said.
pub(crate) fn check(
    plan: &Plan<'_>,
    row: &Row<'_>,
    sizes: &Sizes,
    currency: Currency,
) -> Result<(), Fault> {
    let columns = plan.header.columns.ages();
    if columns.is_empty() {
        return Ok(());
    }
    let mut sum = 0_i128;
    for column in columns {
        match row.cell(*column) {
            // A formula without a result.
            "" if row.filled(*column) => return Ok(()),
            "" => {}
            cell => match plan.amount(cell, Field::Open, currency) {
                Ok((age, _)) => sum += i128::from(age.get()),
                Err(_) => return Ok(()),
            },
        }
    }
    let open = i128::from(sizes.open.get());
    // What has no due day has no age in some systems.
    let ageless = sum == 0 && plan.cell(row, Field::Due).is_empty();
    if sum == open || ageless {
        return Ok(());
    }
    let show = |n: i128| super::proof::minor(n).show(currency);
    Err(Fault::new(
        Code::TotalMismatch,
        "open",
        plan.cell(row, Field::Open),
        format!(
            "the ages of this row come to {}, its balance is {}: a difference of {}",
            show(sum),
            show(open),
            show(open - sum)
        ),
    ))
}
