//! What the terminal sends, as the desk understands it.
//!
//! Law: a terminal's own answers (device control, operating system commands) arrive as keystrokes and are swallowed up to their
//! end (FAULTS T8). Alt is nobody's key here: it is Escape and a letter.

use super::clock::Deadline;
use crate::app::keymap::{Key, KeyCode};
use crate::app::msg::{MouseKind, Msg};
use crossterm::event::{
    Event, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use std::time::Duration;

/// A terminal's answer may come in pieces; what follows its beginning so soon is still part of it.
const ANSWERING: Duration = Duration::from_millis(200);

/// An answer of the terminal that has begun and not ended.
#[derive(Default)]
pub struct Answer {
    until: Option<Deadline>,
    /// The last piece ended between `ESC` and the `\` that ends the answer.
    escaped: bool,
}

impl Answer {
    /// True when the key is part of an answer.
    fn takes(&mut self, key: &KeyEvent) -> bool {
        if self.until.as_ref().is_some_and(|d| d.left().is_zero()) {
            self.until = None;
        }
        if self.until.is_none() {
            let begins = begins_answer(key);
            if begins {
                self.until = Some(Deadline::after(ANSWERING));
                self.escaped = false;
            }
            return begins;
        }
        let ends = ends_answer(key) || (self.escaped && key.code == Code::Char('\\'));
        self.escaped = key.code == Code::Esc;
        self.until = (!ends).then(|| Deadline::after(ANSWERING));
        true
    }
}

/// Translates a batch of input: everything that was there to be read at once.
pub fn messages(batch: Vec<Event>, answer: &mut Answer) -> Vec<Msg> {
    batch
        .into_iter()
        .flat_map(|event| match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                if answer.takes(&key) {
                    return Vec::new();
                }
                translate(&key)
            }
            Event::Paste(text) => vec![Msg::Paste(text)],
            Event::Mouse(mouse) => {
                let kind = match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                    MouseEventKind::ScrollUp => MouseKind::WheelUp,
                    MouseEventKind::ScrollDown => MouseKind::WheelDown,
                    _ => return Vec::new(),
                };
                vec![Msg::Mouse(kind, mouse.column, mouse.row)]
            }
            Event::Key(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost => Vec::new(),
        })
        .collect()
}

/// `ESC P`, `ESC ]`, `ESC _`, `ESC ^`, `ESC X`: the start of a terminal's answer.
fn begins_answer(key: &KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::ALT)
        && matches!(key.code, Code::Char('P' | ']' | '_' | '^' | 'X'))
}

/// `ESC \` or BEL: its end.
fn ends_answer(key: &KeyEvent) -> bool {
    let c = match key.code {
        Code::Char(c) => c,
        _ => return false,
    };
    (key.modifiers.contains(KeyModifiers::ALT) && c == '\\')
        || (key.modifiers.contains(KeyModifiers::CONTROL) && c == 'g')
}

/// A key. Escape and a letter in quick succession (or over a slow line) arrive as Alt and that letter: they are two keys.
fn translate(key: &KeyEvent) -> Vec<Msg> {
    let escape = key
        .modifiers
        .contains(KeyModifiers::ALT)
        .then_some(Key::plain(KeyCode::Esc));
    let both = escape.into_iter().chain(plain(key));
    both.map(Msg::Key).collect()
}

fn plain(key: &KeyEvent) -> Option<Key> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let code = match key.code {
        Code::Char(c) if c.is_control() => return None,
        // Control and a letter mean the same with and without shift.
        Code::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::F(n) => KeyCode::F(n),
        _ => return None,
    };
    Some(Key { code, ctrl })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: Code, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn letters_arrows_and_control_are_understood() {
        let got = messages(
            vec![
                press(Code::Char('G'), KeyModifiers::SHIFT),
                press(Code::Char('D'), KeyModifiers::CONTROL),
                press(Code::Up, KeyModifiers::NONE),
                press(Code::Char('x'), KeyModifiers::ALT),
            ],
            &mut Answer::default(),
        );
        let keys: Vec<String> = got
            .into_iter()
            .map(|m| match m {
                Msg::Key(k) => k.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(keys, ["G", "Ctrl-D", "Up", "Esc", "x"]);
    }

    #[test]
    fn a_terminals_answer_is_swallowed_to_its_end() {
        let plain = KeyModifiers::NONE;
        let got = messages(
            vec![
                press(Code::Char('P'), KeyModifiers::ALT),
                press(Code::Char('q'), plain),
                press(Code::Char('y'), plain),
                press(Code::Char('\\'), KeyModifiers::ALT),
                press(Code::Char('j'), plain),
            ],
            &mut Answer::default(),
        );
        assert_eq!(got, [Msg::Key(Key::char('j'))]);
    }

    #[test]
    fn an_answer_that_comes_in_pieces_is_swallowed_all_the_same() {
        let plain = KeyModifiers::NONE;
        let mut answer = Answer::default();
        let mut got = messages(
            vec![
                press(Code::Char('P'), KeyModifiers::ALT),
                press(Code::Char('x'), plain),
            ],
            &mut answer,
        );
        let quit_in_the_middle = vec![press(Code::Char('q'), plain), press(Code::Esc, plain)];
        got.extend(messages(quit_in_the_middle, &mut answer));
        let end = vec![
            press(Code::Char('\\'), plain),
            press(Code::Char('j'), plain),
        ];
        got.extend(messages(end, &mut answer));
        assert_eq!(got, [Msg::Key(Key::char('j'))]);
    }
}
