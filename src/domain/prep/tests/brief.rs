//! What the brief says, and when.

use super::*;

#[test]
fn the_brief_of_the_design_is_said_from_the_ledger() {
    // The window of a promise for Friday closes on Monday evening.
    let tuesday = prepare(&harbor().book, d("2026-11-24"), &Rules::default(), None).expect("fits");
    let said: Vec<String> = tuesday.brief.into_iter().map(|l| l.text).collect();
    assert_eq!(
        said,
        [
            "promised 5,000.00 by Fri 20 Nov, got 1,600.00: light by 3,400.00; \
             CM-77 (pricing) is exactly 3,400.00",
            "over limit: 116 % of 7,000",
            "3 credits in 90 days, 2 for pricing: expect it",
        ]
        .map(String::from)
    );
}

#[test]
fn a_broken_promise_says_which_time_and_a_late_one_until_when() {
    let mut b = BookMaker::new();
    let i = b.invoice("2026-08-01", "2026-09-01", 500_000);
    b.promise("2026-10-01", "2026-10-09", 500_000, &[i]);
    b.promise("2026-11-01", "2026-11-06", 500_000, &[i]);
    let lines = brief(&b);
    assert!(
        lines[0].starts_with("promised 5,000.00 by Fri 6 Nov, nothing came: broken, 2nd time"),
        "{lines:?}"
    );
    let mut b = BookMaker::new();
    let i = b.invoice("2026-08-01", "2026-09-01", 500_000);
    b.promise("2026-11-16", "2026-11-20", 500_000, &[i]);
    let lines = brief(&b);
    assert_eq!(
        lines[0],
        "promised 5,000.00 by Fri 20 Nov, nothing came so far: late, broken after Mon 23 Nov"
    );
}

#[test]
fn claims_tasks_disputes_and_cash_each_have_their_line() {
    let mut b = BookMaker::new();
    let i = b.invoice("2026-08-01", "2026-09-01", 900_000);
    b.claim("2026-11-13", "2026-11-18", 731_000);
    b.owe("2026-11-10", "2026-11-17");
    b.lien("2026-11-01", "2026-12-03");
    b.dispute(i, 80_000, "2026-10-30");
    b.pay("2026-11-10", 196_300, &[]);
    assert_eq!(
        brief(&b),
        [
            "check 1182 for 7,310.00 was due Wed 18 Nov: not here",
            "we owe them since Tue: send a copy",
            "notice of intent for Pier 9 must be filed by Thu 3 Dec: 10 days left",
            &format!("on dispute: 800.00 on SI-{i} (pricing) since Fri 30 Oct"),
            "unapplied cash 1,963.00: ask what it is for",
            "nobody has spoken with them yet",
        ]
        .map(String::from)
    );
    let prep = prep(&b);
    assert!(prep.claims[0].overdue);
    assert_eq!(prep.tasks[0].late, 4);
    assert_eq!(prep.safety.unapplied_cash, Minor::new(196_300));
    assert_eq!(prep.safety.disputed, Minor::new(80_000));
    assert_eq!(
        prep.safety.warnings,
        [
            "1,963.00 came in and is not applied: ask what it was for before you ask for more"
                .to_owned(),
            format!("800.00 is on dispute (SI-{i}: pricing): leave it out of what you ask for"),
        ]
    );
}

#[test]
fn habits_are_read_off_settled_invoices() {
    let mut b = BookMaker::new();
    for (issued, due, paid) in [
        ("2026-05-01", "2026-06-01", "2026-06-12"),
        ("2026-06-01", "2026-07-01", "2026-07-10"),
        ("2026-07-01", "2026-08-01", "2026-08-15"),
    ] {
        let i = b.invoice(issued, due, 10_000);
        b.pay(paid, 10_000, &[(i, 10_000)]);
    }
    b.invoice("2026-09-01", "2026-10-01", 50_000);
    let lines = brief(&b);
    assert!(
        lines.contains(&"usually 11 days late: ask why, not when".to_owned()),
        "{lines:?}"
    );
    assert!(
        lines.contains(&"no payment since Sat 15 Aug".to_owned()),
        "{lines:?}"
    );
    assert_eq!(prep(&b).script.situation, Situation::SlowPayer);
}

#[test]
fn an_account_with_nothing_past_due_still_has_a_word() {
    let mut b = BookMaker::new();
    b.invoice("2026-11-01", "2026-11-27", 50_000);
    assert_eq!(
        brief(&b),
        [
            "nobody has spoken with them yet",
            "500.00 more falls due by Fri 27 Nov",
            "no phone number on file: ask sales or look at an invoice",
        ]
    );
    assert_eq!(
        brief(&BookMaker::new()),
        [
            "nobody has spoken with them yet",
            "no phone number on file: ask sales or look at an invoice",
            "nothing is open",
        ]
    );
}

#[test]
fn the_brief_never_has_more_than_six_lines_and_a_hold_leads_it() {
    let mut b = harbor();
    let i = b.invoice("2026-08-01", "2026-09-01", 900_000);
    b.claim("2026-11-13", "2026-11-18", 731_000);
    b.owe("2026-11-10", "2026-11-17");
    b.lien("2026-11-01", "2026-12-03");
    b.dispute(i, 80_000, "2026-10-30");
    b.hold(HoldKind::Bankruptcy, "2026-11-02");
    let prep = prep(&b);
    assert_eq!(prep.brief.len(), 6);
    assert_eq!(prep.brief[0].tone, Tone::Bad);
    let said = "bankruptcy hold since Mon 2 Nov: no calls, letters, liens or fees until a supervisor lifts it";
    assert_eq!(prep.brief[0].text, said);
    assert_eq!(prep.safety.blocked.as_deref(), Some(said));
    assert!(prep.gate.is_some());
}

#[test]
fn what_was_agreed_and_waits_or_failed_is_said() {
    let mut b = BookMaker::new();
    let i = b.invoice("2026-08-01", "2026-09-01", 900_000);
    b.owe("2026-11-10", "2026-11-17");
    b.book.tasks[0].owner = Owner::Them;
    b.owe("2026-11-10", "2026-11-19");
    b.book.tasks[1].kind = TaskKind::Verify;
    b.dispute(i, 80_000, "2026-10-30");
    b.book.disputes[0].due_on = Some(d("2026-11-06"));
    b.book.disputes[0].owner = Some("Sam".into());
    let lines = brief(&b);
    assert_eq!(
        lines[..3],
        [
            format!(
                "the dispute on SI-{i} was to be answered by Sam by Fri 6 Nov: settle it before you ask"
            ),
            "to do since Thu: send a copy".to_owned(),
            "they owe us since Tue: send a copy".to_owned(),
        ]
    );
    // A look at a release date is homework, nothing that we owe them.
    let sight = prep(&b);
    assert!(sight.reasons.iter().all(|r| r.reason != Reason::OwedByUs));
    assert_eq!(sight.tasks.len(), 2);
}
