//! Proving the ledger: how thoroughly, and what came of it.

use crate::domain::money::Currency;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How thoroughly to prove.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// Storage, schema, money, references, the log.
    Quick,
    /// And every row against its digest, every cache against a recount, every text for control characters.
    #[default]
    Standard,
    /// And indexes against tables, card numbers in every text, and the digest of the whole ledger.
    Strict,
}

/// What to prove.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckAsk {
    /// How thoroughly.
    pub depth: Depth,
    /// The instant to find acts of the future by; `None` = do not look for them.
    pub now: Option<DateTime<Utc>>,
}

/// One check of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckLine {
    /// Its name.
    pub name: String,
    /// It holds.
    pub ok: bool,
    /// It holds, and somebody should look at it all the same.
    pub warning: bool,
    /// What was counted, or what is wrong with the first examples.
    pub detail: String,
}

/// The newest event, and what stands for it and all before it: noted outside, it shows later that history was not rewritten.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    /// The newest event; 0 = none yet.
    pub seq: i64,
    /// Its seal, in hex.
    pub hash: String,
}

/// What the documents of a currency come to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CurrencySum {
    /// Which currency.
    pub currency: Currency,
    /// Documents that stand.
    pub documents: u64,
    /// Open on the debit side, minor units.
    pub open_debits: i64,
    /// Open on the credit side, minor units, above zero.
    pub open_credits: i64,
}

/// How many rows a table has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableCount {
    /// Its name.
    pub table: String,
    /// Its rows, voided ones too.
    pub rows: u64,
}

/// What came of a check.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Checked {
    /// Check by check.
    pub lines: Vec<CheckLine>,
    /// The format of the file.
    pub format: i64,
    /// Its newest event.
    pub head: Head,
    /// Rows by table.
    pub counts: Vec<TableCount>,
    /// Money by currency.
    pub sums: Vec<CurrencySum>,
    /// SHA-256 over every row in key order, the same in any database that holds this ledger. Only of a strict check.
    pub digest: Option<String>,
}

impl Checked {
    /// Everything holds.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.lines.iter().all(|line| line.ok)
    }
}
