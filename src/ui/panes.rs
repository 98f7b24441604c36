//! The panes of the prep as lines: invoices, credits, payments, promises, notes, script.
//!
//! Law: columns align by cell width; a pane without anything says what belongs there.

use super::pen::{Pen, width, wrap};
use super::sheet::{Row, Sheet, money_width};
use crate::app::Model;
use crate::app::prep::Pane;
use crate::app::promises::{Group, verdict_words};
use crate::domain::say;
use crate::domain::touch::{Channel, Owner};
use crate::domain::view::{InvoiceLine, Prep};
use chrono::NaiveDate;
use ratatui::style::Style;

/// How many things each pane holds.
#[must_use]
pub fn head_counts(prep: &Prep, model: &Model) -> Vec<(Pane, usize)> {
    vec![
        (Pane::Invoices, prep.invoices.len()),
        (Pane::Credits, prep.credits.len()),
        (Pane::Payments, prep.payments.len()),
        (Pane::Promises, prep.promises.len() + prep.claims.len()),
        (Pane::Notes, prep.notes.len() + prep.tasks.len()),
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
        sheet.push(row.left(x, w.saturating_sub(x), tail, t.dim));
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

/// The role of what became of a promise.
#[must_use]
pub fn group_style(pen: &Pen<'_>, group: Group) -> Style {
    match group {
        Group::Failed => pen.theme.bad,
        Group::DueToday | Group::Late => pen.theme.warn,
        Group::Kept => pen.theme.good,
        Group::Upcoming => pen.theme.text,
        Group::Ended => pen.theme.dim,
    }
}

fn promises(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let (currency, as_of) = (prep.account.currency, prep.as_of);
    let money = money_width(prep.promises.iter().map(|p| p.promise.amount), currency, 9);
    for c in &prep.claims {
        let number = c.reference.as_deref().unwrap_or("no number");
        let words = format!(
            "says {} {number} for {} left {}, {} {}",
            c.method.name(),
            c.amount.show(currency),
            say::day(c.mailed_on, as_of),
            if c.overdue {
                "should have come by"
            } else {
                "expected by"
            },
            say::day(c.expected_by, as_of)
        );
        let style = if c.overdue { t.warn } else { t.text };
        sheet.wrapped(("→ ", style), w, &words, style);
    }
    for p in &prep.promises {
        let group = Group::of(p.judgement.verdict);
        let word = verdict_words(p.judgement.verdict);
        let day = say::day(p.promise.by_when, as_of);
        let x = 12 + money + 1;
        sheet.push(
            Row::default()
                .left(0, 11, word, group_style(pen, group))
                .money(11, money, p.promise.amount, currency, t.text)
                .left(x, 3, "by", t.dim)
                .left(x + 3, 16, day, t.text)
                .left(
                    x + 15,
                    w.saturating_sub(x + 15),
                    p.invoices.join(", "),
                    t.dim,
                ),
        );
        let plain = matches!(group, Group::Upcoming | Group::DueToday);
        if let Some(chain) = &p.chain_line {
            sheet.wrapped(("           ", t.dim), w, chain, t.dim);
        } else if !plain {
            sheet.wrapped(("           ", t.dim), w, &p.explained, t.dim);
        }
    }
}

fn notes(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let as_of = prep.as_of;
    for task in &prep.tasks {
        let who = match task.owner {
            Owner::Us => "we owe",
            Owner::Them => "they owe",
        };
        let late = if task.late > 0 {
            format!(
                ", {} late",
                say::plural(task.late.unsigned_abs(), "business day")
            )
        } else {
            String::new()
        };
        let words = format!(
            "{who}: {} by {}{late}",
            task.what,
            say::day(task.due_on, as_of)
        );
        let style = if task.late > 0 { t.warn } else { t.text };
        sheet.wrapped(("□ ", style), w, &words, style);
    }
    if let Some(f) = &prep.follow_up {
        let words = format!("follow-up {}: {}", say::day(f.due_on, as_of), f.reason);
        sheet.wrapped(("→ ", t.text), w, &words, t.text);
    }
    for n in &prep.notes {
        let kind = match (n.channel, n.inbound) {
            (Channel::Call, true) => "they called",
            (Channel::Call, false) => "call",
            (other, _) => other.name(),
        };
        let mut head = vec![kind.to_owned()];
        if n.channel != Channel::Note {
            head.push(n.outcome.name().replace('_', " "));
        }
        head.extend(n.contact.clone());
        head.extend(n.barrier.clone());
        let day = say::day(n.on, as_of);
        sheet.push(Row::default().left(0, 11, &day, t.dim).left(
            11,
            w.saturating_sub(11),
            format!("{} · {}", head.join(" · "), n.by),
            t.dim,
        ));
        if !n.note.is_empty() {
            for line in wrap(&n.note, w.saturating_sub(11)) {
                sheet.push(Row::default().left(11, w.saturating_sub(11), line, t.text));
            }
        }
        if let Some(told) = &n.told {
            sheet.wrapped(("           told: ", t.dim), w, told, t.text);
        }
    }
}

/// What went before, for the call: promises and notes, newest first.
pub fn recent(pen: &Pen<'_>, prep: &Prep, w: u16) -> Sheet {
    let mut sheet = Sheet::default();
    promises(pen, prep, w, &mut sheet);
    notes(pen, prep, w, &mut sheet);
    if sheet.len() == 0 {
        sheet.push(Row::default().left(0, w, "nobody has talked with them yet", pen.theme.dim));
    }
    sheet
}
