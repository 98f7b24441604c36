//! The values that templates may use: the facts, and a few phrases made of them.

use crate::domain::say;
use crate::domain::script::{ScriptFacts, ScriptInvoice};
use minijinja::value::{Serde, Value};
use serde::Serialize;

/// So many invoices are named aloud; the rest are counted.
const NAMED: usize = 3;

/// Every name that a template may use. A test holds it against the facts' own fields.
pub(super) const NAMES: [&str; 35] = [
    "account",
    "agreed",
    "agreed_by",
    "caller",
    "claim",
    "claim_mailed",
    "collectible",
    "company",
    "contact",
    "credits_lately",
    "days_late",
    "first_name",
    "invoice_count",
    "invoice_list",
    "invoices",
    "last_payment",
    "last_payment_on",
    "late_charge",
    "level",
    "lien_due",
    "lien_job",
    "lien_step",
    "me",
    "more_invoices",
    "oldest_days",
    "owes",
    "past_due",
    "promised",
    "promised_by",
    "received",
    "short",
    "short_is",
    "situation",
    "waiver",
    "waiver_by",
];

#[derive(Serialize)]
struct Words<'a> {
    #[serde(flatten)]
    facts: &'a ScriptFacts,
    /// `Ana with Ridgeline Supply`.
    me: Option<String>,
    /// `invoices SI-1 for $9.00, SI-2 for $8.00 and 5 more`.
    invoice_list: Option<String>,
    /// How many invoices are in question.
    invoice_count: usize,
    /// `47 days`.
    days_late: String,
}

/// The facts as the engine takes them. Values are data: what looks like a template in one stays text.
pub(super) fn context(facts: &ScriptFacts) -> Value {
    Value::from(Serde(Words {
        me: me(facts),
        invoice_list: invoice_list(facts),
        invoice_count: facts.invoices.len() + facts.more_invoices,
        days_late: say::plural(facts.oldest_days.unsigned_abs(), "day"),
        facts,
    }))
}

fn me(facts: &ScriptFacts) -> Option<String> {
    match (&facts.caller, &facts.company) {
        (Some(caller), Some(company)) => Some(format!("{caller} with {company}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

fn invoice_list(facts: &ScriptFacts) -> Option<String> {
    let named = |i: &ScriptInvoice| format!("{} for {}", i.number, i.amount);
    match facts.invoices.as_slice() {
        [] => None,
        [one] if facts.more_invoices == 0 => Some(match &one.job {
            Some(job) => format!("invoice {} on job {job}", named(one)),
            None => format!("invoice {}", named(one)),
        }),
        many => {
            let mut parts: Vec<String> = many.iter().take(NAMED).map(named).collect();
            let more = many.len().saturating_sub(NAMED) + facts.more_invoices;
            if more > 0 {
                parts.push(format!("{more} more"));
            }
            Some(format!("invoices {}", say::list(&parts)))
        }
    }
}
