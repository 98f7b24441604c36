//! QuickBooks' reports as other companies export them: other captions, columns, locales and hands. Each is exact, or refused.

mod import_common;

use bywhen::domain::staged::{FileKind, StagedFile};
use import_common::{codes, data, fatal, open, options, read, read_with, refused, short};

const TITLES: &str = "\"Alder & Sons, LLC\",,,,,,,\nA/R Aging Detail Report,,,,,,,\n\"As of Nov 20, 2026\",,,,,,,\n\n";
const HEADER: &str = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n";

fn aging(rows: &str) -> StagedFile {
    read(&format!("{TITLES}{HEADER}{rows}"))
}

fn clean(file: &StagedFile) -> Vec<String> {
    assert_eq!(file.issues, [], "{}", file.profile);
    short(file)
}

#[test]
fn an_aging_report_reads_with_every_notation_below_zero_and_counts_beside_current() {
    let file = aging(
        "31 - 60 days past due,,,,,,,\n\
         ,9/1/2026,Invoice,1,Bay Marine:Slip 4:Dock,9/30/2026,\"1,000.00\",800.00\n\
         ,9/3/2026,Credit Memo,2,Bay Marine,9/30/2026,-100.00,(100.00)\n\
         Total for 31 - 60 days past due,,,,,,$900.00,$700.00\n\
         CURRENT (3),,,,,,,\n\
         ,11/13/2026,Payment,,Cove Ltd,11/13/2026,-50.00,50.00-\n\
         ,11/14/2026,Journal Entry,JE-1,Cove Ltd,11/14/2026,$(250.00),$(250.00)\n\
         ,11/15/2026,Invoice,3,Cove Ltd,12/15/2026,5.00,\n\
         Total for CURRENT (3),,,,,,-$295.00,($300.00)\n\
         TOTAL,,,,,,$605.00,$400.00\n\n\n\n\
         Accrual Basis  Friday, November 20, 2026 04:19 PM GMT-08:00,,,,,,,\n",
    );
    assert_eq!(codes(&file), [(0, "zero_open")]);
    assert_eq!(
        short(&file),
        [
            "Bay Marine/Slip 4:Dock invoice 1 2026-09-01 2026-09-30 80000",
            "Bay Marine credit_memo 2 2026-09-03 2026-09-03 -10000",
            "Cove Ltd payment - 2026-11-13 2026-11-13 -5000",
            "Cove Ltd journal_credit JE-1 2026-11-14 2026-11-14 -25000",
        ]
    );
    assert_eq!(file.documents[0].amount.get(), 100_000);
}

#[test]
fn older_captions_locations_other_title_orders_and_day_first_locales_read_alike() {
    for (titles, day) in [
        (
            "A/R Aging Detail\nAlder\n\"As of 20 November, 2026\"\n",
            "13/11/2026",
        ),
        (
            "A/R Ageing Detail\nAlder\nAs at 20 November 2026\n",
            "13/11/2026",
        ),
        (
            "Alder\nA/R Aging Detail\n\"As of November 20, 2026\"\n",
            "11/13/2026",
        ),
    ] {
        let file = read(&format!(
            "{titles}\n,Date,Transaction Type,No.,Customer,Location,Due Date,Amount,Open Balance\n\
             Current,,,,,,,,\n,{day},Invoice,0007,Cove Ltd,Main,{day},5.00,5.00\nTotal for Current,,,,,,,$5.00,$5.00\nTOTAL,,,,,,,$5.00,$5.00\n"
        ));
        assert_eq!(
            clean(&file),
            ["Cove Ltd invoice 0007 2026-11-13 2026-11-13 500"]
        );
        assert_eq!(file.as_of, Some(import_common::day("2026-11-20")));
    }
}

#[test]
fn a_report_of_what_we_owe_is_refused_by_its_types_where_its_columns_are_the_same() {
    let file = read(
        "Vendors\n\"As of Nov 20, 2026\"\n\n,Date,Transaction type,Num,Due date,Amount,Open balance,Balance\n\
         Steel Co,,,,,,,\n,11/13/2026,Bill,7,12/13/2026,5.00,5.00,5.00\nTotal for Steel Co,,,,,$5.00,$5.00,\nTOTAL,,,,,$5.00,$5.00,\n",
    );
    assert_eq!(fatal(&file), [(6, "payables_file")]);
}

#[test]
fn open_invoices_nest_sub_customers_with_spaces_before_them_or_without() {
    for indent in ["", "   "] {
        let file = read(&format!(
            "Open Invoices Report\nAlder\n\"As of Nov 20, 2026\"\n\n,Date,Transaction type,Num,Term,Due date,Open balance\n\
             Bay Marine,,,,,,\n,11/13/2026,Invoice,1,Net 30,12/13/2026,1.00\n\
             {indent}Slip 4,,,,,,\n,11/13/2026,Invoice,2,Net 30,12/13/2026,2.00\n{indent}Total for Slip 4,,,,,,$2.00\n\
             {indent}Slip 5,,,,,,\n,11/14/2026,Payment,,,11/14/2026,-4.00\n{indent}Total for Slip 5,,,,,,-$4.00\n\
             Total for Bay Marine,,,,,,-$1.00\n\
             Total Cove,,,,,,\n,11/15/2026,Invoice,3,Net 30,12/15/2026,8.00\nTotal for Total Cove,,,,,,$8.00\n\
             ,TOTAL,,,,,$7.00\n"
        ));
        assert_eq!(
            clean(&file),
            [
                "Bay Marine invoice 1 2026-11-13 2026-12-13 100",
                "Bay Marine/Slip 4 invoice 2 2026-11-13 2026-12-13 200",
                "Bay Marine/Slip 5 payment - 2026-11-14 2026-11-14 -400",
                "Total Cove invoice 3 2026-11-15 2026-12-15 800",
            ],
            "{indent:?}"
        );
    }
}

#[test]
fn a_customer_whose_total_is_gone_is_refused_because_the_next_could_be_its_part() {
    let file = read(
        "\"As of Nov 20, 2026\"\n\n,Date,Transaction type,Num,Term,Due date,Open balance\n\
         Bay,,,,,,\n,11/13/2026,Invoice,1,,12/13/2026,1.00\n\
         Cove,,,,,,\n,11/13/2026,Invoice,2,,12/13/2026,2.00\nTotal for Cove,,,,,,$2.00\nTOTAL,,,,,,$3.00\n",
    );
    assert_eq!(fatal(&file), [(9, "unclassified_row")]);
}

#[test]
fn customer_balance_detail_takes_the_open_balance_never_the_running_one() {
    let file = read(
        "Customer Balance Detail\nAlder\n\"As of Nov 20, 2026\"\n\n,Date,Transaction Type,Num,Due Date,Amount,Open Balance,Balance\n\
         Bay,,,,,,,\n,11/01/2026,Invoice,1,12/01/2026,10.00,4.00,4.00\n,11/02/2026,Invoice,2,12/02/2026,6.00,6.00,10.00\n\
         Total for Bay,,,,,$16.00,$10.00,\nTOTAL,,,,,$16.00,$10.00,\n",
    );
    assert_eq!(file.profile, "qbo-customer-balance-detail");
    assert_eq!(file.issues.len(), 1, "{:?}", file.issues);
    assert_eq!(file.issues[0].code, "ambiguous_dates");
    let text = "Customer Balance Detail\nAlder\n\"As of Nov 20, 2026\"\n\n,Date,Transaction Type,Num,Due Date,Amount,Open Balance,Balance\n\
         Bay,,,,,,,\n,10/13/2026,Invoice,1,11/12/2026,10.00,4.00,4.00\n,10/14/2026,Invoice,2,11/13/2026,6.00,6.00,10.00\n\
         Total for Bay,,,,,$16.00,$10.00,\nTOTAL,,,,,$16.00,$10.00,\n";
    assert_eq!(
        clean(&read(text)),
        [
            "Bay invoice 1 2026-10-13 2026-11-12 400",
            "Bay invoice 2 2026-10-14 2026-11-13 600"
        ]
    );
    // Desktop's report of that name says nothing of each invoice.
    let desktop = "Customer Balance Detail\n\n,Type,Date,Num,Account,Amount,Balance\nBay,,,,,,\n";
    assert_eq!(fatal(&read(desktop)), [(1, "wrong_report")]);
}

const LINES: &str = "Alder\nInvoice List\n\"January 1 - December 31, 2026\"\n\nDate,Num,Customer,Memo/Description,Due Date,Amount,Open Balance,Currency,Exchange rate\n\
    15/01/2026,1041,Bay,Dock,20/01/2026,\"43,000.00\",0.00,USD,\n\
    02/02/2026,1042,\"Cove, John\",Two years,05/02/2026,\"1,100.00\",\"1,300.00\",USD,1\n\
    02/02/2026,1042,\"Cove, John\",Conversion,05/02/2026,215.00,\"1,300.00\",USD,1\n\
    ,,,,,\"44,315.00\",,,\nTotal,,,,,\"44,315.00\",,,\n";

#[test]
fn an_invoice_list_with_a_row_for_every_line_adds_the_lines_up_and_takes_the_balance_once() {
    let file = read(LINES);
    assert_eq!(
        (file.profile.as_str(), file.kind),
        ("qbo-invoice-list", FileKind::List)
    );
    assert_eq!(codes(&file), [(9, "total_absent")]);
    assert_eq!(
        short(&file),
        [
            "Bay invoice 1041 2026-01-15 2026-01-20 0",
            "Cove, John invoice 1042 2026-02-02 2026-02-05 130000"
        ]
    );
    assert_eq!(file.documents[1].amount.get(), 131_500);
    // The balance of an invoice is one, its customer is one, and the amounts must be those of the total.
    for (from, to) in [
        ("215.00,\"1,300.00\"", "215.00,\"1,301.00\""),
        ("\"Cove, John\",Conversion", "\"Cave, John\",Conversion"),
        ("215.00,", "216.00,"),
        ("Total,,,,,\"44,315.00\",,,\n", ""),
    ] {
        assert!(refused(&read(&LINES.replacen(from, to, 1))), "{to}");
    }
}

#[test]
fn an_invoice_list_with_a_row_for_each_invoice_lists_paid_ones_too() {
    let file = read(
        "Invoice List by Date\nAlder\nThis month\n\nDate,Transaction type,Num,Name,Memo,Due date,Amount,Open balance\n\
         11/13/2026,Invoice,1,Bay:Slip 4,,12/13/2026,5.00,0.00\n11/14/2026,Invoice,2,Cove,,12/14/2026,6.00,6.00\n\
         \"Friday, November 20, 2026 04:19 PM GMT-08:00\",,,,,,,\n",
    );
    assert_eq!(
        clean(&file),
        [
            "Bay/Slip 4 invoice 1 2026-11-13 2026-12-13 0",
            "Cove invoice 2 2026-11-14 2026-12-14 600"
        ]
    );
}

#[test]
fn received_payments_are_receipts_without_links_and_invoices_are_left_out() {
    let name = "qbo_invoices_and_received_payments.csv";
    let expected: serde_json::Value =
        serde_json::from_slice(&data(&format!("{name}.expected.json"))).expect("json");
    let file = read_with(&data(name), &options(None));
    assert_eq!(
        (file.profile.as_str(), file.kind),
        ("qbo-received-payments", FileKind::Payments)
    );
    assert_eq!(codes(&file), [(0, "status_skipped")]);
    assert_eq!(
        Some(file.payments.len() as u64),
        expected["payments"].as_u64()
    );
    let sum: i64 = file.payments.iter().map(|p| p.amount.get()).sum();
    assert_eq!(Some(sum), expected["total_received_cents"].as_i64());
    assert!(
        file.payments
            .iter()
            .all(|p| p.number.is_empty() && p.applications.is_empty())
    );
    let check = file
        .payments
        .iter()
        .find(|p| p.reference.as_deref() == Some("CK 2219"))
        .expect("check");
    assert_eq!(
        check.account.name.as_deref(),
        Some("Al \"Big Al\" Petrosky Drywall")
    );
    // A report without totals is proven by its end, and by each customer standing there once.
    let text = String::from_utf8(data(name)).expect("text");
    let cut = &text[..text.find("Current Electric").expect("there")];
    assert!(refused(&read(cut)));
    let block =
        &text[text.find("Total Home").expect("there")..text.find("\"Al \"\"Big").expect("there")];
    let copied = text.replacen(block, &block.repeat(2), 1);
    assert!(refused(&read(&copied)), "a block that stands twice");
}

#[test]
fn of_a_transaction_list_only_payments_are_taken() {
    let file = read(
        "Transaction List by Date\nAlder\nNovember 2026\n\nDate,Transaction type,Num,Posting (Y/N),Name,Memo,Account name,Split,Amount\n\
         11/13/2026,Payment,2219,Y,Bay:Slip 4,,Undeposited Funds,Accounts Receivable (A/R),\"1,500.00\"\n\
         11/13/2026,Bill,9,Y,Steel Co,,Accounts Payable,Cost,700.00\n\
         11/14/2026,Payment,2219,Y,Cove,,Undeposited Funds,Accounts Receivable (A/R),0.00\n\
         11/15/2026,Payment,,Y,Cove,wire,Checking,Accounts Receivable (A/R),20.00\n\
         \"Friday, November 20, 2026 04:19 PM GMT-08:00\",,,,,,,,\n",
    );
    assert_eq!(codes(&file), [(0, "zero_open"), (0, "status_skipped")]);
    let got: Vec<_> = file
        .payments
        .iter()
        .map(|p| {
            (
                p.account.name.as_deref(),
                p.reference.as_deref(),
                p.amount.get(),
            )
        })
        .collect();
    assert_eq!(
        got,
        [
            (Some("Bay"), Some("2219"), 150_000),
            (Some("Cove"), Some("wire"), 2_000)
        ]
    );
}

const DESKTOP: &str = "\"\",\"\",\"Type\",\"Date\",\"Num\",\"P. O. #\",\"Terms\",\"Due Date\",\"Class\",\"Aging\",\"Open Balance\"\r\n\
    \"Núñez\",,,,,,,,,,\r\n\
    ,\"Pier 9\",,,,,,,,,\r\n\
    ,,\"Invoice\",\"10/13/2026\",\"FC 1\",,\"Net 30\",\"11/12/2026\",,\"8\",\"2.00\"\r\n\
    ,\"Total Pier 9\",,,,,,,,,\"2.00\"\r\n\
    ,\"Núñez - Other\",,,,,,,,,\r\n\
    ,,\"Payment\",\"10/14/2026\",,,,,,,\"-5.00\"\r\n\
    ,\"Total Núñez - Other\",,,,,,,,,\"-5.00\"\r\n\
    \"Total Núñez\",,,,,,,,,,\"-3.00\"\r\n\
    \"TOTAL\",,,,,,,,,,\"-3.00\"\r\n";

#[test]
fn desktop_open_invoices_nest_customers_and_jobs_by_columns_in_windows_1252() {
    let latin: Vec<u8> = DESKTOP.chars().map(|c| c as u8).collect();
    let file = read_with(&latin, &options(Some("2026-11-20")));
    assert_eq!(file.profile, "qbd-open-invoices");
    assert_eq!(codes(&file), [(0, "encoding_guessed")]);
    let want = [
        "Núñez/Pier 9 invoice FC 1 2026-10-13 2026-11-12 200",
        "Núñez payment - 2026-10-14 2026-10-14 -500",
    ];
    assert_eq!(short(&file), want);
    // A spacer beside every column, as the workbook has it.
    let spaced: String = DESKTOP
        .lines()
        .map(|line| line.replace(',', ",,") + "\n")
        .collect();
    let file = read_with(spaced.as_bytes(), &options(Some("2026-11-20")));
    assert_eq!(clean(&file), want);
    assert_eq!(
        fatal(&read(DESKTOP)),
        [(0, "as_of_missing")],
        "without titles the day is asked for"
    );
}

#[test]
fn reports_that_are_something_else_are_refused_by_name() {
    let open = ",Date,Transaction type,Num,Due date,Amount,Open balance\nBay,,,,,,\n";
    for (title, code) in [
        ("Collections Report", "wrong_report"),
        ("Transaction List by Customer", "wrong_report"),
        ("Sales by Customer Detail", "wrong_report"),
        ("Statement List Report", "wrong_report"),
        ("Transaction List by Vendor", "payables_file"),
        ("Vendor Balance Detail", "payables_file"),
        ("Unpaid Bills", "payables_file"),
        ("Customer Balance Summary", "wrong_report"),
    ] {
        let file = read(&format!("Alder\n{title}\nAll Dates\n\n{open}"));
        assert_eq!(fatal(&file), [(2, code)], "{title}");
        assert!(file.issues[0].message.contains("export"));
    }
    let no_type = ",Date,Num,Customer full name,Due date,Amount,Open balance\nCurrent,,,,,,\n,11/13/2026,1,Bay,12/13/2026,5.00,5.00\n";
    let file = read(&format!(
        "Alder\nA/R Aging Detail Report\n\"As of Nov 20, 2026\"\n{no_type}"
    ));
    assert_eq!(
        fatal(&file),
        [(4, "missing_column")],
        "a report whose type was taken out"
    );
}

// What hands and spreadsheets do to a report.

/// The open amounts and numbers of a reading that was accepted, or nothing when it was refused.
fn accepted(text: &str) -> Option<Vec<String>> {
    let file = read_with(text.as_bytes(), &options(Some("2026-11-20")));
    let mut all = short(&file);
    all.sort();
    (!refused(&file)).then_some(all)
}

fn reports() -> Vec<(&'static str, String)> {
    let mut out: Vec<(&str, String)> = [
        "qbo_ar_aging_detail.csv",
        "qbo_open_invoices.csv",
        "qbd_ar_aging_detail.csv",
    ]
    .into_iter()
    .map(|name| {
        let bytes = data(name);
        let text = String::from_utf8(bytes.clone())
            .unwrap_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect());
        (name, text)
    })
    .collect();
    out.push(("desktop open invoices", DESKTOP.replace("\r\n", "\n")));
    out
}

/// Cells of a line; the fixtures have no line ends in quotes.
fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).expect("splits");
    record.iter().map(str::to_owned).collect()
}

fn joined(cells: &[String], delimiter: &str) -> String {
    let quoted: Vec<String> = cells
        .iter()
        .map(|c| match c.contains([',', ';', '"']) {
            true => format!("\"{}\"", c.replace('"', "\"\"")),
            false => c.clone(),
        })
        .collect();
    quoted.join(delimiter)
}

#[test]
fn a_changed_digit_in_an_open_amount_of_a_report_with_totals_is_never_accepted() {
    for (name, text) in reports() {
        let lines: Vec<&str> = text.lines().collect();
        assert!(accepted(&text).is_some(), "{name}");
        for (at, line) in lines.iter().enumerate() {
            let row = cells(line);
            let Some(last) = row
                .last()
                .filter(|c| c.ends_with(|d: char| d.is_ascii_digit()))
            else {
                continue;
            };
            let digit = last.bytes().last().map_or(0, |b| b - b'0');
            let mut changed = row.clone();
            let end = changed.len() - 1;
            changed[end] = format!("{}{}", &last[..last.len() - 1], (digit + 1) % 10);
            let mut all: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
            all[at] = joined(&changed, ",");
            assert_eq!(accepted(&all.join("\n")), None, "{name} line {}", at + 1);
        }
    }
}

#[test]
fn rows_taken_out_put_in_twice_or_cut_off_leave_a_report_exact_or_refused() {
    for (name, text) in reports() {
        let lines: Vec<&str> = text.lines().collect();
        let whole = accepted(&text).expect(name);
        for at in 0..lines.len() {
            for copies in [0, 2] {
                let mut all = lines.clone();
                all.splice(at..=at, std::iter::repeat_n(lines[at], copies));
                if let Some(got) = accepted(&all.join("\n")) {
                    assert_eq!(got, whole, "{name} line {} {copies} times", at + 1);
                }
            }
            if let Some(got) = accepted(&lines[..at].join("\n")) {
                assert_eq!(got, whole, "{name} cut above line {}", at + 1);
            }
        }
    }
}

#[test]
fn a_report_saved_again_by_a_spreadsheet_reads_as_before() {
    for (name, text) in reports() {
        let whole = accepted(&text).expect(name);
        let rows: Vec<Vec<String>> = text.lines().map(cells_or_none).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let padded = |row: &Vec<String>| {
            let mut row = row.clone();
            row.resize(width, String::new());
            row
        };
        let iso = |cell: &String| match cell.split('/').collect::<Vec<_>>().as_slice() {
            [m, d, y] if y.len() == 4 => format!("{y}-{m:0>2}-{d:0>2}"),
            _ => cell.clone(),
        };
        let write = |rows: Vec<Vec<String>>, delimiter: &str| -> String {
            rows.iter().map(|r| joined(r, delimiter) + "\r\n").collect()
        };
        let commas = write(rows.iter().map(padded).collect(), ",");
        let variants = [
            ("quotes gone, rows padded", commas.clone()),
            ("with a byte order mark", format!("\u{feff}{commas}")),
            (
                "with semicolons",
                write(rows.iter().map(padded).collect(), ";"),
            ),
            (
                "dates turned around",
                write(
                    rows.iter()
                        .map(|r| padded(r).iter().map(iso).collect())
                        .collect(),
                    ",",
                ),
            ),
            (
                "a blank column before",
                write(
                    rows.iter()
                        .map(|r| [vec![String::new()], padded(r)].concat())
                        .collect(),
                    ",",
                ),
            ),
            (
                "a blank column behind",
                write(
                    rows.iter()
                        .map(|r| [padded(r), vec![String::new()]].concat())
                        .collect(),
                    ",",
                ),
            ),
        ];
        for (how, text) in variants {
            assert_eq!(accepted(&text).as_ref(), Some(&whole), "{name}: {how}");
        }
    }
}

fn cells_or_none(line: &str) -> Vec<String> {
    match line {
        "" => Vec::new(),
        line => cells(line),
    }
}

#[test]
fn columns_in_another_order_read_alike() {
    let text = String::from_utf8(data("qbo_ar_aging_detail.csv")).expect("text");
    let whole = accepted(&text).expect("reads");
    let swapped: String = text
        .lines()
        .map(|line| {
            let mut row = cells_or_none(line);
            if row.len() == 8 {
                row.swap(1, 7);
                row.swap(2, 4);
            }
            joined(&row, ",") + "\n"
        })
        .collect();
    assert_eq!(accepted(&swapped), Some(whole));
    let file = read(&text);
    assert_eq!(
        file.documents.iter().map(open).sum::<i64>(),
        file.summed_total.get()
    );
}

#[test]
fn ages_are_no_customers_when_the_column_of_names_is_gone() {
    let text = "Type,Date,Num,Terms,Due Date,Open Balance\n".replace("Type", ",Type")
        + "Current,,,,,,\n,Invoice,11/01/2026,1,Net 30,12/01/2026,100.00\nTotal Current,,,,,,100.00\n\
           1 - 30,,,,,,\n,Invoice,10/01/2026,2,Net 30,10/31/2026,50.00\nTotal 1 - 30,,,,,,50.00\nTOTAL,,,,,,150.00\n";
    let file = read_with(text.as_bytes(), &options(Some("2026-11-20")));
    assert_eq!(fatal(&file), [(0, "missing_column")]);
    // A customer may be called like an age, among others.
    let named = text.replace("1 - 30", "Elm");
    let file = read_with(named.as_bytes(), &options(Some("2026-11-20")));
    assert!(!refused(&file), "{:?}", file.issues);
    assert_eq!(file.documents.len(), 2);
}
