//! The sample files of real layouts, read as they are, against the truth beside them: every total and every document.
//!
//! `tests/data/*.expected.json` was computed from the model that wrote the files, not by parsing them.

use bywhen::domain::document::DocumentKind;
use bywhen::domain::money::Currency;
use bywhen::domain::staged::{Covers, FileKind, Severity, StagedDocument, StagedFile};
use bywhen::import::{self, InputFile, Profiles, ReadOptions};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn data(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn expected(name: &str) -> Value {
    serde_json::from_slice(&data(&format!("{name}.expected.json"))).expect("json")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("date")
}

fn read(names: &[&str], as_of: Option<&str>) -> Vec<StagedFile> {
    let files: Vec<InputFile> = names
        .iter()
        .map(|name| InputFile {
            name: format!("some/folder/{name}"),
            bytes: data(name),
        })
        .collect();
    let options = ReadOptions {
        as_of: as_of.map(day),
        ..ReadOptions::new(Currency::USD)
    };
    import::read(&files, &options, &Profiles::embedded(), &mut |_| {})
}

/// Signed as in the expected files: credits below zero.
fn open_cents(d: &StagedDocument) -> i64 {
    if d.kind.raises() {
        d.open.get()
    } else {
        -d.open.get()
    }
}

/// What the expected files count, from the documents that were read.
fn totals(documents: &[&StagedDocument], as_of: NaiveDate) -> BTreeMap<String, i64> {
    let mut out = BTreeMap::new();
    let mut add = |key: &str, n: i64| *out.entry(key.to_owned()).or_insert(0) += n;
    let who: BTreeSet<_> = documents
        .iter()
        .map(|d| d.account.number.as_ref().or(d.account.name.as_ref()))
        .collect();
    add("accounts", who.len() as i64);
    let jobs: BTreeSet<_> = documents
        .iter()
        .filter(|d| d.said.job.is_some())
        .map(|d| {
            (
                d.account.number.as_ref().or(d.account.name.as_ref()),
                &d.said.job,
            )
        })
        .collect();
    add("jobs", jobs.len() as i64);
    for key in [
        "open_invoices",
        "total_open_cents",
        "credits",
        "total_credits_cents",
        "past_due_invoices",
        "past_due_cents",
    ] {
        add(key, 0);
    }
    for d in documents {
        let open = open_cents(d);
        add("net_open_cents", open);
        if open < 0 {
            add("credits", 1);
            add("total_credits_cents", -open);
            continue;
        }
        add("open_invoices", 1);
        add("total_open_cents", open);
        let late = as_of.signed_duration_since(d.due).num_days();
        if late > 0 {
            add("past_due_invoices", 1);
            add("past_due_cents", open);
        }
        let bucket = match late {
            i64::MIN..=0 => "current",
            1..=30 => "1-30",
            31..=60 => "31-60",
            61..=90 => "61-90",
            _ => "90+",
        };
        add(&format!("bucket {bucket}"), open);
    }
    out
}

fn expected_totals(e: &Value) -> BTreeMap<String, i64> {
    let mut out = BTreeMap::new();
    for key in [
        "accounts",
        "jobs",
        "open_invoices",
        "total_open_cents",
        "credits",
        "total_credits_cents",
        "net_open_cents",
        "past_due_invoices",
        "past_due_cents",
    ] {
        out.insert(key.to_owned(), e[key].as_i64().expect(key));
    }
    for (bucket, cents) in e["buckets_cents"].as_object().expect("buckets") {
        let cents = cents.as_i64().expect("cents");
        if cents != 0 {
            out.insert(format!("bucket {bucket}"), cents);
        }
    }
    out
}

fn kind_name(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => "invoice",
        DocumentKind::CreditMemo => "credit",
        DocumentKind::Payment => "payment",
        DocumentKind::JournalDebit | DocumentKind::JournalCredit => "journal",
        other => other.name(),
    }
}

/// What the layouts do not carry is not asked of them.
#[derive(Default)]
struct Lacks {
    amount: bool,
    name: bool,
    po: bool,
    /// The system has customer numbers of its own.
    model_number: bool,
    /// Documents without a number in the file.
    payment_number: bool,
}

fn line_of(
    who: &str,
    kind: &str,
    number: &str,
    dates: [&str; 2],
    cents: [i64; 2],
    rest: [&str; 3],
) -> String {
    format!("{who} {kind} {number} {dates:?} {cents:?} {rest:?}")
}

fn check_documents(file: &StagedFile, e: &Value, lacks: &Lacks) {
    let by_number =
        !lacks.model_number && file.documents.iter().any(|d| d.account.number.is_some());
    let mut want: Vec<String> = Vec::new();
    for d in e["documents"].as_array().expect("documents") {
        let text = |key: &str| d[key].as_str().unwrap_or("");
        let kind = text("kind");
        let open = d["open_cents"].as_i64().expect("open");
        let amount = if lacks.amount {
            open
        } else {
            d["amount_cents"].as_i64().expect("amount")
        };
        let number = if lacks.payment_number && kind == "payment" {
            ""
        } else {
            text("number")
        };
        want.push(line_of(
            if by_number { text("cid") } else { text("name") },
            kind,
            number,
            [text("date"), text("due")],
            [amount, open],
            [
                text("job"),
                if lacks.po { "" } else { text("po") },
                text("currency"),
            ],
        ));
    }
    let mut got: Vec<String> = Vec::new();
    for d in &file.documents {
        let open = open_cents(d);
        let amount = if open < 0 {
            -d.amount.get()
        } else {
            d.amount.get()
        };
        assert_eq!(d.amount_known, !lacks.amount, "{d:?}");
        if !lacks.name {
            assert!(d.account.name.is_some(), "{d:?}");
        }
        let who = if by_number {
            &d.account.number
        } else {
            &d.account.name
        };
        got.push(line_of(
            who.as_deref().unwrap_or(""),
            kind_name(d.kind),
            &d.number,
            [&d.issued.to_string(), &d.due.to_string()],
            [amount, open],
            [
                d.said.job.as_deref().unwrap_or(""),
                d.po.as_deref().unwrap_or(""),
                d.currency.code(),
            ],
        ));
    }
    want.sort();
    got.sort();
    let missing: Vec<_> = want.iter().filter(|w| !got.contains(w)).collect();
    let surplus: Vec<_> = got.iter().filter(|g| !want.contains(g)).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "{}: not there {missing:#?}, there instead {surplus:#?}",
        file.file
    );
    assert_eq!(got.len(), want.len());
}

/// A clean report: its totals, its documents, and nothing to say about it.
fn check(name: &str, profile: &str, as_of: Option<&str>, lacks: &Lacks) -> StagedFile {
    let e = expected(name);
    let mut files = read(&[name], as_of);
    let file = files.pop().expect("one file");
    assert_eq!(file.issues, [], "{name}");
    assert_eq!((file.file.as_str(), file.profile.as_str()), (name, profile));
    assert_eq!(file.kind, FileKind::Snapshot);
    let day = day(e["as_of"].as_str().expect("as_of"));
    assert_eq!(file.as_of, Some(day));
    assert!(file.rejects.is_empty());
    assert_eq!(file.rows, file.documents.len() as u64);
    let all: Vec<_> = file.documents.iter().collect();
    assert_eq!(totals(&all, day), expected_totals(&e), "{name}");
    check_documents(&file, &e, lacks);
    assert_eq!(Some(file.summed_total.get()), e["net_open_cents"].as_i64());
    if let Some(total) = e["report_total_cents"].as_i64() {
        assert_eq!(file.declared_total.map(|m| m.get()), Some(total));
    }
    file
}

#[test]
fn the_plain_template_reads_as_its_model_says() {
    let file = check(
        "generic_open_items.csv",
        "plain",
        Some("2026-11-20"),
        &Lacks::default(),
    );
    assert!(
        file.documents.iter().any(|d| d.number == "00085001"),
        "numbers are text"
    );
}

#[test]
fn a_quickbooks_online_aging_report_reads_with_its_titles_groups_and_totals() {
    // The day is in the title; what is given beside it does not count.
    check(
        "qbo_ar_aging_detail.csv",
        "qbo-aging-detail",
        Some("2020-01-01"),
        &Lacks {
            po: true,
            payment_number: true,
            ..Lacks::default()
        },
    );
}

#[test]
fn the_same_report_of_a_week_earlier_reads_too() {
    check(
        "qbo_ar_aging_detail_2026-11-13.csv",
        "qbo-aging-detail",
        None,
        &Lacks {
            po: true,
            payment_number: true,
            ..Lacks::default()
        },
    );
}

#[test]
fn quickbooks_open_invoices_are_grouped_by_customers_some_of_them_named_like_totals() {
    let file = check(
        "qbo_open_invoices.csv",
        "qbo-open-invoices",
        None,
        &Lacks {
            amount: true,
            po: true,
            payment_number: true,
            ..Lacks::default()
        },
    );
    for name in ["Total Home Builders LLC", "Grand Total Excavation Inc"] {
        assert!(
            file.documents
                .iter()
                .any(|d| d.account.name.as_deref() == Some(name)),
            "{name}"
        );
    }
}

#[test]
fn a_quickbooks_desktop_aging_report_is_a_profile_and_no_code() {
    check(
        "qbd_ar_aging_detail.csv",
        "qbd-aging-detail",
        Some("2026-11-20"),
        &Lacks {
            amount: true,
            ..Lacks::default()
        },
    );
}

#[test]
fn a_xero_workbook_is_read_by_its_sheet_though_its_totals_were_never_worked_out() {
    let name = "xero_aged_receivables_detail.xlsx";
    let e = expected(name);
    let file = read(&[name], None).remove(0);
    assert_eq!(file.profile, "xero-aged-receivables", "{:?}", file.issues);
    assert_eq!(file.encoding, "xlsx");
    assert_eq!(file.as_of, Some(day("2026-11-20")));
    // Nine contacts and the report: none of their totals is a number, and that is all there is to say.
    let said: Vec<_> = file
        .issues
        .iter()
        .map(|i| (i.code.as_str(), i.line))
        .collect();
    assert_eq!(said, [("total_absent", 10)]);
    assert_eq!(file.declared_total, None);
    assert_eq!(file.rows, 30);
    let all: Vec<_> = file.documents.iter().collect();
    assert_eq!(totals(&all, day("2026-11-20")), expected_totals(&e));
    check_documents(
        &file,
        &e,
        &Lacks {
            amount: true,
            payment_number: true,
            ..Lacks::default()
        },
    );
    assert_eq!(Some(file.summed_total.get()), e["net_open_cents"].as_i64());
}

#[test]
fn an_erpnext_report_is_a_profile_and_no_code() {
    let e = expected("erpnext_accounts_receivable.csv");
    let file = read(&["erpnext_accounts_receivable.csv"], Some("2026-11-20")).remove(0);
    assert_eq!(file.gravest(), None, "{:?}", file.issues);
    let all: Vec<_> = file.documents.iter().collect();
    assert_eq!(totals(&all, day("2026-11-20")), expected_totals(&e));
}

/// A list of every status: what it says is open is what its model says.
fn check_list(name: &str, profile: &str, currency: &str, skipped: u64) {
    let e = expected(name);
    let files = [InputFile {
        name: name.to_owned(),
        bytes: data(name),
    }];
    let options = ReadOptions::new(Currency::parse(currency).expect("code"));
    let file = import::read(&files, &options, &Profiles::embedded(), &mut |_| {}).remove(0);
    assert_eq!(
        (file.profile.as_str(), file.kind),
        (profile, FileKind::List)
    );
    let issues: Vec<_> = file
        .issues
        .iter()
        .map(|i| (i.code.as_str(), i.value.as_deref()))
        .collect();
    assert_eq!(
        issues,
        [("status_skipped", Some(skipped.to_string().as_str()))]
    );
    assert_eq!(Some(file.rows), e["physical_rows"].as_u64());
    let open: Vec<_> = file
        .documents
        .iter()
        .filter(|d| d.open.is_positive())
        .collect();
    assert_eq!(totals(&open, day("2026-11-20")), expected_totals(&e));
    let mut open_only = file.clone();
    open_only.documents.retain(|d| d.open.is_positive());
    check_documents(
        &open_only,
        &e,
        &Lacks {
            payment_number: true,
            model_number: true,
            ..Lacks::default()
        },
    );
}

#[test]
fn a_xero_export_of_every_status_is_taken_once_per_invoice_with_signs_by_type() {
    check_list("xero_sales_invoices.csv", "xero-invoices", "NZD", 2);
}

#[test]
fn a_zoho_export_is_taken_once_per_invoice() {
    check_list("zoho_Invoice.csv", "zoho-invoices", "USD", 2);
}

#[test]
fn zoho_payments_are_put_together_from_their_applications() {
    let e = expected("zoho_Customer_Payment.csv");
    let file = read(&["zoho_Customer_Payment.csv"], None).remove(0);
    assert_eq!(file.issues, []);
    assert_eq!(
        (file.profile.as_str(), file.kind),
        ("zoho-payments", FileKind::Payments)
    );
    assert_eq!(Some(file.payments.len() as u64), e["payments"].as_u64());
    let received: i64 = file.payments.iter().map(|p| p.amount.get()).sum();
    let applied: i64 = file
        .payments
        .iter()
        .flat_map(|p| &p.applications)
        .map(|a| a.amount.get())
        .sum();
    assert_eq!(Some(received), e["total_received_cents"].as_i64());
    assert_eq!(Some(applied), e["total_applied_cents"].as_i64());
    assert!(
        file.payments.iter().all(|p| p.number.len() == 19),
        "ids are text"
    );
}

#[test]
fn the_two_files_of_a_dealer_system_make_one_book_in_either_order() {
    let (invoices, credits) = ("dealer_erp_invoices.csv", "dealer_erp_adjustments.csv");
    let e = expected(invoices);
    let as_of = day("2026-11-20");
    for names in [[invoices, credits], [credits, invoices]] {
        let files = read(&names, Some("2026-11-20"));
        let all: Vec<_> = files.iter().flat_map(|f| &f.documents).collect();
        assert_eq!(totals(&all, as_of), expected_totals(&e["combined"]));
        assert!(files.iter().all(|f| f.issues.is_empty()));
    }
    let file = check(
        invoices,
        "dealer-erp-invoices",
        Some("2026-11-20"),
        &Lacks::default(),
    );
    assert_eq!(file.covers, Covers::Receivables);
    let file = check(
        credits,
        "dealer-erp-adjustments",
        Some("2026-11-20"),
        &Lacks {
            name: true,
            ..Lacks::default()
        },
    );
    assert_eq!(file.covers, Covers::Credits);
}

#[test]
fn every_kind_of_error_is_found_on_its_line_and_the_rest_is_imported() {
    let e = expected("errors_mixed.csv");
    let file = read(&["errors_mixed.csv"], Some("2026-11-20")).remove(0);
    let got: Vec<(u64, &str, &str)> = file
        .issues
        .iter()
        .map(|i| (i.line, i.code.as_str(), i.severity.name()))
        .collect();
    let want: Vec<(u64, &str, &str)> = e["issues"]
        .as_array()
        .expect("issues")
        .iter()
        .map(|i| {
            (
                i["line"].as_u64().expect("line"),
                i["code"].as_str().expect("code"),
                i["severity"].as_str().expect("severity"),
            )
        })
        .collect();
    assert_eq!(got, want);
    let negative = file.issues.iter().find(|i| i.line == 16).expect("told");
    assert_eq!(
        negative.value.as_deref(),
        Some("-60.00"),
        "as the report has it"
    );
    assert_eq!(
        Some(file.rejects.len() as u64),
        e["held_back_rows"].as_u64()
    );
    let lines: Vec<u64> = file.rejects.iter().map(|r| r.line).collect();
    assert_eq!(lines, [3, 5, 6, 9, 10, 11, 14, 15]);
    assert_eq!(
        file.rejects[7].cells.len(),
        9,
        "a reject is the row as it stood"
    );
    let imported: BTreeMap<&str, i64> = file
        .documents
        .iter()
        .filter(|d| d.kind.raises())
        .map(|d| (d.number.as_str(), d.open.get()))
        .collect();
    let want: BTreeMap<&str, i64> = e["imported"]
        .as_object()
        .expect("imported")
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_i64().expect("cents")))
        .collect();
    assert_eq!(imported, want);
    assert_eq!(
        Some(imported.values().sum()),
        e["total_open_cents"].as_i64()
    );
    let credits: i64 = file
        .documents
        .iter()
        .filter(|d| !d.kind.raises())
        .map(|d| d.open.get())
        .sum();
    assert_eq!(Some(credits), e["total_credits_cents"].as_i64());
    let derived = file
        .documents
        .iter()
        .find(|d| d.number == "90003")
        .expect("90003");
    assert_eq!(
        (derived.due, derived.due_derived),
        (day("2026-10-05"), true)
    );
    assert_eq!(file.gravest(), Some(Severity::Error));
}
