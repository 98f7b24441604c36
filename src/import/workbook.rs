//! From the bytes of a workbook to its sheets; and the way there through a pipe, so that a process of its own can do it.
//!
//! Unpacking runs code of others over bytes of others: `unpack` contains what it can, and the command runs it in a child with
//! little memory and time (`cli::import::unpack`). What crosses the pipe is `Grid`'s own form, checked when it is taken in.

use super::container::{Form, Unreadable, form};
use super::encoding;
use super::excel;
use super::findings::Code;
use super::grid::{Grid, MAX_CELLS, MAX_COLUMNS, Overfull};
use super::{web_table, xml_sheet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The first bytes of what crosses the pipe.
const MAGIC: &[u8; 8] = b"bywhen1\n";
/// What may hold sheets.
pub(crate) const NAMES: [&str; 5] = ["xlsx", "xls", "ods", "xml spreadsheet", "html"];

/// The sheets of a workbook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workbook {
    name: &'static str,
    grids: Vec<Grid>,
}

impl Workbook {
    pub(crate) fn new(name: &'static str, grids: Vec<Grid>) -> Workbook {
        Workbook { name, grids }
    }

    /// What held the sheets.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn into_grids(self) -> Vec<Grid> {
        self.grids
    }
}

impl From<Overfull> for Unreadable {
    fn from(overfull: Overfull) -> Unreadable {
        match overfull {
            Overfull::Cells => Unreadable::too_large(format!(
                "more than {MAX_CELLS} cells: this is not a list of open items"
            )),
            Overfull::Columns => Unreadable {
                code: Code::TooManyColumns,
                message: format!(
                    "a cell stands right of column {MAX_COLUMNS}: this is not a list of open items"
                ),
            },
            Overfull::Bytes => Unreadable::too_large(
                "the cells hold more text than any list of open items".to_owned(),
            ),
        }
    }
}

/// Unpacks a workbook here.
///
/// # Errors
/// When it is damaged, protected, larger than any report, or made to do harm; in words that say what to do.
pub fn unpack(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let form = form(bytes)?;
    // The readers of foreign formats may still stop on bytes that nobody has tried on them.
    catch_unwind(AssertUnwindSafe(|| match form {
        Form::Zip => excel::zipped(bytes),
        Form::Compound => excel::compound(bytes),
        Form::XmlSheet => {
            let text = encoding::of_markup(bytes)?;
            Ok(Workbook::new("xml spreadsheet", xml_sheet::read(&text)?))
        }
        Form::Html => {
            let text = encoding::of_markup(bytes)?;
            Ok(Workbook::new("html", web_table::read(&text)?))
        }
        Form::Text => Err(damaged()),
    }))
    .unwrap_or_else(|_| Err(damaged()))
}

/// A workbook whose inside makes no sense.
pub(crate) fn damaged() -> Unreadable {
    Unreadable::new(
        "the workbook is damaged; open it in a spreadsheet, save it again or as CSV UTF-8"
            .to_owned(),
    )
}

/// What came of unpacking, as it crosses the pipe.
#[must_use]
pub fn to_pipe(unpacked: &Result<Workbook, Unreadable>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    match unpacked {
        Ok(workbook) => {
            let name = NAMES.iter().position(|n| *n == workbook.name).unwrap_or(0);
            out.push(u8::try_from(name).unwrap_or(0));
            for grid in &workbook.grids {
                grid.write(&mut out);
            }
        }
        Err(why) => {
            out.push(u8::MAX);
            out.extend_from_slice(why.code.name().as_bytes());
            out.push(b'\n');
            out.extend_from_slice(why.message.as_bytes());
        }
    }
    out
}

/// Takes in what [`to_pipe`] has written; `None` when it is anything else.
#[must_use]
pub fn from_pipe(bytes: &[u8]) -> Option<Result<Workbook, Unreadable>> {
    let (head, mut rest) = bytes.strip_prefix(MAGIC)?.split_first()?;
    if *head == u8::MAX {
        let (code, message) = std::str::from_utf8(rest).ok()?.split_once('\n')?;
        return Some(Err(Unreadable {
            code: Code::from_name(code)?,
            message: message.to_owned(),
        }));
    }
    let name = NAMES.get(usize::from(*head))?;
    let mut grids = Vec::new();
    while !rest.is_empty() {
        grids.push(Grid::read(&mut rest)?);
    }
    Some(Ok(Workbook::new(name, grids)))
}
