//! The supervisor's reports: one pass over the books gives every figure, tables and pictures are made of the answer.
//!
//! Law: pure. `scope` says which days and whose accounts, `gather` takes in one book at a time, `Reports` is what came of it, `drill` the rows
//! behind a figure, `tables` what is shown and exported. Formulas are those of `domain::metrics`; docs/reports.md says what each figure
//! is and is not.

mod drill;
mod gather;
mod history;
mod scope;
mod sum;
mod table;
mod tables;

pub use drill::{DrillRow, Drilled, Figure};
pub use gather::Gather;
pub use history::{CloseDay, CloseLine, Closer};
pub use scope::{NoPeriod, Scope};
pub use sum::{AccountShare, AgingSum, CreditShare, Figures, Group, Point, Reports, SETTLED};
pub use table::{Cell, Column, Line, Role, Table};
pub use tables::{Headline, drilled, headlines, table};

#[cfg(test)]
mod tests;

use super::named::named;

named! {
    /// A report.
    pub enum ReportName {
        /// What is open by age.
        Aging => "aging", "aging";
        /// What became of promises.
        Promises => "promises", "promises";
        /// The ones that were not kept.
        Broken => "broken", "broken";
        /// What promises should bring.
        Forecast => "forecast", "forecast";
        /// What stands in the way.
        Barriers => "barriers", "barriers";
        /// Calls and what came of them.
        Activity => "activity", "activity";
        /// The figures of DOMAIN §5.
        Metrics => "metrics", "metrics";
        /// How money grows older.
        RollRates => "roll-rates", "roll rates";
        /// Who owes most of it.
        Concentration => "concentration", "concentration";
        /// Limits, how much of them is used, holds and terms: for the order desk and for sales.
        Credit => "credit", "credit";
        /// What is contested or kept back, how it ended, and how long that took.
        Disputes => "disputes", "disputes";
    }
}
