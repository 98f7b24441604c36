//! One write, whole: the transaction, its guards, and what happens when COMMIT itself fails.
//!
//! Law (FAULTS §4.2): IMMEDIATE; version, epoch and file read again inside; a key that acted before answers what it did then; an
//! error at COMMIT is *unknown* until a fresh connection has looked the key up.

use super::act::Act;
use super::engine::Engine;
use super::fault::{Fault, Res, refuse};
use super::protocol::{
    ClockAct, Done, Intent, Progress, Record, Remedy, ReviewAct, Stamp, StoreError,
};
use super::{
    Ledger, approvals, audit, backup, calls, casework, closes, credit, credit_holds, events, facts,
    fees, holds, import, jobs, listing, meta, migrate, outbox, payments, placements, promises,
    records, remedies, repair, reviews, staff, undo,
};
use crate::domain::audit::NewAudit;
use chrono::NaiveDate;
use rusqlite::Connection;

/// Does what was intended, or says why not.
pub(super) fn write(
    ledger: &mut Ledger,
    stamp: &Stamp,
    intent: Intent,
    progress: &mut dyn FnMut(Progress),
) -> Res<Done> {
    check_stamp(stamp)?;
    if let Intent::Import(order) = &intent
        && order.dry_run
    {
        let tx = ledger.engine.conn.unchecked_transaction()?;
        return import::dry_run(&tx, stamp.on, order, progress);
    }
    ledger.engine.same_file()?;
    let renames = renames(&intent);
    let kept = match &intent {
        Intent::Import(_) => backup::BeforeImport::of(&ledger.engine)?,
        _ => None,
    };
    let epoch = ledger.epoch.clone();
    let rules = ledger.rules.clone();
    let stopper = ledger.stopper.clone();
    let ours = ledger.engine.ours;
    let tx = ledger.engine.write()?;
    same_ledger(&tx, &epoch)?;
    let ours = migrate::only_ours(&tx, ours)?;
    if let Some(done) = events::done_before(&tx, &stamp.key)? {
        return Ok(done);
    }
    let mut act = Act::new(&tx, &rules, stamp);
    act.listen(&stopper);
    if let Err(fault) = run(&mut act, intent, progress) {
        drop(act);
        drop(tx);
        return Err(kept_in_the_trail(ledger, stamp, ours, fault));
    }
    if act.done.event.is_none() {
        // Nothing to record: a refused or unchanged import says so in its report.
        return Ok(std::mem::take(&mut act.done));
    }
    let done = act.finish(&mut |done, total| {
        progress(Progress {
            stage: "indexing",
            done,
            total,
        });
    })?;
    // What others see is still the ledger from before; an import that changes nothing never comes here.
    if let Some(kept) = kept {
        kept.keep(stamp.at.date_naive())?;
    }
    let committed = tx.commit();
    ledger.engine.ours = Some(ours);
    if renames {
        ledger.forget();
    } else {
        ledger.forget_figures();
    }
    match committed {
        Ok(()) => Ok(done),
        Err(e) => in_doubt(ledger, stamp, done, e),
    }
}

/// A refusal writes nothing of what was wanted; where a rule about customers stopped it or warned, that somebody tried is kept, once a day.
fn kept_in_the_trail(ledger: &mut Ledger, stamp: &Stamp, ours: i64, fault: Fault) -> Fault {
    let Fault::Ruled(_, new) = &fault else {
        return fault;
    };
    let stamp = audit::stamp_of(stamp, new);
    // That the trail cannot be written must not hide why the deed was refused.
    let _ = trail(ledger, &stamp, ours, new);
    fault
}

fn trail(ledger: &mut Ledger, stamp: &Stamp, ours: i64, new: &NewAudit) -> Res<()> {
    let rules = ledger.rules.clone();
    let body = serde_json::to_string(&Intent::Audit(new.clone()))?;
    let tx = ledger.engine.write()?;
    if events::done_before(&tx, &stamp.key)?.is_some() {
        return Ok(());
    }
    let mut act = Act::new(&tx, &rules, stamp);
    audit::write(&mut act, new, &body)?;
    act.finish(&mut |_, _| {})?;
    tx.commit()?;
    ledger.engine.ours = Some(ours);
    ledger.forget_figures();
    Ok(())
}

/// Does intentions one after the other in a transaction that is never kept, and says which of them would be refused: what a dry run asks.
/// Each sees what those before it did, as it would in earnest.
pub(super) fn rehearse(
    ledger: &mut Ledger,
    stamp: &Stamp,
    intents: Vec<Intent>,
) -> Res<Vec<Option<String>>> {
    check_stamp(stamp)?;
    let rules = ledger.rules.clone();
    let tx = ledger.engine.write()?;
    let mut out = Vec::new();
    for (at, intent) in intents.into_iter().enumerate() {
        let stamp = Stamp {
            key: format!("rehearsal-{at}"),
            ..stamp.clone()
        };
        tx.execute_batch("SAVEPOINT rehearsal")?;
        let mut act = Act::new(&tx, &rules, &stamp);
        let done = run(&mut act, intent, &mut |_| {}).and_then(|()| act.finish(&mut |_, _| {}));
        let why = match done {
            Ok(_) => None,
            Err(fault) => {
                tx.execute_batch("ROLLBACK TO rehearsal")?;
                match fault.said() {
                    StoreError::Refused(why) => Some(why),
                    other => return Err(other.into()),
                }
            }
        };
        tx.execute_batch("RELEASE rehearsal")?;
        out.push(why);
    }
    tx.rollback()?;
    Ok(out)
}

/// What the others hear while it goes on; a preview keeps nobody waiting.
pub(super) fn doing(intent: &Intent) -> Option<&'static str> {
    match intent {
        Intent::Import(order) if order.dry_run => None,
        Intent::Import(_) => Some("importing"),
        Intent::Repair => Some("repairing"),
        _ => Some("saving"),
    }
}

/// It may change what accounts are found by.
fn renames(intent: &Intent) -> bool {
    match intent {
        Intent::Import(_) | Intent::Undo { .. } | Intent::Repair => true,
        Intent::Remedy { remedy, .. } => names_people(remedy),
        Intent::FinishCall(call) => call.remedies.iter().any(names_people),
        Intent::Record(record) => {
            matches!(
                record,
                Record::Account { .. }
                    | Record::Contact { .. }
                    | Record::Alias { .. }
                    | Record::Answer { .. }
            )
        }
        Intent::MakePromise(_)
        | Intent::Pay(_)
        | Intent::Reverse { .. }
        | Intent::AddNote { .. }
        | Intent::SetFollowUp { .. }
        | Intent::Review(_)
        | Intent::Credit(_)
        | Intent::Hold(_)
        | Intent::Audit(_)
        | Intent::Staff(_)
        | Intent::Exported(_)
        | Intent::CloseDay(_)
        | Intent::Case(_)
        | Intent::Fee(_)
        | Intent::Clock(_)
        | Intent::Letter(_) => false,
    }
}

/// It may change whom a person or number belongs to.
fn names_people(remedy: &Remedy) -> bool {
    matches!(
        remedy,
        Remedy::NewContact(_) | Remedy::EditContact { .. } | Remedy::Request(_)
    )
}

fn run(act: &mut Act<'_>, intent: Intent, progress: &mut dyn FnMut(Progress)) -> Res<()> {
    // An import's rows are in the ledger and its files are named in the batch; repeating them here would double the file.
    let body = match &intent {
        Intent::Import(_) => String::new(),
        other => serde_json::to_string(other)?,
    };
    match intent {
        Intent::FinishCall(call) => calls::finish(act, &call, &body),
        Intent::MakePromise(promise) => promises::make(act, &promise, &body),
        Intent::Pay(payment) => payments::pay(act, &payment, &body),
        Intent::Reverse { payment, reason } => payments::reverse(act, payment, &reason, &body),
        Intent::AddNote { account, text } => calls::note(act, account, &text, &body),
        Intent::SetFollowUp { account, follow_up } => {
            calls::follow_up(act, account, &follow_up, &body)
        }
        Intent::Remedy { account, remedy } => remedies::alone(act, account, &remedy, &body),
        Intent::Review(what) => review(act, &what, &body),
        Intent::Credit(what) => credit::write(act, &what, &body),
        Intent::Hold(new) => holds::place(act, &new, &body),
        Intent::Audit(new) => audit::write(act, &new, &body),
        Intent::Staff(what) => staff::write(act, &what, &body),
        Intent::Record(record) => records::write(act, &record, &body),
        Intent::Case(deed) => casework::write(act, &deed, &body),
        Intent::Fee(deed) => fees::write(act, &deed, &body),
        Intent::CloseDay(close) => closes::write(act, &close, &body),
        Intent::Exported(list) => listing::exported(act, &list, &body),
        Intent::Letter(deed) => outbox::write(act, &deed, &body),
        Intent::Clock(what) => clock(act, &what, &body),
        // Handed over, so that its rows can be let go as soon as they are written.
        Intent::Import(order) => import::apply(act, *order, progress),
        Intent::Undo { seq } => undo::undo(act, seq, &body),
        Intent::Repair => repair::derived(act, &body),
    }
}

fn clock(act: &mut Act<'_>, what: &ClockAct, body: &str) -> Res<()> {
    match what {
        ClockAct::Notice { letter, told } => outbox::notice(act, letter, told, body),
        ClockAct::Place(new) => placements::place(act, new, body),
        ClockAct::Decline {
            account,
            again_on,
            reason,
        } => placements::decline(act, *account, *again_on, reason, body),
        ClockAct::Placed {
            placement,
            kind,
            on,
            amount,
            fee,
            note,
        } => {
            let step = placements::Step {
                placement: *placement,
                kind: *kind,
                on: *on,
                amount: *amount,
                fee: *fee,
                note: note.as_deref(),
            };
            placements::step(act, &step, body)
        }
        ClockAct::Job(new) => jobs::insert(act, new, body),
        ClockAct::Dates { job, dates } => jobs::dates(act, *job, dates, body),
        ClockAct::Party { job, party } => jobs::party(act, *job, party, body),
        ClockAct::Step { job, step } => jobs::step(act, *job, step, body),
        ClockAct::Plan { job, kind, file_on } => jobs::plan(act, *job, *kind, *file_on, body),
    }
}

fn review(act: &mut Act<'_>, what: &ReviewAct, body: &str) -> Res<()> {
    match what {
        ReviewAct::Decide(new) => reviews::decide(act, new, body),
        ReviewAct::Ask(new) => approvals::ask(act, new, body),
        ReviewAct::Answer(new) => approvals::answer(act, new, body),
        ReviewAct::CreditHold {
            account,
            reason,
            anyway,
        } => credit_holds::place(act, *account, reason, anyway.as_deref(), body),
        ReviewAct::LiftCreditHold { account, reason } => {
            credit_holds::lift(act, *account, reason.as_deref(), body)
        }
    }
}

fn check_stamp(stamp: &Stamp) -> Res<()> {
    super::documents::check_day(stamp.on)?;
    let by = stamp.by.chars().count();
    if by == 0 || by > 200 || stamp.by.contains('\0') {
        return refuse("who does this? set a collector's name of 1 to 200 characters");
    }
    if stamp.key.is_empty() || stamp.key.len() > 200 || stamp.key.contains('\0') {
        return refuse("the act has no key of 1 to 200 characters: nothing was saved");
    }
    Ok(())
}

/// The ledger under the connection is of the version and of the copy that was opened.
fn same_ledger(conn: &Connection, epoch: &str) -> Res<()> {
    if migrate::version(conn)? != migrate::VERSION {
        return Err(StoreError::Storage(
            "the ledger was upgraded by a newer bywhen while this one was open: nothing was saved; restart".into(),
        )
        .into());
    }
    if meta::get(conn, meta::EPOCH)?.as_deref() != Some(epoch) {
        return Err(StoreError::Storage(
            "another copy of the ledger was put in its place while this desk was open: nothing was saved; restart".into(),
        )
        .into());
    }
    Ok(())
}

/// COMMIT answered with an error: a fresh connection tells which it was.
fn in_doubt(ledger: &mut Ledger, stamp: &Stamp, done: Done, error: rusqlite::Error) -> Res<Done> {
    let looked_up = ledger
        .engine
        .reopen()
        .and_then(|()| settled(&mut ledger.engine, &stamp.key));
    match looked_up {
        Ok(Some(_)) => Ok(done),
        Ok(None) => Err(Fault::from(error)),
        Err(_) => Err(StoreError::Unknown(format!(
            "the disk failed while saving '{}': it may or may not have been saved; restart and look at the account before doing it again",
            done.what
        ))
        .into()),
    }
}

/// The answer that a key has, for good. Where a COMMIT failed at its sync, its pages stand whole behind the end of the log: nobody sees them now,
/// and whoever opens the ledger after a crash does. So a key that is not found is only *not saved* when another write has taken their place.
fn settled(engine: &mut Engine, key: &str) -> Res<Option<Done>> {
    let tx = engine.write()?;
    let done = events::done_before(&tx, key)?;
    if done.is_none() {
        // The same number again: SQLite leaves a row out that does not change, and writes this one.
        tx.execute_batch(&format!("PRAGMA user_version = {}", migrate::VERSION))?;
    }
    tx.commit()?;
    Ok(done)
}

/// Brings the facts to a day.
pub(super) fn turn_day(ledger: &mut Ledger, to: NaiveDate) -> Res<u64> {
    super::documents::check_day(to)?;
    if !facts::must_turn(&ledger.engine.conn, &ledger.rules, to)? {
        return Ok(0);
    }
    ledger.engine.same_file()?;
    let epoch = ledger.epoch.clone();
    let rules = ledger.rules.clone();
    let tx = ledger.engine.write()?;
    same_ledger(&tx, &epoch)?;
    let count = facts::turn(&tx, &rules, to)?;
    tx.commit()?;
    ledger.forget_figures();
    Ok(count)
}
