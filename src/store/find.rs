//! Find: accounts by name, number, phone, invoice number or an open amount, the surest first.

use super::accounts;
use super::board::Board;
use super::books::{self, Slice};
use super::fault::Res;
use super::meta;
use super::names::{Match, Names};
use super::protocol::Hit;
use crate::domain::adds_up::{self, Sums};
use crate::domain::balances::Balances;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::HashSet;

/// Digits of a number's middle that are worth looking for.
const FEWEST_DIGITS: usize = 4;

/// So many open invoices are looked through for sums.
const MOST_SUMMED: i64 = 200_000;

/// Accounts that a text may mean, at most `limit`.
pub(super) fn find(
    conn: &Connection,
    board: &Board,
    names: &Names,
    text: &str,
    limit: usize,
) -> Res<Vec<Hit>> {
    let text = text.trim();
    let mut finder = Finder {
        conn,
        board,
        limit,
        seen: HashSet::new(),
        hits: Vec::new(),
    };
    if text.is_empty() || limit == 0 {
        return Ok(finder.hits);
    }
    let by_name = names.find(text, limit);
    let (sure, weak): (Vec<_>, Vec<_>) = by_name
        .into_iter()
        .partition(|(_, how)| !matches!(how, Match::Fuzzy));
    for (account, how) in sure {
        finder.add_name(account, how)?;
    }
    finder.by_invoice(text)?;
    finder.by_order(text)?;
    finder.by_amount(text)?;
    finder.by_digits(text)?;
    finder.by_sum(text)?;
    for (account, how) in weak {
        finder.add_name(account, how)?;
    }
    Ok(finder.hits)
}

/// The open invoices of an account that add up to an amount.
pub(super) fn adds_up(
    conn: &Connection,
    account: AccountId,
    amount: Minor,
    as_of: NaiveDate,
) -> Res<Sums> {
    let slice = Slice::working(conn, as_of)?;
    let book = books::load(conn, account, account, slice)?
        .pop()
        .ok_or_else(|| accounts::gone(account))?;
    let balances = Balances::at(&book, as_of)?;
    let mut open: Vec<(NaiveDate, NaiveDate, DocumentId, Minor)> = balances
        .receivables()
        .map(|row| (row.due, row.issued, row.id, row.open))
        .collect();
    open.sort_unstable();
    let rows: Vec<(DocumentId, Minor)> = open.iter().map(|(_, _, id, open)| (*id, *open)).collect();
    Ok(adds_up::search(&rows, amount))
}

/// The invoices of an account that add up to the amount, in words.
fn summed(
    account: AccountId,
    open: &[(DocumentId, Minor)],
    numbers: &[String],
    amount: Minor,
) -> Option<(AccountId, String)> {
    let set = adds_up::likely(open, amount)?;
    let named: Vec<String> = open
        .iter()
        .zip(numbers)
        .filter(|((id, _), _)| set.contains(id))
        .map(|(_, number)| number.clone())
        .collect();
    Some((account, format!("{} add up to it", say::list(&named))))
}

struct Finder<'a> {
    conn: &'a Connection,
    board: &'a Board,
    limit: usize,
    seen: HashSet<AccountId>,
    hits: Vec<Hit>,
}

impl Finder<'_> {
    fn add(&mut self, account: AccountId, matched: String) -> Res<()> {
        if self.hits.len() >= self.limit || !self.seen.insert(account) {
            return Ok(());
        }
        let found = accounts::get(self.conn, account)?;
        let facts = self.board.facts(self.conn, account)?;
        self.hits.push(Hit {
            account,
            label: found.label().to_owned(),
            matched,
            past_due: facts.map_or(Minor::ZERO, |f| f.past_due),
            currency: found.currency,
            name: found.name,
        });
        Ok(())
    }

    fn add_name(&mut self, account: AccountId, how: Match) -> Res<()> {
        let matched = match how {
            Match::Exact | Match::Begins | Match::Words => "name or number".to_owned(),
            Match::Phone => match self.contact(account, true)? {
                Some(phone) => format!("phone {phone}"),
                None => "phone".to_owned(),
            },
            Match::Contact => match self.contact(account, false)? {
                Some(name) => format!("contact {name}"),
                None => "contact".to_owned(),
            },
            Match::Fuzzy => "like the name".to_owned(),
        };
        self.add(account, matched)
    }

    /// The first phone or contact name of an account.
    fn contact(&self, account: AccountId, phone: bool) -> Res<Option<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT CASE WHEN ?2 THEN phone ELSE name END FROM contact
             WHERE account_id = ?1 AND voided_by IS NULL AND (NOT ?2 OR phone IS NOT NULL) ORDER BY preferred DESC, id LIMIT 1",
        )?;
        let mut rows = statement.query(params![account, phone])?;
        Ok(match rows.next()? {
            Some(r) => r.get(0)?,
            None => None,
        })
    }

    /// Invoice and credit numbers: as typed, then in capitals, then those that begin so.
    fn by_invoice(&mut self, text: &str) -> Res<()> {
        let upper = text.to_uppercase();
        let mut forms = vec![text.to_owned()];
        if upper != text {
            forms.push(upper);
        }
        for form in &forms {
            // Number, account, kind and due date are the key's own columns, so a prefix is a range of its index.
            let mut statement = self.conn.prepare_cached(
                "SELECT account_id, number, kind FROM document
                 WHERE number >= ?1 AND number < ?2 AND voided_by IS NULL AND number <> '' ORDER BY number, account_id LIMIT ?3",
            )?;
            let end = format!("{form}\u{10FFFF}");
            let limit = i64::try_from(self.limit * 4).unwrap_or(i64::MAX);
            let mut rows = statement.query(params![form, end, limit])?;
            let mut found: Vec<(AccountId, String)> = Vec::new();
            while let Some(r) = rows.next()? {
                let number: String = r.get(1)?;
                let kind: String = r.get(2)?;
                found.push((r.get(0)?, format!("{} {number}", kind.replace('_', " "))));
            }
            for (account, matched) in found {
                self.add(account, matched)?;
            }
        }
        Ok(())
    }

    /// Purchase orders of open invoices: as typed, or those that begin so.
    fn by_order(&mut self, text: &str) -> Res<()> {
        let mut statement = self.conn.prepare_cached(
            "SELECT account_id, po, number FROM document
             WHERE po >= ?1 AND po < ?2 AND po IS NOT NULL AND open_minor > 0 ORDER BY po, account_id LIMIT ?3",
        )?;
        let end = format!("{text}\u{10FFFF}");
        let limit = i64::try_from(self.limit * 4).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![text, end, limit])?;
        let mut found: Vec<(AccountId, String)> = Vec::new();
        while let Some(r) = rows.next()? {
            let (po, number): (String, String) = (r.get(1)?, r.get(2)?);
            found.push((r.get(0)?, format!("PO {po} of {number}")));
        }
        for (account, matched) in found {
            self.add(account, matched)?;
        }
        Ok(())
    }

    /// Open documents whose number holds these digits: people read out `10432` of `SI-10432`, and leave leading zeros out. The whole number
    /// without letters and zeros comes first. Fewer than four digits are in too many numbers.
    fn by_digits(&mut self, text: &str) -> Res<()> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let only_number = text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "#-/. ".contains(c));
        if !only_number || digits.len() < FEWEST_DIGITS {
            return Ok(());
        }
        let short = digits.trim_start_matches('0');
        let wanted = match short.len() >= FEWEST_DIGITS {
            true => short,
            false => digits.as_str(),
        };
        let mut statement = self.conn.prepare_cached(
            "SELECT account_id, number, kind FROM document WHERE open_minor > 0 AND instr(number, ?1) > 0 ORDER BY number, account_id",
        )?;
        let mut rows = statement.query(params![wanted])?;
        let mut found: Vec<(bool, AccountId, String)> = Vec::new();
        while let Some(r) = rows.next()? {
            let number: String = r.get(1)?;
            let kind: String = r.get(2)?;
            let whole: String = number.chars().filter(char::is_ascii_digit).collect();
            let part = whole.trim_start_matches('0') != wanted;
            found.push((
                part,
                r.get(0)?,
                format!("{} {number}", kind.replace('_', " ")),
            ));
        }
        found.sort_by_key(|(part, _, _)| *part);
        for (_, account, matched) in found {
            self.add(account, matched)?;
        }
        Ok(())
    }

    /// Open invoices of one account that a payment of that amount is likely to be: one check for two or three invoices, or for a run of
    /// them. Looked for only when nothing else fits, and in books of a size where a keystroke does not feel it.
    fn by_sum(&mut self, text: &str) -> Res<()> {
        let Ok(amount) = Minor::parse(text, meta::currency(self.conn)?) else {
            return Ok(());
        };
        if !self.hits.is_empty() || !amount.is_positive() {
            return Ok(());
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT account_id, id, number, open_minor FROM document
             WHERE open_minor > 0 AND open_minor <= ?1 AND currency = ?2 AND kind IN ('invoice', 'debit_note', 'journal_debit')
             ORDER BY account_id, due_on, id LIMIT ?3",
        )?;
        let book = meta::currency(self.conn)?;
        let mut rows = statement.query(params![amount, book.code(), MOST_SUMMED])?;
        let mut found: Vec<(AccountId, String)> = Vec::new();
        let mut group: Vec<(DocumentId, Minor)> = Vec::new();
        let mut numbers: Vec<String> = Vec::new();
        let mut account = None;
        while let Some(r) = rows.next()? {
            let of: AccountId = r.get(0)?;
            if account != Some(of) {
                found.extend(account.and_then(|a| summed(a, &group, &numbers, amount)));
                (account, group, numbers) = (Some(of), Vec::new(), Vec::new());
            }
            group.push((r.get(1)?, r.get(3)?));
            numbers.push(r.get(2)?);
        }
        found.extend(account.and_then(|a| summed(a, &group, &numbers, amount)));
        for (account, matched) in found {
            self.add(account, matched)?;
        }
        Ok(())
    }

    /// An amount that is open on a document to the cent.
    fn by_amount(&mut self, text: &str) -> Res<()> {
        let Ok(amount) = Minor::parse(text, meta::currency(self.conn)?) else {
            return Ok(());
        };
        if !amount.is_positive() {
            return Ok(());
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT d.account_id, d.number, a.currency FROM document d JOIN account a ON a.id = d.account_id
             WHERE d.open_minor = ?1 AND d.open_minor > 0 ORDER BY d.account_id LIMIT ?2",
        )?;
        let limit = i64::try_from(self.limit * 2).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![amount, limit])?;
        let mut found: Vec<(AccountId, String)> = Vec::new();
        while let Some(r) = rows.next()? {
            let number: String = r.get(1)?;
            let on = if number.is_empty() {
                String::new()
            } else {
                format!(" on {number}")
            };
            found.push((
                r.get(0)?,
                format!("{} open{on}", say::money(amount, r.get(2)?)),
            ));
        }
        for (account, matched) in found {
            self.add(account, matched)?;
        }
        Ok(())
    }
}
