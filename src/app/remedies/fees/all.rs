//! Fees at every account at once: looked at first, posted as one act that one key takes back.
//!
//! Law: what may be posted is asked of the ledger when the form is opened (`Model::fee_previews`); what is posted is what was shown, and anything
//! that comes to something else meanwhile refuses all of it.

use super::super::super::asked::Asked;
use super::super::super::deed::{Deed, Ground, Missing};
use super::super::super::form::{Field, FieldName as F, Form, FormKind, Pick, Value};
use super::super::super::model::Model;
use super::super::super::msg::Effect;
use super::super::RemedyKind;
use super::intent;
use crate::domain::fee::preview::Proposal;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{FeeDeed, FeePreview, NewFee, Request};
use std::collections::BTreeMap;

/// So many accounts are named below the form; the rest is counted.
const NAMED: usize = 8;

/// Whatever this account is like, the others may have something to post.
pub(super) fn state(_: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match g.rules.fees.rules.is_empty() {
        true => Err("no rule makes a fee: fees.toml has none".to_owned()),
        false => Ok("looked at first, posted together".to_owned()),
    }
}

/// The rules by which something may be posted somewhere.
fn rules_of(g: &Ground<'_>) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for p in g.fee_previews.iter().flat_map(|row| row.preview.postable()) {
        if !rules.contains(&p.rule) {
            rules.push(p.rule.clone());
        }
    }
    rules.sort();
    rules
}

pub(super) fn open(g: &Ground<'_>) -> Vec<Field> {
    let rules = rules_of(g);
    let mut options = vec![(-1, "all".to_owned())];
    if rules.len() > 1 {
        options.extend((0..).zip(rules));
    }
    let pick = Pick { options, at: 0 };
    vec![Field::new(F::Which, Value::Pick(pick)).called("fees")]
}

/// What the form would post: account by account.
fn wanted<'a>(form: &Form, g: &Ground<'a>) -> Vec<(&'a FeePreview, Vec<&'a Proposal>)> {
    let rules = rules_of(g);
    let at = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let rule = at.and_then(|n| rules.get(n));
    g.fee_previews
        .iter()
        .map(|row| {
            let fits = |p: &&Proposal| rule.is_none_or(|r| *r == p.rule);
            (row, row.preview.postable().filter(fits).collect())
        })
        .filter(|(_, found): &(_, Vec<&Proposal>)| !found.is_empty())
        .collect()
}

fn sum(found: &[&Proposal]) -> Minor {
    Minor::sum(found.iter().map(|p| p.amount)).unwrap_or(Minor::ZERO)
}

pub(super) fn preview(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let rows = wanted(form, g);
    let count: usize = rows.iter().map(|(_, found)| found.len()).sum();
    let mut totals: BTreeMap<Currency, Vec<&Proposal>> = BTreeMap::new();
    for (row, found) in &rows {
        totals.entry(row.currency).or_default().extend(found);
    }
    let totals: Vec<String> = totals
        .iter()
        .map(|(currency, all)| say::money(sum(all), *currency))
        .collect();
    let mut out = vec![format!(
        "{} at {}: {}; u takes all of it back",
        say::plural(count as u64, "fee"),
        say::plural(rows.len() as u64, "account"),
        say::list(&totals)
    )];
    out.extend(rows.iter().take(NAMED).map(|(row, found)| {
        let mut kinds: Vec<&str> = found.iter().map(|p| p.kind.words()).collect();
        kinds.dedup();
        let money = say::money(sum(found), row.currency);
        format!("{}: {}, {money}", row.name, say::list(&kinds))
    }));
    let more = rows.len().saturating_sub(NAMED);
    if more > 0 {
        out.push(format!(
            "and {} more: bywhen fee preview lists them",
            say::plural(more as u64, "account")
        ));
    }
    let stopped = g.fee_previews.iter();
    let stopped = stopped.filter(|row| row.preview.blocked.is_some()).count();
    if stopped > 0 {
        let stopped = say::plural(stopped as u64, "account");
        out.push(format!("{stopped} left out: a stop is in force"));
    }
    out
}

pub(super) fn made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let posts: Vec<(AccountId, Vec<NewFee>)> = wanted(form, g)
        .into_iter()
        .map(|(row, found)| {
            let fees = found.into_iter().map(|p| NewFee {
                rule: p.rule.clone(),
                about: p.about,
                amount: p.amount,
            });
            (row.account, fees.collect())
        })
        .collect();
    if posts.is_empty() {
        return Err((F::Which, "nothing may be posted at any account".into()));
    }
    intent(FeeDeed::PostAll { posts })
}

impl Model {
    /// Looks what may be posted everywhere.
    pub(in crate::app) fn ask_all_fees(&mut self, account: AccountId) -> Vec<Effect> {
        let as_of = self.now.today;
        self.overlay = None;
        self.say("looking what may be posted");
        let request = Request::FeePreviews {
            account: None,
            as_of,
        };
        vec![self.ask(Asked::AllFees(account), request)]
    }

    /// It is known: the form shows it, or says that there is nothing.
    pub(in crate::app) fn take_all_fees(
        &mut self,
        account: AccountId,
        rows: Vec<FeePreview>,
    ) -> Vec<Effect> {
        self.fee_previews = rows;
        // Something else was opened meanwhile: what is typed there is not covered up.
        if self.overlay.is_some() {
            return Vec::new();
        }
        let some = self.fee_previews.iter();
        if some.flat_map(|row| row.preview.postable()).next().is_none() {
            self.warn("nothing may be posted at any account: nothing is late enough, or no agreement allows it");
            return Vec::new();
        }
        self.message = None;
        self.open_form_of(account, FormKind::Remedy(RemedyKind::PostAllFees))
    }
}
