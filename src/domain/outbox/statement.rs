//! A statement of account: everything open, by invoice and by age, and what it comes to.
//!
//! Law: `Σ rows = Σ buckets = open`, `balance = open + unapplied`; both are worked out here from the rows and refused when they differ
//! from the ledger's own figures. A statement that does not add up is not sent.

use crate::domain::aging::BUCKETS;
use crate::domain::money::{Currency, Minor, MoneyError};
use crate::domain::view::Prep;
use chrono::NaiveDate;

/// One open invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementRow {
    /// The number.
    pub number: String,
    /// Its date.
    pub issued: NaiveDate,
    /// When it was or is due.
    pub due: NaiveDate,
    /// Days past due; 0 or less when not.
    pub days_late: i64,
    /// `PO 4471 · Pier 9`: what they find it by.
    pub reference: String,
    /// What it was for.
    pub amount: Minor,
    /// What is open.
    pub open: Minor,
}

/// A credit or payment that is not applied yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementCredit {
    /// `credit CM-77`, `payment 1182`.
    pub what: String,
    /// Its date.
    pub on: NaiveDate,
    /// What of it is not applied, above zero.
    pub open: Minor,
}

/// A statement of account as of a day, in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// Who sends it.
    pub company: String,
    /// To whom.
    pub account: String,
    /// Their number with us.
    pub number: Option<String>,
    /// As of.
    pub as_of: NaiveDate,
    /// The currency of every amount.
    pub currency: Currency,
    /// Open invoices, oldest due first.
    pub rows: Vec<StatementRow>,
    /// What is not applied yet, newest first.
    pub credits: Vec<StatementCredit>,
    /// Open by age: the name of each bucket and what is in it.
    pub aging: Vec<(&'static str, Minor)>,
    /// Open on invoices.
    pub open: Minor,
    /// Past due of it.
    pub past_due: Minor,
    /// Credits and payments not applied, above zero.
    pub unapplied: Minor,
    /// `open − unapplied`.
    pub balance: Minor,
}

/// Why there is no statement.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StatementError {
    /// Sums do not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// Rows and totals differ.
    #[error("the account's rows do not add up to its totals: run `bywhen check`")]
    Differs,
}

/// The statement of an account.
///
/// # Errors
/// When sums do not fit, or rows and totals differ.
pub fn statement(prep: &Prep, company: &str) -> Result<Statement, StatementError> {
    let rows: Vec<StatementRow> = prep
        .invoices
        .iter()
        .map(|line| StatementRow {
            number: line.number.clone(),
            issued: line.issued,
            due: line.due,
            days_late: line.days_late,
            reference: [line.po.as_deref(), line.job.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            amount: line.amount,
            open: line.open,
        })
        .collect();
    let credits = unapplied(prep);
    let open = Minor::sum(rows.iter().map(|row| row.open))?;
    let aged = Minor::sum(prep.buckets.0)?;
    let unapplied = Minor::sum(credits.iter().map(|credit| credit.open))?;
    if open != prep.open || aged != open || unapplied != prep.unapplied.abs() {
        return Err(StatementError::Differs);
    }
    Ok(Statement {
        company: company.to_owned(),
        account: prep.account.name.clone(),
        number: prep.account.number.clone(),
        as_of: prep.as_of,
        currency: prep.account.currency,
        aging: BUCKETS.into_iter().zip(prep.buckets.0).collect(),
        past_due: prep.past_due,
        balance: open.minus(unapplied)?,
        rows,
        credits,
        open,
        unapplied,
    })
}

fn unapplied(prep: &Prep) -> Vec<StatementCredit> {
    let credits = prep
        .credits
        .iter()
        .filter(|credit| credit.open.is_positive())
        .map(|credit| StatementCredit {
            what: format!("Credit {}", credit.number),
            on: credit.date,
            open: credit.open,
        });
    let payments = prep
        .payments
        .iter()
        .filter(|payment| payment.unapplied.is_positive() && payment.reversed_on.is_none())
        .map(|payment| StatementCredit {
            what: match (&payment.reference, payment.number.as_str()) {
                (Some(reference), _) => format!("Payment {reference}"),
                (None, "") => "Payment".to_owned(),
                (None, number) => format!("Payment {number}"),
            },
            on: payment.date,
            open: payment.unapplied,
        });
    credits.chain(payments).collect()
}
