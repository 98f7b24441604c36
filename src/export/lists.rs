//! What each list shows, column by column. The headings are a contract: `profiles/bywhen-*.toml` reads two of them back.

use super::sheet::{Cell, Sheet};
use crate::domain::document::DocumentKind;
use crate::domain::listing::{AccountItems, Activity, OpenItem};
use crate::domain::money::{Currency, Minor, MoneyError};
use crate::domain::view::PromiseRow;
use chrono::NaiveDate;

/// Accounts, one row each.
#[must_use]
pub fn accounts(lines: &[AccountItems], as_of: NaiveDate) -> Sheet {
    let rows = lines
        .iter()
        .map(|line| {
            let (a, currency) = (&line.account, line.account.currency);
            let contact = line.contact.as_ref();
            vec![
                Cell::maybe(a.number.as_deref()),
                Cell::Text(a.name.clone()),
                Cell::maybe(contact.map(|c| c.name.as_str())),
                Cell::maybe(contact.and_then(|c| c.email.as_deref())),
                Cell::maybe(contact.and_then(|c| c.phone.as_deref())),
                a.terms_days
                    .map_or(Cell::Empty, |days| Cell::Number(i64::from(days))),
                a.credit_limit
                    .map_or(Cell::Empty, |limit| Cell::Money(limit, currency)),
                Cell::Text(currency.to_string()),
                Cell::maybe(a.salesperson.as_deref()),
                Cell::maybe(a.state.as_deref()),
                Cell::maybe(a.collector.as_deref()),
                Cell::Money(line.open, currency),
                Cell::Money(line.past_due, currency),
                Cell::Money(line.unapplied, currency),
            ]
        })
        .collect();
    Sheet {
        name: "accounts",
        title: format!("Accounts as of {as_of}"),
        as_of,
        columns: vec![
            "account_no",
            "name",
            "contact",
            "email",
            "phone",
            "terms_days",
            "credit_limit",
            "currency",
            "salesperson",
            "state",
            "collector",
            "open",
            "past_due",
            "unapplied",
        ],
        rows,
        total: None,
        meta: Vec::new(),
        notes: Vec::new(),
    }
}

/// The columns of `open_items`; the total stands under `OPEN`.
const ITEMS: [&str; 17] = [
    "account_no",
    "account",
    "job",
    "type",
    "number",
    "date",
    "due_date",
    "po_number",
    "amount",
    "open_balance",
    "currency",
    "reference",
    "credit_reason",
    "memo",
    "days_past_due",
    "disputed",
    "retainage",
];
const OPEN: usize = 9;

/// Open documents, credits and unapplied cash below zero, with their sum when all are in one currency.
///
/// # Errors
/// When the sum does not fit.
pub fn open_items(lines: &[AccountItems], as_of: NaiveDate) -> Result<Sheet, MoneyError> {
    let mut rows = Vec::new();
    let mut sum = Minor::ZERO;
    for line in lines {
        for item in &line.items {
            sum = sum.plus(item.open)?;
            rows.push(item_row(line, item));
        }
    }
    let mut currencies = lines
        .iter()
        .filter(|line| !line.items.is_empty())
        .map(|line| line.account.currency);
    let first = currencies.next();
    let total = first
        .filter(|one| currencies.all(|other| other == *one))
        .map(|currency| total_row(sum, currency));
    Ok(Sheet {
        name: "open-items",
        title: format!("Open items as of {as_of}"),
        as_of,
        columns: ITEMS.to_vec(),
        rows,
        total,
        meta: Vec::new(),
        notes: Vec::new(),
    })
}

fn item_row(line: &AccountItems, item: &OpenItem) -> Vec<Cell> {
    let (a, d) = (&line.account, &item.document);
    let money = |amount: Minor| Cell::Money(amount, a.currency);
    let some = |amount: Minor| {
        if amount.is_zero() {
            Cell::Empty
        } else {
            money(amount)
        }
    };
    let face = if d.kind.raises() {
        item.face
    } else {
        item.face.negated()
    };
    vec![
        Cell::maybe(a.number.as_deref()),
        Cell::Text(a.name.clone()),
        Cell::maybe(d.job.as_deref()),
        Cell::Text(type_word(d.kind).to_owned()),
        Cell::maybe(Some(&d.number)),
        Cell::Day(d.issued),
        Cell::Day(d.due),
        Cell::maybe(d.po.as_deref()),
        money(face),
        money(item.open),
        Cell::Text(a.currency.to_string()),
        Cell::maybe(d.reference.as_deref()),
        Cell::maybe(d.reason.map(|reason| reason.name())),
        Cell::maybe(d.memo.as_deref()),
        item.days_past_due.map_or(Cell::Empty, Cell::Number),
        some(item.disputed),
        some(item.held),
    ]
}

fn total_row(sum: Minor, currency: Currency) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty; ITEMS.len()];
    cells[0] = Cell::Text("Total".to_owned());
    cells[OPEN] = Cell::Money(sum, currency);
    cells
}

/// The word that `bywhen-open-items` reads back as this kind.
const fn type_word(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => "Invoice",
        DocumentKind::DebitNote => "Debit note",
        DocumentKind::JournalDebit | DocumentKind::JournalCredit => "Journal entry",
        DocumentKind::CreditMemo => "Credit memo",
        DocumentKind::Payment | DocumentKind::PresumedCash => "Payment",
        DocumentKind::WriteOff => "Write-off",
        DocumentKind::Refund => "Refund",
        DocumentKind::SettledEarlier => "Settled earlier",
        DocumentKind::PresumedUse => "Presumed use",
    }
}

/// Promises with their verdicts.
#[must_use]
pub fn promises(lines: &[PromiseRow], as_of: NaiveDate) -> Sheet {
    let rows = lines
        .iter()
        .map(|row| {
            let (a, p, j) = (&row.account, &row.line.promise, &row.line.judgement);
            let money = |amount: Minor| Cell::Money(amount, row.currency());
            vec![
                Cell::Number(p.id.0),
                Cell::maybe(a.number.as_deref()),
                Cell::Text(a.name.clone()),
                Cell::Day(p.taken_on),
                Cell::Text(p.taken_by.clone()),
                Cell::maybe(row.line.contact.as_deref()),
                Cell::Day(p.by_when),
                money(p.amount),
                Cell::Text(row.currency().to_string()),
                Cell::maybe(Some(&row.line.invoices.join(" "))),
                Cell::Text(j.verdict.name().to_owned()),
                money(j.required),
                money(j.received),
                money(j.short),
                Cell::Number(j.slip),
                Cell::Number(i64::from(j.level)),
                Cell::Text(row.line.explained.clone()),
            ]
        })
        .collect();
    Sheet {
        name: "promises",
        title: format!("Promises as of {as_of}"),
        as_of,
        columns: vec![
            "id",
            "account_no",
            "account",
            "taken_on",
            "taken_by",
            "contact",
            "by_when",
            "amount",
            "currency",
            "invoices",
            "verdict",
            "required",
            "received",
            "short",
            "slip_business_days",
            "level",
            "explained",
        ],
        rows,
        total: None,
        meta: Vec::new(),
        notes: Vec::new(),
    }
}

/// Calls, mails, letters, visits and notes.
#[must_use]
pub fn activity(lines: &[Activity], as_of: NaiveDate) -> Sheet {
    let rows = lines
        .iter()
        .map(|line| {
            let (a, t) = (&line.account, &line.touch);
            vec![
                Cell::Number(t.id.0),
                Cell::Day(t.on),
                Cell::Text(t.at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
                Cell::maybe(a.number.as_deref()),
                Cell::Text(a.name.clone()),
                Cell::Text(t.channel.name().to_owned()),
                Cell::Text(if t.inbound { "in" } else { "out" }.to_owned()),
                Cell::Text(t.by.clone()),
                Cell::maybe(line.contact.as_deref()),
                Cell::Flag(t.right_party),
                Cell::Text(t.outcome.name().to_owned()),
                Cell::maybe(Some(t.in_the_way().join("; ").as_str())),
                Cell::maybe(Some(&t.note)),
                Cell::maybe(t.told.as_deref()),
            ]
        })
        .collect();
    Sheet {
        name: "activity",
        title: format!("Activity up to {as_of}"),
        as_of,
        columns: vec![
            "id",
            "date",
            "at",
            "account_no",
            "account",
            "channel",
            "direction",
            "by",
            "contact",
            "right_party",
            "outcome",
            "barrier",
            "note",
            "told",
        ],
        rows,
        total: None,
        meta: Vec::new(),
        notes: Vec::new(),
    }
}
