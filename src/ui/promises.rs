//! The promises: the list grouped by what became of them, the month beside it, the selected one explained.
//!
//! Law: verdicts come with their words; a word stands beside every colour. What has not been loaded yet is left empty, never guessed.

use super::amounts::Amounts;
use super::pen::{Pen, width};
use super::promise_words as words;
use super::queue::top_for;
use super::talks::group_style;
use crate::app::Model;
use crate::app::msg::Target;
use crate::app::promises::{Group, GroupSum, Side, verdict_words};
use crate::domain::money::Currency;
use crate::domain::say;
use crate::store::protocol::{PromiseBrief, TaskRow};
use ratatui::layout::Rect;

/// Columns from which list and calendar stand side by side.
const WIDE: u16 = 110;

/// A line of the list: a heading, or a row by its index.
enum Line {
    Head(Group),
    Row(usize),
}

impl Pen<'_> {
    /// The screen.
    pub fn promises(&mut self, model: &Model, area: Rect) {
        let wide = area.width >= WIDE;
        self.seen.wide = wide;
        let top = self.sides(model, Rect::new(area.x, area.y, area.width, 1));
        let area = Rect::new(
            area.x,
            area.y + top,
            area.width,
            area.height.saturating_sub(top),
        );
        let inner = |r: Rect| Rect::new(r.x + 1, r.y, r.width.saturating_sub(2), r.height);
        if wide {
            let left = (area.width * 56 / 100).min(112);
            self.promise_list(model, Rect::new(area.x, area.y, left, area.height));
            self.upright(area.x + left, area.y, area.height);
            let width = area.width - left - 3;
            let side = Rect::new(area.x + left + 2, area.y, width, area.height);
            let used = self.calendar(model, side);
            let y = side.y + used + 1;
            self.explained(
                model,
                Rect::new(side.x, y, width, side.bottom().saturating_sub(y)),
            );
        } else if model.promises.calendar {
            self.calendar(model, inner(area));
        } else {
            let below = (area.height / 3).min(8);
            let list = Rect::new(area.x, area.y, area.width, area.height - below);
            self.promise_list(model, list);
            if below > 1 {
                self.rule(area.x, list.bottom(), area.width);
                let y = list.bottom() + 1;
                self.explained(model, inner(Rect::new(area.x, y, area.width, below - 1)));
            }
        }
    }

    /// Whose promises, and what the list is narrowed to; gives the lines used.
    fn sides(&mut self, model: &Model, area: Rect) -> u16 {
        let t = self.theme;
        let p = &model.promises;
        let theirs = p
            .board
            .groups
            .iter()
            .map(|(_, _, s)| s.count)
            .sum::<usize>();
        let style = |side: Side| if p.side == side { t.heading } else { t.dim };
        let (they, we) = (
            format!("they promised {theirs}"),
            format!("we promised {}", p.ours_in_all()),
        );
        let used = self.pieces(
            area.x + 2,
            area.y,
            area.width.saturating_sub(3),
            &[
                (if p.side == Side::Theirs { "[" } else { " " }, t.accent),
                (&they, style(Side::Theirs)),
                (if p.side == Side::Theirs { "]" } else { " " }, t.accent),
                (" ", t.dim),
                (if p.side == Side::Ours { "[" } else { " " }, t.accent),
                (&we, style(Side::Ours)),
                (if p.side == Side::Ours { "]" } else { " " }, t.accent),
            ],
        );
        let narrowed = p.narrowed.words(model.now.today);
        if !narrowed.is_empty() {
            let x = area.x + 2 + used + 3;
            let said = format!("only {} · Esc: all", narrowed.join(" · "));
            self.text(
                x,
                area.y,
                area.right().saturating_sub(x + 1),
                &said,
                t.accent,
            );
        }
        1
    }

    fn promise_list(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let p = &model.promises;
        let book = model.book();
        self.hit(area, Target::List);
        if p.loaded && p.total() == 0 {
            let (head, next) = words::empty(p);
            let w = area.width.saturating_sub(3);
            self.text(area.x + 2, area.y + 1, w, head, t.heading);
            self.text(area.x + 2, area.y + 2, w, next, t.dim);
            return;
        }
        let groups = p.groups(book);
        let at = line_of(&groups, p.cursor);
        let lines = p.total() + groups.len();
        let page = usize::from(area.height);
        let mut top = top_for(at, model.seen.top, page, lines);
        // The heading of the first row is shown with it.
        if at == 1 {
            top = 0;
        }
        self.seen.page = page;
        self.seen.top = top;
        let amounts = p.board.rows.iter();
        let amounts = amounts.map(|r| (r.promise.amount, r.currency));
        let money = Amounts::of(book, amounts, 10);
        for (y, i) in (area.y..area.bottom()).zip(top..lines) {
            let row = Rect::new(area.x, y, area.width, 1);
            match line_at(&groups, i) {
                None => {}
                Some(Line::Head(group)) => self.group_head(&groups, group, p.side, book, row),
                Some(Line::Row(n)) => {
                    self.hit(row, Target::Row(n));
                    match p.side {
                        Side::Theirs => {
                            if let Some(brief) = p.row(n) {
                                self.promise_row(model, brief, row, &money);
                            }
                        }
                        Side::Ours => {
                            if let Some(task) = p.our_row(n) {
                                self.task_row(model, task, row);
                            }
                        }
                    }
                    if n == p.cursor {
                        self.lay(row, t.selected);
                        self.text(row.x, y, 1, "▌", t.accent.patch(t.selected));
                    }
                }
            }
        }
    }

    fn group_head(
        &mut self,
        groups: &[GroupSum],
        group: Group,
        side: Side,
        book: Currency,
        area: Rect,
    ) {
        let t = self.theme;
        let found = groups.iter().find(|sum| sum.group == group);
        let said = match (found, side) {
            (Some(sum), Side::Theirs) => format!("{} · {}", sum.count, sum.money.words(book)),
            (Some(sum), Side::Ours) => sum.count.to_string(),
            (None, _) => String::new(),
        };
        let mut x = area.x + 1;
        x += self.pieces(
            x,
            area.y,
            area.width.saturating_sub(2),
            &[
                (group.title(), group_style(self, group).patch(t.heading)),
                ("  ", t.dim),
                (&said, t.dim),
            ],
        ) + 1;
        self.rule(x, area.y, area.right().saturating_sub(x + 1));
    }

    fn promise_row(&mut self, model: &Model, row: &PromiseBrief, area: Rect, money: &Amounts) {
        let t = self.theme;
        let today = model.now.today;
        let (y, w) = (area.y, area.width);
        let j = &row.judgement;
        let group = Group::of(j.verdict);
        let mut x = area.x + 2;
        let verdict = match j.ruling {
            Some(_) => j.verdict.words(true),
            None => verdict_words(j.verdict),
        };
        self.text(x, y, 10, verdict, group_style(self, group));
        x += 11;
        let day = say::day(row.promise.by_when, today);
        self.text(x, y, 15, &day, t.text);
        x += 12.max(width(&day) + 2);
        let end = area.right() - 1;
        let tail = words::tail(row, today);
        let tail_room = if w >= 92 {
            22
        } else if w >= 76 {
            16
        } else {
            // The shortest mark: which time it is, which instalment.
            6
        };
        let at = end.saturating_sub(money.w + tail_room);
        let name = if model.promises.selected == Some(row.promise.id) {
            t.heading
        } else {
            t.text
        };
        self.text(x, y, at.saturating_sub(x + 1), &row.name, name);
        self.amount((at, y), money, row.promise.amount, row.currency, t.text);
        if tail_room > 0 {
            let room = tail_room - 2;
            if let Some(said) = tail.into_iter().find(|s| width(s) <= room) {
                self.text(at + money.w + 2, y, room, &said, t.dim);
            }
        }
    }

    fn task_row(&mut self, model: &Model, row: &TaskRow, area: Rect) {
        let t = self.theme;
        let today = model.now.today;
        let group = Group::of(row.line.verdict);
        let mut x = area.x + 2;
        self.text(
            x,
            area.y,
            10,
            words::task_verdict(row),
            group_style(self, group),
        );
        x += 11;
        let day = say::day(row.line.due_on, today);
        self.text(x, area.y, 15, &day, t.text);
        x += 12.max(width(&day) + 2);
        let end = area.right() - 1;
        let room = end.saturating_sub(x);
        let name = room * 2 / 5;
        self.text(x, area.y, name, &row.name, t.text);
        self.text(
            x + name + 2,
            area.y,
            room.saturating_sub(name + 2),
            &row.line.what,
            t.dim,
        );
    }

    /// The selected promise in words: verdict, sentence, history, chain, which invoices, whose word it is.
    fn explained(&mut self, model: &Model, area: Rect) {
        if area.height == 0 {
            return;
        }
        let sheet = words::sheet(self, model, area.width);
        self.sheet(area, &sheet, 0);
    }
}

/// The line of a row.
fn line_of(groups: &[GroupSum], row: usize) -> usize {
    let mut before = 0;
    for (heads, GroupSum { count, .. }) in groups.iter().enumerate() {
        if row < before + count {
            return row + heads + 1;
        }
        before += count;
    }
    row + groups.len()
}

/// What stands on a line.
fn line_at(groups: &[GroupSum], line: usize) -> Option<Line> {
    let (mut lines, mut rows) = (0, 0);
    for GroupSum { group, count, .. } in groups {
        if line == lines {
            return Some(Line::Head(*group));
        }
        if line <= lines + count {
            return Some(Line::Row(rows + (line - lines - 1)));
        }
        lines += count + 1;
        rows += count;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::promises::Moneys;

    #[test]
    fn every_row_stands_on_the_line_that_leads_back_to_it() {
        let groups =
            [(Group::DueToday, 2), (Group::Failed, 1), (Group::Kept, 3)].map(|(group, count)| {
                GroupSum {
                    group,
                    count,
                    money: Moneys::default(),
                }
            });
        for row in 0..6 {
            let line = line_of(&groups, row);
            assert!(
                matches!(line_at(&groups, line), Some(Line::Row(n)) if n == row),
                "{row}"
            );
        }
        let heads: Vec<usize> = (0..9)
            .filter(|l| matches!(line_at(&groups, *l), Some(Line::Head(_))))
            .collect();
        assert_eq!(heads, [0, 3, 5]);
        assert!(line_at(&groups, 9).is_none());
    }
}
