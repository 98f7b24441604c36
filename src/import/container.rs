//! What a file is by its first bytes, never by its name; and what it holds once it is unpacked: text, or sheets of cells.
//!
//! What cannot be read is refused by name, with what to export instead. Workbooks and web tables are unpacked by `workbook`,
//! which the caller may have run elsewhere: a hostile one then harms nobody.

use super::findings::Code;
use super::grid::Grid;
use super::workbook::Workbook;

/// The largest file that is looked at: four million invoices, one a line, take 300 MiB.
pub const MAX_FILE: u64 = 1024 * 1024 * 1024;
/// The largest workbook; what it unpacks to has a limit of its own.
const MAX_WORKBOOK: usize = 64 * 1024 * 1024;

/// Why a file or a workbook cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl Unreadable {
    /// A workbook that could not be unpacked, in words that say what to do.
    #[must_use]
    pub fn new(message: String) -> Unreadable {
        Unreadable {
            code: Code::NotATable,
            message,
        }
    }

    /// One that is larger than any report.
    #[must_use]
    pub fn too_large(message: String) -> Unreadable {
        Unreadable {
            code: Code::TooLarge,
            message,
        }
    }
}

/// What a file holds.
#[derive(Debug)]
pub(crate) enum Contents {
    /// Text, still as bytes.
    Text,
    /// Sheets, and what held them.
    Sheets(&'static str, Vec<Grid>),
    /// Nothing that can be read.
    Refused(Unreadable),
}

/// What holds the cells.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Text,
    /// A zip archive: xlsx, ods, or something else.
    Zip,
    /// The compound file of old Excel.
    Compound,
    /// XML Spreadsheet 2003.
    XmlSheet,
    /// A web page with a table.
    Html,
}

/// True when the file must be unpacked before it can be read.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    form(bytes).is_ok_and(|form| form != Form::Text)
}

/// Looks into a file.
pub(crate) fn contents(
    bytes: &[u8],
    unpack: impl FnOnce() -> Result<Workbook, Unreadable>,
) -> Contents {
    match form(bytes) {
        Ok(Form::Text) => Contents::Text,
        Ok(_) => match unpack() {
            Ok(workbook) => Contents::Sheets(workbook.name(), workbook.into_grids()),
            Err(why) => Contents::Refused(why),
        },
        Err(why) => Contents::Refused(why),
    }
}

/// What a file is, or why it is refused.
pub(crate) fn form(bytes: &[u8]) -> Result<Form, Unreadable> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = body.trim_ascii_start();
    let begins =
        |word: &[u8]| start.len() >= word.len() && start[..word.len()].eq_ignore_ascii_case(word);
    let refuse = |code, message: &str| {
        Err(Unreadable {
            code,
            message: message.to_owned(),
        })
    };
    if bytes.len() as u64 > MAX_FILE {
        return Err(Unreadable::too_large(format!(
            "{} MiB, at most {} are read: this is not a list of open items",
            bytes.len() / (1024 * 1024),
            MAX_FILE / (1024 * 1024)
        )));
    }
    let form = if start.is_empty() {
        return refuse(
            Code::NotATable,
            "the file is empty; export the report again",
        );
    } else if begins(b"%PDF") {
        return refuse(
            Code::WrongReport,
            "this is a PDF: it cannot be read exactly; export the same report as CSV or Excel",
        );
    } else if ["!HDR", "!CUST", "!TRNS", "!ACCNT", "!INVITEM", "!TIMEHDR"]
        .iter()
        .any(|word| begins(word.as_bytes()))
    {
        return refuse(
            Code::WrongReport,
            "this is an IIF file, which holds no open items; in QuickBooks Desktop export Reports > Customers & Receivables > A/R Aging Detail as CSV or Excel",
        );
    } else if body.starts_with(b"PK\x03\x04") || body.starts_with(b"PK\x05\x06") {
        Form::Zip
    } else if body.starts_with(b"\xd0\xcf\x11\xe0") {
        Form::Compound
    } else if body.starts_with(b"\x1f\x8b") {
        return refuse(
            Code::NotATable,
            "this is a compressed file (gzip); unpack it first",
        );
    } else if begins(b"MIME-Version:") {
        return refuse(
            Code::NotATable,
            "this is a web archive (mht); open it in a spreadsheet and save it as xlsx or CSV UTF-8",
        );
    } else if begins(b"{\\rtf") {
        return refuse(
            Code::NotATable,
            "this is a text document (RTF); export the report as CSV or Excel",
        );
    } else if begins(b"<") {
        markup(start)?
    } else {
        return Ok(Form::Text);
    };
    if bytes.len() > MAX_WORKBOOK {
        return Err(Unreadable::too_large(format!(
            "a workbook of {} MiB, at most {} are read; export a shorter list, or CSV",
            bytes.len() / (1024 * 1024),
            MAX_WORKBOOK / (1024 * 1024)
        )));
    }
    Ok(form)
}

/// What begins with `<`: a spreadsheet, a page, or something that holds no table.
fn markup(start: &[u8]) -> Result<Form, Unreadable> {
    let head = &start[..start.len().min(8 * 1024)];
    let has = |word: &[u8]| {
        head.windows(word.len())
            .any(|w| w.eq_ignore_ascii_case(word))
    };
    if has(b"urn:schemas-microsoft-com:office:spreadsheet") && has(b"<?xml") {
        return Ok(Form::XmlSheet);
    }
    if [
        "<html",
        "<table",
        "<!doctype html",
        "<head",
        "<body",
        "<div",
        "<style",
        "<meta",
    ]
    .iter()
    .any(|tag| has(tag.as_bytes()))
    {
        return Ok(Form::Html);
    }
    if has(b"<?xml") || has(b"xmlns") {
        return Err(Unreadable::new(
            "this is XML, but no spreadsheet; export the report as CSV or Excel".to_owned(),
        ));
    }
    // `<100.00>` in the first cell of a list is no markup.
    Ok(Form::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        for (bytes, word) in [
            (&b"%PDF-1.7 ..."[..], "PDF"),
            (b"!HDR\tPROD\tVER\n", "IIF"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"{\\rtf1\\ansi", "RTF"),
            (b"<?xml version=\"1.0\"?><invoices/>", "no spreadsheet"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
        ] {
            let refused = form(bytes).expect_err(word);
            assert!(refused.message.contains(word), "{}", refused.message);
        }
    }

    #[test]
    fn the_form_shows_in_the_bytes_whatever_the_name() {
        for (bytes, expected) in [
            (&b"Customer,Open\nPDF Printing LLC,5\n"[..], Form::Text),
            (b"<100.00>,A\n", Form::Text),
            (b"PK\x03\x04rest", Form::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", Form::Compound),
            (b"  <HTML><table>", Form::Html),
            (b"<!DOCTYPE html>\n<html>", Form::Html),
            (
                b"<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Form::XmlSheet,
            ),
        ] {
            assert_eq!(form(bytes), Ok(expected));
            assert_eq!(is_workbook(bytes), expected != Form::Text);
        }
    }
}
