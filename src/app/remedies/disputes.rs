//! Remedies about what a customer contests: how a dispute ended.
//!
//! Law: as `remedies`; the rules are `domain::dispute`'s.

use super::super::deed::{Deed, Ground, Missing, free_text, some};
use super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::{RemedyKind, Row, as_it_is, no_preview};
use crate::domain::dispute::DisputeEnd;
use crate::domain::ids::DisputeId;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{Intent, Remedy};

pub(super) const ROWS: &[Row] = &[Row {
    kind: RemedyKind::ResolveDispute,
    name: "resolve-dispute",
    keys: &["r"],
    title: "resolve a dispute",
    help: "How a dispute ended: granted, rejected, withdrawn",
    state: resolvable,
    open: resolve,
    reshape: as_it_is,
    made: resolved,
    preview: no_preview,
}];

fn resolvable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    if prep.disputes.is_empty() {
        return Err("nothing is on dispute".to_owned());
    }
    let all = Minor::sum(prep.disputes.iter().map(|d| d.amount)).unwrap_or(Minor::ZERO);
    let late = prep.disputes.iter().filter(|d| d.late > 0).count();
    let late = match late {
        0 => String::new(),
        n => format!(", {n} late"),
    };
    Ok(format!(
        "{} open{late}, {}",
        prep.disputes.len(),
        say::money(all, prep.account.currency)
    ))
}

fn resolve(g: &Ground<'_>) -> Vec<Field> {
    let disputes = g.prep.map(|p| p.disputes.as_slice()).unwrap_or_default();
    let options = disputes.iter().map(|d| {
        let words = format!(
            "{} of {} ({})",
            say::money(d.amount, g.currency),
            d.number,
            d.reason.trim()
        );
        (d.id.0, words)
    });
    let which = Pick {
        options: options.collect(),
        at: 0,
    };
    let ends: Vec<&str> = DisputeEnd::ALL.iter().map(|e| e.words()).collect();
    vec![
        Field::new(F::Which, Value::Pick(which)).called("dispute"),
        Field::pick(F::Then, &ends).called("it is"),
        Field::text(F::Words, ""),
    ]
}

fn resolved(form: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(id) = form.picked(F::Which) else {
        return Err((F::Which, "nothing is on dispute here".into()));
    };
    let at = form.picked(F::Then).and_then(|n| usize::try_from(n).ok());
    let how = at.and_then(|n| DisputeEnd::ALL.get(n)).copied();
    let remedy = Remedy::EndDispute {
        dispute: DisputeId(id),
        how: how.unwrap_or(DisputeEnd::Rejected),
        note: some(&free_text(form, F::Words)?),
    };
    Ok(Deed::Intent(Box::new(Intent::Remedy {
        account: form.account,
        remedy: Box::new(remedy),
    })))
}
