//! The yardstick of imports: the same files into the same schema with nothing but a CSV reader and a prepared statement for each table.
//!
//! No check of a cell, no comparing, no proof, no digests, no facts: what nobody who writes these rows can do without. One transaction;
//! triggers and secondary indexes are dropped before and made again after it.

use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::store::{Identity, Ledger};
use rusqlite::{Connection, Statement, params};
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

type Answer<T> = Result<T, Box<dyn Error>>;

const DAY: &str = "2026-06-30";

/// Loads `accounts.csv`, `invoices.csv`, `payments.csv` and `credits.csv` of a folder into a new ledger.
pub fn load(files: &Path, ledger: &Path) -> Answer<()> {
    let identity = Identity {
        company: "Bare".to_owned(),
        currency: Currency::USD,
    };
    drop(Ledger::create(ledger, &identity, Rules::default())?);
    let mut conn = Connection::open(ledger)?;
    conn.execute_batch("PRAGMA cache_size = -131072")?;
    let tx = conn.transaction()?;
    let again = dropped(&tx)?;
    let zeros = "0".repeat(64);
    tx.execute(
        "INSERT INTO event (seq, at_us, on_day, actor, kind, what, body, idem_key, prev_hash, hash) VALUES (1, 0, ?1, 'bare', 'import', '', '', '1', ?2, ?2)",
        params![DAY, zeros],
    )?;
    tx.execute(
        "INSERT INTO batch (id, event_seq, is_snapshot, mismatch_taken, summary, documents_count, documents_minor) VALUES (1, 1, 0, 0, '', 0, 0)",
        [],
    )?;
    let accounts = accounts(&tx, files)?;
    Money::new(&tx, &accounts)?.all(files)?;
    for sql in again {
        tx.execute_batch(&sql)?;
    }
    tx.commit()?;
    Ok(())
}

/// Takes away what costs per row; answers what makes it again.
fn dropped(conn: &Connection) -> Answer<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('index', 'trigger')
           AND tbl_name IN ('account', 'contact', 'document', 'application') ORDER BY type, name",
    )?;
    let found: Vec<(String, String, String)> = statement
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (kind, name, _) in &found {
        conn.execute_batch(&format!("DROP {kind} \"{name}\""))?;
    }
    Ok(found.into_iter().map(|(_, _, sql)| sql).collect())
}

fn reader(files: &Path, name: &str) -> Answer<csv::Reader<std::fs::File>> {
    Ok(csv::ReaderBuilder::new()
        .buffer_capacity(1 << 16)
        .from_path(files.join(name))?)
}

fn minor(text: &str) -> Answer<i64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
    Ok(whole.parse::<i64>()? * 100 + cents.parse::<i64>()?)
}

fn or_null(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Accounts by number, with their currencies.
type Accounts = HashMap<String, (i64, String)>;

fn accounts(conn: &Connection, files: &Path) -> Answer<Accounts> {
    let mut known = Accounts::new();
    let mut account = conn.prepare(
        "INSERT INTO account (event_seq, number, name, name_key, currency, kind, terms_days, credit_limit_minor) VALUES (1, ?1, ?2, ?3, ?4, 'commercial', ?5, ?6)",
    )?;
    let mut contact = conn.prepare(
        "INSERT INTO contact (event_seq, account_id, name, phone, email, preferred) VALUES (1, ?1, ?2, ?3, ?4, 0)",
    )?;
    let mut rows = reader(files, "accounts.csv")?;
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        let id = account.insert(params![
            &row[0],
            &row[1],
            row[1].to_lowercase(),
            &row[7],
            row[5].parse::<i64>()?,
            minor(&row[6])?
        ])?;
        contact.execute(params![id, &row[2], &row[4], &row[3]])?;
        known.insert(row[0].to_owned(), (id, row[7].to_owned()));
    }
    Ok(known)
}

/// A document of the files.
struct New<'r> {
    account: &'r str,
    kind: &'static str,
    number: &'r str,
    issued: &'r str,
    due: &'r str,
    amount: i64,
    open: i64,
    po: Option<&'r str>,
    memo: Option<&'r str>,
    method: Option<&'r str>,
    reference: Option<&'r str>,
}

struct Money<'c> {
    accounts: &'c Accounts,
    document: Statement<'c>,
    application: Statement<'c>,
    used: Statement<'c>,
    invoices: HashMap<String, i64>,
}

impl<'c> Money<'c> {
    fn new(conn: &'c Connection, accounts: &'c Accounts) -> Answer<Money<'c>> {
        Ok(Money {
            accounts,
            document: conn.prepare(
                "INSERT INTO document (event_seq, account_id, batch_id, kind, number, issued_on, due_on, due_derived, amount_minor, amount_known,
                   currency, po, memo, method, reference, open_minor, last_move_on, in_snapshot)
                 VALUES (1, ?1, 1, ?2, ?3, ?4, ?5, 0, ?6, 1, ?7, ?8, ?9, ?10, ?11, ?12, ?5, 0)",
            )?,
            application: conn.prepare(
                "INSERT INTO application (event_seq, from_doc, to_doc, amount_minor, effective_on) VALUES (1, ?1, ?2, ?3, ?4)",
            )?,
            used: conn.prepare("UPDATE document SET open_minor = ?2 WHERE id = ?1")?,
            invoices: HashMap::new(),
        })
    }

    fn insert(&mut self, new: &New<'_>) -> Answer<i64> {
        let (account, currency) = &self.accounts[new.account];
        Ok(self.document.insert(params![
            account,
            new.kind,
            new.number,
            new.issued,
            new.due,
            new.amount,
            currency,
            new.po,
            new.memo,
            new.method,
            new.reference,
            new.open
        ])?)
    }

    fn all(&mut self, files: &Path) -> Answer<()> {
        let mut rows = reader(files, "invoices.csv")?;
        let mut row = csv::StringRecord::new();
        while rows.read_record(&mut row)? {
            let id = self.insert(&New {
                account: &row[1],
                kind: "invoice",
                number: &row[0],
                issued: &row[2],
                due: &row[3],
                amount: minor(&row[5])?,
                open: minor(&row[6])?,
                po: or_null(&row[7]),
                memo: None,
                method: None,
                reference: None,
            })?;
            self.invoices.insert(row[0].to_owned(), id);
        }
        self.payments(files)?;
        let mut rows = reader(files, "credits.csv")?;
        while rows.read_record(&mut row)? {
            let amount = minor(&row[3])?;
            let invoice = self.invoices.get(&row[4]).copied();
            let id = self.insert(&New {
                account: &row[1],
                kind: "credit_memo",
                number: &row[0],
                issued: &row[2],
                due: &row[2],
                amount,
                open: if invoice.is_some() { 0 } else { amount },
                po: None,
                memo: or_null(&row[5]),
                method: None,
                reference: None,
            })?;
            if let Some(invoice) = invoice {
                self.application
                    .execute(params![id, invoice, amount, &row[2]])?;
            }
        }
        Ok(())
    }

    /// Rows of one payment follow each other; what is left of it is known after the last of them.
    fn payments(&mut self, files: &Path) -> Answer<()> {
        let mut rows = reader(files, "payments.csv")?;
        let mut row = csv::StringRecord::new();
        let (mut number, mut id, mut left) = (String::new(), 0, 0);
        while rows.read_record(&mut row)? {
            if row[0] != number {
                self.rest(id, left)?;
                row[0].clone_into(&mut number);
                left = minor(&row[4])?;
                id = self.insert(&New {
                    account: &row[1],
                    kind: "payment",
                    number: &row[0],
                    issued: &row[2],
                    due: &row[2],
                    amount: left,
                    open: 0,
                    po: None,
                    memo: None,
                    method: or_null(&row[3]),
                    reference: or_null(&row[7]),
                })?;
            }
            if let Some(invoice) = self.invoices.get(&row[5]) {
                let applied = minor(&row[6])?;
                left -= applied;
                self.application
                    .execute(params![id, invoice, applied, &row[2]])?;
            }
        }
        self.rest(id, left)
    }

    fn rest(&mut self, id: i64, left: i64) -> Answer<()> {
        if left > 0 {
            self.used.execute(params![id, left])?;
        }
        Ok(())
    }
}
