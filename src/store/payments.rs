//! Payments: posting one with what it pays, and taking one back from a day on.

use super::act::Act;
use super::documents::{self, NewDocument};
use super::fault::{Res, refuse};
use super::protocol::{NewPayment, PaymentHit};
use super::types::Day;
use super::{accounts, text};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::say;
use rusqlite::{Connection, OptionalExtension, params};

/// Posts a payment. What names no invoice stays unapplied.
pub(super) fn pay(act: &mut Act<'_>, new: &NewPayment, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, new.account)?;
    documents::check_amount(new.amount)?;
    documents::check_day(new.on)?;
    let reference = text::optional("check or trace number", new.reference.as_deref(), 200)?;
    let money = |m: Minor| say::money(m, account.currency);
    let mut left = new.amount;
    let mut parts = Vec::new();
    let mut settled = String::new();
    for item in &new.items {
        let found = documents::known_of(act.conn, account.id, item.document)?;
        if !found.kind.raises() {
            return refuse(format!(
                "'{}' is not an invoice: a payment settles invoices",
                found.number
            ));
        }
        let taken = parts
            .iter()
            .filter(|(id, _, _)| *id == found.id)
            .map(|(_, amount, _)| *amount);
        let open = found.open.less(Minor::sum(taken)?);
        let amount = item.amount.unwrap_or_else(|| open.min(left));
        if item.amount.is_none() && amount.is_zero() {
            // Nothing open, or nothing left of the payment: there is no part for this invoice.
            settled = found.number;
            continue;
        }
        documents::check_amount(amount)?;
        if amount > open {
            return refuse(format!(
                "{} is open on {}, and {} would be applied: nothing was saved; lower the part",
                money(open),
                found.number,
                money(amount)
            ));
        }
        if amount > left {
            return refuse(format!(
                "the parts add up to more than the payment of {}: nothing was saved; lower a part",
                money(new.amount)
            ));
        }
        left = left.less(amount);
        // A payment that is older than the invoice settles it from the invoice's own day on.
        parts.push((found.id, amount, new.on.max(found.issued)));
    }
    if parts.is_empty() && !new.items.is_empty() {
        // Asked here, where nobody else can write: of two who post one check at once the second must hear it.
        return refuse(format!(
            "nothing is open on {settled} (any more): nothing was saved; look at the account again"
        ));
    }
    let rest = if left.is_positive() && left < new.amount {
        format!(", {} unapplied", money(left))
    } else if left.is_positive() {
        ", unapplied".to_owned()
    } else {
        String::new()
    };
    let what = format!(
        "payment of {} from {}{rest}",
        money(new.amount),
        account.name
    );
    act.event("payment", Some(account.id), what, body)?;
    let mut document = NewDocument::plain(
        account.id,
        DocumentKind::Payment,
        new.on,
        new.amount,
        account.currency,
    );
    document.method = new.method.map(crate::domain::touch::Method::name);
    document.reference = reference.as_deref();
    let id = documents::insert(act, &document)?;
    for (invoice, amount, on) in parts {
        documents::apply(act, id, invoice, amount, on)?;
    }
    act.done.document = Some(id);
    act.touch(account.id);
    Ok(())
}

/// Takes a payment or credit back from the act's day on.
pub(super) fn reverse(act: &mut Act<'_>, payment: DocumentId, reason: &str, body: &str) -> Res<()> {
    let found = documents::known(act.conn, payment)?;
    let account = accounts::get(act.conn, found.account)?;
    let reason = text::required("reason", reason, 200)?;
    if !matches!(
        found.kind,
        DocumentKind::Payment
            | DocumentKind::PresumedCash
            | DocumentKind::CreditMemo
            | DocumentKind::JournalCredit
            | DocumentKind::WriteOff
    ) {
        return refuse("only a payment or a credit can be reversed: nothing was saved");
    }
    let reversed: Option<i64> = act
        .conn
        .prepare_cached("SELECT 1 FROM reversal WHERE document_id = ?1 AND voided_by IS NULL")?
        .query_row(params![payment], |r| r.get(0))
        .optional()?;
    if reversed.is_some() {
        return refuse("that payment was reversed already: nothing was saved");
    }
    let on = act.on().max(found.issued);
    let what = format!(
        "payment of {} from {} reversed ({reason})",
        say::money(found.amount, account.currency),
        account.name
    );
    act.event("reversal", Some(account.id), what, body)?;
    documents::reverse(act, payment, on, &reason)?;
    act.done.document = Some(payment);
    act.touch(account.id);
    Ok(())
}

/// Payments with that id, number or reference, newest first.
pub(super) fn find(conn: &Connection, typed: &str) -> Res<Vec<PaymentHit>> {
    let typed = typed.trim();
    let mut statement = conn.prepare_cached(
        "SELECT d.id, a.name, d.number, d.reference, d.issued_on, d.amount_minor, d.currency,
                EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = d.id AND r.voided_by IS NULL)
         FROM document d JOIN account a ON a.id = d.account_id
         WHERE d.kind IN ('payment', 'presumed_cash') AND d.voided_by IS NULL AND (d.id = ?2 OR d.number = ?1 OR d.reference = ?1)
         ORDER BY d.issued_on DESC, d.id DESC",
    )?;
    let mut rows = statement.query(params![typed, typed.parse::<i64>().ok()])?;
    let mut found = Vec::new();
    while let Some(r) = rows.next()? {
        found.push(PaymentHit {
            payment: r.get(0)?,
            name: r.get(1)?,
            number: r.get(2)?,
            reference: r.get(3)?,
            on: r.get::<_, Day>(4)?.0,
            amount: r.get(5)?,
            currency: r.get(6)?,
            reversed: r.get(7)?,
        });
    }
    Ok(found)
}
