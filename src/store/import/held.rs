//! The documents of one account, read together: most rows of a set that comes again are found among them without asking for each.

use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::short_text::ShortText;
use crate::store::fault::Res;
use crate::store::types::Day;
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, Row, params};

/// A document of the ledger that a row may mean.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) id: DocumentId,
    pub(super) due: NaiveDate,
    pub(super) amount: Minor,
    pub(super) amount_known: bool,
    pub(super) open: Minor,
    pub(super) po: Option<ShortText>,
    pub(super) job: Option<ShortText>,
    pub(super) in_snapshot: bool,
    pub(super) typed_here: bool,
}

impl Candidate {
    /// Of `id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL`.
    pub(super) fn read(r: &Row<'_>) -> rusqlite::Result<Candidate> {
        Ok(Candidate {
            id: r.get(0)?,
            due: r.get::<_, Day>(1)?.0,
            amount: r.get(2)?,
            amount_known: r.get(3)?,
            open: r.get(4)?,
            po: r.get(5)?,
            job: r.get(6)?,
            in_snapshot: r.get(7)?,
            typed_here: r.get(8)?,
        })
    }
}

/// The numbered documents of one account, unless it has many more than the files say anything of.
pub(super) struct Held<'c> {
    all: CachedStatement<'c>,
    documents: Vec<Candidate>,
    /// By what each is found, and its place in `documents`; in the order of the index that finds one alone.
    keys: Vec<(ShortText, DocumentKind, NaiveDate, usize)>,
    whole: bool,
}

impl<'c> Held<'c> {
    /// Prepares it.
    pub(super) fn new(conn: &'c Connection) -> Res<Held<'c>> {
        Ok(Held {
            all: conn.prepare_cached(
                "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL,
                        voided_by IS NULL AND number <> '', number, kind
                 FROM document WHERE account_id = ?1 LIMIT ?2",
            )?,
            documents: Vec::new(),
            keys: Vec::new(),
            whole: false,
        })
    }

    /// Reads the documents of an account of which the files have so many rows. Of years of history and a few rows it is cheaper to ask
    /// for each.
    pub(super) fn load(&mut self, account: AccountId, rows: usize) -> Res<()> {
        // Rows of a file have numbers below 2^32.
        let most = i64::from(rows as u32) * 4 + 16;
        self.documents.clear();
        self.keys.clear();
        let mut read = 0;
        let mut found = self.all.query(params![account, most + 1])?;
        while let Some(r) = found.next()? {
            read += 1;
            if r.get(9)? {
                let document = Candidate::read(r)?;
                let at = self.documents.len();
                self.keys.push((r.get(10)?, r.get(11)?, document.due, at));
                self.documents.push(document);
            }
        }
        self.keys.sort_unstable();
        self.whole = read <= most;
        Ok(())
    }

    /// Documents with this number, oldest due date first; nothing when not all were read.
    pub(super) fn numbered(
        &self,
        number: &ShortText,
        kind: DocumentKind,
    ) -> Option<impl Iterator<Item = &Candidate>> {
        let of = move |key: &(ShortText, DocumentKind, NaiveDate, usize)| {
            key.0.cmp(number).then(key.1.cmp(&kind))
        };
        self.whole.then(|| {
            let begin = self.keys.partition_point(|key| of(key).is_lt());
            let keys = self.keys.get(begin..).unwrap_or_default();
            keys.iter()
                .take_while(move |key| of(key).is_eq())
                .filter_map(|(_, _, _, at)| self.documents.get(*at))
        })
    }
}
