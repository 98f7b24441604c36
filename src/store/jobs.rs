//! Jobs: their days, parties, what was done on them, and planned filings with a courtesy call to every party.
//!
//! Law: a deadline is worked out (`domain::lien`), never stored. A filing is told before and calls are made before, or a reason is kept;
//! under a bankruptcy hold nothing is filed at all.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::protocol::{NewJob, NewJobStep, NewParty};
use super::table::Table;
use super::types::Day;
use super::{accounts, books, courtesy, documents, text, told};
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, JobId, PartyId, TaskId};
use crate::domain::ladder::LadderStep;
use crate::domain::lien::{
    self, DateSet, Job, JobDate, JobStep, JobStepKind, Party, Plan, courtesy_day,
};
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

/// Writes a job.
pub(super) fn insert(act: &mut Act<'_>, new: &NewJob, body: &str) -> Res<()> {
    let name = text::required("job", &new.name, 400)?;
    let state = text::required("state", &new.state, 40)?.to_uppercase();
    let address = text::optional("address", new.address.as_deref(), 400)?;
    let book = books::whole(act.conn, new.account)?.ok_or_else(|| accounts::gone(new.account))?;
    if book.jobs.iter().any(|j| same(&j.name, &name)) {
        return refuse(format!(
            "{} has a job '{name}' already: nothing was saved",
            book.account.name
        ));
    }
    let what = format!("job {name} of {}", book.account.name);
    act.event("lien", Some(new.account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    let id = act.insert(
        Table::Job,
        "INSERT INTO job (event_seq, account_id, name, state, project, role, address, made_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, new.account, name, state, new.project, new.role, address, Day(on)],
    )?;
    for (kind, day) in &new.dates {
        put_date(act, JobId(id), *kind, Some(*day))?;
    }
    act.done.made.jobs.push(JobId(id));
    act.touch(new.account);
    Ok(())
}

/// Writes days of a job.
pub(super) fn dates(
    act: &mut Act<'_>,
    job: JobId,
    days: &[(JobDate, Option<NaiveDate>)],
    body: &str,
) -> Res<()> {
    let (book, job) = find(act, job)?;
    if days.is_empty() {
        return refuse("no day was given: nothing was saved");
    }
    let words: Vec<String> = days
        .iter()
        .map(|(kind, day)| match day {
            Some(day) => format!("{} {}", kind.words(), say::day(*day, act.on())),
            None => format!("{} not known", kind.words()),
        })
        .collect();
    let what = format!("job {}: {}", job.name, say::list(&words));
    act.event("lien", Some(book.account.id), what, body)?;
    for (kind, day) in days {
        put_date(act, job.id, *kind, *day)?;
    }
    act.touch(book.account.id);
    Ok(())
}

fn put_date(act: &mut Act<'_>, job: JobId, kind: JobDate, day: Option<NaiveDate>) -> Res<()> {
    if let Some(day) = day {
        documents::check_day(day)?;
    }
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::JobDate,
        "INSERT INTO job_date (event_seq, job_id, kind, on_day, set_on) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![seq, job, kind, day.map(Day), Day(on)],
    )?;
    Ok(())
}

/// Writes somebody with a part in a job; the same name again corrects address and phone.
pub(super) fn party(act: &mut Act<'_>, job: JobId, new: &NewParty, body: &str) -> Res<()> {
    let (book, job) = find(act, job)?;
    let name = text::required("name", &new.name, 400)?;
    let address = text::optional("address", new.address.as_deref(), 400)?;
    let phone = text::optional("phone", new.phone.as_deref(), 200)?;
    let what = format!("job {}: {} {name}", job.name, new.kind.words());
    act.event("lien", Some(book.account.id), what, body)?;
    let seq = act.seq;
    let id = act.insert(
        Table::JobParty,
        "INSERT INTO job_party (event_seq, job_id, kind, name, address, phone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, job.id, new.kind, name, address, phone],
    )?;
    let known = job.parties.iter();
    if !known
        .filter(|p| p.kind == new.kind)
        .any(|p| same(&p.name, &name))
    {
        // Who comes to a job after a filing was planned is called before it like the others.
        let called = courtesy::Called {
            party: PartyId(id),
            kind: new.kind,
            name: &name,
            phone: phone.as_deref(),
        };
        courtesy::late(act, &book.account, &job, &called)?;
    }
    act.touch(book.account.id);
    Ok(())
}

/// Which telling a filing asks for.
const fn asks(kind: JobStepKind) -> Option<LadderStep> {
    match kind {
        JobStepKind::Intent => Some(LadderStep::Notice),
        JobStepKind::Lien | JobStepKind::Bond | JobStepKind::Suit => Some(LadderStep::Lien),
        _ => None,
    }
}

/// Writes what was sent, filed or exchanged.
pub(super) fn step(act: &mut Act<'_>, job: JobId, new: &NewJobStep, body: &str) -> Res<()> {
    let (book, job) = find(act, job)?;
    let account = &book.account;
    let today = act.on();
    let day = new.on.unwrap_or(today);
    documents::check_day(day)?;
    if day > today {
        return refuse("what was done lies not ahead: plan it instead; nothing was saved");
    }
    if let Some(amount) = new.amount {
        documents::check_amount(amount)?;
    }
    if let Some(through) = new.through {
        documents::check_day(through)?;
    }
    let note = text::optional("note", new.note.as_deref(), 2000)?;
    if new.kind.is_filing() || new.kind == JobStepKind::Preliminary {
        told::not_bankrupt(act, account.id, LadderStep::Lien, "notice or lien")?;
    }
    let answer = match asks(new.kind) {
        None => None,
        Some(step) => {
            let mut against: Vec<String> = Vec::new();
            // What the rules of the state ask for first is no matter of manners, but is said in the same breath.
            let clock = lien::lien_clock(&job, &act.rules.liens, today);
            if let Some(missing) = clock
                .iter()
                .find(|l| l.step == new.kind)
                .and_then(|l| l.missing)
            {
                against.push(format!("no {} was recorded", missing.words()));
            }
            if new.kind != JobStepKind::Intent {
                against.extend(lien::calls_missing(&job, new.kind, &book.tasks, today));
            }
            let more = (!against.is_empty()).then(|| against.join("; "));
            told::honest(act, account.id, step, more, new.anyway.as_deref())?
                .map(|answer| (step, answer))
        }
    };
    let money = new.amount.map_or(String::new(), |m| {
        format!(" of {}", say::money(m, account.currency))
    });
    let what = format!(
        "job {}: {}{money} on {}",
        job.name,
        new.kind.words(),
        say::day(day, today)
    );
    act.event("lien", Some(account.id), what, body)?;
    let seq = act.seq;
    act.insert(
        Table::JobStep,
        "INSERT INTO job_step (event_seq, job_id, kind, on_day, amount_minor, through_on, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, job.id, new.kind, Day(day), new.amount, new.through.map(Day), note],
    )?;
    if let Some((step, answer)) = &answer {
        told::overridden(act, account.id, *step, Some(answer))?;
    }
    act.touch(account.id);
    Ok(())
}

/// Plans a filing: every party becomes a courtesy call, due ten days before at the latest.
pub(super) fn plan(
    act: &mut Act<'_>,
    job: JobId,
    kind: JobStepKind,
    file_on: NaiveDate,
    body: &str,
) -> Res<()> {
    let (book, job) = find(act, job)?;
    let account = &book.account;
    let on = act.on();
    documents::check_day(file_on)?;
    if !kind.is_filing() {
        return refuse(
            "a notice of intent, lien, bond claim or suit is planned; nothing was saved",
        );
    }
    told::not_bankrupt(act, account.id, LadderStep::Lien, "notice or lien")?;
    let call_by = courtesy_day(file_on);
    if call_by < on {
        return refuse(format!(
            "the courtesy calls come at least {} days before: the earliest day is {}; nothing was saved",
            lien::COURTESY_DAYS,
            say::day(
                on.checked_add_days(chrono::Days::new(lien::COURTESY_DAYS))
                    .unwrap_or(on),
                on
            )
        ));
    }
    if job.parties.is_empty() {
        return refuse(format!(
            "job {} names nobody to call: add its owner and contractor first (bywhen job party); nothing was saved",
            job.name
        ));
    }
    if let Some(known) = job.planned(kind, on) {
        return refuse(format!(
            "the {} on {} is planned for {} already: nothing was saved",
            kind.words(),
            job.name,
            say::day(known.file_on, on)
        ));
    }
    let what = format!(
        "job {}: {} planned for {}, {} by {}",
        job.name,
        kind.words(),
        say::day(file_on, on),
        say::plural(job.parties.len() as u64, "courtesy call"),
        say::day(call_by, on)
    );
    act.event("lien", Some(account.id), what, body)?;
    let seq = act.seq;
    let plan = act.insert(
        Table::JobPlan,
        "INSERT INTO job_plan (event_seq, job_id, kind, file_on, made_on) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![seq, job.id, kind, Day(file_on), Day(on)],
    )?;
    for party in &job.parties {
        let called = courtesy::Called {
            party: party.id,
            kind: party.kind,
            name: &party.name,
            phone: party.phone.as_deref(),
        };
        courtesy::task(
            act,
            account,
            &job,
            &courtesy::Filing {
                plan,
                kind,
                file_on,
            },
            &called,
        )?;
    }
    act.touch(account.id);
    Ok(())
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn find(act: &Act<'_>, id: JobId) -> Res<(Book, Job)> {
    let account: Option<AccountId> = act
        .conn
        .prepare_cached("SELECT account_id FROM job WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![id], |r| r.get(0))
        .optional()?;
    let Some(account) = account else {
        return refuse(format!("there is no job #{id} (any more)"));
    };
    let book = books::whole(act.conn, account)?.ok_or_else(|| accounts::gone(account))?;
    let job = book.jobs.iter().find(|j| j.id == id).cloned();
    match job {
        Some(job) => Ok((book, job)),
        None => Err(Fault::damaged(format!("job #{id}"))),
    }
}

/// Jobs of some accounts, as `book_rows` asks for them; what hangs on them follows.
pub(super) const JOBS: &str =
    "SELECT account_id, id, name, state, project, role, address, made_on FROM job
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";
/// Their days.
pub(super) const DATES: &str =
    "SELECT j.account_id, d.job_id, d.kind, d.on_day, d.set_on FROM job j
    JOIN job_date d ON d.job_id = j.id AND d.voided_by IS NULL
    WHERE j.account_id BETWEEN ?1 AND ?2 AND j.voided_by IS NULL ORDER BY d.id";
/// Their parties: the newest row of a kind and name counts.
pub(super) const PARTIES: &str =
    "SELECT j.account_id, p.job_id, p.id, p.kind, p.name, p.address, p.phone FROM job j
    JOIN job_party p ON p.job_id = j.id AND p.voided_by IS NULL
    WHERE j.account_id BETWEEN ?1 AND ?2 AND j.voided_by IS NULL ORDER BY p.id";
/// What was done on them.
pub(super) const STEPS: &str = "SELECT j.account_id, s.job_id, s.kind, s.on_day, s.amount_minor, s.through_on, s.note FROM job j
    JOIN job_step s ON s.job_id = j.id AND s.voided_by IS NULL
    WHERE j.account_id BETWEEN ?1 AND ?2 AND j.voided_by IS NULL ORDER BY s.on_day, s.id";
/// What is planned.
pub(super) const PLANS: &str =
    "SELECT j.account_id, l.job_id, l.id, l.kind, l.file_on, l.made_on, c.party_id, c.task_id FROM job j
    JOIN job_plan l ON l.job_id = j.id AND l.voided_by IS NULL
    LEFT JOIN job_call c ON c.plan_id = l.id AND c.voided_by IS NULL
    WHERE j.account_id BETWEEN ?1 AND ?2 AND j.voided_by IS NULL ORDER BY l.id, c.id";

/// A job of a row, into its book.
pub(super) fn load(book: &mut Book, r: &Row<'_>) -> Res<()> {
    book.jobs.push(Job {
        id: r.get(1)?,
        name: r.get(2)?,
        state: r.get(3)?,
        project: r.get(4)?,
        role: r.get(5)?,
        address: r.get(6)?,
        made_on: r.get::<_, Day>(7)?.0,
        dates: Vec::new(),
        parties: Vec::new(),
        steps: Vec::new(),
        plans: Vec::new(),
    });
    Ok(())
}

fn job_of<'b>(book: &'b mut Book, r: &Row<'_>) -> Res<Option<&'b mut Job>> {
    let id: JobId = r.get(1)?;
    Ok(book.jobs.iter_mut().find(|j| j.id == id))
}

/// A day of a row, into its job.
pub(super) fn load_date(book: &mut Book, r: &Row<'_>) -> Res<()> {
    let new = DateSet {
        kind: r.get(2)?,
        on: r.get::<_, Option<Day>>(3)?.map(|d| d.0),
        set_on: r.get::<_, Day>(4)?.0,
    };
    if let Some(job) = job_of(book, r)? {
        job.dates.push(new);
    }
    Ok(())
}

/// A party of a row, into its job.
pub(super) fn load_party(book: &mut Book, r: &Row<'_>) -> Res<()> {
    let new = Party {
        id: r.get(2)?,
        kind: r.get(3)?,
        name: r.get(4)?,
        address: r.get(5)?,
        phone: r.get(6)?,
    };
    if let Some(job) = job_of(book, r)? {
        let known = job
            .parties
            .iter_mut()
            .find(|p| p.kind == new.kind && same(&p.name, &new.name));
        match known {
            // It keeps its identity: calls that were planned to it are still about it.
            Some(known) => {
                known.address = new.address.or(known.address.take());
                known.phone = new.phone.or(known.phone.take());
            }
            None => job.parties.push(new),
        }
    }
    Ok(())
}

/// A step of a row, into its job.
pub(super) fn load_step(book: &mut Book, r: &Row<'_>) -> Res<()> {
    let new = JobStep {
        kind: r.get(2)?,
        on: r.get::<_, Day>(3)?.0,
        amount: r.get(4)?,
        through: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
        note: r.get(6)?,
    };
    if let Some(job) = job_of(book, r)? {
        job.steps.push(new);
    }
    Ok(())
}

/// A plan of a row, or a further call of it, into its job.
pub(super) fn load_plan(book: &mut Book, r: &Row<'_>) -> Res<()> {
    let new = Plan {
        kind: r.get(3)?,
        file_on: r.get::<_, Day>(4)?.0,
        made_on: r.get::<_, Day>(5)?.0,
        calls: Vec::new(),
    };
    let party: Option<PartyId> = r.get(6)?;
    let task: Option<TaskId> = r.get(7)?;
    if let Some(job) = job_of(book, r)? {
        let again = job.plans.last().is_some_and(|p| {
            (p.kind, p.file_on, p.made_on) == (new.kind, new.file_on, new.made_on)
        });
        if !again {
            job.plans.push(new);
        }
        if let (Some(plan), Some(party), Some(task)) = (job.plans.last_mut(), party, task) {
            plan.calls.push((party, task));
        }
    }
    Ok(())
}
