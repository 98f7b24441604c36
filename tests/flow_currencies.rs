//! Lists of several currencies at the desk: sums stand apart, no amount of one is ordered among those of another, and each says what it is.

mod harness;
use harness::{Desk, book};

/// A small debt in dollars, a large one in euros and one in pounds, each promised for Fri 13 Nov.
fn three_currencies() -> Desk {
    let rows = [
        book::invoice_in("USD", 1, "Harbor Framing LLC", "SI-1", "2026-10-05", 20_000),
        book::invoice_in("EUR", 2, "Hafenbau Kiel", "SI-2", "2026-10-05", 910_000),
        book::invoice_in("GBP", 3, "Tamar Joinery", "SI-3", "2026-10-06", 350_000),
        book::invoice_in("USD", 4, "Cedar & Stone Co.", "SI-4", "2026-10-06", 70_000),
    ];
    let mut desk = Desk::on(book::ledger("2026-11-06", &rows), "2026-11-09");
    for name in ["harbor framing", "hafenbau", "tamar", "cedar"] {
        desk.find(name).press("p").type_text("fri").press("Enter");
    }
    assert_eq!(desk.writes, 4);
    desk
}

#[test]
fn the_inbox_lists_each_currency_by_itself_and_says_which_it_is() {
    let mut desk = three_currencies();
    desk = desk.sized(140, 40);
    desk.set_today("2026-11-23").press("3");
    let rows = &desk.model.review.page.rows;
    let names: Vec<&str> = rows.iter().map(|r| r.account.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Cedar & Stone Co.",
            "Harbor Framing LLC",
            "Hafenbau Kiel",
            "Tamar Joinery"
        ],
        "the book's currency first, each with what is missing most first"
    );
    desk.shows("short $900 · EUR 9,100 · GBP 3,500");
    let screen = desk.screen();
    let line = |name: &str| {
        let found = screen
            .lines()
            .find(|l| l.contains(name) && l.contains(".00"));
        found.unwrap_or_else(|| panic!("{name} in\n{screen}"))
    };
    assert!(line("Hafenbau").contains("EUR"), "{screen}");
    assert!(line("Tamar").contains("GBP"), "{screen}");
    assert!(!line("Cedar").contains("USD"), "{screen}");
}

#[test]
fn promises_are_summed_by_currency_in_the_list_and_in_the_month() {
    let mut desk = three_currencies();
    desk = desk.sized(200, 60);
    // All four are for one day: there is no one amount for it.
    desk.press("2")
        .shows("4 · 900 · EUR 9,100 · GBP 3,500")
        .shows("$900 · EUR 9,100 · GBP 3,500 to come")
        .shows("×4");
    desk.find("hafenbau")
        .press("f")
        .type_text("mon")
        .press("Tab");
    desk.type_text("they call").press("Enter");
    // A day of one foreign currency says its amount with its code.
    let mut alone = Desk::on(
        book::ledger(
            "2026-11-06",
            &[
                book::invoice_in("EUR", 2, "Hafenbau Kiel", "SI-2", "2026-10-05", 910_000),
                book::invoice_in("USD", 1, "Harbor Framing LLC", "SI-1", "2026-10-05", 20_000),
            ],
        ),
        "2026-11-09",
    )
    .sized(200, 60);
    alone
        .find("hafenbau")
        .press("p")
        .type_text("fri")
        .press("Enter 2");
    let screen = alone.screen();
    assert_eq!(screen.matches("EUR 9,100").count(), 3, "{screen}");
}

#[test]
fn a_collectors_sums_say_how_many_accounts_of_other_currencies_they_leave_out() {
    let mut desk = three_currencies();
    desk = desk.sized(120, 36);
    desk.set_today("2026-11-23").press("3");
    for _ in 0..6 {
        desk.press("Tab");
    }
    let page = desk.model.review.collectors.page.as_ref().expect("a page");
    let row = &page.rows[0];
    assert_eq!(
        (row.accounts, row.past_due.get(), row.elsewhere),
        (4, 90_000, 2)
    );
    desk.shows("2 accounts past due in other currencies, not in these sums");
}
