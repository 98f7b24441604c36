//! A line (or a note of several) being typed: the text and the place in it.
//!
//! Law: pure; moves by what a person sees as one character (grapheme), never into the middle of one.

use super::key::{Key, KeyCode};
use crate::domain::card;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// Nothing that a person types here is longer; a paste is cut at it.
pub const LONGEST: usize = 4_000;
/// A letter being edited.
pub const LONGEST_LETTER: usize = 60_000;

/// A text with a cursor.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TextField {
    text: String,
    at: usize,
    /// A note: keeps its newlines.
    lines: bool,
    /// The desk's proposal, not touched yet: what is typed takes its place, moving or deleting takes it on.
    #[serde(default)]
    offered: bool,
    /// A letter: as a note, and longer.
    #[serde(default)]
    letter: bool,
}

impl TextField {
    /// One line, the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> TextField {
        let mut field = TextField::default();
        field.insert(text);
        field
    }

    /// One line that the desk proposes: typing replaces it, editing keys work on it.
    #[must_use]
    pub fn offered(text: &str) -> TextField {
        let mut field = TextField::new(text);
        field.offered = !text.is_empty();
        field
    }

    /// A note of several lines.
    #[must_use]
    pub fn note(text: &str) -> TextField {
        let mut field = TextField {
            lines: true,
            ..TextField::default()
        };
        field.insert(text);
        field
    }

    /// The text of a letter, the cursor at its beginning.
    #[must_use]
    pub fn letter(text: &str) -> TextField {
        let mut field = TextField {
            lines: true,
            letter: true,
            ..TextField::default()
        };
        field.insert(text);
        field.at = 0;
        field
    }

    /// A line up or down in a text of several, to the same column where the line is long enough.
    pub fn step_line(&mut self, down: bool) {
        let start = self.before().rfind('\n').map_or(0, |i| i + 1);
        let column = self
            .text
            .get(start..self.at)
            .map_or(0, |t| t.graphemes(true).count());
        let target = if down {
            match self.text.get(self.at..).and_then(|rest| rest.find('\n')) {
                Some(i) => self.at + i + 1,
                None => {
                    self.at = self.text.len();
                    return;
                }
            }
        } else if start == 0 {
            self.at = 0;
            return;
        } else {
            let above = self.text.get(..start - 1).unwrap_or("");
            above.rfind('\n').map_or(0, |i| i + 1)
        };
        let rest = self.text.get(target..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let within = line.grapheme_indices(true).nth(column);
        self.at = target + within.map_or(line.len(), |(i, _)| i);
    }

    /// To the beginning or end of the line with the cursor.
    pub fn line_end(&mut self, end: bool) {
        self.at = if end {
            let rest = self.text.get(self.at..).unwrap_or("");
            self.at + rest.find('\n').unwrap_or(rest.len())
        } else {
            self.before().rfind('\n').map_or(0, |i| i + 1)
        };
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was typed, without the blanks around it.
    #[must_use]
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// True when nothing but blanks was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.trimmed().is_empty()
    }

    /// True while it is the desk's proposal, not touched yet.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        self.offered
    }

    /// The text before the cursor.
    #[must_use]
    pub fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or(&self.text)
    }

    /// Replaces everything.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.at = 0;
        self.insert(text);
    }

    /// Puts text in at the cursor. In a single line newlines become blanks; other controls never enter.
    pub fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let most = if self.letter { LONGEST_LETTER } else { LONGEST };
        let mut room = most.saturating_sub(self.text.len());
        let mut fits = String::new();
        for c in text.chars() {
            let c = match c {
                '\n' if self.lines => '\n',
                '\n' | '\t' => ' ',
                c if c.is_control() => continue,
                c => c,
            };
            if c.len_utf8() > room {
                break;
            }
            room -= c.len_utf8();
            fits.push(c);
        }
        self.text.insert_str(self.at, &fits);
        self.at += fits.len();
    }

    /// Puts pasted text in; like typing, it takes the place of a proposal.
    pub fn paste(&mut self, text: &str) {
        if self.offered {
            self.set("");
        }
        self.offered = false;
        self.insert(text);
    }

    /// Takes a key that edits. False when it is none of those.
    pub fn key(&mut self, key: Key) -> bool {
        let offered = self.offered;
        match (key.code, key.ctrl) {
            (KeyCode::Char(c), false) => {
                if offered {
                    self.set("");
                }
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => {
                let from = self.left();
                self.cut(from);
            }
            (KeyCode::Delete, _) => {
                let to = self.right();
                self.text.replace_range(self.at..to, "");
            }
            (KeyCode::Left, false) | (KeyCode::Char('b'), true) => self.at = self.left(),
            (KeyCode::Right, false) | (KeyCode::Char('f'), true) => self.at = self.right(),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => self.at = 0,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.at = self.text.len(),
            (KeyCode::Char('u'), true) => self.cut(0),
            (KeyCode::Char('k'), true) => self.text.truncate(self.at),
            (KeyCode::Char('w'), true) | (KeyCode::Backspace, true) => {
                let head = self.before().trim_end();
                let from = head.rfind(char::is_whitespace).map_or(0, |i| i + 1);
                self.cut(from.min(self.at));
            }
            _ => return false,
        }
        self.offered = false;
        true
    }

    /// Masks what is a card number, or may become one with the next keys: for a draft on a disk.
    pub fn mask(&mut self) {
        let (offered, at) = (self.offered, self.at);
        if let Some(masked) = card::unfinished(&self.text, at) {
            self.set(&masked);
        } else if let Some(found) = card::inspect(&self.text) {
            self.set(&found.masked);
        } else {
            return;
        }
        self.offered = offered;
    }

    /// Takes so many bytes before the cursor out; a place inside a character is moved to its start.
    pub fn cut_back(&mut self, bytes: usize) {
        let mut from = self.at.saturating_sub(bytes);
        while !self.text.is_char_boundary(from) {
            from -= 1;
        }
        self.cut(from);
    }

    fn cut(&mut self, from: usize) {
        self.text.replace_range(from..self.at, "");
        self.at = from;
    }

    fn left(&self) -> usize {
        self.before()
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(i, _)| i)
    }

    fn right(&self) -> usize {
        self.text
            .get(self.at..)
            .and_then(|rest| rest.graphemes(true).next())
            .map_or(self.at, |g| self.at + g.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(field: &mut TextField, keys: &[&str]) {
        for k in keys {
            assert!(field.key(Key::parse(k).expect(k)), "{k}");
        }
    }

    #[test]
    fn typing_takes_the_place_of_a_proposal_and_editing_keys_take_it_on() {
        let mut f = TextField::offered("15,932.55");
        press(&mut f, &["5", "0", "0"]);
        assert_eq!(f.text(), "500");
        let mut f = TextField::offered("15,932.55");
        press(&mut f, &["Backspace", "0"]);
        assert_eq!(f.text(), "15,932.50");
    }

    #[test]
    fn typing_deleting_and_moving_work_by_grapheme() {
        let mut f = TextField::new("ae\u{301}b");
        press(&mut f, &["Left", "Backspace"]);
        assert_eq!(f.text(), "ab");
        press(&mut f, &["Home", "x", "End", "y"]);
        assert_eq!(f.text(), "xaby");
    }

    #[test]
    fn ctrl_w_takes_a_word_and_ctrl_u_the_rest() {
        let mut f = TextField::new("call back mon");
        press(&mut f, &["Ctrl-W"]);
        assert_eq!(f.text(), "call back ");
        press(&mut f, &["Ctrl-U"]);
        assert_eq!(f.text(), "");
    }

    #[test]
    fn lines_of_a_letter_are_stepped_through_by_column() {
        let mut f = TextField::letter("Hello,\nab\nthird line");
        for _ in 0..5 {
            f.key(Key::parse("Right").expect("a key"));
        }
        f.step_line(true);
        assert_eq!(f.before(), "Hello,\nab", "a shorter line: its end");
        f.step_line(true);
        assert_eq!(f.before(), "Hello,\nab\nth");
        f.line_end(true);
        assert_eq!(f.before(), f.text());
        f.step_line(false);
        f.step_line(false);
        f.line_end(false);
        f.step_line(false);
        assert_eq!(f.before(), "");
        f.step_line(true);
        f.step_line(true);
        f.step_line(true);
        assert_eq!(f.before(), f.text());
    }

    #[test]
    fn a_pasted_newline_is_a_blank_in_a_line_and_stays_in_a_note() {
        let mut line = TextField::new("");
        line.insert("a\r\nb\x1b[2J");
        assert_eq!(line.text(), "a b[2J");
        assert_eq!(TextField::note("a\r\nb").text(), "a\nb");
    }
}
