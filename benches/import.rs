//! How fast files become staged rows: a small set (1,000 accounts, 10,000 invoices, 3,000 payments) and a report with groups and
//! totals, both made here so that the figures need nothing else.
//!
//! `cargo bench --bench import`

use bywhen::domain::money::Currency;
use bywhen::import::{self, InputFile, Profiles, ReadOptions};
use chrono::{Days, NaiveDate};
use std::fmt::Write;

fn main() {
    divan::main();
}

/// A small generator, so that the bytes are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn day(back: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30)
        .and_then(|d| d.checked_sub_days(Days::new(back)))
        .unwrap_or_default()
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The four files of a set of our own.
fn set(accounts: u64, invoices: u64, payments: u64) -> Vec<InputFile> {
    let mut dice = Dice(1);
    let mut out = [
        "account_no,name,contact,email,phone,terms_days,credit_limit,currency\n",
        "invoice_no,account_no,invoice_date,due_date,terms,amount,balance,po_number,status\n",
        "payment_no,account_no,payment_date,method,amount,invoice_no,applied,reference\n",
    ]
    .map(str::to_owned);
    for i in 0..accounts {
        let _ = writeln!(
            out[0],
            "C{i:06},\"Harbor, {i} & Sons\",Ana Ito,ap{i}@example.com,+1-360-555-0100,30,5000.00,USD"
        );
    }
    for i in 0..invoices {
        let (who, ago, cents) = (
            dice.below(accounts),
            dice.below(300),
            500 + dice.below(900_000),
        );
        let (open, status) = match i % 4 {
            0 => (0, "paid"),
            1 => (cents / 2, "partial"),
            _ => (cents, "open"),
        };
        let _ = writeln!(
            out[1],
            "INV-{i:08},C{who:06},{},{},Net 30,{},{},PO{i},{status}",
            day(ago + 30),
            day(ago),
            money(cents),
            money(open)
        );
    }
    for i in 0..payments {
        let (who, cents) = (dice.below(accounts), 500 + dice.below(900_000));
        let _ = writeln!(
            out[2],
            "P{:08},C{who:06},{},ach,{},INV-{i:08},{},AC{i}",
            i,
            day(dice.below(300)),
            money(cents),
            money(cents)
        );
    }
    ["accounts.csv", "invoices.csv", "payments.csv"]
        .into_iter()
        .zip(out)
        .map(|(name, text)| InputFile {
            name: name.to_owned(),
            bytes: text.into_bytes(),
        })
        .collect()
}

/// A report grouped by customer, as an accounting system prints it.
fn report(customers: u64) -> Vec<InputFile> {
    let mut dice = Dice(2);
    let mut text = String::from(
        "Open Invoices Report,,,,,,\n\"As of Jun 30, 2026\",,,,,,\n\n,Date,Transaction type,Num,Term,Due date,Open balance\n",
    );
    let mut all = 0;
    for c in 0..customers {
        let _ = writeln!(text, "Total Home Builders {c},,,,,,");
        let mut sum = 0;
        for i in 0..10 {
            let (ago, cents) = (dice.below(300), 500 + dice.below(99_000));
            sum += cents;
            let _ = writeln!(
                text,
                ",{},Invoice,{c}-{i},Net 30,{},{}",
                day(ago + 30).format("%m/%d/%Y"),
                day(ago).format("%m/%d/%Y"),
                money(cents)
            );
        }
        all += sum;
        let _ = writeln!(
            text,
            "Total for Total Home Builders {c},,,,,,${}",
            money(sum)
        );
    }
    let _ = writeln!(text, "TOTAL,,,,,,${}", money(all));
    vec![InputFile {
        name: "open_invoices.csv".to_owned(),
        bytes: text.into_bytes(),
    }]
}

fn bytes(files: &[InputFile]) -> divan::counter::BytesCount {
    divan::counter::BytesCount::new(files.iter().map(|f| f.bytes.len()).sum::<usize>())
}

fn read(files: &[InputFile], profiles: &Profiles) -> usize {
    let staged = import::read(
        files,
        &ReadOptions::new(Currency::USD),
        profiles,
        &mut |_| {},
    );
    assert!(
        staged.iter().all(|f| f.issues.is_empty()),
        "the bench reads what is right"
    );
    staged
        .iter()
        .map(|f| f.documents.len() + f.payments.len())
        .sum()
}

#[divan::bench]
fn set_of_10k_invoices(bencher: divan::Bencher<'_, '_>) {
    let (files, profiles) = (set(1_000, 10_000, 3_000), Profiles::embedded());
    bencher
        .counter(bytes(&files))
        .bench(|| read(&files, &profiles));
}

#[divan::bench]
fn grouped_report_of_10k_invoices(bencher: divan::Bencher<'_, '_>) {
    let (files, profiles) = (report(1_000), Profiles::embedded());
    bencher
        .counter(bytes(&files))
        .bench(|| read(&files, &profiles));
}

#[divan::bench]
fn profiles_embedded() -> usize {
    Profiles::embedded().ids().count()
}
