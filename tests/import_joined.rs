//! Files as hands and programs leave them: joined, with a column more, under another title, one number for two names. Each is read exactly, or
//! refused with what to do.

mod import_common;

use bywhen::domain::staged::StagedFile;
use import_common::{codes, fatal, options, read_with, refused, short};

fn read(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options(Some("2026-11-20")))
}

fn said(file: &StagedFile) -> &str {
    let gravest = file.gravest();
    let issue = file.issues.iter().find(|i| Some(i.severity) == gravest);
    issue.map_or("", |i| i.message.as_str())
}

#[test]
fn a_byte_order_mark_where_files_were_joined_is_no_part_of_a_name() {
    let head = "customer_name,invoice_number,invoice_date,due_date,open_balance\n";
    let text = format!(
        "\u{feff}{head}Alder,1,2026-09-01,2026-10-01,5.00\n\u{feff}\"Birch, Inc.\",2,2026-09-02,2026-10-02,6.00\n\u{feff}\u{feff}{head}Cedar\u{200b},3,2026-09-03,2026-10-03,7.00\n"
    );
    let joined = read(&text.replace("\u{feff}\u{feff}", "\u{feff}"));
    assert_eq!(
        short(&joined),
        [
            "Alder invoice 1 2026-09-01 2026-10-01 500",
            "Birch, Inc. invoice 2 2026-09-02 2026-10-02 600",
            "Cedar invoice 3 2026-09-03 2026-10-03 700",
        ],
        "{:?}",
        joined.issues
    );
}

#[test]
fn an_aging_report_with_the_days_that_are_past_due_is_read_and_one_of_vendors_is_not() {
    let report = |who: &str| {
        format!(
            "Acme\nA/R Aging Detail\n\"As of Nov 20, 2026\"\n\n,Date,Transaction type,Num,{who},Due date,Past due,Amount,Open balance\n\
             1 - 30 days past due,,,,,,,,\n,10/01/2026,Invoice,7,Alder,10/31/2026,20,50.00,40.00\n\
             Total for 1 - 30 days past due,,,,,,,50.00,40.00\nTOTAL,,,,,,,50.00,40.00\n"
        )
    };
    let file = read(&report("Customer full name"));
    assert!(!refused(&file), "{:?}", file.issues);
    assert_eq!(short(&file), ["Alder invoice 7 2026-10-01 2026-10-31 4000"]);
    for who in ["Vendor display name", "Supplier"] {
        assert_eq!(fatal(&read(&report(who)))[0].1, "payables_file", "{who}");
    }
}

#[test]
fn a_known_report_with_a_column_that_it_never_has_is_refused_with_the_menu_of_its_own_system() {
    let file = read(
        "Acme\nOpen Invoices\n\"As of Nov 20, 2026\"\n\n,Date,Transaction type,Num,Term,Due date,Past due,Open balance\n\
         Alder,,,,,,,\n,10/01/2026,Invoice,7,Net 30,10/31/2026,20,40.00\nTotal for Alder,,,,,,,40.00\nTOTAL,,,,,,,40.00\n",
    );
    assert!(refused(&file));
    let why = said(&file);
    assert!(why.contains("'Past due'"), "{why}");
    assert!(why.contains("QuickBooks Online"), "{why}");
    assert!(!why.contains("Desktop"), "{why}");
}

#[test]
fn a_summary_by_age_is_known_by_its_columns_whatever_its_title() {
    for header in [
        ",CURRENT,1 - 30,31 - 60,61 - 90,91 AND OVER,TOTAL",
        "Customer,Current,1-30 days past due,31-60 days past due,61-90 days past due,91 or more days past due,Total",
        "Client full name,Not due,0-30,31-60,>60,Balance",
    ] {
        let width = header.matches(',').count();
        let text = format!(
            "Acme\nAging by customer\n\"As of Nov 20, 2026\"\n\n{header}\nAlder{}\nTOTAL{}\n",
            ",5.00".repeat(width),
            ",5.00".repeat(width)
        );
        let file = read(&text);
        assert_eq!(fatal(&file)[0].1, "wrong_report", "{header}");
        let why = said(&file);
        assert!(why.contains("summary"), "{why}");
        assert!(why.contains("Who owes you > A/R Aging Detail"), "{why}");
    }
}

fn numbered(rows: &[[&str; 2]]) -> StagedFile {
    let mut text =
        "customer_id,customer_name,invoice_number,invoice_date,due_date,open_balance\n".to_owned();
    for (i, [number, name]) in rows.iter().enumerate() {
        text += &format!("{number},{name},{i},2026-09-01,2026-10-01,5.00\n");
    }
    read(&text)
}

#[test]
fn one_number_under_two_names_is_one_customer_and_is_said() {
    let file = numbered(&[["C1", "Alder"], ["C2", "Birch"], ["C1", "Cedar Homes"]]);
    assert!(!refused(&file), "{:?}", file.issues);
    assert_eq!(codes(&file), [(4, "two_names")]);
    assert!(said(&file).contains("'Alder'"), "{}", said(&file));
    let alike = numbered(&[["C1", "Alder Inc"], ["C2", "Birch"], ["C1", "ALDER  Inc."]]);
    assert_eq!(codes(&alike), []);
}

#[test]
fn a_number_that_all_customers_have_is_no_customers_number() {
    let all = [["1400", "Alder"], ["1400", "Birch"], ["1400", "Cedar"]];
    let file = numbered(&all);
    assert!(
        codes(&file).contains(&(0, "swapped_columns")),
        "{:?}",
        file.issues
    );
    assert!(refused(&file));
    // Two are told, and one of several numbers too.
    assert!(!refused(&numbered(&all[..2])));
}

#[test]
fn days_that_a_spreadsheet_turned_into_numbers_say_how_to_mend_them() {
    let file = read(
        "customer_name,invoice_number,invoice_date,due_date,open_balance\nAlder,1,46266,46296,5.00\n",
    );
    assert!(refused(&file));
    assert!(said(&file).contains("spreadsheet"), "{}", said(&file));
}
