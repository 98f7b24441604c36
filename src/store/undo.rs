//! Undo: voids the rows of one event by another, puts changed fields back, refuses when something was built on them.
//!
//! Law: nothing is deleted and nothing is undone twice. The triggers work the caches out again; what depends on a row is asked of
//! the tables, never remembered.

use super::act::Act;
use super::audit::AUDIT;
use super::events;
use super::facts;
use super::fault::{Fault, Res, refuse};
use super::fields::Field;
use super::listing::EXPORT;
use super::outbox::SENDING;
use super::protocol::EventLine;
use super::redaction::REDACTION;
use super::staff::STAFF;
use super::table::Table;
use crate::domain::ids::{AccountId, EventSeq};
use rusqlite::{Connection, OptionalExtension, params};

/// An event as undo sees it.
struct Target {
    seq: EventSeq,
    kind: String,
    what: String,
    account: Option<AccountId>,
}

/// Undoes an event; without one, the newest of this actor that still stands.
pub(super) fn undo(act: &mut Act<'_>, seq: Option<EventSeq>, body: &str) -> Res<()> {
    let target = find(act, seq)?;
    let rows = events::rows_of(act.conn, target.seq)?;
    for (table, range) in &rows {
        if let Some(why) = built_on(act, *table, *range, target.seq)? {
            return refuse(format!(
                "'{}' cannot be undone: {why}; undo that first",
                target.what
            ));
        }
    }
    let what = format!("undone: {}", target.what);
    act.event_undoing("undo", target.account, what, body, Some(target.seq))?;
    let seq = act.seq;
    // Children before parents: the caches of a document are worked out while its row still stands.
    for (table, (first, last)) in rows.iter().rev() {
        if *table == Table::FieldChange {
            put_back(act, *first, *last, target.seq)?;
        }
        let name = table.name();
        act.conn
            .execute(
                &format!(
                    "UPDATE {name} SET voided_by = ?1 WHERE id BETWEEN ?2 AND ?3 AND event_seq = ?4 AND voided_by IS NULL"
                ),
                params![seq, first, last, target.seq],
            )
            .map_err(|e| match e.sqlite_error_code() {
                Some(rusqlite::ErrorCode::ConstraintViolation) => Fault::refused(format!(
                    "'{}' cannot be undone: other records were built on it since; undo those first",
                    target.what
                )),
                _ => Fault::from(e),
            })?;
    }
    match target.account {
        Some(account) if target.kind != "import" => act.touch(account),
        // Only whose accounts are whose has changed: nothing is to be judged anew.
        None if target.kind == STAFF => facts::copy_collectors(act.conn)?,
        _ => act.touch_all(),
    }
    Ok(())
}

/// The newest act of somebody that still stands.
fn newest(conn: &Connection, by: &str) -> Res<Option<EventSeq>> {
    Ok(conn
        .prepare_cached(
            "SELECT e.seq FROM event e
             WHERE e.actor = ?1 AND e.kind <> ?2 AND e.undoes_seq IS NULL AND e.kind NOT IN ('repair', 'restore', 'close', 'sending', 'audit', 'redaction')
               AND NOT EXISTS (SELECT 1 FROM event u WHERE u.undoes_seq = e.seq)
             ORDER BY e.seq DESC LIMIT 1",
        )?
        .query_row(params![by, EXPORT], |r| r.get(0))
        .optional()?)
}

/// That act, to be named before it is taken back.
pub(super) fn last(conn: &Connection, by: &str) -> Res<Option<EventLine>> {
    match newest(conn, by)? {
        Some(seq) => events::one(conn, seq),
        None => Ok(None),
    }
}

fn find(act: &Act<'_>, seq: Option<EventSeq>) -> Res<Target> {
    let read = |r: &rusqlite::Row<'_>| {
        Ok(Target {
            seq: r.get(0)?,
            kind: r.get(1)?,
            what: r.get(2)?,
            account: r.get(3)?,
        })
    };
    let seq = match seq {
        Some(seq) => Some(seq),
        None => newest(act.conn, &act.stamp.by)?,
    };
    let Some(seq) = seq else {
        return refuse("there is nothing of yours to undo");
    };
    let target = act
        .conn
        .prepare_cached("SELECT seq, kind, what, account_id FROM event WHERE seq = ?1")?
        .query_row(params![seq], read)
        .optional()?
        .ok_or_else(|| {
            Fault::refused(format!(
                "there is no act #{seq}: 'bywhen undo --list' shows what there is"
            ))
        })?;
    if target.kind == "undo" {
        return refuse("an undo is not undone: record it again instead");
    }
    if matches!(target.kind.as_str(), "repair" | "restore") {
        return refuse(format!(
            "'{}' recorded nothing that could be undone",
            target.what
        ));
    }
    if target.kind == SENDING {
        return refuse("what a mail server was told cannot be taken back");
    }
    if target.kind == AUDIT {
        return refuse("that somebody was stopped or warned stays in the trail");
    }
    if target.kind == REDACTION {
        return refuse("what was blacked out is gone for good: it is in no file of the ledger");
    }
    if target.kind == EXPORT {
        return refuse("what was exported has left the ledger: there is nothing to undo");
    }
    let undone: Option<i64> = act
        .conn
        .prepare_cached("SELECT seq FROM event WHERE undoes_seq = ?1")?
        .query_row(params![seq], |r| r.get(0))
        .optional()?;
    match undone {
        Some(_) => refuse(format!("'{}' was undone already", target.what)),
        None => Ok(target),
    }
}

/// What later events have built on rows of a table, in words; `None` when nothing.
fn built_on(
    act: &Act<'_>,
    table: Table,
    range: (i64, i64),
    seq: EventSeq,
) -> Res<Option<&'static str>> {
    let checks: &[(&str, &str)] = match table {
        Table::Account => &[
            ("SELECT 1 FROM document t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have later documents"),
            ("SELECT 1 FROM touch t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have calls or notes"),
            ("SELECT 1 FROM promise t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have promises"),
            ("SELECT 1 FROM follow_up t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have follow-ups"),
            ("SELECT 1 FROM task t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have tasks"),
            ("SELECT 1 FROM job t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have jobs"),
            ("SELECT 1 FROM placement t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts were placed"),
            ("SELECT 1 FROM told_step t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "they were told of a next step"),
            ("SELECT 1 FROM hold t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have holds"),
            ("SELECT 1 FROM lien_step t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have lien dates"),
            ("SELECT 1 FROM claim t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have money said to be under way"),
            ("SELECT 1 FROM contact t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have contacts"),
            ("SELECT 1 FROM alias t WHERE t.account_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "its accounts have other names"),
        ],
        Table::Contact => &[
            ("SELECT 1 FROM claim t WHERE t.contact_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "this contact spoke of money under way"),
            ("SELECT 1 FROM request t WHERE t.contact_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "something is to be sent to this contact"),
            ("SELECT 1 FROM field_change t WHERE t.entity = 'contact' AND t.entity_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the contact was changed since"),
            ("SELECT 1 FROM touch t WHERE t.contact_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a call was made with this contact"),
            ("SELECT 1 FROM promise t WHERE t.contact_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a promise was given by this contact"),
        ],
        Table::Batch => &[
            ("SELECT 1 FROM batch t WHERE t.id > ?2 AND t.id >= ?1 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a later import was built on it"),
        ],
        Table::Document => &[
            ("SELECT 1 FROM promise_item t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a promise names one of its invoices"),
            ("SELECT 1 FROM application t WHERE t.to_doc BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a later payment or credit settles one of its invoices"),
            ("SELECT 1 FROM application t WHERE t.from_doc BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "some of it was applied since"),
            ("SELECT 1 FROM reversal t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "it was reversed since"),
            ("SELECT 1 FROM restatement t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a later report changed its amount"),
            ("SELECT 1 FROM dispute t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "one of its invoices is disputed"),
            ("SELECT 1 FROM retainage t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "retainage was recorded on one of its invoices"),
            ("SELECT 1 FROM claim_end t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a claim was matched with one of its payments"),
            ("SELECT 1 FROM request_item t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a copy of one of its invoices is to be sent"),
            ("SELECT 1 FROM waiver t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a waiver is about one of its invoices"),
            ("SELECT 1 FROM fee t WHERE t.about_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a fee was posted for it since"),
            ("SELECT 1 FROM fee_item t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a finance charge was posted for one of its invoices"),
            ("SELECT 1 FROM approval t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a waiver of it was asked for since"),
            ("SELECT 1 FROM claim_item t WHERE t.document_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "money was claimed to be under way for one of its invoices"),
        ],
        Table::Promise => &[
            ("SELECT 1 FROM waiver t WHERE t.promise_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a waiver hangs on the promise"),
            ("SELECT 1 FROM promise_end t WHERE t.promise_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the promise has ended since"),
            ("SELECT 1 FROM review t WHERE t.promise_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a supervisor has decided about the promise"),
            ("SELECT 1 FROM approval_decision d JOIN approval t ON t.id = d.approval_id WHERE t.promise_id BETWEEN ?1 AND ?2 AND d.event_seq <> ?3 AND d.voided_by IS NULL", "a supervisor has answered about the promise"),
            ("SELECT 1 FROM verdict_override t WHERE t.promise_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a supervisor has ruled on the promise"),
        ],
        Table::Claim => &[
            ("SELECT 1 FROM claim_step t WHERE t.claim_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "something was done about the claim since"),
            ("SELECT 1 FROM claim_end t WHERE t.claim_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the claim has ended since"),
        ],
        Table::Question => &[
            ("SELECT 1 FROM question_end t WHERE t.question_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a difference that it found was decided since"),
        ],
        Table::FieldChange => &[
            ("SELECT 1 FROM field_change t JOIN field_change o ON o.entity = t.entity AND o.entity_id = t.entity_id AND o.field = t.field
              WHERE o.id BETWEEN ?1 AND ?2 AND t.id > o.id AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a field was changed again since"),
        ],
        Table::Task => &[
            ("SELECT 1 FROM closing t WHERE t.entity = 'task' AND t.entity_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the task was done or dropped since"),
        ],
        Table::Hold => &[
            ("SELECT 1 FROM closing t WHERE t.entity = 'hold' AND t.entity_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the hold was lifted since"),
        ],
        Table::Dispute => &[
            ("SELECT 1 FROM closing t WHERE t.entity = 'dispute' AND t.entity_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the dispute was settled since"),
            ("SELECT 1 FROM handover t WHERE t.dispute_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "somebody else answers the dispute since"),
        ],
        Table::Fee => &[
            ("SELECT 1 FROM fee_waiver t WHERE t.fee_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "some of the fee was waived since"),
        ],
        Table::Closing => &[
            ("SELECT 1 FROM closing c JOIN dispute t ON c.entity = 'dispute' AND t.reopens_id = c.entity_id WHERE c.id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the dispute was opened again since"),
        ],
        Table::Waiver => &[
            ("SELECT 1 FROM waiver_decision t WHERE t.waiver_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the waiver was decided since"),
            ("SELECT 1 FROM fee_waiver t WHERE t.waiver_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the waiver was posted since"),
        ],
        Table::Request => &[
            ("SELECT 1 FROM letter t WHERE t.request_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a letter was written for it since"),
        ],
        // What was refused or did not go out may be taken back; what went out, or may have, not.
        Table::Letter => &[
            ("SELECT 1 FROM attempt t WHERE t.letter_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND coalesce(
                (SELECT e.how FROM attempt_end e WHERE e.attempt_id = t.id ORDER BY e.id DESC LIMIT 1), 'unsure') NOT IN ('refused', 'put_off', 'not_sent')", "it went out, or may have"),
        ],
        Table::Retainage => &[
            ("SELECT 1 FROM retainage t JOIN retainage o ON o.document_id = t.document_id WHERE o.id BETWEEN ?1 AND ?2 AND o.event_seq = ?3 AND t.id > o.id AND t.event_seq <> ?3 AND t.account_id = o.account_id AND t.voided_by IS NULL", "what is held back was changed since"),
        ],
        Table::CreditHold => &[
            ("SELECT 1 FROM credit_hold_end t WHERE t.hold_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the credit hold was lifted since"),
        ],
        Table::Review => &[
            ("SELECT 1 FROM review t WHERE t.after_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "it was decided again since"),
        ],
        Table::Absence => &[
            ("SELECT 1 FROM absence_end t WHERE t.absence_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "it was ended since"),
        ],
        Table::Approval => &[
            ("SELECT 1 FROM approval_decision t WHERE t.approval_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "it was answered since"),
        ],
        Table::Placement => &[
            ("SELECT 1 FROM placement_step t WHERE t.placement_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "something was recorded of the placement since"),
        ],
        Table::Job => &[
            ("SELECT 1 FROM job_date t WHERE t.job_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "days of the job were written down since"),
            ("SELECT 1 FROM job_party t WHERE t.job_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "the job has parties"),
            ("SELECT 1 FROM job_step t WHERE t.job_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "something was done on the job"),
            ("SELECT 1 FROM job_plan t WHERE t.job_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a filing is planned on the job"),
        ],
        Table::JobParty => &[
            ("SELECT 1 FROM job_call t WHERE t.party_id BETWEEN ?1 AND ?2 AND t.event_seq <> ?3 AND t.voided_by IS NULL", "a courtesy call to this party is planned"),
        ],
        Table::ToldStep
        | Table::ToldOverride
        | Table::PlacementStep
        | Table::PlacementDecline
        | Table::JobDate
        | Table::JobStep
        | Table::JobPlan
        | Table::JobCall
        | Table::Redaction => &[],
        Table::BatchFile
        | Table::Alias
        | Table::Apart
        | Table::QuestionEnd
        | Table::Application
        | Table::Reversal
        | Table::Restatement
        | Table::Touch
        | Table::PromiseItem
        | Table::PromiseEnd
        | Table::ClaimItem
        | Table::ClaimEnd
        | Table::FollowUp
        | Table::LienStep
        | Table::Answer
        | Table::Barrier
        | Table::Plan
        | Table::ClaimStep
        | Table::RequestItem
        | Table::WaiverDecision
        | Table::CreditHoldEnd
        | Table::ApprovalDecision
        | Table::AbsenceEnd
        | Table::Portfolio
        | Table::DailyClose
        | Table::DailyCloseLine
        | Table::LetterPart
        | Table::LetterGuide
        // The newest row of a name counts: one that is taken back gives way to the one before.
        | Table::Seller
        | Table::Attempt
        | Table::AttemptEnd
        | Table::FeeBasis
        | Table::FeeItem
        | Table::FeeWaiver
        | Table::Settlement
        | Table::Handover => &[],
        // The newest ruling counts: one that is taken back gives way to the one before. So do terms; a limit's field change looks after itself.
        Table::VerdictOverride | Table::CreditLimit | Table::CreditTerms | Table::Audit => &[],
    };
    for (sql, why) in checks {
        let found: Option<i64> = act
            .conn
            .prepare(&format!("{sql} LIMIT 1"))?
            .query_row(params![range.0, range.1, seq], |r| r.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(Some(why));
        }
    }
    Ok(None)
}

/// Gives changed fields their earlier values, newest change first. Rows that the event itself made are voided with it and stay as it left
/// them: its seal is over them as they were when it ended.
fn put_back(act: &Act<'_>, first: i64, last: i64, seq: EventSeq) -> Res<()> {
    let mut statement = act.conn.prepare(
        "SELECT entity, entity_id, field, before FROM field_change
         WHERE id BETWEEN ?1 AND ?2 AND event_seq = ?3 AND voided_by IS NULL
           AND NOT EXISTS (SELECT 1 FROM contact c WHERE entity = 'contact' AND c.id = entity_id AND c.event_seq = ?3)
           AND NOT EXISTS (SELECT 1 FROM account a WHERE entity = 'account' AND a.id = entity_id AND a.event_seq = ?3)
           AND NOT EXISTS (SELECT 1 FROM document d WHERE entity = 'document' AND d.id = entity_id AND d.event_seq = ?3)
         ORDER BY id DESC",
    )?;
    let mut rows = statement.query(params![first, last, seq])?;
    while let Some(r) = rows.next()? {
        let (entity, column): (String, String) = (r.get(0)?, r.get(2)?);
        let before: Option<String> = r.get(3)?;
        Field::of(&entity, &column)?.write(act.conn, r.get(1)?, before.as_deref())?;
    }
    Ok(())
}
