//! What the source took back closes here without anybody having paid: from the text of a list to the verdict on a promise.

mod import_common;
mod store_common;
mod store_staged;

use bywhen::domain::ids::AccountId;
use bywhen::domain::staged::StagedFile;
use bywhen::domain::verdict::Verdict;
use bywhen::store::protocol::{ImportReport, Intent};
use import_common::refused;
use store_common::{Desk, ask_aging};
use store_staged::{import, invoice, list, order, snapshot};

const XERO: &str =
    "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,Type,Status\n";

fn read(text: &str) -> StagedFile {
    let file = import_common::read_with(text.as_bytes(), &import_common::options(None));
    assert!(!refused(&file), "{:?}", file.issues);
    file
}

/// Number, open amount and whether it was taken back, of everything in a file.
fn seen(file: &StagedFile) -> Vec<(&str, i64, bool)> {
    let of = |void: bool| move |d: &'_ bywhen::domain::staged::StagedDocument| (void, d.open.get());
    let live = file.documents.iter().map(|d| (d, of(false)(d)));
    let gone = file.voided.iter().map(|d| (d, of(true)(d)));
    live.chain(gone)
        .map(|(d, (void, open))| (d.number.as_str(), open, void))
        .collect()
}

fn balance(desk: &mut Desk, on: &str) -> i64 {
    ask_aging(desk, on).first().map_or(0, |l| l.balance.get())
}

fn verdicts(desk: &mut Desk) -> Vec<(Verdict, i64)> {
    let rows = desk.promises();
    rows.iter()
        .map(|p| (p.line.judgement.verdict, p.line.judgement.received.get()))
        .collect()
}

fn account(desk: &mut Desk) -> AccountId {
    desk.account("Harbor")
}

/// Imports a complete list that may close all that it does not show.
fn whole(desk: &mut Desk, file: StagedFile) -> ImportReport {
    let mut order = order(vec![file]);
    order.close_missing = true;
    let report = *desk
        .done(Intent::Import(Box::new(order)))
        .import
        .expect("a report");
    assert!(report.applied, "{:?}", report.refused);
    report
}

#[test]
fn a_list_tells_what_was_voided_apart_from_what_was_paid() {
    let file = read(&format!(
        "{XERO}Harbor,INV-1,13/09/2026,13/10/2026,100.00,0.00,Sales invoice,Voided\n\
         Harbor,INV-1,13/09/2026,13/10/2026,100.00,0.00,Sales invoice,Voided\n\
         Harbor,INV-2,13/09/2026,13/10/2026,70.00,0.00,Sales invoice,Paid\n\
         Harbor,INV-3,13/09/2026,13/10/2026,50.00,50.00,Sales invoice,Draft\n\
         Harbor,INV-4,13/09/2026,13/10/2026,,,Sales invoice,Voided\n"
    ));
    assert_eq!(
        seen(&file),
        [("INV-2", 0, false), ("INV-1", 0, true), ("INV-4", 0, true)]
    );
    let stripe = read(
        "id,Customer,Customer Name,Number,Status,Currency,Amount Due,Amount Paid,Date (UTC),Due Date (UTC)\n\
         in_1,cus_1,Harbor,S-1,void,usd,100.00,0.00,2026-09-13 08:00,2026-10-13 08:00\n\
         in_2,cus_1,Harbor,S-2,paid,usd,70.00,70.00,2026-09-13 08:00,2026-10-13 08:00\n\
         in_3,cus_1,Harbor,S-3,uncollectible,usd,30.00,0.00,2026-09-13 08:00,2026-10-13 08:00\n",
    );
    assert_eq!(
        seen(&stripe),
        [("S-2", 0, false), ("S-1", 0, true), ("S-3", 0, true)]
    );
    let zoho = read(
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,Total,Balance\n\
         2026-09-13,77,Z-1,Void,9,Harbor,2026-10-13,100,0\n\
         2026-09-13,78,Z-2,Sent,9,Harbor,2026-10-13,100,100\n",
    );
    assert_eq!(seen(&zoho), [("Z-2", 10_000, false), ("Z-1", 0, true)]);
}

#[test]
fn a_number_that_was_voided_and_given_again_is_open() {
    let file = read(&format!(
        "{XERO}Harbor,INV-1,13/09/2026,13/10/2026,100.00,0.00,Sales invoice,Voided\n\
         Harbor,INV-1,14/09/2026,14/10/2026,100.00,100.00,Sales invoice,Awaiting Payment\n\
         Cedar,INV-1,14/09/2026,14/10/2026,9.00,0.00,Sales invoice,Voided\n"
    ));
    assert_eq!(seen(&file), [("INV-1", 10_000, false), ("INV-1", 0, true)]);
    assert_eq!(file.voided[0].account.name.as_deref(), Some("Cedar"));
}

#[test]
fn a_voided_invoice_closes_and_keeps_no_promise() {
    let mut desk = Desk::on("2026-11-06");
    let rows = format!(
        "{XERO}Harbor,INV-1,13/09/2026,13/10/2026,500.00,500.00,Sales invoice,Awaiting Payment\n\
         Harbor,INV-2,13/09/2026,13/10/2026,70.00,70.00,Sales invoice,Awaiting Payment\n"
    );
    import(&mut desk, vec![read(&rows)]);
    let harbor = account(&mut desk);
    desk.promise(harbor, 50_000, "2026-11-10", &[]);
    desk.today("2026-11-09");
    let voided = rows.replace(
        "500.00,500.00,Sales invoice,Awaiting Payment",
        "500.00,0.00,Sales invoice,Voided",
    );
    let report = import(&mut desk, vec![read(&voided)]);
    assert!(
        report.files[0].issues.iter().any(|i| i.code == "voided"),
        "{:?}",
        report.files[0].issues
    );
    assert_eq!(balance(&mut desk, "2026-11-09"), 7_000);
    assert_eq!(
        balance(&mut desk, "2026-11-08"),
        57_000,
        "until then it was owed"
    );
    assert!(desk.prep(harbor).payments.is_empty());
    desk.today("2026-11-20");
    let of = verdicts(&mut desk);
    assert_eq!(of[0].1, 0, "{of:?}");
    assert!(
        !matches!(of[0].0, Verdict::Kept | Verdict::KeptLate),
        "{of:?}"
    );
    desk.checks();
    // The same again, and the same in another file, change nothing.
    import_again(&mut desk, read(&(voided + "\n")));
    assert_eq!(balance(&mut desk, "2026-11-20"), 7_000);
    desk.checks();
}

fn import_again(desk: &mut Desk, file: StagedFile) {
    let done = desk.done(Intent::Import(Box::new(order(vec![file]))));
    let report = done.import.expect("a report");
    assert_eq!(report.refused, None);
    assert_eq!(report.files[0].documents.changed, 0);
    assert!(!report.files[0].issues.iter().any(|i| i.code == "voided"));
}

#[test]
fn what_was_presumed_as_cash_on_a_voided_invoice_was_none() {
    let mut desk = Desk::on("2026-11-06");
    let both = vec![
        invoice("|Harbor", "A-1", 50_000, 50_000),
        invoice("|Harbor", "A-2", 7_000, 7_000),
    ];
    import(&mut desk, vec![snapshot("2026-11-06", both)]);
    let harbor = account(&mut desk);
    desk.promise(harbor, 50_000, "2026-11-16", &[]);
    desk.today("2026-11-13");
    whole(
        &mut desk,
        snapshot("2026-11-13", vec![invoice("|Harbor", "A-2", 7_000, 7_000)]),
    );
    assert_eq!(
        verdicts(&mut desk)[0].1,
        50_000,
        "nobody could know better then"
    );
    desk.today("2026-11-14");
    let mut file = list(Vec::new());
    file.voided = vec![invoice("|Harbor", "A-1", 50_000, 0)];
    import(&mut desk, vec![file]);
    assert_eq!(balance(&mut desk, "2026-11-14"), 7_000);
    desk.today("2026-11-30");
    let of = verdicts(&mut desk);
    assert_eq!(of[0].1, 0, "{of:?}");
    assert!(
        !matches!(of[0].0, Verdict::Kept | Verdict::KeptLate),
        "{of:?}"
    );
    desk.checks();
}

#[test]
fn a_void_of_somebody_unknown_makes_no_account_and_real_payments_stay() {
    let mut desk = Desk::on("2026-11-06");
    import(
        &mut desk,
        vec![snapshot(
            "2026-11-06",
            vec![invoice("|Harbor", "A-1", 50_000, 50_000)],
        )],
    );
    let harbor = account(&mut desk);
    let first = desk.prep(harbor).invoices[0].id;
    desk.pay(harbor, 20_000, &[first]);
    let mut file = list(Vec::new());
    file.voided = vec![
        invoice("|Harbor", "A-1", 50_000, 0),
        invoice("|Nobody", "N-1", 1_000, 0),
    ];
    import(&mut desk, vec![file]);
    assert_eq!(balance(&mut desk, "2026-11-06"), 0);
    assert_eq!(desk.prep(harbor).payments.len(), 1);
    desk.checks();
}
