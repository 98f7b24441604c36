//! Files of known systems as other companies have them: columns that the report does not have elsewhere, other currencies, dates as a
//! spreadsheet or a program writes them. Each is read exactly or refused; a number in the wrong coin would be wrong without a sound.

mod import_common;

use bywhen::domain::money::Currency;
use bywhen::domain::staged::{Severity, StagedFile};
use bywhen::import::{DateOrder, ReadOptions};
use import_common::{codes, fatal, options, read_with, refused, short};

const DAY: Option<&str> = Some("2026-11-20");

fn read(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options(DAY))
}

fn message(file: &StagedFile) -> &str {
    let gravest = file.gravest();
    let issue = file.issues.iter().find(|i| Some(i.severity) == gravest);
    issue.map_or("", |i| i.message.as_str())
}

/// An aging report of QuickBooks Online with a column more: its heading, and its cell in each of two rows.
fn aging(heading: &str, cells: [&str; 2]) -> String {
    let [first, second] = cells;
    format!(
        "\"Acme, LLC\"\nA/R Aging Detail Report\n\"As of Nov 20, 2026\"\n\n\
         ,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance,{heading}\n\
         CURRENT,,,,,,,,\n\
         ,10/25/2026,Invoice,0042,Alder,11/24/2026,100.00,40.00,{first}\n\
         ,11/18/2026,Invoice,0043,Birch,12/18/2026,50.00,50.00,{second}\n\
         Total for CURRENT,,,,,,$150.00,$90.00,\n\
         TOTAL,,,,,,$150.00,$90.00,\n"
    )
}

#[test]
fn a_column_of_currencies_that_the_report_does_not_have_elsewhere_is_heard() {
    for heading in ["Currency", "Transaction currency", "Cur."] {
        for word in ["USD", "US Dollar", "USD United States Dollar", ""] {
            let file = read(&aging(heading, ["USD", word]));
            assert!(!refused(&file), "{heading} {word}: {:?}", file.issues);
            assert_eq!(file.documents.len(), 2);
        }
        for word in ["EUR", "Euro", "Doubloons"] {
            let file = read(&aging(heading, ["USD", word]));
            assert!(codes(&file).contains(&(8, "other_currency")), "{word}");
            assert_eq!(file.rejects.len(), 1, "{word}");
            assert!(message(&file).contains(heading), "{}", message(&file));
        }
    }
    let euros = ReadOptions {
        currency: Currency::parse("EUR").expect("code"),
        ..options(DAY)
    };
    let report = aging("Currency", ["EUR", "EUR"]).replace('$', "€");
    let file = read_with(report.as_bytes(), &euros);
    assert!(!refused(&file), "{:?}", file.issues);
}

#[test]
fn an_unknown_table_takes_the_currency_whatever_its_column_is_called() {
    for heading in ["Cur", "Invoice Currency", "Currency name"] {
        let file = read(&format!(
            "Customer,Invoice #,Invoice Date,Due Date,Balance,{heading}\nA,1,2026-10-15,2026-11-15,5.00,EUR\nB,2,2026-09-10,2026-10-10,6.00,USD\n"
        ));
        assert!(!refused(&file), "{:?}", file.issues);
        let coins: Vec<_> = file.documents.iter().map(|d| d.currency.code()).collect();
        assert_eq!(coins, ["EUR", "USD"], "{heading}");
    }
}

#[test]
fn totals_and_titles_in_another_currency_refuse_the_report_and_say_what_to_do() {
    let file = read(&aging("Memo", ["", ""]).replace('$', "£"));
    assert_eq!(fatal(&file)[0], (9, "total_currency"));
    assert!(message(&file).contains("currency = \"GBP\""));
    for title in ["All amounts in EUR", "Currency: Euro"] {
        let file = read(&aging("Memo", ["", ""]).replace("\"Acme, LLC\"", title));
        assert_eq!(fatal(&file), [(0, "total_currency")], "{title}");
        assert!(file.documents.is_empty());
    }
    let own = aging("Memo", ["", ""]).replace("\"Acme, LLC\"", "All amounts in USD");
    assert!(!refused(&read(&own)));
}

const ERPNEXT: &str = "Posting Date,Party Type,Party,Customer Name,Voucher Type,Voucher No,Due Date,Invoiced Amount,Paid Amount,Credit Note,Outstanding Amount,Currency\n";

fn erpnext(rows: &[[&str; 4]], total: &str) -> StagedFile {
    let mut text = ERPNEXT.to_owned();
    for [party, number, amount, currency] in rows {
        text += &format!(
            "2026-10-25,Customer,{party},{party},Sales Invoice,{number},2026-11-24,{amount},0,0,{amount},{currency}\n"
        );
    }
    read(&format!("{text}Total,,,,,,,{total},0,0,{total},\n"))
}

#[test]
fn a_total_over_several_currencies_proves_its_rows_as_numbers() {
    let rows = [
        ["A", "S1", "100.00", "USD"],
        ["B", "S2", "30.50", "EUR"],
        ["C", "S3", "9.50", "GBP"],
    ];
    let file = erpnext(&rows, "140.00");
    assert!(!refused(&file), "{:?}", file.issues);
    assert_eq!(file.documents.len(), 3);
    assert_eq!(file.declared_total, None, "no money comes to that");
    assert!(refused(&erpnext(&rows, "139.00")));
    // The total of a book in one currency is money.
    let file = erpnext(&rows[..1], "100.00");
    assert_eq!(file.declared_total.map(|t| t.get()), Some(10_000));
    // Yen have no cents, so their numbers cannot be added to dollars by digits.
    let yen = [rows[0], ["D", "S4", "40", "JPY"]];
    assert!(refused(&erpnext(&yen, "140.00")));
}

const STRIPE: &str = "id,Customer,Customer Name,Number,Status,Currency,Amount Due,Amount Paid,Date (UTC),Due Date (UTC)\n";

#[test]
fn stripe_days_are_read_as_a_program_or_a_spreadsheet_writes_them() {
    let row = |date: &str, due: &str| {
        read(&format!(
            "{STRIPE}in_1,cus_1,Alder,A-1,open,usd,100.50,0.00,{date},{due}\n"
        ))
    };
    for (date, due) in [
        ("2026-08-14 23:15", "2026-09-13 23:15"),
        // The last second of the 14th, and noon.
        ("1786751999", "1789300800"),
        ("8/14/2026 23:15", "9/13/2026 23:15"),
        ("14/08/2026", "13/09/2026"),
    ] {
        let file = row(date, due);
        assert_eq!(
            short(&file),
            ["Alder invoice A-1 2026-08-14 2026-09-13 10050"],
            "{date}: {:?}",
            file.issues
        );
    }
    for wrong in ["178675199", "17867519990", "9999999999", "soon"] {
        assert!(refused(&row(wrong, "2026-09-13")), "{wrong}");
    }
}

#[test]
fn what_the_user_says_of_dates_wins_over_the_profile() {
    let mut said = options(DAY);
    said.date_order = Some(DateOrder::Dmy);
    let text = "account_id,account_name,invoice_id,amount,outstanding_amount,currency,invoice_date,due_date\n\
                A1,Alder,1001,100.00,40.00,USD,03/09/2026,04/10/2026\n";
    assert_eq!(fatal(&read(text))[0].1, "ambiguous_dates");
    let file = read_with(text.as_bytes(), &said);
    assert_eq!(
        short(&file),
        ["Alder invoice 1001 2026-09-03 2026-10-04 4000"]
    );
    // Whoever exports with semicolons writes decimal commas.
    let text = "account_id;account_name;invoice_id;amount;outstanding_amount;currency;invoice_date;due_date\n\
                A1;Alder;1001;100,00;40,00;USD;23.09.2026;24.10.2026\n";
    assert_eq!(
        short(&read(text)),
        ["Alder invoice 1001 2026-09-23 2026-10-24 4000"]
    );
}

#[test]
fn more_open_than_the_amount_less_what_was_paid_is_refused() {
    let xero = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Currency,Type,Status\n";
    let row = |paid: &str, due: &str| {
        read(&format!(
            "{xero}Alder,INV-1,25/08/2026,25/09/2026,100.00,{paid},{due},USD,Sales invoice,Awaiting Payment\n"
        ))
    };
    // A credit note may have settled the rest.
    for (paid, due) in [("0.00", "100.00"), ("60.00", "40.00"), ("60.00", "10.00")] {
        assert!(!refused(&row(paid, due)), "{paid} {due}");
    }
    for (paid, due) in [("60.00", "100.00"), ("60.00", "40.01")] {
        assert!(refused(&row(paid, due)), "{paid} {due}");
    }
    let harvest = "Issue Date,Last Payment Date,ID,Client,Invoice Amount,Paid Amount,Balance,Currency\n\
                   2026-08-25,,7,Alder,100.00,60.00,90.00,USD\n";
    assert!(refused(&read(harvest)));
}

#[test]
fn two_columns_that_say_differently_what_is_open_are_refused() {
    let table = |second: &str| {
        read(&format!(
            "Customer,Invoice #,Invoice Date,Due Date,Amount Due,Balance\nA,1,2026-10-15,2026-11-15,100.00,{second}\n"
        ))
    };
    assert!(!refused(&table("100.00")));
    assert!(!refused(&table("")));
    let file = table("40.00");
    assert_eq!(file.gravest(), Some(Severity::Error));
    assert!(file.documents.is_empty());
    assert!(message(&file).contains("'Amount Due' and 'Balance' differ"));
}

const ZOHO: &str = "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,Currency Code,Total,Balance\n";

#[test]
fn numbers_of_customers_that_a_spreadsheet_ended_in_zeros_are_refused() {
    let list = |ids: [&str; 3]| {
        let mut text = ZOHO.to_owned();
        for (i, id) in ids.iter().enumerate() {
            text += &format!(
                "2026-08-2{i},42716680000004092{i}4,INV-{i},Sent,{id},Customer {i},2026-09-2{i},USD,5.50,5.50\n"
            );
        }
        read(&text)
    };
    let whole = [
        "4271668000903722057",
        "4271668000903713000",
        "4271668000903712027",
    ];
    assert!(!refused(&list(whole)), "one may end in zeros by itself");
    let cut = [
        "4271668000903720000",
        "4271668000903710000",
        "4271668000903710000",
    ];
    let file = list(cut);
    assert_eq!(file.rejects.len(), 3, "{:?}", file.issues);
    assert!(file.documents.is_empty());
}

#[test]
fn a_table_that_lacks_one_column_of_a_known_system_is_told_which() {
    for (text, lacks, menu) in [
        (
            "id,Customer,Customer Name,Number,Status,Currency,Amount Due,Date (UTC)\nin_1,cus_1,A,1,open,usd,5.00,2026-08-14\n",
            "amount paid",
            "Stripe:",
        ),
        (
            "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Total,Amount Due,Currency\nINV/1,A,2026-08-14,2026-09-14,5.00,5.00,USD\n",
            "amount due signed",
            "Odoo:",
        ),
    ] {
        let file = read(text);
        assert_eq!(fatal(&file), [(1, "missing_column")]);
        assert!(message(&file).contains(lacks), "{}", message(&file));
        assert!(message(&file).contains(menu), "{}", message(&file));
    }
}

#[test]
fn titles_that_name_two_days_name_none() {
    let two = aging("Memo", ["", ""]).replace("\"Acme, LLC\"", "\"As of Nov 13, 2026\"");
    let file = read_with(two.as_bytes(), &options(None));
    assert_eq!(fatal(&file), [(0, "as_of_missing")]);
    assert!(!refused(&read(&two)), "the day that is given holds");
}

#[test]
fn an_invoice_below_zero_is_told_where_the_system_keeps_its_credits_elsewhere() {
    let file = read(
        "account_id,account_name,invoice_id,invoice_date,due_date,amount,outstanding_amount\n\
         C1,Alder,INV-1,2026-10-15,2026-11-14,100.00,100.00\n\
         C1,Alder,INV-2,2026-10-16,2026-11-15,-40.00,-40.00\n",
    );
    assert_eq!(file.profile, "dealer-erp-invoices");
    assert_eq!(codes(&file), [(3, "negative_invoice")]);
    assert_eq!(
        short(&file)[1],
        "Alder credit_memo INV-2 2026-10-16 2026-10-16 -4000"
    );
}

#[test]
fn a_dash_alone_is_zero_whatever_the_system() {
    let report = aging("Memo", ["", ""])
        .replace("50.00,50.00", "-,-")
        .replace("$150.00", "$100.00")
        .replace("$90.00", "$40.00");
    let file = read(&report);
    assert_eq!(codes(&file), [(0, "zero_open")]);
    assert_eq!(short(&file).len(), 1);
    let file = read(
        "Customer,Invoice #,Invoice Date,Due Date,Balance\nA,1,2026-10-15,2026-11-15,5.00\nB,2,2026-09-10,2026-10-10, - \n",
    );
    assert_eq!(codes(&file), [(0, "zero_open")]);
}
