//! The script of a customer who is billed in two currencies, from a ledger as the import makes it: two accounts, and never two currencies in one
//! sentence. The snapshots are read as sentences by whoever changes them.

mod harness;
use bywhen::domain::script::Situation;
use bywhen::domain::view::Prep;
use bywhen::script::{Scripts, Step};
use bywhen::store::protocol::{Reply, Request};
use harness::{Desk, TODAY, book, day};
use std::fmt::Write as _;

const HEADER: &str = "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,PurchaseOrder,Currency Code,Exchange Rate,Is Inclusive Tax,Item Name,Item Desc,Quantity,Item Price,Item Total,SubTotal,Total,Balance,Notes,Billing Address,Billing City,Billing State,Billing Code";

/// Dollars and euros of one customer, and a customer of euros alone, as a list of invoices from Zoho has them.
fn both() -> Desk {
    let mut text = HEADER.to_owned();
    for (customer, name, number, due, amount, currency) in [
        (
            71,
            "Harbor Framing LLC",
            "SI-1",
            "2026-10-05",
            "4000.00",
            "USD",
        ),
        (
            71,
            "Harbor Framing LLC",
            "SI-2",
            "2026-10-20",
            "2500.00",
            "USD",
        ),
        (
            71,
            "Harbor Framing LLC",
            "SI-3",
            "2026-10-07",
            "9200.00",
            "EUR",
        ),
        (
            71,
            "Harbor Framing LLC",
            "SI-4",
            "2026-11-09",
            "4110.55",
            "EUR",
        ),
        (72, "Hafenbau Kiel", "SI-5", "2026-11-02", "770.01", "EUR"),
    ] {
        let issued = day(due) - chrono::Days::new(30);
        write!(
            text,
            "\n{issued},42716680000004{number},{number},Overdue,{customer},{name},{due},,{currency},1.000000,false,Studs,,1.00,{amount},{amount},{amount},{amount},{amount},,,,,"
        )
        .expect("a string takes everything");
    }
    text.push('\n');
    Desk::on(book::of_text("2026-11-20", text), TODAY)
}

fn prep(desk: &mut Desk, name: &str, on: &str) -> Box<Prep> {
    let Some(Reply::Account(found)) = desk.ask(Request::Resolve { text: name.into() }) else {
        panic!("{name} is not there");
    };
    let (account, as_of) = (found.id, day(on));
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => prep,
        other => panic!("{other:?}"),
    }
}

/// What is said in a call, a line a step.
fn said(prep: &Prep, situation: Option<Situation>) -> String {
    let mut facts = prep.script.clone();
    facts.caller = Some("Ana".into());
    facts.company = Some("Ridgeline Supply".into());
    if let Some(situation) = situation {
        facts.situation = situation;
    }
    let mut out = format!("# {}, {}\n\n", prep.account.name, facts.situation.name());
    let scripts = Scripts::embedded().expect("the scripts");
    for (step, text) in scripts.all(&facts) {
        if Step::FLOW.contains(&step) {
            let text = text.replace('\n', " / ");
            writeln!(out, "{}: {text}", step.title()).expect("a string takes everything");
        }
    }
    out.push('\n');
    out
}

const NAMES: [&str; 3] = [
    "Harbor Framing LLC",
    "Harbor Framing LLC (EUR)",
    "Hafenbau Kiel",
];

#[test]
fn a_customer_of_two_currencies_hears_of_one_at_a_time() {
    let mut desk = both();
    let mut out = String::new();
    for name in NAMES {
        let prep = prep(&mut desk, name, TODAY);
        for situation in [None, Some(Situation::SlowPayer), Some(Situation::Inbound)] {
            let text = said(&prep, situation);
            let dollars = name == "Harbor Framing LLC";
            assert_eq!(text.contains('$'), dollars, "{text}");
            assert_eq!(text.contains("EUR "), !dollars, "{text}");
            out.push_str(&text);
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn promises_of_two_currencies_are_taken_and_asked_about_apart() {
    let mut desk = both();
    let mut out = String::new();
    for (name, amount) in NAMES.into_iter().zip(["5000", "9200", "770.01"]) {
        desk.find(name).press("Enter d").type_text("tomorrow");
        desk.press("Tab Ctrl-U").type_text(amount);
        desk.press("Enter Enter");
    }
    assert_eq!(desk.writes, 3);
    for on in ["2026-11-24", "2026-11-30"] {
        for name in NAMES {
            out.push_str(&said(&prep(&mut desk, name, on), None));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_they_needed_credits_for_is_asked_about_when_they_dispute_again() {
    let mut desk = Desk::sample(TODAY);
    desk.find("Harbor Framing LLC")
        .shows("3 credits in 90 days, 2 for pricing: expect it");
    desk.press("Enter q")
        .shows("Disputes it")
        .shows("2 for pricing: is it the same");
}
