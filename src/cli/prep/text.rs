//! `bywhen show` for a person: what leads the eye first, then tables. Empty parts are left out.

use super::ScriptStep;
use crate::cli::failure::Outcome;
use crate::cli::out::{Out, Style};
use crate::cli::queue::{gate_in_words, print_reasons};
use crate::cli::table::{Align, Table};
use crate::cli::{job, ladder, promises};
use crate::domain::aging::BUCKETS;
use crate::domain::call_rules::There;
use crate::domain::clean::{clean, clean_lines};
use crate::domain::document::DocumentKind;
use crate::domain::money::Minor;
use crate::domain::outbox::Letter;
use crate::domain::say;
use crate::domain::touch::Owner;
use crate::domain::view::{BriefLine, NoteLine, Prep, TaskLine, Tone};

/// Prints all of it.
pub fn print(
    prep: &Prep,
    script: &[ScriptStep],
    letters: &[Letter],
    there: Option<&There>,
    out: &mut Out,
) -> Outcome {
    head(prep, out)?;
    safety(prep, there, out)?;
    for line in &prep.brief {
        brief(line, out)?;
    }
    clocks(prep, out)?;
    contacts(prep, out)?;
    invoices(prep, out)?;
    credits(prep, out)?;
    payments(prep, out)?;
    promise_list(prep, out)?;
    tasks(prep, out)?;
    notes(prep, out)?;
    letter_list(prep, letters, out)?;
    heading("Script", script.is_empty(), out)?;
    for step in script {
        out.line(format!("  {}", out.style(Style::Dim, step.step)))?;
        for line in clean_lines(&step.text).lines() {
            out.line(format!("    {line}").trim_end())?;
        }
    }
    Ok(())
}

/// The ladder, placement, and what runs on jobs.
fn clocks(prep: &Prep, out: &mut Out) -> Outcome {
    if prep.clocks.is_quiet() {
        return Ok(());
    }
    heading("Clocks", false, out)?;
    ladder::standing(prep, out)?;
    for placed in &prep.clocks.placements {
        out.line(clean(&format!(
            "with {} {}: {}, {}",
            placed.agency,
            say::day(placed.on, prep.as_of),
            placed.amount.show(prep.account.currency),
            placed.state(prep.as_of).words()
        )))?;
    }
    if prep.clocks.jobs.is_empty() {
        return Ok(());
    }
    job::print(prep, out)
}

fn letter_list(prep: &Prep, letters: &[Letter], out: &mut Out) -> Outcome {
    heading("Letters", letters.is_empty(), out)?;
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("written", Align::Left),
        ("state", Align::Left),
        ("to", Align::Left),
        ("subject", Align::Shrink),
    ]);
    for letter in letters {
        table.row([
            format!("#{}", letter.id),
            say::short_day(letter.made_on, prep.as_of),
            letter.standing.state.words().to_owned(),
            letter.to.clone(),
            letter.subject.clone(),
        ]);
    }
    print_unless_empty(&table, out)
}

fn heading(title: &str, empty: bool, out: &mut Out) -> Outcome {
    if empty {
        return Ok(());
    }
    out.line("")?;
    let title = out.style(Style::Strong, title);
    out.line(title)
}

fn head(prep: &Prep, out: &mut Out) -> Outcome {
    let account = &prep.account;
    let money = |amount: Minor| amount.show(account.currency);
    let name = clean(&account.name).into_owned();
    let title = match &account.number {
        Some(number) => format!("{name} ({})", clean(number)),
        None => name,
    };
    let title = out.style(Style::Strong, &title);
    out.line(format!(
        "{title}  as of {}",
        say::day(prep.as_of, prep.as_of)
    ))?;
    out.line(format!(
        "open {} · past due {} · ask for {} · unapplied {} · {}",
        money(prep.open),
        money(prep.past_due),
        money(prep.collectible),
        money(prep.unapplied),
        account.currency,
    ))?;
    let buckets: Vec<String> = BUCKETS
        .iter()
        .zip(prep.buckets.0)
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(name, amount)| format!("{name} {}", money(amount)))
        .collect();
    if !buckets.is_empty() {
        out.line(buckets.join(" · "))?;
    }
    match &prep.gate {
        Some(gate) => {
            let why = gate_in_words(gate, prep.as_of);
            out.line(format!("not in the queue: {}", clean(&why)))
        }
        None => print_reasons(&prep.reasons, out),
    }
}

fn safety(prep: &Prep, there: Option<&There>, out: &mut Out) -> Outcome {
    let safety = &prep.safety;
    let mut parts = Vec::new();
    match safety.ledger_thru {
        Some(day) => parts.push(format!("ledger thru {}", say::day(day, prep.as_of))),
        None => parts.push("no report imported yet".to_owned()),
    }
    let money = |amount: Minor| amount.show(prep.account.currency);
    if !safety.unapplied_cash.is_zero() {
        parts.push(format!("unapplied cash {}", money(safety.unapplied_cash)));
    }
    if !safety.disputed.is_zero() {
        parts.push(format!("disputed {}", money(safety.disputed)));
    }
    parts.push(format!(
        "{} this week",
        say::plural(safety.calls_this_week.into(), "call")
    ));
    parts.extend(there.map(There::words));
    out.line(parts.join(" · "))?;
    let hours = there.and_then(|t| t.limit.as_ref());
    for limit in safety.limits.iter().chain(hours) {
        let asks = if limit.supervisor {
            "only with a supervisor"
        } else {
            "call only with a reason"
        };
        let line = out.style(Style::Warn, &format!("{asks}: {}", clean(&limit.text)));
        out.line(line)?;
    }
    if let Some(why) = &safety.blocked {
        let line = out.style(Style::Bad, &format!("do not call: {}", clean(why)));
        out.line(line)?;
    }
    for warning in &safety.warnings {
        let line = out.style(Style::Warn, &format!("careful: {}", clean(warning)));
        out.line(line)?;
    }
    Ok(())
}

fn brief(line: &BriefLine, out: &mut Out) -> Outcome {
    let style = match line.tone {
        Tone::Bad => Some(Style::Bad),
        Tone::Warn => Some(Style::Warn),
        Tone::Good => Some(Style::Good),
        Tone::Plain => None,
    };
    let dot = style.map_or_else(|| "●".to_owned(), |style| out.style(style, "●"));
    out.line(format!("{dot} {}", clean(&line.text)))
}

fn contacts(prep: &Prep, out: &mut Out) -> Outcome {
    heading("Contacts", prep.contacts.is_empty(), out)?;
    let mut table = Table::new(&[("", Align::Left); 5]);
    for contact in &prep.contacts {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        table.row([
            contact.name.clone(),
            text(&contact.role),
            text(&contact.phone),
            text(&contact.mobile),
            text(&contact.email),
        ]);
    }
    table.print(out)?;
    for q in &prep.questions {
        let whose = q
            .contact
            .as_ref()
            .map_or_else(String::new, |who| format!(" of {who}"));
        out.line(format!(
            "  ≠ {} says {}{whose} is {}, here it is {}: `bywhen questions {} --keep` or `--take` decides",
            clean(&q.file),
            q.field,
            clean(&q.theirs),
            clean(&q.mine),
            q.id
        ))?;
    }
    match &prep.account.address {
        Some(address) => out.line(format!("  {}", clean(address))),
        None => Ok(()),
    }
}

fn invoices(prep: &Prep, out: &mut Out) -> Outcome {
    heading("Open invoices", prep.invoices.is_empty(), out)?;
    let mut table = Table::new(&[
        ("number", Align::Left),
        ("issued", Align::Left),
        ("due", Align::Left),
        ("late", Align::Right),
        ("open", Align::Right),
        ("disputed", Align::Right),
        ("retainage", Align::Right),
        ("promised", Align::Right),
        ("job", Align::Shrink),
        ("PO", Align::Shrink),
    ]);
    let some = |amount: Minor| match amount.is_zero() {
        true => String::new(),
        false => amount.show(prep.account.currency),
    };
    for line in &prep.invoices {
        table.row([
            line.number.clone(),
            say::short_day(line.issued, prep.as_of),
            // A due date that was worked out from terms is marked: the customer's copy may say another.
            say::short_day(line.due, prep.as_of) + if line.due_derived { "*" } else { "" },
            if line.days_late > 0 {
                format!("{}d", line.days_late)
            } else {
                String::new()
            },
            line.open.show(prep.account.currency),
            some(line.disputed),
            some(line.retainage),
            some(line.promised),
            line.job.clone().unwrap_or_default(),
            line.po.clone().unwrap_or_default(),
        ]);
    }
    if table.is_empty() {
        return Ok(());
    }
    table.print(out)?;
    if prep.invoices.iter().any(|line| line.due_derived) {
        out.line("* worked out from terms")?;
    }
    Ok(())
}

fn credits(prep: &Prep, out: &mut Out) -> Outcome {
    heading("Credits", prep.credits.is_empty(), out)?;
    let mut table = Table::new(&[
        ("number", Align::Left),
        ("date", Align::Left),
        ("amount", Align::Right),
        ("open", Align::Right),
        ("reason", Align::Left),
        ("", Align::Shrink),
    ]);
    for line in &prep.credits {
        table.row([
            line.number.clone(),
            say::short_day(line.date, prep.as_of),
            line.amount.show(prep.account.currency),
            line.open.show(prep.account.currency),
            line.reason.name().to_owned(),
            line.memo.clone().unwrap_or_default(),
        ]);
    }
    print_unless_empty(&table, out)
}

fn payments(prep: &Prep, out: &mut Out) -> Outcome {
    heading("Payments", prep.payments.is_empty(), out)?;
    let mut table = Table::new(&[
        ("id", Align::Right),
        ("date", Align::Left),
        ("method", Align::Left),
        ("reference", Align::Left),
        ("amount", Align::Right),
        ("unapplied", Align::Right),
        ("", Align::Left),
    ]);
    for line in &prep.payments {
        let remark = match line.reversed_on {
            Some(day) => format!("taken back {}", say::day(day, prep.as_of)),
            None if line.kind == DocumentKind::PresumedCash => {
                "presumed: its invoice fell between two reports".into()
            }
            None => String::new(),
        };
        let reference = line
            .reference
            .clone()
            .unwrap_or_else(|| line.number.clone());
        table.row([
            line.id.to_string(),
            say::day(line.date, prep.as_of),
            line.method.clone().unwrap_or_default(),
            reference,
            line.amount.show(prep.account.currency),
            line.unapplied.show(prep.account.currency),
            remark,
        ]);
    }
    print_unless_empty(&table, out)
}

fn promise_list(prep: &Prep, out: &mut Out) -> Outcome {
    heading("Promises", prep.promises.is_empty(), out)?;
    let mut table = Table::new(&[
        ("id", Align::Right),
        ("by when", Align::Left),
        ("promised", Align::Right),
        ("received", Align::Right),
        ("short", Align::Right),
        ("", Align::Left),
        ("verdict", Align::Left),
    ]);
    for line in &prep.promises {
        promises::add(&mut table, None, prep.account.currency, line, prep.as_of);
    }
    print_unless_empty(&table, out)?;
    for claim in &prep.claims {
        let number = claim.reference.as_deref().unwrap_or_default();
        out.line(format!(
            "said to be under way: {} {} {}, sent {}, {} {}",
            claim.method.name(),
            clean(number),
            claim.amount.show(prep.account.currency),
            say::day(claim.mailed_on, prep.as_of),
            if claim.overdue {
                "should have been here"
            } else {
                "expected by"
            },
            say::day(claim.expected_by, prep.as_of),
        ))?;
    }
    match &prep.follow_up {
        Some(next) => out.line(format!(
            "next: {}{} {}{}",
            say::day(next.due_on, prep.as_of),
            next.at
                .map_or_else(String::new, |at| format!(" {}", say::time(at))),
            clean(&next.reason),
            if next.requested_by_them {
                " (they asked)"
            } else {
                ""
            },
        )),
        None => Ok(()),
    }
}

fn tasks(prep: &Prep, out: &mut Out) -> Outcome {
    let list_of = |task: &TaskLine| match task.owner {
        Owner::Us if task.kind.is_owed() => "We owe them",
        Owner::Us => "To do",
        Owner::Them => "They owe us",
    };
    for title in ["We owe them", "To do", "They owe us"] {
        let of_owner: Vec<&TaskLine> = prep
            .tasks
            .iter()
            .filter(|task| list_of(task) == title)
            .collect();
        heading(title, of_owner.is_empty(), out)?;
        for task in of_owner {
            let late = match task.late {
                0 => String::new(),
                n => format!(", {} late", say::plural(n.unsigned_abs(), "business day")),
            };
            let day = say::day(task.due_on, prep.as_of);
            out.line(format!("  {} by {day}{late}", clean(&task.what)))?;
        }
    }
    Ok(())
}

fn notes(prep: &Prep, out: &mut Out) -> Outcome {
    heading("Notes", prep.notes.is_empty(), out)?;
    for note in &prep.notes {
        let who = note_head(note, prep);
        let who = out.style(Style::Dim, &who);
        out.line(format!("  {who}"))?;
        for line in clean_lines(&note.note).lines() {
            out.line(format!("    {line}").trim_end())?;
        }
        if let Some(told) = &note.told {
            out.line(format!("    told them: {}", clean(told)))?;
        }
    }
    Ok(())
}

fn note_head(note: &NoteLine, prep: &Prep) -> String {
    let mut parts = vec![say::day(note.on, prep.as_of), note.by.clone()];
    let direction = if note.inbound { " in" } else { "" };
    parts.push(format!("{}{direction}", note.channel.name()));
    parts.extend(note.contact.clone().map(|name| format!("with {name}")));
    parts.push(note.outcome.name().replace('_', " "));
    parts.extend(note.barriers.iter().cloned());
    clean(&parts.join(" · ")).into_owned()
}

fn print_unless_empty(table: &Table, out: &mut Out) -> Outcome {
    if table.is_empty() {
        Ok(())
    } else {
        table.print(out)
    }
}
