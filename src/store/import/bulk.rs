//! A first import goes without the triggers and secondary indexes of the money tables and makes them again when its rows are written, inside the
//! same transaction (PERFORMANCE, design 5).

use crate::store::act::Act;
use crate::store::fault::Res;

/// So many rows do not fit into the room for pages.
const MANY: usize = 1_000_000;

/// Room for the pages of a first import.
const ROOM: &str = "PRAGMA cache_size = -131072";

/// Triggers and secondary indexes of the money tables, while a first import goes without them.
pub(super) struct Bulk {
    again: Vec<String>,
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
            act.conn.execute_batch(ROOM)?;
        }
        let mut again = Vec::with_capacity(found.len());
        for (kind, name, sql) in found {
            // Both words come from the schema itself: `index` or `trigger`, and a name that this program gave.
            act.conn.execute_batch(&format!("DROP {kind} \"{name}\""))?;
            again.push(sql);
        }
        Ok(Bulk { again })
    }

    /// Makes them again.
    pub(super) fn end(self, act: &Act<'_>) -> Res<()> {
        act.conn.execute_batch(ROOM)?;
        for sql in self.again {
            act.conn.execute_batch(&sql)?;
        }
        act.conn.execute_batch("PRAGMA cache_size = -16000")?;
        Ok(())
    }
}
