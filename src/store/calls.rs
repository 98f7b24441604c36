//! Touches: a finished call with all that came of it, notes, and dates to come back.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::promises::Give;
use super::protocol::{FinishCall, NewBarrier, NewFollowUp, NewPromise};
use super::remedies::{self, Scene};
use super::table::Table;
use super::types::{Day, Hour};
use super::{accounts, claims, documents, promises, tasks, text};
use crate::domain::account::Account;
use crate::domain::ids::{AccountId, ContactId, TouchId};
use crate::domain::outbox::Letter;
use crate::domain::say;
use crate::domain::touch::{Channel, Overstep, TouchOutcome};
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

/// Saves a call with all that came of it: all or nothing.
pub(super) fn finish(act: &mut Act<'_>, call: &FinishCall, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, call.account)?;
    if call.promises.iter().any(|p| p.account != call.account) {
        return refuse("a promise of another account cannot be saved with this call");
    }
    if let Some(contact) = call.contact {
        check_contact(act, call.account, contact)?;
    }
    if let Some(day) = call.told_for {
        documents::check_day(day)?;
    }
    let what = said(act, call, &account)?;
    act.event("call", Some(account.id), what, body)?;
    let mut scene = Scene {
        account,
        touch: None,
        contact: call.contact,
    };
    remedies::people(act, &scene, &call.remedies)?;
    if let Some(n) = call.with_new_contact {
        scene.contact = Some(*act.done.made.contacts.get(n).ok_or_else(|| {
            Fault::refused("the call is with a new contact that it does not make")
        })?);
    }
    let first = call.barriers.first().map(|b| b.name.as_str());
    let touch = NewTouch {
        account: call.account,
        channel: call.channel,
        inbound: call.inbound,
        contact: scene.contact,
        right_party: call.right_party,
        outcome: call.outcome,
        barrier: text::optional("barrier", call.barrier.as_deref().or(first), 200)?,
        note: text::checked("note", &call.note, 8000)?,
        told: text::optional("next step", call.told.as_deref(), 2000)?,
        told_for: call.told_for,
        seconds: call.seconds,
        overstep: checked_overstep(call.overstep.as_ref())?,
    };
    let id = insert(act, &touch)?;
    act.done.touch = Some(id);
    scene.touch = Some(id);
    for answer in &call.answers {
        let detail = text::optional("answer", answer.detail.as_deref(), 2000)?;
        let (seq, account) = (act.seq, scene.account.id);
        act.insert(
            Table::Answer,
            "INSERT INTO answer (event_seq, account_id, touch_id, said, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![seq, account, id, answer.said, detail],
        )?;
    }
    for barrier in &call.barriers {
        tasks::barrier(act, &scene, id, barrier)?;
    }
    // A caller that names one in the touch alone has it counted with the others.
    if let Some(name) = &touch.barrier
        && !call.barriers.iter().any(|b| b.name.trim() == name.as_str())
    {
        let alone = NewBarrier {
            name: name.clone(),
            remedy: None,
        };
        tasks::barrier(act, &scene, id, &alone)?;
    }
    for promise in &call.promises {
        let given = NewPromise {
            contact: promise.contact.or(scene.contact),
            ..promise.clone()
        };
        let give = Give {
            touch: Some(id),
            ..Give::default()
        };
        let checked = promises::Checked::new(act, &given, give)?;
        promises::insert(act, &checked)?;
    }
    for claim in &call.claims {
        claims::insert(act, &scene, claim)?;
    }
    remedies::write(act, &scene, &call.remedies)?;
    if let Some(follow_up) = &call.follow_up {
        insert_follow_up(act, call.account, follow_up, Some(id))?;
    }
    act.touch(call.account);
    Ok(())
}

/// The call in words.
fn said(act: &Act<'_>, call: &FinishCall, account: &Account) -> Res<String> {
    let how = match (call.channel, call.inbound) {
        (Channel::Call, false) => "call to",
        (Channel::Call, true) => "call from",
        (Channel::Mail, false) => "mail to",
        (Channel::Mail, true) => "mail from",
        (Channel::Letter, false) => "letter to",
        (Channel::Letter, true) => "letter from",
        (Channel::Visit, false) => "visit to",
        (Channel::Visit, true) => "visit from",
        (Channel::Note, _) => "note on",
    };
    let day = |d| say::day(d, act.on());
    let mut parts: Vec<String> = Vec::new();
    for p in &call.promises {
        let money = say::money(p.amount, account.currency);
        parts.push(format!("promise of {money} by {}", day(p.by_when)));
    }
    for c in &call.claims {
        let money = say::money(c.amount, account.currency);
        parts.push(format!("{money} said to be under way"));
    }
    for remedy in &call.remedies {
        parts.push(remedies::said(act, account, remedy)?);
    }
    for barrier in &call.barriers {
        parts.push(match &barrier.remedy {
            Some(task) => format!("{}, by {}", task.what, day(task.due_on)),
            None if call.outcome.is_attempt() => continue,
            None => format!("in the way: {}", barrier.name),
        });
    }
    if let Some(f) = &call.follow_up {
        let at =
            f.at.map_or_else(String::new, |at| format!(" {}", say::time(at)));
        parts.push(format!("follow-up on {}{at}", day(f.due_on)));
    }
    if parts.is_empty() {
        parts.push(
            match call.outcome {
                TouchOutcome::Voicemail => "voicemail left",
                TouchOutcome::NoAnswer => "no answer",
                TouchOutcome::Request => "they asked for something",
                TouchOutcome::Dispute => "they contest it",
                TouchOutcome::Promise
                | TouchOutcome::FollowUp
                | TouchOutcome::Claim
                | TouchOutcome::Information => "noted",
            }
            .to_owned(),
        );
    }
    if let Some(over) = &call.overstep {
        parts.push(format!("in spite of a limit: {}", over.reason));
    }
    Ok(format!("{how} {}: {}", account.name, parts.join(", ")))
}

/// A limit that was overstepped says which and why.
fn checked_overstep(over: Option<&Overstep>) -> Res<Option<Overstep>> {
    let Some(over) = over else {
        return Ok(None);
    };
    Ok(Some(Overstep {
        limits: text::required("limit", &over.limits, 2000)?,
        reason: text::required("reason for calling all the same", &over.reason, 2000)?,
        allowed_by: text::optional("supervisor", over.allowed_by.as_deref(), 200)?,
    }))
}

/// Writes a note.
pub(super) fn note(act: &mut Act<'_>, account: AccountId, note: &str, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, account)?;
    let note = text::required("note", note, 8000)?;
    act.event(
        "note",
        Some(account.id),
        format!("note on {}", account.name),
        body,
    )?;
    let touch = NewTouch {
        account: account.id,
        channel: Channel::Note,
        inbound: false,
        contact: None,
        right_party: false,
        outcome: TouchOutcome::Information,
        barrier: None,
        note,
        told: None,
        told_for: None,
        seconds: 0,
        overstep: None,
    };
    act.done.touch = Some(insert(act, &touch)?);
    act.touch(account.id);
    Ok(())
}

/// Sets a date to come back.
pub(super) fn follow_up(
    act: &mut Act<'_>,
    account: AccountId,
    follow_up: &NewFollowUp,
    body: &str,
) -> Res<()> {
    let account = accounts::get(act.conn, account)?;
    let mut day = say::day(follow_up.due_on, act.on());
    if let Some(at) = follow_up.at {
        day = format!("{day} {}", say::time(at));
    }
    let what = format!("follow-up with {} on {day}", account.name);
    act.event("follow_up", Some(account.id), what, body)?;
    let newest = newest_touch(act, account.id)?;
    insert_follow_up(act, account.id, follow_up, newest)?;
    act.touch(account.id);
    Ok(())
}

fn newest_touch(act: &Act<'_>, account: AccountId) -> Res<Option<TouchId>> {
    Ok(act
        .conn
        .prepare_cached(
            "SELECT id FROM touch WHERE account_id = ?1 AND voided_by IS NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![account], |r| r.get(0))
        .optional()?)
}

/// A date to come back that another act orders; answers its row.
pub(super) fn come_back(
    act: &mut Act<'_>,
    account: AccountId,
    day: NaiveDate,
    why: &str,
) -> Res<i64> {
    let newest = newest_touch(act, account)?;
    let follow_up = NewFollowUp {
        due_on: day,
        at: None,
        reason: why.chars().take(2000).collect(),
        requested_by_them: false,
    };
    insert_follow_up(act, account, &follow_up, newest)
}

/// A touch to be written, its texts checked.
struct NewTouch {
    account: AccountId,
    channel: Channel,
    inbound: bool,
    contact: Option<ContactId>,
    right_party: bool,
    outcome: TouchOutcome,
    barrier: Option<String>,
    note: String,
    told: Option<String>,
    told_for: Option<NaiveDate>,
    seconds: u32,
    overstep: Option<Overstep>,
}

/// A letter that has left, as a touch of the day and by the person that it went out on and from. What stays in the house is a note.
pub(super) fn letter_left(act: &mut Act<'_>, letter: &Letter, on: NaiveDate) -> Res<()> {
    let known: bool = act
        .conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM touch WHERE letter_id = ?1 AND voided_by IS NULL)",
        )?
        .query_row(params![letter.id], |r| r.get(0))?;
    if known {
        return Ok(());
    }
    let channel = match letter.kind.is_internal() {
        true => Channel::Note,
        false => Channel::Mail,
    };
    let at = letter.attempts.last().map_or(act.stamp.at, |a| a.at);
    let note = format!(
        "{} to {}: {}",
        letter.kind.words(),
        letter.to,
        letter.subject
    );
    let seq = act.seq;
    let id = act.insert(
        Table::Touch,
        "INSERT INTO touch (event_seq, account_id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, note, seconds, letter_id)
         VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, 0, ?8, ?9, 0, ?10)",
        params![
            seq,
            letter.account,
            channel,
            Day(on),
            at.timestamp_micros(),
            letter.by,
            letter.contact,
            TouchOutcome::Information,
            note,
            letter.id
        ],
    )?;
    act.done.touch = Some(TouchId(id));
    Ok(())
}

fn insert(act: &mut Act<'_>, touch: &NewTouch) -> Res<TouchId> {
    let (seq, stamp) = (act.seq, act.stamp);
    let over = touch.overstep.as_ref();
    let id = act.insert(
        Table::Touch,
        "INSERT INTO touch (event_seq, account_id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, barrier, note, told, seconds,
           limit_broken, limit_reason, limit_allowed_by, told_for)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            seq,
            touch.account,
            touch.channel,
            touch.inbound,
            Day(stamp.on),
            stamp.at.timestamp_micros(),
            stamp.by,
            touch.contact,
            touch.right_party,
            touch.outcome,
            touch.barrier,
            touch.note,
            touch.told,
            touch.seconds,
            over.map(|o| &o.limits),
            over.map(|o| &o.reason),
            over.and_then(|o| o.allowed_by.as_ref()),
            touch.told_for.map(Day)
        ],
    )?;
    Ok(TouchId(id))
}

fn insert_follow_up(
    act: &mut Act<'_>,
    account: AccountId,
    follow_up: &NewFollowUp,
    touch: Option<TouchId>,
) -> Res<i64> {
    documents::check_day(follow_up.due_on)?;
    let reason = text::checked("reason", &follow_up.reason, 2000)?;
    let on = act.on();
    if follow_up.due_on < on {
        return refuse(format!(
            "{} has passed: choose a day from {} on",
            say::day(follow_up.due_on, on),
            say::day(on, on)
        ));
    }
    let seq = act.seq;
    let id = act.insert(
        Table::FollowUp,
        "INSERT INTO follow_up (event_seq, account_id, made_on, due_on, reason, requested_by_them, touch_id, due_time) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, account, Day(on), Day(follow_up.due_on), reason, follow_up.requested_by_them, touch, follow_up.at.map(Hour)],
    )?;
    Ok(id)
}

/// The contact works at the account.
pub(super) fn check_contact(act: &Act<'_>, account: AccountId, contact: ContactId) -> Res<()> {
    let found: Option<AccountId> = act
        .conn
        .prepare_cached("SELECT account_id FROM contact WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![contact], |r| r.get(0))
        .optional()?;
    if found == Some(account) {
        Ok(())
    } else {
        refuse("that contact is not of this account (any more): choose another; nothing was saved")
    }
}
