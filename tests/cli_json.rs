//! The contract's JSON shapes: every key that outside tools may rely on, for every command that has one.

mod cli_support;

use cli_support::{Desk, first, has_keys};

const DAY: &str = "2026-11-23";

fn desk_with_history() -> Desk {
    let desk = Desk::with_book();
    desk.json(
        DAY,
        &["promise", "C1001", "5000", "fri", "--invoice", "A-1"],
    );
    desk.json(DAY, &["pay", "C1002", "100", "--reference", "20871"]);
    desk.json(DAY, &["note", "C1001", "as agreed"]);
    desk
}

#[test]
fn import_reports_what_it_read_and_what_changed() {
    let desk = Desk::empty();
    let file = desk.book(
        "book.csv",
        &[
            "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,Net 30,,5000.00,4000.00,USD",
            "C2,Cedar,,invoice,B-1,2026-11-03,,Net 30,,10.50,10.50,USD",
            "C2,Cedar,,credit,CM-1,2026-11-03,2026-11-03,,,-2.00,-2.00,USD",
        ],
    );
    let report = desk.json("2026-11-20", &["import", &file]);
    has_keys(&report, &["batch", "applied", "files", "currency"]);
    assert_eq!(report["applied"], true);
    assert_eq!(report["currency"], "USD");
    let read = first(&report, "files");
    has_keys(
        read,
        &[
            "file",
            "profile",
            "kind",
            "encoding",
            "as_of",
            "rows",
            "accounts",
            "documents",
            "payments",
            "open_invoices",
            "total_open",
            "credits",
            "total_credits",
            "past_due",
            "declared_total",
            "difference",
            "issues",
        ],
    );
    has_keys(&read["accounts"], &["new", "changed", "unchanged"]);
    has_keys(
        &read["documents"],
        &["new", "changed", "unchanged", "closed"],
    );
    has_keys(&read["payments"], &["new", "unchanged"]);
    assert_eq!(read["file"], "book.csv");
    assert_eq!(read["kind"], "snapshot");
    assert_eq!(read["as_of"], "2026-11-20");
    assert_eq!(read["rows"], 3);
    assert_eq!(read["accounts"]["new"], 2);
    assert_eq!(read["documents"]["new"], 3);
    assert_eq!(read["open_invoices"], 2);
    assert_eq!(read["total_open"], 401_050);
    assert_eq!(read["credits"], 1);
    assert_eq!(read["total_credits"], 200);
    assert_eq!(read["past_due"], 400_000);
    let issue = first(read, "issues");
    has_keys(
        issue,
        &["line", "severity", "code", "field", "value", "message"],
    );
    assert_eq!(issue["code"], "due_derived");
    assert_eq!(issue["severity"], "warning");
    assert_eq!(issue["line"], 3);

    let again = desk.json("2026-11-20", &["import", &file]);
    let read = first(&again, "files");
    assert_eq!(read["documents"]["new"], 0, "{again}");
    assert_eq!(read["documents"]["changed"], 0);
    assert_eq!(read["documents"]["closed"], 0);
}

#[test]
fn aging_has_its_buckets_by_name_and_adds_up() {
    let aging = Desk::with_book().json("2026-11-20", &["aging"]);
    has_keys(&aging, &["as_of", "by", "currencies"]);
    assert_eq!(aging["by"], "due");
    let line = first(&aging, "currencies");
    has_keys(
        line,
        &[
            "currency",
            "accounts",
            "open_invoices",
            "total_open",
            "past_due",
            "buckets",
            "unapplied",
            "balance",
        ],
    );
    let buckets = line["buckets"].as_object().expect("an object");
    let mut names: Vec<&str> = buckets.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["1-30", "121+", "31-60", "61-90", "91-120", "current"]
    );
    assert_eq!(line["total_open"], 1_340_771);
    assert_eq!(line["past_due"], 1_250_771);
    assert_eq!(line["buckets"]["current"], 90_000);
    assert_eq!(line["buckets"]["31-60"], 840_000);
    assert_eq!(line["buckets"]["61-90"], 410_771);
    assert_eq!(line["unapplied"], -34_000);
    assert_eq!(line["balance"], 1_306_771);

    let by_invoice = Desk::with_book().json("2026-11-20", &["aging", "--by", "invoice"]);
    assert_eq!(by_invoice["by"], "invoice");
    assert_eq!(by_invoice["currencies"][0]["buckets"]["91-120"], 410_771);
}

#[test]
fn queue_rows_carry_their_reasons_with_points() {
    let desk = Desk::with_book();
    let queue = desk.json("2026-11-20", &["queue"]);
    has_keys(&queue, &["as_of", "rows"]);
    let row = first(&queue, "rows");
    has_keys(
        row,
        &[
            "rank",
            "account",
            "name",
            "reason",
            "reasons",
            "past_due",
            "collectible",
            "currency",
            "oldest_days",
            "last_contact",
            "next_date",
            "collector",
        ],
    );
    has_keys(first(row, "reasons"), &["reason", "points", "detail"]);
    assert_eq!(row["rank"], 1);
    assert_eq!(row["account"], "C1001");
    assert_eq!(row["name"], "Harbor Framing LLC");
    assert_eq!(row["past_due"], 840_000);
    assert_eq!(row["currency"], "USD");
    assert_eq!(row["oldest_days"], 48);
    assert!(row["last_contact"].is_null());
    assert!(row["last_channel"].is_null());
    let limited = desk.json("2026-11-20", &["queue", "--limit", "1"]);
    assert_eq!(limited["rows"].as_array().map(Vec::len), Some(1));
    let none = desk.json("2026-11-20", &["queue", "--reason", "inbound"]);
    assert_eq!(none["rows"].as_array().map(Vec::len), Some(0));
}

#[test]
fn promises_carry_their_verdict_and_what_it_rests_on() {
    let promises = desk_with_history().json(DAY, &["promises"]);
    has_keys(&promises, &["as_of", "promises"]);
    let promise = first(&promises, "promises");
    has_keys(
        promise,
        &[
            "id",
            "account",
            "name",
            "amount",
            "currency",
            "by_when",
            "taken_at",
            "contact",
            "invoices",
            "state",
            "verdict",
            "required",
            "received",
            "short",
            "slip_business_days",
            "level",
            "chain",
        ],
    );
    assert_eq!(promise["account"], "C1001");
    assert_eq!(promise["by_when"], "2026-11-27");
    assert_eq!(promise["taken_at"], DAY);
    assert_eq!(promise["level"], 1);
    assert_eq!(promise["chain"], serde_json::json!([promise["id"]]));
    let desk = desk_with_history();
    for (flag, day, count) in [
        ("--from", "2026-11-27", 1),
        ("--from", "2026-11-28", 0),
        ("--to", "2026-11-27", 1),
        ("--to", "2026-11-26", 0),
    ] {
        let found = desk.json(DAY, &["promises", flag, day]);
        assert_eq!(
            found["promises"].as_array().map(Vec::len),
            Some(count),
            "{flag} {day}"
        );
    }
}

#[test]
fn show_is_the_whole_prep() {
    let desk = desk_with_history();
    let show = desk.json(DAY, &["show", "harbor framing llc"]);
    has_keys(
        &show,
        &[
            "account",
            "brief",
            "contacts",
            "invoices",
            "credits",
            "payments",
            "promises",
            "notes",
            "owed_by_us",
            "script",
            "safety",
        ],
    );
    assert_eq!(show["account"]["number"], "C1001");
    assert_eq!(show["account"]["currency"], "USD");
    assert_eq!(show["account"]["past_due"], 840_000);
    has_keys(
        first(&show, "credits"),
        &["number", "date", "amount", "open", "reason"],
    );
    assert_eq!(show["credits"][0]["amount"], 34_000);
    has_keys(first(&show, "brief"), &["text"]);
    has_keys(first(&show, "script"), &["step", "text"]);
    assert!(show["safety"].is_object());
    let invoice = first(&show, "invoices");
    assert_eq!(invoice["number"], "A-1");
    assert_eq!(invoice["promised"], 500_000);
    assert_eq!(show["promises"].as_array().map(Vec::len), Some(1));

    let other = desk.json(DAY, &["show", "C1002"]);
    let payment = first(&other, "payments");
    has_keys(
        payment,
        &[
            "id",
            "date",
            "method",
            "reference",
            "amount",
            "unapplied",
            "reversed",
        ],
    );
    assert_eq!(payment["reference"], "20871");
    assert_eq!(payment["reversed"], false);
    assert_eq!(payment["unapplied"], 10_000);
}

#[test]
fn check_says_what_it_has_looked_at() {
    let check = desk_with_history().json(DAY, &["check"]);
    has_keys(&check, &["ok", "checks"]);
    assert_eq!(check["ok"], true);
    has_keys(first(&check, "checks"), &["name", "ok", "detail"]);
}

#[test]
fn amounts_are_integers_and_dates_are_iso_everywhere() {
    fn walk(value: &serde_json::Value, path: &str) {
        match value {
            serde_json::Value::Number(n) => assert!(n.is_i64() || n.is_u64(), "{path}: {n}"),
            serde_json::Value::Array(all) => all.iter().for_each(|v| walk(v, path)),
            serde_json::Value::Object(map) => {
                for (key, inner) in map {
                    let dated = [
                        "as_of", "by_when", "date", "due", "issued", "due_on", "taken_at",
                    ];
                    if let (true, Some(text)) = (dated.contains(&key.as_str()), inner.as_str()) {
                        assert!(
                            text.parse::<chrono::NaiveDate>().is_ok(),
                            "{path}.{key}: {text}"
                        );
                    }
                    walk(inner, &format!("{path}.{key}"));
                }
            }
            _ => {}
        }
    }
    let desk = desk_with_history();
    for command in [
        &["queue"][..],
        &["show", "C1001"],
        &["show", "C1002"],
        &["aging"],
        &["promises"],
        &["check"],
        &["undo", "--list"],
        &["queue", "--why", "C1003"],
    ] {
        walk(&desk.json(DAY, command), command[0]);
    }
}
