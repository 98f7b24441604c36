//! What was said: touches with their notes, answers, barriers; steps of claims, waivers.

use super::super::fault::Res;
use super::super::reviews;
use super::super::types::{Day, instant};
use super::Range;
use crate::domain::answer::Answer;
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, ClaimId, TouchId};
use crate::domain::touch::{ClaimStep, Overstep, Touch};
use crate::domain::waiver::Waiver;
use rusqlite::{Connection, Row};

/// What was named as standing in the way, where a working book leaves it out.
pub(in crate::store) fn barriers(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
    books: &mut [Book],
) -> Res<()> {
    let range = Range { conn, from, to };
    for sql in [TOUCH_BARRIERS, BARRIERS] {
        range.each(sql, books, |book, r| {
            let id: TouchId = r.get(1)?;
            let name: String = r.get(2)?;
            if let Ok(at) = book.touches.binary_search_by_key(&id, |t| t.id) {
                let named = &mut book.touches[at].barriers;
                if !named.contains(&name) {
                    named.push(name);
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

pub(super) const TOUCHES: &str = "SELECT account_id, id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, barrier, note, told, told_for,
      limit_broken, limit_reason, limit_allowed_by
    FROM touch WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";

pub(super) const TOUCHES_WITHOUT_TEXT: &str = "SELECT account_id, id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, NULL, '', NULL, NULL, NULL, NULL, NULL
    FROM touch WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";

const CLAIM_STEPS: &str =
    "SELECT c.account_id, s.claim_id, s.step, s.on_day, s.detail, s.by_claim FROM claim c
    JOIN claim_step s ON s.claim_id = c.id AND s.voided_by IS NULL
    WHERE c.account_id BETWEEN ?1 AND ?2 AND c.voided_by IS NULL ORDER BY s.id";

const ANSWERS: &str = "SELECT account_id, touch_id, said, detail FROM answer
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";

const BARRIERS: &str = "SELECT account_id, touch_id, name FROM barrier
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";

const TOUCH_BARRIERS: &str = "SELECT account_id, id, barrier FROM touch
    WHERE account_id BETWEEN ?1 AND ?2 AND barrier IS NOT NULL AND voided_by IS NULL ORDER BY id";

const WAIVERS: &str = "SELECT w.account_id, w.id, w.promise_id, w.amount_minor, w.document_id, w.reason, w.made_on, w.needs_approval, d.granted, d.on_day
    FROM waiver w LEFT JOIN waiver_decision d ON d.waiver_id = w.id AND d.voided_by IS NULL
    WHERE w.account_id BETWEEN ?1 AND ?2 AND w.voided_by IS NULL ORDER BY w.id";

pub(super) fn touch(r: &Row<'_>) -> Res<Touch> {
    Ok(Touch {
        id: r.get(1)?,
        channel: r.get(2)?,
        inbound: r.get(3)?,
        on: r.get::<_, Day>(4)?.0,
        at: instant(r.get(5)?)?,
        by: r.get(6)?,
        contact: r.get(7)?,
        right_party: r.get(8)?,
        outcome: r.get(9)?,
        barrier: r.get(10)?,
        note: r.get(11)?,
        told: r.get(12)?,
        told_for: r.get::<_, Option<Day>>(13)?.map(|d| d.0),
        answers: Vec::new(),
        barriers: Vec::new(),
        overstep: match r.get(14)? {
            None => None,
            Some(limits) => Some(Overstep {
                limits,
                reason: r.get(15)?,
                allowed_by: r.get(16)?,
            }),
        },
    })
}

/// What the rules need no text of: only a whole book has it.
pub(super) fn said(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
    range.each(CLAIM_STEPS, books, |book, r| {
        let claim: ClaimId = r.get(1)?;
        if let Ok(i) = book.claims.binary_search_by_key(&claim, |c| c.id) {
            let claim = &mut book.claims[i];
            claim.reissued_as = r.get::<_, Option<ClaimId>>(5)?.or(claim.reissued_as);
            claim.steps.push(ClaimStep {
                kind: r.get(2)?,
                on: r.get::<_, Day>(3)?.0,
                detail: r.get(4)?,
            });
        }
        Ok(())
    })?;
    range.each(ANSWERS, books, |book, r| {
        if let Some(touch) = touch_of(book, r.get(1)?) {
            touch.answers.push(Answer {
                said: r.get(2)?,
                detail: r.get(3)?,
            });
        }
        Ok(())
    })?;
    range.each(BARRIERS, books, |book, r| {
        if let Some(touch) = touch_of(book, r.get(1)?) {
            touch.barriers.push(r.get(2)?);
        }
        Ok(())
    })?;
    range.each(reviews::OF_ACCOUNTS, books, |book, r| {
        book.reviews.push(reviews::read(r, 1)?);
        Ok(())
    })?;
    range.each(WAIVERS, books, |book, r| {
        let decided = match r.get::<_, Option<Day>>(9)? {
            Some(day) => Some((r.get(8)?, day.0)),
            None => None,
        };
        book.waivers.push(Waiver {
            id: r.get(1)?,
            promise: r.get(2)?,
            amount: r.get(3)?,
            document: r.get(4)?,
            reason: r.get(5)?,
            made_on: r.get::<_, Day>(6)?.0,
            needs_approval: r.get(7)?,
            decided,
        });
        Ok(())
    })
}

fn touch_of(book: &mut Book, id: TouchId) -> Option<&mut Touch> {
    let at = book.touches.binary_search_by_key(&id, |t| t.id).ok()?;
    book.touches.get_mut(at)
}
