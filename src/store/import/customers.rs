//! Rows of customers files: fields and people of accounts. What a file does not say stays as it is.
//!
//! Law: a file fills what is empty and follows what an earlier file said; what a person typed stays, and the difference becomes a question
//! (`store/questions.rs`). Of two rows of one set for the same account the first holds.

use super::plan::{ContactPlan, CustomerPlan, Plan, QuestionPlan, SlotNo};
use super::write::clip;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::money::Currency;
use crate::domain::staged::{Issue, Severity, StagedAccount};
use crate::store::accounts::{self, NewContact};
use crate::store::act::Act;
use crate::store::fault::Res;
use crate::store::fields::{self, Field};
use crate::store::questions::{self, NewQuestion, Standing};
use crate::store::text::name_key;
use foldhash::quality::RandomState as Seeded;
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// The name of a person whom a file gives a phone or a mail address but no name.
const NAMELESS: &str = "Accounts payable";

/// What the rows of the set have said so far: whose, which field, of which person.
type Said = HashMap<(SlotNo, String, &'static str), String, Seeded>;

/// Compares the rows with the ledger.
pub(super) fn plan(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    let mut said = Said::default();
    let rows_of = rows_of_slots(plan);
    for i in 0..plan.customers.len() {
        let (file, row, slot) = plan.customers[i];
        let known = plan.slots[slot as usize].known;
        let currency = plan.slots[slot as usize].currency;
        let mut work = Work {
            conn,
            row,
            slot,
            currency,
            said: &mut said,
            // Who has one row with one person in it can be told nothing twice: so it is of nearly all.
            alone: rows_of.get(slot as usize) == Some(&1) && row.other_contact.is_none(),
            out: CustomerPlan {
                slot,
                file,
                fields: Vec::new(),
                contacts: Vec::new(),
                questions: Vec::new(),
            },
            issues: Vec::new(),
        };
        work.fields(known)?;
        work.people(known)?;
        let Work { out, issues, .. } = work;
        let nothing = out.fields.is_empty() && out.contacts.is_empty();
        if let Some(report) = plan.report.files.get_mut(file as usize) {
            report.questions += out.questions.len() as u64;
            report.issues.extend(issues);
            let counts = &mut report.accounts;
            if known.is_none() {
                counts.new += 1;
            } else if nothing && !plan.slots[slot as usize].attach_number {
                counts.unchanged += 1;
            } else {
                counts.changed += 1;
            }
        }
        if !nothing || !out.questions.is_empty() {
            plan.people.push(out);
        }
    }
    Ok(())
}

/// How many rows of the set are of each slot.
fn rows_of_slots(plan: &Plan<'_>) -> Vec<u32> {
    let mut rows = vec![0; plan.slots.len()];
    for (_, _, slot) in &plan.customers {
        if let Some(n) = rows.get_mut(*slot as usize) {
            *n += 1;
        }
    }
    rows
}

/// One row.
struct Work<'a, 's> {
    conn: &'s Connection,
    row: &'a StagedAccount,
    slot: SlotNo,
    currency: Currency,
    said: &'s mut Said,
    /// No other row and nobody else in this one says anything of the account.
    alone: bool,
    out: CustomerPlan<'a>,
    issues: Vec<Issue>,
}

/// A person of the ledger.
struct Held {
    id: ContactId,
    name: String,
    phone: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
}

impl Held {
    fn of(&self, field: Field) -> Option<&str> {
        match field {
            Field::ContactPhone => self.phone.as_deref(),
            Field::ContactMobile => self.mobile.as_deref(),
            Field::ContactEmail => self.email.as_deref(),
            _ => None,
        }
    }
}

impl<'a> Work<'a, '_> {
    /// The account's own fields. A name follows the book only where a number tells who it is.
    fn fields(&mut self, known: Option<AccountId>) -> Res<()> {
        let row = self.row;
        let found = known
            .map(|account| accounts::get(self.conn, account))
            .transpose()?;
        let found = found.as_ref();
        let now = |field: Field| match (field, found?) {
            (Field::AccountName, a) => Some(a.name.clone()),
            (Field::AccountTerms, a) => a.terms_days.map(|d| d.to_string()),
            (Field::AccountLimit, a) => a.credit_limit.map(|l| l.get().to_string()),
            (Field::AccountSalesperson, a) => a.salesperson.clone(),
            (Field::AccountState, a) => a.state.clone(),
            (Field::AccountAddress, a) => a.address.clone(),
            _ => None,
        };
        let mut stated = Vec::new();
        if row.key.number.is_some() && found.is_some_and(|a| a.number.is_some()) {
            let shown = row.key.name.as_ref().zip(found).map(|(name, now)| {
                let plain = accounts::book_name(&now.name, now.currency);
                if plain == name {
                    now.name.clone()
                } else if plain == now.name {
                    name.clone()
                } else {
                    format!("{name} ({})", now.currency)
                }
            });
            stated.push((Field::AccountName, shown));
        }
        stated.extend([
            (
                Field::AccountTerms,
                row.terms_days.map(|d| d.min(3650).to_string()),
            ),
            (
                Field::AccountLimit,
                row.credit_limit
                    .filter(|l| !l.is_negative())
                    .map(|l| l.get().to_string()),
            ),
            (Field::AccountSalesperson, row.salesperson.clone()),
            (Field::AccountState, row.state.clone()),
            (Field::AccountAddress, row.address.clone()),
        ]);
        for (field, value) in stated {
            let Some(value) = value else { continue };
            let value = clip(&value, limit(field)).to_owned();
            let id = known.map_or(0, |account| account.0);
            if self.writes(field, id, "", now(field).as_deref(), &value)? {
                self.out.fields.push((field, value));
            }
        }
        Ok(())
    }

    /// The person in the row, and the second one there.
    fn people(&mut self, known: Option<AccountId>) -> Res<()> {
        let row = self.row;
        let held = match known {
            Some(account) => people(self.conn, account)?,
            None => Vec::new(),
        };
        let reach = [&row.phone, &row.mobile, &row.email];
        if row.contact.is_some() || reach.iter().any(|field| field.is_some()) {
            let all = [
                (Field::ContactPhone, &row.phone),
                (Field::ContactMobile, &row.mobile),
                (Field::ContactEmail, &row.email),
            ];
            self.person(&held, row.contact.as_deref(), &all)?;
        }
        if let Some(other) = &row.other_contact {
            self.person(&held, Some(other), &[])?;
        }
        Ok(())
    }

    fn person(
        &mut self,
        held: &[Held],
        named: Option<&'a str>,
        stated: &[(Field, &'a Option<String>)],
    ) -> Res<()> {
        let name = clip(named.unwrap_or(NAMELESS), 400);
        let key = name_key(name);
        let found = held.iter().find(|c| name_key(&c.name) == key);
        if found.is_none() && named.is_none() && held.iter().any(|c| self.reaches(c)) {
            // Somebody is known by that very phone and address.
            return Ok(());
        }
        let mut fields = Vec::new();
        for (field, value) in stated {
            let (id, now) = match found {
                Some(c) => (c.id.0, c.of(*field)),
                None => (0, None),
            };
            if let Some(value) = value.as_deref().map(|v| clip(v, limit(*field)))
                && self.writes(*field, id, &key, now, value)?
            {
                fields.push((*field, value));
            }
        }
        let first = self.alone || {
            let here = (self.slot, key, "contact");
            self.said.insert(here, String::new()).is_none()
        };
        let plan = match found {
            Some(_) if fields.is_empty() => return Ok(()),
            Some(c) => ContactPlan::Known(c.id, fields),
            None if first || !fields.is_empty() => ContactPlan::New(name, fields),
            None => return Ok(()),
        };
        self.out.contacts.push(plan);
        Ok(())
    }

    /// The phone and address of the row are that person's.
    fn reaches(&self, held: &Held) -> bool {
        let agrees = |field, said: &Option<String>, now: &Option<String>| match (said, now) {
            (None, _) => true,
            (Some(said), Some(now)) => questions::same(field, said, now),
            (Some(_), None) => false,
        };
        agrees(Field::ContactPhone, &self.row.phone, &held.phone)
            && agrees(Field::ContactMobile, &self.row.mobile, &held.mobile)
            && agrees(Field::ContactEmail, &self.row.email, &held.email)
    }

    /// No earlier row of the set has said this of the account; one that said otherwise is told.
    fn says_first(&mut self, field: Field, person: &str, value: &str) -> Res<bool> {
        let key = (self.slot, person.to_owned(), field.place().1);
        if let Some(first) = self.said.get(&key) {
            if !questions::same(field, first, value) {
                let message = format!(
                    "another row of these files says {} for the same account: that one is taken",
                    questions::shown(field, first, self.currency)
                );
                self.note(field, value, "accounts_differ", message)?;
            }
            return Ok(false);
        }
        self.said.insert(key, value.to_owned());
        Ok(true)
    }

    /// Whether a value is to be written over what stands; where a person typed that, it becomes a question instead.
    fn writes(
        &mut self,
        field: Field,
        id: i64,
        person: &str,
        now: Option<&str>,
        value: &str,
    ) -> Res<bool> {
        if !self.alone && !self.says_first(field, person, value)? {
            return Ok(false);
        }
        let Some(now) = now.filter(|now| !now.is_empty()) else {
            return Ok(true);
        };
        if now == value || (field != Field::AccountName && questions::same(field, now, value)) {
            return Ok(false);
        }
        match questions::standing(self.conn, field, id, value)? {
            Standing::Reported => Ok(true),
            Standing::Asked => Ok(false),
            Standing::Typed { open } => {
                let message = format!(
                    "{} was typed here and stays: `bywhen questions` decides",
                    questions::shown(field, now, self.currency)
                );
                self.note(field, value, "differs_from_typed", message)?;
                self.out.questions.push(QuestionPlan {
                    field,
                    id,
                    mine: now.to_owned(),
                    theirs: value.to_owned(),
                    replaces: open,
                });
                Ok(false)
            }
        }
    }

    fn note(&mut self, field: Field, value: &str, code: &str, message: String) -> Res<()> {
        let key = &self.row.key;
        let who = key.name.as_ref().or(key.number.as_ref());
        let who = who.map_or_else(String::new, |who| format!("{who}: "));
        self.issues.push(Issue {
            line: self.row.line,
            severity: Severity::Warning,
            code: code.to_owned(),
            field: Some(questions::words(field)?.to_owned()),
            value: Some(questions::shown(field, value, self.currency)),
            message: format!("{who}{message}"),
        });
        Ok(())
    }
}

/// So many characters of a field are kept: a book's text that is too long is cut.
fn limit(field: Field) -> usize {
    match field {
        Field::AccountName => 390,
        Field::AccountAddress => 1000,
        Field::AccountState => 40,
        Field::ContactEmail => 320,
        _ => 200,
    }
}

fn people(conn: &Connection, account: AccountId) -> Res<Vec<Held>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, name, phone, mobile, email FROM contact WHERE account_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map(params![account], |r| {
        Ok(Held {
            id: r.get(0)?,
            name: r.get(1)?,
            phone: r.get(2)?,
            mobile: r.get(3)?,
            email: r.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the rows say of accounts that are new: written with the account itself, it is no change.
pub(super) fn stated<'p>(plan: &'p Plan<'_>) -> HashMap<SlotNo, Vec<(Field, &'p str)>> {
    let mut out: HashMap<SlotNo, Vec<(Field, &str)>> = HashMap::new();
    for person in &plan.people {
        if plan.slots[person.slot as usize].known.is_none() && !person.fields.is_empty() {
            let fields = person.fields.iter().map(|(f, value)| (*f, value.as_str()));
            out.entry(person.slot).or_default().extend(fields);
        }
    }
    out
}

/// Writes what the rows change.
pub(super) fn write(act: &mut Act<'_>, plan: &Plan<'_>, ids: &[AccountId]) -> Res<()> {
    for person in &plan.people {
        let account = ids[person.slot as usize];
        if plan.slots[person.slot as usize].known.is_some() {
            for (field, value) in &person.fields {
                fields::change(act, *field, account.0, Some(value))?;
            }
        }
        for contact in &person.contacts {
            match contact {
                ContactPlan::Known(id, fields) => {
                    for (field, value) in fields {
                        fields::change(act, *field, id.0, Some(value))?;
                    }
                }
                ContactPlan::New(name, fields) => {
                    let of = |field| fields.iter().find(|(f, _)| *f == field).map(|(_, v)| *v);
                    let contact = NewContact {
                        name,
                        zone: None,
                        role: None,
                        phone: of(Field::ContactPhone),
                        mobile: of(Field::ContactMobile),
                        email: of(Field::ContactEmail),
                        preferred: false,
                    };
                    accounts::put_contact(act, account, &contact)?;
                }
            }
        }
        for q in &person.questions {
            let new = NewQuestion {
                account,
                field: q.field,
                id: q.id,
                mine: &q.mine,
                theirs: &q.theirs,
                file: &plan.files[usize::from(person.file)].file,
                replaces: q.replaces,
            };
            questions::raise(act, &new)?;
        }
        act.touch(account);
    }
    Ok(())
}
