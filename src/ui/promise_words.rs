//! What the promises screen says of a promise beside its row: the short tail, and the whole of the selected one.
//!
//! Law: words and order only; `promises` draws them. Nothing is judged here.

use super::pen::Pen;
use super::sheet::Sheet;
use super::talks::group_style;
use crate::app::Model;
use crate::app::promises::{Group, Narrowed, Promises, Side, verdict_words};
use crate::domain::say;
use crate::domain::touch::Owner;
use crate::domain::verdict::{Credibility, Verdict, history_line, overlay_short};
use crate::store::protocol::{PromiseBrief, PromiseDetail, TaskRow};
use chrono::NaiveDate;

/// What an empty list says, and what to do.
pub fn empty(p: &Promises) -> (&'static str, &'static str) {
    match p.side {
        _ if p.narrowed != Narrowed::default() => {
            ("No promise fits.", "Esc shows all of them again.")
        }
        Side::Theirs => (
            "No promise yet.",
            "Take one in a call (Enter, then d), or with p on an account in the queue.",
        ),
        Side::Ours => (
            "We owe nobody anything.",
            "What a call promises them (a copy, a credit, a trace) stands here until it is done.",
        ),
    }
}

/// What stands behind the amount, the longer first: overlays, what is short, which time it is.
pub fn tail(row: &PromiseBrief, today: NaiveDate) -> Vec<String> {
    let j = &row.judgement;
    let group = Group::of(j.verdict);
    let mut out = Vec::new();
    let contested = j.disputed.is_positive();
    if let Some(both) = overlay_short(j, row.currency, today).filter(|_| contested) {
        out.push(both);
    }
    if contested && j.in_transit_until.is_some() {
        out.extend(["under way, disputed", "sent, disputed"].map(str::to_owned));
    }
    if let Some(day) = j.in_transit_until {
        out.push(format!("under way to {}", say::short_day(day, today)));
        out.extend(["under way".to_owned(), "sent".to_owned()]);
    } else if contested {
        out.extend(["disputed".to_owned(), "disp".to_owned()]);
    } else if j.short.is_positive() && group == Group::Failed && j.received.is_positive() {
        let times = if j.level > 1 {
            format!(" {}", say::ordinal(j.level))
        } else {
            String::new()
        };
        out.push(format!("short {}{times}", j.short.show(row.currency)));
        out.push(format!("short {}", j.short.show(row.currency)));
    }
    if j.level > 1 {
        out.push(format!("{} date", say::ordinal(j.level)));
        out.push(say::ordinal(j.level));
    } else if let Some(place) = row.promise.place {
        out.push(format!("{} of {}", place.sequence, place.of));
        out.push(format!("{}/{}", place.sequence, place.of));
    } else if row.judgement.receipts.iter().any(|r| r.provisional) {
        out.push("provisional".to_owned());
    }
    out
}

/// The verdict on a promise of ours: done, not kept.
pub fn task_verdict(row: &TaskRow) -> &'static str {
    match row.line.verdict {
        Verdict::CuredLate => "done late",
        Verdict::Withdrawn => "dropped",
        other => verdict_words(other),
    }
}

/// Everything about the selected promise.
pub fn sheet(pen: &Pen<'_>, model: &Model, w: u16) -> Sheet {
    let mut sheet = Sheet::default();
    if let Some(task) = model.promises.task() {
        ours(pen, model, task, w, &mut sheet);
    } else if let Some(detail) = model.promises.explained() {
        theirs(pen, model, detail, w, &mut sheet);
    }
    sheet
}

fn theirs(pen: &Pen<'_>, model: &Model, detail: &PromiseDetail, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let today = model.now.today;
    let line = &detail.row.line;
    let j = &line.judgement;
    let style = group_style(pen, Group::of(j.verdict));
    let mut head = format!("{} · {}", detail.row.account.name, said(detail));
    if j.level > 1 {
        head.push_str(&format!(" · {} time", say::ordinal(j.level)));
    }
    sheet.wrapped(("", style), w, &head, style.patch(t.heading));
    sheet.wrapped(("", t.text), w, &line.explained, t.text);
    let turns = history_line(&detail.history, today);
    if detail.history.len() > 1 {
        sheet.wrapped(("", t.dim), w, &turns, t.text);
    }
    if let Some(chain) = &line.chain_line {
        sheet.wrapped(("", t.dim), w, chain, t.text);
    }
    let p = &line.promise;
    let mut facts = Vec::new();
    if !line.invoices.is_empty() {
        facts.push(line.invoices.join(", "));
    }
    let who = line
        .contact
        .as_deref()
        .map_or(String::new(), |c| format!(" with {c}"));
    facts.push(format!(
        "taken {} by {}{who}",
        say::day(p.taken_on, today),
        p.taken_by
    ));
    if let Some(place) = p.place {
        facts.push(format!("instalment {} of {}", place.sequence, place.of));
    }
    if let Some(m) = p.method {
        let number = p.reference.as_deref().unwrap_or("");
        facts.push(format!("by {} {number}", m.name()).trim_end().to_owned());
    }
    sheet.wrapped(("", t.dim), w, &facts.join(" · "), t.dim);
    for word in words_of(detail) {
        sheet.wrapped(("", t.dim), w, &word, t.dim);
    }
}

/// The verdict in words, with the ledger's own beside a ruling.
fn said(detail: &PromiseDetail) -> String {
    let j = &detail.row.line.judgement;
    match &j.ruling {
        Some(_) => format!(
            "{} (the ledger: {})",
            j.verdict.words(true),
            verdict_words(j.derived)
        ),
        None => verdict_words(j.verdict).to_owned(),
    }
}

/// How far the word of the person and of the account goes.
fn words_of(detail: &PromiseDetail) -> Vec<String> {
    let mut out = Vec::new();
    if let (Some(word), Some(name)) = (&detail.contact_word, &detail.row.line.contact)
        && word.credibility.promised > 0
    {
        out.push(format!(
            "{name} {}",
            kept(&word.credibility, word.claims_missing)
        ));
    }
    if detail.account_word.promised > 0 {
        out.push(format!(
            "the account {}",
            kept(&detail.account_word, detail.claims_missing)
        ));
    }
    out
}

/// `kept 3 of 5 by date (60 %), 82 % of the money; usually 2 business days late`.
fn kept(word: &Credibility, missing: u32) -> String {
    let mut said = format!("kept {} of {} by date", word.kept, word.promised);
    if let Some(percent) = word.percent_by_count() {
        said.push_str(&format!(" ({percent} %)"));
    }
    if let Some(percent) = word.percent_by_amount() {
        said.push_str(&format!(", {percent} % of the money"));
    }
    if let Some(recent) = word
        .weighted_percent
        .filter(|r| Some(*r) != word.percent_by_count())
    {
        said.push_str(&format!(", {recent} % of late"));
    }
    if let Some(slip) = word.median_slip.filter(|s| *s > 0) {
        let days = say::plural(slip.unsigned_abs(), "business day");
        said.push_str(&format!("; usually {days} late"));
    }
    if missing > 0 {
        let payments = say::plural(u64::from(missing), "payment");
        said.push_str(&format!("; {payments} said to be sent never came"));
    }
    said
}

fn ours(pen: &Pen<'_>, model: &Model, row: &TaskRow, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    let today = model.now.today;
    let line = &row.line;
    let style = group_style(pen, Group::of(line.verdict));
    let head = format!("{} · {}", row.name, task_verdict(row));
    sheet.wrapped(("", style), w, &head, style.patch(t.heading));
    let mut text = format!(
        "we promised on {}: {}, by {}",
        say::day(line.made_on, today),
        line.what.trim(),
        say::day(line.due_on, today)
    );
    match (line.ended_on, line.verdict) {
        (Some(day), Verdict::Withdrawn) => {
            text.push_str(&format!("; dropped {}", say::day(day, today)))
        }
        (Some(day), _) => text.push_str(&format!("; done {}", say::day(day, today))),
        (None, _) => {}
    }
    if line.late > 0 {
        let days = say::plural(line.late.unsigned_abs(), "business day");
        text.push_str(&format!(": {days} late"));
    }
    sheet.wrapped(("", t.text), w, &text, t.text);
    let mut facts = vec![line.kind.words().to_owned()];
    let owner = match line.owner {
        Owner::Us => "ours",
        Owner::Them => "theirs",
    };
    facts.push(line.person.clone().unwrap_or_else(|| owner.to_owned()));
    sheet.wrapped(("", t.dim), w, &facts.join(" · "), t.dim);
}
