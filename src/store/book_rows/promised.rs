//! What was promised or claimed to be on its way, with what supervisors ruled of it.

use super::super::fault::Res;
use super::super::types::{Day, end_kind};
use super::Range;
use crate::domain::book::Book;
use crate::domain::ids::{ClaimId, PlanId, PromiseId};
use crate::domain::plan::Place;
use crate::domain::promise::{Promise, PromiseEnd, PromiseItem, Ruling};
use crate::domain::touch::Claim;
use rusqlite::Row;

const PROMISES: &str = "SELECT p.account_id, p.id, p.amount_minor, p.by_when, p.taken_on, p.open_when_taken, p.contact_id, p.taken_by,
      p.method, p.reference, p.touch_id, e.kind, e.on_day, e.by_promise, p.plan_id, p.plan_seq, l.instalments FROM promise p
    LEFT JOIN plan l ON l.id = p.plan_id
    LEFT JOIN promise_end e ON e.promise_id = p.id AND e.voided_by IS NULL
    WHERE p.account_id BETWEEN ?1 AND ?2 AND p.voided_by IS NULL ORDER BY p.account_id, p.id";

const PROMISE_ITEMS: &str =
    "SELECT p.account_id, i.promise_id, i.document_id, i.amount_minor, i.open_when_taken
    FROM promise p JOIN promise_item i ON i.promise_id = p.id AND i.voided_by IS NULL
    WHERE p.account_id BETWEEN ?1 AND ?2 AND p.voided_by IS NULL ORDER BY i.id";

const RULINGS: &str =
    "SELECT account_id, promise_id, verdict, on_day, ruled_by, reason FROM verdict_override
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";

const CLAIMS: &str = "SELECT c.account_id, c.id, c.made_on, c.method, c.reference, c.amount_minor, c.mailed_on, c.expected_by, e.on_day, e.document_id, c.contact_id, c.mailed_to
    FROM claim c LEFT JOIN claim_end e ON e.claim_id = c.id AND e.voided_by IS NULL
    WHERE c.account_id BETWEEN ?1 AND ?2 AND c.voided_by IS NULL ORDER BY c.account_id, c.id";

const CLAIM_ITEMS: &str = "SELECT c.account_id, i.claim_id, i.document_id FROM claim c JOIN claim_item i ON i.claim_id = c.id AND i.voided_by IS NULL
    WHERE c.account_id BETWEEN ?1 AND ?2 AND c.voided_by IS NULL ORDER BY i.id";

pub(super) fn promises(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
    range.each(PROMISES, books, |book, r| {
        let end = match r.get::<_, Option<String>>(11)? {
            None => None,
            Some(kind) => Some(PromiseEnd {
                kind: end_kind(&kind)?,
                on: r.get::<_, Day>(12)?.0,
                by: r.get(13)?,
            }),
        };
        book.promises.push(Promise {
            id: r.get(1)?,
            amount: r.get(2)?,
            by_when: r.get::<_, Day>(3)?.0,
            taken_on: r.get::<_, Day>(4)?.0,
            items: Vec::new(),
            open_when_taken: r.get(5)?,
            contact: r.get(6)?,
            taken_by: r.get(7)?,
            method: r.get(8)?,
            reference: r.get(9)?,
            touch: r.get(10)?,
            place: place(r)?,
            end,
        });
        Ok(())
    })?;
    range.each(PROMISE_ITEMS, books, |book, r| {
        let promise: PromiseId = r.get(1)?;
        if let Ok(i) = book.promises.binary_search_by_key(&promise, |p| p.id) {
            book.promises[i].items.push(PromiseItem {
                document: r.get(2)?,
                amount: r.get(3)?,
                open_when_taken: r.get(4)?,
            });
        }
        Ok(())
    })
}

pub(super) fn rulings(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
    range.each(RULINGS, books, |book, r| {
        book.rulings.push(Ruling {
            promise: r.get(1)?,
            verdict: r.get(2)?,
            on: r.get::<_, Day>(3)?.0,
            by: r.get(4)?,
            reason: r.get(5)?,
        });
        Ok(())
    })
}

pub(super) fn claims(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
    range.each(CLAIMS, books, |book, r| {
        let ended = r.get::<_, Option<Day>>(8)?.map(|d| d.0);
        let matched = r.get(9)?;
        book.claims.push(Claim {
            id: r.get(1)?,
            made_on: r.get::<_, Day>(2)?.0,
            method: r.get(3)?,
            reference: r.get(4)?,
            amount: r.get(5)?,
            mailed_on: r.get::<_, Day>(6)?.0,
            expected_by: r.get::<_, Day>(7)?.0,
            invoices: Vec::new(),
            matched,
            // An end without a payment is a claim taken back.
            retracted_on: if matched.is_none() { ended } else { None },
            contact: r.get(10)?,
            mailed_to: r.get(11)?,
            steps: Vec::new(),
            reissued_as: None,
        });
        Ok(())
    })?;
    range.each(CLAIM_ITEMS, books, |book, r| {
        let claim: ClaimId = r.get(1)?;
        if let Ok(i) = book.claims.binary_search_by_key(&claim, |c| c.id) {
            book.claims[i].invoices.push(r.get(2)?);
        }
        Ok(())
    })
}

/// The place of a promise in its plan.
fn place(r: &Row<'_>) -> Res<Option<Place>> {
    Ok(match r.get::<_, Option<PlanId>>(14)? {
        None => None,
        Some(plan) => Some(Place {
            plan,
            sequence: r.get(15)?,
            of: r.get(16)?,
        }),
    })
}
