//! What an answer makes, inside a call or on its own: one place that knows the order, and says each in words for the log.
//!
//! Law: people first (the call may be with one of them), then promises and claims, plans, and last what refers to those. The rows are
//! written by `people`, `plans`, `claims`, `tasks`, `disputes`.

use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::{ClaimDeed, Remedy};
use super::{accounts, claims, disputes, documents, people, plans, tasks, told};
use crate::domain::account::Account;
use crate::domain::ids::{ContactId, TouchId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::touch::Owner;
use rusqlite::{OptionalExtension, params};

/// Where remedies hang: the account, the touch in which they were agreed, and who gave them.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// The account.
    pub account: Account,
    /// The call; none outside one.
    pub touch: Option<TouchId>,
    /// With whom.
    pub contact: Option<ContactId>,
}

impl Scene {
    /// Refuses what this account does not have, or what has ended. `ended` asks that of row ?1 of account ?2; `over` says it.
    pub fn still_stands(
        &self,
        act: &Act<'_>,
        (what, id): (&str, i64),
        ended: &str,
        over: &str,
    ) -> Res<()> {
        let found: Option<bool> = act
            .conn
            .prepare_cached(ended)?
            .query_row(params![id, self.account.id], |r| r.get(0))
            .optional()?;
        match found {
            None => refuse(format!(
                "there is no {what} #{id} at this account (any more)"
            )),
            Some(true) => refuse(over),
            Some(false) => Ok(()),
        }
    }
}

/// Writes one remedy outside a call.
pub(super) fn alone(
    act: &mut Act<'_>,
    account: crate::domain::ids::AccountId,
    remedy: &Remedy,
    body: &str,
) -> Res<()> {
    let scene = Scene {
        account: accounts::get(act.conn, account)?,
        touch: None,
        contact: None,
    };
    let what = format!(
        "{}: {}",
        scene.account.name,
        said(act, &scene.account, remedy)?
    );
    act.event("remedy", Some(account), what, body)?;
    people(act, &scene, std::slice::from_ref(remedy))?;
    write(act, &scene, std::slice::from_ref(remedy))?;
    act.touch(account);
    Ok(())
}

/// Writes people and changed fields: before the touch, which may be with one of them.
pub(super) fn people(act: &mut Act<'_>, scene: &Scene, remedies: &[Remedy]) -> Res<()> {
    for remedy in remedies {
        match remedy {
            Remedy::NewContact(person) => people::insert(act, &scene.account, person)?,
            Remedy::EditContact { contact, edits } => {
                people::edit(act, &scene.account, *contact, edits)?;
            }
            Remedy::EditAccount { edits } => people::edit_account(act, &scene.account, edits)?,
            Remedy::Plan(_)
            | Remedy::Claim(_)
            | Remedy::Request(_)
            | Remedy::Dispute(_)
            | Remedy::EndDispute { .. }
            | Remedy::Task(_)
            | Remedy::EndTask { .. }
            | Remedy::Waiver(_)
            | Remedy::DecideWaiver { .. }
            | Remedy::Holdback(_)
            | Remedy::Told(_) => {}
        }
    }
    Ok(())
}

/// Writes everything else: plans first, because a waiver may hang on one of their instalments.
pub(super) fn write(act: &mut Act<'_>, scene: &Scene, remedies: &[Remedy]) -> Res<()> {
    for remedy in remedies {
        if let Remedy::Plan(plan) = remedy {
            plans::insert(act, scene, plan)?;
        }
    }
    for remedy in remedies {
        match remedy {
            Remedy::Claim(step) => claims::step(act, scene, step)?,
            Remedy::Request(request) => tasks::request(act, scene, request)?,
            Remedy::Dispute(dispute) => disputes::insert(act, scene, dispute)?,
            Remedy::EndDispute { dispute, how, note } => {
                disputes::end(act, scene, *dispute, *how, note.as_deref())?;
            }
            Remedy::Task(task) => {
                tasks::insert(act, scene, task)?;
            }
            Remedy::EndTask { task, how, note } => {
                tasks::end(act, scene, *task, *how, note.as_deref())?;
            }
            Remedy::Waiver(waiver) => plans::waive(act, scene, waiver)?,
            Remedy::DecideWaiver { waiver, granted } => {
                plans::decide(act, scene, *waiver, *granted)?;
            }
            Remedy::Holdback(holdback) => disputes::hold_back(act, scene, holdback)?,
            Remedy::Told(new) => {
                let at = told::At {
                    touch: scene.touch,
                    contact: scene.contact,
                    ..told::At::default()
                };
                told::insert(act, scene.account.id, new, at)?;
            }
            Remedy::Plan(_)
            | Remedy::NewContact(_)
            | Remedy::EditContact { .. }
            | Remedy::EditAccount { .. } => {}
        }
    }
    Ok(())
}

/// A remedy in words, for the log and the message line. Nothing typed at length: texts stay in their own rows.
pub(super) fn said(act: &Act<'_>, account: &Account, remedy: &Remedy) -> Res<String> {
    let money = |m: Minor| say::money(m, account.currency);
    let day = |d| say::day(d, act.on());
    Ok(match remedy {
        Remedy::Plan(plan) => {
            let all = Minor::sum(plan.instalments.iter().map(|i| i.amount))?;
            let last = plan.instalments.last().map(|i| day(i.by_when));
            format!(
                "plan of {} in {} instalments until {}",
                money(all),
                plan.instalments.len(),
                last.unwrap_or_default()
            )
        }
        Remedy::Claim(step) => match &step.step {
            ClaimDeed::ConfirmAddress => "mailing address confirmed".to_owned(),
            ClaimDeed::AskTrace => "trace asked".to_owned(),
            ClaimDeed::AskReissue => "reissue asked".to_owned(),
            ClaimDeed::Reissue(new) => format!("{} reissued", money(new.amount)),
            ClaimDeed::Retract => "claim taken back".to_owned(),
            ClaimDeed::Match(_) => "claim matched".to_owned(),
        },
        Remedy::Request(request) => {
            let what = request.kind.words();
            format!("{what} to send by {}", day(request.due_on))
        }
        Remedy::Dispute(dispute) => {
            let all = Minor::sum(dispute.items.iter().map(|(_, m)| *m))?;
            let numbers = dispute
                .items
                .iter()
                .map(|(id, _)| Ok(documents::known_of(act.conn, account.id, *id)?.number))
                .collect::<Res<Vec<String>>>()?;
            let why = dispute.code.words();
            format!(
                "dispute of {} on {} ({why})",
                money(all),
                say::list(&numbers)
            )
        }
        Remedy::EndDispute { how, .. } => format!("dispute {}", how.words()),
        Remedy::Task(task) => {
            let whose = match task.owner {
                Owner::Us => "we owe",
                Owner::Them => "they owe",
            };
            format!("{whose}: {}, by {}", tasks::words(task), day(task.due_on))
        }
        Remedy::EndTask { task, how, .. } => {
            format!(
                "{} ({})",
                tasks::known(act.conn, account.id, *task)?,
                how.words()
            )
        }
        Remedy::Waiver(waiver) => {
            let of = match waiver.document {
                Some(id) => format!(
                    " of {}",
                    documents::known_of(act.conn, account.id, id)?.number
                ),
                None => String::new(),
            };
            format!(
                "waiver of {}{of} if the promise is kept",
                money(waiver.amount)
            )
        }
        Remedy::DecideWaiver { granted: true, .. } => "waiver granted".to_owned(),
        Remedy::DecideWaiver { granted: false, .. } => "waiver refused".to_owned(),
        Remedy::Holdback(hold) => {
            let found = documents::known_of(act.conn, account.id, hold.document)?;
            let until = hold
                .until
                .map_or_else(String::new, |d| format!(" until {}", day(d)));
            if hold.amount.is_zero() {
                format!("nothing held back on {} any more", found.number)
            } else {
                format!(
                    "{} held back on {}{until}",
                    money(hold.amount),
                    found.number
                )
            }
        }
        Remedy::Told(new) => told::said(new, act.on()),
        Remedy::NewContact(person) => format!("contact {}", person.name.trim()),
        Remedy::EditContact { contact, edits } => {
            if edits.is_empty() {
                return refuse("nothing was changed about the contact: nothing was saved");
            }
            format!(
                "contact {} changed",
                people::name(act.conn, account.id, *contact)?
            )
        }
        Remedy::EditAccount { edits } => {
            if edits.is_empty() {
                return refuse("nothing was changed about the account: nothing was saved");
            }
            "account fields changed".to_owned()
        }
    })
}
