//! What a supervisor rules about a promise: a row of its own beside the verdict, with who, when and why.
//!
//! Law: the verdict itself stays what the ledger says; the newest ruling counts from its day on, and undo gives way to the one before.

use super::act::Act;
use super::books;
use super::fault::{Fault, Res, refuse};
use super::table::Table;
use super::text;
use super::types::Day;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::promise::Ruling;
use crate::domain::say;
use crate::domain::verdict::{self, Verdict};
use rusqlite::{OptionalExtension, params};

/// A ruling to write.
pub(super) struct Rule<'a> {
    /// About which promise.
    pub promise: PromiseId,
    /// What it counts as; `None` = what the ledger says.
    pub verdict: Option<Verdict>,
    /// Why.
    pub reason: &'a str,
    /// The supervisor.
    pub ruled_by: &'a str,
}

/// Writes it, when there is something to rule about.
pub(super) fn write(act: &mut Act<'_>, rule: &Rule<'_>, body: &str) -> Res<()> {
    let reason = text::required("reason", rule.reason, 2000)?;
    let by = text::required("supervisor's name", rule.ruled_by, 200)?;
    let id = rule.promise;
    if rule.verdict.is_some_and(|v| !Ruling::VERDICTS.contains(&v)) {
        return refuse("a promise is ruled kept, kept late, broken or excused; nothing was saved");
    }
    let account: Option<AccountId> = act
        .conn
        .prepare_cached("SELECT account_id FROM promise WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![id], |r| r.get(0))
        .optional()?;
    let Some(account) = account else {
        return refuse(format!("there is no promise #{id} (any more)"));
    };
    let book =
        books::whole(act.conn, account)?.ok_or_else(|| Fault::damaged(format!("promise #{id}")))?;
    let judged = verdict::judge_all(&book, act.on(), act.rules)?;
    let Some(judged) = judged.iter().find(|j| j.promise == id) else {
        return refuse(format!(
            "promise #{id} was taken after this day: nothing was saved"
        ));
    };
    let Some(promise) = book.promises.iter().find(|p| p.id == id) else {
        return Err(Fault::damaged(format!("promise #{id}")));
    };
    match (rule.verdict, &judged.ruling) {
        (Some(_), _) if !judged.derived.is_decided() => {
            return refuse(format!(
                "the promise is {}: a supervisor rules on one whose window has closed or that was kept; nothing was saved",
                judged.derived.words(false)
            ));
        }
        (Some(to), Some(now)) if now.verdict == Some(to) => {
            return refuse(format!(
                "{} has ruled so already: nothing was saved",
                now.by
            ));
        }
        (None, None) => {
            return refuse("nobody has ruled on this promise: what the ledger says counts");
        }
        _ => {}
    }
    let counts = match rule.verdict {
        Some(verdict) => format!("counts as {}", verdict.words(true)),
        None => format!("counts as the ledger says: {}", judged.derived.words(false)),
    };
    let what = format!(
        "promise of {} by {} from {} {counts}, ruled by {by}",
        say::money(promise.amount, book.account.currency),
        say::day(promise.by_when, act.on()),
        book.account.name
    );
    act.event("record", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::VerdictOverride,
        "INSERT INTO verdict_override (event_seq, account_id, promise_id, verdict, reason, ruled_by, on_day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, account, id, rule.verdict, reason, by, Day(on)],
    )?;
    act.touch(account);
    Ok(())
}
