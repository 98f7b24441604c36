//! The parts of what was read: the first rows, the proof with what is wrong. The difference from the ledger is in `changes`.
//!
//! Law: as `ui`. Issues come grouped by code, five lines of each.

use super::words;
use crate::app::Model;
use crate::domain::imports::{Meaning, ReadFile, Trust};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::staged::{FileKind, Issue, Severity, StagedFile};
use crate::store::protocol::FileReport;
use crate::ui::pen::{Pen, width};
use crate::ui::sheet::{Row, Sheet, money_width};

/// Rows shown as they are read.
const ROWS: usize = 100;
/// Lines shown of a kind of issue.
const LINES: usize = 5;

impl Pen<'_> {
    /// The first rows as they will stand in the ledger, and what the columns were taken for: above them where there is room.
    pub(super) fn rows_as_read(&self, file: &ReadFile, w: u16, roomy: bool) -> Sheet {
        let t = self.theme;
        let mut sheet = Sheet::default();
        let mut columns = self.columns_as_taken(file, w);
        if roomy && columns.len() > 0 {
            sheet.extend(std::mem::take(&mut columns));
            sheet.gap();
        }
        let above = sheet.len();
        self.staged_rows(&file.staged, w, &mut sheet);
        if sheet.len() == above {
            let text = if file.is_no_table() {
                "no row was read: Esc goes back to take another file"
            } else if file.sight.trust == Trust::Unknown {
                "no row was read: the columns have to be mapped first"
            } else {
                "no row was read"
            };
            sheet.push(Row::default().left(0, w, text, t.warn));
        }
        if columns.len() > 0 {
            sheet.gap();
            sheet.extend(columns);
        }
        sheet
    }

    fn columns_as_taken(&self, file: &ReadFile, w: u16) -> Sheet {
        let t = self.theme;
        let mut sheet = Sheet::default();
        let columns = &file.sight.columns;
        let used: Vec<String> = columns
            .iter()
            .filter_map(|c| {
                let field = c.field?;
                let label = Meaning::of_field(field)
                    .map_or_else(|| field.replace('_', " "), |m| m.label().to_owned());
                Some(format!("{} = {label}", c.heading))
            })
            .collect();
        if used.is_empty() {
            return sheet;
        }
        let text = format!("columns: {}", used.join(" · "));
        sheet.wrapped(("", t.dim), w, &text, t.dim);
        let unused: Vec<&str> = columns
            .iter()
            .filter(|c| c.field.is_none() && !c.heading.is_empty())
            .map(|c| c.heading.as_str())
            .collect();
        if !unused.is_empty() {
            let text = format!("not read: {}", unused.join(" · "));
            sheet.wrapped(("", t.dim), w, &text, t.dim);
        }
        sheet
    }

    /// The rows of a file, by what they are.
    pub(super) fn staged_rows(&self, staged: &StagedFile, w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        if !staged.documents.is_empty() {
            let shown = staged.documents.iter().take(ROWS);
            let money = shown
                .clone()
                .map(|d| width(&d.open.show(d.currency)))
                .max()
                .unwrap_or(0)
                .max(10)
                + 1;
            let number = shown
                .clone()
                .map(|d| width(&d.number))
                .max()
                .unwrap_or(0)
                .clamp(6, 22);
            // A number is whole or says nothing: names give way, and then the date, which the due date tells more than.
            let room = w.saturating_sub(23 + money);
            let dated = room >= number + 12;
            let room = if dated { room } else { room + 11 };
            let number = number.min(room.saturating_sub(12).max(6));
            let name = room.saturating_sub(number);
            let (n, d) = (name + 1, name + number + 2);
            let u = if dated { d + 11 } else { d };
            let mut head = Row::default()
                .left(0, name, "customer", t.dim)
                .left(n, number, "number", t.dim);
            if dated {
                head = head.left(d, 10, "date", t.dim);
            }
            sheet.push(
                head.left(u, 10, "due", t.dim)
                    .right(u + 10, money, "open", t.dim),
            );
            for doc in shown {
                let who = doc.account.name.as_ref().or(doc.account.number.as_ref());
                let credit = !doc.kind.is_receivable();
                let open = if credit { doc.open.negated() } else { doc.open };
                let style = if credit { t.good } else { t.text };
                let due = match (credit, doc.due_derived) {
                    (true, _) => doc.kind.name().replace('_', " "),
                    (false, true) => format!("{}*", doc.due.format("%Y-%m-%d")),
                    (false, false) => doc.due.format("%Y-%m-%d").to_string(),
                };
                let mut row = Row::default()
                    .left(0, name, who.cloned().unwrap_or_default(), t.text)
                    .left(n, number, doc.number.as_str(), t.text);
                if dated {
                    row = row.left(d, 10, doc.issued.format("%Y-%m-%d").to_string(), t.text);
                }
                sheet.push(
                    row.left(u, 11, due, if credit { t.dim } else { t.text })
                        .money(u + 10, money, open, doc.currency, style),
                );
            }
            if staged.documents.iter().take(ROWS).any(|d| d.due_derived) {
                sheet.push(Row::default().left(0, w, "* worked out from the terms", t.dim));
            }
        }
        if !staged.payments.is_empty() {
            self.payment_rows(staged, w, sheet);
        }
        if !staged.accounts.is_empty() {
            self.account_rows(staged, w, sheet);
        }
    }

    fn payment_rows(&self, staged: &StagedFile, w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        let shown = staged.payments.iter().take(ROWS);
        let currency = staged.currency;
        let money = money_width(shown.clone().map(|p| p.amount), currency, 10) + 1;
        let name = w.saturating_sub(12 + 18 + money + 2);
        let (d, i) = (name + 1, name + 12);
        sheet.push(
            Row::default()
                .left(0, name, "customer", t.dim)
                .left(d, 10, "paid on", t.dim)
                .left(i, 17, "for", t.dim)
                .right(i + 18, money, "amount", t.dim),
        );
        for p in shown {
            let who = p.account.name.as_ref().or(p.account.number.as_ref());
            let invoices: Vec<&str> = p.applications.iter().map(|a| a.invoice.as_str()).collect();
            let what = if invoices.is_empty() {
                "not said".to_owned()
            } else {
                invoices.join(", ")
            };
            sheet.push(
                Row::default()
                    .left(0, name, who.cloned().unwrap_or_default(), t.text)
                    .left(d, 10, p.on.format("%Y-%m-%d").to_string(), t.text)
                    .left(i, 17, what, t.dim)
                    .money(
                        i + 18,
                        money,
                        p.amount,
                        p.currency.unwrap_or(currency),
                        t.text,
                    ),
            );
        }
    }

    fn account_rows(&self, staged: &StagedFile, w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        // Where nobody has a number the names have its place.
        let numbered = staged.accounts.iter().any(|a| a.key.number.is_some());
        let number = if numbered { 11 } else { 0 };
        let name = w.saturating_sub(35 + number);
        let at = [name + 1, name + number + 1, name + number + 17];
        let mut head = Row::default().left(0, name, "customer", t.dim);
        let titles = ["number", "phone", "contact or mail"];
        for (x, title) in at.into_iter().zip(titles).skip(usize::from(!numbered)) {
            head = head.left(x, 18, title, t.dim);
        }
        sheet.push(head);
        for a in staged.accounts.iter().take(ROWS) {
            let who = a.key.name.as_ref().or(a.key.number.as_ref());
            let person = a.contact.as_ref().or(a.email.as_ref());
            let text = |s: Option<&String>| s.cloned().unwrap_or_default();
            let mut row = Row::default().left(0, name, text(who), t.text);
            if numbered {
                row = row.left(at[0], 10, text(a.key.number.as_ref()), t.text);
            }
            sheet.push(row.left(at[1], 15, text(a.phone.as_ref()), t.text).left(
                at[2],
                18,
                text(person),
                t.dim,
            ));
        }
    }

    /// The proof, what is wrong, and what is lost or worked out.
    pub(super) fn check(&self, model: &Model, file: &ReadFile, w: u16) -> Sheet {
        let t = self.theme;
        let i = &model.imports;
        let mut sheet = Sheet::default();
        let report = i.report.as_ref().and_then(|r| r.files.get(i.file));
        if let Some(report) = report.filter(|_| !file.is_no_table()) {
            self.proof(report, file, w, &mut sheet);
        }
        if file.staged.kind == FileKind::Customers && file.staged.gravest() < Some(Severity::Error)
        {
            let text = "a list of customers has no amounts to add up";
            sheet.push(Row::default().left(0, w, text, t.dim));
        }
        let issues = report.map_or(&file.staged.issues, |r| &r.issues);
        self.issues(model, issues, w, &mut sheet);
        for text in lost(&file.staged) {
            sheet.wrapped(("· ", t.dim), w, &text, t.dim);
        }
        if i.set.files.len() > 1 {
            sheet.gap();
            self.set(model, w, &mut sheet);
        }
        sheet
    }

    fn proof(&self, report: &FileReport, file: &ReadFile, w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        let book = file.staged.currency;
        let summed = file.staged.summed_total;
        let net = report.total_open.minus(report.total_credits);
        let net = net.unwrap_or(summed);
        let shown = [report.total_open, summed, report.total_credits, net];
        let m = money_width(shown, book, 12);
        let line = |label: &str, amount: Minor, after: String, style| {
            let row = Row::default().left(0, 11, label, t.dim);
            row.money(11, m, amount, book, style).left(
                13 + m,
                w.saturating_sub(13 + m),
                after,
                t.dim,
            )
        };
        let documents = matches!(file.staged.kind, FileKind::Snapshot | FileKind::List);
        if documents || report.open_invoices > 0 {
            let invoices = say::plural(report.open_invoices, "invoice");
            sheet.push(line("open", report.total_open, invoices, t.heading));
            if file.staged.as_of.is_some() {
                sheet.push(line("past due", report.past_due, String::new(), t.text));
            }
        }
        if report.credits > 0 {
            let credits = match report.credits {
                1 => "1 credit or payment".to_owned(),
                n => format!("{n} credits or payments"),
            };
            let amount = report.total_credits.negated();
            sheet.push(line("credits", amount, credits, t.text));
            sheet.push(line("net", net, String::new(), t.text));
        }
        self.payments_read(file, w, sheet);
        match (report.declared_total, report.difference) {
            (Some(total), Some(d)) if d.is_zero() => {
                let row = Row::default().left(0, 11, "it says", t.dim);
                sheet.push(row.money(11, m, total, book, t.good).left(
                    13 + m,
                    w.saturating_sub(13 + m),
                    "✓ and so do its rows",
                    t.good,
                ));
            }
            (Some(total), Some(d)) => {
                sheet.push(line(
                    "it says",
                    total,
                    "the report's own total".into(),
                    t.bad,
                ));
                sheet.push(line("rows", summed, "what its rows come to".into(), t.text));
                sheet.push(line("differs", d, "✗".into(), t.bad));
            }
            _ if documents => {
                let text = "it prints no total to compare with";
                sheet.push(Row::default().left(0, w, text, t.dim));
            }
            _ => {}
        }
        sheet.gap();
    }

    /// Grouped by code: the gravest first, five sayings of each.
    fn issues(&self, model: &Model, issues: &[Issue], w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        let mut groups: Vec<(Severity, &str, Vec<&Issue>)> = Vec::new();
        for issue in issues {
            match groups.iter_mut().find(|g| g.1 == issue.code) {
                Some(group) => group.2.push(issue),
                None => groups.push((issue.severity, &issue.code, vec![issue])),
            }
        }
        groups.sort_by_key(|g| std::cmp::Reverse(g.0));
        for (severity, code, found) in groups {
            let (mark, style) = match severity {
                Severity::Fatal | Severity::Error => ("✗ ", t.bad),
                Severity::Warning => ("! ", t.warn),
                Severity::Info => ("· ", t.dim),
            };
            // What is too long to list ends in one issue without a line that holds the count.
            let counted = found
                .iter()
                .filter(|i| i.line == 0)
                .find_map(|i| i.value.as_ref()?.parse::<u64>().ok());
            let listed: Vec<&&Issue> = found
                .iter()
                .filter(|i| counted.is_none() || i.line > 0)
                .collect();
            let count = counted.unwrap_or(listed.len() as u64);
            if listed.is_empty() {
                for issue in &found {
                    sheet.wrapped((mark, style), w, &issue.message, t.dim);
                }
                continue;
            }
            let title = format!("{} ({count})", code.replace('_', " "));
            sheet.push(Row::default().left(0, 2, mark, style).left(
                2,
                w.saturating_sub(2),
                title,
                style,
            ));
            // What is the same of many rows is said once.
            let mut said: Vec<(&str, Vec<u64>)> = Vec::new();
            let mut shown = 0;
            for issue in listed {
                match said.iter().position(|(m, _)| *m == issue.message) {
                    Some(at) => said[at].1.push(issue.line),
                    None if said.len() < LINES => said.push((&issue.message, vec![issue.line])),
                    None => continue,
                }
                shown += 1;
            }
            for (message, lines) in said {
                let said = words::at_the_desk(&model.keymap, message);
                let text = format!("{}{said}", words::places(&lines));
                sheet.wrapped(("  ", t.dim), w, &text, t.text);
            }
            if count > shown {
                let more = format!("and {} more", count - shown);
                sheet.push(Row::default().left(2, w, more, t.dim));
            }
        }
    }

    /// Every file of the set in a line.
    fn set(&self, model: &Model, w: u16, sheet: &mut Sheet) {
        let t = self.theme;
        let i = &model.imports;
        sheet.push(Row::default().left(0, w, "all files of this import", t.dim));
        for (at, file) in i.set.files.iter().enumerate() {
            let gravest = file.staged.gravest();
            let (mark, style) = match gravest {
                Some(Severity::Fatal | Severity::Error) => ("✗", t.bad),
                Some(Severity::Warning) => ("!", t.warn),
                _ => ("✓", t.good),
            };
            let name = if at == i.file { t.heading } else { t.text };
            let facts = format!(
                "{} · {}",
                words::kind(file.staged.kind),
                say::plural(file.staged.rows, "row")
            );
            let half = (w / 2).saturating_sub(2);
            sheet.push(
                Row::default()
                    .left(0, 1, mark, style)
                    .left(2, half, &file.staged.file, name)
                    .left(w / 2 + 1, w / 2, facts, t.dim),
            );
        }
    }
}

/// What the file does not tell, so that nobody looks for it later.
fn lost(staged: &StagedFile) -> Vec<String> {
    let mut out = Vec::new();
    let receivables = || staged.documents.iter().filter(|d| d.kind.is_receivable());
    let unknown = receivables().filter(|d| !d.amount_known).count();
    if unknown > 0 {
        out.push(format!(
            "{} without the amount billed: what is open now counts as billed",
            say::plural(unknown as u64, "invoice")
        ));
    }
    let derived = receivables().filter(|d| d.due_derived).count();
    if derived > 0 {
        out.push(format!(
            "{} without a due date: worked out from the terms",
            say::plural(derived as u64, "invoice")
        ));
    }
    out
}
