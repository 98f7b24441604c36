//! Loads books: everything that the rules may look at, for a range of accounts at once.
//!
//! A *whole* book holds every row that is not voided. A *working* book leaves out settled documents that nothing can ask about any
//! more, so that the cost of a change does not grow with an account's history; what it holds is complete: each of its
//! documents comes with all of its applications. `book_rows` reads what is not money.

use super::book_rows;
use super::fault::Res;
use super::meta;
use super::types::Day;
use crate::domain::account::{Account, AccountFlags};
use crate::domain::book::Book;
use crate::domain::document::{Application, Document, Restatement, Retainage, Reversal};
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// How much of a book to load.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Slice {
    /// All of it.
    Whole,
    /// What facts and verdicts as of a day can depend on; texts are left out.
    Working {
        /// The day.
        as_of: NaiveDate,
        /// Some document may move after that day.
        moves_later: bool,
    },
}

impl Slice {
    /// A working slice for a day.
    pub fn working(conn: &Connection, as_of: NaiveDate) -> Res<Slice> {
        let latest = meta::day(conn, meta::LATEST_MOVE)?;
        Ok(Slice::Working {
            as_of,
            moves_later: latest.is_some_and(|day| day > as_of),
        })
    }
}

/// One account's whole book.
pub(super) fn whole(conn: &Connection, account: AccountId) -> Res<Option<Book>> {
    Ok(load(conn, account, account, Slice::Whole)?.pop())
}

/// The books of the accounts `from..=to` that are not voided, by account.
pub(super) fn load(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
    slice: Slice,
) -> Res<Vec<Book>> {
    let mut books = bare(conn, from, to)?;
    if books.is_empty() {
        return Ok(books);
    }
    book_rows::load(conn, from, to, slice, &mut books)?;
    money(conn, &[(from, to)], slice, &mut books)?;
    Ok(books)
}

/// The books of some accounts, given in order. What is not money is read over their whole range: those tables are small, and one
/// query for all costs less than a dozen for each.
pub(super) fn load_some(conn: &Connection, ids: &[AccountId], slice: Slice) -> Res<Vec<Book>> {
    let (Some(from), Some(to)) = (ids.first().copied(), ids.last().copied()) else {
        return Ok(Vec::new());
    };
    let mut books = Vec::with_capacity(ids.len());
    for id in ids {
        books.extend(bare(conn, *id, *id)?);
    }
    book_rows::load(conn, from, to, slice, &mut books)?;
    let each: Vec<(AccountId, AccountId)> = ids.iter().map(|id| (*id, *id)).collect();
    money(conn, &each, slice, &mut books)?;
    Ok(books)
}

/// One account's book without its money: for what hangs on days only.
pub(super) fn load_rows(conn: &Connection, account: AccountId, slice: Slice) -> Res<Option<Book>> {
    let mut books = bare(conn, account, account)?;
    if !books.is_empty() {
        book_rows::load(conn, account, account, slice, &mut books)?;
    }
    Ok(books.pop())
}

/// As `load`, with nothing but money: for balances of all accounts.
pub(super) fn load_money(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
    slice: Slice,
) -> Res<Vec<Book>> {
    let mut books = bare(conn, from, to)?;
    if !books.is_empty() {
        money(conn, &[(from, to)], slice, &mut books)?;
    }
    Ok(books)
}

/// The book of an account among books in order of account.
pub(super) fn book_of(books: &mut [Book], account: AccountId) -> Option<&mut Book> {
    books
        .binary_search_by_key(&account, |b| b.account.id)
        .ok()
        .map(|i| &mut books[i])
}

/// The columns of an account, in the order that `account` reads.
pub(super) const ACCOUNT: &str = "id, number, name, currency, kind, terms_days, credit_limit_minor, collector, salesperson, state, zone, invoices_to, address, natural_person, guarantor, parent_id";

/// An account of a row that begins with `ACCOUNT`.
pub(super) fn account(r: &Row<'_>) -> Res<Account> {
    Ok(Account {
        id: r.get(0)?,
        number: r.get(1)?,
        name: r.get(2)?,
        currency: r.get(3)?,
        kind: r.get(4)?,
        terms_days: r.get(5)?,
        credit_limit: r.get(6)?,
        collector: r.get(7)?,
        salesperson: r.get(8)?,
        state: r.get(9)?,
        zone: r.get(10)?,
        invoices_to: r.get(11)?,
        address: r.get(12)?,
        flags: AccountFlags {
            natural_person: r.get::<_, Option<bool>>(13)?.unwrap_or(false),
            guarantor: r.get(14)?,
            parent: r.get(15)?,
        },
    })
}

/// The books of the accounts `from..=to` with nothing in them.
pub(super) fn bare(conn: &Connection, from: AccountId, to: AccountId) -> Res<Vec<Book>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {ACCOUNT} FROM account WHERE id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id"
    ))?;
    let mut rows = statement.query(params![from, to])?;
    let mut books = Vec::new();
    while let Some(r) = rows.next()? {
        books.push(Book::empty(account(r)?));
    }
    Ok(books)
}

/// Documents while they are gathered: in the order of their ids up to `sorted`, then as they came. Plain lists, because an import
/// gathers those of every account, and hardly any comes twice.
#[derive(Default)]
struct Gathered {
    documents: Vec<Found>,
    sorted: usize,
    /// By id, once `settle` was called.
    applications: Vec<(i64, AccountId, Application)>,
}

/// A document that was found.
struct Found {
    account: AccountId,
    document: Document,
    known: Known,
    /// All of its applications are here.
    complete: bool,
}

impl Gathered {
    /// It is here: known for those that were settled.
    fn has(&self, id: DocumentId) -> bool {
        let sorted = &self.documents[..self.sorted];
        sorted.binary_search_by_key(&id, |d| d.document.id).is_ok()
    }

    /// Brings what came in order, each once. Of two the first stays: it may be complete.
    fn settle(&mut self) {
        self.documents.sort_by_key(|d| d.document.id);
        self.documents.dedup_by_key(|d| d.document.id);
        self.sorted = self.documents.len();
        self.applications.sort_unstable_by_key(|(id, ..)| *id);
        self.applications.dedup_by_key(|(id, ..)| *id);
    }
}

/// What the caches say about a document.
#[derive(Copy, Clone)]
struct Known {
    open: Minor,
    /// Something besides its own date moved it: it may have applications, restatements or a reversal.
    moved: bool,
}

/// The columns of a document, in the order that `document` reads; `_TEXTS` are left out of a working book.
const DOCUMENT: &str = "d.account_id, d.id, d.kind, d.issued_on, d.due_on, d.due_derived, d.amount_minor, d.open_minor, d.last_move_on, d.method, d.reference";
const DOCUMENT_TEXTS: &str = "d.number, d.po, d.job, d.reason, d.memo, d.from_on";
/// The number of a payment may be its check number, which the rules compare with a promise's.
const NO_TEXTS: &str = "CASE WHEN d.kind IN ('payment', 'presumed_cash') THEN d.number ELSE '' END, NULL, NULL, d.reason, NULL, d.from_on";

fn document(r: &Row<'_>) -> Res<Found> {
    let amount: Minor = r.get(6)?;
    let open: Minor = r.get(7)?;
    let issued = r.get::<_, Day>(3)?.0;
    let moved = open != amount || r.get::<_, Day>(8)?.0 != issued;
    Ok(Found {
        account: r.get(0)?,
        document: Document {
            id: r.get(1)?,
            kind: r.get(2)?,
            number: r.get(11)?,
            issued,
            due: r.get::<_, Day>(4)?.0,
            due_derived: r.get(5)?,
            amount,
            po: r.get(12)?,
            job: r.get(13)?,
            reason: r.get(14)?,
            memo: r.get(15)?,
            method: r.get(9)?,
            reference: r.get(10)?,
            retainage: Vec::new(),
            presumed_after: r.get::<_, Option<Day>>(16)?.map(|d| d.0),
        },
        known: Known { open, moved },
        complete: false,
    })
}

/// Fills in the money of the accounts in some ranges.
fn money(
    conn: &Connection,
    ranges: &[(AccountId, AccountId)],
    slice: Slice,
    books: &mut [Book],
) -> Res<()> {
    let (Some((first, _)), Some((_, last))) = (ranges.first(), ranges.last()) else {
        return Ok(());
    };
    let mut all = Gathered::default();
    let texts = match slice {
        Slice::Whole => DOCUMENT_TEXTS,
        Slice::Working { .. } => NO_TEXTS,
    };
    match slice {
        Slice::Whole => {
            let sql = format!(
                "SELECT {DOCUMENT}, {texts} FROM document d WHERE d.account_id BETWEEN ?1 AND ?2 AND d.voided_by IS NULL"
            );
            for (from, to) in ranges {
                take(conn, &sql, params![from, to], &mut all)?;
            }
        }
        Slice::Working { as_of, moves_later } => {
            let open = format!(
                "SELECT {DOCUMENT}, {texts} FROM document d WHERE d.account_id BETWEEN ?1 AND ?2 AND d.open_minor > 0"
            );
            for (from, to) in ranges {
                take(conn, &open, params![from, to], &mut all)?;
            }
            // From here on everything that moved since a day, whatever is open on it now.
            let since = format!(
                "SELECT {DOCUMENT}, {texts} FROM document d
                 WHERE d.account_id BETWEEN ?1 AND ?2 AND d.last_move_on >= ?3 AND d.open_minor = 0 AND d.voided_by IS NULL"
            );
            if moves_later && let Some(next) = as_of.succ_opt() {
                for (from, to) in ranges {
                    take(conn, &since, params![from, to, Day(next)], &mut all)?;
                }
            }
            for book in books.iter() {
                // A promise or claim is judged by what came since it was made.
                let promised = book.promises.iter().map(|p| p.taken_on);
                let claimed = book.claims.iter().map(|c| c.made_on.min(c.mailed_on));
                if let Some(day) = promised.chain(claimed).min() {
                    let id = book.account.id;
                    take(conn, &since, params![id, id, Day(day)], &mut all)?;
                }
            }
        }
    }
    let one = format!(
        "SELECT {DOCUMENT}, {texts} FROM document d WHERE d.id = ?1 AND d.voided_by IS NULL"
    );
    all.settle();
    if slice != Slice::Whole {
        for id in named(books) {
            if !all.has(id) {
                take(conn, &one, params![id], &mut all)?;
            }
        }
        all.settle();
    }
    complete(conn, &mut all)?;
    // The other ends, and theirs: a payment of which only a part went to an open invoice is needed with all its parts, and each part
    // with what else settled its invoice. Such clusters are small; most documents have none.
    let mut sought: BTreeSet<DocumentId> = BTreeSet::new();
    loop {
        let mut ends: BTreeSet<DocumentId> = all
            .applications
            .iter()
            .flat_map(|(_, _, a)| [a.from, a.to])
            .filter(|id| !all.has(*id))
            .collect();
        ends.retain(|id| sought.insert(*id));
        if ends.is_empty() {
            break;
        }
        for id in ends {
            take(conn, &one, params![id], &mut all)?;
        }
        all.settle();
        complete(conn, &mut all)?;
    }
    all.settle();
    let (reversals, restatements) = corrections(conn, &all)?;
    let retained = retainage(conn, *first, *last)?;
    hand_over(books, all, reversals, restatements, retained);
    Ok(())
}

fn take(
    conn: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    all: &mut Gathered,
) -> Res<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    while let Some(r) = rows.next()? {
        all.documents.push(document(r)?);
    }
    Ok(())
}

/// Documents that promises, claims and disputes name.
fn named(books: &[Book]) -> BTreeSet<DocumentId> {
    let mut out = BTreeSet::new();
    for book in books {
        out.extend(
            book.promises
                .iter()
                .flat_map(|p| &p.items)
                .map(|i| i.document),
        );
        out.extend(book.claims.iter().flat_map(|c| c.invoices.iter().copied()));
        out.extend(book.claims.iter().filter_map(|c| c.matched));
        out.extend(book.disputes.iter().map(|d| d.document));
        out.extend(book.fees.iter().map(|f| f.document));
        out.extend(book.fees.iter().flat_map(|f| &f.waived).map(|w| w.document));
    }
    out
}

/// All applications of the documents that may have some.
fn complete(conn: &Connection, all: &mut Gathered) -> Res<()> {
    let mut debit = conn.prepare_cached(
        "SELECT id, from_doc, to_doc, amount_minor, effective_on FROM application WHERE to_doc = ?1 AND voided_by IS NULL",
    )?;
    let mut credit = conn.prepare_cached(
        "SELECT id, from_doc, to_doc, amount_minor, effective_on FROM application WHERE from_doc = ?1 AND voided_by IS NULL",
    )?;
    let applications = &mut all.applications;
    for found in &mut all.documents {
        if !found.known.moved || found.complete {
            continue;
        }
        found.complete = true;
        let statement = if found.document.kind.raises() {
            &mut debit
        } else {
            &mut credit
        };
        let mut rows = statement.query(params![found.document.id])?;
        while let Some(r) = rows.next()? {
            let application = Application {
                from: r.get(1)?,
                to: r.get(2)?,
                amount: r.get(3)?,
                effective_on: r.get::<_, Day>(4)?.0,
            };
            applications.push((r.get(0)?, found.account, application));
        }
    }
    Ok(())
}

type Corrections = (Vec<(AccountId, Reversal)>, Vec<(AccountId, Restatement)>);

fn corrections(conn: &Connection, all: &Gathered) -> Res<Corrections> {
    let (mut reversals, mut restatements) = (Vec::new(), Vec::new());
    let mut reversed = conn.prepare_cached(
        "SELECT document_id, effective_on, reason FROM reversal WHERE document_id = ?1 AND voided_by IS NULL",
    )?;
    let mut restated = conn.prepare_cached(
        "SELECT document_id, delta_minor, effective_on FROM restatement WHERE document_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    for found in all.documents.iter().filter(|d| d.known.moved) {
        let (id, account) = (found.document.id, found.account);
        // A reversed document has nothing open, so only those can have a reversal.
        if found.known.open.is_zero() {
            let mut rows = reversed.query(params![id])?;
            while let Some(r) = rows.next()? {
                let reversal = Reversal {
                    document: r.get(0)?,
                    effective_on: r.get::<_, Day>(1)?.0,
                    reason: r.get(2)?,
                };
                reversals.push((account, reversal));
            }
        }
        let mut rows = restated.query(params![id])?;
        while let Some(r) = rows.next()? {
            let restatement = Restatement {
                document: r.get(0)?,
                delta: r.get(1)?,
                effective_on: r.get::<_, Day>(2)?.0,
            };
            restatements.push((account, restatement));
        }
    }
    Ok((reversals, restatements))
}

/// What was said to be held back of each document, oldest first: known from the day of its act on.
fn retainage(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
) -> Res<BTreeMap<DocumentId, Vec<Retainage>>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.document_id, e.on_day, r.amount_minor, r.until_on, r.payer FROM retainage r JOIN event e ON e.seq = r.event_seq
         WHERE r.account_id BETWEEN ?1 AND ?2 AND r.voided_by IS NULL ORDER BY r.id",
    )?;
    let mut rows = statement.query(params![from, to])?;
    let mut out: BTreeMap<DocumentId, Vec<Retainage>> = BTreeMap::new();
    while let Some(r) = rows.next()? {
        out.entry(r.get(0)?).or_default().push(Retainage {
            from: r.get::<_, Day>(1)?.0,
            amount: r.get(2)?,
            until: r.get::<_, Option<Day>>(3)?.map(|d| d.0),
            payer: r.get(4)?,
        });
    }
    Ok(out)
}

/// Puts everything into its book, by id.
fn hand_over(
    books: &mut [Book],
    all: Gathered,
    reversals: Vec<(AccountId, Reversal)>,
    restatements: Vec<(AccountId, Restatement)>,
    mut retained: BTreeMap<DocumentId, Vec<Retainage>>,
) {
    for Found {
        account,
        mut document,
        ..
    } in all.documents
    {
        if let Some(said) = retained.remove(&document.id) {
            document.retainage = said;
        }
        if let Some(book) = book_of(books, account) {
            book.documents.push(document);
        }
    }
    for (_, account, application) in all.applications {
        if let Some(book) = book_of(books, account) {
            book.applications.push(application);
        }
    }
    for (account, reversal) in reversals {
        if let Some(book) = book_of(books, account) {
            book.reversals.push(reversal);
        }
    }
    for (account, restatement) in restatements {
        if let Some(book) = book_of(books, account) {
            book.restatements.push(restatement);
        }
    }
}
