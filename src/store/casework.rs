//! What is done about a case: it ends with or without a credit, is handed over, is opened again; a short pay becomes one.
//!
//! Law: rows are inserted. A credit that was agreed is owed to them until it is in the books: a task of ours, and nobody asks for the money
//! meanwhile (`domain::concession`). A credit memo is written here only under the number that the books will give it.

use super::act::Act;
use super::documents::{self, NewDocument};
use super::fault::{Res, refuse};
use super::protocol::{CaseDeed, NewDeduction, NewTask, Resolution};
use super::remedies::Scene;
use super::table::Table;
use super::types::Day;
use super::{accounts, tasks, text};
use crate::domain::account::Account;
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DisputeId, DocumentId, TaskId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

/// Business days that a credit takes to get into the books.
const CREDIT_DAYS: u32 = 3;

/// A case as it stands now.
struct Case {
    id: DisputeId,
    account: Account,
    document: documents::Known,
    amount: Minor,
    code: Option<DisputeCode>,
    reason: String,
    owner: Option<String>,
    kind: String,
    opened_on: NaiveDate,
    ended: bool,
}

/// Writes one.
pub(super) fn write(act: &mut Act<'_>, deed: &CaseDeed, body: &str) -> Res<()> {
    match deed {
        CaseDeed::Resolve(resolution) => resolve(act, resolution, body),
        CaseDeed::Reopen {
            dispute,
            reason,
            owner,
            due_on,
        } => reopen(act, *dispute, reason, owner.as_deref(), *due_on, body),
        CaseDeed::HandOver {
            dispute,
            owner,
            due_on,
            note,
        } => hand_over(act, *dispute, owner, *due_on, note.as_deref(), body),
        CaseDeed::Deduct(new) => deduct(act, new, body),
    }
}

fn find(act: &Act<'_>, dispute: DisputeId) -> Res<Case> {
    type Row = (
        AccountId,
        DocumentId,
        Minor,
        Option<DisputeCode>,
        String,
        Option<String>,
        String,
        Day,
        bool,
    );
    let found: Option<Row> = act
        .conn
        .prepare_cached(
            "SELECT t.account_id, t.document_id, t.amount_minor, t.code, t.reason,
               coalesce((SELECT h.owner FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL ORDER BY h.id DESC LIMIT 1), t.owner),
               t.kind, t.opened_on,
               EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'dispute' AND c.entity_id = t.id AND c.voided_by IS NULL)
             FROM dispute t WHERE t.id = ?1 AND t.voided_by IS NULL",
        )?
        .query_row(params![dispute.0], |r| {
            Ok((
                r.get(0)?,
                r.get(1)?,
                r.get(2)?,
                r.get(3)?,
                r.get(4)?,
                r.get(5)?,
                r.get(6)?,
                r.get(7)?,
                r.get(8)?,
            ))
        })
        .optional()?;
    let Some((account, document, amount, code, reason, owner, kind, opened_on, ended)) = found
    else {
        return refuse(format!("there is no dispute #{dispute} (any more)"));
    };
    Ok(Case {
        id: dispute,
        account: accounts::get(act.conn, account)?,
        document: documents::known_of(act.conn, account, document)?,
        amount,
        code,
        reason,
        owner,
        kind,
        opened_on: opened_on.0,
        ended,
    })
}

fn standing(act: &Act<'_>, dispute: DisputeId) -> Res<Case> {
    let case = find(act, dispute)?;
    if case.ended {
        return refuse("that dispute has ended already: nothing was saved");
    }
    Ok(case)
}

fn scene(account: &Account) -> Scene {
    Scene {
        account: account.clone(),
        touch: None,
        contact: None,
    }
}

fn resolve(act: &mut Act<'_>, new: &Resolution, body: &str) -> Res<()> {
    let case = standing(act, new.dispute)?;
    let money = |m: Minor| say::money(m, case.account.currency);
    let open = case.amount.min(case.document.open);
    let credited = match (new.how, new.credited) {
        (DisputeEnd::Granted, None) => open,
        (DisputeEnd::Granted, Some(m)) if m == case.amount || m == open => m.min(open),
        (DisputeEnd::Granted, Some(_)) => {
            return refuse(format!(
                "granted is all of {}: say partial for a part of it",
                money(open)
            ));
        }
        (DisputeEnd::Partial, Some(m)) if m.is_positive() && m < case.amount => m,
        (DisputeEnd::Partial, _) => {
            return refuse(format!(
                "how much of {} do they get? nothing was saved",
                money(case.amount)
            ));
        }
        (DisputeEnd::Rejected | DisputeEnd::Withdrawn, None) => Minor::ZERO,
        (DisputeEnd::Rejected | DisputeEnd::Withdrawn, Some(_)) => {
            return refuse("a dispute that gets a credit is granted or partly granted");
        }
    };
    let number = text::optional("credit memo's number", new.number.as_deref(), 200)?;
    if number.is_some() && !credited.is_positive() {
        return refuse("there is nothing to credit: leave the credit memo's number out");
    }
    if credited > case.document.open {
        return refuse(format!(
            "{} is open on {}: what is credited is a part of that; nothing was saved",
            money(case.document.open),
            case.document.number
        ));
    }
    let credit = match (credited.is_positive(), &number) {
        (false, _) => String::new(),
        (true, Some(number)) => format!(", credit {number} of {}", money(credited)),
        (true, None) => format!(", {} to be credited", money(credited)),
    };
    let what = format!(
        "{}: dispute of {} on {} {}{credit}",
        case.account.name,
        money(case.amount),
        case.document.number,
        new.how.words()
    );
    act.event("remedy", Some(case.account.id), what, body)?;
    tasks::close(
        act,
        "dispute",
        case.id.0,
        new.how.name(),
        new.note.as_deref(),
    )?;
    if credited.is_positive() {
        let document = match &number {
            Some(number) => Some(credit_memo(act, &case, credited, number)?),
            None => None,
        };
        let task = match document {
            Some(_) => None,
            None => Some(credit_task(act, &case, credited)?),
        };
        let seq = act.seq;
        act.insert(
            Table::Settlement,
            "INSERT INTO settlement (event_seq, dispute_id, credited_minor, document_id, task_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![seq, case.id.0, credited, document, task],
        )?;
    }
    act.touch(case.account.id);
    Ok(())
}

/// The credit memo itself, under the number that the books give it: a report that brings it finds it here.
fn credit_memo(act: &mut Act<'_>, case: &Case, amount: Minor, number: &str) -> Res<DocumentId> {
    let on = act.on().max(case.document.issued);
    let memo = format!("{}: {}", case.document.number, case.reason.trim());
    let memo: String = memo.chars().take(2000).collect();
    let mut new = NewDocument::plain(
        case.account.id,
        DocumentKind::CreditMemo,
        on,
        amount,
        case.account.currency,
    );
    new.number = number;
    new.reason = Some(case.code.unwrap_or(DisputeCode::Other).credit());
    new.memo = Some(&memo);
    let id = documents::insert(act, &new)?;
    documents::apply(act, id, case.document.id, amount, on)?;
    act.done.document = Some(id);
    Ok(id)
}

/// The books write the credit: a task of ours, owed to them.
fn credit_task(act: &mut Act<'_>, case: &Case, amount: Minor) -> Res<TaskId> {
    let why = case.code.map_or("dispute", DisputeCode::words);
    let what = format!(
        "issue a credit of {} on {} ({why})",
        say::money(amount, case.account.currency),
        case.document.number
    );
    let task = NewTask {
        owner: Owner::Us,
        kind: TaskKind::Credit,
        what,
        due_on: act.rules.calendar.add(act.on(), CREDIT_DAYS),
        person: case.owner.clone(),
    };
    tasks::insert(act, &scene(&case.account), &task)
}

fn reopen(
    act: &mut Act<'_>,
    dispute: DisputeId,
    reason: &str,
    owner: Option<&str>,
    due_on: NaiveDate,
    body: &str,
) -> Res<()> {
    let case = find(act, dispute)?;
    if !case.ended {
        return refuse("that dispute is open: nothing was saved");
    }
    let again: Option<i64> = act
        .conn
        .prepare_cached("SELECT id FROM dispute WHERE reopens_id = ?1 AND voided_by IS NULL")?
        .query_row(params![dispute.0], |r| r.get(0))
        .optional()?;
    if let Some(id) = again {
        return refuse(format!("that dispute was opened again already, as #{id}"));
    }
    let reason = text::required("reason", reason, 2000)?;
    let owner = text::optional("owner", owner, 200)?.or(case.owner.clone());
    let due_on = ahead(act, due_on)?;
    let free = free(act, &case.account, &case.document)?;
    let amount = case.amount.min(free);
    if !amount.is_positive() {
        return refuse(format!(
            "nothing is left to contest on {}: nothing was saved",
            case.document.number
        ));
    }
    let what = format!(
        "{}: dispute of {} on {} opened again",
        case.account.name,
        say::money(amount, case.account.currency),
        case.document.number
    );
    act.event("remedy", Some(case.account.id), what, body)?;
    let row = Row {
        account: case.account.id,
        document: case.document.id,
        amount,
        reason: &reason,
        code: case.code,
        owner,
        due_on: Some(due_on),
        kind: &case.kind,
        payment: None,
        reopens: Some(case.id),
    };
    row.insert(act)
}

fn hand_over(
    act: &mut Act<'_>,
    dispute: DisputeId,
    owner: &str,
    due_on: NaiveDate,
    note: Option<&str>,
    body: &str,
) -> Res<()> {
    let case = standing(act, dispute)?;
    let owner = text::required("owner", owner, 200)?;
    let note = text::optional("note", note, 2000)?;
    let due_on = ahead(act, due_on)?;
    let what = format!(
        "{}: dispute on {}: {owner} answers by {}",
        case.account.name,
        case.document.number,
        say::day(due_on, act.on())
    );
    act.event("remedy", Some(case.account.id), what, body)?;
    let (seq, on) = (act.seq, act.on().max(case.opened_on));
    act.insert(
        Table::Handover,
        "INSERT INTO handover (event_seq, dispute_id, owner, due_on, on_day, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, case.id.0, owner, Day(due_on), Day(on), note],
    )?;
    act.touch(case.account.id);
    Ok(())
}

fn deduct(act: &mut Act<'_>, new: &NewDeduction, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, new.account)?;
    let found = documents::known_of(act.conn, account.id, new.document)?;
    let money = |m: Minor| say::money(m, account.currency);
    let free = free(act, &account, &found)?;
    let amount = new.amount.unwrap_or(free);
    if !found.kind.is_receivable() || !amount.is_positive() || amount > free {
        return refuse(format!(
            "{} of {} is open and not contested: nothing was saved; lower the amount",
            money(free),
            found.number
        ));
    }
    let paid: Option<DocumentId> = act
        .conn
        .prepare_cached(
            "SELECT d.id FROM application a JOIN document d ON d.id = a.from_doc
             WHERE a.to_doc = ?1 AND a.voided_by IS NULL AND d.voided_by IS NULL AND d.kind IN ('payment', 'presumed_cash') AND (?2 IS NULL OR d.id = ?2)
             ORDER BY a.effective_on DESC, a.id DESC LIMIT 1",
        )?
        .query_row(params![found.id, new.payment], |r| r.get(0))
        .optional()?;
    let Some(paid) = paid else {
        return refuse(match new.payment {
            Some(_) => format!("that payment settles nothing of {}", found.number),
            None => format!(
                "no payment has settled a part of {}: what is unpaid is disputed, not deducted",
                found.number
            ),
        });
    };
    let reason = match new.reason.trim() {
        "" => new.code.words().to_owned(),
        typed => text::required("reason", typed, 2000)?,
    };
    let owner = text::optional("owner", new.owner.as_deref(), 200)?;
    let due_on = new.due_on.map(|day| ahead(act, day)).transpose()?;
    let what = format!(
        "{}: deduction of {} on {} ({})",
        account.name,
        money(amount),
        found.number,
        new.code.words()
    );
    act.event("remedy", Some(account.id), what, body)?;
    let row = Row {
        account: account.id,
        document: found.id,
        amount,
        reason: &reason,
        code: Some(new.code),
        owner,
        due_on,
        kind: "deduction",
        payment: Some(paid),
        reopens: None,
    };
    row.insert(act)
}

/// A case to be written.
struct Row<'a> {
    account: AccountId,
    document: DocumentId,
    amount: Minor,
    reason: &'a str,
    code: Option<DisputeCode>,
    owner: Option<String>,
    due_on: Option<NaiveDate>,
    kind: &'a str,
    payment: Option<DocumentId>,
    reopens: Option<DisputeId>,
}

impl Row<'_> {
    fn insert(&self, act: &mut Act<'_>) -> Res<()> {
        let (seq, on) = (act.seq, act.on());
        let id = act.insert(
            Table::Dispute,
            "INSERT INTO dispute (event_seq, account_id, document_id, amount_minor, reason, opened_on, code, owner, due_on, kind, payment_id, reopens_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                seq,
                self.account,
                self.document,
                self.amount,
                self.reason,
                Day(on),
                self.code,
                self.owner,
                self.due_on.map(Day),
                self.kind,
                self.payment,
                self.reopens.map(|d| d.0)
            ],
        )?;
        act.done.made.disputes.push(DisputeId(id));
        act.touch(self.account);
        Ok(())
    }
}

/// What of a document is open and not contested now.
fn free(act: &Act<'_>, account: &Account, document: &documents::Known) -> Res<Minor> {
    let contested = super::disputes::contested(act, &scene(account), document.id)?;
    Ok(document.open.less(contested))
}

fn ahead(act: &Act<'_>, day: NaiveDate) -> Res<NaiveDate> {
    documents::check_day(day)?;
    if day < act.on() {
        return refuse(format!(
            "{} has passed: answer it by a day from {} on",
            say::day(day, act.on()),
            say::day(act.on(), act.on())
        ));
    }
    Ok(day)
}
