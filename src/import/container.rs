//! What a file is by its first bytes. What is not delimited text is refused by name, with what to export instead.

use super::findings::Code;

/// Why a container cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Refused {
    pub(crate) code: Code,
    pub(crate) message: &'static str,
}

/// Refuses what is known not to be delimited text.
pub(crate) fn refuse(bytes: &[u8]) -> Result<(), Refused> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = body.trim_ascii_start();
    let begins =
        |word: &[u8]| start.len() >= word.len() && start[..word.len()].eq_ignore_ascii_case(word);
    let (code, message) = if start.is_empty() {
        (
            Code::NotATable,
            "the file is empty; export the report again",
        )
    } else if begins(b"%PDF") {
        (
            Code::WrongReport,
            "this is a PDF: it cannot be read exactly; export the same report as CSV",
        )
    } else if begins(b"!HDR") || begins(b"!CUST") || begins(b"!TRNS") || begins(b"!ACCNT") {
        (
            Code::WrongReport,
            "this is an IIF file, which holds no open items; in QuickBooks Desktop export Reports > Customers & Receivables > A/R Aging Detail as CSV",
        )
    } else if body.starts_with(b"PK\x03\x04") || body.starts_with(b"PK\x05\x06") {
        (
            Code::NotATable,
            "this is an Excel workbook (xlsx), which is not read yet; save the sheet as CSV UTF-8 and import that",
        )
    } else if body.starts_with(b"\xd0\xcf\x11\xe0") {
        (
            Code::NotATable,
            "this is an old Excel workbook (xls), which is not read; save the sheet as CSV UTF-8 and import that",
        )
    } else if body.starts_with(b"\x1f\x8b") {
        (
            Code::NotATable,
            "this is a compressed file (gzip); unpack it first",
        )
    } else if begins(b"<?xml") || begins(b"<html") || begins(b"<table") || begins(b"<!doctype") {
        (
            Code::NotATable,
            "this is a web page or XML under a spreadsheet's name; open it in a spreadsheet and save as CSV UTF-8",
        )
    } else {
        return Ok(());
    };
    Err(Refused { code, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_delimited_text_is_refused_by_name() {
        for (bytes, word) in [
            (&b"%PDF-1.7 ..."[..], "PDF"),
            (b"!HDR\tPROD\tVER\n", "IIF"),
            (b"PK\x03\x04rest", "xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "xls"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"  <HTML><table>", "web page"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
        ] {
            let refused = refuse(bytes).expect_err(word);
            assert!(refused.message.contains(word), "{}", refused.message);
        }
    }

    #[test]
    fn a_report_is_let_through() {
        assert_eq!(refuse(b"Customer,Open\nPDF Printing LLC,5\n"), Ok(()));
    }
}
