//! A ledger of one's own for a desk: rows of the plain template, imported on a day.

use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::import::{InputFile, Profiles, ReadOptions};
use bywhen::store::protocol::{ImportOrder, Intent, Reply, Request, Stamp};
use bywhen::store::{Identity, Ledger};

const HEADER: &str = "customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency";

/// A ledger in memory that holds these rows, as of that day.
pub fn ledger(on: &str, rows: &[String]) -> Ledger {
    of_text(on, format!("{HEADER}\n{}\n", rows.join("\n")))
}

/// A ledger in memory that holds what this file says, as of that day.
pub fn of_text(on: &str, text: String) -> Ledger {
    let identity = Identity {
        company: "Ridgeline Supply".into(),
        currency: Currency::USD,
    };
    let mut ledger = Ledger::in_memory(&identity, Rules::default()).expect("a ledger");
    let input = InputFile {
        name: "book.csv".into(),
        bytes: text.into_bytes(),
    };
    let day = super::day(on);
    let options = ReadOptions {
        as_of: Some(day),
        ..ReadOptions::new(Currency::USD)
    };
    let order = ImportOrder {
        files: bywhen::import::read(&[input], &options, &Profiles::embedded(), &mut |_| ()),
        dry_run: false,
        skip_errors: false,
        accept_mismatch: false,
        close_missing: false,
    };
    let stamp = Stamp {
        at: day.and_hms_opt(16, 0, 0).expect("a time").and_utc(),
        on: day,
        by: "Ana".into(),
        key: "book".into(),
    };
    let request = Request::Write(stamp, Intent::Import(Box::new(order)));
    match ledger.ask(request, &mut |_| {}) {
        Reply::Done(done) => assert!(done.import.as_ref().is_some_and(|r| r.applied), "{done:?}"),
        other => panic!("{other:?}"),
    }
    ledger
}

/// One open invoice as a row.
pub fn invoice(account: usize, name: &str, number: &str, due: &str, cents: i64) -> String {
    invoice_in("USD", account, name, number, due, cents)
}

/// One open invoice of a currency as a row.
pub fn invoice_in(
    currency: &str,
    account: usize,
    name: &str,
    number: &str,
    due: &str,
    cents: i64,
) -> String {
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let issued = super::day(due) - chrono::Days::new(30);
    format!(
        "C{account:03},\"{name}\",,invoice,{number},{issued},{due},Net 30,,{amount},{amount},{currency}"
    )
}
