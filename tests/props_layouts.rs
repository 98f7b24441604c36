//! A random ledger, written as each system writes it, reads back equal; damaged, it is refused.
//!
//! The seeds are fixed: a run is the same everywhere. `BYWHEN_LAYOUTS=500 cargo test --release --test props_layouts` tries more of them.

mod import_common;
mod layouts;

use bywhen::domain::staged::{Severity, StagedFile};
use bywhen::import::{DateOrder, Decimal, ReadOptions};
use import_common::{options, read_with, refused};
use layouts::bytes::{csv, encoded, lines, xlsx};
use layouts::model::{Choice, Doc, Kind, Ledger, as_of, choice, ledger};
use layouts::write::{Cell, Report, Role, write};
use layouts::{Job, Layout, Named, Shape, What};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};

/// One document in a line, so that two can be compared with the eye.
fn line(
    who: (Option<&str>, Option<&str>),
    job: Option<&str>,
    d: (&str, &str, chrono::NaiveDate, chrono::NaiveDate),
    money: (Option<i64>, i64, &str),
) -> String {
    format!("{who:?} {job:?} {d:?} {money:?}")
}

/// What must be read of a report.
fn wanted(layout: &Layout, ledger: &Ledger, report: &Report) -> Vec<String> {
    let has = |what| report.columns.iter().any(|c| c.what == what);
    let mut out: Vec<String> = report
        .docs
        .iter()
        .enumerate()
        .map(|(at, d): (usize, &Doc)| {
            let customer = &ledger.customers[d.customer];
            let has_number = match layout.named {
                Named::Name => false,
                Named::Coded => customer.is_coded(),
                Named::Number | Named::Both => has(What::Id),
            };
            let number = has_number.then_some(customer.number.as_str());
            let name = (layout.named != Named::Number
                && (has(What::Name) || layout.subtotal.is_some() || layout.named == Named::Name))
                .then_some(customer.name);
            let job = match layout.job {
                Job::Column if !has(What::Job) => None,
                Job::No => None,
                _ => d.job,
            };
            let due = match d.raises() {
                true if has(What::Due) => d.due,
                true if layout.profile == "harvest-invoices" => d.issued + chrono::Days::new(30),
                _ => d.issued,
            };
            let amount = (has(What::Amount)).then_some(d.amount);
            // A payment's number may stand on several entries: with the entry's it is one of them.
            let own = match layout.profile {
                "bc-customer-ledger" if d.kind == Kind::Payment && has(What::Entry) => {
                    format!("{}#{}", d.number, 2_700 + at)
                }
                _ => d.number.clone(),
            };
            let sections = layout.shape == Shape::Currencies;
            let currency = if layout.currencies && (has(What::Currency) || sections) {
                d.currency
            } else {
                "USD"
            };
            line(
                (number, name),
                job,
                (d.kind.name(), &own, d.issued, due),
                (amount, d.open, currency),
            )
        })
        .collect();
    out.sort();
    out
}

/// What was read.
fn found(file: &StagedFile) -> Vec<String> {
    let mut out: Vec<String> = file
        .documents
        .iter()
        .map(|d| {
            line(
                (d.account.number.as_deref(), d.account.name.as_deref()),
                d.said.job.as_deref(),
                (d.kind.name(), &d.number, d.issued, d.due),
                (
                    d.amount_known.then(|| d.amount.get()),
                    d.open.get(),
                    d.currency.code(),
                ),
            )
        })
        .collect();
    out.sort();
    out
}

fn given(report: &Report) -> ReadOptions {
    let mut given = options(None);
    if !report.titled {
        given.as_of = Some(as_of());
    }
    given
}

/// Reads; what can be read two ways is asked, and the right answer given.
fn read(bytes: &[u8], layout: &Layout, report: &Report, dice: &Choice) -> StagedFile {
    let mut options = given(report);
    let mut file = read_with(bytes, &options);
    if file.issues.iter().any(|i| i.code == "ambiguous_dates") {
        options.date_order = Some(order(layout, dice));
        file = read_with(bytes, &options);
    }
    if file.issues.iter().any(|i| i.code == "ambiguous_decimals") {
        let comma = layout.money[dice.money % layout.money.len()].decimal == ',';
        options.decimal = Some(if comma { Decimal::Comma } else { Decimal::Dot });
        file = read_with(bytes, &options);
    }
    file
}

fn order(layout: &Layout, dice: &Choice) -> DateOrder {
    let format = layout.dates[dice.date % layout.dates.len()].replace('-', "");
    match format.find('d') < format.find(['m', 'b']) {
        _ if format.starts_with("%Y") => DateOrder::Ymd,
        true => DateOrder::Dmy,
        false => DateOrder::Mdy,
    }
}

fn problems(file: &StagedFile) -> Vec<String> {
    let grave = file
        .issues
        .iter()
        .filter(|i| i.severity >= Severity::Warning);
    grave
        .map(|i| format!("{}:{} {}", i.line, i.code, i.message))
        .collect()
}

/// Tries a property on random ledgers in every layout that `of` takes.
fn try_all(
    cases: u32,
    seed: u64,
    of: impl Fn(&Layout) -> bool,
    test: impl Fn(&Layout, &Ledger, &Choice) -> TestCaseResult,
) {
    let asked = std::env::var("BYWHEN_LAYOUTS")
        .ok()
        .and_then(|n| n.parse().ok());
    let only = std::env::var("BYWHEN_LAYOUT").ok();
    let mut failed = Vec::new();
    for (n, layout) in layouts::all().iter().enumerate().filter(|(_, l)| of(l)) {
        if only.as_ref().is_some_and(|only| only != layout.profile) {
            continue;
        }
        let config = Config {
            cases: asked.unwrap_or(cases),
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed + n as u64),
            max_shrink_iters: 100,
            ..Config::default()
        };
        let result = TestRunner::new(config).run(&(ledger(), choice()), |(ledger, dice)| {
            test(layout, &ledger, &dice)
        });
        if let Err(why) = result {
            failed.push(format!("{}: {why}", layout.profile));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn equal(
    bytes: &[u8],
    layout: &Layout,
    ledger: &Ledger,
    report: &Report,
    dice: &Choice,
) -> TestCaseResult {
    let file = read(bytes, layout, report, dice);
    let text = || lines(report, layout, dice).concat();
    prop_assert!(!refused(&file), "{:?}\n{}", problems(&file), text());
    prop_assert_eq!(&file.profile, layout.profile, "{}", text());
    prop_assert_eq!(
        found(&file),
        wanted(layout, ledger, report),
        "{:?}\n{}",
        problems(&file),
        text()
    );
    Ok(())
}

#[test]
fn a_ledger_written_in_each_layout_reads_back_equal() {
    try_all(
        8,
        1,
        |_| true,
        |layout, ledger, dice| {
            let report = write(layout, ledger, dice);
            equal(&csv(&report, layout, dice), layout, ledger, &report, dice)
        },
    );
}

#[test]
fn a_ledger_written_as_a_workbook_reads_back_equal() {
    try_all(
        5,
        2,
        |l| l.workbook,
        |layout, ledger, dice| {
            let report = write(layout, ledger, dice);
            equal(&xlsx(&report, layout, dice), layout, ledger, &report, dice)
        },
    );
}

/// The open amounts of a report that may be damaged: rows of documents, by their place.
fn data_rows(report: &Report) -> Vec<usize> {
    let data = report
        .rows
        .iter()
        .enumerate()
        .filter(|(_, r)| matches!(r.role, Role::Data(_)));
    data.map(|(i, _)| i).collect()
}

#[test]
fn one_changed_digit_of_an_open_amount_is_never_accepted_where_there_are_totals() {
    try_all(
        12,
        3,
        |l| l.total.is_some(),
        |layout, ledger, dice| {
            let mut report = write(layout, ledger, dice);
            let rows = data_rows(&report);
            prop_assume!(!rows.is_empty());
            let at = rows[dice.status % rows.len()];
            let Cell::Money(cents) = report.rows[at].cells[report.open] else {
                panic!("no amount")
            };
            let place =
                10_i64.pow(u32::try_from(dice.lines % cents.abs().to_string().len()).expect("few"));
            let digit = cents.abs() / place % 10;
            let other = (digit + 1 + i64::try_from(dice.order % 9).expect("few")) % 10;
            let changed = cents.signum() * (cents.abs() + (other - digit) * place);
            prop_assume!(cents != 0);
            report.rows[at].cells[report.open] = Cell::Money(changed);
            for bytes in [csv(&report, layout, dice), xlsx(&report, layout, dice)] {
                let file = read(&bytes, layout, &report, dice);
                prop_assert!(
                    refused(&file),
                    "{cents} became {changed}: {:?}\n{}",
                    problems(&file),
                    lines(&report, layout, dice).concat()
                );
            }
            Ok(())
        },
    );
}

#[test]
fn a_row_that_was_taken_out_is_never_overlooked_where_there_are_totals() {
    try_all(
        12,
        4,
        |l| l.total.is_some(),
        |layout, ledger, dice| {
            let mut report = write(layout, ledger, dice);
            let rows = data_rows(&report);
            prop_assume!(!rows.is_empty());
            let at = rows[dice.status % rows.len()];
            let Cell::Money(cents) = report.rows[at].cells[report.open] else {
                panic!("no amount")
            };
            // What has nothing open is missed by nobody.
            prop_assume!(cents != 0);
            report.rows.remove(at);
            let file = read(&csv(&report, layout, dice), layout, &report, dice);
            prop_assert!(
                refused(&file),
                "{:?}\n{}",
                problems(&file),
                lines(&report, layout, dice).concat()
            );
            Ok(())
        },
    );
}

#[test]
fn a_file_cut_at_any_line_is_exact_as_far_as_it_goes_or_refused() {
    try_all(
        2,
        5,
        |_| true,
        |layout, ledger, dice| {
            let report = write(layout, ledger, dice);
            let lines = lines(&report, layout, dice);
            let all = wanted(layout, ledger, &report);
            for cut in 1..lines.len() {
                let text = lines[..cut].concat();
                let file = read(&encoded(&text, layout, dice), layout, &report, dice);
                if refused(&file) {
                    continue;
                }
                for got in found(&file) {
                    prop_assert!(
                        all.contains(&got),
                        "cut at {cut}: {got}\n{:?}\n{text}",
                        problems(&file)
                    );
                }
                // A list that proves itself proves that it is whole.
                let whole = found(&file) == all;
                prop_assert!(
                    whole || layout.subtotal.is_none(),
                    "cut at {cut} and not noticed\n{text}"
                );
            }
            Ok(())
        },
    );
}
