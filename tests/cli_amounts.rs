//! Amounts and dates as they are typed: read exactly, in the account's currency, or refused with what to write instead.

mod cli_support;

use cli_support::Desk;

const DAY: &str = "2026-11-20";

/// A book with an account in each of four currencies, 0, 2 and 3 decimals.
fn desk() -> Desk {
    let desk = Desk::empty();
    let file = desk.book(
        "book.csv",
        &[
            "U1,Harbor Inc,,invoice,1,2026-09-01,2026-10-01,,,1000.00,1000.00,USD",
            "E1,Hafen AG,,invoice,2,2026-09-01,2026-10-01,,,1000.00,1000.00,EUR",
            "J1,Minato KK,,invoice,3,2026-09-01,2026-10-01,,,100000,100000,JPY",
            "K1,Marfa Co,,invoice,4,2026-09-01,2026-10-01,,,1000.000,1000.000,KWD",
        ],
    );
    let run = desk.on(DAY, &["import", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

fn events(desk: &Desk) -> usize {
    let list = desk.json(DAY, &["undo", "--list", "--limit", "1000"]);
    list["events"].as_array().map_or(0, Vec::len)
}

#[test]
fn an_amount_is_read_in_the_accounts_own_currency() {
    let desk = desk();
    for (account, typed, minor) in [
        ("U1", "$1,000", 100_000),
        ("U1", "0.01", 1),
        ("E1", "€999.50", 99_950),
        ("J1", "¥12,000", 12_000),
        ("J1", "12000", 12_000),
        ("K1", "1.234", 1_234),
    ] {
        let done = desk.json(DAY, &["promise", account, typed, "2026-11-27"]);
        assert_eq!(done["promise"]["amount"], minor, "{account} {typed}");
    }
}

#[test]
fn an_amount_with_the_sign_of_another_currency_is_refused_and_not_taken_for_ours() {
    let desk = desk();
    let before = events(&desk);
    for (account, typed, currency) in [
        ("U1", "€50", "USD"),
        ("U1", "£5", "USD"),
        ("U1", "¥500", "USD"),
        ("E1", "$50", "EUR"),
        ("J1", "$50", "JPY"),
        ("K1", "€5", "KWD"),
    ] {
        for act in [
            &["promise", account, typed, "2026-11-27"][..],
            &["pay", account, typed],
        ] {
            desk.on(DAY, act).fails(2, &[typed, currency]);
        }
    }
    assert_eq!(events(&desk), before);
}

#[test]
fn more_decimals_than_the_currency_has_are_refused_and_never_rounded() {
    let desk = desk();
    for (account, typed) in [("U1", "1.005"), ("J1", "100.5"), ("K1", "1.2345")] {
        desk.on(DAY, &["pay", account, typed]).fails(2, &[typed]);
    }
}

#[test]
fn a_date_that_is_none_is_refused_with_how_to_write_one() {
    let desk = desk();
    for typed in [
        "fri",
        "2026-02-29",
        "2026-04-31",
        "11/20/2026",
        "",
        "10000-01-01",
    ] {
        let as_of = format!("--as-of={typed}");
        desk.run(&["queue", &as_of])
            .fails(2, &["--as-of", &format!("'{typed}'"), "2026-11-20"]);
        let from = format!("--from={typed}");
        desk.on(DAY, &["promises", &from])
            .fails(2, &["--from", "2026-11-20"]);
    }
}
