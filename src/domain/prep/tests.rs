//! Preps of made-up books: what a collector would see, row by row.

use super::*;
use crate::domain::account::{AccountKind, Contact};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::local_time::{Known, Place};
use crate::domain::money::Minor;
use crate::domain::queue::Reason;
use crate::domain::script::Situation;
use crate::domain::task::TaskKind;
use crate::domain::testing::{BookMaker, d};
use crate::domain::touch::{HoldKind, Owner, TouchOutcome};
use crate::domain::view::Tone;

/// A Monday.
const TODAY: &str = "2026-11-23";

fn prep(b: &BookMaker) -> Prep {
    prepare(&b.book, d(TODAY), &Rules::default(), Some(d("2026-11-20"))).expect("fits")
}

fn brief(b: &BookMaker) -> Vec<String> {
    prep(b).brief.into_iter().map(|l| l.text).collect()
}

fn person(b: &mut BookMaker, name: &str, phone: Option<&str>, preferred: bool) -> ContactId {
    let id = ContactId(900 + b.book.contacts.len() as i64);
    b.book.contacts.push(Contact {
        id,
        account: AccountId(1),
        name: name.into(),
        role: Some("AP".into()),
        phone: phone.map(str::to_owned),
        mobile: None,
        email: None,
        preferred,
        zone: None,
        right_party: None,
        phone_bad_on: None,
        email_bad_on: None,
    });
    id
}

/// The account of the design's sketch: 5,000.00 promised by Fri 20 Nov, 1,600.00 came, CM-77 is the difference.
fn harbor() -> BookMaker {
    let mut b = BookMaker::new();
    b.book.account.credit_limit = Some(Minor::new(700_000));
    person(&mut b, "Sam Lee", None, false);
    let dana = person(&mut b, "Dana Ruiz", Some("(503) 555-0142"), true);
    let a = b.invoice("2026-09-03", "2026-10-03", 920_000);
    b.last().number = "SI-10432".into();
    b.last().job = Some("Pier 9".into());
    let second = b.invoice("2026-09-20", "2026-10-20", 411_055);
    b.last().number = "SI-10467".into();
    b.talk("2026-11-13");
    b.promise("2026-11-13", "2026-11-20", 500_000, &[a]);
    b.book.promises[0].contact = Some(dana);
    b.pay("2026-11-19", 160_000, &[(a, 160_000)]);
    b.last().method = Some("check".into());
    b.last().reference = Some("1180".into());
    for (number, on, amount) in [
        ("CM-71", "2026-10-05", 12_000),
        ("CM-77", "2026-11-02", 340_000),
    ] {
        b.credit(on, amount);
        b.last().number = number.into();
    }
    let tax = b.document(DocumentKind::CreditMemo, "2026-09-15", 5_000);
    b.last().memo = Some("sales tax exempt".into());
    b.apply(tax, second, 5_000, "2026-09-15");
    b
}

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
fn a_stale_ledger_warns_and_a_fresh_one_does_not() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    let at = |thru: Option<&str>| {
        prepare(&b.book, d(TODAY), &Rules::default(), thru.map(d))
            .expect("fits")
            .safety
            .warnings
    };
    assert!(at(Some("2026-11-18")).is_empty(), "three business days");
    assert_eq!(
        at(Some("2026-11-17")),
        [
            "the ledger ends on Tue 17 Nov, 4 business days ago: import a newer report before asking for money"
        ]
    );
    assert_eq!(at(None).len(), 1);
    assert!(at(Some("2026-11-30")).is_empty());
}

#[test]
fn too_many_talks_or_calls_warn_a_business_and_block_a_consumer() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    b.talk("2026-11-16");
    b.talk("2026-11-17");
    assert!(
        prep(&b).safety.limits.is_empty(),
        "the 16th is out of the week"
    );
    b.talk("2026-11-20");
    let safety = prep(&b).safety;
    assert_eq!((safety.calls_this_week, safety.talks_this_week), (2, 2));
    let said: Vec<_> = safety
        .limits
        .iter()
        .map(|l| (l.text.as_str(), l.supervisor))
        .collect();
    assert_eq!(
        said,
        [(
            "2 talks in the last 7 days: unless they expect you, wait until Tue 24 Nov",
            false
        )]
    );
    assert_eq!(safety.blocked, None);
    b.book.account.kind = AccountKind::Consumer;
    let safety = prep(&b).safety;
    assert_eq!(
        safety.limits[0].text,
        "2 talks in the last 7 days: consumer rules (12 CFR 1006) allow no call before Fri 27 Nov without a supervisor"
    );
    assert!(safety.limits[0].supervisor);
    for touch in &mut b.book.touches {
        touch.right_party = false;
        touch.outcome = TouchOutcome::NoAnswer;
    }
    assert!(prep(&b).safety.limits.is_empty());
    b.book.account.state = Some("MA".into());
    let limits = prep(&b).safety.limits;
    assert!(limits[0].text.starts_with("2 calls"), "{limits:?}");
    b.hold(HoldKind::Attorney, TODAY);
    assert!(prep(&b).safety.limits.is_empty(), "a hold says it all");
}

#[test]
fn where_they_are_is_the_contacts_zone_then_the_accounts_then_the_state() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    assert_eq!(prep(&b).safety.place, Place::default());
    b.book.account.state = Some("TX".into());
    assert_eq!(prep(&b).safety.place.zones.len(), 2);
    b.book.account.zone = Some("America/Chicago".into());
    assert_eq!(prep(&b).safety.place.known, Known::Said);
}

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
