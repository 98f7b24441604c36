//! What must survive: files that are broken, foreign, ambiguous or hostile. Each is refused or held back by name and line;
//! nothing is guessed, nothing panics, memory stays within sight of the file's size.

use bywhen::domain::money::Currency;
use bywhen::domain::staged::{Severity, StagedFile};
use bywhen::import::{self, DateOrder, InputFile, Profiles, ReadOptions};
use chrono::NaiveDate;
use proptest::prelude::*;

const HEADER: &str = "customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency\n";

fn options() -> ReadOptions {
    ReadOptions {
        as_of: NaiveDate::from_ymd_opt(2026, 11, 20),
        ..ReadOptions::new(Currency::USD)
    }
}

fn read_with(bytes: &[u8], options: &ReadOptions) -> StagedFile {
    let files = [InputFile {
        name: "report.csv".to_owned(),
        bytes: bytes.to_vec(),
    }];
    import::read(&files, options, &Profiles::embedded(), &mut |_| {}).remove(0)
}

fn read(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options())
}

fn row(number: &str, date: &str, due: &str, open: &str) -> String {
    format!("C1,Alder Roofing,,invoice,{number},{date},{due},Net 30,,\"{open}\",\"{open}\",USD\n")
}

fn codes(file: &StagedFile) -> Vec<(u64, &str)> {
    file.issues
        .iter()
        .map(|i| (i.line, i.code.as_str()))
        .collect()
}

fn fatal(file: &StagedFile) -> (u64, &str) {
    assert_eq!(file.gravest(), Some(Severity::Fatal), "{:?}", file.issues);
    let found: Vec<_> = file
        .issues
        .iter()
        .filter(|i| i.severity == Severity::Fatal)
        .collect();
    assert_eq!(found.len(), 1, "{:?}", file.issues);
    assert!(
        found[0].message.len() > 20,
        "says what to do: {}",
        found[0].message
    );
    (found[0].line, found[0].code.as_str())
}

// I1-I3: containers

#[test]
fn damaged_workbooks_pdf_iif_and_archives_are_refused_by_name() {
    for (bytes, code) in [
        (&b"PK\x03\x04\x14\0\x06\0"[..], "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_a_table"),
        (b"%PDF-1.7\n%\xe2\xe3", "wrong_report"),
        (b"!HDR\tPROD\tVER\n!CUST\tNAME\n", "wrong_report"),
        (b"\x1f\x8b\x08\0", "not_a_table"),
        (b"<html><table><tr><td>Hello</td></tr></table>", "no_header"),
        (b"", "not_a_table"),
    ] {
        assert_eq!(fatal(&read_with(bytes, &options())), (0, code));
    }
}

// I4: encodings

#[test]
fn one_report_in_five_encodings_is_one_report() {
    let text = format!(
        "{HEADER}{}",
        row("1", "2026-09-01", "2026-10-01", "1,234.50")
    )
    .replace("Alder", "Núñez");
    let utf16 = |le: bool, bom: bool| -> Vec<u8> {
        let units = bom.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units
            .flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    };
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let with_bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (bytes, name) in [
        (text.clone().into_bytes(), "utf-8"),
        (with_bom, "utf-8-bom"),
        (utf16(true, true), "utf-16le"),
        (utf16(false, true), "utf-16be"),
        (utf16(true, false), "utf-16le"),
        (latin, "windows-1252"),
    ] {
        let file = read_with(&bytes, &options());
        assert_eq!(file.encoding, name);
        assert_eq!(file.documents.len(), 1, "{name}: {:?}", file.issues);
        let document = &file.documents[0];
        assert_eq!(
            document.account.name.as_deref(),
            Some("Núñez Roofing"),
            "{name}"
        );
        assert_eq!(document.open.get(), 123_450);
        let guessed = codes(&file).contains(&(0, "encoding_guessed"));
        assert_eq!(guessed, name == "windows-1252");
    }
}

#[test]
fn nuls_in_a_name_become_spaces_and_are_counted() {
    let text = format!("{HEADER}{}", row("1", "2026-09-01", "2026-10-01", "5.00"))
        .replace("Alder R", "Al\0R");
    let file = read(&text);
    assert_eq!(
        file.documents[0].account.name.as_deref(),
        Some("Al Roofing")
    );
    assert_eq!(codes(&file), [(0, "control_removed")]);
}

#[test]
fn noise_and_nuls_are_no_table() {
    assert_eq!(
        fatal(&read_with(&[0; 100_000], &options())),
        (0, "not_a_table")
    );
    let noise: Vec<u8> = (0..100_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_eq!(fatal(&read_with(&noise, &options())), (0, "not_a_table"));
}

// I5: shape

#[test]
fn the_delimiter_is_found_or_taken_from_the_first_line() {
    let text = format!("{HEADER}{}", row("1", "2026-09-01", "2026-10-01", "5.00"));
    for mark in [";", "\t", "|"] {
        assert_eq!(read(&text.replace(',', mark)).documents.len(), 1);
    }
    let said = format!(
        "sep=;\r\n{}",
        text.replace(',', ";")
            .replace('\n', "\r\n")
            .replace("2026-09-01", "2026-09-31")
    );
    assert_eq!(
        codes(&read(&said)),
        [(3, "bad_date")],
        "lines count the line sep=; too"
    );
}

#[test]
fn a_quote_that_is_never_closed_is_one_error_where_it_begins() {
    let good = row("1", "2026-09-01", "2026-10-01", "5.00");
    let text = format!("{HEADER}{good}C1,\"Alder,,invoice,2\n{good}{good}");
    let file = read(&text);
    assert_eq!(fatal(&file), (3, "unterminated_quote"));
    assert!(
        file.documents.is_empty(),
        "what follows is lost, so nothing is taken"
    );
}

#[test]
fn endless_lines_cells_and_rows_are_refused() {
    let line = format!("{HEADER}{}", "x".repeat(8_000_000));
    assert_eq!(fatal(&read(&line)), (2, "record_too_long"));
    let cell = format!("{HEADER}C1,{},,invoice\n", "x".repeat(70_000));
    assert_eq!(fatal(&read(&cell)), (2, "field_too_long"));
    assert_eq!(fatal(&read(&",".repeat(900_000))), (1, "too_many_columns"));
    assert_eq!(fatal(&read(&"a,".repeat(2_000_000))).1, "record_too_long");
}

#[test]
fn a_column_that_is_there_twice_is_refused() {
    let text =
        HEADER.replace("job", "open balance") + &row("1", "2026-09-01", "2026-10-01", "5.00");
    assert_eq!(fatal(&read(&text)), (1, "duplicate_header"));
}

#[test]
fn short_and_long_rows_are_held_back_but_empty_cells_beyond_the_end_do_no_harm() {
    let good = row("1", "2026-09-01", "2026-10-01", "5.00");
    let short = "C1,Alder,,invoice,2,2026-09-01\n";
    let long = row("3", "2026-09-01", "2026-10-01", "5.00").replace(",USD", ",USD,surplus");
    let padded = row("4", "2026-09-01", "2026-10-01", "5.00").replace(",USD", ",USD,,,");
    let file = read(&format!("{HEADER}{good}{short}{long}{padded}"));
    assert_eq!(codes(&file), [(3, "ragged_row"), (4, "ragged_row")]);
    assert_eq!(file.documents.len(), 2);
    assert_eq!(file.rejects.len(), 2);
}

#[test]
fn a_file_that_ends_within_a_row_is_truncated() {
    let good = row("1", "2026-09-01", "2026-10-01", "5.00");
    assert_eq!(
        fatal(&read(&format!("{HEADER}{good}C1,Alder,,inv"))),
        (3, "truncated_file")
    );
    let whole = format!("{HEADER}{good}");
    assert_eq!(
        read(whole.trim_end()).issues,
        [],
        "a missing last line end is none"
    );
}

// I6: numbers

#[test]
fn the_decimal_mark_is_the_columns_and_is_never_guessed_per_cell() {
    let rows = |cells: &[&str]| {
        let rows: String = cells
            .iter()
            .enumerate()
            .map(|(i, c)| row(&i.to_string(), "2026-09-01", "2026-10-01", c))
            .collect();
        read(&format!("{HEADER}{rows}"))
    };
    let opens = |file: &StagedFile| {
        file.documents
            .iter()
            .map(|d| d.open.get())
            .collect::<Vec<_>>()
    };
    assert_eq!(opens(&rows(&["1.234,56", "1.234"])), [123_456, 123_400]);
    assert_eq!(opens(&rows(&["1,234.56", "1,234"])), [123_456, 123_400]);
    assert_eq!(opens(&rows(&["1\u{a0}234,56", "7"])), [123_456, 700]);
    let file = rows(&["1.234", "2.345"]);
    assert!(codes(&file).iter().all(|c| c.1 == "ambiguous_decimals") && file.documents.is_empty());
    for bad in ["1e3", "٣", "1.005", "12.345"] {
        let file = rows(&["7.50", bad]);
        assert_eq!(codes(&file), [(3, "bad_amount")], "{bad}");
        assert_eq!(file.rejects.len(), 1);
    }
    assert_eq!(codes(&rows(&["7.50", "€5.00"])), [(3, "other_currency")]);
}

// I8: dates

#[test]
fn dates_that_can_be_read_two_ways_are_asked_about() {
    let text = format!("{HEADER}{}", row("1", "03/04/2026", "05/06/2026", "5.00"));
    let file = read(&text);
    assert_eq!(fatal(&file), (2, "ambiguous_dates"));
    assert!(file.documents.is_empty());
    for (order, day) in [
        (DateOrder::Dmy, "2026-04-03"),
        (DateOrder::Mdy, "2026-03-04"),
    ] {
        let options = ReadOptions {
            date_order: Some(order),
            ..options()
        };
        let file = read_with(text.as_bytes(), &options);
        assert_eq!(file.issues, []);
        assert_eq!(file.documents[0].issued.to_string(), day);
    }
    let clear = text.clone() + &row("2", "25/04/2026", "25/05/2026", "5.00");
    assert_eq!(read(&clear).documents[0].issued.to_string(), "2026-04-03");
    let mixed = clear + &row("3", "04/25/2026", "05/25/2026", "5.00");
    assert_eq!(fatal(&read(&mixed)).1, "mixed_date_orders");
}

#[test]
fn a_snapshot_must_say_its_day() {
    let text = format!("{HEADER}{}", row("1", "2026-09-01", "2026-10-01", "5.00"));
    let file = read_with(text.as_bytes(), &ReadOptions::new(Currency::USD));
    assert_eq!(fatal(&file), (0, "as_of_missing"));
    assert!(file.issues[0].message.contains("--as-of"));
}

// Reports: refused by name, proven by their totals

#[test]
fn what_we_owe_and_what_is_only_a_summary_is_refused_by_name() {
    let payables = "Co,,\nA/P Aging Detail,,\n\n,Date,Transaction type,Num,Vendor display name,Due date,Past due,Amount,Open balance\n";
    assert_eq!(fatal(&read(payables)).1, "payables_file");
    let summary = "Co\nA/R Aging Summary\n\n,CURRENT,1 - 30,31 - 60,61 - 90,91 AND OVER,TOTAL\nAlder,1.00,,,,,1.00\n";
    assert_eq!(fatal(&read(summary)).1, "wrong_report");
    assert_eq!(fatal(&read("alpha,beta,gamma\n1,2,3\n")).1, "no_header");
    let no_balance = "Customer,Invoice number,Invoice date,Due date\nA,1,2026-09-01,2026-10-01\n";
    let file = read(no_balance);
    assert_eq!(fatal(&file), (1, "missing_column"));
    assert!(
        file.issues[0].message.contains("open"),
        "{}",
        file.issues[0].message
    );
    let options = ReadOptions {
        profile: Some("sage-9000".to_owned()),
        ..options()
    };
    assert_eq!(
        fatal(&read_with(no_balance.as_bytes(), &options)).1,
        "unknown_profile"
    );
}

const OPEN_INVOICES: &str = "Open Invoices Report,,,,,,\n\"As of Nov 20, 2026\",,,,,,\n\n,Date,Transaction type,Num,Term,Due date,Open balance\n\
    Alder Roofing,,,,,,\n\
    ,09/13/2026,Invoice,1,Net 30,10/13/2026,100.00\n\
    ,09/14/2026,Invoice,2,Net 30,10/14/2026,50.00\n\
    Total for Alder Roofing,,,,,,$150.00\n\
    Cedar & Stone,,,,,,\n\
    ,09/15/2026,Payment,,,09/15/2026,(20.00)\n\
    Total for Cedar & Stone,,,,,,-$20.00\n\
    TOTAL,,,,,,$130.00\n";

#[test]
fn a_total_that_is_not_the_sum_of_its_rows_names_the_group_and_the_difference() {
    assert_eq!(read(OPEN_INVOICES).issues, []);
    let file = read(&OPEN_INVOICES.replace("$150.00", "$151.00"));
    assert_eq!(fatal(&file), (8, "total_mismatch"));
    for word in ["Alder Roofing", "151.00", "150.00", "1.00"] {
        assert!(
            file.issues[0].message.contains(word),
            "{}",
            file.issues[0].message
        );
    }
    let file = read(&OPEN_INVOICES.replace("$130.00", "$130.01"));
    assert_eq!(fatal(&file), (12, "total_mismatch"));
    assert_eq!(file.declared_total.map(|m| m.get()), Some(13_001));
    assert_eq!(file.summed_total.get(), 13_000);
}

#[test]
fn a_row_that_is_held_back_still_counts_in_the_proof_when_its_amount_is_readable() {
    let file = read(&OPEN_INVOICES.replace("09/14/2026", "09/31/2026"));
    assert_eq!(codes(&file), [(7, "bad_date")]);
    let file = read(&OPEN_INVOICES.replace("Invoice,2", "Invoice,"));
    assert_eq!(codes(&file), [(7, "missing_number")]);
}

#[test]
fn a_report_without_its_end_is_truncated() {
    let cut = |at: &str| {
        let end = OPEN_INVOICES.find(at).expect("there");
        read(&OPEN_INVOICES[..end])
    };
    assert_eq!(fatal(&cut(",09/14/2026")).1, "truncated_file");
    assert_eq!(fatal(&cut("Cedar")).1, "truncated_file");
    assert_eq!(fatal(&cut("TOTAL")).1, "truncated_file");
}

#[test]
fn a_row_that_is_nothing_we_know_is_said_with_its_line() {
    let text = OPEN_INVOICES.replace(
        "Cedar & Stone,,,,,,\n",
        "Cedar & Stone,,,,,,\nAdjustment,,,,,,5.00\n",
    );
    assert_eq!(fatal(&read(&text)), (10, "unclassified_row"));
}

#[test]
fn nothing_open_is_counted_and_left_out() {
    let text = OPEN_INVOICES.replace(
        ",09/15/2026,P",
        ",09/14/2026,Invoice,7,Net 30,10/14/2026,0.00\n,09/14/2026,Invoice,8,Net 30,10/14/2026,\n,09/15/2026,P",
    );
    let file = read(&text);
    assert_eq!(codes(&file), [(0, "zero_open")]);
    assert_eq!(file.issues[0].value.as_deref(), Some("2"));
    assert_eq!(file.gravest(), Some(Severity::Info));
    assert_eq!((file.rows, file.documents.len()), (5, 3));
}

#[test]
fn a_credit_above_zero_of_an_unknown_system_is_held_back_not_charged() {
    let text = "Client,Doc type,Invoice no,Date,Due,Balance\nAlder,Credit note,C7,2026-09-01,,50.00\nAlder,Invoice,I1,2026-09-01,2026-10-01,70.00\n";
    let file = read(text);
    assert_eq!(codes(&file), [(2, "unsigned_credit")]);
    assert_eq!(file.documents.len(), 1);
}

#[test]
fn an_unknown_table_with_a_status_lists_paid_documents_too_so_absence_means_nothing() {
    let text = "Client,Invoice no,Date,Due,Amount,Balance,Status\nAlder,I1,2026-09-01,2026-10-01,70.00,70.00,Open\nAlder,I2,2026-09-01,2026-10-01,30.00,0.00,Paid\n";
    let file = read_with(text.as_bytes(), &ReadOptions::new(Currency::USD));
    assert_eq!(file.issues, []);
    assert_eq!(file.kind, bywhen::domain::staged::FileKind::List);
    assert_eq!(file.documents.len(), 2);
}

// The set

#[test]
fn a_payment_is_taken_whole_or_not_at_all() {
    let text = "payment_no,account_no,payment_date,method,amount,invoice_no,applied,reference\n\
        P1,C1,2026-09-01,check,100.00,I1,60.00,CH1\n\
        P2,C1,2026-09-01,ach,50.00,I2,50.00,A1\n\
        P1,C1,2026-09-01,check,100.00,I3,N/A,CH1\n\
        P3,C1,2026-09-01,ach,10.00,I4,8.00,A2\n\
        P3,C1,2026-09-01,ach,10.00,I5,8.00,A2\n\
        P4,C1,2026-09-01,ach,9.00,,9.00,A3\n";
    let file = read(text);
    let numbers: Vec<&str> = file.payments.iter().map(|p| p.number.as_str()).collect();
    assert_eq!(numbers, ["P2", "P4"]);
    assert_eq!(codes(&file), [(4, "bad_amount"), (6, "over_applied")]);
    let lines: Vec<u64> = file.rejects.iter().map(|r| r.line).collect();
    assert_eq!(lines, [2, 4, 5, 6]);
    assert!(file.payments[1].applications.is_empty(), "money on account");
}

#[test]
fn a_user_profile_teaches_a_new_format_without_code() {
    let profile = r#"
        id = "hausbank"
        title = "Hausbank Debitoren"
        kind = "snapshot"
        require = ["Debitor", "Beleg", "Offen"]
        [columns]
        customer_id = ["Debitor"]
        customer = ["Name"]
        number = ["Beleg"]
        date = ["Belegdatum"]
        due = ["Fällig"]
        open = ["Offen"]
        type = ["Art"]
        [layout]
        as_of = ["Stichtag %d.%m.%Y"]
        grand_total = ["Summe"]
        [values]
        decimal = "comma"
        date_order = "dmy"
        sign = "by_type"
        [types]
        invoice = ["RE"]
        credit = ["GU"]
    "#;
    let text = "Stichtag 20.11.2026\n\nDebitor;Name;Art;Beleg;Belegdatum;Fällig;Offen\n\
        0042;Bau Ärger GmbH;RE;7001;01.09.2026;01.10.2026;1.234\n\
        0042;Bau Ärger GmbH;GU;7002;02.09.2026;;100,50\n\
        Summe;;;;;;1.133,50\n";
    let profiles = Profiles::with_user([profile]).expect("reads");
    let files = [InputFile {
        name: "opos.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }];
    let options = ReadOptions::new(Currency::parse("EUR").expect("code"));
    let file = import::read(&files, &options, &profiles, &mut |_| {}).remove(0);
    assert_eq!(file.issues, []);
    assert_eq!(file.as_of, NaiveDate::from_ymd_opt(2026, 11, 20));
    let opens: Vec<_> = file
        .documents
        .iter()
        .map(|d| (d.kind.raises(), d.open.get()))
        .collect();
    assert_eq!(opens, [(true, 123_400), (false, 10_050)]);
    assert_eq!(file.declared_total.map(|m| m.get()), Some(113_350));
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(HEADER.as_bytes().to_vec()),
        Just(OPEN_INVOICES.as_bytes().to_vec()),
        Just(row("1", "2026-09-01", "2026-10-01", "5.00").into_bytes()),
        Just(b"payment_no,account_no,payment_date,amount,invoice_no,applied\n".to_vec()),
        Just(b"P1,C1,2026-09-01,5.00,I1,5.00\n".to_vec()),
        Just(b"sep=;\n".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"TOTAL,,,,,,9\n".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..40),
        "[ -~\n,;\"]{0,60}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_it_panic(bytes in pieces(), cut in any::<prop::sample::Index>()) {
        let file = read_with(&bytes, &options());
        prop_assert!(file.gravest() == Some(Severity::Fatal) || !file.profile.is_empty());
        let cut = cut.index(bytes.len() + 1);
        read_with(&bytes[..cut], &options());
    }
}

#[test]
fn customers_in_a_large_file_of_any_encoding_are_read_before_the_documents() {
    let mut customers = String::from("account_no,name,terms_days,currency,credit_limit\n");
    for n in 0..4_000 {
        customers += &format!("K{n},ਊ Harbor {n},45,USD,\n");
    }
    let documents = InputFile {
        name: "open.csv".into(),
        bytes: b"customer_id,customer_name,invoice_number,invoice_date,open_balance\nK7,Harbor 7,1,2026-09-01,5.00\n".to_vec(),
    };
    let wide = |le: bool, text: &str| -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    };
    let marked = format!("\u{feff}{customers}");
    for bytes in [
        customers.clone().into_bytes(),
        wide(true, &customers),
        wide(true, &marked),
        wide(false, &customers),
        wide(false, &marked),
    ] {
        let file = InputFile {
            name: "customers.csv".into(),
            bytes,
        };
        let options = ReadOptions {
            as_of: "2026-11-20".parse().ok(),
            ..ReadOptions::new(Currency::USD)
        };
        let read = bywhen::import::read(
            &[documents.clone(), file],
            &options,
            &Profiles::embedded(),
            &mut |_| {},
        );
        assert_eq!(read[1].accounts.len(), 4_000, "{:?}", read[1].issues);
        assert_eq!(
            read[0].documents[0].due.to_string(),
            "2026-10-16",
            "{}",
            read[1].encoding
        );
    }
}
