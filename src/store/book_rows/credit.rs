//! What it costs and what is lent: fees with what was let go, credit holds, limits, terms.

use super::super::fault::Res;
use super::super::types::Day;
use super::Range;
use crate::domain::book::Book;
use crate::domain::credit::{LimitChange, TermsChange, TradeTerms};
use crate::domain::fee::{Agreement, Fee, FeeItem, FeeWaived};
use crate::domain::ids::FeeId;
use crate::domain::review::CreditHold;

/// Fees with their days and what of them was given up; what was agreed about them.
pub(super) fn fees(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
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

/// Holds of shipments, limits and terms that were set here: few rows, and reports of working books show them.
pub(super) fn credit(range: &Range<'_>, books: &mut [Book]) -> Res<()> {
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
