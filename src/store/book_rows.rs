//! The rows of a book that are not money: people, touches, promises, claims, dates, tasks, disputes, holds, lien steps.
//!
//! Each is one query over a range of accounts; voided rows are left out. `books` is the other half.

use super::books::{Slice, book_of};
use super::fault::Res;
use super::types::{Day, Hour, end_kind, instant, owner};
use super::{jobs, letters, placements, reviews, told};
use crate::domain::account::Contact;
use crate::domain::answer::Answer;
use crate::domain::book::Book;
use crate::domain::credit::{LimitChange, TermsChange, TradeTerms};
use crate::domain::fee::{Agreement, Fee, FeeItem, FeeWaived};
use crate::domain::ids::{AccountId, ClaimId, DisputeId, FeeId, PlanId, PromiseId, TouchId};
use crate::domain::money::Minor;
use crate::domain::plan::Place;
use crate::domain::promise::{Promise, PromiseEnd, PromiseItem, Ruling};
use crate::domain::review::CreditHold;
use crate::domain::task::TaskEnd;
use crate::domain::touch::{
    Claim, ClaimStep, Dispute, FollowUp, Hold, HoldDetails, LienStep, Overstep, Task, Touch,
};
use crate::domain::waiver::Waiver;
use rusqlite::{Connection, Row, params};

/// Fills in everything but money.
pub(super) fn load(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
    slice: Slice,
    books: &mut [Book],
) -> Res<()> {
    let range = Range { conn, from, to };
    let whole = slice == Slice::Whole;
    if whole {
        range.each(CONTACTS, books, |book, r| {
            book.contacts.push(contact(r)?);
            Ok(())
        })?;
    }
    let touches = if whole { TOUCHES } else { TOUCHES_WITHOUT_TEXT };
    range.each(touches, books, |book, r| {
        book.touches.push(touch(r)?);
        Ok(())
    })?;
    promises(&range, books)?;
    rulings(&range, books)?;
    claims(&range, books)?;
    if whole {
        said(&range, books)?;
        for (account, letter) in letters::marks(conn, from, to)? {
            if let Some(book) = book_of(books, account) {
                book.letters.push(letter);
            }
        }
    }
    range.each(FOLLOW_UPS, books, |book, r| {
        book.follow_ups.push(FollowUp {
            id: r.get(1)?,
            made_on: r.get::<_, Day>(2)?.0,
            due_on: r.get::<_, Day>(3)?.0,
            at: r.get::<_, Option<Hour>>(7)?.map(|h| h.0),
            reason: r.get(4)?,
            requested_by_them: r.get(5)?,
            touch: r.get(6)?,
        });
        Ok(())
    })?;
    range.each(TASKS, books, |book, r| {
        book.tasks.push(Task {
            id: r.get(1)?,
            owner: owner(r.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?,
            what: r.get(3)?,
            made_on: r.get::<_, Day>(4)?.0,
            due_on: r.get::<_, Day>(5)?.0,
            done_on: r.get::<_, Option<Day>>(6)?.map(|d| d.0),
            kind: r.get(7)?,
            person: r.get(8)?,
            dropped: r.get::<_, Option<TaskEnd>>(9)? == Some(TaskEnd::Dropped),
        });
        Ok(())
    })?;
    range.each(DISPUTES, books, |book, r| {
        book.disputes.push(Dispute {
            document: r.get(1)?,
            amount: r.get(2)?,
            reason: r.get(3)?,
            opened_on: r.get::<_, Day>(4)?.0,
            resolved_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
            id: r.get(6)?,
            code: r.get(7)?,
            owner: r.get(8)?,
            due_on: r.get::<_, Option<Day>>(9)?.map(|d| d.0),
            ended: r.get(10)?,
            kind: r.get(11)?,
            payment: r.get(12)?,
            reopens: r.get::<_, Option<i64>>(13)?.map(DisputeId),
            credited: r.get::<_, Option<Minor>>(14)?.unwrap_or(Minor::ZERO),
        });
        Ok(())
    })?;
    fees(&range, books)?;
    range.each(HOLDS, books, |book, r| {
        book.holds.push(Hold {
            kind: r.get(1)?,
            from: r.get::<_, Day>(2)?.0,
            until: r.get::<_, Option<Day>>(3)?.map(|d| d.0),
            details: HoldDetails {
                case_number: r.get(4)?,
                court: r.get(5)?,
                filed_on: r.get::<_, Option<Day>>(6)?.map(|d| d.0),
                asked_by: r.get(7)?,
                asked_how: r.get(8)?,
                attorney: r.get(9)?,
                attorney_phone: r.get(10)?,
                attorney_mail: r.get(11)?,
                note: r.get(12)?,
            },
        });
        Ok(())
    })?;
    credit(&range, books)?;
    range.each(LIEN_STEPS, books, |book, r| {
        book.lien_steps.push(LienStep {
            job: r.get(1)?,
            step: r.get(2)?,
            made_on: r.get::<_, Day>(3)?.0,
            due_on: r.get::<_, Day>(4)?.0,
            done_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
        });
        Ok(())
    })?;
    clocks(&range, whole, books)
}

/// Placements and jobs decide what is asked and when; what was told is words.
fn clocks(range: &Range<'_>, whole: bool, books: &mut [Book]) -> Res<()> {
    range.each(placements::PLACEMENTS, books, placements::load)?;
    range.each(placements::STEPS, books, placements::load_step)?;
    range.each(placements::DECLINED, books, placements::load_declined)?;
    range.each(jobs::JOBS, books, jobs::load)?;
    range.each(jobs::DATES, books, jobs::load_date)?;
    range.each(jobs::STEPS, books, jobs::load_step)?;
    if whole {
        range.each(jobs::PARTIES, books, jobs::load_party)?;
        range.each(jobs::PLANS, books, jobs::load_plan)?;
        range.each(told::TOLD, books, told::load)?;
        range.each(told::OVERRIDES, books, told::load_override)?;
    }
    Ok(())
}

/// Fees with their days and what of them was given up; what was agreed about them.
fn fees(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
    range.each(AGREEMENTS, books, |book, r| {
        book.agreements.push(Agreement {
            text: r.get(1)?,
            on: r.get::<_, Day>(2)?.0,
        });
        Ok(())
    })?;
    range.each(FEES, books, |book, r| {
        book.fees.push(Fee {
            id: FeeId(r.get(1)?),
            document: r.get(2)?,
            kind: r.get(3)?,
            rule: r.get(4)?,
            basis: r.get(5)?,
            words: r.get(6)?,
            about: r.get(7)?,
            items: Vec::new(),
            waived: Vec::new(),
        });
        Ok(())
    })?;
    let at = |book: &Book, fee: i64| book.fees.binary_search_by_key(&FeeId(fee), |f| f.id);
    range.each(FEE_ITEMS, books, |book, r| {
        if let Ok(at) = at(book, r.get(1)?) {
            book.fees[at].items.push(FeeItem {
                document: r.get(2)?,
                principal: r.get(3)?,
                from: r.get::<_, Day>(4)?.0,
                to: r.get::<_, Day>(5)?.0,
                amount: r.get(6)?,
            });
        }
        Ok(())
    })?;
    range.each(FEE_WAIVERS, books, |book, r| {
        if let Ok(at) = at(book, r.get(1)?) {
            book.fees[at].waived.push(FeeWaived {
                document: r.get(2)?,
                amount: r.get(3)?,
                reason: r.get(4)?,
                waiver: r.get(5)?,
                on: r.get::<_, Day>(6)?.0,
            });
        }
        Ok(())
    })
}

/// What was named as standing in the way, where a working book leaves it out.
pub(super) fn barriers(
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

const CONTACTS: &str = "SELECT account_id, id, name, role, phone, email, preferred, right_party, phone_bad_on, email_bad_on, zone, mobile FROM contact
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";
const TOUCHES: &str = "SELECT account_id, id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, barrier, note, told, told_for,
      limit_broken, limit_reason, limit_allowed_by
    FROM touch WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";
const TOUCHES_WITHOUT_TEXT: &str = "SELECT account_id, id, channel, inbound, on_day, at_us, by_whom, contact_id, right_party, outcome, NULL, '', NULL, NULL, NULL, NULL, NULL
    FROM touch WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";
const FOLLOW_UPS: &str =
    "SELECT account_id, id, made_on, due_on, reason, requested_by_them, touch_id, due_time FROM follow_up
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";
const TASKS: &str =
    "SELECT t.account_id, t.id, t.owner, t.what, t.made_on, t.due_on, c.on_day, t.kind, t.person, c.how FROM task t
    LEFT JOIN closing c ON c.entity = 'task' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";
const DISPUTES: &str = "SELECT t.account_id, t.document_id, t.amount_minor, t.reason, t.opened_on, c.on_day, t.id, t.code,
      coalesce((SELECT h.owner FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL ORDER BY h.id DESC LIMIT 1), t.owner),
      coalesce((SELECT h.due_on FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL ORDER BY h.id DESC LIMIT 1), t.due_on),
      c.how, t.kind, t.payment_id, t.reopens_id, s.credited_minor FROM dispute t
    LEFT JOIN settlement s ON s.dispute_id = t.id AND s.voided_by IS NULL
    LEFT JOIN closing c ON c.entity = 'dispute' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";
const HOLDS: &str = "SELECT t.account_id, t.kind, t.from_on, c.on_day, t.case_number, t.court, t.filed_on, t.asked_by, t.asked_how, t.attorney, t.attorney_phone,
      t.attorney_mail, t.note FROM hold t
    LEFT JOIN closing c ON c.entity = 'hold' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";
const LIEN_STEPS: &str =
    "SELECT t.account_id, t.job, t.step, t.made_on, t.due_on, c.on_day FROM lien_step t
    LEFT JOIN closing c ON c.entity = 'lien_step' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";
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

const AGREEMENTS: &str = "SELECT account_id, agreement, on_day FROM fee_basis
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";
const FEES: &str = "SELECT account_id, id, document_id, kind, rule, basis, words, about_id FROM fee
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";
const FEE_ITEMS: &str =
    "SELECT f.account_id, f.id, i.document_id, i.principal_minor, i.from_on, i.to_on, i.amount_minor FROM fee_item i
    JOIN fee f ON f.id = i.fee_id WHERE f.account_id BETWEEN ?1 AND ?2 AND i.voided_by IS NULL AND f.voided_by IS NULL ORDER BY f.account_id, i.id";
const FEE_WAIVERS: &str =
    "SELECT f.account_id, f.id, w.document_id, w.amount_minor, w.reason, w.waiver_id, w.on_day FROM fee_waiver w
    JOIN fee f ON f.id = w.fee_id WHERE f.account_id BETWEEN ?1 AND ?2 AND w.voided_by IS NULL AND f.voided_by IS NULL ORDER BY f.account_id, w.id";
const CREDIT_HOLDS: &str = "SELECT h.account_id, h.from_on, e.on_day, h.reason FROM credit_hold h
    LEFT JOIN credit_hold_end e ON e.hold_id = h.id AND e.voided_by IS NULL
    WHERE h.account_id BETWEEN ?1 AND ?2 AND h.voided_by IS NULL ORDER BY h.id";

const CREDIT_LIMITS: &str =
    "SELECT account_id, on_day, before_minor, limit_minor, reason, set_by FROM credit_limit
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";
const CREDIT_TERMS: &str =
    "SELECT account_id, on_day, kind, days, from_on, reason, set_by FROM credit_terms
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";

/// A range of accounts to query.
struct Range<'a> {
    conn: &'a Connection,
    from: AccountId,
    to: AccountId,
}

impl Range<'_> {
    /// Calls `add` with each row and the book that it belongs to; column 0 is the account.
    fn each(
        &self,
        sql: &str,
        books: &mut [Book],
        mut add: impl FnMut(&mut Book, &Row<'_>) -> Res<()>,
    ) -> Res<()> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![self.from, self.to])?;
        while let Some(r) = rows.next()? {
            if let Some(book) = book_of(books, r.get(0)?) {
                add(book, r)?;
            }
        }
        Ok(())
    }
}

fn contact(r: &Row<'_>) -> Res<Contact> {
    Ok(Contact {
        account: r.get(0)?,
        id: r.get(1)?,
        name: r.get(2)?,
        role: r.get(3)?,
        phone: r.get(4)?,
        email: r.get(5)?,
        preferred: r.get(6)?,
        right_party: r.get(7)?,
        phone_bad_on: r.get::<_, Option<Day>>(8)?.map(|d| d.0),
        email_bad_on: r.get::<_, Option<Day>>(9)?.map(|d| d.0),
        zone: r.get(10)?,
        mobile: r.get(11)?,
    })
}

fn touch(r: &Row<'_>) -> Res<Touch> {
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

fn promises(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
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

/// Holds of shipments, limits and terms that were set here: few rows, and reports of working books show them.
fn credit(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
    range.each(CREDIT_HOLDS, books, |book, r| {
        book.credit_holds.push(CreditHold {
            from: r.get::<_, Day>(1)?.0,
            until: r.get::<_, Option<Day>>(2)?.map(|d| d.0),
            reason: r.get(3)?,
        });
        Ok(())
    })?;
    range.each(CREDIT_LIMITS, books, |book, r| {
        book.limits.push(LimitChange {
            on: r.get::<_, Day>(1)?.0,
            before: r.get(2)?,
            after: r.get(3)?,
            reason: r.get(4)?,
            by: r.get(5)?,
        });
        Ok(())
    })?;
    range.each(CREDIT_TERMS, books, |book, r| {
        book.terms.push(TermsChange {
            on: r.get::<_, Day>(1)?.0,
            terms: TradeTerms {
                kind: r.get(2)?,
                days: r.get(3)?,
            },
            from: r.get::<_, Day>(4)?.0,
            reason: r.get(5)?,
            by: r.get(6)?,
        });
        Ok(())
    })
}

fn rulings(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
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

fn claims(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
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

/// What the rules need no text of: only a whole book has it.
fn said(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
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
