//! Which accounts and documents a mail is about: its numbers and addresses looked up in the ledger.
//!
//! Law: a number means a document that bears it, as written or in capitals; the digits alone (`10432` for `SI-10432`) count only at an account that
//! something else points to, because somewhere in a large book any five digits are a number.

use super::accounts;
use super::fault::Res;
use super::protocol::{MailAccount, MailAsk, MailInvoice};
use crate::domain::ids::{AccountId, ContactId, DocumentId};
use crate::domain::money::Minor;
use rusqlite::{Connection, params};

/// No mail is about more accounts.
const MOST: usize = 20;
/// Digits alone are a number from so many on.
const FEWEST_DIGITS: usize = 4;

/// The accounts, the likeliest first.
pub(super) fn read(conn: &Connection, ask: &MailAsk) -> Res<Vec<MailAccount>> {
    let mut found: Vec<MailAccount> = Vec::new();
    if let Some(account) = ask.account {
        at(conn, &mut found, account)?;
    }
    for address in &ask.addresses {
        for (account, contact, name) in people(conn, address)? {
            if let Some(entry) = at(conn, &mut found, account)?
                && entry.contact.is_none()
            {
                entry.contact = Some(contact);
                entry.contact_name = Some(name);
            }
        }
    }
    let mut left: Vec<&String> = Vec::new();
    for number in &ask.numbers {
        let documents = exact(conn, number)?;
        if documents.is_empty() {
            left.push(number);
        }
        for (account, invoice) in documents {
            if let Some(entry) = at(conn, &mut found, account)? {
                add(entry, invoice);
            }
        }
    }
    for entry in &mut found {
        let open = open_numbers(conn, entry.account)?;
        for number in &left {
            let Some(digits) = bare(number) else {
                continue;
            };
            // One that bears these digits, or it means none.
            let mut fits = open.iter().filter(|(known, _)| *known == digits);
            if let (Some((_, invoice)), None) = (fits.next(), fits.next()) {
                let written = (*number).clone();
                add(
                    entry,
                    MailInvoice {
                        written,
                        ..invoice.clone()
                    },
                );
            }
        }
    }
    found.sort_by_key(|a| {
        let named = Some(a.account) == ask.account;
        std::cmp::Reverse((named, a.invoices.len(), a.contact.is_some()))
    });
    Ok(found)
}

fn add(entry: &mut MailAccount, invoice: MailInvoice) {
    if !entry
        .invoices
        .iter()
        .any(|i| i.document == invoice.document)
    {
        entry.invoices.push(invoice);
    }
}

/// The entry of an account, made where there is room for one more.
fn at<'a>(
    conn: &Connection,
    found: &'a mut Vec<MailAccount>,
    account: AccountId,
) -> Res<Option<&'a mut MailAccount>> {
    let known = found.iter().position(|a| a.account == account);
    let place = match known {
        Some(place) => place,
        None if found.len() >= MOST => return Ok(None),
        None => {
            let of = accounts::get(conn, account)?;
            found.push(MailAccount {
                account,
                label: of.label().to_owned(),
                name: of.name.clone(),
                currency: of.currency,
                contact: None,
                contact_name: None,
                invoices: Vec::new(),
            });
            found.len() - 1
        }
    };
    Ok(found.get_mut(place))
}

fn people(conn: &Connection, address: &str) -> Res<Vec<(AccountId, ContactId, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT account_id, id, name FROM contact WHERE lower(email) = ?1 AND voided_by IS NULL ORDER BY id LIMIT ?2",
    )?;
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![address.to_lowercase(), most], |r| {
        Ok((r.get(0)?, r.get(1)?, r.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Documents that are asked to be paid and bear the number as written, or in capitals.
fn exact(conn: &Connection, written: &str) -> Res<Vec<(AccountId, MailInvoice)>> {
    let upper = written.to_uppercase();
    let mut statement = conn.prepare_cached(
        "SELECT account_id, id, number, open_minor FROM document
         WHERE number IN (?1, ?2) AND voided_by IS NULL AND kind IN ('invoice', 'debit_note', 'journal_debit') ORDER BY account_id, id LIMIT 50",
    )?;
    let rows = statement.query_map(params![written, upper], |r| {
        let account: AccountId = r.get(0)?;
        Ok((account, r.get(1)?, r.get(2)?, r.get(3)?))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (account, document, number, open): (AccountId, DocumentId, String, Minor) = row?;
        out.push((
            account,
            MailInvoice {
                written: written.to_owned(),
                document,
                number,
                open,
            },
        ));
    }
    Ok(out)
}

/// The digits of a number without leading zeros.
fn digits(text: &str) -> String {
    let all: String = text.chars().filter(char::is_ascii_digit).collect();
    all.trim_start_matches('0').to_owned()
}

/// A number that is nothing but digits and marks, where there are enough of them.
fn bare(written: &str) -> Option<String> {
    let plain = written
        .chars()
        .all(|c| c.is_ascii_digit() || "#-/. ".contains(c));
    let wanted = digits(written);
    (plain && wanted.len() >= FEWEST_DIGITS).then_some(wanted)
}

/// Open documents of an account by the digits of their numbers.
fn open_numbers(conn: &Connection, account: AccountId) -> Res<Vec<(String, MailInvoice)>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, number, open_minor FROM document
         WHERE account_id = ?1 AND voided_by IS NULL AND open_minor > 0 AND kind IN ('invoice', 'debit_note', 'journal_debit') ORDER BY id",
    )?;
    let mut rows = statement.query(params![account])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let number: String = r.get(1)?;
        let invoice = MailInvoice {
            written: String::new(),
            document: r.get(0)?,
            number: number.clone(),
            open: r.get(2)?,
        };
        out.push((digits(&number), invoice));
    }
    Ok(out)
}
