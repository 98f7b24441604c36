//! Accounts that stand for each other: one joins the group of another, or leaves it; the limit of that one then counts for all of it.
//!
//! Law: as `remedies`. Who is meant is found by the ledger, as everywhere: a number or a name.

use super::super::deed::{Deed, Ground, Missing, free_text};
use super::super::form::{Field, FieldName as F, Form};
use crate::domain::credit;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{CreditAct, Intent};

/// What the whole group owes, of which limit.
fn exposure(prep: &Prep) -> Option<String> {
    let group = prep.credit.group.as_ref()?;
    let currency = prep.account.currency;
    let of = match group.limit {
        Some(limit) => credit::share_words(group.exposure, limit, currency),
        None => format!("{}, no limit", say::money(group.exposure, currency)),
    };
    let accounts = say::plural(u64::from(group.accounts), "account");
    Some(format!("group of {}, {accounts}: owed {of}", group.parent))
}

pub(super) fn state(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    Ok(exposure(prep).unwrap_or_else(|| "in no group".to_owned()))
}

pub(super) fn open(g: &Ground<'_>) -> Vec<Field> {
    let joined = g.prep.is_some_and(|p| p.account.flags.parent.is_some());
    let now = if joined { "none" } else { "" };
    vec![Field::text(F::Words, now).called("group of")]
}

pub(super) fn preview(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let mut out: Vec<String> = g.prep.and_then(exposure).into_iter().collect();
    out.push(match form.text(F::Words) {
        "" => "the number or name of the account whose limit counts for the group".to_owned(),
        typed if typed.eq_ignore_ascii_case("none") => {
            "it leaves its group: its own limit counts alone".to_owned()
        }
        typed => format!("what it owes counts against the limit of {typed} as well"),
    });
    out
}

pub(super) fn made(form: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    let named = free_text(form, F::Words)?;
    if named.is_empty() {
        let why = "whose group? a number or a name, or none to leave it";
        return Err((F::Words, why.into()));
    }
    let named = (!named.eq_ignore_ascii_case("none")).then_some(named);
    Ok(Deed::Intent(Box::new(Intent::Credit(CreditAct::Join {
        account: form.account,
        named,
    }))))
}
