//! Exports of accounting systems as their users get them, one test for each quirk: exact to the cent, or refused by code and line.

mod import_common;

use bywhen::domain::money::Currency;
use bywhen::domain::staged::{FileKind, StagedFile};
use bywhen::import::ReadOptions;
use import_common::{codes, day, fatal, open, read_with, refused, short};

fn read_in(text: &str, currency: &str) -> StagedFile {
    let options = ReadOptions {
        as_of: Some(day("2026-11-20")),
        ..ReadOptions::new(Currency::parse(currency).expect("code"))
    };
    read_with(text.as_bytes(), &options)
}

fn read(text: &str) -> StagedFile {
    read_in(text, "USD")
}

#[track_caller]
fn check(text: &str, profile: &str, want: &[&str]) -> StagedFile {
    let file = read(text);
    assert_eq!(file.profile, profile, "{:?}", file.issues);
    assert_eq!(short(&file), want, "{:?}", file.issues);
    assert!(!refused(&file), "{:?}", file.issues);
    file
}

const BC: &str = "Posting Date,Document Date,Document Type,Document No.,Customer No.,Customer Name,Currency Code,Original Amount,Remaining Amount,Due Date,Open,Entry No.\n\
    2026-09-01,2026-09-01,Invoice,103001,10000,Adatum,,\"1,210.00\",\"1,000.00\",2026-10-01,Yes,2701\n\
    2026-09-05,2026-09-05,Payment,PAY1,10000,Adatum,,-50.00,-50.00,2026-09-05,Yes,2702\n\
    2026-09-05,2026-09-05,Payment,PAY1,10000,Adatum,,-25.00,-25.00,2026-09-05,Yes,2703\n\
    2026-09-06,2026-09-06,,J1,10000,Adatum,,30.00,30.00,2026-09-06,Yes,2704\n\
    2026-09-07,2026-09-07,Credit Memo,104001,20000,Trey,EUR,-10.00,-10.00,2026-09-07,Yes,2705\n\
    2026-08-01,2026-08-01,Invoice,103000,20000,Trey,,99.00,0.00,2026-09-01,No,2600\n";

#[test]
fn business_central_entries_keep_their_signs_currencies_and_entry_numbers() {
    let file = check(
        BC,
        "bc-customer-ledger",
        &[
            "Adatum invoice 103001 2026-09-01 2026-10-01 100000",
            "Adatum payment PAY1#2702 2026-09-05 2026-09-05 -5000",
            "Adatum payment PAY1#2703 2026-09-05 2026-09-05 -2500",
            "Adatum journal_debit J1#2704 2026-09-06 2026-09-06 3000",
            "Trey credit_memo 104001 2026-09-07 2026-09-07 -1000",
            "Trey invoice 103000 2026-08-01 2026-09-01 0",
        ],
    );
    assert_eq!(file.kind, FileKind::List);
    let currencies: Vec<&str> = file.documents.iter().map(|d| d.currency.code()).collect();
    assert_eq!(currencies, ["USD", "USD", "USD", "USD", "EUR", "USD"]);
}

#[test]
fn business_central_speaks_the_language_of_its_user() {
    for text in [
        "Buchungsdatum;Belegart;Belegnr.;Debitorennr.;Debitorenname;Ursprungsbetrag;Restbetrag;Fälligkeitsdatum;Offen;Lfd. Nr.\n\
         01.09.2026;Rechnung;R1;D1;Bär GmbH;1.234,50;1.000,00;01.10.2026;Ja;1\n\
         13.09.2026;Gutschrift;G1;D1;Bär GmbH;-10,00;-10,00;13.09.2026;Ja;2\n",
        "Date comptabilisation;Type document;N° document;N° client;Nom du client;Montant initial;Montant ouvert;Date d'échéance;Ouvert;N° séquence\n\
         01/09/2026;Facture;R1;D1;Bär GmbH;1 234,50;1 000,00;01/10/2026;Oui;1\n\
         13/09/2026;Avoir;G1;D1;Bär GmbH;-10,00;-10,00;13/09/2026;Oui;2\n",
        "Fecha registro;Tipo documento;Nº documento;Nº cliente;Nombre de cliente;Importe original;Importe pendiente;Fecha vencimiento;Pendiente;Nº mov.\n\
         01/09/2026;Factura;R1;D1;Bär GmbH;1.234,50;1.000,00;01/10/2026;Sí;1\n\
         13/09/2026;Abono;G1;D1;Bär GmbH;-10,00;-10,00;13/09/2026;Sí;2\n",
        "Boekingsdatum;Documentsoort;Documentnr.;Klantnr.;Klantnaam;Oorspronkelijk bedrag;Restbedrag;Vervaldatum;Open;Volgnr.\n\
         01-09-2026;Factuur;R1;D1;Bär GmbH;1.234,50;1.000,00;01-10-2026;Ja;1\n\
         13-09-2026;Creditnota;G1;D1;Bär GmbH;-10,00;-10,00;13-09-2026;Ja;2\n",
    ] {
        let file = check(
            text,
            "bc-customer-ledger",
            &[
                "Bär GmbH invoice R1 2026-09-01 2026-10-01 100000",
                "Bär GmbH credit_memo G1 2026-09-13 2026-09-13 -1000",
            ],
        );
        assert_eq!(file.documents[0].amount.get(), 123_450);
    }
}

#[test]
fn stripe_is_what_is_due_less_what_is_paid_where_the_status_is_open() {
    let text = "id,Customer,Customer Name,Customer Email,Number,Status,Currency,Amount Due,Amount Paid,Total,Date (UTC),Due Date (UTC)\n\
        in_1,cus_A,Alder,a@x.example,A-1,open,usd,\"1 234,50\",\"234,50\",\"1 234,50\",2026-09-01 13:45,2026-10-01 13:45\n\
        in_2,cus_A,Alder,a@x.example,A-2,paid,usd,\"10,00\",\"10,00\",\"10,00\",2026-09-02 00:10,2026-10-02 00:10\n\
        in_3,cus_B,Birch,b@x.example,B-1,uncollectible,usd,\"7,00\",\"0,00\",\"7,00\",2026-09-02 00:10,2026-10-02 00:10\n\
        in_4,cus_B,Birch,b@x.example,B-2,draft,usd,\"7,00\",\"0,00\",\"7,00\",2026-09-02 00:10,\n\
        in_5,cus_C,Cédre,c@x.example,C-1,open,eur,\"5,00\",\"0,00\",\"5,00\",2026-09-03 00:10,\n";
    let file = check(
        text,
        "stripe-invoices",
        &[
            "Alder invoice A-1 2026-09-01 2026-10-01 100000",
            "Alder invoice A-2 2026-09-02 2026-10-02 0",
            "Cédre invoice C-1 2026-09-03 2026-09-03 500",
        ],
    );
    assert_eq!(file.voided[0].number, "B-1", "given up, and not paid");
    assert_eq!(file.documents[2].currency.code(), "EUR");
    assert!(file.documents[2].due_derived);
}

const HARVEST: &str = "Issue Date,Last Payment Date,ID,PO Number,Client,Subject,Invoice Amount,Paid Amount,Balance,Subtotal,Discount,Tax,Tax2,Currency,Currency Symbol,Document Type,Client Address\n";

#[test]
fn harvest_has_no_due_dates_and_its_own_way_with_numbers_and_currencies() {
    let text = format!(
        "{HARVEST}2026-09-10,,101,\"\",Elm AB,Design,\"20 160,0\",\"0,0\",\"20 160,0\",\"16 128,0\",\"0,0\",\"4 032,0\",\"0,0\",Swedish Krona - SEK,kr,Invoice,\"Storgatan 1\n111 22 Stockholm\"\n\
         2026-09-12,,103,\"\",Fir GmbH,Still owed,\"500,0\",\"0,0\",\"500,0\",\"500,0\",\"0,0\",\"0,0\",\"0,0\",Euro - EUR,€,Invoice,\n"
    );
    let file = check(
        &text,
        "harvest-invoices",
        &[
            "Elm AB invoice 101 2026-09-10 2026-10-10 2016000",
            "Fir GmbH invoice 103 2026-09-12 2026-10-12 50000",
        ],
    );
    assert_eq!(file.documents[0].currency.code(), "SEK");
    assert!(file.documents.iter().all(|d| d.due_derived));
}

#[test]
fn sections_of_currencies_prove_their_own_totals() {
    let text = "Invoice report\nIssue Date,ID,Client,Invoice Amount,Paid Amount,Balance\nSEK,,,,,\n2026-09-10,1,Elm,100.00,0.00,100.00\n,,Total,100.00,0.00,100.00\nUSD,,,,,\n2026-09-11,2,Fir,50.00,10.00,40.00\n,,Total,50.00,10.00,40.00\n";
    let file = check(
        text,
        "harvest-invoices",
        &[
            "Elm invoice 1 2026-09-10 2026-10-10 10000",
            "Fir invoice 2 2026-09-11 2026-10-11 4000",
        ],
    );
    assert_eq!(file.documents[0].currency.code(), "SEK");
    let wrong = read(&text.replace(
        "0.00,100.00\n,,Total,100.00,0.00,100.00",
        "0.00,100.00\n,,Total,100.00,0.00,101.00",
    ));
    assert!(
        codes(&wrong).contains(&(5, "total_mismatch")),
        "{:?}",
        wrong.issues
    );
}

const NETSUITE: &str = "Parent Company\nCascade Supply LLC\nA/R Aging Detail\nAs of 11/20/2026\n\n\
    Customer,Transaction Type,Date,Document Number,P.O. No.,Due Date,Age,Open Balance\n\
    CUST1001 Acme Corp,,,,,,,\n\
    ,Invoice,9/1/2026,INV1,PO 7,10/1/2026,50,\"$1,334.50\"\n\
    ,Credit Memo,9/25/2026,CM1,,,,\"($100.00)\"\n\
    Total - CUST1001 Acme Corp,,,,,,,\"$1,234.50\"\n\
    84 Lumber,,,,,,,\n\
    ,Invoice,9/2/2026,INV2,,10/2/2026,49,$5.00\n\
    Total - 84 Lumber,,,,,,,$5.00\n\
    Total,,,,,,,\"$1,239.50\"\n";

#[test]
fn netsuite_groups_its_customers_and_proves_each() {
    let file = check(
        NETSUITE,
        "netsuite-ar-aging",
        &[
            "Acme Corp invoice INV1 2026-09-01 2026-10-01 133450",
            "Acme Corp credit_memo CM1 2026-09-25 2026-09-25 -10000",
            "84 Lumber invoice INV2 2026-09-02 2026-10-02 500",
        ],
    );
    assert_eq!(
        file.documents[0].account.number.as_deref(),
        Some("CUST1001")
    );
    assert_eq!(
        file.as_of,
        Some(day("2026-11-20")),
        "by its title in numbers"
    );
    for (from, to, code) in [
        ("\"$1,334.50\"", "\"$1,334.51\"", (10, "total_mismatch")),
        (
            ",Invoice,9/2/2026,INV2,,10/2/2026,49,$5.00\n",
            "",
            (12, "total_mismatch"),
        ),
        ("Total,,,,,,,\"$1,239.50\"\n", "", (0, "truncated_file")),
    ] {
        let file = read(&NETSUITE.replace(from, to));
        assert!(codes(&file).contains(&code), "{from}: {:?}", file.issues);
    }
}

const SAGE: &str = "Bellwether Garden Supply\nAged Receivables\n\"As of Nov 20, 2026\"\n\n\
    \"Customer\nID\",Customer,Bill To Contact,Telephone 1,\"Invoice/CM\n#\",Date,Date Due,Amount Due\n\
    ALDRED,Aldred Builders,Pat,555-0101,10332,9/1/26,10/1/26,\"4,995.00\"\n\
    ,,,,10333,9/15/26,10/15/26,5.00\n\
    ,,,,CM01,9/16/26,,-100.00\n\
    ALDRED,Aldred Builders,,,,,,\"4,900.00\"\n\
    BIRCH,Birch Inc,Lee,555-0102,10401,9/20/26,10/20/26,10.00\n\
    -,,,,,,,10.00\n\
    Report Total,,,,,,,\"4,910.00\"\n";

#[test]
fn sage_names_a_customer_once_and_sums_it_up() {
    check(
        SAGE,
        "sage50-us-aged",
        &[
            "Aldred Builders invoice 10332 2026-09-01 2026-10-01 499500",
            "Aldred Builders invoice 10333 2026-09-15 2026-10-15 500",
            "Aldred Builders credit_memo CM01 2026-09-16 2026-09-16 -10000",
            "Birch Inc invoice 10401 2026-09-20 2026-10-20 1000",
        ],
    );
    let file = read(&SAGE.replace(",,,,10333,9/15/26,10/15/26,5.00\n", ""));
    assert_eq!(fatal(&file)[0].1, "total_mismatch");
    let file = read(&SAGE.replace("ALDRED,Aldred Builders,,,,,,\"4", "OTHER,Other,,,,,,\"4"));
    assert_eq!(fatal(&file)[0].1, "unclassified_row");
    let no_due = "Customer ID,Customer,Invoice/CM #,Date,Amount Due\nA,Alder,1,9/20/26,5.00\nReport Total,,,,5.00\n";
    let file = read(no_due);
    assert_eq!(short(&file), ["Alder invoice 1 2026-09-20 2026-10-20 500"]);
    assert_eq!(codes(&file), [(0, "due_derived")]);
}

const ODOO: &str = "\"Number\",\"Invoice Partner Display Name\",\"Invoice/Bill Date\",\"Due Date\",\"Total\",\"Total Signed\",\"Amount Due\",\"Currency\",\"Payment Status\",\"Status\",\"Invoice lines/Product\"\n\
    \"INV/2026/0001\",\"Azure\",\"2026-09-01\",\"2026-10-01\",\"100.00\",\"100.00\",\"80.00\",\"USD\",\"Partially Paid\",\"Posted\",\"Desk\"\n\
    \"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"Chair\"\n\
    \"RINV/2026/0001\",\"Azure\",\"2026-09-02\",\"2026-09-02\",\"30.00\",\"-30.00\",\"30.00\",\"USD\",\"Not Paid\",\"Posted\",\"Desk\"\n\
    \"/\",\"Azure\",\"2026-09-03\",\"2026-10-03\",\"9.00\",\"9.00\",\"9.00\",\"USD\",\"Not Paid\",\"Draft\",\"Lamp\"\n\
    \"INV/2026/0002\",\"Deco\",\"2026-09-04\",\"2026-10-04\",\"200.00\",\"215.00\",\"200.00\",\"EUR\",\"Not Paid\",\"Posted\",\"Lamp\"\n";

#[test]
fn odoo_writes_what_is_due_without_a_sign_which_another_column_has() {
    let file = check(
        ODOO,
        "odoo-invoices",
        &[
            "Azure invoice INV/2026/0001 2026-09-01 2026-10-01 8000",
            "Azure credit_memo RINV/2026/0001 2026-09-02 2026-09-02 -3000",
            "Deco invoice INV/2026/0002 2026-09-04 2026-10-04 20000",
        ],
    );
    assert_eq!(file.documents[2].currency.code(), "EUR");
    let unsigned = ODOO.replace("\"Total Signed\"", "\"Untaxed\"");
    assert_eq!(fatal(&read(&unsigned))[0].1, "missing_column");
    let signed = ODOO
        .replace("\"Amount Due\"", "\"Amount Due Signed\"")
        .replace("\"-30.00\",\"30.00\"", "\"-30.00\",\"-30.00\"");
    let file = read(&signed);
    assert_eq!(file.profile, "odoo-invoices-signed");
    assert_eq!(codes(&file).first(), Some(&(0, "status_skipped")));
    assert!(
        codes(&file).contains(&(6, "other_currency")),
        "{:?}",
        file.issues
    );
    assert_eq!(
        file.documents.iter().map(open).collect::<Vec<_>>(),
        [8000, -3000]
    );
}

#[test]
fn odoo_technical_names_tell_a_credit_by_its_move_type() {
    let text = "name,partner_id/id,partner_id,invoice_date,invoice_date_due,amount_total,amount_residual,move_type,payment_state,state\n\
        INV/1,__export__.p_1,Azure,2026-09-01,2026-10-01,100.0,80.0,out_invoice,partial,posted\n\
        RINV/1,__export__.p_1,Azure,2026-09-02,2026-09-02,30.0,30.0,out_refund,not_paid,posted\n\
        BILL/1,__export__.p_2,Wood,2026-09-02,2026-09-02,30.0,30.0,in_invoice,not_paid,posted\n";
    check(
        text,
        "odoo-invoices",
        &[
            "Azure invoice INV/1 2026-09-01 2026-10-01 8000",
            "Azure credit_memo RINV/1 2026-09-02 2026-09-02 -3000",
        ],
    );
}

#[test]
fn odoo_aged_partners_carry_their_totals_above_their_invoices() {
    let text = "Aged Receivable\nAs of 11/20/2026\n\n\
        ,Invoice Date,Due Date,At Date,1-30,31-60,61-90,91-120,Older,Total\n\
        Azure Interior,,,0.00,100.00,-20.00,0.00,0.00,0.00,80.00\n\
        INV/2026/0001,09/14/2026,10/30/2026,0.00,100.00,0.00,0.00,0.00,0.00,100.00\n\
        RINV/2026/0001,09/25/2026,09/25/2026,0.00,0.00,-20.00,0.00,0.00,0.00,-20.00\n\
        Deco Addict,,,5.00,0.00,0.00,0.00,0.00,0.00,5.00\n\
        INV/2026/0002,11/01/2026,12/01/2026,5.00,0.00,0.00,0.00,0.00,0.00,5.00\n\
        Total,,,5.00,100.00,-20.00,0.00,0.00,0.00,85.00\n";
    check(
        text,
        "odoo-aged-receivable",
        &[
            "Azure Interior invoice INV/2026/0001 2026-09-14 2026-10-30 10000",
            "Azure Interior credit_memo RINV/2026/0001 2026-09-25 2026-09-25 -2000",
            "Deco Addict invoice INV/2026/0002 2026-11-01 2026-12-01 500",
        ],
    );
    let file = read(&text.replace(
        "INV/2026/0002,11/01/2026,12/01/2026,5.00,0.00,0.00,0.00,0.00,0.00,5.00\n",
        "",
    ));
    assert!(
        codes(&file).contains(&(8, "total_mismatch")),
        "{:?}",
        file.issues
    );
}

#[test]
fn erpnext_groups_by_party_and_splits_by_payment_terms_in_old_and_new_headings() {
    let rows = "2026-09-01,Customer,C1,Sales Invoice,SI-1,2026-10-01,60.00,60.00,USD\n\
        2026-09-01,Customer,C1,Sales Invoice,SI-1,2026-11-01,40.00,40.00,USD\n\
        2026-09-02,Customer,C1,Payment Entry,PE-1,,0.00,-30.00,USD\n\
        ,,C1,,,,100.00,70.00,\n,,,,,,,,\n\
        2026-09-03,Customer,C2,Sales Invoice,SI-2,2026-10-03,-5.00,-5.00,USD\n\
        ,,C2,,,,-5.00,-5.00,\n,,,,,,,,\n,,Total,,,,95.00,65.00,\n";
    let header = "Posting Date,Party Type,Party,Voucher Type,Voucher No,Due Date,Invoiced Amount,Outstanding Amount,Currency\n";
    let want = [
        "C1 invoice SI-1 2026-09-01 2026-10-01 6000",
        "C1 invoice SI-1 2026-09-01 2026-11-01 4000",
        "C1 payment PE-1 2026-09-02 2026-09-02 -3000",
        "C2 credit_memo SI-2 2026-09-03 2026-09-03 -500",
    ];
    check(&format!("{header}{rows}"), "erpnext-receivable", &want);
    let old = header.replace("Party Type,Party", "Territory,Customer");
    check(&format!("{old}{rows}"), "erpnext-receivable", &want);
    let file = read(&format!(
        "{header}{}",
        rows.replace(",,C1,,,,100.00,70.00", ",,C1,,,,100.00,71.00")
    ));
    assert_eq!(fatal(&file), [(5, "total_mismatch")]);
    // Without its last row nothing tells how much of it was cut off.
    let cut = rows.replace(",,Total,,,,95.00,65.00,\n", "");
    assert_eq!(
        fatal(&read(&format!("{header}{cut}"))),
        [(0, "truncated_file")]
    );
    let bills = rows.replace("Sales Invoice", "Purchase Invoice");
    assert_eq!(
        fatal(&read(&format!("{header}{bills}")))[0].1,
        "payables_file"
    );
}

#[test]
fn zoho_credit_notes_and_contacts_are_read_where_their_headings_say_so() {
    let notes = "Credit Note Date,CreditNotes ID,Credit Note Number,Credit Note Status,Customer ID,Customer Name,Currency Code,Item Name,Total,Balance\n\
        2026-09-01,4271668000000409224,CN-1,Open,4271668000903722057,Elm,USD,Nails,50,20.5\n\
        2026-09-01,4271668000000409224,CN-1,Open,4271668000903722057,Elm,USD,Wire,50,20.5\n";
    let file = check(
        notes,
        "zoho-credit-notes",
        &["Elm credit_memo CN-1 2026-09-01 2026-09-01 -2050"],
    );
    assert_eq!(
        file.documents[0].account.number.as_deref(),
        Some("4271668000903722057")
    );
    let contacts = "Contact ID,Display Name,Company Name,Contact Type,Payment Terms,Payment Terms Label,Credit Limit,Phone,EmailID\n\
        4271668000903722057,Elm,Elm LLC,business,30,Net 30,\"5,000.00\",555-0100,a@elm.example\n";
    let file = read(contacts);
    assert_eq!(file.profile, "zoho-contacts", "{:?}", file.issues);
    let account = &file.accounts[0];
    assert_eq!(account.terms_days, Some(30));
    assert_eq!(account.credit_limit.map(|m| m.get()), Some(500_000));
}

#[test]
fn what_cannot_be_known_exactly_is_refused_by_name() {
    for (text, code) in [
        (
            "Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Line Total,Currency\nElm,1,2026-09-01,sent,,A,,1,1,5.00,USD\n",
            "wrong_report",
        ),
        (
            "Transaction ID,Transaction Date,Account Name,Transaction Description,Transaction Line Description,Amount (One column), ,Debit Amount (Two Column Approach),Credit Amount (Two Column Approach),Other Accounts for this Transaction,Customer,Vendor,Invoice Number,Bill Number\n1,2026-09-01,Accounts Receivable,x,y,5.00,,5.00,,,Elm,,1,\n",
            "wrong_report",
        ),
        (
            "Customer,Invoice,Date,Debit,Credit,Balance\nElm,1,2026-09-01,5.00,,5.00\n",
            "wrong_report",
        ),
        (
            "Lieferant;Belegnr.;Belegdatum;Offen\nHolz AG;1;01.09.2026;5,00\n",
            "payables_file",
        ),
        ("Customer,Total Due\nElm,5.00\n", "no_header"),
        (
            "Customer,Invoice,Date,Amount Due,Amount Paid\nElm,1,2026-09-01,5.00,2.00\n",
            "missing_column",
        ),
        (
            "Customer,Payment Date,Amount,Check #\nElm,2026-09-01,5.00,77\n",
            "missing_column",
        ),
    ] {
        let file = read(text);
        assert_eq!(fatal(&file)[0].1, code, "{text}: {:?}", file.issues);
        assert!(file.documents.is_empty());
    }
}
