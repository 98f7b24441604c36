//! The metrics of a small book, worked out by hand from their formulas and compared figure by figure.

mod cli_support;

use cli_support::Desk;
use serde_json::{Value, json};

/// Two customers, five invoices and what was paid on them, told on the last day of June with their whole history.
fn with_history() -> Desk {
    let desk = Desk::empty();
    let accounts = desk.file(
        "accounts.csv",
        "account_no,name,contact,email,phone,terms_days,credit_limit,currency\nC1,Acme,,,,30,,USD\nC2,Bolt,,,,30,,USD\n",
    );
    let invoices = desk.file(
        "invoices.csv",
        "invoice_no,account_no,invoice_date,due_date,terms,amount,balance,po_number,status\n\
         A1,C1,2026-03-01,2026-03-31,Net 30,1000.00,0.00,,paid\n\
         A2,C1,2026-05-10,2026-06-09,Net 30,2000.00,500.00,,open\n\
         A3,C1,2026-06-05,2026-07-05,Net 30,3000.00,3000.00,,open\n\
         B1,C2,2026-04-01,2026-05-01,Net 30,4000.00,4000.00,,open\n\
         B2,C2,2026-06-15,2026-07-15,Net 30,600.00,0.00,,paid\n",
    );
    let payments = desk.file(
        "payments.csv",
        "payment_no,account_no,payment_date,method,amount,invoice_no,applied,reference\n\
         P1,C1,2026-06-10,check,1000.00,A1,1000.00,1\n\
         P2,C1,2026-06-20,check,1500.00,A2,1500.00,2\n\
         P3,C2,2026-06-25,ach,600.00,B2,600.00,3\n",
    );
    let run = desk.on("2026-06-30", &["import", &accounts, &invoices, &payments]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

fn june(desk: &Desk, report: &str) -> Vec<Value> {
    let ask = [
        "report",
        report,
        "--from",
        "2026-06-01",
        "--to",
        "2026-06-30",
    ];
    let document = desk.json("2026-06-30", &ask);
    document["rows"].as_array().cloned().unwrap_or_default()
}

/// The value of a metric of the whole desk.
fn value(rows: &[Value], metric: &str) -> Value {
    let found = rows
        .iter()
        .find(|row| row["group"] == "all" && row["metric"] == metric);
    found.unwrap_or_else(|| panic!("{metric} in {rows:?}"))["value"].clone()
}

#[test]
fn the_money_metrics_of_a_period_are_those_of_their_formulas() {
    let rows = june(&with_history(), "metrics");
    for (metric, by_hand) in [
        // 31 May: A1 1,000 + A2 2,000 + B1 4,000.
        ("AR when it began", json!(700_000)),
        // A3 3,000 + B2 600.
        ("billed", json!(360_000)),
        ("cash", json!(310_000)),
        // A2 500 + A3 3,000 + B1 4,000, of which A3 is not due.
        ("AR at its end", json!(750_000)),
        ("of it not past due", json!(300_000)),
        // 7,500 / 3,600 × 30, 3,000 / 3,600 × 30, and what lies between them.
        ("DSO", json!(62.5)),
        ("best possible DSO", json!(25.0)),
        ("average days delinquent", json!(37.5)),
        // 7,500 less June's 3,600 and May's 2,000 leaves 1,900 of April's 4,000: 30 + 31 + 30 × 1,900 / 4,000.
        ("countback DSO", json!(75.3)),
        // (1,000 × 71 − 600 × 20) / 1,600; what is open in part is not closed.
        ("average days late, paid", json!(36.9)),
        // (7,000 + 3,600 − 7,500) / (7,000 + 3,600 − 3,000).
        ("CEI", json!(40.8)),
        ("kept rate", json!("n/a")),
    ] {
        assert_eq!(value(&rows, metric), by_hand, "{metric}");
    }
}

#[test]
fn a_list_of_what_is_open_alone_does_not_pretend_to_know_what_was_billed_before_it() {
    let desk = Desk::with_book();
    let document = desk.json("2026-11-23", &["report", "metrics"]);
    let rows = document["rows"].as_array().expect("rows");
    assert_eq!(value(rows, "countback DSO"), "n/a");
}

#[test]
fn money_that_rolls_on_is_measured_against_the_bucket_it_was_in() {
    let rows = june(&with_history(), "roll-rates");
    let of = |bucket: &str| {
        let found = rows.iter().find(|row| row["was"] == bucket);
        found.unwrap_or_else(|| panic!("{bucket}")).clone()
    };
    // Current on 31 May: A2 with 2,000, of which 500 are 21 days late now and 1,500 came.
    let current = of("current");
    assert_eq!(current["open_then"], 200_000);
    assert_eq!(
        (&current["now_1-30"], &current["settled"]),
        (&json!(25.0), &json!(75.0))
    );
    // B1 was 30 days late and is 60.
    let late = of("1-30");
    assert_eq!(
        (&late["open_then"], &late["rolled_on"]),
        (&json!(400_000), &json!(100.0))
    );
}

#[test]
fn the_kept_rates_of_a_period_are_those_of_their_formulas() {
    let desk = Desk::empty();
    let rows: Vec<String> = (1..=8)
        .map(|n| format!("C{n},N{n},,invoice,I{n},2026-04-01,2026-05-01,,,1000.00,1000.00,USD"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = desk.book("book.csv", &rows);
    let run = |day: &str, arguments: &[&str]| {
        let run = desk.on(day, arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
    };
    run("2026-06-01", &["import", &file]);
    let promise = |n: u8, day: &str, amount: &str, by: &str| {
        let (account, invoice) = (format!("C{n}"), format!("I{n}"));
        run(
            day,
            &["promise", &account, amount, by, "--invoice", &invoice],
        );
    };
    let pay = |n: u8, day: &str, amount: &str| {
        let (account, invoice) = (format!("C{n}"), format!("I{n}"));
        run(day, &["pay", &account, amount, "--invoice", &invoice]);
    };
    for n in 1..=5 {
        promise(n, "2026-06-02", "1000", "2026-06-05");
    }
    promise(6, "2026-06-02", "500", "2026-06-05");
    pay(1, "2026-06-05", "1000"); // kept
    pay(2, "2026-06-08", "1000"); // kept late, on the grace day
    pay(3, "2026-06-05", "400"); // light; 4 is broken
    promise(5, "2026-06-03", "1000", "2026-06-12"); // moved before its day,
    pay(5, "2026-06-12", "1000"); // and the new one kept
    pay(6, "2026-06-15", "500"); // cured late
    promise(7, "2026-06-02", "1000", "2026-06-29"); // its window is open
    promise(8, "2026-06-25", "1000", "2026-07-05"); // of another period

    let rows = june(&desk, "promises");
    let all = &rows[0];
    for (field, by_hand) in [
        ("judged", json!(6)),
        ("kept", json!(2)),
        ("kept_late", json!(1)),
        ("light", json!(1)),
        ("broken", json!(1)),
        ("cured_late", json!(1)),
        ("moved", json!(1)),
        ("kept_rate", json!(33.3)),
        ("with_grace", json!(50.0)),
        // 1,000 + 1,000 + 400 + 0 + 1,000 + 0 of 5,500.
        ("in_window", json!(340_000)),
        ("required", json!(550_000)),
        ("by_amount", json!(61.8)),
    ] {
        assert_eq!(all[field], by_hand, "{field}: {all}");
    }
    let metrics = june(&desk, "metrics");
    // 2 of the 6 and the one that was moved.
    assert_eq!(
        value(&metrics, "kept rate, moved ones counted"),
        json!(28.6)
    );

    // On the eve of July 7 and 8 are open: 2,000, each with the desk's own share of 3 kept in their window of 6.
    let forecast = desk.json("2026-06-30", &["report", "forecast"]);
    let whole = &forecast["rows"][0];
    assert_eq!(
        (&whole["face"], &whole["expected"]),
        (&json!(200_000), &json!(100_000))
    );
}
