//! By-when entry, tried: what is typed on which day, and what is understood.

use super::*;
use proptest::prelude::*;

fn d(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Thanksgiving and Christmas of 2026 off.
fn calendar() -> Calendar {
    Calendar::new(
        &[Weekday::Sat, Weekday::Sun],
        [d("2026-11-26"), d("2026-12-25")],
    )
}

fn read(text: &str, today: &str, order: DateOrder) -> String {
    match parse(text, d(today), order, &calendar()) {
        Ok(ByWhen { date, time: None }) => date.to_string(),
        Ok(ByWhen {
            date,
            time: Some(time),
        }) => format!("{date} {}", time.format("%H:%M")),
        Err(e) => format!("! {e}"),
    }
}

/// A Tuesday.
const TUE: &str = "2026-11-24";

/// `order | today | typed | meaning`, one a line.
const CASES: &str = include_str!("cases.txt");

#[test]
fn the_table_of_what_people_type_is_understood_line_by_line() {
    let mut lines = 0;
    let mut wrong = Vec::new();
    for line in CASES
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let cells: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
        let [order, today, typed, meant] = cells[..] else {
            panic!("not four cells: {line}");
        };
        let order = DateOrder::from_name(order).expect("an order");
        let got = read(typed, today, order);
        if got != meant {
            wrong.push(format!("on {today} '{typed}' gave {got}, not {meant}"));
        }
        lines += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(lines >= 200, "{lines}");
}

#[test]
fn blanks_and_controls_neither_confuse_nor_leak() {
    let tuesday = |text| read(text, TUE, DateOrder::Mdy);
    assert_eq!(tuesday("  Fri  "), "2026-11-27");
    assert_eq!(tuesday("\tfri\u{a0}"), "2026-11-27");
    assert_eq!(tuesday(""), "! type a day: fri, 15, nov 28, +5d");
    assert_eq!(tuesday("   "), "! type a day: fri, 15, nov 28, +5d");
    assert_eq!(
        tuesday("fri\u{1b}[2J"),
        "! 'fri␛[2J' is not a day: type fri, 15, nov 28, +5d or 2026-12-01"
    );
    assert!(tuesday(&"fri ".repeat(1000)).len() < 200);
}

#[test]
fn a_day_behind_is_read_backwards_unless_it_says_otherwise() {
    let back = |typed: &str, today: &str| {
        parse_back(typed, d(today), DateOrder::Mdy, &calendar())
            .map(|w| w.date.to_string())
            .unwrap_or_else(|e| format!("! {e}"))
    };
    for (typed, meant) in [
        ("mon", "2026-11-23"),
        ("tue", "2026-11-17"),
        ("wed", "2026-11-18"),
        ("this mon", "2026-11-23"),
        ("last fri", "2026-11-20"),
        ("today", "2026-11-24"),
        ("yesterday", "2026-11-23"),
        ("tomorrow", "2026-11-25"),
        ("nov 18", "2026-11-18"),
        ("11/24", "2026-11-24"),
        ("11/25", "2025-11-25"),
        ("dec 31", "2025-12-31"),
        ("15", "2026-11-15"),
        ("24", "2026-11-24"),
        ("25", "2026-10-25"),
        ("31", "2026-10-31"),
        ("3d", "2026-11-21"),
        ("3 days ago", "2026-11-21"),
        ("2w", "2026-11-10"),
        ("1m", "2026-10-24"),
        ("2bd", "2026-11-20"),
        ("+3d", "2026-11-27"),
        ("in 3 days", "2026-11-27"),
        ("next mon", "2026-11-30"),
        ("2026-12-01", "2026-12-01"),
        ("mon 11/23", "2026-11-23"),
        ("feb 29", "! Feb 2026 has 28 days: type feb 28 or mar 1"),
    ] {
        assert_eq!(back(typed, TUE), meant, "{typed}");
    }
}

#[test]
fn the_echo_says_the_weekday_and_the_year_only_when_it_differs() {
    assert_eq!(describe(d("2026-11-27"), d(TUE)), "Fri 27 Nov");
    assert_eq!(describe(d("2027-01-08"), d(TUE)), "Fri 8 Jan 2027");
    let when = parse("mon 9am", d(TUE), DateOrder::Mdy, &calendar()).expect("a day");
    assert_eq!(describe_at(when, d(TUE)), "Mon 30 Nov 09:00");
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..20_000).prop_map(|n| d("2010-01-01") + Days::new(n))
}

fn any_order() -> impl Strategy<Value = DateOrder> {
    prop_oneof![
        Just(DateOrder::Mdy),
        Just(DateOrder::Dmy),
        Just(DateOrder::Ymd)
    ]
}

proptest! {
    #[test]
    fn what_is_echoed_is_what_is_stored(today in any_day(), ahead in 0u64..900, order in any_order(), minute in 0u32..1440) {
        let date = today + Days::new(ahead);
        let calendar = calendar();
        let again = parse(&describe(date, today), today, order, &calendar);
        prop_assert_eq!(again, Ok(ByWhen { date, time: None }));
        let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0);
        let when = ByWhen { date, time };
        prop_assert_eq!(parse(&describe_at(when, today), today, order, &calendar), Ok(when));
        prop_assert_eq!(parse(&date.to_string(), today, order, &calendar), Ok(ByWhen { date, time: None }));
    }

    #[test]
    fn any_text_is_a_day_within_reach_or_an_error(text in "[ a-z0-9/.:+@,-]{0,24}|\\PC{0,80}", today in any_day(), order in any_order()) {
        if let Ok(when) = parse(&text, today, order, &calendar()) {
            prop_assert!((2000..=2099).contains(&when.date.year()));
        }
    }
}
