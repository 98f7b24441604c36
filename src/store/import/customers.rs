//! Rows of customers files: fields and people of accounts. What a file does not say stays as it is.

use super::plan::{CustomerPlan, Plan};
use crate::domain::ids::AccountId;
use crate::domain::staged::StagedAccount;
use crate::store::accounts::{self, Field, NewContact};
use crate::store::act::Act;
use crate::store::fault::Res;
use rusqlite::{Connection, OptionalExtension, params};

/// The name of a person whom a file gives a phone or a mail address but no name.
const NAMELESS: &str = "Accounts payable";

/// Compares the rows with the ledger.
pub(super) fn plan(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    for i in 0..plan.customers.len() {
        let (file, row, slot) = plan.customers[i];
        let account = plan.slots[slot as usize].known;
        let fields = match account {
            None => stated(row, false),
            Some(account) => changed(conn, account, row)?,
        };
        let contact = match account {
            _ if !has_contact(row) => None,
            None => Some(row),
            Some(account) => (!same_contact(conn, account, row)?).then_some(row),
        };
        if let Some(report) = plan.report.files.get_mut(file as usize) {
            let counts = &mut report.accounts;
            if account.is_none() {
                counts.new += 1;
            } else if fields.is_empty()
                && contact.is_none()
                && !plan.slots[slot as usize].attach_number
            {
                counts.unchanged += 1;
            } else {
                counts.changed += 1;
            }
        }
        if !fields.is_empty() || contact.is_some() {
            plan.people.push(CustomerPlan {
                slot,
                fields,
                contact,
            });
        }
    }
    Ok(())
}

/// Writes what the rows change.
pub(super) fn write(act: &mut Act<'_>, plan: &Plan<'_>, ids: &[AccountId]) -> Res<()> {
    for person in &plan.people {
        let account = ids[person.slot as usize];
        for (field, value) in &person.fields {
            accounts::change(act, *field, account.0, Some(value))?;
        }
        if let Some(row) = person.contact {
            let name = contact_name(row);
            let contact = NewContact {
                zone: None,
                name,
                role: None,
                phone: row.phone.as_deref(),
                email: row.email.as_deref(),
                preferred: false,
            };
            accounts::put_contact(act, account, &contact)?;
        }
        act.touch(account);
    }
    Ok(())
}

/// The fields that a row states.
fn stated(row: &StagedAccount, with_name: bool) -> Vec<(Field, String)> {
    let mut out = Vec::new();
    let mut add = |field, value: Option<String>| {
        if let Some(value) = value {
            out.push((field, value));
        }
    };
    if with_name {
        add(Field::AccountName, row.key.name.clone());
    }
    add(
        Field::AccountTerms,
        row.terms_days.map(|d| d.min(3650).to_string()),
    );
    add(
        Field::AccountLimit,
        row.credit_limit
            .filter(|l| !l.is_negative())
            .map(|l| l.get().to_string()),
    );
    add(Field::AccountSalesperson, row.salesperson.clone());
    add(Field::AccountState, row.state.clone());
    out
}

/// The fields that a row states otherwise than the ledger. A name follows the book only where a number tells who it is.
fn changed(
    conn: &Connection,
    account: AccountId,
    row: &StagedAccount,
) -> Res<Vec<(Field, String)>> {
    let found = accounts::get(conn, account)?;
    let with_name = row.key.number.is_some() && found.number.is_some();
    let now = |field: Field| match field {
        Field::AccountName => Some(found.name.clone()),
        Field::AccountTerms => found.terms_days.map(|d| d.to_string()),
        Field::AccountLimit => found.credit_limit.map(|l| l.get().to_string()),
        Field::AccountSalesperson => found.salesperson.clone(),
        Field::AccountState => found.state.clone(),
        _ => None,
    };
    let mut fields = stated(row, with_name);
    fields.retain(|(field, value)| now(*field).as_ref() != Some(value));
    Ok(fields)
}

fn has_contact(row: &StagedAccount) -> bool {
    row.contact.is_some() || row.phone.is_some() || row.email.is_some()
}

fn contact_name(row: &StagedAccount) -> &str {
    row.contact.as_deref().unwrap_or(NAMELESS)
}

fn same_contact(conn: &Connection, account: AccountId, row: &StagedAccount) -> Res<bool> {
    let found: Option<(Option<String>, Option<String>)> = conn
        .prepare_cached(
            "SELECT phone, email FROM contact WHERE account_id = ?1 AND name = ?2 AND voided_by IS NULL ORDER BY id LIMIT 1",
        )?
        .query_row(params![account, contact_name(row)], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .optional()?;
    let agrees =
        |stated: &Option<String>, held: &Option<String>| stated.is_none() || stated == held;
    Ok(
        found
            .is_some_and(|(phone, email)| agrees(&row.phone, &phone) && agrees(&row.email, &email)),
    )
}
