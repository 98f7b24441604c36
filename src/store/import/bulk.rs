//! What an import asks of SQLite for its time: more room for pages, and for a first import no triggers and secondary indexes of the money tables,
//! which are made again when its rows are written, inside the same transaction (PERFORMANCE, design 5).

use crate::store::act::Act;
use crate::store::engine::CACHE_KIB;
use crate::store::fault::Res;
use rusqlite::Connection;

/// So many rows do not fit into the room for pages.
const MANY: usize = 1_000_000;

/// Room for the pages of an import, in KiB.
const ROOM: usize = 131_072;

/// What a row of the largest index takes while it is sorted, in bytes: number, account, kind and day, and the sorter's own words.
const SORTED: usize = 72;

/// SQLite sorts no more than this in one piece, in KiB.
const PIECE: usize = 524_288;

/// A setting of the connection that is taken back when its time is over, also when an import fails.
struct Setting<'c> {
    conn: &'c Connection,
    back: String,
}

impl<'c> Setting<'c> {
    fn new(conn: &'c Connection, set: &str, back: String) -> Res<Setting<'c>> {
        conn.execute_batch(set)?;
        Ok(Setting { conn, back })
    }
}

impl Drop for Setting<'_> {
    fn drop(&mut self) {
        // Whatever speaks against it speaks against the next statement as well, which says so.
        let _ = self.conn.execute_batch(&self.back);
    }
}

/// More room for pages: those that do not fit are written and read again.
pub(super) struct Room<'c> {
    _size: Setting<'c>,
}

impl<'c> Room<'c> {
    /// As much as an import of so many rows needs. The pages of very many would not fit anyway, and the rows themselves take the room.
    pub(super) fn of_rows(conn: &'c Connection, rows: usize) -> Res<Option<Room<'c>>> {
        if rows < MANY {
            Room::of(conn, ROOM).map(Some)
        } else {
            Ok(None)
        }
    }

    fn of(conn: &'c Connection, kib: usize) -> Res<Room<'c>> {
        let size = |kib: usize| format!("PRAGMA cache_size = -{kib}");
        Ok(Room {
            _size: Setting::new(conn, &size(kib), size(CACHE_KIB))?,
        })
    }
}

/// Triggers and secondary indexes of the money tables, while a first import goes without them.
pub(super) struct Bulk<'c> {
    again: Vec<String>,
    rows: usize,
    room: Option<Room<'c>>,
}

impl<'c> Bulk<'c> {
    /// Takes them away, for so many rows.
    pub(super) fn begin(act: &Act<'c>, rows: usize) -> Res<Bulk<'c>> {
        let mut statement = act.conn.prepare(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN ('document', 'application')
               AND type IN ('index', 'trigger') ORDER BY type, name",
        )?;
        let found: Vec<(String, String, String)> = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<Result<_, _>>()?;
        drop(statement);
        let room = Room::of_rows(act.conn, rows)?;
        let mut again = Vec::with_capacity(found.len());
        for (kind, name, sql) in found {
            // Both words come from the schema itself: `index` or `trigger`, and a name that this program gave.
            act.conn.execute_batch(&format!("DROP {kind} \"{name}\""))?;
            again.push(sql);
        }
        Ok(Bulk { again, rows, room })
    }

    /// Makes them again. With `temp_store` in memory SQLite asks for the memory of every entry that it sorts by itself; else it takes one
    /// piece, as large as the room for pages, and writes a file beside it only when that is full. So the room is made to hold all of them.
    pub(super) fn end(self, act: &Act<'c>) -> Res<()> {
        drop(self.room);
        let _room = Room::of(act.conn, sorting(self.rows))?;
        let _sorting = Setting::new(
            act.conn,
            "PRAGMA temp_store = FILE",
            "PRAGMA temp_store = MEMORY".to_owned(),
        )?;
        for sql in self.again {
            act.conn.execute_batch(&sql)?;
        }
        Ok(())
    }
}

/// Room to sort the entries of an index over so many rows, in KiB.
fn sorting(rows: usize) -> usize {
    (rows * SORTED / 1024).clamp(ROOM, PIECE)
}
