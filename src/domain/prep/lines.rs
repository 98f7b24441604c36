//! The rows with money: open invoices, credits, payments, promises.

use super::Sight;
use crate::domain::aging::days_past_due;
use crate::domain::concession;
use crate::domain::document::{CreditReason, Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use crate::domain::verdict::{self, Judgement, Verdict};
use crate::domain::view::{CreditLine, InvoiceLine, PaymentLine, PromiseLine};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Open invoices, oldest due first.
pub(super) fn invoices(sight: &Sight<'_>) -> Result<Vec<InvoiceLine>, MoneyError> {
    let mut out: Vec<InvoiceLine> = Vec::new();
    for balance in sight.balances.receivables() {
        let Some(document) = sight.document(balance.id) else {
            continue;
        };
        let held = document
            .held(sight.as_of)
            .filter(|_| balance.held.is_positive());
        out.push(InvoiceLine {
            id: balance.id,
            kind: balance.kind,
            number: document.number.clone(),
            issued: balance.issued,
            due: balance.due,
            due_derived: document.due_derived,
            days_late: days_past_due(balance.due, sight.as_of),
            amount: balance.face,
            open: balance.open,
            disputed: Minor::ZERO,
            retainage: balance.held,
            retainage_until: held.and_then(|h| h.until),
            retainage_payer: held.and_then(|h| h.payer.clone()),
            promised: Minor::ZERO,
            conceded: concession::on(sight.book, &sight.balances, &sight.judgements, balance.id)?,
            paid: paid(sight, balance.id)?,
            job: document.job.clone(),
            po: document.po.clone(),
        });
    }
    out.sort_by(|a, b| (a.due, a.issued, &a.number, a.id).cmp(&(b.due, b.issued, &b.number, b.id)));
    for (dispute, part) in sight.disputes() {
        if let Some(line) = out.iter_mut().find(|l| l.id == dispute.document) {
            line.disputed = line.disputed.plus(part)?;
        }
    }
    cover(sight, &mut out)?;
    Ok(out)
}

/// What cash has settled of a document.
fn paid(sight: &Sight<'_>, document: DocumentId) -> Result<Minor, MoneyError> {
    let cash = sight
        .balances
        .applied()
        .iter()
        .filter(|a| a.to == document && a.from_kind.is_some_and(DocumentKind::is_cash));
    Minor::sum(cash.map(|a| a.amount))
}

/// Lays what promises still have to bring over the invoices that they name, or over all, oldest due first. As in the
/// facts, one whose date has passed covers nothing any more.
fn cover(sight: &Sight<'_>, lines: &mut [InvoiceLine]) -> Result<(), MoneyError> {
    let covers = |j: &&Judgement| matches!(j.verdict, Verdict::Open | Verdict::DueToday);
    let mut covering: Vec<(&Promise, Minor)> = sight
        .judgements
        .iter()
        .filter(covers)
        .filter_map(|j| Some((sight.promise(j.promise)?, j.short)))
        .collect();
    // Those that name their invoices first: the others take what is left.
    covering.sort_by_key(|(p, _)| (p.items.is_empty(), p.by_when, p.id));
    for (promise, short) in covering {
        let named: BTreeMap<DocumentId, Minor> = promise
            .items
            .iter()
            .map(|item| (item.document, item.amount))
            .collect();
        let mut left = short;
        for line in lines.iter_mut() {
            let most = match named.get(&line.id) {
                Some(amount) => *amount,
                None if named.is_empty() => line.open,
                None => continue,
            };
            let asked = line
                .open
                .less(line.retainage)
                .less(line.disputed)
                .less(line.conceded);
            let free = asked.less(line.promised);
            let part = left.min(most).min(free);
            line.promised = line.promised.plus(part)?;
            left = left.less(part);
        }
    }
    Ok(())
}

/// The documents that there are on the day, newest first.
fn newest<'a>(
    sight: &Sight<'a>,
    keep: impl Fn(&Document) -> bool,
) -> impl Iterator<Item = &'a Document> {
    let mut out: Vec<&Document> = sight
        .book
        .documents
        .iter()
        .filter(|d| d.issued <= sight.as_of && keep(d))
        .collect();
    out.sort_by_key(|d| std::cmp::Reverse((d.issued, d.id)));
    out.into_iter()
}

/// Why a credit was given: the code, else what its words say.
pub(crate) fn credit_reason(document: &Document) -> CreditReason {
    document.reason.unwrap_or_else(|| {
        document
            .memo
            .as_deref()
            .map_or(CreditReason::Other, CreditReason::understand)
    })
}

/// Credits that stand, newest first.
pub(super) fn credits(sight: &Sight<'_>) -> Vec<CreditLine> {
    newest(sight, |d| {
        d.kind.is_credit() && !sight.balances.reversed(d.id)
    })
    .map(|d| CreditLine {
        id: d.id,
        kind: d.kind,
        number: d.number.clone(),
        date: d.issued,
        amount: sight.balances.face(d.id),
        open: sight.balances.open(d.id),
        reason: credit_reason(d),
        memo: d.memo.clone(),
    })
    .collect()
}

/// Payments, newest first, those that bounced too.
pub(super) fn payments(sight: &Sight<'_>) -> Vec<PaymentLine> {
    newest(sight, |d| d.kind.is_cash())
        .map(|d| PaymentLine {
            id: d.id,
            kind: d.kind,
            number: d.number.clone(),
            date: d.issued,
            method: d.method.clone(),
            reference: d.reference.clone(),
            amount: sight.balances.face(d.id),
            unapplied: sight.balances.open(d.id),
            reversed_on: sight
                .book
                .reversals
                .iter()
                .filter(|r| r.document == d.id && r.effective_on <= sight.as_of)
                .map(|r| r.effective_on)
                .min(),
        })
        .collect()
}

/// The record without what was only learned later.
fn as_known(promise: &Promise, as_of: NaiveDate) -> Promise {
    Promise {
        end: promise.end.clone().filter(|end| end.on <= as_of),
        ..promise.clone()
    }
}

/// Promises with their verdicts, newest first.
pub(super) fn promises(sight: &Sight<'_>) -> Vec<PromiseLine> {
    let mut out: Vec<PromiseLine> = sight
        .judgements
        .iter()
        .filter_map(|judgement| {
            let promise = sight.promise(judgement.promise)?;
            Some(PromiseLine {
                promise: as_known(promise, sight.as_of),
                judgement: judgement.clone(),
                invoices: promise
                    .items
                    .iter()
                    .map(|i| {
                        sight
                            .document(i.document)
                            .map_or_else(|| i.document.to_string(), |d| d.number.clone())
                    })
                    .collect(),
                contact: sight.contact_name(promise.contact),
                explained: verdict::explain(
                    judgement,
                    promise,
                    sight.book,
                    sight.rules,
                    sight.as_of,
                ),
                chain_line: verdict::chain_line(
                    judgement,
                    &sight.judgements,
                    sight.book,
                    sight.as_of,
                ),
            })
        })
        .collect();
    out.sort_by_key(|l| std::cmp::Reverse(l.promise.id));
    out
}
