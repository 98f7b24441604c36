//! Files in which a number would be wrong without a sound: totals written as documents, sides and marks in columns of their own, papers
//! by which nobody owes anything, numbers that a spreadsheet cut, words of other languages. Each is exact, or held back with its line.

mod import_common;

use bywhen::domain::imports::{Mapping, Meaning, SignRule};
use bywhen::domain::staged::{FileKind, StagedFile};
use bywhen::import::{self, InputFile, Profiles, profile_text};
use import_common::{codes, fatal, options, read, read_with, refused, short};

const DAY: &str = "2026-11-20";

fn plain(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options(Some(DAY)))
}

/// Held back or refused, with nothing of that line in the documents.
fn not_read(file: &StagedFile, line: u64, code: &str) {
    assert!(
        codes(file).contains(&(line, code)),
        "{:?}\n{:?}",
        codes(file),
        short(file)
    );
    assert!(file.documents.iter().all(|d| d.line != line));
}

#[test]
fn a_total_with_a_number_and_a_date_is_no_document() {
    let head = "Customer,Type,Invoice no,Date,Due date,Open balance\n\
        Harbor,Invoice,1,2026-09-03,2026-10-03,100.00\n\
        Summit,Invoice,2,2026-09-04,2026-10-04,50.00\n";
    for last in [
        "Total,,5,2026-11-20,2026-11-20,150.00",
        "Summit,Sum,3,2026-11-20,2026-11-20,150.00",
        "Summit,,Subtotal:,2026-11-20,2026-11-20,50.00",
        "Gesamt,,7,2026-11-20,2026-11-20,150.00",
    ] {
        let file = plain(&format!("{head}{last}\n"));
        assert!(refused(&file), "{last}: {:?}", short(&file));
        assert_eq!(fatal(&file), [(4, "unclassified_row")], "{last}");
    }
    // Somebody's name that only begins so is a customer.
    let file = plain(&format!(
        "{head}Total Home Builders,,5,2026-11-20,2026-11-20,1.00\n"
    ));
    assert_eq!(file.documents.len(), 3);
}

#[test]
fn a_last_row_that_all_others_come_to_is_a_total_whatever_it_is_called() {
    let rows = "Customer,Invoice no,Date,Due date,Open balance\n\
        Harbor,1,2026-09-03,2026-10-03,100.00\n\
        Harbor,2,2026-09-04,2026-10-04,50.10\n\
        Summit,3,2026-09-05,2026-10-05,20.00\n\
        Summit,4,2026-09-06,2026-10-06,-5.00\n";
    let file = plain(&format!("{rows}All,9,2026-11-20,2026-11-20,165.10\n"));
    assert_eq!(fatal(&file), [(0, "wrong_report")]);
    let file = plain(&format!("{rows}All,9,2026-11-20,2026-11-20,165.11\n"));
    assert_eq!(file.documents.len(), 5);
    // With its own total below, the report proves what the row is.
    let file = plain(&format!(
        "{rows}All,9,2026-11-20,2026-11-20,165.10\nTotal,,,,330.20\n"
    ));
    assert_eq!(file.documents.len(), 5);
}

#[test]
fn a_side_in_a_column_of_its_own_gives_the_amounts_their_sign() {
    for (name, up, down) in [
        ("Dr/Cr", "Dr", "Cr"),
        ("S/H", "S", "H"),
        ("D/C", "D", "C"),
        ("Sign", "+", "-"),
        ("Debit/Credit", "Debit", "Credit"),
        ("D/H", "D", "H"),
    ] {
        let file = plain(&format!(
            "Customer,Document no,Date,Due date,Open balance,{name}\n\
             Harbor,7001,2026-09-03,2026-10-03,100.00,{up}\n\
             Harbor,7002,2026-09-04,2026-10-04,40.00,{down}\n"
        ));
        assert_eq!(
            short(&file),
            [
                "Harbor invoice 7001 2026-09-03 2026-10-03 10000",
                "Harbor credit_memo 7002 2026-09-04 2026-09-04 -4000"
            ],
            "{name}"
        );
    }
    // What the side says and what the amount says must go together, and every word must be known.
    let file = plain(
        "Customer,Document no,Date,Due date,Open balance,Dr/Cr\n\
         Harbor,7001,2026-09-03,2026-10-03,-100.00,Dr\n\
         Harbor,7002,2026-09-04,2026-10-04,40.00,\n\
         Harbor,7003,2026-09-04,2026-10-04,40.00,X\n\
         Harbor,7004,2026-09-04,2026-10-04,-40.00,Cr\n",
    );
    for line in [2, 3, 4] {
        not_read(&file, line, "unsigned_credit");
    }
    assert_eq!(file.documents.len(), 1);
}

#[test]
fn marks_that_contradict_a_balance_hold_their_row_back() {
    let head = "Customer,Invoice no,Date,Due date,Amount,Balance";
    for (name, cell, code) in [
        ("Voided", "Yes", "balance_conflict"),
        ("Cancelled", "2026-11-01", "balance_conflict"),
        ("Storno", "X", "balance_conflict"),
        ("Paid", "Yes", "bad_amount"),
        ("Paid", "40.00", "bad_amount"),
        ("Exchange rate", "1.0842", "other_currency"),
    ] {
        let file = plain(&format!(
            "{head},{name}\nHarbor,1,2026-09-03,2026-10-03,100.00,100.00,{cell}\nHarbor,2,2026-09-04,2026-10-04,100.00,60.00,\n"
        ));
        not_read(&file, 2, code);
        assert_eq!(file.documents.len(), 1, "{name}");
    }
    for (name, cell) in [
        ("Voided", "No"),
        ("Paid", "No"),
        ("Paid", "0.00"),
        ("Exchange rate", "1.00"),
    ] {
        let file = plain(&format!(
            "{head},{name}\nHarbor,1,2026-09-03,2026-10-03,100.00,100.00,{cell}\n"
        ));
        assert_eq!(file.documents.len(), 1, "{name} {cell}: {:?}", codes(&file));
    }
}

#[test]
fn nobody_owes_anything_by_an_order_or_a_quotation() {
    for word in ["Estimate", "Sales Order", "Pro-forma invoice", "Angebot"] {
        let file = plain(&format!(
            "Customer,Type,Invoice no,Date,Due date,Open balance\n\
             Harbor,Invoice,1,2026-09-03,2026-10-03,100.00\n\
             Harbor,{word},2,2026-09-04,2026-10-04,40.00\n"
        ));
        assert_eq!(file.documents.len(), 1, "{word}");
        assert_eq!(codes(&file), [(0, "status_skipped")], "{word}");
    }
    let harvest = "Issue Date,Last Payment Date,ID,PO Number,Client,Subject,Invoice Amount,Paid Amount,Balance,Currency,Document Type\n\
        2026-09-03,,1,,Harbor,x,100.00,0.00,100.00,United States Dollar - USD,Invoice\n\
        2026-09-04,,2,,Harbor,x,40.00,0.00,40.00,United States Dollar - USD,Estimate\n";
    assert_eq!(read(harvest).documents.len(), 1);
}

#[test]
fn a_number_that_a_spreadsheet_cut_stands_for_many_and_is_held_back() {
    let file = read(
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,Currency Code,Total,Balance\n\
         2026-09-03,2.98737E+18,INV-1,Sent,2.98737E+18,Harbor,2026-10-03,USD,100.00,100.00\n\
         2026-09-04,2.98737E+18,INV-2,Sent,2.98737E+18,Summit,2026-10-04,USD,40.00,40.00\n",
    );
    assert_eq!(file.profile, "zoho-invoices");
    for line in [2, 3] {
        not_read(&file, line, "bad_cell");
    }
}

#[test]
fn a_status_that_a_known_system_writes_in_another_language_holds_its_row_back() {
    let file = read(
        "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Currency,Type,Sent,Status\n\
         Harbor,INV-1,03/09/2026,03/10/2026,100.00,0.00,100.00,USD,Sales invoice,Sent,Awaiting Payment\n\
         Harbor,INV-2,13/09/2026,13/10/2026,40.00,0.00,40.00,USD,Sales invoice,,Entwurf\n",
    );
    assert_eq!(file.profile, "xero-invoices");
    not_read(&file, 3, "unknown_status");
    assert_eq!(file.documents.len(), 1);
}

#[test]
fn amounts_in_thousands_are_refused_by_the_title_that_says_so() {
    for title in [
        "Amounts in thousands of USD",
        "A/R Aging ($000)",
        "Angaben in TEUR",
    ] {
        let file = plain(&format!(
            "{title},,,,\n\nCustomer,Invoice no,Date,Due date,Open balance\nHarbor,1,2026-09-03,2026-10-03,9.20\n"
        ));
        assert_eq!(fatal(&file), [(0, "wrong_report")], "{title}");
    }
}

/// Read by a mapping, as the desk reads it.
fn mapped(mapping: &Mapping, text: &str) -> StagedFile {
    let profiles = Profiles::embedded()
        .and(&profile_text(mapping))
        .expect("a profile");
    let mut options = options(Some(DAY));
    options.profile = Some(mapping.id());
    let files = [InputFile {
        name: "f.csv".into(),
        bytes: text.as_bytes().to_vec(),
    }];
    import::read(&files, &options, &profiles, &mut |_| {}).remove(0)
}

fn mapping(headings: &[(&str, Option<Meaning>)]) -> Mapping {
    Mapping {
        title: "Ours".into(),
        kind: FileKind::Snapshot,
        headings: headings.iter().map(|(h, _)| (*h).to_owned()).collect(),
        columns: headings.iter().map(|(_, m)| *m).collect(),
        grouped: false,
        carried: false,
        aged: false,
        sign: SignRule::Signed,
        decimal: None,
        date_order: None,
    }
}

#[test]
fn debits_and_credits_in_two_columns_are_mapped_and_proven_by_their_totals() {
    use Meaning as M;
    let mut columns = mapping(&[
        ("Customer", Some(M::Customer)),
        ("No", Some(M::Number)),
        ("Date", Some(M::Date)),
        ("Debit", Some(M::Open)),
        ("Credit", None),
    ]);
    columns.sign = SignRule::Columns;
    assert_eq!(columns.missing(), ["column of credits"]);
    columns.assign(4, Some(M::Credit));
    assert!(columns.missing().is_empty());
    let rows = "Customer,No,Date,Debit,Credit\n\
        Harbor,1,2026-09-03,\"1,000.00\",\n\
        Harbor,2,2026-09-04,,40.00\n\
        Summit,3,2026-09-05,60.50,0.00\n";
    let file = mapped(&columns, &format!("{rows}Total,,,\"1,060.50\",40.00\n"));
    assert_eq!(file.declared_total, Some(file.summed_total));
    assert_eq!(
        short(&file),
        [
            "Harbor invoice 1 2026-09-03 2026-09-03 100000",
            "Harbor credit_memo 2 2026-09-04 2026-09-04 -4000",
            "Summit invoice 3 2026-09-05 2026-09-05 6050"
        ]
    );
    let file = mapped(&columns, &format!("{rows}Total,,,\"1,060.50\",41.00\n"));
    assert_eq!(fatal(&file), [(5, "total_mismatch")]);
    let file = mapped(
        &columns,
        &format!("{rows}Harbor,4,2026-09-05,5.00,1.00\nHarbor,5,2026-09-05,,\n"),
    );
    not_read(&file, 5, "bad_amount");
    not_read(&file, 6, "bad_amount");
    // And such a file is never taken for anything without being mapped.
    assert!(refused(&plain(rows)));
}

#[test]
fn a_customer_who_stands_only_in_the_first_of_its_rows_is_carried_down_when_mapped_so() {
    use Meaning as M;
    let mut columns = mapping(&[
        ("Customer", Some(M::Customer)),
        ("No", Some(M::Number)),
        ("Date", Some(M::Date)),
        ("Open", Some(M::Open)),
    ]);
    let rows = "Customer,No,Date,Open\nHarbor,1,2026-09-03,100.00\n,2,2026-09-04,40.00\nSummit,3,2026-09-05,60.50\n,4,2026-09-06,1.00\n";
    let file = mapped(&columns, rows);
    not_read(&file, 3, "missing_customer");
    columns.carried = true;
    let file = mapped(&columns, rows);
    assert_eq!(
        short(&file),
        [
            "Harbor invoice 1 2026-09-03 2026-09-03 10000",
            "Harbor invoice 2 2026-09-04 2026-09-04 4000",
            "Summit invoice 3 2026-09-05 2026-09-05 6050",
            "Summit invoice 4 2026-09-06 2026-09-06 100"
        ]
    );
    // A total of a customer between its rows is none of its documents.
    let summed = rows.replace("Summit,3", "Total Harbor,,,140.00\nSummit,3");
    let file = mapped(&columns, &summed);
    assert!(
        refused(&file) || file.documents.len() == 4,
        "{:?}",
        short(&file)
    );
}

#[test]
fn one_number_at_two_customers_is_two_invoices_where_dates_or_balance_tell_them_apart() {
    let titles = "\"Acme, LLC\",,,,,,,\nInvoice List by Date,,,,,,,\n\n\
        Date,Transaction type,Num,Name,Memo,Due date,Amount,Open balance\n";
    let end = "\n\"Friday, November 20, 2026 04:19 PM GMT-08:00\",,,,,,,\n";
    let list = |second: &str| {
        read(&format!(
            "{titles}09/23/2026,Invoice,1001,Harbor,,10/23/2026,100.00,130.00\n09/23/2026,Invoice,1001,Harbor,,10/23/2026,30.00,130.00\n{second}{end}"
        ))
    };
    let file = list("09/24/2026,Invoice,1001,Summit,,10/24/2026,60.00,60.00\n");
    assert_eq!(
        short(&file),
        [
            "Harbor invoice 1001 2026-09-23 2026-10-23 13000",
            "Summit invoice 1001 2026-09-24 2026-10-24 6000"
        ]
    );
    // A line of Harbor's own invoice under another name shows the same dates and the same balance: it is not counted twice.
    let file = list("09/23/2026,Invoice,1001,Harbor Inc,,10/23/2026,60.00,130.00\n");
    not_read(&file, 7, "duplicate_conflict");
    assert!(file.documents.is_empty(), "{:?}", short(&file));
}
