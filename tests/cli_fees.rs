//! Fees from the command line: nothing without an agreement, shown before it is posted, posted as shown, given up, taken back, undone; and the
//! accounting system's reports neither close a fee nor bring it a second time.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

const DAY: &str = "2026-11-23";

/// A book with an agreement at Harbor: A-1 (5,000.00) is 51 days late, A-2 (3,400.00) 37.
fn agreed() -> Desk {
    let desk = Desk::with_book();
    desk.json(
        "2026-01-05",
        &["fee", "agree", "C1001", "credit application, section 4"],
    );
    desk
}

fn show(desk: &Desk, account: &str) -> Value {
    desk.json(DAY, &["show", account])
}

fn collectible(desk: &Desk, account: &str) -> i64 {
    let shown = show(desk, account);
    shown["account"]["collectible"].as_i64().expect("an amount")
}

fn proven(desk: &Desk) {
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn nothing_is_posted_without_an_agreement_that_allows_it() {
    let desk = Desk::with_book();
    let shown = desk.json(DAY, &["fee", "preview", "C1001"]);
    let proposal = &shown["accounts"][0]["preview"]["proposals"][0];
    // 5,000.00 for 51 days and 3,400.00 for 37, at 18 % a year: 125.75 + 62.04.
    assert_eq!(proposal["amount"], 18_779, "{shown}");
    assert_eq!(proposal["basis"], Value::Null);
    desk.on(DAY, &["fee", "post", "C1001"])
        .fails(1, &["no agreement allows a fee at Harbor Framing LLC"]);
    desk.json(DAY, &["fee", "agree", "C1001", "terms of sale"]);
    desk.json(DAY, &["fee", "post", "C1001"]);
    let fees = desk.json(DAY, &["fee", "list", "C1001"]);
    assert_eq!(fees["fees"][0]["number"], "FC-00001");
    assert_eq!(fees["fees"][0]["basis"], "terms of sale");
    desk.on(DAY, &["fee", "post", "C1001"])
        .fails(1, &["nothing is late enough for a fee"]);
    proven(&desk);
}

#[test]
fn a_fee_is_waived_reinstated_reversed_and_each_is_undone() {
    let desk = agreed();
    let before = collectible(&desk, "C1001");
    // Posted a day before, so that it is past due on the day.
    desk.json("2026-11-22", &["fee", "post", "C1001"]);
    let posted = collectible(&desk, "C1001");
    let amount = posted - before;
    assert_eq!(amount, 12_329 + 6_036);
    desk.json(
        DAY,
        &[
            "fee",
            "waive",
            "C1001",
            "FC-00001",
            "50",
            "--reason",
            "a late ticket",
        ],
    );
    assert_eq!(collectible(&desk, "C1001"), posted - 5_000);
    desk.on(
        DAY,
        &["fee", "waive", "C1001", "FC-00001", "500", "--reason", "x"],
    )
    .fails(1, &["is open on FC-00001"]);
    desk.json(
        DAY,
        &[
            "fee",
            "reinstate",
            "C1001",
            "FC-00001",
            "--reason",
            "the ticket was there",
        ],
    );
    assert_eq!(collectible(&desk, "C1001"), posted);
    desk.on(
        DAY,
        &["fee", "reinstate", "C1001", "FC-00001", "--reason", "x"],
    )
    .fails(1, &["nothing of FC-00001 is waived"]);
    desk.json(
        DAY,
        &[
            "fee",
            "reverse",
            "C1001",
            "fc-00001",
            "--reason",
            "entry error",
        ],
    );
    assert_eq!(collectible(&desk, "C1001"), before);
    // The days are free again.
    let again = desk.json(DAY, &["fee", "preview", "C1001"]);
    assert_eq!(
        again["accounts"][0]["preview"]["proposals"][0]["amount"],
        18_779
    );
    proven(&desk);
    for expect in [posted, posted - 5_000, posted, before] {
        desk.json(DAY, &["undo"]);
        assert_eq!(collectible(&desk, "C1001"), expect);
    }
    proven(&desk);
}

#[test]
fn above_the_limit_a_waiver_waits_for_a_supervisor() {
    let desk = agreed();
    desk.json("2026-11-22", &["fee", "post", "C1001"]);
    let posted = collectible(&desk, "C1001");
    let asked = desk.json(
        DAY,
        &["fee", "waive", "C1001", "FC-00001", "--reason", "goodwill"],
    );
    assert!(
        asked["what"]
            .as_str()
            .is_some_and(|w| w.contains("asked for approval")),
        "{asked}"
    );
    assert_eq!(collectible(&desk, "C1001"), posted);
    desk.on(
        DAY,
        &["fee", "waive", "C1001", "FC-00001", "--reason", "goodwill"],
    )
    .fails(1, &["waits for a supervisor already"]);
    desk.json(DAY, &["review", "approve", "a1"]);
    assert_eq!(collectible(&desk, "C1001"), 840_000);
    proven(&desk);
    desk.json(DAY, &["undo"]);
    assert_eq!(collectible(&desk, "C1001"), posted);
    proven(&desk);
}

#[test]
fn a_bounced_check_offers_its_fee_once_and_a_bankruptcy_stops_all() {
    let desk = agreed();
    let paid = desk.json(
        "2026-11-20",
        &["pay", "C1001", "1000", "--reference", "1182"],
    );
    let id = paid["payment"]["id"].to_string();
    desk.json(DAY, &["reverse", &id, "--reason", "nsf"]);
    let shown = desk.json(DAY, &["fee", "preview", "C1001"]);
    let rules: Vec<&str> = shown["accounts"][0]["preview"]["proposals"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p["rule"].as_str())
        .collect();
    assert_eq!(rules, ["finance charge", "returned check"]);
    desk.json(DAY, &["fee", "post", "C1001", "--rule", "returned check"]);
    let fees = desk.json(DAY, &["fee", "list", "C1001"]);
    assert_eq!(fees["fees"][0]["amount"], 3_500);
    desk.on(DAY, &["fee", "post", "C1001", "--rule", "returned check"])
        .fails(1, &["nothing is late enough"]);
    desk.json(DAY, &["hold", "C1001", "bankruptcy"]);
    desk.on(DAY, &["fee", "post", "C1001"])
        .fails(1, &["a bankruptcy hold stops fees too"]);
    proven(&desk);
}

#[test]
fn all_accounts_are_posted_only_when_they_are_what_the_preview_showed() {
    let desk = agreed();
    desk.json(DAY, &["fee", "agree", "C1002", "terms of sale"]);
    desk.on(DAY, &["fee", "post", "--all", "--expect", "5"])
        .fails(1, &["2 fees may be posted now, not 5"]);
    let done = desk.json(DAY, &["fee", "post", "--all", "--expect", "2"]);
    assert_eq!(done["posted"].as_array().map(Vec::len), Some(2), "{done}");
    proven(&desk);
}

#[test]
fn a_report_neither_closes_a_fee_nor_brings_it_twice() {
    let desk = agreed();
    desk.json(DAY, &["fee", "post", "C1001"]);
    let fee =
        |desk: &Desk| desk.json("2026-11-30", &["fee", "list", "C1001"])["fees"][0]["open"].clone();
    // The next list of the books does not hold it: it stays open.
    let rows = [
        "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1,5000.00,5000.00,USD",
        "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
        "C1001,Harbor Framing LLC,,credit,CM-77,2026-11-02,2026-11-02,,,-340.00,-340.00,USD",
        "C1002,Cedar & Stone Co.,,invoice,B-1,2026-08-19,2026-09-18,Net 30,,4107.71,4107.71,USD",
        "C1003,Kestrel Kitchens,,invoice,K-1,2026-11-10,2026-12-10,Net 30,,900.00,900.00,USD",
    ];
    let file = desk.book("next.csv", &rows);
    desk.json("2026-11-27", &["import", &file, "--as-of", "2026-11-27"]);
    assert_eq!(fee(&desk), 18_779);
    // The books have taken it over as an invoice, under its number: it is the same one, and theirs from now on.
    let with_fee = [
        &rows[..],
        &["C1001,Harbor Framing LLC,,invoice,FC-00001,2026-11-23,2026-11-23,,,187.79,187.79,USD"][..],
    ]
    .concat();
    let file = desk.book("with.csv", &with_fee);
    desk.json("2026-11-28", &["import", &file, "--as-of", "2026-11-28"]);
    assert_eq!(fee(&desk), 18_779);
    let open = desk.json("2026-11-30", &["show", "C1001"]);
    assert_eq!(open["invoices"].as_array().map(Vec::len), Some(3), "{open}");
    // Paid there: it closes with the list.
    let file = desk.book("paid.csv", &rows);
    desk.json("2026-11-29", &["import", &file, "--as-of", "2026-11-29"]);
    assert_eq!(fee(&desk), 0);
    let checked = desk.json("2026-11-30", &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_wrong_file_of_rules_is_named_with_its_line() {
    let desk = agreed();
    desk.file(
        "home/config/bywhen/fees.toml",
        "[[rule]]\nname = \"late\"\nkind = \"late_fee\"\n",
    );
    desk.on(DAY, &["fee", "preview"])
        .fails(1, &["fees.toml:1:1: the fee 'late' needs an amount"]);
    desk.file(
        "home/config/bywhen/fees.toml",
        "[[rule]]\nname = \"late\"\nkind = \"late_fee\"\namount = \"25.00\"\nbasis = \"terms of sale\"\n",
    );
    let shown = desk.json(DAY, &["fee", "preview", "C1002"]);
    let first = &shown["accounts"][0]["preview"]["proposals"][0];
    assert_eq!(
        (&first["amount"], &first["basis"]),
        (&2_500.into(), &"terms of sale".into())
    );
}

/// What became of the one waiver, as a day sees it.
fn waiver(desk: &Desk, day: &str) -> String {
    let shown = desk.json(day, &["show", "C1001"]);
    let all = shown["waivers"].as_array().expect("a list").clone();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0]["state"].as_str().expect("a state").to_owned()
}

#[test]
fn a_waiver_is_earned_by_a_kept_promise_lapses_by_a_light_one_and_a_reversed_payment_takes_it_back()
{
    let desk = agreed();
    desk.json("2026-11-20", &["fee", "post", "C1001"]);
    let promised = desk.json(
        DAY,
        &["promise", "C1001", "5000", "2026-11-25", "--invoice", "A-1"],
    );
    let promise = promised["promise"]["id"].to_string();
    desk.json(
        DAY,
        &[
            "fee",
            "offer",
            "C1001",
            "FC-00001",
            &promise,
            "--amount",
            "50",
            "--reason",
            "if it comes on its day",
        ],
    );
    assert_eq!(waiver(&desk, DAY), "offered");
    let said = desk.json(DAY, &["show", "C1001"]);
    let brief = said["brief"].to_string();
    assert!(
        brief.contains("offered: 50.00 of FC-00001 goes if they pay by Wed 25 Nov"),
        "{brief}"
    );

    // Kept: the fee is asked for without what was given up; nothing is posted by that.
    let paid = desk.json("2026-11-25", &["pay", "C1001", "5000", "--invoice", "A-1"]);
    assert_eq!(waiver(&desk, "2026-12-01"), "earned");
    let listed = desk.on("2026-12-01", &["fee", "list", "C1001"]).out;
    assert!(
        listed.contains("if kept: ") && listed.contains(": earned"),
        "{listed}"
    );
    let asked = |desk: &Desk| {
        let shown = desk.json("2026-12-01", &["show", "C1001"]);
        shown["account"]["collectible"].as_i64().expect("an amount")
    };
    let earned = asked(&desk);

    // The check comes back: lapsed, and all of it is asked for again.
    let id = paid["payment"]["id"].to_string();
    desk.json("2026-11-30", &["reverse", &id, "--reason", "nsf"]);
    assert_eq!(waiver(&desk, "2026-12-01"), "lapsed");
    assert_eq!(asked(&desk), earned + 500_000 + 5_000);
    desk.json("2026-11-30", &["undo"]);
    assert_eq!(waiver(&desk, "2026-12-01"), "earned");
    assert_eq!(asked(&desk), earned);

    // More than was promised would leave the promise to be counted once more.
    desk.on(
        "2026-12-01",
        &[
            "fee", "waive", "C1001", "FC-00001", "60", "--reason", "kept",
        ],
    )
    .fails(1, &["FC-00001", "50.00", "give up that first"]);
    assert_eq!(waiver(&desk, "2026-12-01"), "earned");

    // Posted: nothing is left to give, and nothing is given twice.
    let given = [
        "fee", "waive", "C1001", "FC-00001", "50", "--reason", "kept",
    ];
    desk.json("2026-12-01", &given);
    assert_eq!(waiver(&desk, "2026-11-30"), "earned");
    assert_eq!(waiver(&desk, "2026-12-01"), "posted");
    assert_eq!(asked(&desk), earned);
    let shown = desk.json("2026-12-01", &["show", "C1001"]);
    let brief = shown["brief"].to_string();
    assert!(!brief.contains("give the credit"), "{brief}");
    let listed = desk.on("2026-12-01", &["fee", "list", "C1001"]).out;
    assert!(listed.contains(": posted"), "{listed}");

    // The check comes back after it was posted: the credit is to be taken back, and the list says so.
    desk.json("2026-12-01", &["reverse", &id, "--reason", "nsf"]);
    let listed = desk.on("2026-12-01", &["fee", "list", "C1001"]).out;
    let taken = ": lapsed, but 50.00 of it is posted: reinstate it";
    assert!(listed.contains(taken), "{listed}");
    desk.json("2026-12-01", &["undo"]);
    desk.json("2026-12-01", &["undo"]);
    assert_eq!(waiver(&desk, "2026-12-01"), "earned");

    // Light instead: lapsed as well.
    desk.json("2026-11-25", &["undo"]);
    desk.json("2026-11-25", &["pay", "C1001", "3000", "--invoice", "A-1"]);
    assert_eq!(waiver(&desk, "2026-11-25"), "offered");
    assert_eq!(waiver(&desk, "2026-12-01"), "lapsed");
    proven(&desk);
}
