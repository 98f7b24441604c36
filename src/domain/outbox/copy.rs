//! The copy of an invoice as the ledger knows it, in plain text: for a book whose invoices lie nowhere as files.
//!
//! Law: it says that it is a copy from the ledger and what it does not have. What is open is the ledger's figure as of the day.

use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::view::InvoiceLine;
use chrono::NaiveDate;

/// The text of a copy, lines ended as mail does not mind.
#[must_use]
pub fn copy(
    line: &InvoiceLine,
    currency: Currency,
    company: &str,
    account: &str,
    as_of: NaiveDate,
) -> String {
    let date = |d: NaiveDate| d.format("%a %-d %b %Y").to_string();
    let money = |m| say::money_signed(m, currency);
    let mut rows = vec![
        ("Invoice", line.number.clone()),
        ("From", company.to_owned()),
        ("To", account.to_owned()),
        ("Date", date(line.issued)),
        ("Due", date(line.due)),
    ];
    if let Some(po) = &line.po {
        rows.push(("Your order", po.clone()));
    }
    if let Some(job) = &line.job {
        rows.push(("Job", job.clone()));
    }
    rows.push(("Amount", money(line.amount)));
    rows.push((
        "Open",
        format!("{} as of {}", money(line.open), date(as_of)),
    ));
    if line.disputed.is_positive() {
        rows.push(("Contested", money(line.disputed)));
    }
    if line.retainage.is_positive() {
        rows.push(("Held back", money(line.retainage)));
    }
    let mut out = String::from("COPY FROM OUR LEDGER, WITHOUT THE INVOICE'S LINES\n\n");
    for (name, value) in rows {
        out.push_str(&format!("{name:<12}{value}\n"));
    }
    out
}
