//! The statements that write documents and applications, prepared once for all rows of an act: an import writes millions.
//!
//! Law: each value is named once, for the statement and for the seal: what an import adds up while it writes is byte for byte what `check`
//! reads back later. Callers that write one row come through `documents`.

use super::act::Act;
use super::canon::Shape;
use super::documents::{NewDocument, check_amount};
use super::facts::Open;
use super::fault::{Fault, Res};
use super::table::Table;
use super::types::DayText;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{BatchId, DocumentId, EventSeq};
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection};

/// The columns of a document in the order of its statement.
const DOCUMENT: [&str; 21] = [
    "event_seq",
    "account_id",
    "batch_id",
    "kind",
    "number",
    "issued_on",
    "due_on",
    "due_derived",
    "amount_minor",
    "amount_known",
    "currency",
    "from_on",
    "po",
    "job",
    "reason",
    "memo",
    "method",
    "reference",
    "open_minor",
    "last_move_on",
    "in_snapshot",
];

/// Those of an application.
const APPLICATION: [&str; 5] = [
    "event_seq",
    "from_doc",
    "to_doc",
    "amount_minor",
    "effective_on",
];

/// Columns of a document that differ from row to row, by place in `DOCUMENT`.
const OWN: [usize; 7] = [1, 4, 5, 6, 8, 18, 19];

/// Texts that most documents do not have.
const TEXTS: [usize; 6] = [11, 12, 13, 15, 16, 17];

/// What hardly differs from row to row: event, batch, kind, marks, currency, reason.
const SAME: [usize; 8] = [0, 2, 3, 7, 9, 10, 14, 20];

/// So many rows are written by one statement where there are many: what a statement costs by itself is half of what a row costs.
pub(super) const WIDE: usize = 8;

/// A document to be written, with its caches.
pub(super) struct Row<'a> {
    /// The document.
    pub new: NewDocument<'a>,
    /// What is open on it.
    pub open: Minor,
    /// The newest day on which something moves it.
    pub last_move: NaiveDate,
}

impl<'a> Row<'a> {
    /// A document with nothing applied to it yet.
    pub fn untouched(new: NewDocument<'a>) -> Row<'a> {
        Row {
            open: new.amount,
            last_move: new.issued,
            new,
        }
    }
}

/// Part of one document that settles part of another.
#[derive(Copy, Clone)]
pub(super) struct Settles {
    /// From a credit-side document.
    pub from: DocumentId,
    /// To a debit-side one.
    pub to: DocumentId,
    /// How much.
    pub amount: Minor,
    /// From this day on.
    pub on: NaiveDate,
}

/// Writes documents and applications.
pub(super) struct Rows<'c> {
    document: Statement<'c>,
    application: CachedStatement<'c>,
    many: Option<Many<'c>>,
}

/// What writes many rows: eight at once, added up for the seal as they are written.
struct Many<'c> {
    document: Statement<'c>,
    application: CachedStatement<'c>,
    documents: Sealing,
    applications: Sealing,
}

/// The statement that writes so many documents as it has slots.
struct Statement<'c> {
    sql: CachedStatement<'c>,
    slots: Vec<Slot>,
}

/// What a slot of the statement holds from the row before: each binding of a text copies it.
#[derive(Clone, Default)]
struct Slot {
    same: Option<Same>,
    /// Texts that are NULL there.
    null: [bool; TEXTS.len()],
}

/// Values that hardly differ from row to row.
#[derive(Copy, Clone, PartialEq, Eq)]
struct Same {
    seq: EventSeq,
    batch: Option<BatchId>,
    kind: DocumentKind,
    due_derived: bool,
    amount_known: bool,
    currency: Currency,
    reason: Option<CreditReason>,
    in_snapshot: bool,
}

/// The canonical form of the rows of one table that are being written.
struct Sealing {
    table: Table,
    shape: Shape,
    places: Vec<Option<usize>>,
    bytes: Vec<u8>,
}

impl Sealing {
    fn of(conn: &Connection, table: Table, names: &[&str]) -> Res<Sealing> {
        let shape = Shape::of(conn, table)?;
        let places = shape.places(names);
        Ok(Sealing {
            table,
            shape,
            places,
            bytes: Vec::new(),
        })
    }

    fn row(&mut self, act: &mut Act<'_>, id: i64, values: &[ValueRef<'_>]) {
        self.shape
            .write_values(id, &self.places, values, &mut self.bytes);
        act.wrote_as(self.table, id, &self.bytes);
    }
}

/// The days of a row as texts.
struct Days {
    issued: DayText,
    due: DayText,
    moved: DayText,
    from_on: Option<DayText>,
}

impl Days {
    fn of(row: &Row<'_>) -> Days {
        Days {
            issued: DayText::of(row.new.issued),
            due: DayText::of(row.new.due),
            moved: DayText::of(row.last_move),
            from_on: row.new.from_on.map(DayText::of),
        }
    }
}

/// A document's values in the order of `DOCUMENT`.
fn values<'v>(seq: EventSeq, row: &'v Row<'_>, days: &'v Days) -> [ValueRef<'v>; DOCUMENT.len()] {
    let new = &row.new;
    [
        ValueRef::Integer(seq.0),
        ValueRef::Integer(new.account.0),
        new.batch
            .map_or(ValueRef::Null, |batch| ValueRef::Integer(batch.0)),
        new.kind.name().into(),
        new.number.into(),
        days.issued.as_str().into(),
        days.due.as_str().into(),
        ValueRef::Integer(new.due_derived.into()),
        ValueRef::Integer(new.amount.get()),
        ValueRef::Integer(new.amount_known.into()),
        new.currency.code().into(),
        days.from_on.as_ref().map(DayText::as_str).into(),
        new.po.into(),
        new.job.into(),
        new.reason.map(CreditReason::name).into(),
        new.memo.into(),
        new.method.into(),
        new.reference.into(),
        ValueRef::Integer(row.open.get()),
        days.moved.as_str().into(),
        ValueRef::Integer(new.in_snapshot.into()),
    ]
}

/// An application's values in the order of `APPLICATION`.
fn settling(seq: EventSeq, part: Settles, day: &DayText) -> [ValueRef<'_>; APPLICATION.len()] {
    [
        ValueRef::Integer(seq.0),
        ValueRef::Integer(part.from.0),
        ValueRef::Integer(part.to.0),
        ValueRef::Integer(part.amount.get()),
        day.as_str().into(),
    ]
}

impl<'c> Statement<'c> {
    fn new(conn: &'c Connection, rows: usize) -> Res<Statement<'c>> {
        Ok(Statement {
            sql: conn.prepare_cached(&insert("document", &DOCUMENT, rows))?,
            slots: vec![Slot::default(); rows],
        })
    }

    /// Binds what a slot does not hold from the row before.
    fn bind(
        &mut self,
        slot: usize,
        seq: EventSeq,
        new: &NewDocument<'_>,
        values: &[ValueRef<'_>; DOCUMENT.len()],
    ) -> Res<()> {
        let Some(held) = self.slots.get_mut(slot) else {
            return Ok(());
        };
        let sql = &mut self.sql;
        let mut bind = |at: usize| {
            let value = ToSqlOutput::Borrowed(values[at]);
            sql.raw_bind_parameter(slot * DOCUMENT.len() + at + 1, value)
        };
        let same = Same {
            seq,
            batch: new.batch,
            kind: new.kind,
            due_derived: new.due_derived,
            amount_known: new.amount_known,
            currency: new.currency,
            reason: new.reason,
            in_snapshot: new.in_snapshot,
        };
        if held.same != Some(same) {
            for at in SAME {
                bind(at)?;
            }
            held.same = Some(same);
        }
        for (at, null) in TEXTS.into_iter().zip(&mut held.null) {
            let is_null = values[at] == ValueRef::Null;
            if !is_null || !*null {
                bind(at)?;
                *null = is_null;
            }
        }
        for at in OWN {
            bind(at)?;
        }
        Ok(())
    }
}

impl<'c> Rows<'c> {
    /// Prepares the statements for a few rows.
    pub fn new(conn: &'c Connection) -> Res<Rows<'c>> {
        Ok(Rows {
            document: Statement::new(conn, 1)?,
            application: conn.prepare_cached(&insert("application", &APPLICATION, 1))?,
            many: None,
        })
    }

    /// The same for the many rows of a first import.
    pub fn many(conn: &'c Connection) -> Res<Rows<'c>> {
        let mut rows = Rows::new(conn)?;
        rows.many = Some(Many {
            document: Statement::new(conn, WIDE)?,
            application: conn.prepare_cached(&insert("application", &APPLICATION, WIDE))?,
            documents: Sealing::of(conn, Table::Document, &DOCUMENT)?,
            applications: Sealing::of(conn, Table::Application, &APPLICATION)?,
        });
        Ok(rows)
    }

    /// Writes documents; their ids follow each other from the answer on. Other caches than those of an untouched document only for a first
    /// import, which has worked them out itself.
    pub fn documents(&mut self, act: &mut Act<'_>, rows: &[Row<'_>]) -> Res<DocumentId> {
        let mut first = None;
        let mut rest = rows;
        while !rest.is_empty() {
            let wide = self.many.as_mut().filter(|_| rest.len() >= WIDE);
            let (now, later) = rest.split_at(if wide.is_some() { WIDE } else { 1 });
            let statement = match wide {
                Some(many) => &mut many.document,
                None => &mut self.document,
            };
            let days: Vec<Days> = now.iter().map(Days::of).collect();
            let values: Vec<_> = now
                .iter()
                .zip(&days)
                .map(|(row, days)| values(act.seq, row, days))
                .collect();
            for (slot, (row, values)) in now.iter().zip(&values).enumerate() {
                check_amount(row.new.amount)?;
                statement.bind(slot, act.seq, &row.new, values)?;
            }
            statement.sql.raw_execute()?;
            let begin = begin_of(act.conn, now.len());
            for ((row, values), id) in now.iter().zip(&values).zip(begin..) {
                match &mut self.many {
                    Some(many) => many.documents.row(act, id, values),
                    None => act.wrote(Table::Document, id),
                }
                wrote(act, row, DocumentId(id));
            }
            first = first.or(Some(DocumentId(begin)));
            rest = later;
        }
        first.ok_or_else(|| Fault::damaged("an import that writes no row"))
    }

    /// Settles parts of debit-side documents with parts of credit-side ones.
    pub fn settle(&mut self, act: &mut Act<'_>, parts: &[Settles]) -> Res<()> {
        let mut rest = parts;
        while !rest.is_empty() {
            let wide = self.many.as_mut().filter(|_| rest.len() >= WIDE);
            let (now, later) = rest.split_at(if wide.is_some() { WIDE } else { 1 });
            let statement = match wide {
                Some(many) => &mut many.application,
                None => &mut self.application,
            };
            let mut place = 1;
            for part in now {
                for value in settling(act.seq, *part, &DayText::of(part.on)) {
                    statement.raw_bind_parameter(place, ToSqlOutput::Borrowed(value))?;
                    place += 1;
                }
            }
            statement.raw_execute()?;
            for (part, id) in now.iter().zip(begin_of(act.conn, now.len())..) {
                match &mut self.many {
                    Some(many) => {
                        let day = DayText::of(part.on);
                        many.applications
                            .row(act, id, &settling(act.seq, *part, &day));
                    }
                    None => act.wrote(Table::Application, id),
                }
                act.moves_on(part.on);
            }
            rest = later;
        }
        Ok(())
    }
}

/// The id of the first of so many rows that the last statement wrote: a table gives each the one after the highest.
fn begin_of(conn: &Connection, rows: usize) -> i64 {
    conn.last_insert_rowid() + 1 - rows as i64
}

/// Tells the act what a new document changes.
fn wrote(act: &mut Act<'_>, row: &Row<'_>, id: DocumentId) {
    act.moves_on(row.last_move);
    let open = Open {
        account: row.new.account,
        id,
        kind: row.new.kind,
        issued: row.new.issued,
        due: row.new.due,
        amount: row.open,
    };
    act.stands(open, row.last_move);
}

/// `INSERT INTO table (…) VALUES (?1, …), (…)`.
fn insert(table: &str, columns: &[&str], rows: usize) -> String {
    let row = |from: usize| {
        let places: Vec<String> = (1..=columns.len())
            .map(|n| format!("?{}", from + n))
            .collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(|n| row(n * columns.len())).collect();
    format!(
        "INSERT INTO {table} ({}) VALUES {}",
        columns.join(", "),
        rows.join(", ")
    )
}
