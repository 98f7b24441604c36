//! What proves an act whose texts were blacked out: the sums that it gives since.

use crate::domain::ids::EventSeq;
use crate::store::fault::Res;
use crate::store::{events, seal};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};

/// What an act's fields, answer and rows come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::store) struct Left {
    /// Of its fields.
    pub hash: String,
    /// Of all that belongs to it; none where it was never sealed (format 1).
    pub seal: Option<String>,
    /// Of its rows.
    pub digest: Option<String>,
    /// Four bytes per row.
    pub marks: Option<Vec<u8>>,
}

/// What redactions left, by act: the newest counts. Empty in a ledger of a format that has none.
pub(in crate::store) fn all(conn: &Connection) -> Res<HashMap<i64, Left>> {
    let mut out = HashMap::new();
    let there: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'redaction')",
        [],
        |r| r.get(0),
    )?;
    if !there {
        return Ok(out);
    }
    let mut statement =
        conn.prepare("SELECT of_seq, hash, seal, digest, marks FROM redaction ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let left = Left {
            hash: r.get(1)?,
            seal: r.get(2)?,
            digest: r.get(3)?,
            marks: r.get(4)?,
        };
        out.insert(r.get(0)?, left);
    }
    Ok(out)
}

/// What every act comes to at this moment.
pub(super) fn of_every_act(conn: &Connection) -> Res<BTreeMap<i64, Left>> {
    let mut statement = conn.prepare(
        "SELECT e.seq, e.hash, r.done, r.rows, s.digest, s.marks, s.prev_seal, u.seq
         FROM event e JOIN event_result r ON r.event_seq = e.seq
         LEFT JOIN event_seal s ON s.event_seq = e.seq LEFT JOIN event u ON u.undoes_seq = e.seq ORDER BY e.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut shapes = seal::Shapes::default();
    let mut out = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        let Some(hash) = events::fields_sum(conn, seq)? else {
            continue;
        };
        let mut left = Left {
            hash,
            seal: None,
            digest: None,
            marks: None,
        };
        if let Some(prev) = r.get::<_, Option<String>>(6)? {
            let (own, done, ranges): (String, String, String) = (r.get(1)?, r.get(2)?, r.get(3)?);
            let (digest, marks): (String, Vec<u8>) = (r.get(4)?, r.get(5)?);
            left.seal = Some(seal::seal_of(&prev, &own, &done, &ranges, &digest, &marks));
            let sums = seal::rows_of_event(
                conn,
                &mut shapes,
                EventSeq(seq),
                &events::rows_of(conn, EventSeq(seq))?,
                true,
                r.get(7)?,
            )?;
            left.digest = Some(sums.digest);
            left.marks = Some(sums.marks);
        }
        out.insert(seq, left);
    }
    Ok(out)
}
