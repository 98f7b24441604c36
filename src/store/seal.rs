//! Seals: a digest of the rows that an event wrote, chained from event to event (L7), and the proof of it.
//!
//! Law: written with the rows, in their transaction, after the last of them. One digest per event keeps an import of a whole book cheap;
//! four bytes per row beside it say which row differs. `check` calls `rows_of_event` again, later, and must get the same.

use super::canon::{self, Earlier, Shape};
use super::events::GENESIS;
use super::fault::Res;
use super::fields::Field;
use super::table::Table;
use crate::domain::ids::EventSeq;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Bytes that each row leaves behind to be told apart by.
pub(super) const MARK: usize = 4;

/// The tables of an event with the first and last id of its rows.
pub(super) type Ranges = BTreeMap<Table, (i64, i64)>;

/// The shapes of tables, read when first needed.
#[derive(Default)]
pub(super) struct Shapes(HashMap<Table, Shape>);

impl Shapes {
    fn get(&mut self, conn: &Connection, table: Table) -> Res<&Shape> {
        Ok(match self.0.entry(table) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Shape::of(conn, table)?),
        })
    }
}

/// What an event's rows come to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct RowSums {
    /// The digest of all of them.
    pub digest: String,
    /// Four bytes per id of each range, zero where there is no row.
    pub marks: Vec<u8>,
    /// How many rows there are.
    pub count: u64,
    /// Ids within the ranges that have no row of this event.
    pub missing: Vec<(Table, i64)>,
    /// Rows that say to be undone by that event, or by none, against what the log says.
    pub odd_voids: Vec<(Table, i64)>,
}

/// The rows of one table, added up in the order of their ids.
#[derive(Clone, Debug)]
pub(super) struct TableSum {
    first: i64,
    next: i64,
    sum: Sha256,
    marks: Vec<u8>,
    count: u64,
}

impl TableSum {
    /// No row yet; the first id that is awaited.
    pub fn begin(first: i64) -> TableSum {
        TableSum {
            first,
            next: first,
            sum: Sha256::new(),
            marks: Vec::new(),
            count: 0,
        }
    }

    /// Adds a row in its canonical form.
    pub fn row(&mut self, id: i64, bytes: &[u8]) {
        self.skip_to(id);
        let sum = canon::sum(bytes);
        self.sum.update(sum);
        self.marks.extend_from_slice(&sum[..MARK]);
        self.count += 1;
        self.next = id + 1;
    }

    /// Ids before `id` that have no row.
    fn skip_to(&mut self, id: i64) {
        for _ in self.next..id {
            self.sum.update([0; 32]);
            self.marks.extend_from_slice(&[0; MARK]);
        }
        self.next = self.next.max(id);
    }

    /// It holds every id of the range, and no other.
    fn is_whole(&self, (first, last): (i64, i64)) -> bool {
        let ids = last.abs_diff(first).saturating_add(1);
        self.first == first && self.next == last + 1 && self.count == ids
    }
}

/// Tables in the order that digests take them: by name, so that a new one changes nothing.
pub(super) fn in_order(ranges: &Ranges) -> Vec<(Table, (i64, i64))> {
    let mut out: Vec<_> = ranges.iter().map(|(t, r)| (*t, *r)).collect();
    out.sort_by_key(|(table, _)| table.name());
    out
}

/// Reads the rows of an event and adds them up. `later` is whether fields may have changed since; `undone_by` what voids them.
pub(super) fn rows_of_event(
    conn: &Connection,
    shapes: &mut Shapes,
    seq: EventSeq,
    ranges: &Ranges,
    later: bool,
    undone_by: Option<i64>,
) -> Res<RowSums> {
    let mut out = RowSums::default();
    let mut whole = Whole::default();
    for (table, range) in in_order(ranges) {
        let shape = shapes.get(conn, table)?;
        let sum = read_back(conn, shape, table, (seq, range), later, undone_by, &mut out)?;
        whole.add(table, range, sum, &mut out);
    }
    out.digest = whole.digest();
    Ok(out)
}

/// Reads the rows of one table and adds them up.
fn read_back(
    conn: &Connection,
    shape: &Shape,
    table: Table,
    (seq, (first, last)): (EventSeq, (i64, i64)),
    later: bool,
    undone_by: Option<i64>,
    out: &mut RowSums,
) -> Res<TableSum> {
    let earlier = if later {
        earlier_values(conn, table, (first, last), seq)?
    } else {
        HashMap::new()
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM {} WHERE id BETWEEN ?1 AND ?2 AND event_seq = ?3 ORDER BY id",
        shape.select(),
        table.name()
    ))?;
    let mut rows = statement.query(params![first, last, seq])?;
    let mut sum = TableSum::begin(first);
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        out.missing.extend((sum.next..id).map(|gap| (table, gap)));
        shape.write(row, earlier.get(&id), &mut bytes)?;
        sum.row(id, &bytes);
        if row.get::<_, Option<i64>>(1)? != undone_by {
            out.odd_voids.push((table, id));
        }
    }
    out.missing
        .extend((sum.next..=last).map(|gap| (table, gap)));
    sum.skip_to(last + 1);
    Ok(sum)
}

/// The digest over all tables of an event.
#[derive(Default)]
struct Whole(Sha256);

impl Whole {
    fn add(&mut self, table: Table, (first, last): (i64, i64), sum: TableSum, out: &mut RowSums) {
        let name = table.name().as_bytes();
        self.0.update((name.len() as u64).to_be_bytes());
        self.0.update(name);
        self.0.update(first.to_be_bytes());
        self.0.update(last.to_be_bytes());
        self.0.update(sum.sum.finalize());
        out.marks.extend_from_slice(&sum.marks);
        out.count += sum.count;
    }

    fn digest(self) -> String {
        canon::hex(&self.0.finalize().into())
    }
}

/// What changed fields of some rows were when the event was written: the `before` of the first later change.
fn earlier_values(
    conn: &Connection,
    table: Table,
    (first, last): (i64, i64),
    seq: EventSeq,
) -> Res<HashMap<i64, Earlier>> {
    let mut out: HashMap<i64, Earlier> = HashMap::new();
    if !matches!(table, Table::Account | Table::Contact | Table::Document) {
        return Ok(out);
    }
    let mut statement = conn.prepare_cached(
        "SELECT entity_id, field, before FROM field_change
         WHERE entity = ?1 AND entity_id BETWEEN ?2 AND ?3 AND event_seq > ?4 ORDER BY id",
    )?;
    let mut rows = statement.query(params![table.name(), first, last, seq])?;
    while let Some(r) = rows.next()? {
        let field = Field::of(table.name(), &r.get::<_, String>(1)?)?;
        let before: Option<String> = r.get(2)?;
        out.entry(r.get(0)?)
            .or_default()
            .entry(field)
            .or_insert(before);
    }
    Ok(out)
}

/// The head of the ledger: its newest event, and the seal that stands for everything up to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// The newest event; 0 = none.
    pub seq: i64,
    /// Its seal; the event's own hash where it has none (format 1).
    pub hash: String,
}

/// The newest event with its own hash, in a ledger of any format.
pub(super) fn head_event(conn: &Connection) -> Res<(i64, String)> {
    let found = conn
        .query_row(
            "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?;
    Ok(found.unwrap_or((0, GENESIS.to_owned())))
}

/// The head of a ledger.
pub(super) fn head(conn: &Connection) -> Res<Head> {
    let found = conn
        .query_row(
            "SELECT e.seq, coalesce(s.seal, e.hash) FROM event e LEFT JOIN event_seal s ON s.event_seq = e.seq ORDER BY e.seq DESC LIMIT 1",
            [],
            |r| Ok(Head { seq: r.get(0)?, hash: r.get(1)? }),
        )
        .optional()?;
    Ok(found.unwrap_or_else(|| Head {
        seq: 0,
        hash: GENESIS.to_owned(),
    }))
}

/// Seals an event whose rows, answer and ranges are written. `sums`: tables whose rows were added up while they were written.
pub(super) fn close(
    conn: &Connection,
    seq: EventSeq,
    ranges: &Ranges,
    mut sums: BTreeMap<Table, TableSum>,
) -> Res<()> {
    let mut shapes = Shapes::default();
    let mut all = RowSums::default();
    let mut whole = Whole::default();
    for (table, range) in in_order(ranges) {
        let sum = match sums.remove(&table).filter(|sum| sum.is_whole(range)) {
            Some(sum) => sum,
            None => {
                let shape = shapes.get(conn, table)?;
                read_back(conn, shape, table, (seq, range), false, None, &mut all)?
            }
        };
        whole.add(table, range, sum, &mut all);
    }
    let digest = whole.digest();
    let prev: Option<String> = conn
        .prepare_cached("SELECT seal FROM event_seal ORDER BY event_seq DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    let prev = prev.unwrap_or_else(|| GENESIS.to_owned());
    let (hash, done, rows): (String, String, String) = conn
        .prepare_cached("SELECT e.hash, r.done, r.rows FROM event e JOIN event_result r ON r.event_seq = e.seq WHERE e.seq = ?1")?
        .query_row(params![seq], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let seal = seal_of(&prev, &hash, &done, &rows, &digest, &all.marks);
    conn.prepare_cached(
        "INSERT INTO event_seal (event_seq, digest, marks, prev_seal, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![seq, digest, all.marks, prev, seal])?;
    Ok(())
}

/// What stands for an event and all before it.
pub(super) fn seal_of(
    prev: &str,
    hash: &str,
    done: &str,
    rows: &str,
    digest: &str,
    marks: &[u8],
) -> String {
    canon::sum_fields(&[
        prev.as_bytes(),
        hash.as_bytes(),
        done.as_bytes(),
        rows.as_bytes(),
        digest.as_bytes(),
        marks,
    ])
}
