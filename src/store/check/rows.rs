//! Every row is as its event left it: digests, the chain of seals, undone rows, changed fields (FAULTS L5-L7, S9).
//!
//! SQLite finds a page that does not read; a byte that changed inside a valid row it does not. The digest of the event does, and the marks
//! beside it say which row.

use super::{line, none, some_of};
use crate::domain::ids::EventSeq;
use crate::store::events::{self, GENESIS};
use crate::store::fault::Res;
use crate::store::fields::Field;
use crate::store::protocol::CheckLine;
use crate::store::redaction;
use crate::store::seal::{self, MARK, Ranges, RowSums, Shapes};
use crate::store::table::Table;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, HashSet};

/// The seals follow each other without a gap from the first one on.
pub(super) fn chain(conn: &Connection) -> Res<CheckLine> {
    let name = "seal chain";
    let mut statement = conn.prepare(
        "SELECT e.seq, e.hash, coalesce(r.done, ''), coalesce(r.rows, ''), s.digest, s.marks, s.prev_seal, s.seal
         FROM event e LEFT JOIN event_result r ON r.event_seq = e.seq LEFT JOIN event_seal s ON s.event_seq = e.seq ORDER BY e.seq",
    )?;
    let left = redaction::left(conn)?;
    let mut rows = statement.query([])?;
    let (mut prev, mut sealed, mut open) = (GENESIS.to_owned(), 0u64, 0u64);
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        let Some(seal) = r.get::<_, Option<String>>(7)? else {
            if sealed > 0 {
                return Ok(line(name, false, format!("event {seq} lost its seal")));
            }
            open += 1;
            continue;
        };
        let (hash, done, ranges): (String, String, String) = (r.get(1)?, r.get(2)?, r.get(3)?);
        let (digest, marks, before): (String, Vec<u8>, String) = (r.get(4)?, r.get(5)?, r.get(6)?);
        let made = seal::seal_of(&prev, &hash, &done, &ranges, &digest, &marks);
        let expected = left.get(&seq).and_then(|l| l.seal.as_ref());
        if before != prev || made != *expected.unwrap_or(&seal) {
            return Ok(line(
                name,
                false,
                format!("what belongs to event {seq} was changed after it was sealed"),
            ));
        }
        prev = seal;
        sealed += 1;
    }
    Ok(line(
        name,
        true,
        match (sealed, open) {
            (0, 0) => "no event yet".into(),
            (_, 0) => format!("{sealed} events, head {}", &prev[..16]),
            (0, _) => format!("all {open} events are of format 1, which sealed none"),
            _ => format!(
                "{sealed} events, head {}; the {open} before them are of format 1, which sealed none",
                &prev[..16]
            ),
        },
    ))
}

/// What was blacked out, when anything was: those acts are proven by what the redaction left.
pub(super) fn blacked_out(conn: &Connection) -> Res<Vec<CheckLine>> {
    let mut statement = conn.prepare(
        "SELECT 'act #' || x.event_seq || ' by ' || e.actor || ' (' || count(*) || ' acts)' FROM redaction x JOIN event e ON e.seq = x.event_seq GROUP BY x.event_seq ORDER BY x.event_seq",
    )?;
    let found: Vec<String> = statement
        .query_map([], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(if found.is_empty() {
        Vec::new()
    } else {
        vec![line(
            "blacked out",
            true,
            format!("texts in: {}", some_of(&found)),
        )]
    })
}

/// An event as its rows are proven by.
struct Written {
    seq: i64,
    what: String,
    ranges: Ranges,
    seal: Option<(String, Vec<u8>)>,
    undone_by: Option<i64>,
}

/// Every row of every event: as it was written, undone when its event was, and none besides.
pub(super) fn digests(conn: &Connection) -> Res<Vec<CheckLine>> {
    let mut statement = conn.prepare(
        "SELECT e.seq, e.what, s.digest, s.marks, u.seq FROM event e
         LEFT JOIN event_seal s ON s.event_seq = e.seq LEFT JOIN event u ON u.undoes_seq = e.seq ORDER BY e.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut left = redaction::left(conn)?;
    let mut shapes = Shapes::default();
    let mut per_table: BTreeMap<Table, u64> = BTreeMap::new();
    let (mut changed, mut voids, mut covered) = (Vec::new(), Vec::new(), 0u64);
    let (mut sealed, mut unsealed) = (0u64, 0u64);
    while let Some(r) = rows.next()? {
        let seq = r.get(0)?;
        let written = Written {
            seq,
            what: r.get(1)?,
            ranges: events::rows_of(conn, EventSeq(seq))?,
            seal: match (r.get::<_, Option<String>>(2)?, left.remove(&seq)) {
                (Some(digest), None) => Some((digest, r.get(3)?)),
                (Some(_), Some(left)) => left.digest.zip(left.marks),
                (None, _) => None,
            },
            undone_by: r.get(4)?,
        };
        let sums = seal::rows_of_event(
            conn,
            &mut shapes,
            EventSeq(seq),
            &written.ranges,
            true,
            written.undone_by,
        )?;
        match &written.seal {
            Some(_) => sealed += sums.count,
            None => unsealed += sums.count,
        }
        covered += sums.count;
        written.differences(&sums, &mut changed);
        voids.extend(
            sums.odd_voids
                .iter()
                .map(|(table, id)| format!("{} #{id}", table.name())),
        );
        for (table, (first, last)) in &written.ranges {
            let missing = sums.missing.iter().filter(|(t, _)| t == table).count() as u64;
            *per_table.entry(*table).or_default() += (last - first + 1) as u64 - missing;
        }
    }
    let mut out = Vec::new();
    out.push(none("row digests", &changed, || match (sealed, unsealed) {
        (_, 0) => format!("{sealed} rows are as they were written"),
        (0, _) => format!("{unsealed} rows are of format 1, which kept no digests"),
        _ => format!(
            "{sealed} rows are as they were written; {unsealed} are of format 1, which kept no digests"
        ),
    }));
    out.push(none("undone means undone", &voids, || {
        "rows are undone exactly where their act is".into()
    }));
    let strays = strays(conn, &per_table)?;
    out.push(none("rows and events", &strays, || {
        format!("{covered} rows, each written by one event")
    }));
    Ok(out)
}

impl Written {
    /// What differs from what was written, row by row.
    fn differences(&self, sums: &RowSums, out: &mut Vec<String>) {
        let act = || format!("act #{} ({})", self.seq, short(&self.what));
        for (table, id) in &sums.missing {
            out.push(format!("{} #{id} of {} is gone", table.name(), act()));
        }
        let Some((digest, marks)) = &self.seal else {
            return;
        };
        if *digest == sums.digest {
            return;
        }
        let before = out.len();
        let gone: HashSet<(Table, i64)> = sums.missing.iter().copied().collect();
        let mut at = 0;
        for (table, (first, last)) in seal::in_order(&self.ranges) {
            for id in first..=last {
                let place = at..at + MARK;
                at += MARK;
                if marks.get(place.clone()) != sums.marks.get(place) && !gone.contains(&(table, id))
                {
                    out.push(format!(
                        "{} #{id} is not as {} wrote it",
                        table.name(),
                        act()
                    ));
                }
            }
        }
        if out.len() == before && gone.is_empty() {
            out.push(format!("a row of {} is not as it was written", act()));
        }
    }
}

fn short(what: &str) -> String {
    if what.chars().count() <= 60 {
        return what.to_owned();
    }
    let cut: String = what.chars().take(59).collect();
    format!("{cut}…")
}

/// Rows that no event says to have written.
fn strays(conn: &Connection, covered: &BTreeMap<Table, u64>) -> Res<Vec<String>> {
    let mut out = Vec::new();
    for table in Table::ALL {
        let name = table.name();
        let rows: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {name}"), [], |r| r.get(0))?;
        let known = covered.get(&table).copied().unwrap_or_default();
        if rows.unsigned_abs() == known {
            continue;
        }
        let mut statement =
            conn.prepare(&format!("SELECT id, event_seq FROM {name} ORDER BY id"))?;
        let mut found = statement.query([])?;
        let (mut of, mut range) = (None, None);
        while let Some(r) = found.next()? {
            let (id, seq): (i64, i64) = (r.get(0)?, r.get(1)?);
            if of != Some(seq) {
                of = Some(seq);
                range = events::rows_of(conn, EventSeq(seq))?.get(&table).copied();
            }
            if range.is_none_or(|(first, last)| !(first..=last).contains(&id)) {
                out.push(format!("{name} #{id} belongs to no act"));
            }
        }
    }
    Ok(out)
}

/// A field has the value that its newest change which stands gave it; the one before the first when all were undone.
pub(super) fn changed_fields(conn: &Connection) -> Res<CheckLine> {
    let mut statement = conn.prepare(
        "SELECT entity, entity_id, field, before, after, voided_by FROM field_change ORDER BY entity, entity_id, field, id",
    )?;
    let mut rows = statement.query([])?;
    let mut wrong = Vec::new();
    let mut count = 0u64;
    let mut group: Option<(String, i64, String, Option<String>)> = None;
    let mut close = |group: Option<(String, i64, String, Option<String>)>| -> Res<()> {
        let Some((entity, id, field, value)) = group else {
            return Ok(());
        };
        count += 1;
        // The names are those of the schema: an unknown one is refused here.
        Field::of(&entity, &field)?;
        let now: Option<(Option<String>, bool)> = conn
            .prepare_cached(&format!(
                "SELECT CAST({field} AS TEXT), voided_by IS NOT NULL FROM {entity} WHERE id = ?1"
            ))?
            .query_row(params![id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        // An undone row stays as its event left it; the digest of its event proves that.
        if !matches!(&now, Some((_, true))) && now.map(|(value, _)| value) != Some(value) {
            wrong.push(format!("{field} of {entity} #{id}"));
        }
        Ok(())
    };
    while let Some(r) = rows.next()? {
        let (entity, id, field): (String, i64, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let same = group
            .as_ref()
            .is_some_and(|(e, i, f, _)| (e, i, f) == (&entity, &id, &field));
        if !same {
            close(group.take())?;
            group = Some((entity, id, field, r.get(3)?));
        }
        if r.get::<_, Option<i64>>(5)?.is_none()
            && let Some((_, _, _, value)) = &mut group
        {
            *value = r.get(4)?;
        }
    }
    close(group)?;
    Ok(if wrong.is_empty() {
        line(
            "changed fields",
            true,
            format!("{count} fields are what their changes say"),
        )
    } else {
        line(
            "changed fields",
            false,
            format!(
                "{} are not what their changes say: {}",
                wrong.len(),
                some_of(&wrong)
            ),
        )
    })
}
