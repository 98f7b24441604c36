//! What the desk looks like: `&Model` to cells.
//!
//! Law: app (read only), domain, ratatui; no crossterm, no store, no clock, changes nothing. The roles of colour are in
//! `theme`, the one hand that writes is in `pen`; each screen has the file of its name.

mod amounts;
mod approvals;
mod ascii;
mod calendar;
mod call;
mod cases;
mod chrome;
mod decided;
mod form;
mod imports;
mod lane;
mod letter;
mod notes;
mod outbox;
mod overlay;
mod panes;
pub mod pen;
mod people;
mod prep;
mod promise_words;
mod promises;
mod queue;
mod remedies;
mod reports;
mod review;
mod review_details;
mod said;
mod sheet;
mod staff;
mod talks;
#[cfg(test)]
mod testing;
mod their_mail;
pub mod theme;
mod welcome;
mod wrap_up;

use crate::app::msg::Seen;
use crate::app::{Model, Screen};
use pen::Pen;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use theme::Theme;

/// The smallest screen that the desk works on.
pub const LEAST: (u16, u16) = (60, 15);

/// Columns from which list and prep stand side by side.
const WIDE: u16 = 110;

/// Draws the desk; gives what the drawing found out, for the next key and the mouse.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: &Theme) -> Seen {
    let (seen, cursor) = paint(frame.buffer_mut(), model, theme);
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
    seen
}

/// Draws the desk into cells; also gives where the cursor stands, if anything is typed.
pub fn paint(buf: &mut Buffer, model: &Model, theme: &Theme) -> (Seen, Option<(u16, u16)>) {
    let area = buf.area;
    let mut pen = Pen {
        buf,
        theme,
        seen: Seen {
            width: area.width,
            height: area.height,
            ..Seen::default()
        },
        cursor: None,
    };
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let words = format!(
            "bywhen needs {}x{}; this window is {}x{}",
            LEAST.0, LEAST.1, area.width, area.height
        );
        pen.text(area.x, area.y, area.width, &words, theme.text);
        return (pen.seen, None);
    }
    pen.desk(model, area);
    (pen.seen, pen.cursor)
}

impl Pen<'_> {
    fn desk(&mut self, model: &Model, area: Rect) {
        self.header(model, area.y);
        let mut top = area.y + 1;
        if !model.welcome.no_ledger {
            self.tabs(model, top);
            top += 1;
        }
        // A little air where there is room for it.
        top += u16::from(area.height >= 30);
        let body = Rect::new(
            area.x,
            top,
            area.width,
            area.bottom().saturating_sub(top + 2),
        );
        match model.screen {
            Screen::Welcome => self.welcome(model, body),
            Screen::Queue => self.desk_queue(model, body),
            Screen::Promises => self.promises(model, body),
            Screen::Review => self.review(model, body),
            Screen::Reports => self.reports(model, body),
            Screen::Outbox => self.outbox(model, body),
            Screen::Call => self.call(model, body),
            Screen::Imports => self.imports(model, body),
        }
        self.message_line(model, area.bottom() - 2);
        self.overlay(model);
        self.footer(model, area.bottom() - 1);
    }

    /// List and prep side by side, or the one that has the keys.
    fn desk_queue(&mut self, model: &Model, body: Rect) {
        let wide = body.width >= WIDE;
        self.seen.wide = wide;
        if wide {
            let left = (body.width * 51 / 100).clamp(58, 94);
            self.queue(model, Rect::new(body.x, body.y, left, body.height));
            self.upright(body.x + left, body.y, body.height);
            let side = Rect::new(
                body.x + left + 2,
                body.y,
                body.width - left - 3,
                body.height,
            );
            self.prep(model, side);
        } else if model.prep.focus {
            let inner = Rect::new(body.x + 1, body.y, body.width - 2, body.height);
            self.prep(model, inner);
        } else {
            self.queue(model, body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{desk, shot};
    use super::theme::{Theme, ThemeName};
    use super::{Buffer, Rect, paint};

    /// Ways to every screen and everything that lies over one.
    const WAYS: [&[&str]; 21] = [
        &[],
        &["Right"],
        &["Right", "Tab", "Tab", "Tab", "Tab"],
        &["2"],
        &["2", "c"],
        &["3"],
        &["3", "Tab"],
        &["3", "Tab", "Tab"],
        &["3", "Shift-Tab"],
        &["3", "S", "y", "Shift-Tab", "r"],
        &["3", "S", "y", "t"],
        &["x"],
        &["?"],
        &[":"],
        &["/", "a"],
        &["Ctrl-F", "a"],
        &["p", "f"],
        &["n", "h", "i"],
        &["Enter"],
        &["Enter", "d", "f", "r", "i"],
        &["Enter", "o"],
    ];

    #[test]
    fn no_size_panics_on_any_screen() {
        let sizes = [0, 1, 2, 7, 14, 15, 16, 24, 36, 60, 100];
        for way in WAYS {
            let model = desk("Harbor Framing LLC", way);
            for h in sizes {
                for w in [0, 1, 20, 59, 60, 61, 80, 109, 110, 120, 200, 300] {
                    shot(&model, w, h);
                }
            }
        }
    }

    #[test]
    fn a_small_window_says_in_one_line_what_is_needed() {
        let said = shot(&desk("Harbor", &[]), 50, 10);
        assert!(
            said.starts_with("bywhen needs 60x15; this window is 50x10"),
            "{said}"
        );
    }

    #[test]
    fn hostile_names_reach_no_cell_and_move_no_column() {
        let hostile = "A\x1b[2J\u{202e}B\u{9b}31m\u{200b}\r\nC東\u{e0041}Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";
        for way in WAYS {
            let model = desk(hostile, way);
            for (w, h) in [(80, 24), (120, 36), (200, 60)] {
                let screen = shot(&model, w, h);
                let bad = screen.chars().find(|c| {
                    (c.is_control() && *c != '\n')
                        || matches!(*c, '\u{202e}' | '\u{200b}' | '\u{9b}' | '\u{e0041}')
                });
                assert_eq!(bad, None, "{way:?}");
            }
        }
        let plain = shot(&desk("Harbor", &[]), 80, 24);
        let odd = shot(&desk(hostile, &[]), 80, 24);
        let at = |screen: &str| {
            screen
                .lines()
                .nth(4)
                .map(unicode_width::UnicodeWidthStr::width)
        };
        assert_eq!(at(&plain), at(&odd), "\n{plain}\n{odd}");
    }

    #[test]
    fn without_utf_8_every_cell_is_ascii_and_no_column_moves() {
        let theme = Theme::new(ThemeName::Dark).in_ascii(true);
        for way in WAYS {
            let model = desk("Núñez 東京 & Søn", way);
            for (w, h) in [(80, 24), (120, 36)] {
                let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
                paint(&mut buf, &model, &theme);
                let odd = buf.content.iter().find(|c| !c.symbol().is_ascii());
                assert_eq!(odd, None, "{way:?}");
            }
        }
    }

    #[test]
    fn the_day_understood_and_what_to_think_about_are_whole_at_every_size() {
        for way in [&["p", "s", "a", "t"][..], &["Enter", "d", "s", "a", "t"]] {
            let model = desk("Harbor Framing LLC", way);
            for (w, h) in [(60, 15), (80, 24), (109, 30), (120, 36), (200, 60)] {
                let screen = shot(&model, w, h);
                for words in ["Sat 28 Nov · in 5 days", "is a weekend", "Mon 30"] {
                    assert!(screen.contains(words), "{words} at {w}x{h}:\n{screen}");
                }
            }
        }
    }

    #[test]
    fn amounts_are_whole_at_the_least_width() {
        let screen = shot(
            &desk("A very long name of a company that goes on and on", &[]),
            60,
            15,
        );
        assert!(screen.contains("18,420.55"), "{screen}");
        assert!(screen.contains('…'), "{screen}");
    }
}
