//! Reports: which, and how far they are.

use super::Progress;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::reports::{CloseDay, Drilled, Figure, Reports, Scope};
use crate::domain::touch::Method;
use chrono::NaiveDate;
use std::sync::Arc;

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
    /// Every report; the store keeps the same for whoever asks again.
    Ready(Arc<Reports>),
    /// The rows behind the figure.
    Rows(Box<Drilled>),
    /// To `CloseOf`: what that evening said, to be written; `None` = the day is closed already.
    Close(Option<Box<CloseDay>>),
}

/// Money said to be under way that should be here by now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AwaitedMoney {
    /// Whose.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// How much.
    pub amount: Minor,
    /// How it travels.
    pub method: Method,
    /// Check or trace number.
    pub reference: Option<String>,
    /// When it should have come.
    pub expected_by: NaiveDate,
}
