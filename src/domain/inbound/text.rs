//! The text of a mail before it is read: cut, made visible, masked, its quoted part left out.

use crate::domain::card;
use crate::domain::clean::clean_lines;

/// So many bytes of a mail are read; nobody writes more about a payment.
pub const LONGEST: usize = 64 * 1024;
/// So many lines of it.
const LINES: usize = 2_000;
/// So many characters of it are kept in the account's log.
pub const NOTE: usize = 7_000;

/// A text that may be shown and read.
pub(super) struct Safe {
    pub text: String,
    pub cut: bool,
    pub masked: bool,
}

/// Cuts, masks, makes visible.
pub(super) fn safe(raw: &str) -> Safe {
    let mut end = raw.len().min(LONGEST);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let head = raw[..end]
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', "    ");
    let lines: Vec<&str> = head.lines().take(LINES).collect();
    let cut = end < raw.len() || head.lines().count() > LINES;
    let text = lines.join("\n");
    let found = card::inspect(&text);
    let masked = found.is_some();
    let text = found.map_or(text, |f| f.masked);
    let text = clean_lines(&text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    Safe {
        text: lines.join("\n").trim_matches('\n').to_owned(),
        cut,
        masked,
    }
}

/// The line is quoted: what they answer to is ours.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// The line begins a mail below theirs: `On Mon … wrote:`, `-----Original Message-----`.
pub(super) fn begins_quote(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    (line.starts_with("on ") && line.ends_with("wrote:"))
        || (line.starts_with("---") && line.contains("original message"))
        || line.starts_with("________________")
}

/// The mail's text as the account's log keeps it.
#[must_use]
pub fn note(text: &str) -> String {
    if text.chars().count() <= NOTE {
        return text.to_owned();
    }
    let kept: String = text.chars().take(NOTE).collect();
    format!("{kept}\n[the mail goes on; the rest was not kept]")
}
