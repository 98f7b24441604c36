//! What was read, before it is imported: what it is and how sure that is, whether it adds up, what it changes.
//!
//! Law: as `ui`. Side by side where there is room; else one part at a time, `Tab` turns.

use super::words;
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::imports::{Imports, Pane};
use crate::app::msg::Target;
use crate::domain::imports::{ReadFile, Trust};
use crate::domain::say;
use crate::domain::staged::Severity;
use crate::ui::pen::{Pen, width};
use crate::ui::sheet::{Row, Sheet};
use ratatui::layout::Rect;

/// Columns from which the parts stand side by side.
const WIDE: u16 = 108;

impl Pen<'_> {
    pub(super) fn import_review(&mut self, model: &Model, area: Rect) {
        let i = &model.imports;
        let Some(file) = i.shown() else {
            return;
        };
        let head = self.recognised(model, file, area.width);
        let drawn = self.sheet(area, &head, 0);
        let y = area.y + drawn;
        let body = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y));
        if body.height < 3 {
            return;
        }
        if area.width >= WIDE {
            let left = area.width * 56 / 100;
            let rows = Rect::new(body.x, body.y, left - 2, body.height);
            self.import_part(model, file, Pane::Rows, rows);
            self.upright(body.x + left - 1, body.y, body.height);
            let x = body.x + left + 1;
            let w = area.width - left - 1;
            let check = self.check(model, file, w);
            // The changes get what the check leaves, and at least a third, unless they need less.
            let needed = self.changes(model, w).len() as u16 + 1;
            let least = needed.min(body.height / 3);
            let most = body.height.saturating_sub(least + 1);
            let upper = (check.len() as u16 + 1).min(most);
            self.import_part(model, file, Pane::Check, Rect::new(x, body.y, w, upper));
            let below = upper + 1;
            let lower = Rect::new(x, body.y + below, w, body.height.saturating_sub(below));
            self.import_part(model, file, Pane::Changes, lower);
        } else {
            self.import_part(model, file, i.pane, body);
        }
    }

    /// A part under its heading; the one that scrolls has the accent.
    fn import_part(&mut self, model: &Model, file: &ReadFile, pane: Pane, area: Rect) {
        let t = self.theme;
        let i = &model.imports;
        let wide = self.screen().width > WIDE;
        let mut x = area.x;
        let shown: &[Pane] = if wide { &[pane] } else { &Pane::ALL };
        for &tab in shown {
            let title = self.title(i, tab);
            let style = match tab == i.pane {
                true => t.accent.patch(t.heading),
                false if wide => t.heading,
                false => t.dim,
            };
            let used = self.text(x, area.y, area.right().saturating_sub(x), &title, style);
            if tab != i.pane && !wide {
                self.hit(Rect::new(x, area.y, used, 1), Target::Do(Action::NextPane));
            }
            x += used + 3;
        }
        let body = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
        let sheet = match pane {
            Pane::Rows => self.rows_as_read(file, body.width, body.height >= 20),
            Pane::Check => self.check(model, file, body.width),
            Pane::Changes => self.changes(model, body.width),
        };
        let has_keys = pane == i.pane;
        let most = sheet.len().saturating_sub(usize::from(body.height));
        let scroll = if has_keys { i.scroll.min(most) } else { 0 };
        if has_keys {
            self.seen.page = usize::from(body.height);
            self.seen.over = most;
            self.hit(body, Target::List);
        }
        self.sheet(body, &sheet, scroll);
        let below = most.saturating_sub(scroll);
        if below > 0 && body.height > 0 {
            let more = if wide {
                format!(" {below} more ↓ ")
            } else {
                format!(" {below}↓ ")
            };
            self.right(body.x, area.y, body.width, &more, t.dim);
        }
    }

    fn title(&self, i: &Imports, pane: Pane) -> String {
        match pane {
            Pane::Rows => "As it is read".to_owned(),
            Pane::Check => {
                let grave = i.shown().map_or(0, |f| {
                    let issues = f.staged.issues.iter();
                    issues.filter(|i| i.severity >= Severity::Error).count()
                });
                match grave {
                    0 => "Does it add up?".to_owned(),
                    n => format!("Does it add up? {n}!"),
                }
            }
            Pane::Changes => "What it changes".to_owned(),
        }
    }

    /// What the file is, how sure that is, what was decided and by which cell, and the verdict on the whole set.
    fn recognised(&self, model: &Model, file: &ReadFile, w: u16) -> Sheet {
        let t = self.theme;
        let i = &model.imports;
        let (staged, sight) = (&file.staged, &file.sight);
        let mut sheet = Sheet::default();
        let n = i.set.files.len();
        let place = if n > 1 {
            format!("file {} of {n} · ", i.file + 1)
        } else {
            String::new()
        };
        let facts = format!(
            "{place}{} · {}",
            words::kind(staged.kind),
            say::plural(staged.rows, "row")
        );
        let facts = if sight.trust == Trust::Unknown {
            place
        } else {
            facts
        };
        let name = width(&staged.file).min(w / 2);
        sheet.push(Row::default().left(0, name, &staged.file, t.heading).left(
            name + 2,
            w.saturating_sub(name + 2),
            facts,
            t.dim,
        ));
        let sure = if file.is_no_table() {
            "no table that could be read"
        } else {
            words::trust(sight.trust)
        };
        let style = match sight.trust {
            Trust::Unknown => t.bad,
            Trust::Likely => t.warn,
            Trust::Saved | Trust::Sure | Trust::Told => t.good,
        };
        let title = width(&sight.title).min(w * 2 / 3);
        let at = if title > 0 { title + 2 } else { 0 };
        sheet.push(Row::default().left(0, title, &sight.title, t.text).left(
            at,
            w.saturating_sub(at),
            sure,
            style,
        ));
        let decided = decided(model, file);
        if !decided.is_empty() {
            sheet.wrapped(("", t.dim), w, &decided.join(" · "), t.dim);
        }
        match i.report.as_ref().and_then(|r| r.refused.as_ref()) {
            Some(why) => {
                let why = words::at_the_desk(&model.keymap, why);
                sheet.wrapped(("✗ ", t.bad), w, &why, t.bad);
            }
            None => {
                let key = model
                    .keymap
                    .label(Context::ImportReview, Action::ImportApply);
                // Also then an import may note something: the day of a list, a question about what was typed here.
                let words = match self.verdict(model) {
                    None => format!("nothing in it is new to the ledger; {key} imports it"),
                    Some(words) => format!("{words}; {key} imports it"),
                };
                sheet.wrapped(("✓ ", t.good), w, &words, t.good);
            }
        }
        if let Some((near, count)) = i.near() {
            let text = words::near(&model.keymap, near, count);
            sheet.wrapped(("! ", t.warn), w, &text, t.warn);
        }
        sheet.gap();
        sheet
    }

    /// What an import of the set would do, in a line; nothing where it would do nothing.
    fn verdict(&self, model: &Model) -> Option<String> {
        let i = &model.imports;
        let report = i.report.as_ref()?;
        let sum = |of: fn(&crate::store::protocol::FileReport) -> u64| -> u64 {
            report.files.iter().map(of).sum()
        };
        let (new, changed, closed) = (
            sum(|f| f.documents.new),
            sum(|f| f.documents.changed),
            sum(|f| f.documents.closed),
        );
        let (fresh, moved) = (sum(|f| f.accounts.new), sum(|f| f.accounts.changed));
        let (paid, repaid) = (sum(|f| f.payments.new), sum(|f| f.payments.changed));
        let mut parts = Vec::new();
        // A file of customers, or of payments, has no documents of which none would be new.
        if new + changed + closed > 0 {
            parts.push(say::brought(new, changed, closed));
        }
        for (count, what) in [
            (paid, "new payment"),
            (repaid, "changed payment"),
            (fresh, "new account"),
            (moved, "changed account"),
        ] {
            if count > 0 {
                parts.push(say::plural(count, what));
            }
        }
        let held: usize = i.set.files.iter().map(|f| f.staged.rejects.len()).sum();
        if held > 0 && i.consent.skip_errors {
            let rows = say::plural(held as u64, "row");
            parts.push(format!("{rows} left out and written beside the file"));
        }
        if i.consent.accept_mismatch {
            parts.push("although the total differs".into());
        }
        if new + changed + closed + fresh + moved + paid + repaid == 0 {
            return None;
        }
        Some(parts.join(", "))
    }
}

/// What was decided about the file, each with the cell that shows it.
fn decided(model: &Model, file: &ReadFile) -> Vec<String> {
    let (staged, sight) = (&file.staged, &file.sight);
    let mut out = Vec::new();
    if !staged.encoding.is_empty() {
        let name = match &sight.odd_name {
            Some(name) => format!(" (“{name}” looks right?)"),
            None => String::new(),
        };
        out.push(format!("{}{name}", staged.encoding));
    }
    if let Some(day) = staged.as_of {
        let by = match (sight.own_day, model.imports.job.choices.as_of) {
            (true, _) => " by its title",
            (false, Some(_)) => " as you said",
            (false, None) => "",
        };
        out.push(format!("as of {}{by}", say::day(day, model.now.today)));
    }
    if let Some((order, written, read)) = &sight.dates {
        out.push(format!("{}: {written} is {read}", words::order(*order)));
    }
    if let Some((mark, written, _)) = &sight.amounts {
        out.push(format!("{}: {written}", words::mark(*mark)));
    }
    out
}
