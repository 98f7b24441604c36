//! What a shortfall is, to the cent, before the collector has to ask: a credit, a dispute, a discount, tax, retainage, a charge, or some of them
//! together.
//!
//! Law: only exact matches, each from the ledger or from terms that trade knows; a guess would be worse than silence on the phone.
//! One thing alone comes before several together, and few before many.

use super::Judgement;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::document::{CreditReason, Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::named::named;
use crate::domain::promise::Promise;
use crate::domain::say;
use chrono::NaiveDate;

named! {
    /// What kind of thing explains a shortfall.
    pub enum ShortCause {
        /// A credit that is not used yet: ours to apply.
        Credit => "credit", "credit not applied";
        /// Something that they contested.
        Dispute => "dispute", "dispute";
        /// Held back by contract.
        Retainage => "retainage", "retainage";
        /// A charge or fee that they left out, or that a waiver is about.
        Fee => "fee", "charge not paid";
        /// An invoice of several that they left out.
        LeftOut => "left_out", "invoice left out";
        /// A discount that they took.
        Discount => "discount", "discount taken";
        /// Sales tax that they left out.
        Tax => "tax", "tax not paid";
        /// Several of these together.
        Several => "several", "several together";
    }
}

/// Early-payment discounts that trade terms give, in hundredths of a percent.
const DISCOUNTS: [i64; 6] = [100, 150, 200, 250, 300, 500];

/// Rates of sales tax that are tried, in hundredths of a percent: every quarter of a percent in this range.
const TAX_RATES: (i64, i64, usize) = (400, 1_100, 25);

/// Below this amount some rate of tax fits nearly every shortfall, and says nothing.
const TAX_FROM: i64 = 50_000;

/// No more than so many explanations: beyond that they explain nothing.
const AT_MOST: usize = 3;

/// So many things together at most, and of how many at most they are chosen: more choices would fit anything.
const TOGETHER: [(usize, usize); 3] = [(2, 24), (3, 12), (4, 8)];

/// Something that may be what is missing, or a part of it.
struct Part {
    cause: ShortCause,
    name: String,
    amount: Minor,
}

/// Everything of exactly the size of the shortfall, as said after "light;", each with what kind of thing it is.
pub(super) fn matches(
    promise: &Promise,
    judgement: &Judgement,
    book: &Book,
    balances: &Balances,
) -> Result<Vec<(ShortCause, String)>, MoneyError> {
    let short = judgement.short;
    let amount = short.show(book.account.currency);
    let scope = scope(promise, book, balances);
    let parts = parts(promise, judgement, book, balances, &scope);
    let mut found: Vec<(ShortCause, String)> = parts
        .iter()
        .filter(|p| p.amount == short)
        .map(|p| (p.cause, format!("{} is exactly {amount}", p.name)))
        .collect();
    if found.is_empty() && judgement.received.is_positive() {
        found.extend(by_rate(promise, short, &amount, &scope, balances)?);
    }
    if found.is_empty() {
        found.extend(together(&parts, short, &amount)?);
    }
    found.truncate(AT_MOST);
    Ok(found)
}

/// The invoices that the promise is about, oldest first.
fn scope<'a>(promise: &Promise, book: &'a Book, balances: &Balances) -> Vec<&'a Document> {
    let mut scope: Vec<&Document> = book
        .documents
        .iter()
        .filter(|d| d.kind.is_receivable() && balances.exists(d.id))
        .filter(|d| promise.items.is_empty() || promise.items.iter().any(|i| i.document == d.id))
        .collect();
    scope.sort_by_key(|d| place(d));
    scope
}

/// What may be missing, the likeliest kind first.
fn parts(
    promise: &Promise,
    judgement: &Judgement,
    book: &Book,
    balances: &Balances,
    scope: &[&Document],
) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut add = |cause, name: String, amount: Minor| {
        if amount.is_positive() && !out.iter().any(|p| p.name == name && p.amount == amount) {
            out.push(Part {
                cause,
                name,
                amount,
            });
        }
    };
    let mut credits: Vec<&Document> = book
        .documents
        .iter()
        .filter(|d| d.kind.is_credit())
        .collect();
    credits.sort_by_key(|d| place(d));
    for credit in credits {
        add(
            ShortCause::Credit,
            credit_name(credit),
            balances.open(credit.id),
        );
    }
    for invoice in scope {
        let disputes = book.disputes.iter().filter(|d| d.document == invoice.id);
        for dispute in disputes.filter(|d| d.opened_on <= balances.as_of()) {
            // One that is open and has lowered what is required is not what is still missing.
            let settled = dispute.resolved_on.is_some_and(|on| on <= balances.as_of());
            if !settled && judgement.disputed.is_positive() {
                continue;
            }
            let text = format!("the dispute on {} ({})", name(invoice), dispute.reason);
            add(ShortCause::Dispute, text, dispute.amount);
        }
    }
    for invoice in scope {
        if let Some(row) = balances.get(invoice.id) {
            let text = format!("the retainage on {}", name(invoice));
            add(ShortCause::Retainage, text, row.held);
        }
    }
    for waiver in book.waivers.iter().filter(|w| w.promise == promise.id) {
        if waiver.made_on <= balances.as_of() {
            let text = format!("the waiver ({})", waiver.reason.trim());
            add(ShortCause::Fee, text, waiver.amount);
        }
    }
    // One of several was left out. Where nothing came at all, every invoice was, and that says nothing.
    if judgement.received.is_positive() {
        for invoice in scope {
            let open = balances.open(invoice.id);
            if open == balances.face(invoice.id) {
                let cause = match invoice.kind {
                    DocumentKind::Invoice => ShortCause::LeftOut,
                    _ => ShortCause::Fee,
                };
                add(cause, format!("{}, not paid at all,", name(invoice)), open);
            }
        }
    }
    out
}

/// Fewest first: some parts that are together exactly what is missing.
fn together(
    parts: &[Part],
    short: Minor,
    amount: &str,
) -> Result<Option<(ShortCause, String)>, MoneyError> {
    let small: Vec<&Part> = parts.iter().filter(|p| p.amount < short).collect();
    for (size, among) in TOGETHER {
        let choice = &small[..small.len().min(among)];
        if let Some(chosen) = choose(choice, size, short)? {
            let names: Vec<String> = chosen.iter().map(|p| p.name.clone()).collect();
            let same = chosen.iter().all(|p| p.cause == chosen[0].cause);
            let cause = match (same, chosen.first()) {
                (true, Some(first)) => first.cause,
                _ => ShortCause::Several,
            };
            return Ok(Some((
                cause,
                format!("{} are exactly {amount}", say::list(&names)),
            )));
        }
    }
    Ok(None)
}

/// The first `size` parts in order that add up to `sum`.
fn choose<'a>(
    parts: &[&'a Part],
    size: usize,
    sum: Minor,
) -> Result<Option<Vec<&'a Part>>, MoneyError> {
    for (i, part) in parts.iter().enumerate() {
        if size == 1 && part.amount == sum {
            return Ok(Some(vec![part]));
        }
        if size > 1 && part.amount < sum {
            let rest = sum.minus(part.amount)?;
            if let Some(mut more) = choose(&parts[i + 1..], size - 1, rest)? {
                more.insert(0, part);
                return Ok(Some(more));
            }
        }
    }
    Ok(None)
}

/// A discount or tax that was worked out from the amounts: of all that was promised, else of one of its invoices.
fn by_rate(
    promise: &Promise,
    short: Minor,
    amount: &str,
    scope: &[&Document],
    balances: &Balances,
) -> Result<Vec<(ShortCause, String)>, MoneyError> {
    if promise.items.is_empty() {
        return Ok(Vec::new());
    }
    let all = Minor::sum(promise.items.iter().map(|i| i.open_when_taken))?;
    let whole = promise.amount == all;
    if let (true, Some(rate)) = (whole, discount(all, short)) {
        return Ok(vec![(
            ShortCause::Discount,
            format!("a {rate} discount is exactly {amount}"),
        )]);
    }
    let mut found = Vec::new();
    for item in &promise.items {
        let invoice = scope.iter().find(|d| d.id == item.document);
        let face = balances.face(item.document);
        if let (Some(invoice), Some(rate)) = (invoice, discount(face, short)) {
            let text = format!("a {rate} discount on {} is exactly {amount}", name(invoice));
            found.push((ShortCause::Discount, text));
        }
    }
    if found.is_empty() {
        for item in &promise.items {
            let invoice = scope.iter().find(|d| d.id == item.document);
            let face = balances.face(item.document);
            if let (Some(invoice), Some(rate)) = (invoice, tax(face, short)) {
                let text = format!("{rate} sales tax on {} is exactly {amount}", name(invoice));
                found.push((ShortCause::Tax, text));
            }
        }
    }
    Ok(found)
}

/// The rate of tax that is in an invoice's amount and is exactly what is missing.
fn tax(face: Minor, short: Minor) -> Option<String> {
    if face.get() < TAX_FROM {
        return None;
    }
    let (from, to, step) = TAX_RATES;
    let base = i128::from(face.less(short).get());
    let rate = (from..=to).step_by(step).find(|rate| {
        let on_it = (base * i128::from(*rate) + 5_000) / 10_000;
        on_it == i128::from(short.get())
    })?;
    Some(percent(rate))
}

fn discount(amount: Minor, short: Minor) -> Option<String> {
    let rate = DISCOUNTS.into_iter().find(|rate| {
        // Half a cent up, as terms are commonly worked out.
        let cut = (i128::from(amount.get()) * i128::from(*rate) + 5_000) / 10_000;
        cut == i128::from(short.get())
    })?;
    Some(percent(rate))
}

/// Hundredths of a percent in words: `2 %`, `2.5 %`, `8.25 %`.
fn percent(rate: i64) -> String {
    match (rate / 100, rate % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{} %", rest / 10),
        (whole, rest) => format!("{whole}.{rest:02} %"),
    }
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
    fn sales_tax_that_was_left_out_is_recognized_on_amounts_where_that_means_something() {
        let found = |amount: i64, paid: i64| {
            let mut b = BookMaker::new();
            let i = b.invoice("2025-08-01", "2025-09-01", amount);
            b.promise("2025-09-29", "2025-10-03", amount, &[i]);
            b.pay("2025-10-02", paid, &[(i, paid)]);
            let all = judge_all(&b.book, d("2025-10-08"), &Rules::default()).expect("fits");
            all[0].short_matches.clone()
        };
        // 10,000.00 and 8.25 % of it.
        assert_eq!(
            found(1_082_500, 1_000_000),
            ["8.25 % sales tax on SI-1 is exactly 825.00"]
        );
        assert_eq!(found(1_082_501, 1_000_000), Vec::<String>::new());
        assert_eq!(found(21_650, 20_000), Vec::<String>::new(), "too small");
    }

    #[test]
    fn several_things_together_explain_it_fewest_first_and_one_alone_before_them() {
        let parts = |b: &mut BookMaker| {
            b.credit("2025-09-20", 300_000);
            b.hold_back_on_first("2025-09-30", 30_000);
            b.credit("2025-09-21", 10_000);
        };
        let found = light(parts);
        assert_eq!(
            found,
            ["CM-4 (pricing), CM-5 (pricing) and the retainage on SI-1 are exactly 3,400.00"]
        );
        let found = light(|b| {
            parts(b);
            b.credit("2025-09-22", 340_000);
        });
        assert_eq!(found, ["CM-6 (pricing) is exactly 3,400.00"]);
    }

    #[test]
    fn a_waiver_of_that_amount_and_a_charge_left_out_are_named_as_fees() {
        let mut b = BookMaker::new();
        let i = b.invoice("2025-08-01", "2025-09-01", 100_000);
        let fee = b.document(DocumentKind::DebitNote, "2025-09-10", 3_500);
        let p = b.promise("2025-09-29", "2025-10-03", 103_500, &[i, fee]);
        b.pay("2025-10-02", 100_000, &[(i, 100_000)]);
        let causes = |b: &BookMaker| {
            let all = judge_all(&b.book, d("2025-10-08"), &Rules::default()).expect("fits");
            (all[0].short_matches.clone(), all[0].short_causes.clone())
        };
        let (said, kinds) = causes(&b);
        assert_eq!(said, ["D-2, not paid at all, is exactly 35.00"]);
        assert_eq!(kinds, [ShortCause::Fee]);
        b.book.waivers.push(crate::domain::waiver::Waiver {
            id: crate::domain::ids::WaiverId(1),
            promise: p,
            amount: Minor::new(3_500),
            document: Some(fee),
            reason: "late fee".into(),
            made_on: d("2025-09-29"),
            needs_approval: false,
            decided: None,
        });
        let (said, kinds) = causes(&b);
        assert_eq!(said[0], "the waiver (late fee) is exactly 35.00");
        assert_eq!(kinds, [ShortCause::Fee, ShortCause::Fee]);
    }

    #[test]
    fn what_matches_nothing_is_left_unsaid() {
        assert_eq!(light(|_| {}), Vec::<String>::new());
    }
}
