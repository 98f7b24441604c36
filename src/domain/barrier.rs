//! What stands between a customer and the payment, and the usual remedy for it (DOMAIN §1): data, config can add to it.
//!
//! Law: a barrier is recorded by its words, so that a list that changed later does not rename what was said.

use super::task::TaskKind;
use super::touch::Owner;
use serde::{Deserialize, Serialize};

/// What is usually done about a barrier: whose task, what, and in how many business days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Remedy {
    /// Who has to do it.
    pub owner: Owner,
    /// What kind of thing.
    pub kind: TaskKind,
    /// In words.
    pub what: String,
    /// Business days until it is due.
    pub days: u32,
}

/// A barrier with its usual remedy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Barrier {
    /// In the field's words: this is what is recorded.
    pub name: String,
    /// What is usually done about it; none = only a date to talk again.
    pub remedy: Option<Remedy>,
}

/// Name, owner, kind, what, business days; an empty task is none.
type Row = (&'static str, Owner, TaskKind, &'static str, u32);

use Owner::{Them, Us};
use TaskKind as K;

/// The list that every desk starts with.
const DEFAULTS: [Row; 23] = [
    (
        "invoice not received",
        Us,
        K::InvoiceCopy,
        "send the invoice again",
        1,
    ),
    (
        "wrong address or person",
        Us,
        K::InvoiceCopy,
        "send it to the right place",
        1,
    ),
    (
        "PO or paperwork missing",
        Us,
        K::PurchaseOrder,
        "send the purchase order and paperwork",
        2,
    ),
    (
        "awaiting internal approval",
        Them,
        K::Approval,
        "get it approved",
        3,
    ),
    ("in a pay run", Them, K::Payment, "pay it in the run", 5),
    ("already sent", Us, K::LookFor, "look for the payment", 1),
    ("pricing", Us, K::Credit, "check the price and answer", 3),
    (
        "tax",
        Us,
        K::TaxCertificate,
        "check the tax and the certificate",
        3,
    ),
    (
        "quantity or short shipment",
        Us,
        K::ProofOfDelivery,
        "send the proof of delivery",
        3,
    ),
    ("damaged or returned", Us, K::Credit, "settle the return", 5),
    (
        "duplicate",
        Us,
        K::Statement,
        "compare the invoices and send a statement",
        2,
    ),
    (
        "credit expected",
        Us,
        K::Credit,
        "issue the credit or say why not",
        3,
    ),
    (
        "freight or other charge",
        Us,
        K::Credit,
        "check the charge and answer",
        3,
    ),
    (
        "retainage held",
        Us,
        K::Verify,
        "verify when the retainage is released",
        10,
    ),
    (
        "waiting on their customer",
        Us,
        K::Verify,
        "verify when they are paid",
        5,
    ),
    (
        "cash flow or weather",
        Them,
        K::Payment,
        "say what they can pay now",
        5,
    ),
    (
        "AP contact gone",
        Us,
        K::FindContact,
        "find who pays there now",
        1,
    ),
    ("fee in question", Us, K::Credit, "decide about the fee", 3),
    (
        "vendor set-up or bank change",
        Us,
        K::W9,
        "send the vendor form and bank letter",
        2,
    ),
    (
        "portal rejection",
        Us,
        K::InvoiceCopy,
        "enter the invoice in their portal again",
        2,
    ),
    (
        "refuses, no reason",
        Us,
        K::Other,
        "decide with the supervisor",
        2,
    ),
    ("insolvent", Us, K::Other, "decide with the supervisor", 1),
    (
        "unreachable",
        Us,
        K::FindContact,
        "find another way to reach them",
        2,
    ),
];

/// The default list with a desk's own additions; one of the same name replaces the default.
#[must_use]
pub fn list(own: &[Barrier]) -> Vec<Barrier> {
    let mut out: Vec<Barrier> = DEFAULTS
        .iter()
        .map(|(name, owner, kind, what, days)| Barrier {
            name: (*name).to_owned(),
            remedy: Some(Remedy {
                owner: *owner,
                kind: *kind,
                what: (*what).to_owned(),
                days: *days,
            }),
        })
        .collect();
    for barrier in own {
        match out.iter_mut().find(|b| same(&b.name, &barrier.name)) {
            Some(known) => *known = barrier.clone(),
            None => out.push(barrier.clone()),
        }
    }
    out
}

/// The barrier of that name, whatever its case.
#[must_use]
pub fn find<'a>(list: &'a [Barrier], name: &str) -> Option<&'a Barrier> {
    list.iter().find(|b| same(&b.name, name.trim()))
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_barrier_has_a_remedy_with_an_owner_and_a_day() {
        let all = list(&[]);
        assert_eq!(all.len(), 23);
        for barrier in &all {
            let remedy = barrier.remedy.as_ref().expect("a remedy");
            assert!(!remedy.what.is_empty() && remedy.days > 0, "{barrier:?}");
        }
    }

    #[test]
    fn a_desk_adds_its_own_and_replaces_one_of_the_same_name() {
        let own = |name: &str| Barrier {
            name: name.into(),
            remedy: None,
        };
        let all = list(&[own("Pricing"), own("union strike")]);
        assert_eq!(all.len(), 24);
        assert_eq!(find(&all, "PRICING").expect("replaced").remedy, None);
        assert_eq!(all[23].name, "union strike");
    }
}
