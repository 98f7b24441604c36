//! Remedies of the construction trade: a job with its days and parties, what was filed or exchanged, a planned filing.
//!
//! Law: as `remedies`; the rules are `domain::lien`'s. Nothing here says whether a deadline is right: `COUNSEL` does.

use super::super::deed::{Deed, Ground, Missing, day, day_ahead, free_text, some};
use super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::clocks::{answer, anyway, clock, not_told};
use super::{RemedyKind, Row, as_it_is};
use crate::domain::by_when::describe;
use crate::domain::clocks::JobLine;
use crate::domain::ids::JobId;
use crate::domain::ladder::LadderStep;
use crate::domain::lien::{
    self, COUNSEL, COURTESY_DAYS, JobDate, JobStepKind, PartyKind, Project, Role, courtesy_day,
};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{ClockAct, NewJob, NewJobStep, NewParty};
use chrono::Days;

pub(super) const ROWS: &[Row] = &[JOB, DAYS, PARTY, STEP, PLAN];

const JOB: Row = Row {
    kind: RemedyKind::Job,
    name: "new-job",
    keys: &["J"],
    title: "a job to count down",
    help: "Write a job down, so that its notice and lien dates are counted",
    state: jobs,
    open: job,
    reshape: as_it_is,
    made: job_made,
    preview: counsel,
};

const DAYS: Row = Row {
    kind: RemedyKind::JobDays,
    name: "job-days",
    keys: &["b"],
    title: "a day of a job",
    help: "First and last furnishing, completion, notice of completion: deadlines run from them",
    state: any_job,
    open: days,
    reshape: as_it_is,
    made: days_made,
    preview: counsel,
};

const PARTY: Row = Row {
    kind: RemedyKind::JobParty,
    name: "job-party",
    keys: &["m"],
    title: "a party of a job",
    help: "Owner, general contractor, lender, surety: who is called before a filing",
    state: any_job,
    open: party,
    reshape: as_it_is,
    made: party_made,
    preview: |_, _| vec!["a planned filing makes a courtesy call to each of them first".to_owned()],
};

const STEP: Row = Row {
    kind: RemedyKind::JobStep,
    name: "job-step",
    keys: &["s"],
    title: "sent, filed, waived",
    help: "Write down a notice that was sent, a lien that was filed or released, a waiver exchanged",
    state: any_job,
    open: step,
    reshape: reshape_step,
    made: step_made,
    preview: preview_step,
};

const PLAN: Row = Row {
    kind: RemedyKind::PlanFiling,
    name: "plan-filing",
    keys: &["f"],
    title: "plan a filing",
    help: "Plan a notice of intent or a lien: a courtesy call to every party becomes a task",
    state: plannable,
    open: plan,
    reshape: as_it_is,
    made: plan_made,
    preview: plan_preview,
};

fn counsel(_: &Form, _: &Ground<'_>) -> Vec<String> {
    vec![COUNSEL.to_owned()]
}

fn jobs(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let jobs = &prep.clocks.jobs;
    let near = jobs
        .iter()
        .find_map(|j| Some((j, lien::nearest(&j.clock)?)));
    Ok(match (jobs.len(), near) {
        (0, _) => "none yet".to_owned(),
        (_, Some((j, next))) => {
            let due = next
                .due_on
                .map_or(String::new(), |d| format!(" by {}", say::day(d, g.today)));
            format!("{}: {}{due}", j.job.name, next.said)
        }
        (n, None) => format!("{}, no deadline runs", say::plural(n as u64, "job")),
    })
}

fn any_job(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    match prep.clocks.jobs.as_slice() {
        [] => Err("no job is written down".to_owned()),
        [one] => Ok(one.job.name.clone()),
        many => Ok(say::plural(many.len() as u64, "job")),
    }
}

fn plannable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    if let Some(why) = &prep.safety.blocked {
        return Err(why.clone());
    }
    any_job(prep, g)?;
    if prep.clocks.jobs.iter().all(|j| j.job.parties.is_empty()) {
        return Err("no job names anybody to call first".to_owned());
    }
    let planned: usize = prep.clocks.jobs.iter().map(|j| j.plans.len()).sum();
    Ok(match planned {
        0 => "nothing is planned".to_owned(),
        n => format!("{n} planned"),
    })
}

/// Which job: the one with the nearest deadline first.
fn which(g: &Ground<'_>) -> Field {
    let jobs = g.prep.map(|p| p.clocks.jobs.as_slice()).unwrap_or_default();
    let options = jobs.iter().map(|j| (j.job.id.0, j.job.name.clone()));
    let pick = Pick {
        options: options.collect(),
        at: 0,
    };
    Field::new(F::Which, Value::Pick(pick)).called("job")
}

fn chosen<'a>(form: &Form, g: &Ground<'a>) -> Result<&'a JobLine, Missing> {
    let id = form.picked(F::Which);
    g.prep
        .and_then(|p| p.clocks.jobs.iter().find(|j| Some(j.job.id.0) == id))
        .ok_or((F::Which, "no job is written down here".to_owned()))
}

fn at<T: Copy>(form: &Form, name: F, all: &[T]) -> Option<T> {
    let n = usize::try_from(form.picked(name)?).ok()?;
    all.get(n).copied()
}

fn job(g: &Ground<'_>) -> Vec<Field> {
    let state = g.prep.and_then(|p| p.account.state.clone());
    let named = g
        .prep
        .and_then(|p| p.invoices.iter().find_map(|i| i.job.clone()));
    let words = |all: &[&'static str]| all.to_vec();
    let projects: Vec<&str> = Project::ALL.iter().map(|p| p.words()).collect();
    let mut roles: Vec<&str> = Role::ALL.iter().map(|r| r.words()).collect();
    roles.reverse();
    vec![
        Field::text(F::Name, named.as_deref().unwrap_or_default()).called("job"),
        Field::text(F::Role, state.as_deref().unwrap_or_default()).called("state"),
        Field::pick(F::Delivery, &words(&projects)).called("project"),
        Field::pick(F::Then, &words(&roles)).called("we are"),
        Field::text(F::MailedOn, "").called("first day"),
    ]
}

fn job_made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let name = free_text(form, F::Name)?;
    if name.is_empty() {
        return Err((F::Name, "its name, as on the invoices".into()));
    }
    let state = free_text(form, F::Role)?;
    if state.chars().count() < 2 {
        return Err((F::Role, "whose rules count? CA, TX, FL …".into()));
    }
    let roles: Vec<Role> = Role::ALL.iter().rev().copied().collect();
    let dates = match form.text(F::MailedOn) {
        "" => Vec::new(),
        _ => vec![(JobDate::First, day(form, F::MailedOn, g)?)],
    };
    clock(ClockAct::Job(NewJob {
        account: form.account,
        name,
        state,
        project: at(form, F::Delivery, Project::ALL).unwrap_or(Project::Private),
        role: at(form, F::Then, &roles).unwrap_or(Role::Supplier),
        address: None,
        dates,
    }))
}

fn days(g: &Ground<'_>) -> Vec<Field> {
    let kinds: Vec<&str> = JobDate::ALL.iter().map(|d| d.words()).collect();
    vec![
        which(g),
        Field::pick(F::Then, &kinds).called("which day"),
        Field::text(F::MailedOn, "").called("on"),
    ]
}

fn days_made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let job: JobId = chosen(form, g)?.job.id;
    let kind = at(form, F::Then, JobDate::ALL).unwrap_or(JobDate::First);
    clock(ClockAct::Dates {
        job,
        dates: vec![(kind, Some(day(form, F::MailedOn, g)?))],
    })
}

fn party(g: &Ground<'_>) -> Vec<Field> {
    let kinds: Vec<&str> = PartyKind::ALL.iter().map(|p| p.words()).collect();
    vec![
        which(g),
        Field::pick(F::Then, &kinds).called("part"),
        Field::text(F::Name, ""),
        Field::text(F::Phone, ""),
        Field::text(F::MailedTo, "").called("address"),
    ]
}

fn party_made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let name = free_text(form, F::Name)?;
    if name.is_empty() {
        return Err((F::Name, "who?".into()));
    }
    clock(ClockAct::Party {
        job: chosen(form, g)?.job.id,
        party: NewParty {
            kind: at(form, F::Then, PartyKind::ALL).unwrap_or(PartyKind::Owner),
            name,
            address: some(&free_text(form, F::MailedTo)?),
            phone: some(&free_text(form, F::Phone)?),
        },
    })
}

fn step(g: &Ground<'_>) -> Vec<Field> {
    let kinds: Vec<&str> = JobStepKind::ALL.iter().map(|k| k.words()).collect();
    let mut fields = vec![
        which(g),
        Field::pick(F::Then, &kinds).called("what"),
        Field::text(F::MailedOn, &describe(g.today, g.today)).called("on"),
        Field::text(F::Now, "").called("amount"),
        Field::text(F::Words, ""),
    ];
    let asked = [LadderStep::Notice, LadderStep::Lien];
    if asked.iter().any(|s| anyway(g, *s).is_some()) {
        fields.push(Field::text(F::Anyway, ""));
    }
    fields
}

/// What a step of a job is on the ladder, where customers must know of it first.
fn rung(kind: JobStepKind) -> Option<LadderStep> {
    match kind {
        JobStepKind::Intent => Some(LadderStep::Notice),
        _ if kind.is_filing() => Some(LadderStep::Lien),
        _ => None,
    }
}

fn step_kind(form: &Form) -> JobStepKind {
    at(form, F::Then, JobStepKind::ALL).unwrap_or(JobStepKind::Preliminary)
}

fn reshape_step(form: &mut Form, g: &Ground<'_>) {
    let warned = rung(step_kind(form)).is_some_and(|step| anyway(g, step).is_some());
    form.hide(F::Anyway, !warned);
}

fn preview_step(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let warned = rung(step_kind(form)).and_then(|step| not_told(g, step));
    warned.into_iter().chain([COUNSEL.to_owned()]).collect()
}

fn step_made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let line = chosen(form, g)?;
    let kind = step_kind(form);
    let amount = match form.text(F::Now) {
        "" => None,
        text => match Minor::parse(text, g.currency) {
            Ok(m) if m.is_positive() => Some(m),
            Ok(_) => return Err((F::Now, "the amount must be above zero".into())),
            Err(e) => return Err((F::Now, e.to_string())),
        },
    };
    let anyway = match rung(kind) {
        Some(step) => answer(form, g, step)?,
        None => None,
    };
    clock(ClockAct::Step {
        job: line.job.id,
        step: NewJobStep {
            kind,
            on: Some(day(form, F::MailedOn, g)?),
            amount,
            through: None,
            note: some(&free_text(form, F::Words)?),
            anyway,
        },
    })
}

fn filings() -> Vec<JobStepKind> {
    let all = JobStepKind::ALL.iter().copied();
    all.filter(|k| k.is_filing()).collect()
}

fn plan(g: &Ground<'_>) -> Vec<Field> {
    let kinds: Vec<&str> = filings().iter().map(|k| k.words()).collect();
    let least = g
        .today
        .checked_add_days(Days::new(COURTESY_DAYS + 4))
        .unwrap_or(g.today);
    let day = g.rules.calendar.next_open(least);
    vec![
        which(g),
        Field::pick(F::Then, &kinds).called("what"),
        Field::text(F::DueOn, &describe(day, g.today)).called("on"),
    ]
}

fn plan_made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let line = chosen(form, g)?;
    let file_on = day_ahead(form, F::DueOn, g)?.date;
    if courtesy_day(file_on) < g.today {
        let why = format!("the courtesy calls come at least {COURTESY_DAYS} days before it");
        return Err((F::DueOn, why));
    }
    clock(ClockAct::Plan {
        job: line.job.id,
        kind: at(form, F::Then, &filings()).unwrap_or(JobStepKind::Intent),
        file_on,
    })
}

fn plan_preview(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let (Ok(line), Ok(when)) = (chosen(form, g), day_ahead(form, F::DueOn, g)) else {
        return vec![COUNSEL.to_owned()];
    };
    let by = describe(courtesy_day(when.date), g.today);
    let mut out: Vec<String> = line
        .job
        .parties
        .iter()
        .map(|p| format!("by {by}: courtesy call to {} ({})", p.name, p.kind.words()))
        .collect();
    out.push(COUNSEL.to_owned());
    out
}
