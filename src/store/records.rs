//! Further records: account fields, people, holds, lien steps, credits, ends of promises. One event each.

use super::accounts::{self, NewContact};
use super::act::Act;
use super::documents::{self, NewDocument};
use super::fault::{Res, refuse};
use super::fields::{self, Field};
use super::protocol::{NewHold, Record};
use super::rulings::{self, Rule};
use super::table::Table;
use super::types::Day;
use super::{aliases, holds, promises, questions, sellers, text};
use crate::domain::account::AccountKind;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, DocumentId, PromiseId};
use crate::domain::money::Minor;
use crate::domain::promise::EndKind;
use crate::domain::say;
use crate::domain::touch::HoldDetails;
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

/// Writes one record.
pub(super) fn write(act: &mut Act<'_>, record: &Record, body: &str) -> Res<()> {
    match record {
        Record::Account { account, .. } => account_fields(act, *account, record, body),
        Record::Contact {
            account,
            name,
            role,
            phone,
            email,
            preferred,
            zone,
        } => {
            let found = accounts::get(act.conn, *account)?;
            let name = text::required("name", name, 400)?;
            let role = text::optional("role", role.as_deref(), 200)?;
            let phone = text::optional("phone", phone.as_deref(), 200)?;
            let email = text::optional("mail address", email.as_deref(), 320)?;
            let zone = text::zone(zone.as_deref())?;
            let what = format!("contact {name} at {}", found.name);
            act.event("record", Some(*account), what, body)?;
            let contact = NewContact {
                name: &name,
                role: role.as_deref(),
                phone: phone.as_deref(),
                mobile: None,
                email: email.as_deref(),
                preferred: *preferred,
                zone: zone.as_deref(),
            };
            accounts::put_contact(act, *account, &contact)?;
            Ok(())
        }
        Record::Hold { account, kind } => {
            let new = NewHold {
                account: *account,
                kind: *kind,
                details: HoldDetails::default(),
            };
            holds::place(act, &new, body)
        }
        Record::LiftHold {
            account,
            kind,
            allowed_by,
        } => holds::lift(act, *account, *kind, allowed_by.as_deref(), body),
        Record::LienStep {
            account,
            job,
            step,
            due_on,
        } => lien_step(act, *account, job, step, *due_on, body),
        Record::Credit {
            account,
            number,
            on,
            amount,
            reason,
            memo,
            invoice,
        } => {
            let credit = Credit {
                account: *account,
                number,
                on: *on,
                amount: *amount,
                reason: *reason,
                memo: memo.as_deref(),
                invoice: *invoice,
            };
            credit.write(act, body)
        }
        Record::Alias { account, name } => aliases::make(act, *account, name, body),
        Record::Apart { account, name } => aliases::keep_apart(act, *account, name, body),
        Record::Answer { question, take } => questions::answer(act, *question, *take, body),
        Record::Withdraw { promise } => end(act, *promise, EndKind::Withdrawn, body),
        Record::Rule {
            promise,
            verdict,
            reason,
            ruled_by,
        } => {
            let rule = Rule {
                promise: *promise,
                verdict: *verdict,
                reason,
                ruled_by,
            };
            rulings::write(act, &rule, body)
        }
        Record::Seller { name, mail } => sellers::set(act, name, mail.as_deref(), body),
        Record::VoidPromise { promise } => end(act, *promise, EndKind::Voided, body),
    }
}

fn account_fields(act: &mut Act<'_>, account: AccountId, record: &Record, body: &str) -> Res<()> {
    let Record::Account {
        kind,
        collector,
        salesperson,
        state,
        zone,
        credit_limit,
        ..
    } = record
    else {
        return refuse("this is no record of account fields");
    };
    let found = accounts::get(act.conn, account)?;
    let collector = text::optional("collector", collector.as_deref(), 200)?;
    let salesperson = text::optional("salesperson", salesperson.as_deref(), 200)?;
    let state = text::optional("state", state.as_deref(), 40)?;
    let zone = text::zone(zone.as_deref())?;
    if credit_limit.is_some_and(Minor::is_negative) {
        return refuse("a credit limit is zero or more: nothing was saved");
    }
    let limit = credit_limit.map(|l| l.get().to_string());
    let what = format!("account fields of {}", found.name);
    act.event("record", Some(account), what, body)?;
    for (field, value) in [
        (Field::AccountKind, kind.map(AccountKind::name)),
        (Field::AccountCollector, collector.as_deref()),
        (Field::AccountSalesperson, salesperson.as_deref()),
        (Field::AccountState, state.as_deref()),
        (Field::AccountZone, zone.as_deref()),
        (Field::AccountLimit, limit.as_deref()),
    ] {
        if value.is_some() {
            fields::change(act, field, account.0, value)?;
        }
    }
    act.touch(account);
    Ok(())
}

fn lien_step(
    act: &mut Act<'_>,
    account: AccountId,
    job: &str,
    step: &str,
    due_on: NaiveDate,
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let job = text::checked("job", job, 400)?;
    let step = text::required("step", step, 200)?;
    documents::check_day(due_on)?;
    let day = say::day(due_on, act.on());
    let what = format!("{step} on {job} for {}, by {day}", found.name);
    act.event("record", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::LienStep,
        "INSERT INTO lien_step (event_seq, account_id, job, step, made_on, due_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, account, job, step, Day(on), Day(due_on)],
    )?;
    act.touch(account);
    Ok(())
}

/// A credit memo typed by hand.
struct Credit<'a> {
    account: AccountId,
    number: &'a str,
    on: NaiveDate,
    amount: Minor,
    reason: CreditReason,
    memo: Option<&'a str>,
    invoice: Option<DocumentId>,
}

impl Credit<'_> {
    fn write(&self, act: &mut Act<'_>, body: &str) -> Res<()> {
        let account = accounts::get(act.conn, self.account)?;
        let number = text::checked("number", self.number, 200)?;
        let memo = text::optional("memo", self.memo, 2000)?;
        documents::check_amount(self.amount)?;
        documents::check_day(self.on)?;
        let money = say::money(self.amount, account.currency);
        let what = format!("credit {number} of {money} for {}", account.name);
        act.event("record", Some(account.id), what, body)?;
        let mut new = NewDocument::plain(
            account.id,
            DocumentKind::CreditMemo,
            self.on,
            self.amount,
            account.currency,
        );
        new.number = &number;
        new.reason = Some(self.reason);
        new.memo = memo.as_deref();
        let id = documents::insert(act, &new)?;
        if let Some(invoice) = self.invoice {
            let found = documents::known_of(act.conn, account.id, invoice)?;
            let part = found.open.min(self.amount);
            if part.is_positive() {
                documents::apply(act, id, invoice, part, self.on.max(found.issued))?;
            }
        }
        act.done.document = Some(id);
        act.touch(account.id);
        Ok(())
    }
}

/// Ends a promise: taken back, or an entry error.
fn end(act: &mut Act<'_>, promise: PromiseId, kind: EndKind, body: &str) -> Res<()> {
    let found: Option<(AccountId, Minor, Day)> = act
        .conn
        .prepare_cached(
            "SELECT account_id, amount_minor, by_when FROM promise WHERE id = ?1 AND voided_by IS NULL",
        )?
        .query_row(params![promise], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let Some((account, amount, by_when)) = found else {
        return refuse(format!("there is no promise #{promise} (any more)"));
    };
    let ended: Option<i64> = act
        .conn
        .prepare_cached("SELECT 1 FROM promise_end WHERE promise_id = ?1 AND voided_by IS NULL")?
        .query_row(params![promise], |r| r.get(0))
        .optional()?;
    if ended.is_some() {
        return refuse("that promise has ended already: nothing was saved");
    }
    let account = accounts::get(act.conn, account)?;
    let how = match kind {
        EndKind::Withdrawn => "withdrawn",
        EndKind::Voided => "voided as an entry error",
        EndKind::Superseded => "superseded",
    };
    let what = format!(
        "promise of {} by {} from {} {how}",
        say::money(amount, account.currency),
        say::day(by_when.0, act.on()),
        account.name
    );
    act.event("record", Some(account.id), what, body)?;
    promises::end(act, promise, kind, None)?;
    act.touch(account.id);
    Ok(())
}
