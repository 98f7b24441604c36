//! What an import changes in the ledger: counts, then the largest changes of open balances first.
//!
//! Law: as `ui`.

use crate::app::Model;
use crate::domain::money::{Currency, Minor};
use crate::store::protocol::{ChangedDocument, Counts};
use crate::ui::pen::Pen;
use crate::ui::sheet::{Row, Sheet, money_width};

/// Changes shown.
const CHANGES: usize = 200;

impl Pen<'_> {
    /// What it changes in the ledger: counts, then the largest changes.
    pub(super) fn changes(&self, model: &Model, w: u16) -> Sheet {
        let t = self.theme;
        let i = &model.imports;
        let mut sheet = Sheet::default();
        let Some(report) = i.report.as_ref().and_then(|r| r.files.get(i.file)) else {
            return sheet;
        };
        let book = i.shown().map_or(Currency::USD, |file| file.staged.currency);
        let mut head = Row::default();
        for (n, title) in ["new", "changed", "as before", "closed"]
            .into_iter()
            .enumerate()
        {
            head = head.right(10 + n as u16 * 10, 10, title, t.dim);
        }
        sheet.push(head);
        let mut any = false;
        for (label, c) in [
            ("accounts", &report.accounts),
            ("documents", &report.documents),
            ("payments", &report.payments),
        ] {
            if *c == Counts::default() {
                continue;
            }
            let mut row = Row::default().left(0, 10, label, t.dim);
            for (n, count) in [c.new, c.changed, c.unchanged, c.closed]
                .into_iter()
                .enumerate()
            {
                let style = if count == 0 { t.rule } else { t.text };
                row = row.right(10 + n as u16 * 10, 10, count.to_string(), style);
            }
            sheet.push(row);
            any = true;
        }
        if !any {
            let text = match i.report.as_ref().is_some_and(|r| r.refused.is_some()) {
                true => "nothing: it is refused as it stands",
                false => "nothing: all of it is in the ledger already",
            };
            let mut nothing = Sheet::default();
            nothing.push(Row::default().left(0, w, text, t.dim));
            return nothing;
        }
        // On an empty ledger everything is new, and no list of it tells anything: only what was here before is listed.
        let changes = &report.changes;
        if changes.is_empty() {
            return sheet;
        }
        sheet.gap();
        let by = |c: &ChangedDocument| c.after.minus(c.before).unwrap_or(Minor::ZERO);
        let m = money_width(
            changes.iter().flat_map(|c| [c.before, c.after, by(c)]),
            book,
            10,
        );
        // Where there is little room, what it was before follows from the two others.
        let columns = if w < 24 + 3 * (m + 1) { 2 } else { 3 };
        let room = w.saturating_sub(columns * (m + 1) + 1);
        let number = (room / 3).clamp(6, 14);
        let name = room.saturating_sub(number + 1);
        let at = |n: u16| room + 1 + n * (m + 1);
        let titles: &[&str] = match columns {
            2 => &["after", "by"],
            _ => &["before", "after", "by"],
        };
        let mut head = Row::default().left(0, name + number, "largest changes", t.dim);
        for (n, title) in (0..).zip(titles) {
            head = head.right(at(n), m, *title, t.dim);
        }
        sheet.push(head);
        for c in changes.iter().take(CHANGES) {
            let by = by(c);
            let label = match c.number.as_str() {
                "" => "(none)",
                number => number,
            };
            let mut row = Row::default()
                .left(0, name, c.customer.as_str(), t.text)
                .left(name + 1, number, label, t.text);
            if columns == 3 {
                row = row.money(at(0), m, c.before, book, t.dim);
            }
            // More open than before is what a collector wants to see.
            let style = if by.is_positive() { t.warn } else { t.text };
            let row = if c.after.is_zero() {
                row.right(at(columns - 2), m, "closed", t.good)
            } else {
                row.money(at(columns - 2), m, c.after, book, t.text)
            };
            sheet.push(row.money(at(columns - 1), m, by, book, style));
        }
        if changes.len() > CHANGES {
            let more = format!("and {} more", changes.len() - CHANGES);
            sheet.push(Row::default().left(0, w, more, t.dim));
        }
        sheet
    }
}
