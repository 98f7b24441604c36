//! What a shortfall is, to the cent, before the collector has to ask: a credit, a dispute, a discount, retainage, an unpaid charge.
//!
//! Law: only exact matches, each from the ledger; a guess would be worse than silence on the phone.

use super::Judgement;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::document::{CreditReason, Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use chrono::NaiveDate;

/// Early-payment discounts that trade terms give, in hundredths of a percent.
const DISCOUNTS: [i64; 6] = [100, 150, 200, 250, 300, 500];

/// No more than so many explanations: beyond that they explain nothing.
const AT_MOST: usize = 3;

/// Every single thing (or pair of credits) of exactly the size of the shortfall, as said after "light;".
pub(super) fn matches(
    promise: &Promise,
    judgement: &Judgement,
    book: &Book,
    balances: &Balances,
) -> Result<Vec<String>, MoneyError> {
    let short = judgement.short;
    let is = |what: String| format!("{what} is exactly {}", short.show(book.account.currency));
    let mut found: Vec<String> = Vec::new();

    let mut credits: Vec<(&Document, Minor)> = book
        .documents
        .iter()
        .filter(|d| d.kind.is_credit())
        .map(|d| (d, balances.open(d.id)))
        .filter(|(_, open)| open.is_positive())
        .collect();
    credits.sort_by_key(|(d, _)| place(d));
    for (credit, open) in &credits {
        if *open == short {
            found.push(is(credit_name(credit)));
        }
    }
    if found.is_empty() {
        'pairs: for (i, (a, x)) in credits.iter().enumerate() {
            for (b, y) in &credits[i + 1..] {
                if x.plus(*y)? == short {
                    let (a, b) = (credit_name(a), credit_name(b));
                    let amount = short.show(book.account.currency);
                    found.push(format!("{a} and {b} are exactly {amount}"));
                    break 'pairs;
                }
            }
        }
    }

    let mut scope: Vec<&Document> = book
        .documents
        .iter()
        .filter(|d| d.kind.is_receivable() && balances.exists(d.id))
        .filter(|d| promise.items.is_empty() || promise.items.iter().any(|i| i.document == d.id))
        .collect();
    scope.sort_by_key(|d| place(d));
    for invoice in &scope {
        let disputes = book.disputes.iter().filter(|d| d.document == invoice.id);
        for dispute in disputes.filter(|d| d.opened_on <= balances.as_of() && d.amount == short) {
            let (number, reason) = (name(invoice), &dispute.reason);
            let text = is(format!("the dispute on {number} ({reason})"));
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }
    for invoice in &scope {
        let row = balances.get(invoice.id);
        if row.is_some_and(|r| r.held == short && r.held.is_positive()) {
            found.push(is(format!("the retainage on {}", name(invoice))));
        }
        // One invoice of several was left out, or a charge was not paid.
        let untouched = balances.open(invoice.id) == short && balances.face(invoice.id) == short;
        if untouched && judgement.received.is_positive() {
            found.push(is(format!("{}, not paid at all,", name(invoice))));
        }
    }
    if !promise.items.is_empty() && judgement.received.is_positive() {
        let all = Minor::sum(promise.items.iter().map(|i| i.open_when_taken))?;
        if let Some(rate) = discount(all, short) {
            found.push(is(format!("a {rate} discount")));
        } else {
            for item in &promise.items {
                let invoice = scope.iter().find(|d| d.id == item.document);
                if let (Some(invoice), Some(rate)) =
                    (invoice, discount(balances.face(item.document), short))
                {
                    found.push(is(format!("a {rate} discount on {}", name(invoice))));
                }
            }
        }
    }
    found.truncate(AT_MOST);
    Ok(found)
}

fn discount(amount: Minor, short: Minor) -> Option<String> {
    let rate = DISCOUNTS.into_iter().find(|rate| {
        // Half a cent up, as terms are commonly worked out.
        let cut = (i128::from(amount.get()) * i128::from(*rate) + 5_000) / 10_000;
        cut == i128::from(short.get())
    })?;
    Some(match rate % 100 {
        0 => format!("{} %", rate / 100),
        rest => format!("{}.{} %", rate / 100, rest / 10),
    })
}

/// Oldest first, then as numbered on paper: the same in whatever order the rows were entered.
fn place(document: &Document) -> (NaiveDate, NaiveDate, &str, DocumentId) {
    (document.due, document.issued, &document.number, document.id)
}

fn credit_name(credit: &Document) -> String {
    let reason = credit
        .reason
        .or_else(|| credit.memo.as_deref().map(CreditReason::understand))
        .unwrap_or(CreditReason::Other);
    format!("{} ({})", name(credit), reason.name())
}

fn name(document: &Document) -> String {
    if !document.number.is_empty() {
        return document.number.clone();
    }
    match document.kind {
        DocumentKind::CreditMemo => "a credit memo".to_owned(),
        DocumentKind::Invoice => "an invoice".to_owned(),
        other => format!("a {}", other.name().replace('_', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge_all;
    use super::*;
    use crate::domain::document::Retainage;
    use crate::domain::rules::Rules;
    use crate::domain::testing::{BookMaker, d};

    /// A promise of 12,400.00 on which 9,000.00 came: 3,400.00 light.
    fn light(change: impl FnOnce(&mut BookMaker)) -> Vec<String> {
        let mut b = BookMaker::new();
        let i = b.invoice("2025-08-01", "2025-09-01", 1_240_000);
        b.promise("2025-09-29", "2025-10-03", 1_240_000, &[i]);
        b.pay("2025-10-06", 900_000, &[(i, 900_000)]);
        change(&mut b);
        let all = judge_all(&b.book, d("2025-10-08"), &Rules::default()).expect("fits");
        all[0].short_matches.clone()
    }

    #[test]
    fn an_open_credit_of_that_very_amount_explains_it_and_another_does_not() {
        let found = light(|b| {
            b.credit("2025-09-20", 340_000);
            b.credit("2025-09-20", 339_999);
        });
        assert_eq!(found, ["CM-4 (pricing) is exactly 3,400.00"]);
    }

    #[test]
    fn two_credits_together_explain_it() {
        let found = light(|b| {
            b.credit("2025-09-20", 300_000);
            b.credit("2025-09-20", 40_000);
        });
        assert_eq!(
            found,
            ["CM-4 (pricing) and CM-5 (pricing) are exactly 3,400.00"]
        );
    }

    #[test]
    fn retainage_and_disputes_of_that_amount_are_named() {
        let found = light(|b| {
            b.book.documents[0].retainage.push(Retainage {
                from: d("2025-09-30"),
                amount: Minor::new(340_000),
                until: None,
                payer: None,
            });
        });
        assert_eq!(found, ["the retainage on SI-1 is exactly 3,400.00"]);
        let found = light(|b| {
            b.dispute(b.book.documents[0].id, 340_000, "2025-09-30");
            b.book.disputes[0].resolved_on = Some(d("2025-10-02"));
        });
        assert_eq!(found, ["the dispute on SI-1 (pricing) is exactly 3,400.00"]);
    }

    #[test]
    fn a_discount_taken_is_recognized() {
        let mut b = BookMaker::new();
        let i = b.invoice("2025-08-01", "2025-09-01", 1_000_000);
        b.promise("2025-09-29", "2025-10-03", 1_000_000, &[i]);
        b.pay("2025-10-02", 980_000, &[(i, 980_000)]);
        let all = judge_all(&b.book, d("2025-10-08"), &Rules::default()).expect("fits");
        assert_eq!(all[0].short_matches, ["a 2 % discount is exactly 200.00"]);
    }

    #[test]
    fn what_matches_nothing_is_left_unsaid() {
        assert_eq!(light(|_| {}), Vec::<String>::new());
    }
}
