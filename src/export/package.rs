//! What an agency gets of an account: a covering summary, the statement, and lists of invoices, promises, touches and people.
//!
//! Law: file names are ours, never a customer's text; every cell goes through `Cell::as_text`, so nothing in it reads as a formula. The
//! files are whole before the first of them is written (`cli::place`).

use super::lists::promises;
use super::{Cell, Format, Sheet, write};
use crate::domain::clean::clean_lines;
use crate::domain::money::Minor;
use crate::domain::placement::Placement;
use crate::domain::say;
use crate::domain::view::{Prep, PromiseRow};
use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// A file of the package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackageFile {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The names that a package's files have.
pub const FILES: [&str; 6] = [
    "summary.txt",
    "statement.pdf",
    "invoices.csv",
    "promises.csv",
    "touches.csv",
    "contacts.csv",
];

/// Who hands over, and on which terms.
#[derive(Clone, Debug)]
pub struct Cover<'a> {
    /// For whom the money is.
    pub company: &'a str,
    /// Who decided it.
    pub by: &'a str,
    /// The placement; none = a look before it.
    pub placement: Option<&'a Placement>,
}

/// The files of an account, the statement given as a PDF.
///
/// # Errors
/// When a list cannot be written down.
pub fn package(prep: &Prep, cover: &Cover<'_>, statement: Vec<u8>) -> io::Result<Vec<PackageFile>> {
    let csv = |name, sheet: &Sheet| {
        let mut bytes = Vec::new();
        write(sheet, Format::Csv, &mut bytes)?;
        io::Result::Ok(PackageFile { name, bytes })
    };
    let rows: Vec<PromiseRow> = prep
        .promises
        .iter()
        .map(|line| PromiseRow {
            account: prep.account.clone(),
            line: line.clone(),
        })
        .collect();
    Ok(vec![
        PackageFile {
            name: "summary.txt",
            bytes: summary(prep, cover).into_bytes(),
        },
        PackageFile {
            name: "statement.pdf",
            bytes: statement,
        },
        csv("invoices.csv", &invoices(prep))?,
        csv("promises.csv", &promises(&rows, prep.as_of))?,
        csv("touches.csv", &touches(prep))?,
        csv("contacts.csv", &contacts(prep))?,
    ])
}

/// The files as one ZIP.
///
/// # Errors
/// When it cannot be written down.
pub fn zipped(files: &[PackageFile]) -> io::Result<Vec<u8>> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        out.start_file(file.name, SimpleFileOptions::default())?;
        out.write_all(&file.bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

fn summary(prep: &Prep, cover: &Cover<'_>) -> String {
    let account = &prep.account;
    let money = |m: Minor| say::money_signed(m, account.currency);
    let mut out = String::new();
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "{name:<16}{text}");
        }
    };
    line("creditor", cover.company);
    line("account", &account.name);
    line("number", account.number.as_deref().unwrap_or_default());
    line("address", account.address.as_deref().unwrap_or_default());
    line("as of", &prep.as_of.to_string());
    if let Some(placed) = cover.placement {
        line("agency", &placed.agency);
        line("placed on", &placed.on.to_string());
        line("amount placed", &money(placed.amount));
        line("reason", &placed.reason);
    }
    line("handed over by", cover.by);
    line("open", &money(prep.open));
    line("past due", &money(prep.past_due));
    line("unapplied", &money(prep.unapplied));
    if prep.safety.disputed.is_positive() {
        line("disputed", &money(prep.safety.disputed));
    }
    line(
        "oldest",
        &format!("{} days past due", prep.clocks.standing.days),
    );
    for told in prep.clocks.told.iter().rev() {
        let to = told.to.as_deref().unwrap_or("them");
        line("told", &format!("{} {to}: {}", told.on, told.step.words()));
    }
    for dispute in &prep.disputes {
        line(
            "dispute",
            &format!(
                "{} {}: {}",
                dispute.number,
                money(dispute.amount),
                dispute.reason
            ),
        );
    }
    out.push_str(
        "\nstatement.pdf  the statement of account\ninvoices.csv   what is open, line by line\npromises.csv   what was promised, and what became of it\ntouches.csv    every call, mail, letter and visit\ncontacts.csv   the people there\n",
    );
    clean_lines(&out)
}

fn sheet(
    prep: &Prep,
    name: &'static str,
    what: &str,
    columns: &[&'static str],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Sheet {
    Sheet {
        name,
        title: format!("{what} as of {}", prep.as_of),
        as_of: prep.as_of,
        columns: columns.to_vec(),
        rows: rows.collect(),
        total: None,
        meta: Vec::new(),
        notes: Vec::new(),
    }
}

fn invoices(prep: &Prep) -> Sheet {
    let currency = prep.account.currency;
    let rows = prep.invoices.iter().map(|line| {
        vec![
            Cell::Text(line.number.clone()),
            Cell::Day(line.issued),
            Cell::Day(line.due),
            Cell::Number(line.days_late.max(0)),
            Cell::Money(line.amount, currency),
            Cell::Money(line.open, currency),
            Cell::Money(line.disputed, currency),
            Cell::Money(line.retainage, currency),
            Cell::Text(currency.to_string()),
            Cell::maybe(line.job.as_deref()),
            Cell::maybe(line.po.as_deref()),
        ]
    });
    sheet(
        prep,
        "invoices",
        "Open invoices",
        &[
            "number",
            "date",
            "due_date",
            "days_past_due",
            "amount",
            "open_balance",
            "disputed",
            "retainage",
            "currency",
            "job",
            "po_number",
        ],
        rows,
    )
}

fn touches(prep: &Prep) -> Sheet {
    let rows = prep.notes.iter().rev().map(|note| {
        vec![
            Cell::Day(note.on),
            Cell::Text(note.channel.name().to_owned()),
            Cell::Text(if note.inbound { "in" } else { "out" }.to_owned()),
            Cell::Text(note.by.clone()),
            Cell::maybe(note.contact.as_deref()),
            Cell::Text(note.outcome.name().to_owned()),
            Cell::maybe(Some(note.barriers.join("; ").as_str())),
            Cell::maybe(Some(&note.note)),
            Cell::maybe(note.told.as_deref()),
        ]
    });
    sheet(
        prep,
        "touches",
        "Calls, mails, letters, visits and notes",
        &[
            "date",
            "channel",
            "direction",
            "by",
            "contact",
            "outcome",
            "barrier",
            "note",
            "told",
        ],
        rows,
    )
}

fn contacts(prep: &Prep) -> Sheet {
    let rows = prep.contacts.iter().map(|person| {
        vec![
            Cell::Text(person.name.clone()),
            Cell::maybe(person.role.as_deref()),
            Cell::maybe(person.phone.as_deref()),
            Cell::maybe(person.mobile.as_deref()),
            Cell::maybe(person.email.as_deref()),
            Cell::Flag(person.preferred),
        ]
    });
    sheet(
        prep,
        "contacts",
        "People",
        &["name", "role", "phone", "mobile", "email", "preferred"],
        rows,
    )
}
