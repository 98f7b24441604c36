//! The only hand that writes cells: everything that a screen shows goes through it.
//!
//! Law: all text is cleaned (`domain::clean`) and cut by cell width before it reaches a cell; nothing is written outside the screen, at any
//! size. Names are shortened with `…`, amounts never.

use super::ascii::ascii;
use super::theme::Theme;
use crate::app::msg::{Area, Seen, Target};
use crate::app::text::TextField;
use crate::domain::clean::clean;
use crate::domain::money::{Currency, Minor};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The hand.
pub struct Pen<'a> {
    /// The cells.
    pub buf: &'a mut Buffer,
    /// The colours.
    pub theme: &'a Theme,
    /// What the drawing finds out.
    pub seen: Seen,
    /// Where the terminal's cursor stands, when something is typed.
    pub cursor: Option<(u16, u16)>,
}

/// Cells that a text takes once it is clean.
#[must_use]
pub fn width(text: &str) -> u16 {
    u16::try_from(clean(text).width()).unwrap_or(u16::MAX)
}

/// Clean text, cut to `most` cells; what was cut ends in `…`.
#[must_use]
pub fn shorten(text: &str, most: u16) -> String {
    let text = clean(text);
    if text.width() <= usize::from(most) {
        return text.into_owned();
    }
    if most == 0 {
        return String::new();
    }
    let mut out = String::new();
    let mut used = 0;
    for g in text.graphemes(true) {
        let w = g.width();
        if used + w > usize::from(most) - 1 {
            break;
        }
        used += w;
        out.push_str(g);
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    out.push('…');
    out
}

/// Clean text in lines of at most `most` cells, broken at blanks, at newlines, and where a word is longer than a line.
#[must_use]
pub fn wrap(text: &str, most: u16) -> Vec<String> {
    let most = usize::from(most.max(1));
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let part = clean(part.strip_suffix('\r').unwrap_or(part));
        let mut line = String::new();
        let mut used = 0;
        for word in words(&part) {
            let w = word.width();
            let blank = word.trim().is_empty();
            if used + w > most && !(blank && used <= most) {
                if used > 0 {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                    used = 0;
                }
                if blank {
                    continue;
                }
                for g in word.graphemes(true) {
                    if used + g.width() > most && used > 0 {
                        lines.push(std::mem::take(&mut line));
                        used = 0;
                    }
                    line.push_str(g);
                    used += g.width();
                }
                continue;
            }
            if blank && (used == 0 && !lines.is_empty() || used + w > most) {
                continue;
            }
            line.push_str(word);
            used += w;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// A text in runs of blanks and of anything else.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut blank) = (0, None);
    for (at, c) in text.char_indices() {
        if blank.is_some_and(|b| b != c.is_whitespace()) {
            out.push(&text[from..at]);
            from = at;
        }
        blank = Some(c.is_whitespace());
    }
    if from < text.len() {
        out.push(&text[from..]);
    }
    out
}

impl Pen<'_> {
    /// The whole screen.
    #[must_use]
    pub fn screen(&self) -> Rect {
        self.buf.area
    }

    /// Writes text into at most `most` cells; gives the cells used.
    pub fn text(&mut self, x: u16, y: u16, most: u16, text: &str, style: Style) -> u16 {
        let area = self.buf.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        let most = most.min(area.right() - x);
        let mut text = shorten(text, most);
        if self.theme.ascii {
            text = ascii(&text).into_owned();
        }
        // What was written there before must not shine through a plain style.
        let used = width(&text).min(most);
        self.buf.set_style(Rect::new(x, y, used, 1), Style::reset());
        let (end, _) = self.buf.set_stringn(x, y, &text, usize::from(most), style);
        end - x
    }

    /// Writes pieces one after the other; gives the cells used.
    pub fn pieces(&mut self, x: u16, y: u16, most: u16, pieces: &[(&str, Style)]) -> u16 {
        let mut used = 0;
        for (text, style) in pieces {
            if used >= most {
                break;
            }
            used += self.text(x + used, y, most - used, text, *style);
        }
        used
    }

    /// Writes text so that it ends at `x + most`.
    pub fn right(&mut self, x: u16, y: u16, most: u16, text: &str, style: Style) -> u16 {
        let w = width(text).min(most);
        self.text(x + (most - w), y, w, text, style)
    }

    /// Writes an amount so that it ends at `x + most`, its cents quieter. It is never cut: where the column is too narrow, it
    /// begins further left.
    pub fn money(
        &mut self,
        x: u16,
        y: u16,
        most: u16,
        amount: Minor,
        currency: Currency,
        style: Style,
    ) {
        let text = amount.show(currency);
        let w = width(&text);
        let end = x.saturating_add(most);
        let start = end.saturating_sub(w);
        match text.rsplit_once('.') {
            Some((whole, cents)) => {
                let used = self.text(start, y, w, whole, style);
                let minor = style.patch(self.theme.minor);
                self.text(start + used, y, w - used, &format!(".{cents}"), minor);
            }
            None => {
                self.text(start, y, w, &text, style);
            }
        }
    }

    /// A thin rule.
    pub fn rule(&mut self, x: u16, y: u16, most: u16) {
        let line = "─".repeat(usize::from(most));
        self.text(x, y, most, &line, self.theme.rule);
    }

    /// A thin upright rule.
    pub fn upright(&mut self, x: u16, y: u16, most: u16) {
        for dy in 0..most {
            self.text(x, y + dy, 1, "│", self.theme.rule);
        }
    }

    /// Lays a style over cells that are written already.
    pub fn lay(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buf.area);
        self.buf.set_style(area, style);
    }

    /// Empties cells.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Remembers what lies there for the mouse.
    pub fn hit(&mut self, area: Rect, target: Target) {
        let area = Area {
            x: area.x,
            y: area.y,
            w: area.width,
            h: area.height,
        };
        self.seen.hits.push((area, target));
    }

    /// A line that takes text: shown around its cursor, which is the terminal's own when `active`.
    pub fn field(&mut self, x: u16, y: u16, most: u16, field: &TextField, active: bool) {
        let style = self.theme.field;
        let blank = " ".repeat(usize::from(most));
        self.text(x, y, most, &blank, style);
        if most < 2 {
            return;
        }
        let before = clean(field.before()).into_owned();
        // What does not fit is pushed out on the left, so that the cursor is always on screen.
        let mut start = 0;
        while before.get(start..).unwrap_or("").width() > usize::from(most) - 1 {
            match before.get(start..).and_then(|r| r.graphemes(true).next()) {
                Some(g) => start += g.len(),
                None => break,
            }
        }
        let all = clean(field.text()).into_owned();
        self.text(x, y, most, all.get(start..).unwrap_or(""), style);
        if active {
            let at = u16::try_from(before.get(start..).unwrap_or("").width()).unwrap_or(0);
            self.cursor = Some((x + at.min(most - 1), y));
        }
    }

    /// A frame with a title around an emptied area; gives what is inside, one blank in from the sides.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.buf.area);
        let margin = Rect::new(
            area.x.saturating_sub(1),
            area.y,
            area.width + 2,
            area.height,
        );
        self.clear(margin);
        if area.width < 4 || area.height < 3 {
            return Rect::new(area.x, area.y, 0, 0);
        }
        let (rule, right, bottom) = (self.theme.rule, area.right() - 1, area.bottom() - 1);
        self.rule(area.x, area.y, area.width);
        self.rule(area.x, bottom, area.width);
        self.upright(area.x, area.y, area.height);
        self.upright(right, area.y, area.height);
        for (x, y, corner) in [
            (area.x, area.y, "╭"),
            (right, area.y, "╮"),
            (area.x, bottom, "╰"),
            (right, bottom, "╯"),
        ] {
            self.text(x, y, 1, corner, rule);
        }
        if !title.is_empty() {
            let title = format!(" {title} ");
            let heading = self.theme.heading;
            self.text(area.x + 2, area.y, area.width - 4, &title, heading);
        }
        Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_by_cells_with_a_mark() {
        assert_eq!(shorten("Harbor Framing LLC", 10), "Harbor Fr…");
        assert_eq!(shorten("東京建材株式会社", 7), "東京建…");
        assert_eq!(shorten("abc", 3), "abc");
        assert_eq!(shorten("abc", 0), "");
    }

    #[test]
    fn controls_are_shown_never_sent() {
        assert_eq!(shorten("a\x1b[2Jb", 20), "a␛[2Jb");
    }

    #[test]
    fn text_is_wrapped_at_blanks_and_long_words_are_broken() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("a\nb", 4), ["a", "b"]);
        assert_eq!(wrap("", 4), [""]);
        for line in wrap(
            "two words, and (a bracket) 12,400.00 by Fri 3 Oct; light",
            11,
        ) {
            assert!(width(&line) <= 11, "{line:?}");
        }
    }
}
