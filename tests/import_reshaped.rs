//! Files that went through other hands or programs on their way: pages joined by a print-out, a spreadsheet that exchanged days and
//! months or made days of numbers, databases that write NULL, headings that say their coin. Each is exact, or refused with the line.

mod import_common;

use bywhen::domain::money::Currency;
use bywhen::domain::staged::StagedFile;
use bywhen::import::{DateOrder, ReadOptions};
use import_common::{codes, fatal, options, read_with, refused, short};

const DAY: Option<&str> = Some("2026-11-20");

fn read(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options(DAY))
}

/// A list with a row for each pair of dates.
fn dated(rows: &[(&str, &str)]) -> String {
    let mut text = "Customer,Invoice no,Date,Due date,Open balance\n".to_owned();
    for (i, (date, due)) in rows.iter().enumerate() {
        text += &format!("Harbor,{i},{date},{due},{i}5.00\n");
    }
    text
}

#[test]
fn a_date_that_is_written_otherwise_than_the_others_is_not_read_in_their_order() {
    let rows = [("08/14/2026", "09/13/2026"), ("02-09-2026", "10/02/2026")];
    let file = read(&dated(&rows));
    assert_eq!(fatal(&file), [(3, "ambiguous_dates")]);
    assert!(file.documents.is_empty());
    let mut said = options(DAY);
    said.date_order = Some(DateOrder::Mdy);
    let file = read_with(dated(&rows).as_bytes(), &said);
    assert_eq!(file.documents.len(), 2, "{:?}", file.issues);
    // Written so in a column of their own, and telling their order themselves.
    let file = read(&dated(&[
        ("14-08-2026", "13.09.2026"),
        ("02-09-2026", "02.10.2026"),
    ]));
    assert_eq!(
        short(&file),
        [
            "Harbor invoice 0 2026-08-14 2026-09-13 500",
            "Harbor invoice 1 2026-09-02 2026-10-02 1500"
        ]
    );
}

#[test]
fn days_and_months_that_a_spreadsheet_exchanged_refuse_the_file() {
    // Written with the day first and opened where the month comes first: 9 February was the 2 September.
    let file = read(&dated(&[
        ("14/08/2026", "13/09/2026"),
        ("2026-02-09", "2026-02-10"),
        ("25/10/2026", "24/11/2026"),
    ]));
    assert_eq!(fatal(&file), [(3, "mixed_date_orders")]);
    assert!(file.documents.is_empty());
    let message = &file.issues[0].message;
    assert!(message.contains("line 2"), "{message}");
    // A day that no spreadsheet would have exchanged shows that the file is only written in two ways.
    let file = read(&dated(&[
        ("14/08/2026", "13/09/2026"),
        ("2026-02-09", "2026-02-10"),
        ("2026-10-25", "2026-11-24"),
    ]));
    assert_eq!(file.documents.len(), 3, "{:?}", file.issues);
}

/// An aging report in two pages, the titles before the second as given.
fn pages(second: &str) -> StagedFile {
    let titles =
        "\"Acme, LLC\",,,,,,,\nA/R Aging Detail Report,,,,,,,\n\"As of Nov 20, 2026\",,,,,,,\n";
    let header = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n";
    read(&format!(
        "{titles}\n{header}1 - 30 days past due,,,,,,,\n\
         ,09/25/2026,Invoice,0042,Alder,10/25/2026,100.00,40.00\n\
         {second}\
         ,09/28/2026,Invoice,0043,Birch,10/28/2026,50.00,50.00\n\
         Total for 1 - 30 days past due,,,,,,$150.00,$90.00\n\
         TOTAL,,,,,,$150.00,$90.00\n"
    ))
}

#[test]
fn titles_that_every_page_repeats_are_no_rows() {
    let titles =
        "\"Acme, LLC\",,,,,,,\nA/R Aging Detail Report,,,,,,,\n\"As of Nov 20, 2026\",,,,,,,\n";
    let header = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n";
    for between in ["", "\n", "\u{c}"] {
        let file = pages(&format!("{between}{titles}\n{header}"));
        assert_eq!(
            short(&file),
            [
                "Alder invoice 0042 2026-09-25 2026-10-25 4000",
                "Birch invoice 0043 2026-09-28 2026-10-28 5000"
            ],
            "{:?}",
            file.issues
        );
    }
    // A part of them, another day, or titles without the header: not the next page of this report.
    let other_day = titles.replace("Nov 20", "Nov 13");
    for wrong in [
        titles.to_owned(),
        format!("{other_day}{header}"),
        format!("\"Acme, LLC\",,,,,,,\n{header}"),
    ] {
        assert!(refused(&pages(&wrong)), "{wrong}");
    }
}

#[test]
fn a_second_copy_of_a_report_is_not_its_next_page() {
    let report = "Open Invoices Report\nAcme\n\"As of Nov 20, 2026\"\n\n\
        ,Date,Transaction type,Num,Term,Due date,Open balance\n\
        Alder,,,,,,\n,09/25/2026,Invoice,0042,Net 30,10/25/2026,40.00\nTotal for Alder,,,,,,$40.00\nTOTAL,,,,,,$40.00\n";
    assert!(!refused(&read(report)));
    assert!(refused(&read(&format!("{report}{report}"))));
    // A customer who is called like the company of the title is a customer.
    let own = report.replace("Alder", "Acme");
    assert_eq!(
        short(&read(&own)),
        ["Acme invoice 0042 2026-09-25 2026-10-25 4000"]
    );
}

#[test]
fn what_programs_put_around_a_text_is_no_part_of_it() {
    for number in ["00042", "\"=\"\"00042\"\"\"", "=\"00042\"", "'00042"] {
        let file = read(&format!(
            "Customer no,Customer,Invoice no,Date,Due date,Open balance\n'007,Harbor,{number},2026-09-03,2026-10-03,100.00\n"
        ));
        assert_eq!(
            short(&file),
            ["Harbor invoice 00042 2026-09-03 2026-10-03 10000"],
            "{number}"
        );
        assert_eq!(file.documents[0].account.number.as_deref(), Some("007"));
    }
    let file = read(
        "Customer,Invoice no,Date,Due date,Terms,PO,Open balance\n'T Hof,1,2026-09-03,NULL,Net 30,NULL,100.00\nNULL,2,2026-09-03,\\N,Net 30,(null),5.00\n",
    );
    assert_eq!(
        short(&file),
        [
            "'T Hof invoice 1 2026-09-03 2026-10-03 10000",
            "NULL invoice 2 2026-09-03 2026-10-03 500"
        ],
        "{:?}",
        file.issues
    );
    // Nothing is no amount.
    let file = read(
        "Customer,Invoice no,Date,Due date,Open balance\nHarbor,1,2026-09-03,2026-10-03,NULL\nHarbor,2,2026-09-03,2026-10-03,5.00\n",
    );
    assert_eq!(codes(&file), [(2, "bad_amount")]);
}

#[test]
fn a_number_that_a_spreadsheet_made_a_day_of_holds_its_row_back() {
    let file = read(
        "Customer,Invoice no,Date,Due date,Open balance\nHarbor,4-Feb,2026-09-03,2026-10-03,100.00\nHarbor,2-5,2026-09-03,2026-10-03,5.00\n",
    );
    assert!(
        codes(&file).contains(&(2, "bad_cell")),
        "{:?}",
        codes(&file)
    );
    assert_eq!(file.documents.len(), 1);
}

#[test]
fn letters_that_are_no_currency_hold_their_row_back() {
    let table = |code: &str| {
        read(&format!(
            "Customer,Invoice no,Date,Due date,Open balance,Currency\nHarbor,1,2026-09-03,2026-10-03,100.00,{code}\n"
        ))
    };
    for code in ["USD", "EUR", "aed"] {
        assert!(!refused(&table(code)), "{code}");
    }
    for slip in ["USB", "EUO", "Doubloon - XDB"] {
        let file = table(slip);
        assert!(codes(&file).contains(&(2, "other_currency")), "{slip}");
        assert!(file.documents.is_empty());
    }
}

#[test]
fn a_coin_in_a_heading_is_the_coin_of_its_column() {
    let table = |coin: &str, more: &str| {
        format!(
            "Customer,Invoice no,Date,Due date,Amount{coin},Open balance{coin}{more}\nHarbor,1,2026-09-03,2026-10-03,100.00,40.00{}\n",
            if more.is_empty() { "" } else { ",USD" }
        )
    };
    for coin in [" (USD)", " ($)", " in USD", " [USD]"] {
        let file = read(&table(coin, ""));
        assert_eq!(
            short(&file),
            ["Harbor invoice 1 2026-09-03 2026-10-03 4000"],
            "{coin}: {:?}",
            file.issues
        );
    }
    let file = read(&table(" (EUR)", ""));
    assert_eq!(fatal(&file), [(0, "total_currency")]);
    let euros = ReadOptions {
        currency: Currency::parse("EUR").expect("code"),
        ..options(DAY)
    };
    let file = read_with(table(" (EUR)", "").as_bytes(), &euros);
    assert_eq!(file.documents.len(), 1, "{:?}", file.issues);
    // Two columns say two things of the amounts; other words in brackets say nothing that is understood.
    assert!(refused(&read(&table(" (USD)", ",Currency"))));
    for other in [" (000)", " (cents)", " (LCY)"] {
        assert!(refused(&read(&table(other, ""))), "{other}");
    }
}

#[test]
fn a_total_is_known_by_the_words_of_other_languages_and_must_be_right() {
    let table = |word: &str, total: &str| {
        read(&format!(
            "Customer,Invoice no,Date,Due date,Open balance\nHarbor,1,2026-09-03,2026-10-03,100.00\nSummit,2,2026-09-04,2026-10-04,50.00\n{word},,,,{total}\n"
        ))
    };
    for word in [
        "Summe",
        "Gesamtsumme:",
        "Total général",
        "Totaal",
        "Suma",
        "TOTALS:",
    ] {
        let file = table(word, "150.00");
        assert_eq!(file.documents.len(), 2, "{word}: {:?}", file.issues);
        assert_eq!(file.declared_total, Some(file.summed_total), "{word}");
        assert_eq!(fatal(&table(word, "150.01")), [(4, "total_mismatch")]);
    }
    assert!(refused(&table("Alles zusammen", "150.00")));
}

#[test]
fn headings_and_months_of_the_north_are_read() {
    let file = read(
        "Kundnr;Kundnamn;Typ;Fakturanr;Fakturadatum;Förfallodatum;Belopp;Restbelopp\n\
         7;Ängel;Faktura;1;14 augusti 2026;3 okt 2026;1 234,50;1 234,50\n\
         7;Ängel;Kreditnota;2;15 maj 2026;15 maj 2026;\u{2013}40,00;\u{2013}40,00\n",
    );
    assert_eq!(
        short(&file),
        [
            "Ängel invoice 1 2026-08-14 2026-10-03 123450",
            "Ängel credit_memo 2 2026-05-15 2026-05-15 -4000"
        ],
        "{:?}",
        file.issues
    );
}

#[test]
fn amount_and_balance_that_are_exchanged_are_told_by_credits_too() {
    let report = |amount: &str, open: &str| {
        read(&format!(
            "\"Acme, LLC\"\nA/R Aging Detail Report\n\"As of Nov 20, 2026\"\n\n\
             ,Date,Transaction type,Num,Customer full name,Due date,{amount},{open}\n\
             CURRENT,,,,,,,\n\
             ,10/25/2026,Invoice,0042,Alder,11/24/2026,100.00,40.00\n\
             ,11/18/2026,Payment,,Birch,11/18/2026,-50.00,-20.00\n\
             Total for CURRENT,,,,,,$50.00,$20.00\n\
             TOTAL,,,,,,$50.00,$20.00\n"
        ))
    };
    assert!(!refused(&report("Amount", "Open balance")));
    let file = report("Open balance", "Amount");
    assert!(
        codes(&file).contains(&(7, "swapped_columns")),
        "{:?}",
        file.issues
    );
}

#[test]
fn the_day_of_a_report_stands_beside_its_label_or_behind_words_of_other_languages() {
    let rows =
        "Customer,Invoice no,Date,Due date,Open balance\nHarbor,1,2026-09-03,2026-10-03,100.00\n";
    for title in [
        "As of:,2026-11-20",
        "As of date: x,\nAs at,\"Nov 20, 2026\"",
        "Stand: 20. November 2026",
        "Per 20 november 2026",
    ] {
        let file = read_with(format!("{title}\n\n{rows}").as_bytes(), &options(None));
        assert_eq!(
            file.as_of.map(|d| d.to_string()).as_deref(),
            Some("2026-11-20"),
            "{title}: {:?}",
            file.issues
        );
    }
    // Of other systems it is the day on which somebody printed it.
    let erpnext = "Company:,Acme\nReport Date:,2026-11-20\n\nPosting Date,Party,Voucher Type,Voucher No,Due Date,Outstanding Amount\n\
        2026-10-25,A,Sales Invoice,S1,2026-11-24,5.00\nTotal,,,,,5.00\n";
    let file = read_with(erpnext.as_bytes(), &options(None));
    assert_eq!(
        file.as_of.map(|d| d.to_string()).as_deref(),
        Some("2026-11-20"),
        "{:?}",
        file.issues
    );
    let printed = format!("Report Date:,2026-11-20\n\n{rows}");
    let file = read_with(printed.as_bytes(), &options(None));
    assert_eq!(fatal(&file), [(0, "as_of_missing")]);
}
