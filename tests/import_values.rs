//! Unknown tables through their headings: values in the notations of the world, exact or refused; and what a column does not mean.

mod import_common;

use bywhen::domain::money::Currency;
use bywhen::import::{Decimal, ReadOptions};
use import_common::{codes, day, fatal, open, read_with, refused, short};

fn options(currency: &str) -> ReadOptions {
    ReadOptions {
        as_of: Some(day("2026-11-20")),
        ..ReadOptions::new(Currency::parse(currency).expect("code"))
    }
}

fn opens(text: &str, currency: &str) -> Vec<i64> {
    let file = read_with(text.as_bytes(), &options(currency));
    assert!(!refused(&file), "{text}: {:?}", file.issues);
    file.documents.iter().map(open).collect()
}

#[test]
fn headings_of_seven_languages_are_read() {
    for text in [
        "Customer;Invoice No.;Invoice Date;Due Date;Outstanding\nElm;1;2026-09-01;2026-10-01;1.234,50\n",
        "Kunde;Rechnungsnummer;Rechnungsdatum;Fällig am;Restbetrag\nElm;1;01.09.2026;01.10.2026;1.234,50\nElm;2;30.09.2026;30.10.2026;1,00\n",
        "Nom du client;N° facture;Date facture;Date d'échéance;Reste à payer\nElm;1;1 sept. 2026;1 oct. 2026;1 234,50\n",
        "Cliente;Nº factura;Fecha factura;Vencimiento;Saldo pendiente\nElm;1;1 de septiembre de 2026;1 de octubre de 2026;1.234,50\n",
        "Klantnaam;Factuurnummer;Factuurdatum;Vervaldatum;Openstaand bedrag\nElm;1;1 september 2026;1 oktober 2026;1.234,50\n",
        "Ragione sociale;Numero fattura;Data fattura;Scadenza;Importo residuo\nElm;1;1 settembre 2026;1 ottobre 2026;1.234,50\n",
        "Nome do cliente;Fatura;Data de emissão;Vencimento;Saldo em aberto\nElm;1;1 setembro 2026;1 outubro 2026;1.234,50\n",
    ] {
        let file = read_with(text.as_bytes(), &options("EUR"));
        assert!(!refused(&file), "{text}: {:?}", file.issues);
        assert_eq!(
            short(&file)[0],
            "Elm invoice 1 2026-09-01 2026-10-01 123450",
            "{text}"
        );
    }
}

#[test]
fn tally_and_oracle_notations_are_exact() {
    let tally = "Date,Ref. No.,Party's Name,Pending Amount,Due on\n1-Sep-26,S/1,Elm,\"5,00,000.00 Dr\",1-Oct-26\n2-Sep-26,S/2,Elm,\"1,250.50 Cr\",2-Oct-26\n";
    assert_eq!(opens(tally, "INR"), [50_000_000, -125_050]);
    let oracle = "Customer Number|Transaction Number|Transaction Date|Due Date|Balance Due\n00042|00077|15-JAN-2026|14-FEB-2026|1234.5\n00042|00078|16-JAN-2026|14-FEB-2026|(500)\n";
    assert_eq!(
        opens(
            &oracle.replace("Transaction Number", "Document Number"),
            "USD"
        ),
        [123_450, -50_000]
    );
    let file = read_with(oracle.as_bytes(), &options("USD"));
    assert_eq!(file.documents[0].account.number.as_deref(), Some("00042"));
    assert_eq!(file.documents[0].number, "00077", "leading zeros are text");
}

#[test]
fn currencies_without_and_with_three_decimals_are_exact() {
    let text = |a: &str| {
        format!(
            "Customer\tInvoice\tDate\tOpen Balance\nElm\t1\t2026-09-01\t{a}\nElm\t2\t2026-09-01\t7\n"
        )
    };
    assert_eq!(opens(&text("¥12,500"), "JPY")[0], 12_500);
    assert_eq!(opens(&text("12,500.250"), "KWD")[0], 12_500_250);
    let file = read_with(text("1.250").as_bytes(), &options("KWD"));
    assert_eq!(fatal(&file), [(2, "ambiguous_decimals")]);
    for (mark, want) in [(Decimal::Dot, 1_250), (Decimal::Comma, 1_250_000)] {
        let told = ReadOptions {
            decimal: Some(mark),
            ..options("KWD")
        };
        let file = read_with(text("1.250").as_bytes(), &told);
        assert_eq!(open(&file.documents[0]), want);
    }
}

#[test]
fn due_dates_follow_from_terms_and_terms_not_understood_are_said() {
    let text = "Customer,Invoice,Date,Due Date,Terms,Open Balance\n\
        E,1,2026-09-15,,Net 30,1.00\nE,2,2026-09-15,,EOM,1.00\nE,3,2026-09-15,,10th prox,1.00\nE,4,2026-09-15,,Net 30 EOM,1.00\nE,5,2026-09-15,,2/10 n/30,1.00\nE,6,2026-09-15,,As agreed,1.00\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    let due: Vec<String> = file.documents.iter().map(|d| d.due.to_string()).collect();
    assert_eq!(
        due,
        [
            "2026-10-15",
            "2026-09-30",
            "2026-10-10",
            "2026-10-30",
            "2026-10-15",
            "2026-09-15"
        ]
    );
    assert!(codes(&file).contains(&(7, "bad_terms")));
}

#[test]
fn a_running_balance_is_not_taken_for_what_is_open() {
    let text = "Customer,Invoice,Date,Amount,Balance\nE,1,2026-09-01,100.00,100.00\nE,2,2026-09-02,50.00,150.00\nE,3,2026-09-03,25.00,175.00\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    assert!(fatal(&file).contains(&(0, "wrong_report")));
    assert!(file.documents.is_empty());
    let whole = text.replace("150.00", "50.00").replace("175.00", "25.00");
    assert_eq!(opens(&whole, "USD"), [10_000, 5_000, 2_500]);
}

#[test]
fn a_partly_paid_row_without_a_balance_is_held_back() {
    let text = "Customer,Invoice,Date,Amount,Status\nE,1,2026-09-01,100.00,Unpaid\nE,2,2026-09-01,100.00,Partially Paid\nE,3,2026-09-01,100.00,Zurückgestellt\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    assert_eq!(file.documents.len(), 1);
    assert_eq!(
        file.rejects.iter().map(|r| r.line).collect::<Vec<_>>(),
        [3, 4]
    );
    let paid = "Customer,Invoice,Date,Amount,Amount Paid\nE,1,2026-09-01,100.00,40.00\nE,2,2026-09-01,80.00,\n";
    assert_eq!(opens(paid, "USD"), [6_000, 8_000]);
}

#[test]
fn a_balance_that_takes_no_account_of_payments_is_held_back() {
    let text = "Customer,Invoice,Date,Total,Amount Paid,Amount Due\nE,1,2026-09-01,100.00,40.00,60.00\nE,2,2026-09-01,100.00,40.00,100.00\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    assert_eq!(
        codes(&file)
            .iter()
            .filter(|c| c.1 == "bad_amount")
            .collect::<Vec<_>>(),
        [&(3, "bad_amount")]
    );
}

#[test]
fn credits_above_zero_are_held_back_where_the_system_is_unknown() {
    for text in [
        "Customer,Type,Invoice,Date,Open Balance\nE,Credit Memo,9,2026-09-01,5.00\n",
        "Kunde;Belegart;Belegnr.;Belegdatum;Offen\nE;Gutschrift;9;2026-09-01;5,00\n",
        "Customer,Invoice,Date,Open Balance\nE,CN-9,2026-09-01,5.00\n",
    ] {
        let file = read_with(text.as_bytes(), &options("USD"));
        assert!(
            codes(&file).contains(&(2, "unsigned_credit")),
            "{text}: {:?}",
            file.issues
        );
        assert!(file.documents.is_empty());
    }
}

#[test]
fn a_running_balance_beside_charges_and_payments_is_a_statement() {
    let text = "Customer,Invoice No,Date,Due Date,Charges,Payments,Balance\n\
        Elm,1,2026-08-01,2026-08-31,100.00,,100.00\n\
        Elm,2,2026-08-13,2026-09-12,50.00,,150.00\n\
        Elm,3,2026-09-01,2026-09-01,,30.00,120.00\n\
        Elm,4,2026-09-02,2026-10-02,20.00,,140.00\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    assert_eq!(fatal(&file), [(0, "wrong_report")], "{:?}", file.issues);
    let open = "Customer,Invoice No,Date,Due Date,Charges,Payments,Balance\n\
        Elm,1,2026-08-01,2026-08-31,100.00,,100.00\n\
        Elm,2,2026-08-13,2026-09-12,50.00,20.00,30.00\n";
    assert_eq!(opens(open, "USD"), [10_000, 3_000]);
}

#[test]
fn a_table_in_which_nothing_is_open_lists_what_was_paid() {
    for text in [
        "Customer,Invoice No,Date,Due Date,Amount,Amount Paid\nElm,1,2026-08-13,2026-09-12,50.00,50.00\n",
        "Customer,Invoice No,Date,Due Date,Balance\nElm,1,2026-08-13,2026-09-12,0.00\n",
    ] {
        let file = read_with(text.as_bytes(), &options("USD"));
        assert_eq!(fatal(&file), [(0, "wrong_report")], "{:?}", file.issues);
        assert!(file.documents.is_empty());
    }
}

#[test]
fn bills_of_vendors_are_refused_by_the_word_of_their_type() {
    let text = "Company,Type,Invoice No,Date,Due Date,Balance\nElm,Purchase Invoice,1,2026-08-13,2026-09-12,5.00\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    assert_eq!(fatal(&file), [(2, "payables_file")], "{:?}", file.issues);
}

#[test]
fn overdue_says_nothing_of_what_was_paid_where_there_is_no_balance() {
    let text = "Customer,Invoice No,Date,Due Date,Total,Status\nElm,1,2026-08-13,2026-09-12,50.00,Overdue\nElm,2,2026-08-13,2026-09-12,5.00,Unpaid\n";
    let file = read_with(text.as_bytes(), &options("USD"));
    assert_eq!(codes(&file), [(2, "bad_amount")], "{:?}", file.issues);
    let balances = text
        .replace("Total,Status", "Total,Balance,Status")
        .replace("50.00,", "50.00,20.00,")
        .replace(",5.00,", ",5.00,5.00,");
    assert_eq!(opens(&balances, "USD"), [2_000, 500]);
}
