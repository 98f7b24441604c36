//! Imports end to end: files through the reader into a ledger, one week after the other.

mod store_common;
mod store_staged;

use bywhen::domain::document::DocumentKind;
use bywhen::domain::money::Minor;
use bywhen::domain::parts::Parts;
use bywhen::domain::staged::{
    AccountKey, FileKind, Reject, SharedKey, StagedApplication, StagedDocument, StagedPayment,
};
use bywhen::store::protocol::{
    Counts, ImportOrder, ImportReport, Intent, NewPayment, PayItem, Reply, Request,
};
use store_common::{Desk, ask_aging, day, order};
use store_staged::{invoice, list, receipt};

const FIRST: &str = "qbo_ar_aging_detail_2026-11-13.csv";
const SECOND: &str = "qbo_ar_aging_detail.csv";

fn import(desk: &mut Desk, file: &str) -> ImportReport {
    let done = desk.done(Intent::Import(Box::new(order(&[file]))));
    *done.import.expect("a report")
}

#[test]
fn a_first_snapshot_brings_exactly_what_the_report_says() {
    let mut desk = Desk::on("2026-11-13");
    let report = import(&mut desk, FIRST);
    assert!(report.applied, "{:?}", report.refused);
    let file = &report.files[0];
    assert_eq!(file.open_invoices, 39);
    assert_eq!(file.total_open, Minor::new(14_681_134));
    assert_eq!(file.credits, 5);
    assert_eq!(file.total_credits, Minor::new(378_085));
    assert_eq!(file.past_due, Minor::new(10_963_239));
    assert_eq!(file.documents.new, 44);
    let lines = ask_aging(&mut desk, "2026-11-13");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].total_open, Minor::new(14_681_134));
    assert_eq!(lines[0].open_invoices, 39);
    assert_eq!(lines[0].past_due, Minor::new(10_963_239));
    assert_eq!(lines[0].unapplied, Minor::new(-378_085));
    assert_eq!(lines[0].accounts, 14);
    desk.checks();
}

#[test]
fn the_next_snapshot_closes_changes_and_adds_what_the_week_did() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    desk.today("2026-11-20");
    let report = import(&mut desk, SECOND);
    assert!(report.applied, "{:?}", report.refused);
    let file = &report.files[0];
    assert_eq!(
        file.documents,
        Counts {
            new: 1,
            changed: 7,
            unchanged: 31,
            closed: 6
        }
    );
    let change = |number: &str| {
        file.changes
            .iter()
            .find(|c| c.number == number)
            .map(|c| (c.before.get(), c.after.get()))
    };
    assert_eq!(change("SI-10590"), None, "what is new is no change");
    for (number, before, after) in [
        ("SI-10426", 341_854, 292_964),
        ("SI-10449", 2_208_388, 1_472_207),
        ("SI-10455", 325_282, 59_081),
        ("SI-10463", 35_666, 33_765),
        ("SI-10497", 46_190, 30_785),
        ("SI-10510", 98_889, 17_898),
        ("SI-10565", 336_705, 224_445),
    ] {
        assert_eq!(change(number), Some((before, after)), "{number}");
    }
    let mut closed: Vec<&str> = file
        .changes
        .iter()
        .filter(|c| c.after == Minor::ZERO)
        .map(|c| c.number.as_str())
        .collect();
    closed.sort_unstable();
    assert_eq!(
        closed,
        [
            "CM-650", "SI-9900", "SI-9901", "SI-9902", "SI-9903", "SI-9904"
        ]
    );
    // The ledger's balance is the report's own total, to the cent; and a week ago it was what that report said.
    let lines = ask_aging(&mut desk, "2026-11-20");
    assert_eq!(lines[0].balance, Minor::new(12_076_554));
    let lines = ask_aging(&mut desk, "2026-11-13");
    assert_eq!(lines[0].balance, Minor::new(14_303_049));
    desk.checks();
}

#[test]
fn the_same_file_again_changes_nothing() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    let events = desk.events();
    let report = import(&mut desk, FIRST);
    assert!(!report.applied);
    assert_eq!(report.refused, None);
    assert_eq!(report.files[0].documents.new, 0);
    assert_eq!(report.files[0].documents.closed, 0);
    assert_eq!(report.files[0].documents.unchanged, 44);
    assert_eq!(desk.events(), events);
}

#[test]
fn a_preview_tells_the_difference_and_writes_nothing() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    let mut preview = order(&[SECOND]);
    preview.dry_run = true;
    let done = desk.done(Intent::Import(Box::new(preview)));
    let report = done.import.expect("a report");
    assert!(!report.applied);
    assert_eq!(report.files[0].documents.closed, 6);
    assert_eq!(
        ask_aging(&mut desk, "2026-11-20")[0].total_open,
        Minor::new(14_681_134)
    );
    assert_eq!(desk.events(), 1);
}

#[test]
fn an_older_report_is_refused_with_both_days_named() {
    let mut desk = Desk::on("2026-11-20");
    import(&mut desk, SECOND);
    let report = import(&mut desk, FIRST);
    assert!(!report.applied);
    let why = report.refused.expect("a reason");
    assert!(why.contains("13 Nov") && why.contains("20 Nov"), "{why}");
}

#[test]
fn a_report_that_lists_little_closes_nothing_unless_told_so() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    let mut thin = order(&[SECOND]);
    thin.files[0].documents.truncate(10);
    let done = desk.done(Intent::Import(Box::new(thin.clone())));
    let why = done.import.expect("a report").refused.expect("a reason");
    assert!(why.contains("--close-missing"), "{why}");
    thin.close_missing = true;
    let done = desk.done(Intent::Import(Box::new(thin)));
    assert!(done.import.expect("a report").applied);
    desk.checks();
}

#[test]
fn a_report_with_rows_held_back_closes_nothing_because_the_row_may_be_the_one_that_seems_absent() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    desk.today("2026-11-20");
    let mut second = order(&[SECOND]);
    second.skip_errors = true;
    let file = &mut second.files[0];
    let held = file
        .documents
        .iter()
        .position(|d| d.number == "SI-10406")
        .expect("listed");
    let document = file.documents.remove(held);
    file.rejects.push(Reject {
        line: document.line,
        cells: vec![document.number.into()],
        code: "bad_amount".to_owned(),
        group: None,
    });
    let done = desk.done(Intent::Import(Box::new(second)));
    let report = done.import.expect("a report");
    assert!(report.applied, "{:?}", report.refused);
    assert_eq!(report.files[0].documents.closed, 0);
    assert_eq!(report.files[0].documents.changed, 7);
    desk.checks();
}

#[test]
fn undoing_an_import_brings_the_week_before_back_and_keeps_what_people_wrote() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    let account = desk.account("Pioneer Pole Barns");
    desk.done(Intent::AddNote {
        account,
        text: "they pay when the barn stands".into(),
    });
    let before = desk.prep(account);
    desk.today("2026-11-20");
    let done = desk.done(Intent::Import(Box::new(order(&[SECOND]))));
    let closed = desk.prep(account);
    assert_eq!(closed.open, Minor::ZERO);
    assert_eq!(closed.notes.len(), 1, "notes stay with a closed account");
    desk.done(Intent::Undo { seq: done.event });
    desk.today("2026-11-13");
    assert_eq!(desk.prep(account), before);
    assert_eq!(
        ask_aging(&mut desk, "2026-11-20")[0].total_open,
        Minor::new(14_681_134)
    );
    desk.checks();
    // And the file may come again.
    desk.today("2026-11-20");
    assert!(import(&mut desk, SECOND).applied);
    desk.checks();
}

#[test]
fn the_first_import_can_be_undone_down_to_nothing() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    desk.done(Intent::Undo { seq: None });
    assert_eq!(ask_aging(&mut desk, "2026-11-13"), []);
    let Reply::Status(status) = desk.ask(Request::Status {
        as_of: day("2026-11-13"),
    }) else {
        panic!("a status");
    };
    assert_eq!(status.accounts, 0);
    assert_eq!(status.thru, None);
    assert!(import(&mut desk, FIRST).applied);
    desk.checks();
}

#[test]
fn a_payment_posted_here_first_is_not_counted_twice_when_the_report_has_it() {
    let mut desk = Desk::on("2026-11-13");
    import(&mut desk, FIRST);
    let account = desk.account("Pioneer Pole Barns");
    let invoice = desk.prep(account).invoices[0].clone();
    desk.done(Intent::Pay(NewPayment {
        account,
        amount: invoice.open,
        on: day("2026-11-16"),
        method: None,
        reference: None,
        items: vec![PayItem {
            document: invoice.id,
            amount: None,
        }],
    }));
    desk.today("2026-11-20");
    let report = import(&mut desk, SECOND);
    assert!(report.applied, "{:?}", report.refused);
    assert_eq!(report.files[0].documents.closed, 5);
    let prep = desk.prep(account);
    assert_eq!(prep.payments.len(), 1);
    assert_eq!(prep.unapplied, Minor::ZERO);
    desk.checks();
}

#[test]
fn a_batch_with_a_promise_on_its_invoices_is_not_undone_behind_its_back() {
    let mut desk = Desk::on("2026-11-13");
    let done = desk.done(Intent::Import(Box::new(order(&[FIRST]))));
    let account = desk.account("Pioneer Pole Barns");
    let invoice = desk.prep(account).invoices[0].id;
    desk.promise(account, 100_000, "2026-11-20", &[invoice]);
    let why = desk.refused(Intent::Undo { seq: done.event });
    assert!(why.contains("promise"), "{why}");
    desk.checks();
}

/// A payments file with one payment of Pioneer Pole Barns, who owed 8,548.50 on SI-9902 a week ago.
fn payments(number: &str, cents: i64, linked: bool) -> ImportOrder {
    let mut order = order(&[SECOND]);
    let file = &mut order.files[0];
    file.file = "payments.csv".into();
    file.sha256 = format!("{number}-{cents}-{linked}");
    file.profile = "payments".into();
    file.kind = FileKind::Payments;
    file.documents.clear();
    file.payments = vec![StagedPayment {
        line: 2,
        account: SharedKey::from(AccountKey {
            number: None,
            name: Some("Pioneer Pole Barns".into()),
        }),
        number: number.into(),
        on: day("2026-11-17"),
        method: Some("check".into()),
        reference: Some("1182".into()),
        amount: Minor::new(cents),
        currency: None,
        applications: Parts::from(if linked {
            vec![StagedApplication {
                invoice: "SI-9902".into(),
                amount: Minor::new(cents),
                line: 2,
            }]
        } else {
            Vec::new()
        }),
    }];
    order
}

#[test]
fn a_payment_takes_the_place_of_what_was_presumed_and_moves_no_balance_twice() {
    for linked in [true, false] {
        let mut desk = Desk::on("2026-11-13");
        import(&mut desk, FIRST);
        let account = desk.account("Pioneer Pole Barns");
        desk.today("2026-11-20");
        import(&mut desk, SECOND);
        let presumed = desk.prep(account);
        assert_eq!(presumed.payments[0].kind, DocumentKind::PresumedCash);
        let done = desk.done(Intent::Import(Box::new(payments("77", 854_850, linked))));
        let report = done.import.expect("a report");
        assert_eq!(report.files[0].payments.new, 1, "{:?}", report.refused);
        let prep = desk.prep(account);
        assert_eq!((prep.open, prep.unapplied), (Minor::ZERO, Minor::ZERO));
        let real: Vec<_> = prep
            .payments
            .iter()
            .filter(|p| p.reversed_on.is_none())
            .collect();
        assert_eq!(real.len(), 1, "{:?}", prep.payments);
        assert_eq!(
            (real[0].kind, real[0].date, real[0].amount.get()),
            (DocumentKind::Payment, day("2026-11-17"), 854_850)
        );
        assert_eq!(
            ask_aging(&mut desk, "2026-11-20")[0].balance,
            Minor::new(12_076_554)
        );
        desk.checks();
        // In another file of the same payment it is known again.
        let mut again = payments("77", 854_850, linked);
        again.files[0].sha256 = "another".into();
        let done = desk.done(Intent::Import(Box::new(again)));
        let counts = done.import.expect("a report").files[0].payments;
        assert_eq!((counts.new, counts.unchanged), (0, 1));
        desk.checks();
    }
}

#[test]
fn a_payment_that_explains_nothing_is_a_receipt_beside_the_listed_balance() {
    let mut desk = Desk::on("2026-11-20");
    import(&mut desk, SECOND);
    let before = ask_aging(&mut desk, "2026-11-20");
    let mut order = payments("78", 5_000, false);
    order.files[0].payments[0].account = SharedKey::from(AccountKey {
        number: None,
        name: Some("Harbor Framing, LLC".into()),
    });
    desk.done(Intent::Import(Box::new(order)));
    assert_eq!(ask_aging(&mut desk, "2026-11-20"), before);
    let account = desk.account("Harbor Framing");
    assert!(
        desk.prep(account)
            .payments
            .iter()
            .any(|p| p.amount == Minor::new(5_000))
    );
    desk.checks();
}

#[test]
fn a_dealers_invoices_and_credits_are_one_complete_list() {
    let mut desk = Desk::on("2026-11-20");
    let set = ["dealer_erp_adjustments.csv", "dealer_erp_invoices.csv"];
    let mut both = order(&set);
    for file in &mut both.files {
        file.as_of = file.as_of.or(Some(day("2026-11-20")));
        file.issues.retain(|i| i.code != "as_of_missing");
    }
    let report = desk
        .done(Intent::Import(Box::new(both.clone())))
        .import
        .expect("a report");
    assert!(report.applied, "{:?}", report.refused);
    assert_eq!(report.files[0].total_credits, Minor::new(663_963));
    let lines = ask_aging(&mut desk, "2026-11-20");
    assert_eq!(lines[0].unapplied, Minor::new(-663_963));
    assert_eq!(lines[0].total_open, report.files[1].total_open);
    desk.checks();
    // Credits alone, a week later, one of them gone: invoices are not touched by their absence.
    desk.today("2026-11-27");
    both.files.truncate(1);
    both.files[0].as_of = Some(day("2026-11-27"));
    both.files[0].sha256 = "later".into();
    both.files[0].documents.remove(0);
    both.close_missing = true;
    let report = desk
        .done(Intent::Import(Box::new(both)))
        .import
        .expect("a report");
    assert_eq!(report.files[0].documents.closed, 1, "{:?}", report.refused);
    let later = ask_aging(&mut desk, "2026-11-27");
    assert_eq!(later[0].total_open, lines[0].total_open);
    assert!(later[0].unapplied > lines[0].unapplied);
    desk.checks();
}

/// Every order of the four files of a book, and the cut of them into imports of one file each.
fn orders(files: &[&'static str]) -> Vec<Vec<&'static str>> {
    if files.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (i, first) in files.iter().enumerate() {
        let rest: Vec<&'static str> = files
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, f)| *f)
            .collect();
        for mut order in orders(&rest) {
            order.insert(0, first);
            all.push(order);
        }
    }
    all
}

#[test]
fn the_files_of_a_book_come_to_the_same_ledger_in_whatever_order_they_are_imported() {
    const DAY: &str = "2026-06-30";
    let rest = [
        "native/invoices.csv",
        "native/payments.csv",
        "native/credits.csv",
    ];
    let mut together = Desk::on(DAY);
    let mut all = vec!["native/accounts.csv"];
    all.extend(rest);
    together.done(Intent::Import(Box::new(order(&all))));
    let expected = ask_aging(&mut together, DAY);
    assert!(expected[0].total_open > Minor::ZERO);
    for files in orders(&rest) {
        let mut desk = Desk::on(DAY);
        // Accounts know their currencies; without them documents would be read in the book's.
        import(&mut desk, "native/accounts.csv");
        for file in &files {
            let report = import(&mut desk, file);
            assert!(report.applied, "{files:?} {file}: {:?}", report.refused);
        }
        assert_eq!(ask_aging(&mut desk, DAY), expected, "{files:?}");
        desk.checks();
    }
}

#[test]
fn accounts_that_come_after_their_documents_in_another_currency_are_refused_by_line() {
    let mut desk = Desk::on("2026-06-30");
    import(&mut desk, "native/invoices.csv");
    let report = import(&mut desk, "native/accounts.csv");
    let why = report.refused.expect("refused");
    assert!(!report.applied);
    assert!(
        why.contains("accounts.csv line") && why.contains("import the files together"),
        "{why}"
    );
}

#[test]
fn a_row_finds_its_document_however_long_the_history_of_its_account_is() {
    let due = |on: &str, open: i64| StagedDocument {
        due: day(on),
        ..invoice("C1|Harbor", "P-1", 9_000, open)
    };
    let after = |history: usize| {
        let mut desk = Desk::on("2026-11-13");
        let mut rows = vec![
            due("2026-10-01", 1_000),
            due("2026-11-01", 2_000),
            due("2026-12-01", 3_000),
            StagedDocument {
                kind: DocumentKind::CreditMemo,
                ..due("2026-11-01", 400)
            },
        ];
        rows.extend((0..history).map(|i| invoice("C1|Harbor", &format!("H-{i}"), 500, 0)));
        store_staged::import(&mut desk, vec![list(rows)]);
        desk.today("2026-11-14");
        // The second instalment was paid in part and has a new day, which is nearer to the third one's; another number is new.
        let rows = vec![
            due("2026-11-28", 1_500),
            due("2026-12-01", 3_000),
            invoice("C1|Harbor", "P-2", 700, 700),
        ];
        let report = store_staged::import(&mut desk, vec![list(rows)]);
        desk.checks();
        let account = desk.account("Harbor");
        let open = desk.prep(account).invoices;
        let mut open: Vec<_> = open
            .iter()
            .map(|i| (i.number.clone(), i.due.to_string(), i.open.get()))
            .collect();
        open.sort();
        (report.files[0].documents, open)
    };
    let (counts, open) = after(0);
    let of = |number: &str, due: &str, open| (number.to_owned(), due.to_owned(), open);
    let expected = vec![
        of("P-1", "2026-10-01", 1_000),
        of("P-1", "2026-11-28", 1_500),
        of("P-1", "2026-12-01", 3_000),
        of("P-2", "2026-10-01", 700),
    ];
    assert_eq!(open, expected);
    assert_eq!((counts.new, counts.changed, counts.unchanged), (1, 1, 1));
    assert_eq!(after(20), (counts, expected.clone()));
    assert_eq!(after(90), (counts, expected));
}

#[test]
fn a_payment_that_comes_again_is_the_same_one_however_long_the_history_of_its_account_is() {
    for history in [0, 20, 90] {
        let mut desk = Desk::on("2026-11-13");
        let rows = (0..=history).map(|i| invoice("C1|Harbor", &format!("H-{i}"), 500, 500));
        store_staged::import(&mut desk, vec![list(rows.collect())]);
        let paid = |on: &str, cents: i64| {
            store_staged::payments(vec![receipt("C1|Harbor", "ACH", on, cents)])
        };
        // Of one number, and of another day: another one.
        for (on, cents, new) in [
            ("2026-11-03", 300, 1),
            ("2026-11-10", 300, 1),
            ("2026-11-03", 300, 0),
            ("2026-11-10", 250, 0),
        ] {
            let report = store_staged::import(&mut desk, vec![paid(on, cents)]);
            let changed = report.files[0].issues.iter();
            let changed = changed.filter(|i| i.code == "payment_changed").count();
            assert_eq!(report.files[0].payments.new, new, "{history}: {on}");
            assert_eq!(changed, usize::from(cents == 250), "{history}: {on}");
        }
        assert_eq!(
            ask_aging(&mut desk, "2026-11-13")[0].unapplied,
            Minor::new(-600)
        );
        desk.checks();
    }
}
