//! `bywhen job` and `bywhen lien`: jobs with their days and parties, the countdown, what was planned, filed and exchanged.

use super::acts::say_done;
use super::args::{
    JobAddArgs, JobArgs, JobDatesArgs, JobDays, JobListArgs, JobWhat, LienArgs, LienClockArgs,
    LienPlanArgs, LienRecordArgs, LienRulesArgs, LienWhat, PartyArgs,
};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Desk, Session, amount};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::clocks::JobLine;
use crate::domain::lien::{
    self, COUNSEL, ClockLine, ClockState, JobDate, JobStepKind, Offset, PartyKind, Project, Role,
    Trigger,
};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{ClockAct, Intent, NewJob, NewJobStep, NewParty};
use chrono::NaiveDate;

/// `job`
pub fn run(session: &Session, args: &JobArgs, out: &mut Out) -> Outcome {
    match &args.what {
        JobWhat::Add(args) => add(session, args, out),
        JobWhat::List(args) => list(session, args, out),
        JobWhat::Dates(args) => dates(session, args, out),
        JobWhat::Party(args) => party(session, args, out),
    }
}

/// `lien`
pub fn lien(session: &Session, args: &LienArgs, out: &mut Out) -> Outcome {
    match &args.what {
        LienWhat::Clock(args) => clock(session, args, out),
        LienWhat::Rules(args) => rules(session, args, out),
        LienWhat::Plan(args) => plan(session, args, out),
        LienWhat::Record(args) => record(session, args, out),
    }
}

fn write(session: &Session, desk: &mut Desk, act: ClockAct, out: &mut Out) -> Outcome {
    let done = desk.write(session.stamp(), Intent::Clock(Box::new(act)))?;
    say_done(session, &done, out)
}

fn known<T>(found: Option<T>, what: &str, text: &str) -> Outcome<T> {
    found.ok_or_else(|| Failure::Usage(format!("there is no {what} '{text}'")))
}

fn days(days: &JobDays) -> Vec<(JobDate, NaiveDate)> {
    [
        (JobDate::First, days.first),
        (JobDate::Last, days.last),
        (JobDate::Completion, days.completion),
        (JobDate::NoticeOfCompletion, days.notice_of_completion),
    ]
    .into_iter()
    .filter_map(|(kind, day)| Some((kind, day?)))
    .collect()
}

fn add(session: &Session, args: &JobAddArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let act = ClockAct::Job(NewJob {
        account,
        name: args.name.clone(),
        state: args.state.clone(),
        project: known(Project::from_name(&args.project), "project", &args.project)?,
        role: known(Role::from_name(&args.role), "role", &args.role)?,
        address: args.address.clone(),
        dates: days(&args.days),
    });
    write(session, &mut desk, act, out)?;
    let rules = &session.config.liens;
    let covered = rules
        .iter()
        .any(|r| r.state.eq_ignore_ascii_case(args.state.trim()));
    if covered || session.json {
        return Ok(());
    }
    out.line(clean(&format!(
        "no rule of {} is known, so nothing is counted down: write it into {}",
        args.state.trim(),
        session.paths.liens.display()
    )))
}

/// The account's prep and the job that a person means.
fn find(session: &Session, account: &str, job: &str) -> Outcome<(Desk, Prep, JobLine)> {
    let mut desk = session.open()?;
    let account = desk.account(account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let typed = job.trim();
    let id = typed.trim_start_matches('#').parse::<i64>().ok();
    let lower = typed.to_lowercase();
    let jobs = &prep.clocks.jobs;
    let exact = jobs
        .iter()
        .find(|j| j.job.name.to_lowercase() == lower || id == Some(j.job.id.0));
    let mut part = jobs
        .iter()
        .filter(|j| j.job.name.to_lowercase().contains(&lower));
    let found = exact.or_else(|| part.next().filter(|_| part.next().is_none()));
    match found {
        Some(line) => {
            let line = line.clone();
            Ok((desk, prep, line))
        }
        None => {
            let names: Vec<&str> = jobs.iter().map(|j| j.job.name.as_str()).collect();
            Err(Failure::Refused(if names.is_empty() {
                format!(
                    "{} has no job: `bywhen job add` writes one down",
                    prep.account.name
                )
            } else {
                format!(
                    "'{typed}' is no job of {}: there are {}",
                    prep.account.name,
                    names.join(", ")
                )
            }))
        }
    }
}

fn dates(session: &Session, args: &JobDatesArgs, out: &mut Out) -> Outcome {
    let (mut desk, _, line) = find(session, &args.account, &args.job)?;
    let days: Vec<_> = days(&args.days)
        .into_iter()
        .map(|(kind, day)| (kind, Some(day)))
        .collect();
    if days.is_empty() {
        return Err(Failure::Usage(
            "which day? --first, --last, --completion or --notice-of-completion DATE".into(),
        ));
    }
    let act = ClockAct::Dates {
        job: line.job.id,
        dates: days,
    };
    write(session, &mut desk, act, out)
}

fn party(session: &Session, args: &PartyArgs, out: &mut Out) -> Outcome {
    let (mut desk, _, line) = find(session, &args.account, &args.job)?;
    let act = ClockAct::Party {
        job: line.job.id,
        party: NewParty {
            kind: known(PartyKind::from_name(&args.kind), "part", &args.kind)?,
            name: args.name.clone(),
            address: args.address.clone(),
            phone: args.phone.clone(),
        },
    };
    write(session, &mut desk, act, out)
}

fn step(text: &str) -> Outcome<JobStepKind> {
    known(JobStepKind::from_name(text), "step", text)
}

fn plan(session: &Session, args: &LienPlanArgs, out: &mut Out) -> Outcome {
    let (mut desk, _, line) = find(session, &args.account, &args.job)?;
    let act = ClockAct::Plan {
        job: line.job.id,
        kind: step(&args.step)?,
        file_on: session.day(&args.file_on)?,
    };
    write(session, &mut desk, act, out)
}

fn record(session: &Session, args: &LienRecordArgs, out: &mut Out) -> Outcome {
    let (mut desk, prep, line) = find(session, &args.account, &args.job)?;
    let money = args.amount.as_deref();
    let act = ClockAct::Step {
        job: line.job.id,
        step: NewJobStep {
            kind: step(&args.step)?,
            on: args.on,
            amount: money
                .map(|text| amount(text, prep.account.currency))
                .transpose()?,
            through: args.through,
            note: args.note.clone(),
            anyway: args.anyway.clone(),
        },
    };
    write(session, &mut desk, act, out)
}

/// An account with jobs, to be said in words; as JSON, and where there are none, it is said here.
fn jobs(session: &Session, account: &str, out: &mut Out) -> Outcome<Option<Prep>> {
    let mut desk = session.open()?;
    let account = desk.account(account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    if session.json {
        let jobs = &prep.clocks.jobs;
        let said = serde_json::json!({ "as_of": session.as_of, "jobs": jobs, "note": COUNSEL });
        return out.json(&said).map(|()| None);
    }
    if prep.clocks.jobs.is_empty() {
        let words = "no job: `bywhen job add` writes one down";
        return out.line(words).map(|()| None);
    }
    Ok(Some(prep))
}

fn list(session: &Session, args: &JobListArgs, out: &mut Out) -> Outcome {
    let Some(prep) = jobs(session, &args.account, out)? else {
        return Ok(());
    };
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("job", Align::Shrink),
        ("state", Align::Left),
        ("we are", Align::Left),
        ("parties", Align::Right),
        ("next", Align::Shrink),
    ]);
    for line in &prep.clocks.jobs {
        let next = match lien::nearest(&line.clock) {
            Some(clock) => deadline(clock, session.as_of),
            None if line.job.is_over(session.as_of) => "over".to_owned(),
            None => "no deadline runs".to_owned(),
        };
        table.row([
            format!("#{}", line.job.id),
            line.job.name.clone(),
            line.job.state.clone(),
            line.job.role.words().to_owned(),
            line.job.parties.len().to_string(),
            next,
        ]);
    }
    table.print(out)?;
    out.line(COUNSEL)
}

/// `mechanics lien by Thu 31 Dec, in 38 days`
fn deadline(clock: &ClockLine, as_of: NaiveDate) -> String {
    clock.due_on.map_or_else(
        || clock.said.clone(),
        |due| {
            format!(
                "{} by {}, {}",
                clock.said,
                say::day(due, as_of),
                say::distance(due, as_of)
            )
        },
    )
}

/// What a deadline is counted from, in words.
fn from(clock: &ClockLine, as_of: NaiveDate) -> String {
    let what = match clock.trigger {
        Trigger::Day(kind) => kind.words(),
        Trigger::Month => "month of furnishing",
        Trigger::Step(kind) => kind.words(),
    };
    match clock.from {
        Some(day) if clock.trigger != Trigger::Month => {
            format!("{what} {}", say::short_day(day, as_of))
        }
        _ => what.to_owned(),
    }
}

fn clock(session: &Session, args: &LienClockArgs, out: &mut Out) -> Outcome {
    match jobs(session, &args.account, out)? {
        Some(prep) => print(&prep, out),
        None => Ok(()),
    }
}

/// The countdown of every job of an account.
pub fn print(prep: &Prep, out: &mut Out) -> Outcome {
    let as_of = prep.as_of;
    for line in &prep.clocks.jobs {
        let job = &line.job;
        let head = format!(
            "{} (#{})  {} {}, we are the {}",
            job.name,
            job.id,
            job.state,
            job.project.words(),
            job.role.words()
        );
        out.line(out.style(Style::Strong, clean(&head).as_ref()))?;
        for party in &job.parties {
            let at = [party.phone.as_deref(), party.address.as_deref()];
            let at: Vec<&str> = at.into_iter().flatten().collect();
            out.line(clean(&format!(
                "  {}: {} {}",
                party.kind.words(),
                party.name,
                at.join(", ")
            )))?;
        }
        let mut table = Table::new(&[
            ("  deadline", Align::Left),
            ("last day", Align::Left),
            ("stands", Align::Left),
            ("counted from", Align::Shrink),
            ("source", Align::Shrink),
        ]);
        for (at, clock) in line.clock.iter().enumerate() {
            table.row([
                format!("  {}", clock.said),
                clock.due_on.map_or(String::new(), |d| say::day(d, as_of)),
                stands(clock, as_of),
                from(clock, as_of),
                format!("{}, {}", clock.source, lien::verified(clock.verified_on)),
            ]);
            if matches!(clock.state, ClockState::Passed { .. }) || clock.is_near(14) {
                table.set_off(at, Style::Warn);
            }
        }
        if line.clock.is_empty() {
            out.line("  no deadline runs")?;
        } else {
            table.print(out)?;
        }
        for plan in &line.plans {
            out.line(clean(&format!(
                "  {} planned for {}; calls by {}:",
                plan.kind.words(),
                say::day(plan.file_on, as_of),
                say::day(plan.call_by, as_of)
            )))?;
            for call in &plan.calls {
                let how = call.on.map_or("not called".to_owned(), |d| {
                    format!("called {}", say::day(d, as_of))
                });
                let phone = call.phone.as_deref().unwrap_or_default();
                out.line(clean(&format!("    {} {phone}: {how}", call.party)))?;
            }
        }
        for done in job.steps.iter().rev().filter(|s| s.on <= as_of) {
            let money = done.amount.map_or(String::new(), |m| {
                format!(", {}", m.show(prep.account.currency))
            });
            let through = done.through.map_or(String::new(), |d| {
                format!(", through {}", say::day(d, as_of))
            });
            out.line(clean(&format!(
                "  {} {}{money}{through}",
                say::day(done.on, as_of),
                done.kind.words()
            )))?;
        }
    }
    out.line(COUNSEL)
}

fn stands(clock: &ClockLine, as_of: NaiveDate) -> String {
    let words = match clock.state {
        ClockState::Waits => "day not known".to_owned(),
        ClockState::Running { days: 0 } => "today".to_owned(),
        ClockState::Running { days } => {
            format!("{} left", say::plural(days.unsigned_abs(), "day"))
        }
        ClockState::Passed { days } => {
            format!("passed {} ago", say::plural(days.unsigned_abs(), "day"))
        }
        ClockState::Done { on, late: 0 } => format!("done {}", say::day(on, as_of)),
        ClockState::Done { on, late } => {
            format!(
                "done {}, {} late",
                say::day(on, as_of),
                say::plural(late.unsigned_abs(), "day")
            )
        }
    };
    match clock.missing {
        Some(step) if !matches!(clock.state, ClockState::Done { .. }) => {
            format!("{words}; needs the {}", step.words())
        }
        _ => words,
    }
}

fn rules(session: &Session, args: &LienRulesArgs, out: &mut Out) -> Outcome {
    let all: Vec<_> = session
        .config
        .liens
        .iter()
        .filter(|r| {
            args.state
                .as_deref()
                .is_none_or(|s| r.state.eq_ignore_ascii_case(s.trim()))
        })
        .collect();
    if session.json {
        return out.json(&serde_json::json!({ "rules": all, "note": COUNSEL }));
    }
    let mut table = Table::new(&[
        ("state", Align::Left),
        ("step", Align::Left),
        ("for", Align::Shrink),
        ("last day", Align::Left),
        ("source", Align::Shrink),
        ("seen", Align::Left),
    ]);
    for rule in &all {
        let roles: Vec<&str> = rule.roles.iter().map(|r| r.words()).collect();
        let what = match rule.trigger {
            Trigger::Day(kind) => kind.words(),
            Trigger::Month => "each month of furnishing",
            Trigger::Step(kind) => kind.words(),
        };
        table.row([
            rule.state.clone(),
            rule.said().to_owned(),
            if roles.is_empty() {
                "all".to_owned()
            } else {
                roles.join(", ")
            },
            match rule.offset {
                Offset::Days(n) => format!("{n} days after {what}"),
                Offset::DayOfMonth { day, months } => {
                    format!(
                        "the {} of the {} month after {what}",
                        say::ordinal(day),
                        say::ordinal(months)
                    )
                }
            },
            rule.source.clone(),
            lien::verified(rule.verified_on),
        ]);
    }
    if all.is_empty() {
        out.line("no rule of that state: write it into liens.toml beside the settings")?;
    } else {
        table.print(out)?;
    }
    out.line(COUNSEL)
}
