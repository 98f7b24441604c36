//! Courtesy calls before a filing: a task for each party of the job, also for one that is written down after the filing was planned.
//!
//! Law: inside the act of `jobs`; whether a call was made is the task's to say (`domain::lien::calls`).

use super::act::Act;
use super::fault::Res;
use super::protocol::NewTask;
use super::remedies::Scene;
use super::table::Table;
use super::tasks;
use super::types::Day;
use crate::domain::account::Account;
use crate::domain::ids::PartyId;
use crate::domain::lien::{Job, JobStepKind, PartyKind, courtesy_day};
use crate::domain::say;
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use chrono::NaiveDate;
use rusqlite::params;

/// A filing that is planned.
#[derive(Clone, Copy)]
pub(super) struct Filing {
    /// Its row.
    pub plan: i64,
    /// What.
    pub kind: JobStepKind,
    /// For which day.
    pub file_on: NaiveDate,
}

/// Who is to be called.
#[derive(Clone, Copy)]
pub(super) struct Called<'a> {
    /// Which.
    pub party: PartyId,
    /// What part they have in the job.
    pub kind: PartyKind,
    /// Their name.
    pub name: &'a str,
    /// Their number.
    pub phone: Option<&'a str>,
}

/// The call as a task of the account, due ten days before the filing at the latest.
pub(super) fn task(
    act: &mut Act<'_>,
    account: &Account,
    job: &Job,
    filing: &Filing,
    called: &Called<'_>,
) -> Res<()> {
    let on = act.on();
    let phone = called.phone.map_or(String::new(), |p| format!(" {p}"));
    let task = NewTask {
        owner: Owner::Us,
        // Nobody waits for it: it is homework, not owed to the customer.
        kind: TaskKind::Courtesy,
        what: format!(
            "courtesy call to {} ({}){phone} before the {} on {}, {}",
            called.name,
            called.kind.words(),
            filing.kind.words(),
            job.name,
            say::day(filing.file_on, on)
        ),
        due_on: courtesy_day(filing.file_on).max(on),
        person: account.collector.clone(),
    };
    let scene = Scene {
        account: account.clone(),
        touch: None,
        contact: None,
    };
    let task = tasks::insert(act, &scene, &task)?;
    let seq = act.seq;
    act.insert(
        Table::JobCall,
        "INSERT INTO job_call (event_seq, plan_id, party_id, task_id) VALUES (?1, ?2, ?3, ?4)",
        params![seq, filing.plan, called.party, task],
    )?;
    Ok(())
}

/// The calls to somebody who came to the job after its filings were planned.
pub(super) fn late(
    act: &mut Act<'_>,
    account: &Account,
    job: &Job,
    called: &Called<'_>,
) -> Res<()> {
    let on = act.on();
    for filing in filings(act, job)? {
        let stands = job.planned(filing.kind, on);
        if stands.is_some_and(|p| p.file_on == filing.file_on && p.file_on >= on) {
            task(act, account, job, &filing, called)?;
        }
    }
    Ok(())
}

fn filings(act: &Act<'_>, job: &Job) -> Res<Vec<Filing>> {
    let mut statement = act.conn.prepare_cached(
        "SELECT id, kind, file_on FROM job_plan WHERE job_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map(params![job.id], |r| {
        Ok(Filing {
            plan: r.get(0)?,
            kind: r.get(1)?,
            file_on: r.get::<_, Day>(2)?.0,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
