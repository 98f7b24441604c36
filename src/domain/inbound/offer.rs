//! What may come of a mail: a claim, a promise, a dispute, with what it says filled in.
//!
//! Law: only what the mail says; an amount that it does not say stays empty, and so does a day. A person decides.

use super::{Payment, Reading, portion, senses};
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::named::named;
use chrono::NaiveDate;

named! {
    /// What a mail is about.
    pub enum Sense {
        /// Money is under way.
        Claim => "claim", "money under way";
        /// They name a day on which they pay.
        Promise => "promise", "a promise";
        /// Something is not right.
        Dispute => "dispute", "a dispute";
    }
}

impl Sense {
    /// What a single word points to.
    #[must_use]
    pub fn of(word: &str) -> Option<Sense> {
        Some(match word {
            "remittance" | "remit" | "remitted" | "mailed" | "sent" | "paid" | "ach" | "wire"
            | "wired" | "check" | "cheque" | "transferred" => Sense::Claim,
            "will" | "promise" | "promised" | "schedule" | "scheduled" | "by" | "expect"
            | "plan" | "going" => Sense::Promise,
            "dispute" | "disputed" | "wrong" | "incorrect" | "short" | "shortage" | "damaged"
            | "overcharged" | "deducted" | "deduction" | "returned" | "missing" | "pricing"
            | "credit" | "duplicate" | "backcharge" => Sense::Dispute,
            _ => return None,
        })
    }
}

/// What a mail offers for one account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Offer {
    /// What it most likely is.
    pub sense: Option<Sense>,
    /// The documents that it names.
    pub invoices: Vec<DocumentId>,
    /// What it says is paid or will be.
    pub amount: Option<Minor>,
    /// How it is paid, and by which number.
    pub payment: Option<Payment>,
    /// The last day named that is not ahead: when it left.
    pub left_on: Option<NaiveDate>,
    /// The first day named that is ahead: by when.
    pub by_when: Option<NaiveDate>,
    /// What is taken off, by document where the mail says which.
    pub deducted: Vec<(Option<DocumentId>, Minor)>,
}

/// What a reading offers for the documents that the ledger knows of it: `(as written, document)`. Of a mail about several things, the one that it
/// is about most.
#[must_use]
pub fn offer(reading: &Reading, known: &[(String, DocumentId)], today: NaiveDate) -> Offer {
    let best = sense(reading, today);
    let parts = senses(reading, today);
    let best = match (parts.as_slice(), best) {
        ([_, _, ..], Some(best)) if parts.contains(&best) => Some(best),
        ([first, _, ..], _) => Some(*first),
        _ => best,
    };
    match best {
        Some(best) => offer_as(reading, known, today, best),
        None => offered(reading, known, today, None),
    }
}

/// What it offers when it is taken for one thing: only the sentences about that count, where it is about several.
#[must_use]
pub fn offer_as(
    reading: &Reading,
    known: &[(String, DocumentId)],
    today: NaiveDate,
    as_what: Sense,
) -> Offer {
    let Some(part) = portion(reading, today, as_what) else {
        return offered(reading, known, today, Some(as_what));
    };
    let named: Vec<(String, DocumentId)> = known
        .iter()
        .filter(|(written, _)| part.numbers.iter().any(|n| n.value == *written))
        .cloned()
        .collect();
    offered(&part, &named, today, Some(as_what))
}

fn offered(
    reading: &Reading,
    known: &[(String, DocumentId)],
    today: NaiveDate,
    sense: Option<Sense>,
) -> Offer {
    let document = |written: &str| known.iter().find(|(w, _)| w == written).map(|(_, id)| *id);
    let mut invoices: Vec<DocumentId> = Vec::new();
    for (_, id) in known {
        if !invoices.contains(id) {
            invoices.push(*id);
        }
    }
    let ahead = reading.days.iter().map(|d| d.value).filter(|d| *d >= today);
    let past = reading.days.iter().map(|d| d.value).filter(|d| *d <= today);
    let amount = amount(reading, &document);
    let mut deducted: Vec<(Option<DocumentId>, Minor)> = reading
        .amounts
        .iter()
        .filter(|a| a.value.is_negative())
        .map(|a| {
            let here = reading.numbers.iter().filter(|n| n.sentence == a.sentence);
            let which = here.map(|n| n.value.as_str()).find_map(document);
            (which, a.value.abs())
        })
        .collect();
    // "We dispute 800.00 on SI-1": the only amount of a complaint is what it is about.
    if deducted.is_empty()
        && sense == Some(Sense::Dispute)
        && let Some(only) = only_amount(reading)
    {
        let which = match invoices.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        deducted.push((which, only));
    }
    Offer {
        sense,
        amount,
        payment: reading.payments.first().map(|p| p.value.clone()),
        left_on: past.max(),
        by_when: ahead.min(),
        invoices,
        deducted,
    }
}

/// The amount, where only one is named.
fn only_amount(reading: &Reading) -> Option<Minor> {
    let mut all = reading.amounts.iter().map(|a| a.value);
    let first = all.next().filter(|m| m.is_positive())?;
    all.all(|m| m == first).then_some(first)
}

/// What it says is paid: the total that its lines add up to, else the only amount.
fn amount(reading: &Reading, document: &impl Fn(&str) -> Option<DocumentId>) -> Option<Minor> {
    let positive: Vec<Minor> = reading
        .amounts
        .iter()
        .map(|a| a.value)
        .filter(|m| m.is_positive())
        .collect();
    let mut distinct = positive.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if let [only] = distinct.as_slice() {
        return Some(*only);
    }
    let lines: Vec<Minor> = reading
        .pairs
        .iter()
        .filter(|p| document(&p.number).is_some())
        .map(|p| p.amount)
        .collect();
    if lines.is_empty() {
        return None;
    }
    let off = reading
        .amounts
        .iter()
        .map(|a| a.value)
        .filter(|m| m.is_negative());
    let sum = Minor::sum(lines.iter().copied()).ok()?;
    let net = Minor::sum(std::iter::once(sum).chain(off)).ok()?;
    // The mail's own total settles it; without one the lines do.
    let said = |m: Minor| {
        positive.iter().filter(|p| **p == m).count() > lines.iter().filter(|l| **l == m).count()
    };
    match (said(net), said(sum)) {
        (true, _) => Some(net),
        (false, true) => Some(sum),
        (false, false) => Some(net).filter(|m| m.is_positive()),
    }
}

/// What it most likely is: a number of a payment says most, then words, then a day ahead.
pub(super) fn sense(reading: &Reading, today: NaiveDate) -> Option<Sense> {
    let said = |sense: Sense| reading.words.iter().filter(|w| w.value == sense).count();
    let ahead = reading.days.iter().any(|d| d.value > today);
    if !reading.payments.is_empty() {
        return Some(Sense::Claim);
    }
    let strong = reading.words.iter().any(|w| {
        w.value == Sense::Dispute
            && !matches!(
                w.written.as_str(),
                "short" | "missing" | "credit" | "pricing" | "returned"
            )
    });
    if strong || (said(Sense::Dispute) > 0 && !ahead) {
        return Some(Sense::Dispute);
    }
    let firm = reading
        .words
        .iter()
        .any(|w| w.value == Sense::Promise && !matches!(w.written.as_str(), "by" | "going"));
    if ahead && (firm || said(Sense::Promise) > 0) {
        return Some(Sense::Promise);
    }
    (said(Sense::Claim) > 0).then_some(Sense::Claim)
}
