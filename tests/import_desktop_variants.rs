//! Reports of QuickBooks Desktop as companies export them: other columns, what the report is totaled by, checks that paid several jobs,
//! titles with short years, cells that spreadsheets write. Each is read exactly or refused with a reason.

mod import_common;

use bywhen::domain::staged::StagedFile;
use import_common::{codes, fatal, options, read_with, refused, short};

const DAY: Option<&str> = Some("2026-11-20");

fn read(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options(DAY))
}

fn gravest(file: &StagedFile) -> &str {
    let gravest = file.gravest();
    let issue = file.issues.iter().find(|i| Some(i.severity) == gravest);
    issue.map_or("", |i| i.message.as_str())
}

/// Rows of cells as Desktop writes them: what is filled in quotes, what is empty bare.
fn written(rows: &[Vec<&str>]) -> String {
    let cell = |c: &&str| match c.is_empty() {
        true => String::new(),
        false => format!("\"{c}\""),
    };
    rows.iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n")
        .collect()
}

/// An aging report of one age: its columns after the one of the labels, its rows, and what they come to.
fn aging(columns: &[&str], rows: &[&[&str]], total: &str) -> String {
    let mut all = vec![[&[""], columns].concat()];
    let label = |name: &'static str, amount| {
        let mut row = vec![""; columns.len() + 1];
        row[0] = name;
        row[columns.len()] = amount;
        row
    };
    all.push(label("1 - 30", ""));
    all.extend(rows.iter().map(|row| [&[""], *row].concat()));
    all.push(label("Total 1 - 30", total));
    all.push(label("TOTAL", total));
    written(&all)
}

const COLUMNS: [&str; 7] = [
    "Type",
    "Date",
    "Num",
    "Name",
    "Terms",
    "Due Date",
    "Open Balance",
];

const ROWS: [&[&str]; 2] = [
    &[
        "Invoice",
        "10/13/2026",
        "0071",
        "Doe, Jo:Pier 9:Roof",
        "Net 30",
        "11/12/2026",
        "1,200.50",
    ],
    &[
        "Payment",
        "10/20/2026",
        "4411",
        "Doe, Jo",
        "",
        "",
        "-300.00",
    ],
];

const WANT: [&str; 2] = [
    "Doe, Jo/Pier 9:Roof invoice 0071 2026-10-13 2026-11-12 120050",
    "Doe, Jo payment 4411 2026-10-20 2026-10-20 -30000",
];

/// The same rows with one more column: at which place, its heading, its cells.
fn with_column(at: usize, heading: &'static str, cells: [&'static str; 2]) -> String {
    let mut columns = COLUMNS.to_vec();
    columns.insert(at, heading);
    let mut rows = ROWS.map(<[&str]>::to_vec);
    for (row, cell) in rows.iter_mut().zip(cells) {
        row.insert(at, cell);
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    aging(&columns, &rows, "900.50")
}

#[test]
fn any_choice_of_columns_is_read_wherever_they_stand() {
    let plain = read(&aging(&COLUMNS, &ROWS, "900.50"));
    assert_eq!(
        (short(&plain), codes(&plain)),
        (WANT.map(str::to_owned).to_vec(), vec![])
    );
    for (at, heading, cells) in [
        (0, "Trans #", ["1001", "1002"]),
        (
            0,
            "Entered/Last Modified",
            ["10/13/2026 10:00:00", "10/20/2026 09:30:00"],
        ),
        (1, "Trans #", ["1001", "1002"]),
        (4, "Name Phone #", ["555-0100", "555-0101"]),
        (4, "Source Name", ["Doe, Jo", "Doe, Jo"]),
        (6, "Foreign Open Balance", ["900.00", "-250.00"]),
        (6, "Debit", ["1,200.50", ""]),
        (6, "Amount", ["2,000.00", "-300.00"]),
        (
            5,
            "Account",
            ["1200 · Accounts Receivable", "1200 · Accounts Receivable"],
        ),
        (5, "P.O. Number", ["PO-9", ""]),
    ] {
        let file = read(&with_column(at, heading, cells));
        assert_eq!(file.profile, "qbd-aging-detail", "{heading}");
        assert!(!refused(&file), "{heading}: {:?}", file.issues);
        assert_eq!(short(&file), WANT, "{heading}");
    }
    let number = aging(&COLUMNS, &ROWS, "900.50").replace("\"Num\"", "\"No.\"");
    assert_eq!(short(&read(&number)), WANT);
}

#[test]
fn a_report_by_ages_that_lacks_a_column_is_told_which() {
    for (lacks, said) in [(0, "type"), (5, "due date"), (2, "num")] {
        let mut columns = COLUMNS.to_vec();
        columns.remove(lacks);
        let mut rows = ROWS.map(<[&str]>::to_vec);
        for row in &mut rows {
            row.remove(lacks);
        }
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let file = read(&aging(&columns, &rows, "900.50"));
        assert_eq!(fatal(&file), [(1, "missing_column")], "{said}");
        let message = gravest(&file);
        assert!(
            message.contains(&format!("no column for: {said};")),
            "{message}"
        );
        assert!(message.contains("A/R Aging Detail"), "{message}");
    }
}

#[test]
fn the_short_year_of_a_title_is_of_this_century() {
    let report = aging(&COLUMNS, &ROWS, "900.50");
    for title in [
        "As of Nov 20, 26",
        "As of November 20, 26",
        "As of 20 November 26",
    ] {
        let text = format!("Alder\nA/R Aging Detail\n\"{title}\"\n{report}");
        let file = read_with(text.as_bytes(), &options(None));
        assert_eq!(file.as_of, DAY.map(import_common::day), "{title}");
        assert_eq!(codes(&file), [], "{title}");
    }
}

const OPEN: [&str; 6] = ["Type", "Date", "Num", "Terms", "Due Date", "Open Balance"];

/// Open Invoices under two labels, an invoice below each.
fn open_invoices(labels: [&str; 2], columns: &[&str], rows: [&[&str]; 2]) -> String {
    let mut all = vec![[&[""], columns].concat()];
    let label = |name: String, amount: &str| {
        let mut row = vec![String::new(); columns.len() + 1];
        row[0] = name;
        row[columns.len()] = amount.to_owned();
        row
    };
    let mut text = written(&all);
    for ((name, row), total) in labels.iter().zip(rows).zip(["5.00", "7.00"]) {
        all = vec![[&[""], row].concat()];
        let head = label((*name).to_owned(), "");
        let end = label(format!("Total {name}"), total);
        text += &written(&[head.iter().map(String::as_str).collect()]);
        text += &written(&all);
        text += &written(&[end.iter().map(String::as_str).collect()]);
    }
    let end = label("TOTAL".to_owned(), "12.00");
    text + &written(&[end.iter().map(String::as_str).collect()])
}

const FIRST: [&str; 6] = ["Invoice", "10/13/2026", "1", "Net 30", "11/12/2026", "5.00"];
const SECOND: [&str; 6] = ["Invoice", "10/14/2026", "2", "Net 15", "10/29/2026", "7.00"];

#[test]
fn open_invoices_totaled_by_something_else_than_customers_are_refused() {
    let file = read(&open_invoices(["Doe", "Roe"], &OPEN, [&FIRST, &SECOND]));
    let want = [
        "Doe invoice 1 2026-10-13 2026-11-12 500",
        "Roe invoice 2 2026-10-14 2026-10-29 700",
    ];
    assert_eq!(
        (short(&file), codes(&file)),
        (want.map(str::to_owned).to_vec(), vec![])
    );
    for labels in [
        ["JB", "No Sales Rep"],
        ["Residential", "No Customer Type"],
        ["Oct 26", "Nov 26"],
        ["Week of Oct 11, 26", "Week of Oct 18, 26"],
        ["1200 · Accounts Receivable", "1210 · Retainage"],
        ["North", "Unclassified"],
    ] {
        let file = read(&open_invoices(labels, &OPEN, [&FIRST, &SECOND]));
        assert_eq!(fatal(&file)[0].1, "unclassified_row", "{labels:?}");
        assert!(
            gravest(&file).contains("grouped by something else"),
            "{labels:?}"
        );
    }
    // Words that a customer could be called, but the rows say what they are.
    let file = read(&open_invoices(
        ["Net 30", "Net 15"],
        &OPEN,
        [&FIRST, &SECOND],
    ));
    assert_eq!(fatal(&file), [(0, "wrong_report")]);
    assert!(gravest(&file).contains("'Terms'"), "{}", gravest(&file));
}

#[test]
fn with_its_column_of_names_any_grouping_is_read() {
    let columns = [
        "Type",
        "Date",
        "Num",
        "Name",
        "Terms",
        "Due Date",
        "Open Balance",
    ];
    let named = |row: [&'static str; 6], name: &'static str| {
        let mut row = row.to_vec();
        row.insert(3, name);
        row
    };
    let (first, second) = (named(FIRST, "Doe, Jo:Pier 9"), named(SECOND, "Roe"));
    for labels in [
        ["Net 30", "Net 15"],
        ["Oct 26", "Nov 26"],
        ["JB", "No Sales Rep"],
    ] {
        let file = read(&open_invoices(labels, &columns, [&first, &second]));
        assert_eq!(file.profile, "qbd-open-invoices-named");
        assert_eq!(
            (short(&file), codes(&file)),
            (
                vec![
                    "Doe, Jo/Pier 9 invoice 1 2026-10-13 2026-11-12 500".to_owned(),
                    "Roe invoice 2 2026-10-14 2026-10-29 700".to_owned(),
                ],
                vec![]
            ),
            "{labels:?}"
        );
        let wrong = open_invoices(labels, &columns, [&first, &second])
            .replace("7.00\"\r\n\"Total", "7.01\"\r\n\"Total");
        assert_eq!(fatal(&read(&wrong))[0].1, "total_mismatch", "{labels:?}");
    }
}

#[test]
fn a_check_that_paid_two_jobs_is_two_payments() {
    let rows: [&[&str]; 5] = [
        &[
            "Invoice",
            "10/13/2026",
            "1",
            "Doe:A",
            "Net 30",
            "11/12/2026",
            "500.00",
        ],
        &["Payment", "10/15/2026", "1001", "Doe:A", "", "", "-100.00"],
        &["Payment", "10/15/2026", "1001", "Doe:B", "", "", "-150.00"],
        &["Payment", "10/15/2026", "1001", "Doe:B", "", "", "-150.00"],
        &["Payment", "10/15/2026", "1001", "Roe", "", "", "-20.00"],
    ];
    let file = read(&aging(&COLUMNS, &rows, "80.00"));
    assert!(!refused(&file), "{:?}", file.issues);
    assert_eq!(
        short(&file)[1..],
        [
            "Doe/A payment 1001 2026-10-15 2026-10-15 -10000",
            "Doe/B payment 1001#B 2026-10-15 2026-10-15 -15000",
            "Doe/B payment 1001#2026-10-15 2026-10-15 2026-10-15 -15000",
            "Roe payment 1001 2026-10-15 2026-10-15 -2000",
        ]
    );
}

#[test]
fn an_invoice_that_stands_twice_in_the_report_and_in_its_total_is_not_counted_once() {
    let row: &[&str] = &[
        "Invoice",
        "10/13/2026",
        "1",
        "Doe",
        "Net 30",
        "11/12/2026",
        "500.00",
    ];
    let file = read(&aging(&COLUMNS, &[row, row], "1,000.00"));
    assert_eq!(codes(&file), [(4, "duplicate_conflict")]);
    assert_eq!(file.rejects.len(), 2, "neither is taken");
    assert!(file.documents.is_empty());
}

#[test]
fn cheques_credit_notes_and_card_charges_have_their_kinds() {
    let rows: [&[&str]; 3] = [
        &[
            "Cheque",
            "10/13/2026",
            "31",
            "Doe",
            "",
            "10/13/2026",
            "500.00",
        ],
        &[
            "Credit Note",
            "10/15/2026",
            "CN-1",
            "Doe",
            "",
            "",
            "-100.00",
        ],
        &[
            "Credit Card Charge",
            "10/16/2026",
            "CC-2",
            "Doe",
            "",
            "10/16/2026",
            "25.00",
        ],
    ];
    let file = read(&aging(&COLUMNS, &rows, "425.00"));
    assert_eq!(codes(&file), []);
    let kinds: Vec<_> = file.documents.iter().map(|d| d.kind.name()).collect();
    assert_eq!(kinds, ["invoice", "credit_memo", "invoice"]);
}

#[test]
fn a_dash_alone_is_zero_in_rows_and_totals() {
    let mut rows = ROWS.to_vec();
    rows.push(&[
        "Invoice",
        "10/14/2026",
        "0072",
        "Doe, Jo",
        "Net 30",
        "11/13/2026",
        "-",
    ]);
    let mut text = aging(&COLUMNS, &rows, "900.50");
    text = text.replace(
        "\"TOTAL\"",
        "\"31 - 60\",,,,,,,\r\n\"Total 31 - 60\",,,,,,,\" - \"\r\n\"TOTAL\"",
    );
    let file = read(&text);
    assert_eq!(
        (short(&file), codes(&file)),
        (WANT.map(str::to_owned).to_vec(), vec![(0, "zero_open")])
    );
}

#[test]
fn a_customer_without_a_limit_is_none_with_a_wrong_one() {
    let list = "\"\",\"Active Status\",\"Customer\",\"Balance Total\",\"Main Phone\",\"Credit Limit\"\r\n\
        ,\"Active\",\"Doe\",\"5.00\",\"555-0100\",\"(none)\"\r\n\
        ,\"Active\",\"Roe\",\"0.00\",\"555-0101\",\"10,000.00\"\r\n\
        ,\"Active\",\"Poe\",\"0.00\",\"555-0102\",\"plenty\"\r\n";
    let file = read(list);
    assert_eq!(codes(&file), [(4, "bad_amount")]);
    let limits: Vec<_> = file
        .accounts
        .iter()
        .map(|a| a.credit_limit.map(|l| l.get()))
        .collect();
    assert_eq!(limits, [None, Some(1_000_000)]);
}

#[test]
fn a_card_number_in_a_text_is_masked_and_told_with_its_line() {
    let file = read(&with_column(
        5,
        "Memo",
        ["visa 4111 1111 1111 1111 exp 11/28", "check"],
    ));
    assert_eq!(codes(&file), [(3, "card_masked")]);
    assert_eq!(
        file.documents[0].said.memo.as_deref(),
        Some("visa ****1111 exp 11/28")
    );
    assert!(
        !format!("{file:?}").contains("4111 1111"),
        "nowhere in what goes on"
    );
    // In a job, where the report names it in a column, and where it stands above its rows.
    let jobs = aging(&COLUMNS, &ROWS, "900.50").replace("Pier 9:Roof", "card 5500-0000-0000-0004");
    let file = read(&jobs);
    assert_eq!(codes(&file), [(3, "card_masked")]);
    assert_eq!(file.documents[0].said.job.as_deref(), Some("card ****0004"));
    let label = "Doe cvv 123";
    let file = read(&open_invoices([label, "Roe"], &OPEN, [&FIRST, &SECOND]));
    assert_eq!(codes(&file), [(2, "card_masked")]);
    assert_eq!(
        short(&file)[0],
        "Doe cvv *** invoice 1 2026-10-13 2026-11-12 500"
    );
}

#[test]
fn a_report_of_which_somebody_made_a_plain_table_keeps_its_jobs() {
    let mut rows = vec![COLUMNS.to_vec()];
    rows.extend(ROWS.map(<[&str]>::to_vec));
    let file = read(&written(&rows));
    assert_eq!(file.profile, "plain");
    assert!(!refused(&file), "{:?}", file.issues);
    assert_eq!(short(&file), WANT);
    // In a table that is nobody's report a colon is a part of the name.
    let text = "Customer,Invoice #,Invoice Date,Due Date,Balance\nWest: North Ltd,1,2026-10-15,2026-11-15,5.00\n";
    let file = read(text);
    assert_eq!(
        file.documents[0].account.name.as_deref(),
        Some("West: North Ltd")
    );
}

#[test]
fn headings_of_names_and_numbers_or_kinds_that_were_exchanged_are_refused() {
    let rows: [&[&str]; 3] = [
        &[
            "Invoice",
            "10/13/2026",
            "0071",
            "Doe, Jo:Pier",
            "Net 30",
            "11/12/2026",
            "500.00",
        ],
        &[
            "Invoice",
            "10/14/2026",
            "0072",
            "Roe Roofing",
            "Net 30",
            "11/13/2026",
            "40.00",
        ],
        &[
            "Invoice",
            "10/15/2026",
            "0073",
            "84 Lumber",
            "Net 30",
            "11/14/2026",
            "7.00",
        ],
    ];
    let report = aging(&COLUMNS, &rows, "547.00");
    assert!(!refused(&read(&report)));
    for (a, b) in [("Num", "Name"), ("Type", "Name")] {
        let exchanged = report
            .replacen(&format!("\"{a}\""), "\"?\"", 1)
            .replacen(&format!("\"{b}\""), &format!("\"{a}\""), 1)
            .replacen("\"?\"", &format!("\"{b}\""), 1);
        let file = read(&exchanged);
        assert_eq!(fatal(&file), [(3, "swapped_columns")], "{a} {b}");
        assert!(
            gravest(&file).contains("the customer"),
            "{}",
            gravest(&file)
        );
    }
}
