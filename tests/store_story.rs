//! One account's month, told through the store: a promise over two invoices, money that comes late and light, a bounced check, and
//! every act undone again.

mod store_common;

use bywhen::domain::dispute::DisputeCode;
use bywhen::domain::ids::{AccountId, DocumentId};
use bywhen::domain::money::Minor;
use bywhen::domain::queue::{Gate, Reason};
use bywhen::domain::split::Split;
use bywhen::domain::touch::{Method, TouchOutcome};
use bywhen::domain::verdict::Verdict;
use bywhen::store::protocol::{
    FinishCall, Intent, NewClaim, NewDispute, NewFollowUp, NewHoldback, NewPromise, Record, Remedy,
    Reply, Request,
};
use store_common::{Desk, day, order};

fn remedy(account: AccountId, remedy: Remedy) -> Intent {
    Intent::Remedy {
        account,
        remedy: Box::new(remedy),
    }
}

const HARBOR: &str = "Current Electric & Lighting";

/// The book of 20 November, an account with several open invoices, and its two oldest.
fn desk() -> (Desk, AccountId, [DocumentId; 2]) {
    let mut desk = Desk::on("2026-11-20");
    let done = desk.done(Intent::Import(Box::new(order(&[
        "qbo_ar_aging_detail.csv",
    ]))));
    assert!(done.import.expect("a report").applied);
    let account = desk.account(HARBOR);
    let prep = desk.prep(account);
    // SI-10406: 312.66, SI-10417: 2,753.17
    let invoices = [prep.invoices[0].id, prep.invoices[1].id];
    (desk, account, invoices)
}

fn verdict(desk: &mut Desk) -> (Verdict, i64, i64) {
    let rows = desk.promises();
    let judged = &rows[0].line.judgement;
    (judged.verdict, judged.received.get(), judged.short.get())
}

#[test]
fn a_promise_goes_from_open_to_broken_and_back_as_money_comes_and_bounces() {
    let (mut desk, account, invoices) = desk();
    // 300,000 over two invoices of 312.66 + 2,753.17: split oldest first.
    desk.promise(account, 300_000, "2026-11-25", &invoices);
    let rows = desk.promises();
    assert_eq!(rows[0].line.invoices, ["SI-10406", "SI-10417"]);
    let parts: Vec<i64> = rows[0]
        .line
        .promise
        .items
        .iter()
        .map(|i| i.amount.get())
        .collect();
    assert_eq!(parts, [31_266, 268_734]);
    assert_eq!(verdict(&mut desk).0, Verdict::Open);
    desk.checks();

    desk.today("2026-11-25");
    desk.turn();
    assert_eq!(verdict(&mut desk).0, Verdict::DueToday);
    desk.checks();

    // Part of it comes on the day, the window closes: light.
    let part = desk.pay(account, 100_000, &invoices);
    desk.today("2026-11-26");
    desk.turn();
    assert_eq!(verdict(&mut desk).0, Verdict::InGrace);
    desk.today("2026-11-27");
    desk.turn();
    assert_eq!(verdict(&mut desk), (Verdict::Light, 100_000, 200_000));
    let why = desk.why(account);
    assert!(
        why.gate.is_none(),
        "a light promise comes back: {:?}",
        why.gate
    );
    assert!(why.reasons.iter().any(|r| r.reason == Reason::PromiseLight));
    desk.checks();

    // The rest comes later: cured, still not kept.
    let rest = desk.pay(account, 200_000, &invoices);
    assert_eq!(verdict(&mut desk).0, Verdict::CuredLate);
    desk.checks();

    // The rest bounces: light again. Then the first part as well: broken.
    desk.done(Intent::Reverse {
        payment: rest.document.expect("a payment"),
        reason: "nsf".into(),
    });
    assert_eq!(verdict(&mut desk), (Verdict::Light, 100_000, 200_000));
    let bounced = desk.done(Intent::Reverse {
        payment: part.document.expect("a payment"),
        reason: "nsf".into(),
    });
    assert_eq!(verdict(&mut desk), (Verdict::Broken, 0, 300_000));
    desk.checks();

    // Undo the second bounce, and it is light again; a bounce is not undone twice.
    desk.done(Intent::Undo { seq: bounced.event });
    assert_eq!(verdict(&mut desk).0, Verdict::Light);
    let why = desk.refused(Intent::Undo { seq: bounced.event });
    assert!(why.contains("undone already"), "{why}");
    desk.checks();
}

#[test]
fn money_in_full_by_the_day_keeps_a_promise() {
    let (mut desk, account, invoices) = desk();
    desk.promise(account, 300_000, "2026-11-25", &invoices);
    desk.today("2026-11-24");
    desk.pay(account, 300_000, &invoices);
    assert_eq!(verdict(&mut desk).0, Verdict::Kept);
    desk.today("2026-11-30");
    desk.turn();
    assert_eq!(verdict(&mut desk).0, Verdict::Kept);
    desk.checks();
}

#[test]
fn every_act_can_be_undone_and_leaves_the_account_as_it_was() {
    let (mut desk, account, invoices) = desk();
    let before = desk.prep(account);
    let facts = desk.why(account).facts;
    let promise = NewPromise {
        account,
        amount: Minor::new(100_000),
        by_when: day("2026-11-27"),
        invoices: vec![invoices[1]],
        contact: None,
        method: Some(Method::Check),
        reference: Some("1182".into()),
        supersedes: Vec::new(),
        split: Split::OldestFirst,
    };
    let call = FinishCall {
        barrier: Some("cash flow or weather".into()),
        note: "pays when the draw comes".into(),
        seconds: 134,
        promises: vec![promise.clone()],
        claims: vec![NewClaim {
            method: Method::Check,
            reference: Some("1180".into()),
            amount: Minor::new(31_266),
            mailed_on: day("2026-11-19"),
            invoices: vec![invoices[0]],
            mailed_to: None,
        }],
        follow_up: Some(NewFollowUp {
            due_on: day("2026-11-30"),
            at: None,
            reason: "hear about the draw".into(),
            requested_by_them: false,
        }),
        ..FinishCall::new(account, TouchOutcome::Promise)
    };
    let acts = vec![
        Intent::FinishCall(Box::new(call)),
        Intent::MakePromise(promise),
        Intent::AddNote {
            account,
            text: "the new controller is Dana".into(),
        },
        Intent::SetFollowUp {
            account,
            follow_up: NewFollowUp {
                due_on: day("2026-12-01"),
                at: chrono::NaiveTime::from_hms_opt(9, 30, 0),
                reason: "statement".into(),
                requested_by_them: true,
            },
        },
        remedy(
            account,
            Remedy::Dispute(NewDispute {
                items: vec![(invoices[1], Minor::new(5_000))],
                code: DisputeCode::Quantity,
                reason: "short shipment".into(),
                owner: Some("Ana".into()),
                due_on: Some(day("2026-11-24")),
            }),
        ),
        Intent::Record(Record::Account {
            account,
            kind: None,
            collector: Some("bob".into()),
            salesperson: None,
            state: Some("OR".into()),
            zone: Some("America/Boise".into()),
            credit_limit: Some(Minor::new(5_000_000)),
        }),
        Intent::Record(Record::Credit {
            account,
            number: "CM-1".into(),
            on: day("2026-11-20"),
            amount: Minor::new(1_000),
            reason: bywhen::domain::document::CreditReason::Pricing,
            memo: None,
            invoice: Some(invoices[0]),
        }),
        remedy(
            account,
            Remedy::Holdback(NewHoldback {
                document: invoices[1],
                amount: Minor::new(10_000),
                until: Some(day("2027-01-31")),
                payer: Some("the general contractor".into()),
                verify_on: None,
            }),
        ),
    ];
    for act in acts {
        let done = desk.done(act);
        desk.checks();
        assert_ne!(
            (desk.prep(account), desk.why(account).facts),
            (before.clone(), facts.clone()),
            "{} changes nothing",
            done.what
        );
        let undone = desk.done(Intent::Undo { seq: None });
        assert_eq!(undone.what, format!("undone: {}", done.what));
        assert_eq!(desk.prep(account), before, "{}", done.what);
        assert_eq!(desk.why(account).facts, facts, "{}", done.what);
        desk.checks();
    }
    let paid = desk.pay(account, 50_000, &invoices);
    desk.done(Intent::Undo { seq: paid.event });
    assert_eq!(desk.prep(account), before);
    desk.checks();
}

#[test]
fn a_payment_with_a_reversal_on_it_is_not_undone_first() {
    let (mut desk, account, invoices) = desk();
    let paid = desk.pay(account, 50_000, &invoices);
    desk.done(Intent::Reverse {
        payment: paid.document.expect("a payment"),
        reason: "nsf".into(),
    });
    let why = desk.refused(Intent::Undo { seq: paid.event });
    assert!(why.contains("reversed"), "{why}");
}

#[test]
fn a_new_promise_on_the_same_money_takes_the_old_ones_place() {
    let (mut desk, account, invoices) = desk();
    let first = desk.promise(account, 31_266, "2026-11-24", &[invoices[0]]);
    let done = desk.done(Intent::MakePromise(NewPromise {
        account,
        amount: Minor::new(31_266),
        by_when: day("2026-11-27"),
        invoices: vec![invoices[0]],
        contact: None,
        method: None,
        reference: None,
        supersedes: Vec::new(),
        split: Split::OldestFirst,
    }));
    assert_eq!(done.superseded, [first]);
    let rows = desk.promises();
    assert_eq!(rows[0].line.judgement.verdict, Verdict::Superseded);
    assert_eq!(rows[1].line.judgement.level, 2);
    // Undone, the first one lives again.
    desk.done(Intent::Undo { seq: done.event });
    assert_eq!(desk.promises()[0].line.judgement.verdict, Verdict::Open);
    desk.checks();
}

#[test]
fn two_instalments_of_one_call_both_stand() {
    let (mut desk, account, invoices) = desk();
    let part = |cents, by: &str| NewPromise {
        account,
        amount: Minor::new(cents),
        by_when: day(by),
        invoices: vec![invoices[1]],
        contact: None,
        method: None,
        reference: None,
        supersedes: Vec::new(),
        split: Split::OldestFirst,
    };
    let done = desk.done(Intent::FinishCall(Box::new(FinishCall {
        promises: vec![part(100_000, "2026-11-27"), part(100_000, "2026-12-04")],
        ..FinishCall::new(account, TouchOutcome::Promise)
    })));
    assert_eq!(done.promises.len(), 2);
    assert_eq!(done.superseded, []);
    assert!(
        desk.promises()
            .iter()
            .all(|r| r.line.judgement.verdict == Verdict::Open)
    );
    desk.checks();
}

#[test]
fn a_promise_that_covers_the_debt_keeps_the_account_out_of_the_queue_until_its_day() {
    let mut desk = Desk::on("2026-11-20");
    desk.done(Intent::Import(Box::new(order(&[
        "qbo_ar_aging_detail.csv",
    ]))));
    let account = desk.account("Northgate Multifamily Partners");
    let in_queue = |desk: &mut Desk| desk.queue().rows.iter().any(|r| r.account == account);
    assert!(in_queue(&mut desk));
    let open = desk.prep(account).open.get();
    desk.promise(account, open, "2026-11-27", &[]);
    assert!(!in_queue(&mut desk));
    let why = desk.why(account);
    assert_eq!(
        why.gate,
        Some(Gate::Promised {
            by_when: day("2026-11-27")
        })
    );
    assert_eq!(why.rank, None);
    // A later day without turning the ledger: the same answer as after turning it.
    desk.today("2026-11-30");
    let ahead = desk.queue();
    let facts = desk.why(account).facts;
    assert!(in_queue(&mut desk));
    assert!(desk.turn() > 0);
    assert_eq!(desk.queue(), ahead);
    assert_eq!(desk.why(account).facts, facts);
    // And the earlier day can still be asked for.
    desk.today("2026-11-20");
    assert!(!in_queue(&mut desk));
    desk.checks();
}

#[test]
fn status_counts_what_the_desk_shows_on_top() {
    let (mut desk, account, invoices) = desk();
    desk.promise(account, 100_000, "2026-11-21", &[invoices[1]]);
    desk.promise(account, 31_266, "2026-12-04", &[invoices[0]]);
    let Reply::Status(status) = desk.ask(Request::Status {
        as_of: day("2026-11-20"),
    }) else {
        panic!("a status");
    };
    assert_eq!(status.company, "Cascade Builders Supply");
    assert_eq!(status.thru, Some(day("2026-11-20")));
    assert_eq!(status.promises_live, 2);
    assert_eq!(status.promised_this_week, Minor::new(100_000));
    assert_eq!(status.promises_alert, 0);
    assert_eq!(status.calls_saved, 0);
    let Reply::Aging(lines) = desk.ask(Request::Aging {
        as_of: day("2026-11-20"),
        by: bywhen::domain::aging::AgeBy::Due,
    }) else {
        panic!("an aging report");
    };
    assert_eq!(status.past_due, lines[0].past_due);
}

#[test]
fn find_knows_names_invoices_amounts_and_letters() {
    let (mut desk, account, _) = desk();
    let find = |desk: &mut Desk, text: &str| match desk.ask(Request::Find {
        text: text.into(),
        limit: 5,
        as_of: day("2026-11-20"),
    }) {
        Reply::Hits(hits) => hits,
        other => panic!("{other:?}"),
    };
    desk.done(Intent::Record(Record::Contact {
        account,
        name: "Dana Ruiz".into(),
        role: Some("AP".into()),
        phone: Some("(503) 555-0142".into()),
        email: None,
        preferred: true,
        zone: None,
    }));
    for text in [
        "current electric",
        "lighting",
        "SI-10417",
        "si-10417",
        "2,753.17",
        "503 555 0142",
        "dana",
        "crrent elctric",
    ] {
        let hits = find(&mut desk, text);
        assert_eq!(
            hits.first().map(|h| h.account),
            Some(account),
            "{text}: {hits:?}"
        );
    }
    assert_eq!(find(&mut desk, "nunez")[0].name, "Núñez Concrete & Masonry");
    assert_eq!(find(&mut desk, "zzzzqqq"), []);
}

#[test]
fn what_rules_forbid_is_refused_in_a_sentence() {
    let (mut desk, account, invoices) = desk();
    let events = desk.events();
    let promise = |cents: i64, by: &str| {
        Intent::MakePromise(NewPromise {
            account,
            amount: Minor::new(cents),
            by_when: day(by),
            invoices: vec![invoices[0]],
            contact: None,
            method: None,
            reference: None,
            supersedes: Vec::new(),
            split: Split::OldestFirst,
        })
    };
    let mut over = bywhen::store::protocol::NewPayment {
        account,
        amount: Minor::new(10_000_000),
        on: day("2026-11-20"),
        method: None,
        reference: None,
        items: vec![bywhen::store::protocol::PayItem {
            document: invoices[0],
            amount: Some(Minor::new(9_000_000)),
        }],
    };
    for (intent, word) in [
        (promise(1_000, "2026-11-19"), "has passed"),
        (promise(0, "2026-11-27"), "above zero"),
        (Intent::Pay(over.clone()), "312.66 is open"),
        (
            Intent::AddNote {
                account,
                text: "card 4111 1111 1111 1111".into(),
            },
            "card number",
        ),
        (
            Intent::AddNote {
                account,
                text: "  ".into(),
            },
            "empty",
        ),
        (
            Intent::AddNote {
                account: AccountId(999),
                text: "x".into(),
            },
            "no account",
        ),
        (
            remedy(
                account,
                Remedy::Dispute(NewDispute {
                    items: vec![(invoices[0], Minor::new(99_999_999))],
                    code: DisputeCode::Pricing,
                    reason: String::new(),
                    owner: None,
                    due_on: None,
                }),
            ),
            "can still be contested",
        ),
    ] {
        let why = desk.refused(intent);
        assert!(why.contains(word), "{why}");
    }
    over.items.clear();
    over.amount = Minor::new(-5);
    desk.refused(Intent::Pay(over));
    assert_eq!(desk.events(), events, "nothing was written");
    desk.checks();
}
