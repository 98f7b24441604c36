//! What leaves the ledger as a list: open items account by account, and the log of touches.
//!
//! Law: pure; a book and a day in, plain rows out. `export` turns them into tables, `store` feeds them one account at a time.

use super::account::{Account, Contact};
use super::balances::Balances;
use super::book::Book;
use super::credit;
use super::document::Document;
use super::money::{Minor, MoneyError};
use super::touch::Touch;
use chrono::NaiveDate;

/// One open document as of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenItem {
    /// The document.
    pub document: Document,
    /// Its face amount with restatements, above zero.
    pub face: Minor,
    /// What is open: above zero on the debit side, below zero for credits and unapplied cash.
    pub open: Minor,
    /// Civil days past its due date; `None` when it is not past due, or is no receivable.
    pub days_past_due: Option<i64>,
    /// The part of `open` that is contested.
    pub disputed: Minor,
    /// The part of `open` that is held back.
    pub held: Minor,
}

/// An account and what is open on it as of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountItems {
    /// Who.
    pub account: Account,
    /// Whom to ask for first.
    pub contact: Option<Contact>,
    /// Open receivables, gross.
    pub open: Minor,
    /// Of these, what is past due (retainage before its release left out).
    pub past_due: Minor,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: Minor,
    /// Its open documents, oldest due first.
    pub items: Vec<OpenItem>,
}

/// A touch with the names that belong to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Activity {
    /// With whom.
    pub account: Account,
    /// Who answered.
    pub contact: Option<String>,
    /// The touch.
    pub touch: Touch,
}

/// What is open on a book as of a day.
///
/// # Errors
/// When an amount does not fit.
pub fn items(book: Book, as_of: NaiveDate) -> Result<AccountItems, MoneyError> {
    let balances = Balances::at(&book, as_of)?;
    let credit_limit = credit::limit_at(&book, as_of);
    let mut out = AccountItems {
        contact: first_contact(&book.contacts),
        open: Minor::ZERO,
        past_due: Minor::ZERO,
        unapplied: Minor::ZERO,
        items: Vec::new(),
        account: Account {
            credit_limit,
            ..book.account
        },
    };
    for document in book.documents {
        let Some(balance) = balances.get(document.id) else {
            continue;
        };
        if !balance.exists || balance.open.is_zero() {
            continue;
        }
        let receivable = document.kind.is_receivable();
        let raises = document.kind.raises();
        if receivable {
            out.open = out.open.plus(balance.open)?;
            out.past_due = out.past_due.plus(balance.past_due(as_of))?;
        } else if !raises {
            out.unapplied = out.unapplied.minus(balance.open)?;
        }
        let disputed = Minor::sum(
            book.disputes
                .iter()
                .filter(|d| d.document == document.id && d.opened_on <= as_of)
                .filter(|d| d.resolved_on.is_none_or(|day| day > as_of))
                .map(|d| d.amount),
        )?;
        let late = as_of.signed_duration_since(document.due).num_days();
        out.items.push(OpenItem {
            face: balance.face,
            open: if raises {
                balance.open
            } else {
                balance.open.negated()
            },
            days_past_due: (receivable && late > 0).then_some(late),
            disputed: disputed.min(balance.open),
            held: balance.held,
            document,
        });
    }
    out.items
        .sort_by_key(|item| (item.document.due, item.document.id));
    Ok(out)
}

/// The touches of a book within some days, oldest first.
#[must_use]
pub fn activity(book: Book, from: Option<NaiveDate>, to: NaiveDate) -> Vec<Activity> {
    let Book {
        account,
        contacts,
        touches,
        ..
    } = book;
    let within = |touch: &Touch| touch.on <= to && from.is_none_or(|day| touch.on >= day);
    let name = |touch: &Touch| {
        let who = contacts.iter().find(|c| Some(c.id) == touch.contact);
        who.map(|c| c.name.clone())
    };
    touches
        .into_iter()
        .filter(within)
        .map(|touch| Activity {
            account: account.clone(),
            contact: name(&touch),
            touch,
        })
        .collect()
}

/// The preferred one, else the first.
fn first_contact(contacts: &[Contact]) -> Option<Contact> {
    let preferred = contacts.iter().find(|c| c.preferred);
    preferred.or_else(|| contacts.first()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::DocumentKind;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn an_open_item_carries_its_sign_its_age_and_what_is_contested() {
        let mut b = BookMaker::new();
        let late = b.document(DocumentKind::Invoice, "2026-09-01", 10_000);
        let credit = b.document(DocumentKind::CreditMemo, "2026-10-05", 2_500);
        b.document(DocumentKind::Invoice, "2026-11-25", 99);
        b.book.documents[0].due = d("2026-10-01");
        b.dispute(late, 4_000, "2026-10-10");
        let got = items(b.book, d("2026-11-20")).expect("fits");
        let rows: Vec<_> = got
            .items
            .iter()
            .map(|i| (i.document.id, i.open, i.days_past_due, i.disputed))
            .collect();
        assert_eq!(
            rows,
            [
                (late, Minor::new(10_000), Some(50), Minor::new(4_000)),
                (credit, Minor::new(-2_500), None, Minor::ZERO)
            ],
            "an invoice of a later day is not there yet"
        );
        assert_eq!(
            (got.open, got.past_due, got.unapplied),
            (Minor::new(10_000), Minor::new(10_000), Minor::new(-2_500))
        );
    }
}
