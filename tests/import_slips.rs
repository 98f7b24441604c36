//! Slips of a hand in a file: headings over each other's columns, amounts in cents, an entry that is closed and not settled. Each would be a
//! wrong number without a sound, so each is refused; one odd row among good ones is not.

mod import_common;

use bywhen::domain::staged::StagedFile;
use import_common::{codes, options, read, read_with};

const HEADINGS: &str = "customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency,status";

fn has(file: &StagedFile, code: &str) -> bool {
    codes(file).iter().any(|(_, found)| *found == code)
}

/// A list of three invoices whose rows are given as number, date, due date, amount and balance.
fn list(headings: &str, rows: &[[&str; 5]]) -> StagedFile {
    let mut text = format!("{headings}\n");
    for [number, date, due, amount, open] in rows {
        text += &format!("C1,Alder,,invoice,{number},{date},{due},,,{amount},{open},USD,open\n");
    }
    read(&text)
}

const ROWS: [[&str; 5]; 3] = [
    ["1001", "2026-09-01", "2026-10-01", "350.00", "50.00"],
    ["1002", "2026-09-02", "2026-10-02", "120.00", "120.00"],
    ["1003", "2026-09-03", "2026-10-03", "80.00", "30.00"],
];

/// Each row with two of its cells exchanged.
fn exchanged(a: usize, b: usize) -> [[&'static str; 5]; 3] {
    let mut rows = ROWS;
    for row in &mut rows {
        row.swap(a, b);
    }
    rows
}

#[test]
fn headings_that_stand_over_each_others_columns_are_refused() {
    assert!(!has(&list(HEADINGS, &ROWS), "swapped_columns"));
    for (a, b, what) in [
        (1, 2, "the two dates"),
        (3, 4, "amount and balance"),
        (0, 3, "number and amount"),
    ] {
        let file = list(HEADINGS, &exchanged(a, b));
        assert!(has(&file, "swapped_columns"), "{what}: {:?}", file.issues);
    }
    // A date where an amount belongs cannot be read at all, so no row is taken.
    let file = list(HEADINGS, &exchanged(1, 3));
    assert!(file.documents.is_empty(), "{:?}", file.documents);
    assert_eq!(file.rejects.len(), 3);
}

#[test]
fn an_odd_row_among_good_ones_is_only_told() {
    let mut rows = ROWS;
    rows[1] = ["1002", "2026-09-02", "2026-08-02", "120.00", "130.00"];
    let file = list(HEADINGS, &rows);
    assert!(!has(&file, "swapped_columns"), "{:?}", file.issues);
    assert!(has(&file, "due_before_invoice"), "{:?}", file.issues);
    assert!(has(&file, "open_exceeds_amount"), "{:?}", file.issues);
    assert_eq!(file.documents.len(), 3);
}

const STRIPE: &str = "id,Customer,Customer Name,Number,Status,Currency,Amount Due,Amount Paid,Date (UTC),Due Date (UTC)";

fn stripe(currency: &str, due: &str, paid: &str) -> String {
    format!(
        "{STRIPE}\nin_1,cus_A,Alder,A-1,open,{currency},{due},{paid},2026-09-01 13:45,2026-10-01 13:45\nin_2,cus_A,Alder,A-2,open,{currency},{due},0,2026-09-01 13:45,2026-10-01 13:45\n"
    )
}

#[test]
fn stripe_amounts_without_decimals_are_asked_about_and_never_read_as_units() {
    let text = stripe("usd", "120000", "20000");
    let file = read(&text);
    assert!(has(&file, "ambiguous_decimals"), "{:?}", file.issues);
    // Said outright, they are whole units.
    let mut said = options(None);
    said.profile = Some("stripe-invoices".to_owned());
    let file = read_with(text.as_bytes(), &said);
    assert_eq!(file.documents[0].open.get(), 10_000_000);
    // One amount with decimals decides, and yen have none.
    let file = read(&stripe("usd", "1200.00", "200"));
    assert_eq!(file.documents[0].open.get(), 100_000);
    let file = read(&stripe("jpy", "1200", "200"));
    assert_eq!(file.documents[0].open.get(), 1_000);
}

#[test]
fn a_table_of_stripes_api_is_known_by_its_headings_and_counts_in_cents() {
    let head = "id,object,collection_method,customer,customer_name,number,status,currency,amount_due,amount_paid,amount_remaining,created,due_date";
    let row = |due: &str| {
        format!(
            "{head}\nin_1,invoice,send_invoice,cus_A,Alder,A-1,open,usd,{due},20000,100000,2026-09-01T13:45:00Z,2026-10-01T13:45:00Z\n"
        )
    };
    let file = read(&row("120000"));
    assert_eq!(file.profile, "stripe-api-invoices", "{:?}", file.issues);
    assert_eq!(file.documents[0].open.get(), 100_000);
    assert_eq!(file.documents[0].amount.get(), 120_000);
    // Somebody has put decimals in: then nobody knows.
    let file = read(&row("1200.00"));
    assert!(file.documents.is_empty());
    assert!(has(&file, "bad_amount"), "{:?}", file.issues);
}

#[test]
fn an_entry_of_business_central_that_is_closed_with_a_remainder_is_held_back() {
    let head = "Posting Date,Document Date,Document Type,Document No.,Customer No.,Customer Name,Description,Currency Code,Original Amount,Remaining Amount,Due Date,Open,Entry No.";
    let row = |number: &str, rest: &str, open: &str| {
        format!(
            "2026-09-01,2026-09-01,Invoice,{number},C1,Alder,,,100.00,{rest},2026-10-01,{open},{number}"
        )
    };
    let text = format!(
        "{head}\n{}\n{}\n{}\n",
        row("1", "40.00", "Yes"),
        row("2", "0.00", "No"),
        row("3", "15.00", "No")
    );
    let file = read(&text);
    assert_eq!(file.profile, "bc-customer-ledger");
    let open: Vec<(&str, i64)> = file
        .documents
        .iter()
        .map(|d| (d.number.as_str(), d.open.get()))
        .collect();
    assert_eq!(open, [("1", 4_000), ("2", 0)]);
    assert_eq!(file.rejects.len(), 1);
    assert_eq!(file.rejects[0].line, 4);
    let why = file.issues.iter().find(|i| i.code == "bad_amount");
    assert!(
        why.is_some_and(|i| i.message.contains("settled by its status")),
        "{:?}",
        file.issues
    );
}

/// A sample with two of its headings exchanged.
fn exchanged_in(sample: &str, a: &str, b: &str) -> StagedFile {
    let path = format!("{}/tests/data/{sample}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a sample");
    let (head, rows) = text.split_once('\n').expect("a heading");
    let swap = |cell: &str| match cell.trim_matches(['"', '\u{feff}']) {
        word if word == a => b.to_owned(),
        word if word == b => a.to_owned(),
        word => word.to_owned(),
    };
    let head: Vec<String> = head.split(',').map(swap).collect();
    read(&format!("{}\n{rows}", head.join(",")))
}

#[test]
fn headings_of_real_exports_that_were_exchanged_never_change_what_is_owed_without_a_word() {
    let cases = [
        (
            "erpnext_accounts_receivable.csv",
            "Paid Amount",
            "Outstanding Amount",
        ),
        (
            "erpnext_accounts_receivable.csv",
            "Age (Days)",
            "Outstanding Amount",
        ),
        (
            "erpnext_accounts_receivable.csv",
            "0-30",
            "Outstanding Amount",
        ),
        (
            "erpnext_accounts_receivable.csv",
            "121-Above",
            "Outstanding Amount",
        ),
        ("xero_sales_invoices.csv", "InvoiceNumber", "UnitAmount"),
        ("xero_sales_invoices.csv", "InvoiceNumber", "TaxTotal"),
        ("xero_sales_invoices.csv", "Discount", "Status"),
        ("xero_sales_invoices.csv", "Discount", "Currency"),
        (
            "xero_sales_invoices.csv",
            "InvoiceAmountPaid",
            "InvoiceAmountDue",
        ),
        ("zoho_Invoice.csv", "SubTotal", "Balance"),
        ("zoho_Invoice.csv", "Quantity", "Balance"),
        ("zoho_Invoice.csv", "Item Desc", "Invoice Status"),
    ];
    for (sample, a, b) in cases {
        let whole = exchanged_in(sample, "-", "-");
        assert!(
            !has(&whole, "swapped_columns"),
            "{sample}: {:?}",
            whole.issues
        );
        let file = exchanged_in(sample, a, b);
        let refused = file.gravest().is_some_and(|s| s.name() == "fatal");
        assert!(refused, "{sample}: {a}, {b}: {:?}", file.issues);
    }
}

#[test]
fn every_sample_with_two_headings_exchanged_is_refused_or_owes_what_it_owed() {
    // What is owed in which currency; names and numbers of customers look like any other text, and cannot be told from it.
    let owed = |file: &StagedFile| {
        let of = |d: &bywhen::domain::staged::StagedDocument| {
            let sign = if d.kind.raises() { 1 } else { -1 };
            (d.currency.code().to_owned(), sign * d.open.get())
        };
        let mut all: Vec<_> = file.documents.iter().map(of).collect();
        all.sort();
        all
    };
    for sample in [
        "dealer_erp_adjustments.csv",
        "dealer_erp_invoices.csv",
        "erpnext_accounts_receivable.csv",
        "generic_open_items.csv",
        "xero_sales_invoices.csv",
        "zoho_Invoice.csv",
    ] {
        let path = format!("{}/tests/data/{sample}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("a sample");
        let head = text.lines().next().expect("a heading");
        let words: Vec<&str> = head
            .split(',')
            .map(|cell| cell.trim_matches(['"', '\u{feff}']))
            .collect();
        let right = owed(&exchanged_in(sample, "-", "-"));
        assert!(!right.is_empty(), "{sample}");
        for (i, a) in words.iter().enumerate() {
            for b in &words[i + 1..] {
                let file = exchanged_in(sample, a, b);
                let refused = file
                    .gravest()
                    .is_some_and(|s| matches!(s.name(), "error" | "fatal"));
                assert!(refused || owed(&file) == right, "{sample}: {a}, {b}");
            }
        }
    }
}

#[test]
fn what_looks_like_exchanged_headings_and_is_none_is_read() {
    // Customers that are called by codes, and numbers with a dot.
    let mut text = format!("{HEADINGS}\n");
    for (id, name, number) in [
        ("4711.01", "7-ELEVEN", "2026.001"),
        ("4711.02", "3M", "2026.0012"),
        ("4711.03", "A1", "10-1"),
    ] {
        text += &format!(
            "{id},{name},,invoice,{number},2026-09-01,2026-10-01,,,80.00,80.00,USD,open\n"
        );
    }
    let file = read(&text);
    assert!(file.issues.is_empty(), "{:?}", file.issues);
    assert_eq!(file.documents.len(), 3);
    // What was owed before the books were begun.
    let mut text = format!("{HEADINGS}\n");
    for name in ["SMITH01", "DOE01", "ROE02"] {
        text += &format!(
            "C-{name},{name},,invoice,Opening Balance,2026-09-01,2026-10-01,,,80.00,80.00,USD,open\n"
        );
    }
    let file = read(&text);
    assert_eq!(file.documents.len(), 3, "{:?}", file.issues);
    assert!(!has(&file, "swapped_columns"), "{:?}", file.issues);
    // A row of a report that was settled now and then; a payment without a due day that no age holds.
    let erpnext = "Posting Date,Party Type,Party,Customer Name,Voucher Type,Voucher No,Due Date,Invoiced Amount,Paid Amount,Credit Note,Outstanding Amount,Age (Days),0-30,31-60,61-90,91-120,121-Above,Currency\n";
    let rows = [
        "2026-09-06,Customer,C1,Alder,Sales Invoice,S-1,2026-10-06,50.0,0.0,0.0,50.0,40,0.0,50.0,0.0,0.0,0.0,USD",
        "2026-09-07,Customer,C1,Alder,Sales Invoice,S-2,2026-10-07,70.0,70.0,0.0,0.0,40,0.0,0.0,0.0,0.0,0.0,USD",
        "2026-09-07,Customer,C1,Alder,Sales Invoice,S-4,2026-10-07,10.0,10.0,0.0,0.0,40,0.0,0.0,0.0,0.0,0.0,USD",
        "2026-09-07,Customer,C1,Alder,Sales Invoice,S-5,2026-10-07,10.0,10.0,0.0,0.0,40,0.0,0.0,0.0,0.0,0.0,USD",
        "2026-09-07,Customer,C1,Alder,Sales Invoice,S-6,2026-10-07,10.0,10.0,0.0,0.0,40,0.0,0.0,0.0,0.0,0.0,USD",
        "2026-09-08,Customer,C1,Alder,Sales Invoice,S-3,2026-10-08,30.0,0.0,0.0,30.0,40,0.0,30.0,0.0,0.0,0.0,USD",
        "2026-09-09,Customer,C1,Alder,Payment Entry,P-1,,0.0,20.0,0.0,-20.0,0,0.0,0.0,0.0,0.0,0.0,USD",
    ];
    let total = "Total,,,,,,,180.0,120.0,0.0,60.0,,0.0,80.0,0.0,0.0,0.0,";
    let file = read(&format!("{erpnext}{}\n{total}\n", rows.join("\n")));
    assert_eq!(file.profile, "erpnext-receivable");
    assert_eq!(file.documents.len(), 3, "{:?}", file.issues);
    let of_other_ages = erpnext.replace("61-90,91-120", "61-75,76-120");
    let file = read(&format!("{of_other_ages}{}\n{total}\n", rows.join("\n")));
    assert_eq!(file.documents.len(), 3, "{:?}", file.issues);
}
