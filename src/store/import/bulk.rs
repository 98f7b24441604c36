//! A first import goes without the triggers and secondary indexes of the money tables and makes them again when its rows are written, inside the
//! same transaction (PERFORMANCE, design 5).

use crate::store::act::Act;
use crate::store::fault::Res;

/// So many rows do not fit into the room for pages.
const MANY: usize = 1_000_000;

/// Room for the pages of a first import, in KiB.
const ROOM: usize = 131_072;

/// What a row of the largest index takes while it is sorted, in bytes: number, account, kind and day, and the sorter's own words.
const SORTED: usize = 72;

/// SQLite sorts no more than this in one piece, in KiB.
const PIECE: usize = 524_288;

/// Triggers and secondary indexes of the money tables, while a first import goes without them.
pub(super) struct Bulk {
    again: Vec<String>,
    rows: usize,
}

impl Bulk {
    /// Takes them away, for so many rows.
    pub(super) fn begin(act: &Act<'_>, rows: usize) -> Res<Bulk> {
        let mut statement = act.conn.prepare(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN ('document', 'application')
               AND type IN ('index', 'trigger') ORDER BY type, name",
        )?;
        let found: Vec<(String, String, String)> = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<Result<_, _>>()?;
        drop(statement);
        // Pages that do not fit are written and read again: for the one large transaction there is more room. Of many rows the pages
        // would not fit anyway, and they are only added at the end, while the rows themselves take the room.
        if rows < MANY {
            room(act, ROOM)?;
        }
        let mut again = Vec::with_capacity(found.len());
        for (kind, name, sql) in found {
            // Both words come from the schema itself: `index` or `trigger`, and a name that this program gave.
            act.conn.execute_batch(&format!("DROP {kind} \"{name}\""))?;
            again.push(sql);
        }
        Ok(Bulk { again, rows })
    }

    /// Makes them again. With `temp_store` in memory SQLite asks for the memory of every entry that it sorts by itself; else it takes one
    /// piece, as large as the room for pages, and writes a file beside it only when that is full. So the room is made to hold all of them.
    pub(super) fn end(self, act: &Act<'_>) -> Res<()> {
        room(act, sorting(self.rows))?;
        act.conn.execute_batch("PRAGMA temp_store = FILE")?;
        for sql in self.again {
            act.conn.execute_batch(&sql)?;
        }
        act.conn.execute_batch("PRAGMA temp_store = MEMORY")?;
        room(act, 16_000)
    }
}

/// Room to sort the entries of an index over so many rows, in KiB.
fn sorting(rows: usize) -> usize {
    (rows * SORTED / 1024).clamp(ROOM, PIECE)
}

fn room(act: &Act<'_>, kib: usize) -> Res<()> {
    Ok(act
        .conn
        .execute_batch(&format!("PRAGMA cache_size = -{kib}"))?)
}
