//! Standard output: plain lines for people, one document for programs.
//!
//! JSON keeps every text as it is in the ledger, but writes what could act on a terminal or hide from a reader as `\u` escapes: the
//! document stays the same for a program and is harmless for a screen.

use super::failure::Outcome;
use crate::domain::clean;
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};
use std::borrow::Cow;
use std::io::{self, IsTerminal, StdoutLock, Write};

/// Where a command writes.
pub struct Out {
    to: io::BufWriter<StdoutLock<'static>>,
    /// A person reads it.
    terminal: bool,
    /// Words may be set off (a terminal, and no `NO_COLOR`).
    styled: bool,
}

/// How a word may be set off. Never the only sign of a state.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Style {
    /// A heading.
    Strong,
    /// What is secondary.
    Dim,
    /// Broken or held.
    Bad,
    /// Late or due.
    Warn,
    /// Kept.
    Good,
}

impl Out {
    /// Standard output, locked.
    pub fn stdout() -> Out {
        let to = io::stdout().lock();
        let terminal = to.is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Out {
            to: io::BufWriter::new(to),
            terminal,
            styled: terminal && !no_color && !dumb,
        }
    }

    /// A person reads it.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Columns of the terminal; `None` when it is not one, and nothing has to be shortened.
    pub fn columns(&self) -> Option<usize> {
        if !self.terminal {
            return None;
        }
        rustix::termios::tcgetwinsize(io::stdout())
            .ok()
            .map(|size| usize::from(size.ws_col))
            .filter(|columns| *columns > 0)
    }

    /// One line. Whatever in it could act on a terminal or hide from a reader is shown as a token, also where the caller forgot it.
    pub fn line(&mut self, line: impl AsRef<str>) -> Outcome {
        let safe = harmless(line.as_ref(), self.styled);
        Ok(writeln!(self.to, "{safe}")?)
    }

    /// Bytes as they are (completions, manual pages).
    pub fn raw(&mut self, bytes: &[u8]) -> Outcome {
        Ok(self.to.write_all(bytes)?)
    }

    /// A word, set off where that is wanted.
    pub fn style(&self, style: Style, word: &str) -> String {
        let word = clean::clean(word);
        if !self.styled || word.is_empty() {
            return word.into_owned();
        }
        let code = match style {
            Style::Strong => "1",
            Style::Dim => "2",
            Style::Bad => "31",
            Style::Warn => "33",
            Style::Good => "32",
        };
        format!("\u{1b}[{code}m{word}{PLAIN}")
    }

    /// The one JSON document: indented for a person, on one line for a program.
    pub fn json(&mut self, document: &impl Serialize) -> Outcome {
        let mut bytes = Vec::new();
        let written = if self.terminal {
            let inner = PrettyFormatter::new();
            document.serialize(&mut serde_json::Serializer::with_formatter(
                &mut bytes,
                Safe(inner),
            ))
        } else {
            let inner = CompactFormatter;
            document.serialize(&mut serde_json::Serializer::with_formatter(
                &mut bytes,
                Safe(inner),
            ))
        };
        written.map_err(io::Error::from)?;
        bytes.push(b'\n');
        self.raw(&bytes)
    }

    /// Everything is out. A full disk shows here.
    pub fn finish(mut self) -> Outcome {
        Ok(self.to.flush()?)
    }
}

/// Ends what a style began.
const PLAIN: &str = "\u{1b}[0m";

/// Everything that `style` writes.
const CODES: [&str; 6] = [
    PLAIN,
    "\u{1b}[1m",
    "\u{1b}[2m",
    "\u{1b}[31m",
    "\u{1b}[32m",
    "\u{1b}[33m",
];

/// A line (or several) without anything that acts on a terminal, but for our own styles where they are wanted.
fn harmless(line: &str, styled: bool) -> Cow<'_, str> {
    if clean::is_clean(line) {
        return Cow::Borrowed(line);
    }
    if !styled {
        return Cow::Owned(clean::clean_lines(line));
    }
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('\u{1b}') {
        let (before, from) = rest.split_at(at);
        out.push_str(&clean::clean_lines(before));
        let code = CODES.iter().find(|code| from.starts_with(**code));
        let length = code.map_or(1, |code| code.len());
        out.push_str(code.copied().unwrap_or("\u{241b}"));
        rest = &from[length..];
    }
    out.push_str(&clean::clean_lines(rest));
    Cow::Owned(out)
}

/// A formatter that escapes more than JSON asks for.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        if clean::is_clean(text) {
            return to.write_all(text.as_bytes());
        }
        let mut buffer = [0; 4];
        for c in text.chars() {
            let one: &str = c.encode_utf8(&mut buffer);
            if c.is_ascii_graphic() || c == ' ' || clean::is_clean(one) {
                to.write_all(one.as_bytes())?;
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(to, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.0.write_char_escape(to, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_array(to)
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array(to)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array_value(to)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object(to)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object_value(to)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object_value(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut to = serde_json::Serializer::with_formatter(&mut bytes, Safe(CompactFormatter));
        text.serialize(&mut to).expect("a string can be written");
        String::from_utf8(bytes).expect("JSON is UTF-8")
    }

    #[test]
    fn json_is_harmless_on_a_screen_and_the_same_for_a_program() {
        let evil =
            "Pay\u{9b}31m \u{202e}DEIAP \u{7f}\u{e0041} \u{1b}]52;c;x\u{7} \"ok\" \\ Zoë 株式会社";
        let written = compact(evil);
        assert!(written.chars().all(clean_char), "{written}");
        assert!(written.contains("Zoë 株式会社"), "{written}");
        let read: String = serde_json::from_str(&written).expect("valid JSON");
        assert_eq!(read, evil);
    }

    #[test]
    fn a_line_keeps_our_own_styles_and_nothing_else_that_acts() {
        let line = "\u{1b}[1mHarbor\u{1b}[0m \u{1b}]52;c;x\u{7} \u{202e}x\nsecond";
        assert_eq!(
            harmless(line, true),
            "\u{1b}[1mHarbor\u{1b}[0m ␛]52;c;x␇ <U+202E>x\nsecond"
        );
        assert_eq!(
            harmless(line, false),
            "␛[1mHarbor␛[0m ␛]52;c;x␇ <U+202E>x\nsecond"
        );
        assert!(matches!(harmless("Zoë · 5.00", true), Cow::Borrowed(_)));
    }

    fn clean_char(c: char) -> bool {
        clean::is_clean(c.encode_utf8(&mut [0; 4]))
    }
}
