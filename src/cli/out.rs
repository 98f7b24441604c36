//! Standard output: plain lines for people, one document for programs.
//!
//! JSON keeps every text as it is in the ledger, but writes what could act on a terminal or hide from a reader as `\u` escapes: the
//! document stays the same for a program and is harmless for a screen.

use super::failure::Outcome;
use crate::domain::clean;
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};
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

    /// One line. What comes from outside must have been cleaned.
    pub fn line(&mut self, line: impl AsRef<str>) -> Outcome {
        Ok(writeln!(self.to, "{}", line.as_ref())?)
    }

    /// Bytes as they are (completions, manual pages).
    pub fn raw(&mut self, bytes: &[u8]) -> Outcome {
        Ok(self.to.write_all(bytes)?)
    }

    /// A word, set off where that is wanted.
    pub fn style(&self, style: Style, word: &str) -> String {
        if !self.styled || word.is_empty() {
            return word.to_owned();
        }
        let code = match style {
            Style::Strong => "1",
            Style::Dim => "2",
            Style::Bad => "31",
            Style::Warn => "33",
            Style::Good => "32",
        };
        format!("\u{1b}[{code}m{word}\u{1b}[0m")
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

    fn clean_char(c: char) -> bool {
        clean::is_clean(c.encode_utf8(&mut [0; 4]))
    }
}
