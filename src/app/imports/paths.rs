//! Paths as people, shells and terminals write them: quoted, escaped, dropped, pasted.
//!
//! Law: pure text; nothing here looks at a disk. `~` is put in by whoever opens the file.

/// The paths in a line: blanks part them, quotes and backslashes keep blanks (as a terminal writes a dropped file).
#[must_use]
pub fn split_paths(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = line.trim_start().chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', None) => word.extend(chars.next()),
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (c, None) if c.is_whitespace() => {
                if !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
            }
            (c, _) => word.push(c),
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    for path in &mut out {
        if let Some(plain) = from_url(path) {
            *path = plain;
        }
    }
    out
}

/// A path so that `split_paths` gives it back as one.
#[must_use]
pub(super) fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_whitespace() || matches!(c, '\\' | '\'' | '"') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Pasted text as a line of paths. File managers put one path in a line, unquoted; terminals drop several in one line, quoted.
#[must_use]
pub fn pasted(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let line = |line: &str| {
        let begins = |p: &String| p.starts_with('/') || p.starts_with('~');
        let quoted = line.contains(['\\', '\'', '"']);
        let pieces = split_paths(line);
        // Several words of which only the first begins like a path are one path with blanks.
        let one = !quoted && pieces.len() > 1 && begins(&pieces[0]);
        if one && !pieces[1..].iter().all(begins) {
            escaped(line)
        } else {
            pieces
                .iter()
                .map(|p| escaped(p))
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    lines.map(line).collect::<Vec<_>>().join(" ")
}

/// `file:///a%20b.csv` as a path; `None` when it is no such address or its bytes are no text.
fn from_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("file:")?;
    let path = match rest.strip_prefix("//") {
        // What stands before the path is a host: our own, or nobody's.
        Some(rest) => rest.get(rest.find('/')?..)?,
        None => rest,
    };
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = path
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dropped_paths_are_read_as_terminals_write_them() {
        assert_eq!(split_paths("/a/b.csv"), ["/a/b.csv"]);
        assert_eq!(
            split_paths("'/a b/c.csv' /d.csv "),
            ["/a b/c.csv", "/d.csv"]
        );
        assert_eq!(split_paths("/a\\ b.csv"), ["/a b.csv"]);
        assert_eq!(split_paths("'/it'\\''s.csv'"), ["/it's.csv"]);
        assert_eq!(split_paths("file:///a%20b.csv"), ["/a b.csv"]);
        assert_eq!(
            split_paths("file://localhost/a%C3%A4%zz.csv"),
            ["/a\u{e4}%zz.csv"]
        );
        assert_eq!(split_paths("file:///%ff"), ["file:///%ff"]);
        assert!(split_paths("  ").is_empty());
    }

    #[test]
    fn a_pasted_path_with_blanks_is_one_and_several_are_several() {
        let paths = |text: &str| split_paths(&pasted(text));
        assert_eq!(paths(" /a b c.csv\n"), ["/a b c.csv"]);
        assert_eq!(paths("/a b.csv\r\n~/c d.csv\n"), ["/a b.csv", "~/c d.csv"]);
        assert_eq!(paths("/a.csv /b.csv"), ["/a.csv", "/b.csv"]);
        assert_eq!(paths("'/a b.csv' '/c.csv'"), ["/a b.csv", "/c.csv"]);
        assert_eq!(
            paths("file:///a%20b.csv\nfile:///c.csv"),
            ["/a b.csv", "/c.csv"]
        );
        assert_eq!(paths("aging report.csv"), ["aging", "report.csv"]);
    }

    proptest! {
        #[test]
        fn an_escaped_path_comes_back_whole(path in "/[ -~äß]{0,30}") {
            prop_assume!(!path.ends_with(' '));
            prop_assert_eq!(split_paths(&escaped(&path)), [path]);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = split_paths(&pasted(&text));
            let _ = split_paths(&format!("file:{text}"));
        }
    }
}
