//! Xero's exports as other organisations make them: chosen columns, lines in any order, totals that were never worked out.

mod import_common;

use bywhen::domain::staged::{FileKind, StagedFile};
use import_common::{codes, data, fatal, options, read, read_with, refused, short};

const AGED: &str = "Aged Receivables Detail\nRimu Ltd\nAs at 20 November 2026\nAgeing by due date\n\n\
    Contact Account Number,Primary Person,Invoice Date,Due Date,Invoice Number,Invoice Reference,Current,< 1 Month,1 Month,Older,Total,Outstanding GST\n\n\
    Kauri Cafe,,,,,,,,,,,\n\
    ,,2026-10-04,2026-11-04,INV-0012,PO 7,0,300.00,0,0,300.00,39.13\n\
    ,Ana,2026-11-05,2026-11-05,,over,0,-20.00,0,0,-20.00,0\n\
    ,,2026-11-06,2026-11-06,INV-0013,,0,0,0,0,0,0\n\
    Total Kauri Cafe,,,,,,0,280.00,0,0,280.00,39.13\n\
    Total Home Builders,,,,,,,,,,,\n\
    ,,2026-11-07,2026-12-07,INV-0014,,50.00,0,0,0,50.00,6.52\n\
    Total Total Home Builders,,,,,,50.00,0,0,0,50.00,6.52\n\
    Total,,,,,,50.00,280.00,0,0,330.00,45.65\nPercentage of total,,,,,,15%,85%,0%,0%,100%,\n";

const READ: [&str; 3] = [
    "Kauri Cafe invoice INV-0012 2026-10-04 2026-11-04 30000",
    "Kauri Cafe payment - 2026-11-05 2026-11-05 -2000",
    "Total Home Builders invoice INV-0014 2026-11-07 2026-12-07 5000",
];

#[test]
fn an_aged_report_reads_with_contacts_named_like_totals_and_rows_that_owe_nothing() {
    let file = read(AGED);
    assert_eq!(file.profile, "xero-aged-receivables");
    assert_eq!(codes(&file), [(0, "zero_open")]);
    assert_eq!(short(&file), READ);
    assert_eq!(file.declared_total.map(|t| t.get()), Some(33_000));
    assert_eq!(file.documents[0].po.as_deref(), Some("PO 7"));
}

#[test]
fn totals_of_zero_prove_nothing_and_the_ages_of_each_row_still_do() {
    let zero = AGED
        .replace("0,280.00,0,0,280.00,39.13", "0,0,0,0,0,0")
        .replace("50.00,280.00,0,0,330.00,45.65", "0,0,0,0,0,0");
    let file = read(&zero);
    assert_eq!(codes(&file), [(0, "zero_open"), (12, "total_absent")]);
    assert_eq!(short(&file), READ);
    let changed = read(&zero.replace("0,0,300.00,39.13", "0,0,301.00,39.13"));
    assert_eq!(fatal(&changed), [(9, "total_mismatch")]);
}

#[test]
fn other_columns_other_titles_and_a_label_column_of_any_name_read_alike() {
    let file = read(
        "Rimu Ltd\nAged Receivables Detail\nAs at November 20, 2026\n\nInvoice Number,Invoice Date,Due Date,Contact Group,Older,Current,Total,Phone\n\
         Kauri,,,,,,,\nINV-1,13 Nov 2026,13 Dec 2026,VIP,0.00,5.00,5.00,04 555\nTotal Kauri,,,,0.00,5.00,5.00,\nTotal,,,,0.00,5.00,5.00,\n",
    );
    assert_eq!(file.issues, []);
    assert_eq!(
        short(&file),
        ["Kauri invoice INV-1 2026-11-13 2026-12-13 500"]
    );
    let file = read(&AGED.replace(",Total,Outstanding", ",Net,Outstanding"));
    assert_eq!(fatal(&file), [(6, "missing_column")]);
}

#[test]
fn an_aged_report_that_is_cut_or_changed_is_exact_or_refused() {
    let lines: Vec<&str> = AGED.lines().collect();
    for at in 0..lines.len() {
        for copies in [0, 2] {
            let mut all = lines.clone();
            all.splice(at..=at, std::iter::repeat_n(lines[at], copies));
            let file = read(&all.join("\n"));
            if !refused(&file) {
                assert_eq!(short(&file), READ, "line {} {copies} times", at + 1);
            }
        }
        let file = read(&lines[..at].join("\n"));
        assert!(
            refused(&file) || short(&file) == READ,
            "cut above {}",
            at + 1
        );
    }
}

const INVOICES: &str = "ContactName,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,LineAmount,TaxAmount,Currency,Type,Status\n";

fn invoices(rows: &str) -> StagedFile {
    let file = read(&format!("{INVOICES}{rows}"));
    assert_eq!(
        (file.profile.as_str(), file.kind),
        ("xero-invoices", FileKind::List)
    );
    file
}

#[test]
fn lines_of_an_invoice_count_once_wherever_they_stand_and_must_agree() {
    let a1 = "Kauri,INV-1,,13/11/2026,13/12/2026,30.0000,0,0.00,30.0000,10.00,0,USD,Sales invoice,Awaiting Payment\n";
    let a2 = "Kauri,INV-1,,13/11/2026,13/12/2026,30.0000,0,0.00,30.0000,20.00,0,USD,Sales invoice,Awaiting Payment\n";
    let b = "Totara,INV-2,,14/11/2026,14/12/2026,5.00,0,0,5.00,5.00,0,USD,Sales invoice,Awaiting Payment\n";
    let want = [
        "Kauri invoice INV-1 2026-11-13 2026-12-13 3000",
        "Totara invoice INV-2 2026-11-14 2026-12-14 500",
    ];
    for rows in [[a1, a2, b].concat(), [a1, b, a2].concat()] {
        let file = invoices(&rows);
        assert_eq!(file.issues, []);
        assert_eq!(short(&file), want);
    }
    for bad in [
        a2.replace("0.00,30.0000", "0.00,31.0000"),
        a2.replace("Kauri", "Kauri Ltd"),
    ] {
        assert!(refused(&invoices(&[a1, &bad, b].concat())), "{bad}");
    }
}

#[test]
fn overpayments_without_a_number_are_told_apart_by_their_lines() {
    let row = |line: &str| {
        format!(
            "Kauri,,over,13/11/2026,,30.00,0,0,30.00,{line},0,USD,Sales overpayment,Awaiting Payment\n"
        )
    };
    assert_eq!(
        invoices(&[row("10.00"), row("20.00")].concat())
            .documents
            .len(),
        1
    );
    let two = invoices(&[row("30.00"), row("30.00")].concat());
    assert_eq!(
        short(&two),
        [
            "Kauri payment - 2026-11-13 2026-11-13 -3000",
            "Kauri payment - 2026-11-13 2026-11-13 -3000"
        ]
    );
    let untold = invoices(&[row(""), row("")].concat());
    assert_eq!(codes(&untold), [(3, "duplicate_conflict")]);
}

#[test]
fn the_sign_comes_from_the_type_bills_are_left_out_and_a_file_of_bills_is_refused() {
    let row = |number: &str, amount: &str, kind: &str| {
        format!(
            "Kauri,{number},,13/11/2026,13/12/2026,{amount},0,0,{amount},{amount},0,USD,{kind},Awaiting Payment\n"
        )
    };
    let file = invoices(
        &[
            row("CN-1", "5.00", "Sales credit note"),
            row("CN-2", "-5.00", "Sales credit note"),
            row("B-1", "9.00", "Bill"),
        ]
        .concat(),
    );
    assert_eq!(codes(&file), [(0, "status_skipped")]);
    assert_eq!(
        short(&file),
        [
            "Kauri credit_memo CN-1 2026-11-13 2026-11-13 -500",
            "Kauri credit_memo CN-2 2026-11-13 2026-11-13 -500"
        ]
    );
    assert_eq!(
        fatal(&invoices(&row("B-1", "9.00", "Bill"))),
        [(0, "payables_file")]
    );
    let odd = invoices(&row("X-1", "9.00", "Purchase credit"));
    assert_eq!(codes(&odd), [(2, "unsigned_credit")]);
}

#[test]
fn drafts_and_voided_invoices_are_counted_and_american_dates_decide_themselves() {
    let file = invoices(
        "Kauri,INV-1,,11/13/2026,12/13/2026,5.00,0,0,5.00,5,0,USD,Sales invoice,Draft\n\
         Kauri,INV-2,,11/13/2026,12/13/2026,5.00,0,0,0.00,5,0,USD,Sales invoice,Voided\n\
         Kauri,INV-3,,11/14/2026,12/14/2026,5.00,0,5.00,0.00,5,0,USD,Sales invoice,Paid\n",
    );
    assert_eq!(codes(&file), [(0, "status_skipped")]);
    assert_eq!(
        short(&file),
        ["Kauri invoice INV-3 2026-11-14 2026-12-14 0"]
    );
}

#[test]
fn the_import_template_and_the_summaries_are_refused_by_name() {
    for (text, code, word) in [
        (
            "*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,*UnitAmount,*AccountCode,*TaxType,Currency\nKauri,,INV-1,,13/11/2026,13/12/2026,,x,1,5.00,200,GST,NZD\n",
            "wrong_report",
            "template",
        ),
        (
            "Aged Receivables Summary\nRimu Ltd\nAs at 20 November 2026\n\nContact,Current,< 1 Month,1 Month,Older,Total\nKauri,1,2,3,4,10\n",
            "wrong_report",
            "Aged Receivables Detail",
        ),
        (
            "Contact,Current,< 1 Month,1 Month,Older,Total\nKauri,1,2,3,4,10\n",
            "wrong_report",
            "Aged Receivables Detail",
        ),
        (
            "Aged Payables Detail\nRimu\nAs at 20 November 2026\n\nContact,Invoice Date,Due Date,Invoice Number,Current,Older,Total\n",
            "payables_file",
            "Xero: Reports > Aged Receivables Detail",
        ),
    ] {
        let file = read(text);
        assert_eq!(
            fatal(&file).iter().map(|f| f.1).collect::<Vec<_>>(),
            [code],
            "{:?}",
            file.issues
        );
        assert!(
            file.issues[0].message.contains(word),
            "{}",
            file.issues[0].message
        );
    }
}

#[test]
fn the_sample_export_reads_alike_with_its_lines_sorted_otherwise() {
    let bytes = data("xero_sales_invoices.csv");
    let mut book = options(None);
    book.currency = bywhen::domain::money::Currency::parse("NZD").expect("code");
    let whole = read_with(&bytes, &book);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.as_slice());
    let mut rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("row")).collect();
    rows[1..].reverse();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    for row in &rows {
        writer.write_record(row).expect("writes");
    }
    let turned = read_with(&writer.into_inner().expect("written"), &book);
    let sorted = |file: &StagedFile| {
        let mut all = short(file);
        all.sort();
        all
    };
    assert!(!refused(&turned), "{:?}", turned.issues);
    assert_eq!(sorted(&turned), sorted(&whole));
}
