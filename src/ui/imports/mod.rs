//! The import screen: past imports, the path, work under way. What was read is in `review` and `parts`, the columns of an unknown layout
//! in `map`, questions in `ask`.
//!
//! Law: as `ui`. Says what was read and that it adds up before anything is written.

mod ask;
mod changes;
mod map;
mod parts;
mod receipts;
mod review;
#[cfg(test)]
mod tests;
mod words;

use super::pen::{Pen, width};
use super::queue::top_for;
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::imports::Stage;
use crate::app::msg::Target;
use crate::domain::say;
use crate::store::protocol::{BatchLine, Progress};
use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::layout::Rect;

/// Where the report is found in the systems that most people have.
const MENUS: [(&str, &str); 11] = [
    (
        "QuickBooks Online",
        "Reports > Who owes you > A/R Aging Detail > Export > CSV",
    ),
    (
        "QuickBooks Desktop",
        "Customers & Receivables > A/R Aging Detail > Excel > CSV",
    ),
    ("Xero", "Business > Invoices > Awaiting Payment > Export"),
    (
        "NetSuite",
        "Reports > Financial > A/R Aging Detail > Export CSV",
    ),
    (
        "Sage 50",
        "Accounts Receivable > Aged Receivables, with Date Due",
    ),
    (
        "Business Central",
        "Customer Ledger Entries > Share > Open in Excel",
    ),
    (
        "ERPNext",
        "Accounting > Accounts Receivable > Menu > Export",
    ),
    (
        "Zoho Books",
        "Sales > Invoices > Export, and Payments Received",
    ),
    (
        "Odoo",
        "Customers > Invoices, list > Export + Amount Due Signed",
    ),
    ("Stripe", "Billing > Invoices > Export, all columns"),
    ("Harvest", "Reports > Invoices > Export"),
];

impl Pen<'_> {
    /// The screen.
    pub fn imports(&mut self, model: &Model, area: Rect) {
        let inner = Rect::new(
            area.x + 1,
            area.y,
            area.width.saturating_sub(2),
            area.height,
        );
        match &model.imports.stage {
            Stage::Overview => self.past_imports(model, inner),
            Stage::Path => {
                let middle = self.middle(area);
                self.import_path(model, middle);
            }
            Stage::Reading(progress) | Stage::Writing(progress) => {
                let middle = self.middle(area);
                self.import_work(model, progress, middle);
            }
            Stage::Review => self.import_review(model, inner),
            Stage::Map(edit) => self.import_map(model, edit, inner),
        }
        if let Some(ask) = &model.imports.ask {
            self.import_ask(model, ask);
        }
    }

    fn past_imports(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let i = &model.imports;
        if i.batches_loaded && i.batches.is_empty() {
            return self.no_import_yet(model, area);
        }
        let details = 7.min(area.height / 3);
        let list = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(details + 3),
        );
        let name = (area.width / 4).clamp(16, 40);
        // Who it was is told below as well.
        let by = if area.width < 100 { 0 } else { 11 };
        let file = 19 + by;
        let at = [0, 19, file, file + name + 2, file + name + 14];
        let titles = ["imported", "by", "files", "as of", "what it brought"];
        for (x, title) in at.into_iter().zip(titles) {
            if title == "by" && by == 0 {
                continue;
            }
            self.text(
                area.x + 1 + x,
                area.y,
                area.width.saturating_sub(x),
                title,
                t.dim,
            );
        }
        let page = usize::from(list.height);
        let top = top_for(i.cursor, model.seen.top, page, i.batches.len());
        self.seen.page = page;
        self.seen.top = top;
        self.hit(list, Target::List);
        for (y, index) in (list.y..list.bottom()).zip(top..i.batches.len()) {
            let batch = &i.batches[index];
            let line = Rect::new(list.x, y, list.width, 1);
            self.hit(line, Target::Row(index));
            let (text, dim) = if batch.undone {
                (t.dim, t.dim)
            } else {
                (t.text, t.dim)
            };
            let when = local(model, batch.at).format("%d %b %Y %H:%M").to_string();
            self.text(area.x + 1, y, 17, when.trim_start_matches('0'), dim);
            self.text(area.x + 1 + at[1], y, by.saturating_sub(1), &batch.by, dim);
            self.text(area.x + 1 + at[2], y, name, &batch.files.join(", "), text);
            if let Some(day) = batch.as_of {
                let day = say::day(day, model.now.today);
                self.text(area.x + 1 + at[3], y, 11, &day, text);
            }
            let rest = area.width.saturating_sub(at[4] + 1);
            let mark = if batch.undone { "undone · " } else { "" };
            let x = area.x + 1 + at[4];
            self.pieces(x, y, rest, &[(mark, t.warn), (&batch.summary, text)]);
            if index == i.cursor {
                self.text(area.x, y, 1, "▸", t.accent);
                self.lay(line, t.selected);
            }
        }
        let y = area.bottom().saturating_sub(details + 1);
        self.rule(area.x, y, area.width);
        let mut below = Rect::new(area.x + 1, y + 1, area.width.saturating_sub(2), details);
        if let Some((near, count)) = i.near() {
            let mut sheet = Sheet::default();
            let text = words::alike(&model.keymap, near, count);
            sheet.wrapped(("! ", t.warn), below.width, &text, t.warn);
            let used = u16::try_from(sheet.len()).unwrap_or(1).min(below.height);
            let head = Rect::new(below.x, below.y, below.width, used);
            self.sheet(head, &sheet, 0);
            below.y += used;
            below.height -= used;
        }
        if let Some(batch) = i.batches.get(i.cursor) {
            self.batch_details(model, batch, below);
        }
    }

    fn batch_details(&mut self, model: &Model, batch: &BatchLine, area: Rect) {
        let t = self.theme;
        let w = area.width;
        let mut sheet = Sheet::default();
        let mut row = |label: &str, text: String, style| {
            let row = Row::default().left(0, 12, label, t.dim);
            sheet.push(row.left(12, w.saturating_sub(12), text, style));
        };
        for (file, profile) in batch.files.iter().zip(&batch.profiles).take(3) {
            row("file", format!("{file}, read as {profile}"), t.text);
        }
        if batch.files.len() > 3 {
            row("", format!("and {} more", batch.files.len() - 3), t.dim);
        }
        let at = local(model, batch.at).format("%d %b %Y %H:%M").to_string();
        let who = format!("{} by {}", at.trim_start_matches('0'), batch.by);
        row("imported", who, t.text);
        row("brought", batch.summary.clone(), t.text);
        if batch.mismatch_taken {
            row(
                "total",
                "the report's own total differed, and was accepted".into(),
                t.warn,
            );
        }
        if let Some((who, at)) = &batch.undone_by {
            let at = local(model, *at).format("%d %b %Y %H:%M").to_string();
            row(
                "undone",
                format!("by {who}, {}", at.trim_start_matches('0')),
                t.warn,
            );
        } else {
            let key = model.keymap.label(Context::Imports, Action::ImportUndo);
            row(
                "",
                format!("{key} takes all of it back, as long as nothing was built on it"),
                t.dim,
            );
        }
        self.sheet(area, &sheet, 0);
    }

    fn no_import_yet(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let middle = self.middle(area);
        let key = model.keymap.label(Context::Imports, Action::ImportFile);
        self.text(
            middle.x,
            middle.y,
            middle.width,
            "Nothing was imported into this ledger yet",
            t.heading,
        );
        let text = format!(
            "{key} picks the file of your accounting system; a file dropped on this window does the same."
        );
        let used = self.paragraph(middle, middle.y + 2, &text, t.text);
        self.menus(middle, middle.y + 3 + used);
    }

    /// Where the reports are found, as far as there is room.
    fn menus(&mut self, area: Rect, y: u16) {
        let t = self.theme;
        if y + 4 > area.bottom() {
            return;
        }
        self.text(area.x, y, area.width, "where the report is", t.dim);
        let room = usize::from(area.bottom().saturating_sub(y + 1));
        // Where not all have a line, the last one names the others.
        let shown = match room < MENUS.len() {
            true => room.saturating_sub(1),
            false => MENUS.len(),
        };
        let rest = area.width.saturating_sub(20);
        for (y, (system, menu)) in (y + 1..).zip(&MENUS[..shown]) {
            self.text(area.x, y, 19, system, t.text);
            self.text(area.x + 20, y, rest, menu, t.dim);
        }
        if shown < MENUS.len() {
            let others: Vec<&str> = MENUS[shown..].iter().map(|(system, _)| *system).collect();
            let y = area.bottom().saturating_sub(1);
            self.text(area.x, y, 19, "also", t.text);
            self.text(area.x + 20, y, rest, &others.join(", "), t.dim);
        }
    }

    fn import_path(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let i = &model.imports;
        let mut y = area.y;
        self.text(area.x, y, area.width, "Import your receivables", t.heading);
        y += 2;
        let label = |on: bool| if on { t.accent } else { t.dim };
        let rest = area.width.saturating_sub(12);
        self.text(area.x, y, 12, "file", label(!i.on_company));
        self.field(area.x + 12, y, rest, &i.path, !i.on_company);
        y += 1;
        if model.welcome.no_ledger {
            y += 1;
            self.text(area.x, y, 12, "company", label(i.on_company));
            self.field(area.x + 12, y, rest.min(40), &i.company, i.on_company);
            y += 1;
            let text = "your own name, as scripts say it: \"this is Ana from …\"";
            self.text(area.x + 12, y, rest, text, t.dim);
            y += 1;
        }
        let (heading, offered) = if i.paths.is_empty() {
            ("recent", &i.recent)
        } else {
            ("goes on as", &i.paths)
        };
        let most = usize::from((area.bottom().saturating_sub(y + 6)).min(8));
        if !offered.is_empty() && !i.on_company && most > 0 {
            y += 1;
            self.text(area.x, y, 12, heading, t.dim);
            let top = i.picked.map_or(0, |at| (at + 1).saturating_sub(most));
            for (at, path) in offered.iter().enumerate().skip(top).take(most) {
                let (mark, style) = if i.picked == Some(at) {
                    ("▸", t.text)
                } else {
                    (" ", t.dim)
                };
                self.text(area.x + 11, y, 1, mark, t.accent);
                self.end_of_path(area.x + 12, y, rest, path, style);
                y += 1;
            }
            if offered.len() > top + most {
                let more = format!("and {} more", offered.len() - top - most);
                self.text(area.x + 12, y, rest, &more, t.dim);
                y += 1;
            }
        }
        y += 1;
        y += self.paragraph(area, y, "Drop the file on this window, paste its path, or type it (Tab completes; a folder takes every table \
            in it). Several files of one book go together. Nothing is written before you have seen what was read.", t.dim);
        self.menus(area, y + 1);
    }

    /// A path that is too long loses its beginning: its end tells the files apart.
    fn end_of_path(&mut self, x: u16, y: u16, most: u16, path: &str, style: ratatui::style::Style) {
        if width(path) <= most {
            self.text(x, y, most, path, style);
            return;
        }
        let mut rest = path;
        while width(rest) + 1 > most {
            let Some(c) = rest.chars().next() else { break };
            rest = &rest[c.len_utf8()..];
        }
        self.text(x, y, most, &format!("…{rest}"), style);
    }

    fn import_work(&mut self, model: &Model, progress: &Progress, area: Rect) {
        let t = self.theme;
        let i = &model.imports;
        let names = match i.job.paths.as_slice() {
            [one] => one.clone(),
            several => say::plural(several.len() as u64, "file"),
        };
        let heading = format!("{} {names}", words::capital(progress.stage));
        self.end_of_path(area.x, area.y, area.width, &heading, t.heading);
        if progress.total > 0 {
            self.bar(progress, area);
        }
        let esc = model.keymap.label(Context::ImportWork, Action::Back);
        let text = match (&i.stage, progress.stage) {
            (Stage::Writing(_), "writing" | "indexing") => {
                "It is being written now, all of it or nothing: too late to stop. When it is done, it can be undone as a whole.".to_owned()
            }
            (Stage::Writing(_), _) => format!("{esc} stops it: the writing has not begun."),
            _ => format!("{esc} stops it: nothing is written before you have seen what was read."),
        };
        let used = self.paragraph(area, area.y + 4, &text, t.dim);
        if !model.welcome.no_ledger {
            let y = area.y + 4 + used;
            self.paragraph(area, y, "The other screens stay open meanwhile.", t.dim);
        }
    }

    fn bar(&mut self, progress: &Progress, area: Rect) {
        let t = self.theme;
        let w = area.width.saturating_sub(8).min(60);
        let (done, total) = (progress.done.min(progress.total), progress.total);
        let full = (u128::from(w) * u128::from(done) / u128::from(total)) as u16;
        let y = area.y + 2;
        self.text(area.x, y, full, &"━".repeat(usize::from(full)), t.accent);
        let rest = w - full;
        self.text(
            area.x + full,
            y,
            rest,
            &"─".repeat(usize::from(rest)),
            t.rule,
        );
        let percent = (u128::from(done) * 100 / u128::from(total)) as u16;
        self.right(area.x + w, y, 7, &format!("{percent} %"), t.dim);
    }
}

/// An instant on the desk's own clock.
fn local(model: &Model, at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc() + (model.now.local - model.now.at.naive_utc())
}
