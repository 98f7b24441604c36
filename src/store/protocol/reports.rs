//! Reports: which, and how far they are.

use super::Progress;
use crate::domain::money::Currency;
use crate::domain::reports::{Drilled, Figure, Reports, Scope};

/// Every report of a scope, or the rows behind one figure of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportAsk {
    /// Which days, and whose.
    pub scope: Scope,
    /// Only the rows behind this figure, in this currency.
    pub figure: Option<(Figure, Currency)>,
}

/// How far a report is.
#[derive(Clone, PartialEq, Debug)]
pub enum Reported {
    /// Ask again for the next step.
    Working(Progress),
    /// Every report.
    Ready(Box<Reports>),
    /// The rows behind the figure.
    Rows(Box<Drilled>),
}
