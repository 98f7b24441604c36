//! A supervisor's ruling about a promise: its form, and what it comes to.
//!
//! Law: pure; who may rule is `deed::supervisor`'s, what a ruling does is the store's. The verdict of the ledger is never edited.

use super::deed::{self, Deed, Ground, Missing};
use super::form::{Field, FieldName, Form, FormKind, Pick, Value};
use super::model::Model;
use super::msg::Effect;
use super::overlay::Overlay;
use crate::domain::ids::PromiseId;
use crate::domain::promise::Ruling;
use crate::domain::say;
use crate::domain::verdict::Verdict;

impl Model {
    /// Opens the form about the selected promise.
    pub(crate) fn open_rule(&mut self) -> Vec<Effect> {
        let Some(row) = self.promises.brief() else {
            return Vec::new();
        };
        let about = format!(
            "{} by {}: {}",
            row.promise.amount.show(row.currency),
            say::day(row.promise.by_when, self.now.today),
            row.judgement.derived.words(false)
        );
        let account = row.account;
        let which = Pick {
            options: vec![(row.promise.id.0, about)],
            at: 0,
        };
        let mut choices: Vec<String> = Ruling::VERDICTS
            .iter()
            .map(|v| match v {
                Verdict::Voided => "excused: in no rate".to_owned(),
                other => other.words(true).to_owned(),
            })
            .collect();
        choices.push("what the ledger says".to_owned());
        let words: Vec<&str> = choices.iter().map(String::as_str).collect();
        let me = self.own_approval().unwrap_or("").to_owned();
        let fields = vec![
            Field::new(FieldName::Which, Value::Pick(which)).called("promise"),
            Field::pick(FieldName::Ruled, &words),
            Field::text(FieldName::WhyCall, ""),
            Field::text(FieldName::AllowedBy, &me).called("ruled by"),
        ];
        let key = self.new_key();
        let mut form = Form::with(FormKind::Rule, account, key, fields);
        form.go(FieldName::Ruled);
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }
}

/// What the form comes to.
pub(super) fn deed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let missing = |at, text: &str| Err((at, text.to_owned()));
    let Some(promise) = form.picked(FieldName::Which) else {
        return missing(FieldName::Which, "which promise?");
    };
    let choice = form
        .picked(FieldName::Ruled)
        .and_then(|n| usize::try_from(n).ok());
    let verdict = choice.and_then(|n| Ruling::VERDICTS.get(n)).copied();
    let reason = deed::free_text(form, FieldName::WhyCall)?;
    if reason.is_empty() {
        return missing(
            FieldName::WhyCall,
            "why does it count so? it is saved with the ruling",
        );
    }
    let name = form.text(FieldName::AllowedBy);
    if name.is_empty() {
        return missing(FieldName::AllowedBy, "which supervisor rules so?");
    }
    Ok(Deed::Rule {
        promise: PromiseId(promise),
        verdict,
        reason,
        ruled_by: deed::supervisor(name, g)?,
    })
}
