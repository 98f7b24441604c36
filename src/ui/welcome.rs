//! The first screen of all, and the import: two doors, a path, the report.
//!
//! Law: says what was read and that it adds up before anything is written.

use super::pen::{Pen, width, wrap};
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::welcome::ImportStage;
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::staged::Severity;
use crate::store::protocol::{Counts, FileReport, ImportReport, Progress};
use ratatui::layout::Rect;

impl Pen<'_> {
    /// The screen.
    pub fn welcome(&mut self, model: &Model, area: Rect) {
        let w = 76.min(area.width.saturating_sub(4));
        let x = area.x + (area.width - w) / 2;
        let y = area.y + (area.height.saturating_sub(20) / 3).max(1);
        let inner = Rect::new(x, y, w, area.bottom().saturating_sub(y));
        match &model.welcome.stage {
            ImportStage::Doors => self.doors(model, inner),
            ImportStage::Path => self.path(model, inner),
            ImportStage::Working(progress) => self.working(progress, inner),
            ImportStage::Report(report) => {
                let wide = Rect::new(
                    area.x + 2,
                    area.y,
                    area.width.saturating_sub(4),
                    area.height,
                );
                self.report(model, report, wide);
            }
        }
    }

    fn paragraph(&mut self, area: Rect, y: u16, text: &str, style: ratatui::style::Style) -> u16 {
        let lines = wrap(text, area.width);
        for (i, line) in lines.iter().enumerate() {
            if y + (i as u16) < area.bottom() {
                self.text(area.x, y + i as u16, area.width, line, style);
            }
        }
        lines.len() as u16
    }

    fn doors(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let mut y = area.y;
        self.text(
            area.x,
            y,
            area.width,
            "Who to call, why, and by when they will pay.",
            t.heading,
        );
        y += 2;
        y += self.paragraph(area, y, "There is no ledger yet. Two doors lead on:", t.dim) + 1;
        for (action, title, text) in [
            (
                Action::DoorImport,
                "Import your receivables",
                "The open-invoice report that your accounting system exports, as it is. QuickBooks Online: Reports > Who owes you > \
                 A/R Aging Detail > Export > CSV. Others: any list of open invoices with customer, number, dates and open amount.",
            ),
            (
                Action::DoorSample,
                "Look around in the sample desk",
                "A building supplier with a month of history. Call, promise, break things: nothing is kept.",
            ),
        ] {
            let key = model.keymap.label(Context::Welcome, action);
            let top = y;
            self.pieces(
                area.x,
                y,
                area.width,
                &[
                    (&key, t.accent.patch(t.heading)),
                    ("   ", t.text),
                    (title, t.heading),
                ],
            );
            let body = Rect::new(
                area.x + 4,
                y,
                area.width.saturating_sub(4),
                area.bottom().saturating_sub(y),
            );
            y += 1;
            y += self.paragraph(body, y, text, t.dim) + 1;
            self.hit(
                Rect::new(area.x, top, area.width, y - top),
                Target::Do(action),
            );
        }
        self.paragraph(
            area,
            y,
            "A file dropped on this window, or a pasted path, opens the first door.",
            t.dim,
        );
    }

    fn path(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let w = &model.welcome;
        let mut y = area.y;
        self.text(area.x, y, area.width, "Import your receivables", t.heading);
        y += 2;
        let label = |on: bool| if on { t.accent } else { t.dim };
        self.text(area.x, y, 12, "file", label(!w.on_company));
        self.field(
            area.x + 12,
            y,
            area.width.saturating_sub(12),
            &w.path,
            !w.on_company,
        );
        y += 1;
        for path in w.paths.iter().take(8) {
            self.text(area.x + 12, y, area.width.saturating_sub(12), path, t.dim);
            y += 1;
        }
        if w.paths.len() > 8 {
            self.text(
                area.x + 12,
                y,
                30,
                &format!("and {} more", w.paths.len() - 8),
                t.dim,
            );
            y += 1;
        }
        if w.no_ledger {
            y += 1;
            self.text(area.x, y, 12, "company", label(w.on_company));
            self.field(
                area.x + 12,
                y,
                area.width.saturating_sub(12).min(40),
                &w.company,
                w.on_company,
            );
            y += 1;
            self.text(
                area.x + 12,
                y,
                area.width.saturating_sub(12),
                "your own name, as scripts say it: \"this is Ana from …\"",
                t.dim,
            );
        }
        y += 2;
        self.paragraph(area, y, "Drop the file on this window, paste its path, or type it (Tab completes). Several files of one book go \
            together. Nothing is written before you have seen what was read.", t.dim);
    }

    fn working(&mut self, progress: &Progress, area: Rect) {
        let t = self.theme;
        self.text(area.x, area.y, area.width, progress.stage, t.heading);
        if progress.total == 0 {
            return;
        }
        let w = area.width.min(60);
        let done = (u128::from(w) * u128::from(progress.done.min(progress.total))
            / u128::from(progress.total)) as u16;
        self.text(
            area.x,
            area.y + 2,
            done,
            &"━".repeat(usize::from(done)),
            t.accent,
        );
        self.text(
            area.x + done,
            area.y + 2,
            w - done,
            &"─".repeat(usize::from(w - done)),
            t.rule,
        );
        let percent = progress.done.min(progress.total) * 100 / progress.total;
        self.text(
            area.x + w + 2,
            area.y + 2,
            6,
            &format!("{percent} %"),
            t.dim,
        );
    }

    fn report(&mut self, model: &Model, report: &ImportReport, area: Rect) {
        let t = self.theme;
        let mut sheet = Sheet::default();
        let w = area.width;
        let book = report.currency.unwrap_or(Currency::USD);
        for file in &report.files {
            self.file_report(file, book, w, model, &mut sheet);
            sheet.gap();
        }
        match &report.refused {
            Some(why) => {
                sheet.wrapped(("✗ ", t.bad), w, why, t.bad);
                sheet.push(Row::default().left(
                    2,
                    w,
                    "nothing was written; Esc goes back to the file, `bywhen import --help` lists ways to take it all the same",
                    t.dim,
                ));
            }
            None => sheet.push(
                Row::default()
                    .left(
                        0,
                        2,
                        model
                            .keymap
                            .label(Context::ImportReport, Action::ImportApply),
                        t.accent.patch(t.heading),
                    )
                    .left(2, w, "imports this; until then nothing is written", t.dim),
            ),
        }
        self.seen.page = usize::from(area.height);
        self.sheet(area, &sheet, model.welcome.scroll);
    }

    fn file_report(
        &self,
        file: &FileReport,
        book: Currency,
        w: u16,
        model: &Model,
        sheet: &mut Sheet,
    ) {
        let t = self.theme;
        let today = model.now.today;
        let name = width(&file.file).min(w / 2);
        sheet.push(Row::default().left(0, name, &file.file, t.heading).left(
            name + 2,
            w.saturating_sub(name + 2),
            format!(
                "read as {} · {} · {}",
                file.profile,
                file.encoding,
                say::plural(file.rows, "row")
            ),
            t.dim,
        ));
        if let Some(day) = file.as_of {
            sheet.push(Row::default().left(2, 12, "as of", t.dim).left(
                14,
                w,
                say::day(day, today),
                t.text,
            ));
        }
        let mut line = |label: &str, counts: &Counts| {
            let words = said(counts);
            if !words.is_empty() {
                sheet.push(Row::default().left(2, 12, label, t.dim).left(
                    14,
                    w.saturating_sub(14),
                    words,
                    t.text,
                ));
            }
        };
        line("accounts", &file.accounts);
        line("documents", &file.documents);
        line("payments", &file.payments);
        let money = width(&file.total_open.show(book)).max(14);
        sheet.push(
            Row::default()
                .left(2, 12, "open", t.dim)
                .money(14, money, file.total_open, book, t.heading)
                .left(
                    16 + money,
                    w,
                    say::plural(file.open_invoices, "invoice"),
                    t.dim,
                ),
        );
        sheet.push(Row::default().left(2, 12, "past due", t.dim).money(
            14,
            money,
            file.past_due,
            book,
            t.text,
        ));
        if file.credits > 0 {
            sheet.push(
                Row::default()
                    .left(2, 12, "credits", t.dim)
                    .money(14, money, file.total_credits, book, t.text)
                    .left(16 + money, w, say::plural(file.credits, "credit"), t.dim),
            );
        }
        match (file.declared_total, file.difference) {
            (Some(total), Some(d)) if d.is_zero() => sheet.push(
                Row::default()
                    .left(2, 12, "adds up", t.dim)
                    .money(14, money, total, book, t.good)
                    .left(
                        16 + money,
                        w,
                        "✓ the report's own total, to the cent",
                        t.good,
                    ),
            ),
            (Some(total), Some(d)) => sheet.push(
                Row::default()
                    .left(2, 12, "does not", t.dim)
                    .money(14, money, total, book, t.bad)
                    .left(
                        16 + money,
                        w,
                        format!("✗ the report's own total differs by {}", d.show(book)),
                        t.bad,
                    ),
            ),
            _ => sheet.push(Row::default().left(2, 12, "total", t.dim).left(
                14,
                w,
                "the file declares none to compare with",
                t.dim,
            )),
        }
        for issue in file.issues.iter().take(12) {
            let (mark, style) = match issue.severity {
                Severity::Fatal | Severity::Error => ("✗ ", t.bad),
                Severity::Warning => ("! ", t.warn),
                Severity::Info => ("· ", t.dim),
            };
            let place = if issue.line > 0 {
                format!("line {}: ", issue.line)
            } else {
                String::new()
            };
            sheet.wrapped(
                (&format!("  {mark}"), style),
                w,
                &format!("{place}{}", issue.message),
                t.text,
            );
        }
        if file.issues.len() > 12 {
            sheet.push(Row::default().left(
                4,
                w,
                format!("and {} more", file.issues.len() - 12),
                t.dim,
            ));
        }
    }
}

fn said(c: &Counts) -> String {
    let parts = [
        (c.new, "new"),
        (c.changed, "changed"),
        (c.unchanged, "unchanged"),
        (c.closed, "closed"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, w)| format!("{n} {w}"))
        .collect();
    words.join(" · ")
}
