//! What waits for a supervisor: asking, answering, and the list.
//!
//! Law: a waiver above its limit and a promise beyond the policy range ask by themselves, in the act that makes them. An answer is given
//! once; the collector finds it in the queue, with its reason.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::protocol::{NewAnswer, NewApproval, NewTask};
use super::remedies::Scene;
use super::table::Table;
use super::types::Day;
use super::{accounts, calls, plans, tasks, text};
use crate::domain::account::Account;
use crate::domain::approval::{Answered, Approval, ApprovalKind, ApprovalRef};
use crate::domain::ids::{AccountId, ApprovalId, PromiseId, TaskId, WaiverId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Puts a placement or a write-off before a supervisor.
pub(super) fn ask(act: &mut Act<'_>, new: &NewApproval, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, new.account)?;
    let reason = text::required("reason", &new.reason, 2000)?;
    match new.kind {
        ApprovalKind::Placement => {}
        ApprovalKind::WriteOff => {
            let amount = new.amount.unwrap_or(Minor::ZERO);
            super::documents::check_amount(amount)?;
            let open: Minor = act
                .conn
                .prepare_cached(
                    "SELECT coalesce(sum(open_minor), 0) FROM document WHERE account_id = ?1 AND voided_by IS NULL
                       AND kind IN ('invoice', 'debit_note', 'journal_debit')",
                )?
                .query_row(params![account.id], |r| r.get(0))?;
            if amount > open {
                return refuse(format!(
                    "{} is open at {}: a write-off is a part of that; nothing was saved",
                    say::money(open, account.currency),
                    account.name
                ));
            }
        }
        ApprovalKind::Waiver | ApprovalKind::LongPromise | ApprovalKind::FeeWaiver => {
            return refuse(
                "waivers and promises ask by themselves: ask for a placement or a write-off",
            );
        }
    }
    let twice: Option<(i64, Day)> = act
        .conn
        .prepare_cached(
            "SELECT a.id, a.asked_on FROM approval a WHERE a.account_id = ?1 AND a.kind = ?2 AND a.voided_by IS NULL
               AND NOT EXISTS (SELECT 1 FROM approval_decision d WHERE d.approval_id = a.id AND d.voided_by IS NULL)",
        )?
        .query_row(params![account.id, new.kind], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some((id, day)) = twice {
        let when = match day.0 > act.on() {
            true => format!(
                "was declined, and is looked at again on {}",
                say::day(day.0, act.on())
            ),
            false => "waits already".to_owned(),
        };
        return refuse(format!(
            "a {} of {} {when} (a{id}): nothing was saved",
            new.kind.words(),
            account.name
        ));
    }
    let money = new.amount.map_or(String::new(), |m| {
        format!(" of {}", say::money(m, account.currency))
    });
    let what = format!(
        "asked for approval: {}{money}, {}",
        new.kind.words(),
        account.name
    );
    act.event("approval", Some(account.id), what, body)?;
    insert(act, account.id, new.kind, None, new.amount, &reason)
}

/// A promise was taken for a day beyond the policy range: it asks, in the same act.
pub(super) fn long_promise(
    act: &mut Act<'_>,
    account: AccountId,
    promise: PromiseId,
    amount: Minor,
    by_when: NaiveDate,
) -> Res<()> {
    let days = by_when.signed_duration_since(act.on()).num_days();
    if days <= i64::from(act.rules.promise_range_days) {
        return Ok(());
    }
    let reason = format!(
        "{days} days ahead, the policy is {}",
        act.rules.promise_range_days
    );
    let kind = ApprovalKind::LongPromise;
    insert(act, account, kind, Some(promise), Some(amount), &reason)
}

fn insert(
    act: &mut Act<'_>,
    account: AccountId,
    kind: ApprovalKind,
    promise: Option<PromiseId>,
    amount: Option<Minor>,
    reason: &str,
) -> Res<()> {
    let (seq, on, by) = (act.seq, act.on(), act.stamp.by.clone());
    let id = act.insert(
        Table::Approval,
        "INSERT INTO approval (event_seq, account_id, kind, promise_id, amount_minor, reason, asked_on, asked_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, account, kind, promise, amount, reason, Day(on), by],
    )?;
    act.done.made.approvals.push(ApprovalId(id));
    Ok(())
}

/// Answers what waits.
pub(super) fn answer(act: &mut Act<'_>, new: &NewAnswer, body: &str) -> Res<()> {
    let reason = text::optional("reason", new.reason.as_deref(), 2000)?;
    if !new.granted && reason.is_none() {
        return refuse("a no needs its reason: the collector must tell the customer something");
    }
    let found = one(act.conn, new.which, act.on())?;
    check_again(act, new, &found)?;
    if let Some(answered) = &found.answered {
        return refuse(format!(
            "{} has {} it already{}: nothing was saved",
            answered.by.as_deref().unwrap_or("somebody"),
            if answered.granted {
                "approved"
            } else {
                "declined"
            },
            answered
                .reason
                .as_deref()
                .map_or(String::new(), |r| format!(" ({r})"))
        ));
    }
    let account = accounts::get(act.conn, found.account)?;
    let money = found.amount.map_or(String::new(), |m| {
        format!(" of {}", say::money(m, account.currency))
    });
    let how = if new.granted { "approved" } else { "declined" };
    let what = format!("{}{money} {how}: {}", found.kind.words(), account.name);
    act.event("approval", Some(account.id), what.clone(), body)?;
    let scene = Scene {
        account: account.clone(),
        touch: None,
        contact: None,
    };
    let why = reason
        .as_deref()
        .map_or(String::new(), |r| format!(": {r}"));
    let by = act.stamp.by.clone();
    let task = match (new.granted, found.kind) {
        (true, ApprovalKind::Placement | ApprovalKind::WriteOff) => {
            Some(granted_task(act, &scene, &found, &account, &by)?)
        }
        _ => None,
    };
    // The collector finds the answer in the queue: a yes where there is somebody to tell, a no always.
    let day = act.rules.calendar.next_open(act.on());
    let mut said = format!("{by} {how} the {}{money}{why}", found.kind.words());
    if let Some(day) = new.again_on {
        said.push_str(&format!("; looked at again on {}", say::day(day, act.on())));
    }
    let tell = match (new.granted, found.kind) {
        (true, ApprovalKind::LongPromise | ApprovalKind::WriteOff | ApprovalKind::Placement) => {
            None
        }
        (true, ApprovalKind::Waiver | ApprovalKind::FeeWaiver) => {
            Some(format!("{said}; tell them"))
        }
        (false, ApprovalKind::LongPromise) => Some(format!("{said}; ask for an earlier date")),
        (false, _) => Some(said),
    };
    let follow_up = match tell {
        Some(words) => Some(calls::come_back(act, account.id, day, &words)?),
        None => None,
    };
    match new.which {
        ApprovalRef::Waiver(id) => {
            plans::decide_because(act, &scene, id, new.granted, reason.as_deref())?;
        }
        ApprovalRef::Asked(id) => {
            let (seq, on) = (act.seq, act.on());
            act.insert(
                Table::ApprovalDecision,
                "INSERT INTO approval_decision (event_seq, approval_id, granted, reason, on_day, decided_by, task_id, follow_up_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![seq, id, new.granted, reason, Day(on), by, task, follow_up],
            )?;
            if new.granted && found.kind == ApprovalKind::FeeWaiver {
                super::fees::granted(act, id)?;
            }
        }
    }
    if let Some(day) = new.again_on {
        put_again(act, &found, day, &by, reason.as_deref())?;
    }
    act.touch(account.id);
    Ok(())
}

/// A day to look again is for a no to a placement or a write-off, and lies ahead.
fn check_again(act: &Act<'_>, new: &NewAnswer, found: &Approval) -> Res<()> {
    let Some(day) = new.again_on else {
        return Ok(());
    };
    super::documents::check_day(day)?;
    let on = act.on();
    let can = matches!(found.kind, ApprovalKind::Placement | ApprovalKind::WriteOff);
    if new.granted || !can {
        return refuse(
            "a day to look again is for a placement or a write-off that is declined; nothing was saved",
        );
    }
    if day <= on {
        return refuse(format!(
            "{} is not ahead: name a later day to look again; nothing was saved",
            say::day(day, on)
        ));
    }
    Ok(())
}

/// The same question once more, from a later day on: until then it does not wait, and it cannot be asked by anybody else.
fn put_again(
    act: &mut Act<'_>,
    found: &Approval,
    day: NaiveDate,
    by: &str,
    why: Option<&str>,
) -> Res<()> {
    let said = say::day(act.on(), day);
    let no = why.map_or(String::new(), |w| format!(" ({})", w.trim()));
    let reason = format!("{}; {by} said no on {said}{no}", found.reason.trim());
    let reason: String = reason.chars().take(2000).collect();
    let (seq, asked_by) = (act.seq, found.asked_by.clone());
    let id = act.insert(
        Table::Approval,
        "INSERT INTO approval (event_seq, account_id, kind, promise_id, amount_minor, reason, asked_on, asked_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, found.account, found.kind, found.promise, found.amount, reason, Day(day), asked_by],
    )?;
    act.done.made.approvals.push(ApprovalId(id));
    Ok(())
}

/// What an approved placement or write-off leaves to do: the ledger moves no money that the books do not.
fn granted_task(
    act: &mut Act<'_>,
    scene: &Scene,
    found: &Approval,
    account: &Account,
    by: &str,
) -> Res<TaskId> {
    let what = match (found.kind, found.amount) {
        (ApprovalKind::WriteOff, Some(amount)) => format!(
            "write {} of {} off in the books (approved by {by}): {}",
            say::money(amount, account.currency),
            account.name,
            found.reason
        ),
        _ => format!(
            "hand {} over to the agency, with invoices and history (approved by {by}): {}",
            account.name, found.reason
        ),
    };
    let due_on = act.rules.calendar.add(act.on(), 2);
    let task = NewTask {
        owner: Owner::Us,
        kind: TaskKind::Decided,
        what: what.chars().take(2000).collect(),
        due_on,
        person: Some(found.asked_by.clone()),
    };
    tasks::insert(act, scene, &task)
}

const WAIVERS: &str = "SELECT w.id, 'waiver', w.account_id, a.number, a.name, a.collector, w.promise_id, p.by_when, w.amount_minor, a.currency, w.reason,
      w.made_on, e.actor, d.granted, d.reason, d.on_day, coalesce(d.decided_by, de.actor), 1
    FROM waiver w JOIN event e ON e.seq = w.event_seq JOIN account a ON a.id = w.account_id LEFT JOIN promise p ON p.id = w.promise_id
    LEFT JOIN waiver_decision d ON d.waiver_id = w.id AND d.voided_by IS NULL AND d.on_day <= ?1 LEFT JOIN event de ON de.seq = d.event_seq
    WHERE w.needs_approval = 1 AND w.voided_by IS NULL AND w.made_on <= ?1";
const ASKED: &str = "SELECT q.id, q.kind, q.account_id, a.number, a.name, a.collector, q.promise_id, p.by_when, q.amount_minor, a.currency, q.reason,
      q.asked_on, q.asked_by, d.granted, d.reason, d.on_day, d.decided_by, 0
    FROM approval q JOIN account a ON a.id = q.account_id LEFT JOIN promise p ON p.id = q.promise_id
    LEFT JOIN approval_decision d ON d.approval_id = q.id AND d.voided_by IS NULL AND d.on_day <= ?1
    WHERE q.voided_by IS NULL AND q.asked_on <= ?1";
/// A question about a promise that has ended is answered by that.
const STILL_ASKED: &str = "d.id IS NULL AND NOT EXISTS (SELECT 1 FROM promise_end x WHERE x.promise_id = p.id AND x.voided_by IS NULL AND x.on_day <= ?1)";

fn read(r: &Row<'_>) -> Res<Approval> {
    let is_waiver: bool = r.get(17)?;
    let id: i64 = r.get(0)?;
    let name: String = r.get(4)?;
    let answered = match r.get::<_, Option<bool>>(13)? {
        None => None,
        Some(granted) => Some(Answered {
            granted,
            reason: r.get(14)?,
            on: r.get::<_, Day>(15)?.0,
            by: r.get(16)?,
        }),
    };
    Ok(Approval {
        id: match is_waiver {
            true => ApprovalRef::Waiver(WaiverId(id)),
            false => ApprovalRef::Asked(ApprovalId(id)),
        },
        kind: r.get(1)?,
        account: r.get(2)?,
        label: r
            .get::<_, Option<String>>(3)?
            .unwrap_or_else(|| name.clone()),
        name,
        collector: r.get(5)?,
        promise: r.get(6)?,
        by_when: r.get::<_, Option<Day>>(7)?.map(|d| d.0),
        amount: r.get(8)?,
        currency: r.get(9)?,
        reason: r.get(10)?,
        asked_on: r.get::<_, Day>(11)?.0,
        asked_by: r.get(12)?,
        answered,
    })
}

/// What waits, oldest first; with `ended` what was answered too.
pub(super) fn list(conn: &Connection, as_of: NaiveDate, ended: bool) -> Res<Vec<Approval>> {
    let mut out = Vec::new();
    for part in [WAIVERS, ASKED] {
        let sql = match ended {
            true => part.to_owned(),
            false => format!("{part} AND {STILL_ASKED}"),
        };
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![Day(as_of)])?;
        while let Some(r) = rows.next()? {
            out.push(read(r)?);
        }
    }
    out.sort_by_key(|a| (a.answered.is_some(), a.asked_on, a.id));
    Ok(out)
}

/// How many wait.
pub(super) fn count(conn: &Connection, as_of: NaiveDate) -> Res<u64> {
    Ok(list(conn, as_of, false)?.len() as u64)
}

fn one(conn: &Connection, which: ApprovalRef, as_of: NaiveDate) -> Res<Approval> {
    let (part, column, id) = match which {
        ApprovalRef::Waiver(id) => (WAIVERS, "w.id", id.0),
        ApprovalRef::Asked(id) => (ASKED, "q.id", id.0),
    };
    let sql = format!("{part} AND {column} = ?2");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![Day(as_of), id])?;
    match rows.next()? {
        Some(r) => read(r),
        None => Err(Fault::refused(format!(
            "nothing waits under {which}: `bywhen review approvals` lists what does"
        ))),
    }
}
