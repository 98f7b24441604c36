//! What a person does at the desk of a test: keys, text, pastes, clicks.

use super::Desk;
use bywhen::app::keymap::Key;
use bywhen::app::msg::{MouseKind, Msg};

impl Desk {
    /// Keys by name, each a burst of its own: `press("j j Enter")`.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for key in keys.split_whitespace() {
            self.key(key);
            self.rest();
        }
        self
    }

    /// Keys that arrive in one burst.
    pub fn burst(&mut self, keys: &str) -> &mut Desk {
        for key in keys.split_whitespace() {
            self.key(key);
        }
        self.rest();
        self
    }

    pub(super) fn key(&mut self, key: &str) {
        let key = Key::parse(key).unwrap_or_else(|| panic!("'{key}' is no key"));
        self.keys += 1;
        self.tell(Msg::Key(key));
    }

    pub fn type_text(&mut self, text: &str) -> &mut Desk {
        for c in text.chars() {
            self.keys += 1;
            self.tell(Msg::Key(Key::char(c)));
            self.rest();
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.tell(Msg::Paste(text.into()));
        self.rest();
        self
    }

    /// Clicks on the first cell of a text that is on screen.
    pub fn click(&mut self, text: &str) -> &mut Desk {
        let screen = self.screen();
        let (x, y) = screen
            .lines()
            .enumerate()
            .find_map(|(y, line)| {
                let at = line.find(text)?;
                Some((line[..at].chars().count() as u16, y as u16))
            })
            .unwrap_or_else(|| panic!("'{text}' is not on screen:\n{screen}"));
        self.tell(Msg::Mouse(MouseKind::Press, x, y));
        self.rest();
        self
    }

    /// Goes to an account by the find box.
    pub fn find(&mut self, text: &str) -> &mut Desk {
        self.press("Ctrl-F").type_text(text).press("Enter")
    }
}
