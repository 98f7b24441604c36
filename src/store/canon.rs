//! A row as bytes: the one canonical form that digests are made of, at writing and at every check.
//!
//! Law: each column by its place and type, texts with their length, so that no two rows give the same bytes. NULL and the declared
//! default are left out: a column that a later version adds changes no old digest. Caches and `voided_by` are not part of a row (they
//! are proven on their own); a field that may change counts with the value that it had when its event was written.

use super::fault::Res;
use super::fields::Field;
use super::table::Table;
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;

/// A SHA-256 sum.
pub(super) type Sum = [u8; 32];

/// Columns that are worked out from others; `check` makes them anew and compares.
const CACHES: [(&str, &str); 3] = [
    ("document", "open_minor"),
    ("document", "last_move_on"),
    ("account", "name_key"),
];

/// One column that a digest covers.
struct Column {
    /// Its place in the table: what the bytes name it by.
    place: u8,
    name: String,
    default: Option<Value>,
    field: Option<Field>,
}

/// How the rows of a table are read and written as bytes.
pub(super) struct Shape {
    columns: Vec<Column>,
}

/// The earlier values of changed fields of one row.
pub(super) type Earlier = HashMap<Field, Option<String>>;

impl Shape {
    /// The shape of a table in this ledger.
    pub fn of(conn: &Connection, table: Table) -> Res<Shape> {
        let name = table.name();
        let mut statement =
            conn.prepare_cached("SELECT cid, name, dflt_value FROM pragma_table_info(?1)")?;
        let mut rows = statement.query([name])?;
        let mut columns = Vec::new();
        while let Some(r) = rows.next()? {
            let column: String = r.get(1)?;
            if column == "id" || column == "voided_by" || CACHES.contains(&(name, &column)) {
                continue;
            }
            columns.push(Column {
                place: r.get(0)?,
                field: Field::of(name, &column).ok(),
                default: r
                    .get::<_, Option<String>>(2)?
                    .and_then(|text| literal(&text)),
                name: column,
            });
        }
        Ok(Shape { columns })
    }

    /// Its columns for a SELECT, after `id` and `voided_by`.
    pub fn select(&self) -> String {
        let mut out = String::from("id, voided_by");
        for column in &self.columns {
            let _ = write!(out, ", \"{}\"", column.name);
        }
        out
    }

    /// Its columns by name, for a digest that another database must reproduce.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|c| c.name.as_str()).collect();
        names.join(",")
    }

    /// Where its columns stand among some names; a column that is not among them holds its default.
    pub fn places(&self, names: &[&str]) -> Vec<Option<usize>> {
        let place = |c: &Column| names.iter().position(|name| *name == c.name);
        self.columns.iter().map(place).collect()
    }

    /// Writes a row that is being written, its values at `places`, into `out`.
    pub fn write_values(
        &self,
        id: i64,
        places: &[Option<usize>],
        values: &[ValueRef<'_>],
        out: &mut Vec<u8>,
    ) {
        out.clear();
        integer(id, out);
        for (column, place) in self.columns.iter().zip(places) {
            if let Some(value) = place.and_then(|at| values.get(at)) {
                column.put(*value, out);
            }
        }
    }

    /// Writes a row, selected by `select`, into `out`.
    pub fn write(
        &self,
        row: &rusqlite::Row<'_>,
        earlier: Option<&Earlier>,
        out: &mut Vec<u8>,
    ) -> Res<()> {
        out.clear();
        integer(row.get(0)?, out);
        for (i, column) in self.columns.iter().enumerate() {
            let before = column.field.and_then(|f| Some((f, earlier?.get(&f)?)));
            match before {
                Some((field, text)) => {
                    let value = field.value(text.as_deref())?;
                    column.put(ValueRef::from(&value), out);
                }
                None => column.put(row.get_ref(i + 2)?, out),
            }
        }
        Ok(())
    }
}

impl Column {
    fn put(&self, value: ValueRef<'_>, out: &mut Vec<u8>) {
        if value == ValueRef::Null
            || self
                .default
                .as_ref()
                .is_some_and(|d| ValueRef::from(d) == value)
        {
            return;
        }
        out.push(self.place);
        put(value, out);
    }
}

/// A value as bytes: its type, its length where that varies, itself.
pub(super) fn put(value: ValueRef<'_>, out: &mut Vec<u8>) {
    let mut bytes = |kind: u8, bytes: &[u8]| {
        out.push(kind);
        out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        out.extend_from_slice(bytes);
    };
    match value {
        ValueRef::Null => out.push(0),
        ValueRef::Integer(n) => {
            out.push(1);
            integer(n, out);
        }
        ValueRef::Text(text) => bytes(2, text),
        ValueRef::Blob(blob) => bytes(3, blob),
        // No table has such a column; a row that holds one all the same must not look like another.
        ValueRef::Real(number) => bytes(4, &number.to_be_bytes()),
    }
}

fn integer(n: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(&n.to_be_bytes());
}

/// A column's default that is a number or a text; anything else is worked out by SQL and not left out.
fn literal(text: &str) -> Option<Value> {
    if let Ok(n) = text.parse() {
        return Some(Value::Integer(n));
    }
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(Value::Text(inner.replace("''", "'")))
}

/// The sum of some bytes.
pub(super) fn sum(bytes: &[u8]) -> Sum {
    Sha256::digest(bytes).into()
}

/// Fields of any length as one sum: the length of each goes before it.
pub(super) fn sum_fields(fields: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hex(&hasher.finalize().into())
}

/// A sum in words of a terminal.
pub(super) fn hex(sum: &Sum) -> String {
    let mut out = String::with_capacity(64);
    for byte in sum {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
