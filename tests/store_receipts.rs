//! Money without links in a book of complete lists: whatever comes first, the balance is the last list's and no cent counts twice.

mod store_common;
mod store_staged;

use bywhen::domain::document::DocumentKind;
use bywhen::domain::money::Minor;
use bywhen::domain::staged::StagedFile;
use bywhen::store::protocol::{ImportReport, Intent, Reply, Request};
use proptest::prelude::*;
use store_common::{Desk, ask_aging, day};
use store_staged::{import, invoice, order, payments, receipt, refused, snapshot, unapplied};

const A: &str = "|Harbor";

/// What stands of the payments of Harbor: kind, day, amount.
fn cash(desk: &mut Desk) -> Vec<(DocumentKind, String, i64)> {
    let account = desk.account("Harbor");
    let prep = desk.prep(account);
    let stands = prep.payments.iter().filter(|p| p.reversed_on.is_none());
    let mut out: Vec<_> = stands
        .map(|p| (p.kind, p.date.to_string(), p.amount.get()))
        .collect();
    out.sort_by(|a, b| (&a.1, a.2).cmp(&(&b.1, b.2)));
    out
}

fn balance(desk: &mut Desk, on: &str) -> i64 {
    ask_aging(desk, on).first().map_or(0, |l| l.balance.get())
}

fn close_all(desk: &mut Desk, files: Vec<StagedFile>) -> ImportReport {
    let mut order = order(files);
    order.close_missing = true;
    let done = desk.done(Intent::Import(Box::new(order)));
    let report = *done.import.expect("a report");
    assert!(report.refused.is_none(), "{:?}", report.refused);
    report
}

#[test]
fn a_receipt_explains_a_fall_whichever_of_the_files_comes_first() {
    let first = || {
        snapshot(
            "2026-11-06",
            vec![
                invoice(A, "A-1", 50_000, 50_000),
                invoice(A, "A-2", 7_000, 7_000),
            ],
        )
    };
    let second = || snapshot("2026-11-13", vec![invoice(A, "A-2", 7_000, 7_000)]);
    let money = || payments(vec![receipt(A, "1182", "2026-11-10", 50_000)]);
    let ways: [Vec<Vec<StagedFile>>; 4] = [
        vec![vec![first()], vec![second()], vec![money()]],
        vec![vec![first()], vec![money()], vec![second()]],
        vec![vec![money()], vec![first()], vec![second()]],
        vec![vec![first()], vec![second(), money()]],
    ];
    for (n, way) in ways.into_iter().enumerate() {
        let mut desk = Desk::on("2026-11-13");
        for files in way {
            close_all(&mut desk, files);
        }
        assert_eq!(balance(&mut desk, "2026-11-13"), 7_000, "way {n}");
        assert_eq!(
            cash(&mut desk),
            [(DocumentKind::Payment, "2026-11-10".to_owned(), 50_000)],
            "way {n}"
        );
        desk.checks();
    }
}

#[test]
fn a_promise_is_kept_once_by_money_that_two_files_tell_of() {
    let mut desk = Desk::on("2026-11-06");
    let rows = |open: i64| {
        vec![
            invoice(A, "A-1", 50_000, open),
            invoice(A, "A-2", 7_000, 7_000),
        ]
    };
    import(&mut desk, vec![snapshot("2026-11-06", rows(50_000))]);
    let account = desk.account("Harbor");
    desk.promise(account, 20_000, "2026-11-10", &[]);
    desk.promise(account, 20_000, "2026-11-12", &[]);
    desk.today("2026-11-16");
    import(
        &mut desk,
        vec![payments(vec![receipt(A, "", "2026-11-10", 20_000)])],
    );
    close_all(&mut desk, vec![snapshot("2026-11-13", rows(30_000))]);
    let received: Vec<i64> = desk
        .promises()
        .iter()
        .map(|p| p.line.judgement.received.get())
        .collect();
    assert_eq!(received.iter().sum::<i64>(), 20_000, "{received:?}");
    desk.checks();
}

#[test]
fn money_on_an_account_that_the_lists_never_showed_is_no_credit() {
    let mut desk = Desk::on("2026-11-13");
    import(
        &mut desk,
        vec![snapshot(
            "2026-11-13",
            vec![invoice("|Cedar", "B-1", 9_000, 9_000)],
        )],
    );
    import(
        &mut desk,
        vec![payments(vec![receipt(A, "7", "2026-11-10", 50_000)])],
    );
    assert_eq!(balance(&mut desk, "2026-11-13"), 9_000);
    assert_eq!(cash(&mut desk).len(), 1, "it is kept all the same");
    desk.checks();
}

#[test]
fn a_payment_that_a_list_shows_as_unapplied_is_the_same_money() {
    for numbers in [("1182", "1182"), ("", "1182"), ("1182", ""), ("", "")] {
        for receipt_first in [true, false] {
            let mut desk = Desk::on("2026-11-13");
            let money = payments(vec![receipt(A, numbers.0, "2026-11-10", 50_000)]);
            let rows = vec![
                invoice(A, "A-1", 90_000, 90_000),
                unapplied(A, numbers.1, "2026-11-10", 30_000),
            ];
            let list = snapshot("2026-11-13", rows);
            let way = if receipt_first {
                [money, list]
            } else {
                [list, money]
            };
            for file in way {
                close_all(&mut desk, vec![file]);
            }
            let what = format!("{numbers:?} {receipt_first}");
            assert_eq!(balance(&mut desk, "2026-11-13"), 60_000, "{what}");
            assert_eq!(cash(&mut desk).len(), 1, "{what}");
            desk.checks();
        }
    }
}

#[test]
fn payments_that_all_bear_the_number_ach_are_told_apart_by_day_and_amount() {
    let mut desk = Desk::on("2026-11-13");
    import(
        &mut desk,
        vec![snapshot(
            "2026-11-06",
            vec![invoice(A, "A-1", 90_000, 90_000)],
        )],
    );
    import(
        &mut desk,
        vec![payments(vec![receipt(A, "ACH", "2026-11-03", 4_000)])],
    );
    let rows = vec![
        invoice(A, "A-1", 90_000, 90_000),
        unapplied(A, "ACH", "2026-11-12", 30_000),
    ];
    import(&mut desk, vec![snapshot("2026-11-13", rows)]);
    assert_eq!(balance(&mut desk, "2026-11-13"), 60_000);
    assert_eq!(cash(&mut desk).len(), 2);
    desk.checks();
}

#[test]
fn a_list_of_another_scope_closes_nothing_without_the_typed_word() {
    let full = || {
        (0..20).map(|n| {
            let mut row = invoice(&format!("|Customer {n}"), &format!("I-{n}"), 10_000, 10_000);
            if n < 5 {
                row.due = day("2026-12-20");
                row.amount = Minor::new(1_000);
                row.open = Minor::new(1_000);
            }
            row
        })
    };
    let codes = |report: &ImportReport| -> Vec<String> {
        report.doubts.iter().map(|d| d.code.clone()).collect()
    };
    let begin = || {
        let mut desk = Desk::on("2026-11-13");
        let mut file = snapshot("2026-11-06", full().collect());
        file.declared_total = Some(Minor::new(1));
        import(&mut desk, vec![file]);
        desk
    };
    let one_less = || {
        let mut file = snapshot("2026-11-13", full().skip(1).collect());
        file.declared_total = Some(Minor::new(1));
        file
    };
    // One invoice of twenty paid: nothing to doubt.
    assert!(codes(&import(&mut begin(), vec![one_less()])).is_empty());

    let mut no_total = one_less();
    no_total.declared_total = None;
    let mut filtered = one_less();
    filtered.scope = Some("Location: North".into());
    let mut other = one_less();
    other.profile = "another".into();
    let mut past_due_only = one_less();
    past_due_only.documents = full().skip(5).collect();
    let mut few = one_less();
    few.documents = full().take(10).collect();
    for (file, code) in [
        (no_total, "total_absent"),
        (filtered, "scope_changed"),
        (other, "other_profile"),
        (past_due_only, "scope_changed"),
        (few, "mass_close"),
    ] {
        let mut desk = begin();
        let before = balance(&mut desk, "2026-11-13");
        let (why, report) = refused(&mut desk, vec![file.clone()]);
        assert!(why.contains("--close-missing"), "{why}");
        assert!(
            codes(&report).iter().any(|c| c == code),
            "{code}: {report:?}"
        );
        assert_eq!(balance(&mut desk, "2026-11-13"), before);
        close_all(&mut desk, vec![file]);
        assert!(balance(&mut desk, "2026-11-13") < before);
        desk.checks();
    }
}

#[test]
fn a_payment_typed_to_one_invoice_and_booked_to_another_is_told() {
    let mut desk = Desk::on("2026-11-06");
    let both = || {
        vec![
            invoice(A, "A-1", 50_000, 50_000),
            invoice("|Cedar", "B-1", 90_000, 90_000),
        ]
    };
    let mut rows = both();
    rows.push(invoice(A, "A-2", 7_000, 7_000));
    import(&mut desk, vec![snapshot("2026-11-06", rows)]);
    let account = desk.account("Harbor");
    let invoices = desk.prep(account).invoices;
    let first = invoices
        .iter()
        .find(|i| i.number == "A-1")
        .expect("open")
        .id;
    desk.pay(account, 7_000, &[first]);
    desk.today("2026-11-13");
    let report = import(&mut desk, vec![snapshot("2026-11-13", both())]);
    let codes: Vec<&str> = report.files[0]
        .issues
        .iter()
        .map(|i| i.code.as_str())
        .collect();
    assert_eq!(codes, ["ahead_of_report", "posted_elsewhere"]);
    let message = &report.files[0].issues[1].message;
    assert!(
        message.contains("A-2") && message.contains("70.00"),
        "{message}"
    );
    // Reversed here, the balance is the report's.
    let payment = desk
        .prep(account)
        .payments
        .iter()
        .find(|p| p.kind == DocumentKind::Payment)
        .expect("typed")
        .id;
    desk.done(Intent::Reverse {
        payment,
        reason: "booked to A-2".into(),
    });
    assert_eq!(desk.prep(account).open, Minor::new(50_000));
    desk.checks();
}

/// Everything that a reader of the ledger sees of an account and of the totals.
fn state(desk: &mut Desk, names: &[&str]) -> String {
    let mut out = String::new();
    for name in names {
        let Reply::Account(found) = desk.ask(Request::Resolve {
            text: (*name).into(),
        }) else {
            out += &format!("{name}: none\n");
            continue;
        };
        let prep = desk.prep(found.id);
        out += &format!("{prep:?}\n");
    }
    out += &format!("{:?}", ask_aging(desk, "2026-11-20"));
    out += &format!("{:?}", desk.ask(Request::Questions { account: None }));
    out + &format!("{:?}", desk.ask(Request::Aliases { account: None }))
}

/// The open amounts of three invoices in two later lists, and receipts: day of November, amount.
type Story = ([i64; 3], [i64; 3], Vec<(u32, i64)>);

fn story() -> impl Strategy<Value = Story> {
    let open = || (0..4_i64, 0..4_i64, 0..4_i64).prop_map(|(a, b, c)| [a * 100, b * 100, c * 100]);
    (
        open(),
        open(),
        prop::collection::vec((1..20_u32, 1..5_i64), 0..5),
    )
        .prop_map(|(first, second, money)| {
            let fallen = std::array::from_fn(|i| first[i].min(second[i]));
            (
                first,
                fallen,
                money.into_iter().map(|(d, n)| (d, n * 100)).collect(),
            )
        })
}

fn rows(open: [i64; 3]) -> Vec<bywhen::domain::staged::StagedDocument> {
    let listed = open.iter().enumerate().filter(|(_, o)| **o > 0);
    let mut out: Vec<_> = listed
        .map(|(i, o)| invoice(A, &format!("A-{i}"), 400, *o))
        .collect();
    out.push(invoice("|Cedar", "B-1", 100_000, 100_000));
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_every_order_the_balance_is_the_last_lists_and_no_cent_counts_twice((first, second, money) in story(), at in 0..4_usize) {
        let list_of = |on: &str, open| vec![snapshot(on, rows(open))];
        let receipts: Vec<_> = money
            .iter()
            .enumerate()
            .map(|(n, (d, cents))| receipt(A, &format!("R-{n}"), &format!("2026-11-{d:02}"), *cents))
            .collect();
        let mut way = vec![
            list_of("2026-11-06", first),
            list_of("2026-11-13", second),
            list_of("2026-11-20", second),
        ];
        way.insert(at, vec![payments(receipts)]);
        let mut desk = Desk::on("2026-11-20");
        for files in way {
            close_all(&mut desk, files);
        }
        let open: i64 = second.iter().sum();
        prop_assert_eq!(balance(&mut desk, "2026-11-20"), open + 100_000);
        let harbor = desk.ask(Request::Resolve { text: "Harbor".into() });
        if let Reply::Account(_) = harbor {
            let all = cash(&mut desk);
            let real: i64 = money.iter().map(|(_, c)| c).sum();
            let of = |kind| all.iter().filter(|c| c.0 == kind).map(|c| c.2).sum::<i64>();
            prop_assert_eq!(of(DocumentKind::Payment), real);
            // What is still presumed is what no receipt of the week explains, never more than the fall.
            let fell: i64 = first.iter().sum::<i64>() - open;
            let week: i64 = money.iter().filter(|(d, _)| (6..=13).contains(d)).map(|(_, c)| c).sum();
            prop_assert_eq!(of(DocumentKind::PresumedCash), (fell - week).max(0));
        }
        desk.checks();
    }

    #[test]
    fn undoing_a_batch_brings_back_exactly_what_stood((first, second, money) in story(), typed in any::<bool>()) {
        let mut desk = Desk::on("2026-11-20");
        close_all(&mut desk, vec![snapshot("2026-11-06", rows(first))]);
        close_all(&mut desk, vec![payments(vec![receipt("|Cedar", "C-1", "2026-11-10", 100)])]);
        let names = ["Harbor", "Cedar"];
        if typed {
            let account = desk.account("Cedar");
            desk.pay(account, 300, &[]);
        }
        let before = state(&mut desk, &names);
        let receipts = money
            .iter()
            .enumerate()
            .map(|(n, (d, cents))| receipt(A, &format!("R-{n}"), &format!("2026-11-{d:02}"), *cents));
        let mut person = store_staged::customers("|Cedar");
        person.contact = Some("Ann".into());
        person.address = Some("Pier 9".into());
        let mut people = payments(Vec::new());
        people.kind = bywhen::domain::staged::FileKind::Customers;
        people.accounts = vec![person];
        let mut list = snapshot("2026-11-13", rows(second));
        list.file = "list.csv".into();
        close_all(&mut desk, vec![list, payments(receipts.collect()), people]);
        desk.done(Intent::Undo { seq: None });
        prop_assert_eq!(state(&mut desk, &names), before);
        desk.checks();
    }
}
