//! The sample desk shows everything once: each reason, each verdict, each kind of credit, each gate.

use bywhen::demo;
use bywhen::domain::document::CreditReason;
use bywhen::domain::queue::{Gate, Reason};
use bywhen::domain::rules::Rules;
use bywhen::domain::verdict::Verdict;
use bywhen::domain::view::Prep;
use bywhen::store::protocol::{CheckAsk, PromiseAsk, QueueAsk, QueuePage, Reply, Request, Why};
use bywhen::store::{Identity, Ledger};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

fn desk(today: NaiveDate) -> Ledger {
    let identity = Identity {
        company: demo::COMPANY.to_owned(),
        currency: demo::CURRENCY,
    };
    let mut ledger = Ledger::in_memory(&identity, Rules::default()).expect("a ledger in memory");
    demo::build(today, &mut |request| ledger.ask(request, &mut |_| ())).expect("the sample month");
    ledger
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
}

fn ask(ledger: &mut Ledger, request: Request) -> Reply {
    ledger.ask(request, &mut |_| ())
}

fn queue(ledger: &mut Ledger, as_of: NaiveDate) -> QueuePage {
    let question = QueueAsk {
        as_of,
        collector: Some(demo::COLLECTOR.to_owned()),
        ..QueueAsk::default()
    };
    match ask(ledger, Request::Queue(question)) {
        Reply::Queue(page) => *page,
        other => panic!("no queue: {other:?}"),
    }
}

fn why(ledger: &mut Ledger, number: &str, as_of: NaiveDate) -> Why {
    let account = match ask(
        ledger,
        Request::Resolve {
            text: number.to_owned(),
        },
    ) {
        Reply::Account(account) => account.id,
        other => panic!("no {number}: {other:?}"),
    };
    match ask(ledger, Request::Why { account, as_of }) {
        Reply::Why(why) => *why,
        other => panic!("no why for {number}: {other:?}"),
    }
}

fn prep(ledger: &mut Ledger, number: &str, as_of: NaiveDate) -> Prep {
    let account = why(ledger, number, as_of).account.id;
    match ask(ledger, Request::Prep { account, as_of }) {
        Reply::Prep(prep) => *prep,
        other => panic!("no prep for {number}: {other:?}"),
    }
}

#[test]
fn every_reason_of_the_queue_is_there_as_somebodys_first_reason() {
    let mut ledger = desk(monday());
    let page = queue(&mut ledger, monday());
    let shown: BTreeSet<Reason> = page.rows.iter().map(|row| row.reason).collect();
    let missing: Vec<_> = Reason::ALL
        .into_iter()
        .filter(|r| !shown.contains(r))
        .collect();
    assert!(missing.is_empty(), "not shown: {missing:?}");
}

#[test]
fn every_verdict_is_there() {
    let mut ledger = desk(monday());
    let question = PromiseAsk {
        as_of: monday(),
        ..PromiseAsk::default()
    };
    let Reply::Promises(rows) = ask(&mut ledger, Request::Promises(question)) else {
        panic!("no promises")
    };
    let shown: Vec<Verdict> = rows.iter().map(|row| row.line.judgement.verdict).collect();
    let missing: Vec<_> = Verdict::ALL
        .into_iter()
        .filter(|v| !shown.contains(v))
        .collect();
    assert!(missing.is_empty(), "not shown: {missing:?}");
}

#[test]
fn every_kind_of_credit_is_there() {
    let mut ledger = desk(monday());
    let mut shown = BTreeSet::new();
    for n in 1..=36 {
        let prep = prep(&mut ledger, &format!("C10{n:02}"), monday());
        shown.extend(prep.credits.iter().map(|line| line.reason));
    }
    assert_eq!(shown, CreditReason::ALL.into_iter().collect());
}

#[test]
fn the_gates_hold_back_who_should_rest() {
    let mut ledger = desk(monday());
    let gate = |ledger: &mut Ledger, number: &str| why(ledger, number, monday()).gate;
    assert!(matches!(
        gate(&mut ledger, "C1014"),
        Some(Gate::Promised { .. })
    ));
    assert!(matches!(
        gate(&mut ledger, "C1020"),
        Some(Gate::InTransit { .. })
    ));
    assert!(matches!(
        gate(&mut ledger, "C1021"),
        Some(Gate::AllDisputed)
    ));
    assert!(matches!(gate(&mut ledger, "C1022"), Some(Gate::NetCredit)));
    assert!(matches!(
        gate(&mut ledger, "C1023"),
        Some(Gate::Hold { .. })
    ));
    assert!(matches!(
        gate(&mut ledger, "C1024"),
        Some(Gate::Hold { .. })
    ));
    assert!(matches!(
        gate(&mut ledger, "C1025"),
        Some(Gate::FollowUpAhead { .. })
    ));
    assert!(matches!(
        gate(&mut ledger, "C1035"),
        Some(Gate::NothingPastDue)
    ));
}

#[test]
fn harbors_shortfall_is_explained_by_the_credit_to_the_cent() {
    let mut ledger = desk(monday());
    let prep = prep(&mut ledger, "C1001", monday());
    let line = prep.promises.first().expect("a promise");
    assert_eq!(line.judgement.verdict, Verdict::Light);
    assert_eq!(line.judgement.short.get(), 340_000);
    assert!(line.explained.contains("CM-77"), "{}", line.explained);
    assert!((3..=6).contains(&prep.brief.len()), "{:?}", prep.brief);
}

#[test]
fn a_plan_and_a_waiver_are_under_way() {
    let mut ledger = desk(monday());
    let plan = prep(&mut ledger, "C1026", monday());
    assert_eq!(plan.plans[0].instalments.len(), 2);
    let waiver = prep(&mut ledger, "C1028", monday());
    assert_eq!(waiver.waivers[0].amount.get(), 2_500);
}

#[test]
fn it_can_be_made_on_any_day_of_a_year() {
    // Week days, month ends, a turn of the year and a leap day each move the month's dates.
    let start = NaiveDate::from_ymd_opt(2027, 12, 27).expect("a date");
    for step in [0_u64, 1, 2, 3, 4, 5, 6, 35, 63, 64, 65] {
        let today = start + Days::new(step);
        let mut ledger = desk(today);
        let page = queue(&mut ledger, today);
        assert!(page.total >= 20, "{today}: {} rows", page.total);
    }
}

#[test]
fn the_ledger_behind_it_proves() {
    let mut ledger = desk(monday());
    let Reply::Checked(checked) = ask(&mut ledger, Request::Check(CheckAsk::default())) else {
        panic!("no check")
    };
    let wrong: Vec<_> = checked.lines.into_iter().filter(|line| !line.ok).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
