//! A table as one JSON document: amounts in minor units with their currency in the row, text as it is in the ledger.

use super::sheet::{Cell, Sheet};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::io::{self, Write};

/// Writes it, with a line end.
pub(super) fn write(sheet: &Sheet, to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, sheet)?;
    to.write_all(b"\n")
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("export", self.name)?;
        map.serialize_entry("as_of", &self.as_of)?;
        for (name, value) in &self.meta {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry("rows", &Rows(self))?;
        if !self.notes.is_empty() {
            map.serialize_entry("notes", &self.notes)?;
        }
        map.end()
    }
}

struct Rows<'a>(&'a Sheet);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.0.rows.len()))?;
        for row in &self.0.rows {
            list.serialize_element(&Row(&self.0.columns, row))?;
        }
        list.end()
    }
}

struct Row<'a>(&'a [&'static str], &'a [Cell]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, cell) in self.0.iter().zip(self.1) {
            match cell {
                Cell::Text(text) => map.serialize_entry(name, text)?,
                Cell::Money(amount, _) => map.serialize_entry(name, amount)?,
                Cell::Number(n) => map.serialize_entry(name, n)?,
                // A rate is no money: 79.6 is the nearest number to 796 tenths, and is written so.
                Cell::Tenths(n) => map.serialize_entry(name, &(*n as f64 / 10.0))?,
                Cell::Day(day) => map.serialize_entry(name, day)?,
                Cell::Flag(flag) => map.serialize_entry(name, flag)?,
                Cell::Empty => map.serialize_entry(name, &())?,
            }
        }
        map.end()
    }
}
