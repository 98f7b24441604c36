//! The panes of the prep as lines: invoices, credits, payments, promises, notes, file, script.
//!
//! Law: columns align by cell width; a pane without anything says what belongs there.

use super::pen::{Pen, width};
use super::remedies::file;
use super::sheet::{Row, Sheet, money_width};
use super::talks::{notes, promises};
use crate::app::Model;
use crate::app::prep::Pane;
use crate::domain::say;
use crate::domain::view::{InvoiceLine, Prep};
use chrono::NaiveDate;

/// How many things each pane holds.
#[must_use]
pub fn head_counts(prep: &Prep, model: &Model) -> Vec<(Pane, usize)> {
    vec![
        (Pane::Invoices, prep.invoices.len()),
        (Pane::Credits, prep.credits.len()),
        (Pane::Payments, prep.payments.len()),
        (
            Pane::Promises,
            prep.promises.len() + prep.claims.len() + prep.plans.len() + prep.waivers.len(),
        ),
        (
            Pane::Notes,
            prep.notes.len() + prep.tasks.len() + prep.disputes.len(),
        ),
        (Pane::File, prep.file.iter().map(|s| s.lines.len()).sum()),
        (Pane::Script, model.prep.script.len()),
    ]
}

/// The chosen pane and the others after it; also how many lines the chosen one has.
#[must_use]
pub fn panes_sheet(pen: &Pen<'_>, model: &Model, prep: &Prep, w: u16) -> (Sheet, usize) {
    let at = Pane::ALL
        .iter()
        .position(|p| *p == model.prep.pane)
        .unwrap_or(0);
    let mut sheet = pane(pen, model, prep, model.prep.pane, w);
    let first = sheet.len();
    for i in 1..Pane::ALL.len() {
        let other = Pane::ALL[(at + i) % Pane::ALL.len()];
        let lines = pane(pen, model, prep, other, w);
        let count = head_counts(prep, model)
            .iter()
            .find(|(p, _)| *p == other)
            .map_or(0, |(_, n)| *n);
        if count == 0 {
            continue;
        }
        sheet.gap();
        let title = other.title();
        let used = width(title) + 1;
        sheet.push(
            Row::default()
                .left(0, w, title, pen.theme.dim)
                .rule(used, w.saturating_sub(used)),
        );
        sheet.extend(lines);
    }
    (sheet, first)
}

fn pane(pen: &Pen<'_>, model: &Model, prep: &Prep, which: Pane, w: u16) -> Sheet {
    let mut sheet = Sheet::default();
    match which {
        Pane::Invoices => invoices(pen, prep, w, &mut sheet),
        Pane::Credits => credits(pen, prep, w, &mut sheet),
        Pane::Payments => payments(pen, prep, w, &mut sheet),
        Pane::Promises => promises(pen, prep, w, &mut sheet),
        Pane::Notes => notes(pen, prep, w, &mut sheet),
        Pane::File => file(pen, prep, w, &mut sheet),
        Pane::Script => {
            for (step, text) in &model.prep.script {
                let mark = format!("{step:<14}");
                sheet.wrapped((&mark, pen.theme.dim), w, text, pen.theme.text);
            }
        }
    }
    if sheet.len() == 0 {
        let words = match which {
            Pane::Invoices => "no open invoice",
            Pane::Credits => {
                "no credits: pricing, returns and the like would stand here with their reasons"
            }
            Pane::Payments => "no payment yet",
            Pane::Promises => "no promise yet: p takes one",
            Pane::Notes => "no note yet: n writes one",
            Pane::File => "nothing on file: no fee, no dispute, no clock runs",
            Pane::Script => "no script for this account",
        };
        sheet.push(Row::default().left(0, w, words, pen.theme.dim));
    }
    sheet
}

/// What is particular about an invoice, most important first. Where there is no room for the amounts, the words stand alone: an
/// amount is never cut.
pub fn remark(line: &InvoiceLine, prep: &Prep, room: u16) -> Option<String> {
    let parts = [
        ("disputed", line.disputed),
        ("retainage", line.retainage),
        ("promised", line.promised),
        ("given up", line.conceded),
    ];
    let words = |with_amounts: bool| {
        let said: Vec<String> = parts
            .iter()
            .filter(|(_, m)| m.is_positive())
            .map(|(name, m)| {
                if with_amounts && *m != line.open {
                    format!("{name} {}", m.show(prep.account.currency))
                } else {
                    (*name).to_owned()
                }
            })
            .collect();
        said.join(", ")
    };
    let long = words(true);
    match (long.is_empty(), width(&long) <= room) {
        (true, _) => None,
        (false, true) => Some(long),
        (false, false) => Some(words(false)),
    }
}

/// `47d` late, `in 5d`, `today`.
#[must_use]
pub fn late(days: i64) -> String {
    match days {
        0 => "today".into(),
        n if n > 0 => format!("{n}d"),
        n => format!("in {}d", -n),
    }
}

fn day_width(days: impl Iterator<Item = NaiveDate>, as_of: NaiveDate) -> u16 {
    days.map(|d| width(&say::short_day(d, as_of)))
        .max()
        .unwrap_or(0)
        .max(6)
}

fn invoices(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    if prep.invoices.is_empty() {
        return;
    }
    let t = pen.theme;
    let (currency, as_of) = (prep.account.currency, prep.as_of);
    let number = prep
        .invoices
        .iter()
        .map(|i| width(&i.number))
        .max()
        .unwrap_or(7)
        .clamp(7, 16);
    let money = money_width(prep.invoices.iter().map(|i| i.open), currency, 9);
    let dates = prep.invoices.iter().flat_map(|i| [i.issued, i.due]);
    let day = day_width(dates, as_of);
    let issued = w >= 56;
    let mut x = number + 2;
    let x_issued = x;
    x += if issued { day + 2 } else { 0 };
    let x_due = x;
    x += day + 1;
    let x_late = x;
    x += 8;
    let x_open = x;
    x += money + 2;
    let x_rest = x;
    let rest = w.saturating_sub(x_rest);
    let mut head = Row::default().left(0, number, "invoice", t.dim);
    if issued {
        head = head.left(x_issued, day, "issued", t.dim);
    }
    sheet.push(
        head.left(x_due, day, "due", t.dim)
            .right(x_late, 6, "late", t.dim)
            .right(x_open, money, "open", t.dim)
            .left(x_rest, rest, "job", t.dim),
    );
    for line in &prep.invoices {
        let style = if line.days_late > 0 { t.text } else { t.dim };
        let mut row = Row::default().left(0, number, &line.number, style);
        if issued {
            row = row.left(x_issued, day, say::short_day(line.issued, as_of), t.dim);
        }
        let due = say::short_day(line.due, as_of);
        let age = match line.days_late {
            61.. => t.bad,
            31.. => t.warn,
            1.. => t.text,
            _ => t.dim,
        };
        row = row
            .left(x_due, day, due, t.dim)
            .right(x_late, 6, late(line.days_late), age)
            .money(x_open, money, line.open, currency, style);
        let mut x = x_rest;
        if let Some(words) = remark(line, prep, rest) {
            row = row.left(x, rest, &words, t.warn);
            x += width(&words) + 2;
        }
        let mut tail = line.job.clone().unwrap_or_default();
        if let Some(po) = line.po.as_ref().filter(|_| w >= 84) {
            let dot = if tail.is_empty() { "" } else { " · " };
            tail = format!("{tail}{dot}PO {po}");
        }
        // Fewer letters than this say nothing.
        let room = w.saturating_sub(x);
        let tail = if room < 6 && width(&tail) > room {
            String::new()
        } else {
            tail
        };
        sheet.push(row.left(x, room, tail, t.dim));
    }
}

fn credits(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let (currency, as_of) = (prep.account.currency, prep.as_of);
    let number = prep
        .credits
        .iter()
        .map(|c| width(&c.number))
        .max()
        .unwrap_or(0)
        .clamp(7, 16);
    let money = money_width(prep.credits.iter().map(|c| c.amount), currency, 9);
    let day = day_width(prep.credits.iter().map(|c| c.date), as_of);
    for c in &prep.credits {
        let x_money = number + 2 + day + 1;
        let x = x_money + money + 2;
        let reason = c.reason.name();
        let mut words = c.memo.clone().unwrap_or_default();
        if c.open.is_positive() && c.open != c.amount {
            words = format!("{} left  {words}", c.open.show(currency));
        } else if c.open.is_positive() {
            words = format!("open  {words}");
        }
        sheet.push(
            Row::default()
                .left(0, number, &c.number, t.text)
                .left(number + 2, day, say::short_day(c.date, as_of), t.dim)
                .money(x_money, money, c.amount, currency, t.text)
                .left(x, 9, reason, t.text)
                .left(x + 10, w.saturating_sub(x + 10), words, t.dim),
        );
    }
}

fn payments(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let (currency, as_of) = (prep.account.currency, prep.as_of);
    let money = money_width(prep.payments.iter().map(|p| p.amount), currency, 9);
    let day = prep
        .payments
        .iter()
        .map(|p| width(&say::day(p.date, as_of)))
        .max()
        .unwrap_or(0)
        .max(10);
    for p in &prep.payments {
        let mut words = Vec::new();
        if let Some(on) = p.reversed_on {
            words.push(format!("returned {}", say::short_day(on, as_of)));
        }
        words.extend(p.method.clone());
        words.extend(p.reference.clone());
        if !p.number.is_empty() {
            words.push(p.number.clone());
        }
        if p.unapplied.is_positive() {
            words.push(format!("{} unapplied", p.unapplied.show(currency)));
        }
        let style = if p.reversed_on.is_some() {
            t.bad
        } else {
            t.dim
        };
        let x = day + 2 + money + 2;
        sheet.push(
            Row::default()
                .left(0, day, say::day(p.date, as_of), t.dim)
                .money(day + 2, money, p.amount, currency, t.text)
                .left(x, w.saturating_sub(x), words.join(" · "), style),
        );
    }
}
