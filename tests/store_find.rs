//! Finding an account by what people read out on the phone: part of an invoice's number, a purchase order, an amount.

use bywhen::demo;
use bywhen::domain::rules::Rules;
use bywhen::store::protocol::{Hit, Reply, Request};
use bywhen::store::{Identity, Ledger};
use chrono::NaiveDate;

fn desk() -> Ledger {
    let identity = Identity {
        company: demo::COMPANY.to_owned(),
        currency: demo::CURRENCY,
    };
    let mut ledger = Ledger::in_memory(&identity, Rules::default()).expect("a ledger");
    demo::build(monday(), &mut |request| ledger.ask(request, &mut |_| ())).expect("the sample");
    ledger
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
}

fn find(ledger: &mut Ledger, text: &str) -> Vec<Hit> {
    let request = Request::Find {
        text: text.into(),
        limit: 40,
        as_of: monday(),
    };
    match ledger.ask(request, &mut |_| ()) {
        Reply::Hits(hits) => hits,
        other => panic!("{other:?}"),
    }
}

fn first(ledger: &mut Ledger, text: &str) -> (String, String) {
    let hits = find(ledger, text);
    let hit = hits.first().unwrap_or_else(|| panic!("nothing for {text}"));
    (hit.label.clone(), hit.matched.clone())
}

#[test]
fn an_invoice_is_found_with_and_without_its_prefix_and_leading_zeros() {
    let mut ledger = desk();
    for typed in [
        "SI-10432", "si-10432", "10432", "#10432", "0010432", "SI 10432",
    ] {
        let (account, matched) = first(&mut ledger, typed);
        assert_eq!(account, "C1001", "{typed}");
        assert!(matched.ends_with("SI-10432"), "{typed}: {matched}");
    }
}

#[test]
fn four_digits_of_a_number_are_enough_and_three_are_not() {
    let mut ledger = desk();
    let by_number = |hits: &[Hit], text: &str| hits.iter().any(|h| h.matched.contains(text));
    assert!(by_number(&find(&mut ledger, "0432"), "SI-10432"));
    assert!(by_number(&find(&mut ledger, "1043"), "SI-1043"));
    assert!(!by_number(&find(&mut ledger, "043"), "SI-10432"));
}

#[test]
fn an_open_invoice_is_found_by_its_purchase_order() {
    let mut ledger = desk();
    assert_eq!(
        first(&mut ledger, "19117"),
        ("C1011".to_owned(), "PO 19117 of SI-10473".to_owned())
    );
}

#[test]
fn a_check_for_several_invoices_finds_those_that_add_up_to_it() {
    let mut ledger = desk();
    let (account, matched) = first(&mut ledger, "11,498.05");
    assert_eq!(account, "C1001");
    assert_eq!(matched, "SI-10432 and SI-10467 add up to it");
    assert!(find(&mut ledger, "11,498.06").is_empty());
}
