//! The situation, and the values that the script is filled with.

use super::*;

#[test]
fn money_under_way_is_not_asked_for_again() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    b.claim("2026-11-20", "2026-11-25", 731_000);
    let prep = prep(&b);
    assert_eq!(
        prep.safety.warnings,
        ["check 1182 for 7,310.00 should be here by Wed 25 Nov: do not ask for it again"]
    );
    assert_eq!(
        prep.brief[0].text,
        "check 1182 for 7,310.00 is under way since Fri: expect it by Wed 25 Nov"
    );
}

#[test]
fn the_situation_follows_what_happened_last() {
    let situation = |make: fn(&mut BookMaker)| {
        let mut b = BookMaker::new();
        b.invoice("2026-08-01", "2026-09-01", 900_000);
        make(&mut b);
        prep(&b).script.situation
    };
    assert_eq!(situation(|_| {}), Situation::FirstCall);
    assert_eq!(
        situation(|b| {
            let _ = b.talk("2026-10-01");
        }),
        Situation::SlowPayer
    );
    assert_eq!(
        situation(|b| b.lien("2026-11-01", "2026-12-03")),
        Situation::LienCourtesy
    );
    assert_eq!(
        situation(|b| {
            b.lien("2026-11-01", "2026-12-03");
            b.claim("2026-11-13", "2026-11-18", 731_000);
        }),
        Situation::ClaimOverdue
    );
    assert_eq!(
        situation(|b| {
            let _ = b.promise("2026-11-02", "2026-11-10", 500_000, &[]);
        }),
        Situation::Broken
    );
    assert_eq!(
        situation(|b| {
            let _ = b.promise("2026-11-16", "2026-11-23", 500_000, &[]);
        }),
        Situation::PromiseDue
    );
    let mut b = BookMaker::new();
    b.invoice("2026-10-01", "2026-11-20", 900_000);
    assert_eq!(prep(&b).script.situation, Situation::NewlyPastDue);
    assert_eq!(prep(&harbor()).script.situation, Situation::Light);
}

#[test]
fn the_script_is_filled_with_words_ready_to_be_said() {
    let said = prep(&harbor()).script;
    assert_eq!(said.first_name.as_deref(), Some("Dana"));
    assert_eq!(said.promised.as_deref(), Some("$5,000.00"));
    assert_eq!(said.promised_by.as_deref(), Some("Fri 20 Nov"));
    assert_eq!(said.received.as_deref(), Some("$1,600.00"));
    assert_eq!(said.short.as_deref(), Some("$3,400.00"));
    assert_eq!(said.short_is.as_deref(), Some("CM-77 (pricing)"));
    assert_eq!(said.level, None, "the first time needs no number");
    assert_eq!(said.last_payment.as_deref(), Some("$1,600.00"));
    assert_eq!(said.last_payment_on.as_deref(), Some("Thu 19 Nov"));
    assert_eq!(said.invoices[0].number, "SI-10432");
    assert_eq!(said.invoices[0].amount, "$7,600.00");
    assert_eq!(said.invoices[0].due, "3 Oct");
    assert_eq!(said.oldest_days, 51);
    assert!(said.owes);
}

#[test]
fn what_is_contested_held_or_promised_is_not_read_out() {
    let mut b = BookMaker::new();
    let contested = b.invoice("2026-08-01", "2026-09-01", 100_000);
    let promised = b.invoice("2026-08-02", "2026-09-02", 200_000);
    let asked = b.invoice("2026-08-03", "2026-09-03", 300_000);
    b.dispute(contested, 100_000, "2026-10-30");
    b.promise("2026-11-20", "2026-11-27", 200_000, &[promised]);
    b.dispute(asked, 50_000, "2026-10-30");
    let said = prep(&b).script;
    assert_eq!(said.invoices.len(), 1);
    assert_eq!(said.invoices[0].number, format!("SI-{asked}"));
    assert_eq!(said.invoices[0].amount, "$2,500.00");
    assert_eq!(said.collectible, "$2,500.00");
}

#[test]
fn nobody_is_asked_while_their_credits_outweigh_the_debt() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 46_824);
    b.credit("2026-10-01", 60_000);
    let prep = prep(&b);
    assert!(!prep.script.owes);
    assert_eq!(
        prep.brief[0].text,
        "credits of 600.00 outweigh the 468.24 that is open: apply them, ask for nothing"
    );
}

#[test]
fn twenty_invoices_are_six_and_a_count() {
    let mut b = BookMaker::new();
    for _ in 0..20 {
        b.invoice("2026-08-01", "2026-09-01", 100);
    }
    let said = prep(&b).script;
    assert_eq!((said.invoices.len(), said.more_invoices), (6, 14));
}
