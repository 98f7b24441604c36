//! Calls with many answers, told through the store: what each makes, what is refused, and that one undo takes all of it back.

mod store_common;

use bywhen::domain::answer::{Answer, Said};
use bywhen::domain::dispute::{DisputeCode, DisputeEnd};
use bywhen::domain::ids::{AccountId, DocumentId, PromiseId};
use bywhen::domain::money::Minor;
use bywhen::domain::plan::{Instalment, PlanState};
use bywhen::domain::request::{AddressCheck, Delivery, RequestKind};
use bywhen::domain::split::Split;
use bywhen::domain::task::{TaskEnd, TaskKind};
use bywhen::domain::touch::{ClaimStepKind, Method, Owner, TouchOutcome};
use bywhen::domain::verdict::Verdict;
use bywhen::domain::waiver::WaiverState;
use bywhen::store::protocol::{
    AccountEdit, Change, ClaimDeed, ClaimRef, ContactEdit, FinishCall, Intent, NewBarrier,
    NewClaim, NewClaimStep, NewDispute, NewHoldback, NewPerson, NewPlan, NewPromise, NewRequest,
    NewTask, NewWaiver, NoteHit, PromiseRef, Remedy, Reply, Request, TaskAsk, TaskRow,
};
use store_common::{Desk, day, order};

const HARBOR: &str = "Current Electric & Lighting";

/// The book of 20 November, an account with several open invoices, and its invoices, oldest first.
fn desk() -> (Desk, AccountId, Vec<DocumentId>) {
    let mut desk = Desk::on("2026-11-20");
    let done = desk.done(Intent::Import(Box::new(order(&[
        "qbo_ar_aging_detail.csv",
    ]))));
    assert!(done.import.expect("a report").applied);
    let account = desk.account(HARBOR);
    let invoices: Vec<DocumentId> = desk.prep(account).invoices.iter().map(|i| i.id).collect();
    assert!(invoices.len() >= 3, "{invoices:?}");
    (desk, account, invoices)
}

fn alone(account: AccountId, remedy: Remedy) -> Intent {
    Intent::Remedy {
        account,
        remedy: Box::new(remedy),
    }
}

fn task(owner: Owner, kind: TaskKind, due: &str) -> NewTask {
    NewTask {
        owner,
        kind,
        what: String::new(),
        due_on: day(due),
        person: None,
    }
}

fn claim(mailed: &str, cents: i64) -> NewClaim {
    NewClaim {
        method: Method::Check,
        reference: Some("1180".into()),
        amount: Minor::new(cents),
        mailed_on: day(mailed),
        invoices: Vec::new(),
        mailed_to: Some("PO Box 12, Portland".into()),
    }
}

fn plan(parts: &[(i64, &str)], invoices: &[DocumentId]) -> NewPlan {
    NewPlan {
        instalments: parts
            .iter()
            .map(|(cents, by)| Instalment {
                amount: Minor::new(*cents),
                by_when: day(by),
            })
            .collect(),
        invoices: invoices.to_vec(),
        split: Split::OldestFirst,
        contact: None,
        method: None,
        supersedes: Vec::new(),
    }
}

fn waiver(promise: PromiseRef, cents: i64) -> Remedy {
    Remedy::Waiver(NewWaiver {
        promise,
        amount: Minor::new(cents),
        document: None,
        reason: "late fee of October".into(),
    })
}

fn tasks(desk: &mut Desk, as_of: &str, ended: bool) -> Vec<TaskRow> {
    let ask = TaskAsk {
        as_of: day(as_of),
        ended,
        ..TaskAsk::default()
    };
    match desk.ask(Request::Tasks(ask)) {
        Reply::Tasks(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn notes(desk: &mut Desk, text: &str) -> Vec<NoteHit> {
    let request = Request::SearchNotes {
        text: text.into(),
        account: None,
        limit: 20,
        as_of: day("2026-12-31"),
    };
    match desk.ask(request) {
        Reply::Notes(hits) => hits,
        other => panic!("{other:?}"),
    }
}

/// A call in which nearly everything was said.
fn ten_answers(account: AccountId, invoices: &[DocumentId]) -> FinishCall {
    let said = |said| Answer { said, detail: None };
    let step = |step| {
        Remedy::Claim(NewClaimStep {
            claim: ClaimRef::New(0),
            step,
            detail: Some("read out to them".into()),
        })
    };
    FinishCall {
        answers: [
            Said::WrongPerson,
            Said::AlreadySent,
            Said::NoInvoice,
            Said::Disputes,
            Said::Paperwork,
            Said::CashShort,
            Said::WaiverAsked,
            Said::Retainage,
            Said::Approval,
            Said::Date,
        ]
        .map(said)
        .to_vec(),
        barriers: vec![
            NewBarrier {
                name: "pricing".into(),
                remedy: Some(task(Owner::Us, TaskKind::Credit, "2026-11-25")),
            },
            NewBarrier {
                name: "cash flow or weather".into(),
                remedy: None,
            },
        ],
        note: "Quartz countertop price is wrong, rest in two parts".into(),
        told: Some("hold on shipments if the plan breaks".into()),
        told_for: Some(day("2026-12-11")),
        claims: vec![claim("2026-11-02", 1_000)],
        remedies: vec![
            waiver(PromiseRef::New(1), 20_000),
            Remedy::NewContact(NewPerson {
                name: "Priya Nair".into(),
                role: Some("controller".into()),
                phone: Some("503 555 0199".into()),
                email: None,
                preferred: true,
                right_party: Some(true),
                zone: None,
            }),
            step(ClaimDeed::ConfirmAddress),
            step(ClaimDeed::AskTrace),
            step(ClaimDeed::AskReissue),
            step(ClaimDeed::Reissue(claim("2026-11-20", 1_000))),
            Remedy::Request(NewRequest {
                kind: RequestKind::InvoiceCopy,
                invoices: vec![invoices[0]],
                delivery: Delivery::Mail,
                to: "ap@current.example".into(),
                address: AddressCheck::Corrected,
                contact: None,
                due_on: day("2026-11-23"),
                note: None,
            }),
            Remedy::Dispute(NewDispute {
                items: vec![(invoices[1], Minor::new(500))],
                code: DisputeCode::Pricing,
                reason: String::new(),
                owner: Some("Ana".into()),
                due_on: Some(day("2026-11-25")),
            }),
            Remedy::Task(task(Owner::Them, TaskKind::Approval, "2026-11-24")),
            Remedy::Holdback(NewHoldback {
                document: invoices[2],
                amount: Minor::new(700),
                until: Some(day("2027-01-31")),
                payer: Some("the general contractor".into()),
                verify_on: Some(day("2026-12-15")),
            }),
            Remedy::Plan(plan(
                &[(300, "2026-11-20"), (400, "2026-12-04")],
                &[invoices[0]],
            )),
            Remedy::EditAccount {
                edits: vec![AccountEdit::State(Change {
                    before: None,
                    after: Some("OR".into()),
                })],
            },
        ],
        with_new_contact: Some(0),
        ..FinishCall::new(account, TouchOutcome::Promise)
    }
}

#[test]
fn one_undo_takes_back_a_call_with_ten_answers_and_all_that_it_made() {
    let (mut desk, account, invoices) = desk();
    let before = desk.prep(account);
    let facts = desk.why(account).facts;
    let call = ten_answers(account, &invoices);
    let done = desk.done(Intent::FinishCall(Box::new(call)));
    desk.checks();
    let after = desk.prep(account);
    assert_eq!(done.promises.len(), 2);
    assert_eq!(done.made.tasks.len(), 4, "barrier, request, theirs, verify");
    assert_eq!(after.plans.len(), 1);
    assert_eq!(after.waivers[0].state, WaiverState::AwaitsApproval);
    assert_eq!(after.waivers[0].promise, done.promises[1]);
    assert_eq!(after.disputes[0].owner.as_deref(), Some("Ana"));
    assert_eq!(after.notes[0].answers.len(), 10);
    assert_eq!(after.notes[0].barriers.len(), 2);
    assert_eq!(after.notes[0].contact.as_deref(), Some("Priya Nair"));
    assert_eq!(
        after.contacts[0].email.as_deref(),
        Some("ap@current.example")
    );
    assert_eq!(after.account.state.as_deref(), Some("OR"));
    // The old check is replaced; the new one is under way.
    assert_eq!(after.claims.len(), 1);
    assert_eq!(after.claims[0].mailed_on, day("2026-11-20"));
    let held = after.invoices.iter().find(|i| i.id == invoices[2]);
    assert_eq!(held.map(|i| i.retainage), Some(Minor::new(700)));
    assert_eq!(notes(&mut desk, "quart COUNTER").len(), 1);

    desk.done(Intent::Undo { seq: None });
    assert_eq!(desk.prep(account), before);
    assert_eq!(desk.why(account).facts, facts);
    assert_eq!(tasks(&mut desk, "2026-11-20", true), []);
    assert_eq!(
        notes(&mut desk, "quart"),
        [],
        "an undone note is found no more"
    );
    desk.checks();
}

#[test]
fn a_call_that_was_built_upon_is_not_undone_before_what_stands_on_it() {
    let (mut desk, account, invoices) = desk();
    let call = ten_answers(account, &invoices);
    let done = desk.done(Intent::FinishCall(Box::new(call)));
    let ended = desk.done(alone(
        account,
        Remedy::EndTask {
            task: done.made.tasks[0],
            how: TaskEnd::Done,
            note: None,
        },
    ));
    let why = desk.refused(Intent::Undo { seq: done.event });
    assert!(why.contains("done or dropped since"), "{why}");
    desk.done(Intent::Undo { seq: ended.event });
    let granted = desk.done(alone(
        account,
        Remedy::DecideWaiver {
            waiver: done.made.waivers[0],
            granted: true,
        },
    ));
    assert_eq!(desk.prep(account).waivers[0].state, WaiverState::Offered);
    let why = desk.refused(Intent::Undo { seq: done.event });
    assert!(why.contains("decided since"), "{why}");
    desk.done(Intent::Undo { seq: granted.event });
    desk.done(Intent::Undo { seq: done.event });
    desk.checks();
}

#[test]
fn the_instalments_of_a_plan_stand_together_and_lie_on_different_invoices() {
    let (mut desk, account, invoices) = desk();
    let open: Vec<i64> = desk
        .prep(account)
        .invoices
        .iter()
        .map(|i| i.open.get())
        .collect();
    let old: PromiseId = desk.promise(account, open[0], "2026-11-25", &invoices[..1]);
    let parts = [(open[0], "2026-11-27"), (open[1], "2026-12-11")];
    let done = desk.done(alone(account, Remedy::Plan(plan(&parts, &invoices[..2]))));
    assert_eq!(
        done.superseded,
        [old],
        "only what was promised before gives way"
    );
    let prep = desk.prep(account);
    let lies_on: Vec<Vec<i64>> = done
        .promises
        .iter()
        .map(|id| {
            let line = prep.promises.iter().find(|l| l.promise.id == *id);
            let items = &line.expect("an instalment").promise.items;
            items.iter().map(|i| i.amount.get()).collect()
        })
        .collect();
    assert_eq!(lies_on, [[open[0], 0], [0, open[1]]]);
    assert_eq!(prep.plans[0].state, PlanState::OnTrack);
    assert_eq!(prep.plans[0].next, Some(day("2026-11-27")));
    desk.checks();
    desk.today("2026-12-01");
    desk.turn();
    let prep = desk.prep(account);
    assert_eq!(prep.plans[0].state, PlanState::Behind);
    assert_eq!(prep.plans[0].instalments[0].1, Verdict::Broken);
    desk.checks();
}

#[test]
fn a_waiver_is_earned_by_money_in_time_and_lapses_without() {
    let (mut desk, account, invoices) = desk();
    let promise = desk.promise(account, 10_000, "2026-11-25", &invoices[1..2]);
    desk.done(alone(account, waiver(PromiseRef::Known(promise), 5_000)));
    let state = |desk: &mut Desk| desk.prep(account).waivers[0].state;
    assert_eq!(state(&mut desk), WaiverState::Offered);
    desk.today("2026-12-01");
    desk.turn();
    assert_eq!(state(&mut desk), WaiverState::Lapsed);
    desk.today("2026-11-24");
    desk.pay(account, 10_000, &invoices[1..2]);
    assert_eq!(state(&mut desk), WaiverState::Earned);
}

#[test]
fn no_more_is_contested_than_is_open_and_an_ended_dispute_makes_room() {
    let (mut desk, account, invoices) = desk();
    let open = desk.prep(account).invoices[0].open;
    let contest = |amount: Minor| {
        alone(
            account,
            Remedy::Dispute(NewDispute {
                items: vec![(invoices[0], amount)],
                code: DisputeCode::Quantity,
                reason: String::new(),
                owner: None,
                due_on: None,
            }),
        )
    };
    let done = desk.done(contest(open));
    assert!(desk.refused(contest(Minor::new(1))).contains("0.00 of"));
    let end = || Remedy::EndDispute {
        dispute: done.made.disputes[0],
        how: DisputeEnd::Rejected,
        note: None,
    };
    desk.done(alone(account, end()));
    assert!(
        desk.refused(alone(account, end()))
            .contains("ended already")
    );
    assert_eq!(desk.prep(account).disputes, []);
    desk.done(contest(open));
    desk.checks();
}

#[test]
fn tasks_are_judged_like_promises_and_listed_with_the_most_urgent_first() {
    let (mut desk, account, _) = desk();
    let later = desk.done(alone(
        account,
        Remedy::Task(task(Owner::Us, TaskKind::W9, "2026-11-27")),
    ));
    desk.done(alone(
        account,
        Remedy::Task(task(Owner::Us, TaskKind::Statement, "2026-11-23")),
    ));
    let words = |desk: &mut Desk, on: &str, ended| -> Vec<(String, Verdict)> {
        tasks(desk, on, ended)
            .into_iter()
            .map(|row| (row.line.what, row.line.verdict))
            .collect()
    };
    assert_eq!(
        words(&mut desk, "2026-11-27", false),
        [
            ("statement".into(), Verdict::Broken),
            ("W-9".into(), Verdict::DueToday)
        ]
    );
    desk.today("2026-11-30");
    let end = Remedy::EndTask {
        task: later.made.tasks[0],
        how: TaskEnd::Done,
        note: Some("sent".into()),
    };
    desk.done(alone(account, end));
    assert_eq!(words(&mut desk, "2026-11-30", true)[1].1, Verdict::KeptLate);
    assert_eq!(
        words(&mut desk, "2026-11-29", false).len(),
        2,
        "not done yet on that day"
    );
}

#[test]
fn an_edit_that_somebody_else_overtook_is_refused_with_both_values() {
    let (mut desk, account, _) = desk();
    let made = desk.done(alone(
        account,
        Remedy::NewContact(NewPerson {
            name: "Priya Nair".into(),
            role: None,
            phone: Some("1".into()),
            email: None,
            preferred: false,
            right_party: None,
            zone: None,
        }),
    ));
    let contact = made.made.contacts[0];
    let phone = |before: &str, after: &str| {
        alone(
            account,
            Remedy::EditContact {
                contact,
                edits: vec![ContactEdit::Phone(Change {
                    before: Some(before.into()),
                    after: Some(after.into()),
                })],
            },
        )
    };
    desk.done(phone("1", "2"));
    let overtaken = desk.overtaken(phone("1", "3"));
    assert_eq!((overtaken.field, overtaken.by.as_str()), ("phone", "ann"));
    assert_eq!(
        (overtaken.before.as_deref(), overtaken.now.as_deref()),
        (Some("1"), Some("2"))
    );
    let mark = Remedy::EditContact {
        contact,
        edits: vec![ContactEdit::PhoneBad(Change {
            before: None,
            after: Some(day("2026-11-20")),
        })],
    };
    desk.done(alone(account, mark));
    desk.done(phone("2", "4"));
    let contacts = desk.prep(account).contacts;
    let priya = contacts.iter().find(|c| c.id == contact).expect("there");
    assert_eq!(priya.phone_bad_on, None, "a new number takes the mark away");
    desk.checks();
}

#[test]
fn steps_on_a_claim_are_logged_in_order_and_none_follows_its_end() {
    let (mut desk, account, _) = desk();
    let done = desk.done(Intent::FinishCall(Box::new(FinishCall {
        claims: vec![claim("2026-11-02", 1_000)],
        ..FinishCall::new(account, TouchOutcome::Claim)
    })));
    let id = done.made.claims[0];
    let step = |deed| {
        alone(
            account,
            Remedy::Claim(NewClaimStep {
                claim: ClaimRef::Known(id),
                step: deed,
                detail: None,
            }),
        )
    };
    desk.done(step(ClaimDeed::ConfirmAddress));
    desk.done(step(ClaimDeed::AskTrace));
    let kinds: Vec<ClaimStepKind> = desk.prep(account).claims[0]
        .steps
        .iter()
        .map(|s| s.kind)
        .collect();
    assert_eq!(
        kinds,
        [ClaimStepKind::AddressConfirmed, ClaimStepKind::TraceAsked]
    );
    desk.done(step(ClaimDeed::Retract));
    assert_eq!(desk.prep(account).claims, []);
    assert!(
        desk.refused(step(ClaimDeed::AskTrace))
            .contains("ended already")
    );
    desk.checks();
}

#[test]
fn a_promise_by_hand_and_card_numbers_are_checked_before_anything_is_written() {
    let (mut desk, account, invoices) = desk();
    let before = desk.prep(account);
    let by_hand = |parts: Vec<(DocumentId, Minor)>| {
        Intent::MakePromise(NewPromise {
            account,
            amount: Minor::new(1_000),
            by_when: day("2026-11-27"),
            invoices: invoices[..2].to_vec(),
            contact: None,
            method: None,
            reference: None,
            supersedes: Vec::new(),
            split: Split::ByHand(parts),
        })
    };
    let why = desk.refused(by_hand(vec![(invoices[0], Minor::new(999))]));
    assert!(why.contains("add up"), "{why}");
    let mut call = ten_answers(account, &invoices);
    call.answers[0].detail = Some("card 4111 1111 1111 1111".into());
    let why = desk.refused(Intent::FinishCall(Box::new(call)));
    assert!(!why.contains("4111 1111"), "{why}");
    assert_eq!(desk.prep(account), before, "nothing half-written");
    desk.done(by_hand(vec![(invoices[1], Minor::new(1_000))]));
    desk.checks();
}
