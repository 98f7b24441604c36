//! The rows of a prep: invoices, credits, payments, promises, people.

use super::*;

#[test]
fn invoices_are_listed_oldest_due_first_with_all_that_hangs_on_them() {
    let mut b = harbor();
    let late = b.invoice("2026-10-01", "2026-10-15", 80_000);
    let held = b.invoice("2026-10-01", "2026-12-15", 500_000);
    b.hold_back("2026-10-01", 50_000, Some("2027-03-01"));
    b.dispute(late, 30_000, "2026-11-02");
    b.promise("2026-11-16", "2026-11-27", 20_000, &[late]);
    let prep = prep(&b);
    let numbers: Vec<&str> = prep.invoices.iter().map(|l| l.number.as_str()).collect();
    let (late, held) = (format!("SI-{late}"), format!("SI-{held}"));
    assert_eq!(
        numbers,
        ["SI-10432", late.as_str(), "SI-10467", held.as_str()]
    );
    let first = &prep.invoices[0];
    assert_eq!(first.days_late, 51);
    assert_eq!(
        (first.amount, first.open),
        (Minor::new(920_000), Minor::new(760_000))
    );
    assert_eq!(first.job.as_deref(), Some("Pier 9"));
    let contested = &prep.invoices[1];
    assert_eq!(contested.disputed, Minor::new(30_000));
    assert_eq!(contested.promised, Minor::new(20_000));
    assert_eq!(prep.invoices[3].retainage, Minor::new(50_000));
    assert_eq!(prep.invoices[3].days_late, -22);
}

#[test]
fn totals_agree_with_the_rows_and_the_buckets() {
    let prep = prep(&harbor());
    let rows = Minor::sum(prep.invoices.iter().map(|l| l.open)).expect("fits");
    assert_eq!(rows, prep.open);
    assert_eq!(Minor::sum(prep.buckets.0).expect("fits"), prep.open);
    let credits = Minor::sum(prep.credits.iter().map(|l| l.open)).expect("fits");
    let cash = Minor::sum(prep.payments.iter().map(|l| l.unapplied)).expect("fits");
    assert_eq!(credits.plus(cash).expect("fits"), prep.unapplied.abs());
    assert!(prep.collectible <= prep.past_due);
}

#[test]
fn credits_say_why_and_payments_say_how() {
    let mut b = harbor();
    let bounced = b.pay("2026-11-09", 70_000, &[]);
    b.reverse(bounced, "2026-11-12");
    let prep = prep(&b);
    let why: Vec<CreditReason> = prep.credits.iter().map(|c| c.reason).collect();
    assert_eq!(
        why,
        [
            CreditReason::Pricing,
            CreditReason::Pricing,
            CreditReason::Tax
        ],
        "newest first; the tax credit only says so in words"
    );
    assert_eq!(prep.payments[0].reference.as_deref(), Some("1180"));
    assert_eq!(prep.payments[1].reversed_on, Some(d("2026-11-12")));
    assert_eq!(prep.payments[1].unapplied, Minor::ZERO);
    assert!(
        prep.brief
            .iter()
            .any(|l| l.text == "a payment for 700.00 came back (NSF) on Thu 12 Nov"),
        "{:?}",
        prep.brief
    );
}

#[test]
fn promises_carry_their_verdict_their_words_and_who_gave_them() {
    let prep = prep(&harbor());
    let line = &prep.promises[0];
    assert_eq!(line.contact.as_deref(), Some("Dana Ruiz"));
    assert_eq!(line.invoices, ["SI-10432"]);
    assert!(
        line.explained
            .starts_with("promised 5,000.00 by Fri 20 Nov")
    );
    assert_eq!(line.chain_line, None);
}

#[test]
fn the_one_to_ask_for_comes_first() {
    let prep = prep(&harbor());
    assert_eq!(prep.contacts[0].name, "Dana Ruiz");
}

#[test]
fn a_past_day_shows_what_that_day_knew() {
    let b = harbor();
    let then = prepare(&b.book, d("2026-10-01"), &Rules::default(), None).expect("fits");
    assert!(then.promises.is_empty() && then.payments.is_empty() && then.notes.is_empty());
    assert_eq!(then.credits.len(), 1);
    assert_eq!(then.past_due, Minor::ZERO);
}
