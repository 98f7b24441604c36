//! Our own set of four files (`accounts`, `invoices`, `credits`, `payments`), in whatever order they are named, against the
//! control totals of the program that wrote them.

use bywhen::domain::document::{CreditReason, DocumentKind};
use bywhen::domain::money::Currency;
use bywhen::domain::staged::{FileKind, StagedFile};
use bywhen::import::{self, InputFile, Profiles, Progress, ReadOptions};
use chrono::NaiveDate;
use serde_json::Value;
use std::path::Path;

fn data(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/native")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn read(names: &[&str]) -> Vec<StagedFile> {
    let files: Vec<InputFile> = names
        .iter()
        .map(|name| InputFile {
            name: (*name).to_owned(),
            bytes: data(name),
        })
        .collect();
    let total: u64 = files.iter().map(|f| f.bytes.len() as u64).sum();
    let mut last = None;
    let mut progress = |p: Progress| {
        assert!(last.is_none_or(|l| l <= p.done) && p.done <= total);
        last = Some(p.done);
    };
    let options = ReadOptions::new(Currency::USD);
    let read = import::read(&files, &options, &Profiles::embedded(), &mut progress);
    assert_eq!(last, Some(total), "the end is reported");
    read
}

const SET: [&str; 4] = [
    "accounts.csv",
    "invoices.csv",
    "credits.csv",
    "payments.csv",
];

#[test]
fn the_set_adds_up_to_its_control_totals() {
    let manifest: Value = serde_json::from_slice(&data("MANIFEST.json")).expect("json");
    let cents = |key: &str| manifest["cents"][key].as_i64().expect("cents");
    let rows = |key: &str| manifest["rows"][key].as_u64().expect("rows");
    let as_of: NaiveDate = manifest["as_of"]
        .as_str()
        .and_then(|d| d.parse().ok())
        .expect("day");
    let files = read(&SET);
    let kinds: Vec<_> = files.iter().map(|f| (f.profile.as_str(), f.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("native-accounts", FileKind::Customers),
            ("native-invoices", FileKind::List),
            ("native-credits", FileKind::Payments),
            ("native-payments", FileKind::Payments),
        ]
    );
    for (file, name) in files
        .iter()
        .zip(["accounts", "invoices", "credits", "payments"])
    {
        assert_eq!(file.issues, [], "{name}");
        assert_eq!(file.rows, rows(name), "{name}");
        assert_eq!(file.encoding, "utf-8-bom");
    }
    let [accounts, invoices, credits, payments] = &files[..] else {
        panic!("four files");
    };
    assert_eq!(accounts.accounts.len() as u64, rows("accounts"));
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.sum::<i64>();
    let docs = &invoices.documents;
    assert_eq!(docs.len() as u64, rows("invoices"));
    assert_eq!(
        sum(&mut docs.iter().map(|d| d.amount.get())),
        cents("invoiced")
    );
    assert_eq!(
        sum(&mut docs.iter().map(|d| d.open.get())),
        cents("open_balance")
    );
    let late: Vec<_> = docs
        .iter()
        .filter(|d| d.due < as_of && d.open.is_positive())
        .collect();
    assert_eq!(late.len() as i64, cents("past_due_invoices"));
    assert_eq!(
        sum(&mut late.iter().map(|d| d.open.get())),
        cents("past_due")
    );
    let docs = &credits.documents;
    assert_eq!(docs.len() as u64, rows("credits"));
    assert!(
        docs.iter()
            .all(|d| d.kind == DocumentKind::CreditMemo && d.reason.is_some())
    );
    assert_eq!(
        sum(&mut docs.iter().map(|d| d.amount.get())),
        cents("credits")
    );
    let used = docs.iter().filter(|d| d.said.applies_to.is_some());
    assert_eq!(
        sum(&mut used.map(|d| d.amount.get())),
        cents("credits_applied")
    );
    let pays = &payments.payments;
    assert_eq!(Some(pays.len() as u64), manifest["payments"].as_u64());
    let applied = sum(&mut pays
        .iter()
        .flat_map(|p| &p.applications)
        .map(|a| a.amount.get()));
    assert_eq!(applied, cents("applied"));
    let paid = sum(&mut pays.iter().map(|p| p.amount.get()));
    assert_eq!(paid - applied, cents("on_account"));
}

#[test]
fn the_order_in_which_files_are_named_changes_nothing() {
    let forward = read(&SET);
    let mut names = SET;
    names.reverse();
    let mut backward = read(&names);
    backward.reverse();
    assert_eq!(forward, backward);
}

#[test]
fn documents_and_payments_take_the_currency_of_their_account() {
    let files = read(&SET);
    let eur: Vec<_> = files[0]
        .accounts
        .iter()
        .filter(|a| a.currency.is_some_and(|c| c != Currency::USD))
        .collect();
    assert!(!eur.is_empty());
    let mut documents = 0;
    for account in eur {
        for document in files[1]
            .documents
            .iter()
            .filter(|d| d.account.number == account.key.number)
        {
            assert_eq!(Some(document.currency), account.currency);
            documents += 1;
        }
        for payment in files[3]
            .payments
            .iter()
            .filter(|p| p.account.number == account.key.number)
        {
            assert_eq!(payment.currency, account.currency);
        }
    }
    assert!(documents > 0);
}

#[test]
fn names_keep_their_characters_and_lose_their_line_ends() {
    let files = read(&SET);
    let names: Vec<&str> = files[0]
        .accounts
        .iter()
        .filter_map(|a| a.key.name.as_deref())
        .collect();
    assert!(
        names
            .iter()
            .all(|n| !n.contains(['\n', '\r', '\0']) && n.trim() == *n)
    );
    assert!(names.iter().any(|n| !n.is_ascii()));
    let numbers = files[0]
        .accounts
        .iter()
        .filter_map(|a| a.key.number.as_deref());
    assert!(
        numbers.into_iter().any(|n| n.starts_with('0')),
        "numbers are text"
    );
    let tax = files[2]
        .documents
        .iter()
        .find(|d| d.said.memo.as_deref().is_some_and(|m| m.starts_with("Tax")));
    let tax = tax.expect("a credit for tax");
    assert_eq!(
        tax.said.memo.as_deref(),
        Some("Tax exempt (certificate on file)")
    );
    assert_eq!(tax.reason, Some(CreditReason::Tax));
}

#[test]
fn a_credit_whose_file_states_no_balance_is_open_in_full() {
    let files = read(&SET);
    assert!(
        files[2]
            .documents
            .iter()
            .any(|d| d.said.applies_to.is_some())
    );
    assert!(files[2].documents.iter().all(|d| d.open == d.amount));
}
