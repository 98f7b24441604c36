//! The panes of the prep about people: promises and claims, notes and tasks.
//!
//! Law: as `panes`, which holds the tables and puts all of them together.

use super::pen::{Pen, wrap};
use super::sheet::{Row, Sheet, money_width};
use crate::app::promises::{Group, verdict_words};
use crate::domain::plan::PlanState;
use crate::domain::say;
use crate::domain::touch::Channel;
use crate::domain::verdict;
use crate::domain::view::Prep;
use ratatui::style::Style;

/// The role of what became of a promise.
#[must_use]
pub fn group_style(pen: &Pen<'_>, group: Group) -> Style {
    match group {
        Group::Failed => pen.theme.bad,
        Group::DueToday | Group::Late | Group::MadeGood => pen.theme.warn,
        Group::Kept => pen.theme.good,
        Group::Upcoming => pen.theme.text,
        Group::Ended => pen.theme.dim,
    }
}

/// Claims under way, plans and waivers, then promises with their verdicts.
pub fn promises(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
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
    for plan in &prep.plans {
        let next = plan.next.map_or(String::new(), |day| {
            format!(", next {}", say::day(day, as_of))
        });
        let words = format!(
            "plan of {} in {}, {} received{next}: {}",
            plan.amount.show(currency),
            say::plural(plan.instalments.len() as u64, "instalment"),
            plan.received.show(currency),
            plan.state.words()
        );
        let style = match plan.state {
            PlanState::Behind => t.warn,
            _ => t.text,
        };
        sheet.wrapped(("≡ ", style), w, &words, style);
    }
    for waiver in &prep.waivers {
        let words = format!(
            "{} waived ({}) if paid by {}: {}",
            waiver.amount.show(currency),
            waiver.reason,
            say::day(waiver.by_when, as_of),
            waiver.words(currency)
        );
        sheet.wrapped(("≡ ", t.text), w, &words, t.text);
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
        // The sentence says it; where another line stands in its place, it must be said by itself.
        if (plain || p.chain_line.is_some())
            && let Some(overlay) = verdict::overlay(&p.judgement, currency, as_of)
        {
            sheet.wrapped(("         → ", t.warn), w, &overlay, t.warn);
        }
        if let Some(chain) = &p.chain_line {
            sheet.wrapped(("           ", t.dim), w, chain, t.dim);
        } else if !plain {
            sheet.wrapped(("           ", t.dim), w, &p.explained, t.dim);
        }
    }
}

/// Tasks, disputes, what is held back, the follow-up, touches newest first.
pub fn notes(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let as_of = prep.as_of;
    for task in &prep.tasks {
        let who = task.whose();
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
    let currency = prep.account.currency;
    for d in &prep.disputes {
        let owner = d.owner.as_deref().unwrap_or("nobody");
        let by = d
            .due_on
            .map_or(String::new(), |day| format!(" by {}", say::day(day, as_of)));
        let words = format!(
            "on dispute: {} of {} ({}), {owner} answers{by}",
            d.amount.show(currency),
            d.number,
            d.reason
        );
        let style = if d.late > 0 { t.warn } else { t.text };
        sheet.wrapped(("□ ", style), w, &words, style);
    }
    for i in prep.invoices.iter().filter(|i| i.retainage.is_positive()) {
        let until = match i.retainage_until {
            Some(day) => format!(" until {}", say::day(day, as_of)),
            None => ", no day known".to_owned(),
        };
        let payer = i.retainage_payer.as_ref();
        let payer = payer.map_or(String::new(), |p| format!("; {p} pays them"));
        let words = format!(
            "held back: {} of {}{until}{payer}",
            i.retainage.show(currency),
            i.number
        );
        sheet.wrapped(("□ ", t.text), w, &words, t.text);
    }
    if let Some(f) = &prep.follow_up {
        let at =
            f.at.map_or_else(String::new, |at| format!(" {}", say::time(at)));
        let words = format!("follow-up {}{at}: {}", say::day(f.due_on, as_of), f.reason);
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
        head.extend(n.barriers.iter().cloned());
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
        if let Some(over) = &n.overstep {
            let words = match &over.allowed_by {
                Some(name) => format!("{} (allowed by {name})", over.reason),
                None => over.reason.clone(),
            };
            sheet.wrapped(
                ("           in spite of a limit: ", t.dim),
                w,
                &words,
                t.text,
            );
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
