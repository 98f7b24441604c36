//! Cells on their way into the ledger: kept as they are, except what would break a line.

use std::borrow::Cow;

/// A name or text: NUL and line ends become one space, the outside is trimmed; nothing else is touched (the screen makes the
/// rest harmless where it is drawn).
pub(crate) fn tidy(cell: &str) -> Cow<'_, str> {
    let cell = trim(cell);
    if !cell.bytes().any(|b| matches!(b, b'\0' | b'\r' | b'\n')) {
        return Cow::Borrowed(cell);
    }
    let joined = cell.replace("\r\n", " ").replace(['\0', '\r', '\n'], " ");
    Cow::Owned(trim(&joined).to_owned())
}

/// `str::trim`, without decoding the ends of a cell that begins and ends with a printing ASCII character, as nearly all do.
pub(crate) fn trim(cell: &str) -> &str {
    match cell.as_bytes() {
        [] | [0x21..=0x7e] | [0x21..=0x7e, .., 0x21..=0x7e] => cell,
        _ => cell.trim_matches(is_space),
    }
}

/// White space, and what shows nothing at all: marks that spreadsheets and web pages leave at the ends of a cell. A name with one is no
/// other name.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// A cell's text, or nothing when it is empty.
pub(crate) fn text(cell: &str) -> Option<String> {
    let tidied = tidy(cell);
    (!tidied.is_empty()).then(|| tidied.into_owned())
}

/// The same as a row of the files keeps it.
pub(crate) fn kept<T: for<'t> From<&'t str>>(cell: &str) -> Option<T> {
    let tidied = tidy(cell);
    (!tidied.is_empty()).then(|| T::from(&tidied))
}

/// A column's name in a form in which the same name always looks the same: lower case, without spaces, `_`, `*`.
pub(crate) fn heading(cell: &str) -> String {
    cell.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '*' | '\u{feff}' | '\0'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_nuls_become_spaces_and_nothing_else_changes() {
        assert_eq!(tidy(" Two Line\nTrading Co "), "Two Line Trading Co");
        assert_eq!(tidy("C\r\nR Windows"), "C R Windows");
        assert_eq!(tidy("A\0B"), "A B");
        assert_eq!(
            tidy("=SUM(A1:A9)  Holdings\u{202e}"),
            "=SUM(A1:A9)  Holdings\u{202e}"
        );
        assert_eq!(text(" \n "), None);
        assert_eq!(text("\u{feff}Alder\u{200b} "), Some("Alder".to_owned()));
        assert_eq!(text("\u{feff}"), None);
    }

    #[test]
    fn headings_match_however_they_are_spaced_and_cased() {
        assert_eq!(heading("*Due  Date\n"), heading("due_date"));
        assert_ne!(heading("No."), heading("No"));
    }
}
