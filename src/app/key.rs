//! A key as the desk knows it: no terminal library, a spelling that people can write in a config file.
//!
//! Law: pure data. `term::keys` makes these from what the terminal sends; `keymap` looks them up.

use std::fmt;

/// Which key, without its modifier.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyCode {
    /// A printable character, shift already applied.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Shift and tabulator.
    BackTab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// A function key.
    F(u8),
}

/// A key with its modifier. Alt is not used by the desk (some terminals eat it).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
}

/// The named keys, spelled as the manual spells them.
const NAMES: [(&str, KeyCode); 15] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Space", KeyCode::Char(' ')),
];

impl Key {
    /// A character key.
    #[must_use]
    pub const fn char(c: char) -> Key {
        Key {
            code: KeyCode::Char(c),
            ctrl: false,
        }
    }

    /// A key without a modifier.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false }
    }

    /// Reads `j`, `G`, `Enter`, `Ctrl-D`, `Space`, `F5`; case does not matter in names and after `Ctrl-`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Key> {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (!c.is_control() && c != ' ').then_some(Key::char(c));
        }
        let lower = text.to_ascii_lowercase();
        if let Some(rest) = lower
            .strip_prefix("ctrl-")
            .or_else(|| lower.strip_prefix("ctrl+"))
            .or_else(|| lower.strip_prefix("c-"))
        {
            let key = Key::parse(rest)?;
            return Some(Key { ctrl: true, ..key });
        }
        if let Some((_, code)) = NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(text)) {
            return Some(Key::plain(*code));
        }
        match lower.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
            Some(n @ 1..=24) => Some(Key::plain(KeyCode::F(n))),
            _ => match lower.as_str() {
                "escape" => Some(Key::plain(KeyCode::Esc)),
                "return" => Some(Key::plain(KeyCode::Enter)),
                "pgup" => Some(Key::plain(KeyCode::PageUp)),
                "pgdn" => Some(Key::plain(KeyCode::PageDown)),
                _ => None,
            },
        }
    }

    /// The character that a text field takes from it.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self {
            Key {
                code: KeyCode::Char(c),
                ctrl: false,
            } => Some(c),
            _ => None,
        }
    }

    /// As the footer writes it: arrows as arrows.
    #[must_use]
    pub fn short(self) -> String {
        if self.ctrl {
            return self.to_string();
        }
        match self.code {
            KeyCode::Up => "↑".into(),
            KeyCode::Down => "↓".into(),
            KeyCode::Left => "←".into(),
            KeyCode::Right => "→".into(),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
            if let KeyCode::Char(c) = self.code {
                return write!(f, "{}", c.to_ascii_uppercase());
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, c)| *c == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_back_as_the_same_key() {
        for text in [
            "j",
            "G",
            "?",
            "Ctrl-D",
            "Enter",
            "Esc",
            "Shift-Tab",
            "Space",
            "F5",
            "PageDown",
        ] {
            let key = Key::parse(text).expect(text);
            assert_eq!(key.to_string(), text);
        }
        assert_eq!(Key::parse("ctrl-d"), Key::parse("Ctrl-D"));
        assert_eq!(Key::parse("pgdn"), Some(Key::plain(KeyCode::PageDown)));
    }

    #[test]
    fn nonsense_is_no_key() {
        for text in ["", "Hyper-x", "F99", "Enterr", "Ctrl-"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
