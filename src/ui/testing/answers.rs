//! Hand-made answers of a store whose every name is the given one.

use super::day;
use super::prep::prep;
use crate::domain::account::{Account, AccountKind};
use crate::domain::approval::{Approval, ApprovalKind, ApprovalRef};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::ids::{ApprovalId, ReviewId};
use crate::domain::money::{Currency, Minor};
use crate::domain::promise::Promise;
use crate::domain::queue::{QueueRow, Reason};
use crate::domain::review::{Cause, CauseSide, Decision, Outcome, Review};
use crate::domain::staff::{Absence, Criteria};
use crate::domain::touch::Channel;
use crate::domain::verdict::{Credibility, Group, Judgement, Verdict};
use crate::domain::view::{PromiseLine, PromiseRow};
use crate::store::protocol::{
    CollectorRow, CollectorsPage, DecidedPage, DecidedRow, Hit, PromiseBoard, PromiseBrief,
    PromiseDetail, PromiseSum, QueuePage, Reply, Request, ReviewPage, ReviewRow, Status,
};
use chrono::DateTime;

pub(super) fn account(id: i64, name: &str) -> Account {
    Account {
        id: AccountId(id),
        number: Some(format!("C{}", 1000 + id)),
        name: name.into(),
        currency: Currency::USD,
        kind: AccountKind::Commercial,
        terms_days: Some(30),
        credit_limit: Some(Minor::new(6_000_000)),
        collector: Some("Ana".into()),
        salesperson: None,
        state: None,
        zone: None,
        invoices_to: None,
        address: None,
        flags: crate::domain::account::AccountFlags::default(),
    }
}

pub(super) fn promise_line(id: i64, verdict: Verdict, by_when: &str) -> PromiseLine {
    PromiseLine {
        promise: Promise {
            id: PromiseId(id),
            amount: Minor::new(500_000),
            by_when: day(by_when),
            taken_on: day("2026-11-10"),
            items: Vec::new(),
            open_when_taken: Minor::new(1_842_055),
            contact: None,
            taken_by: "Ana".into(),
            method: None,
            reference: None,
            touch: None,
            place: None,
            end: None,
        },
        judgement: Judgement {
            promise: PromiseId(id),
            verdict,
            window_ends: day("2026-11-23"),
            required: Minor::new(500_000),
            received: Minor::new(160_000),
            short: Minor::new(340_000),
            slip: 1,
            level: 2,
            chain: Vec::new(),
            receipts: Vec::new(),
            in_transit_until: None,
            disputed: Minor::ZERO,
            short_matches: Vec::new(),
            short_causes: Vec::new(),
            derived: verdict,
            ruling: None,
        },
        invoices: vec!["SI-10432".into()],
        contact: Some("Dana Ruiz".into()),
        explained: "promised 5,000.00 by Fri 20 Nov; received 1,600.00: 3,400.00 light".into(),
        chain_line: None,
    }
}

fn row(rank: u32, name: &str) -> QueueRow {
    QueueRow {
        rank,
        account: AccountId(i64::from(rank)),
        label: format!("C{}", 1000 + rank),
        name: name.into(),
        reason: Reason::PromiseLight,
        reasons: Vec::new(),
        why: "light $3,400".into(),
        past_due: Minor::new(1_842_055 * i64::from(rank)),
        collectible: Minor::new(1_331_055),
        currency: Currency::USD,
        oldest_days: 47,
        last_contact: Some(day("2026-11-17")),
        last_channel: Some(Channel::Call),
        next_date: Some(day("2026-11-27")),
        next_time: None,
        collector: Some(name.into()),
    }
}

fn a_review(name: &str) -> Review {
    Review {
        id: ReviewId(1),
        account: AccountId(1),
        promise: PromiseId(1),
        decision: Decision::CallBack,
        terms: None,
        reason: name.into(),
        decided_on: day("2026-11-16"),
        decided_at: DateTime::UNIX_EPOCH,
        by: name.into(),
        short: Minor::new(340_000),
        who: Some(name.into()),
        act_on: Some(day("2026-11-17")),
        again_on: Some(day("2026-11-23")),
    }
}

fn review_row(name: &str) -> ReviewRow {
    ReviewRow {
        account: account(1, name),
        line: promise_line(1, Verdict::Light, "2026-11-18"),
        since: day("2026-11-20"),
        kept: (2, 5),
        cause: Cause {
            side: CauseSide::Us,
            words: name.into(),
        },
        before: Some(a_review(name)),
        new_date: Some(day("2026-11-27")),
    }
}

fn collectors(name: &str) -> CollectorsPage {
    let away = Absence {
        id: 1,
        collector: name.into(),
        cover: name.into(),
        from: day("2026-11-20"),
        to: day("2026-11-27"),
        ended_on: None,
    };
    CollectorsPage {
        rows: vec![CollectorRow {
            name: Some(name.into()),
            accounts: 22,
            in_queue: 14,
            past_due: Minor::new(31_248_000),
            collectible: Minor::new(30_000_000),
            elsewhere: 1,
            touches: 41,
            undecided: 2,
            away: Some(away.clone()),
            rule: Some(Criteria {
                letters: Some(('A', 'F')),
                ..Criteria::default()
            }),
        }],
        currency: Currency::USD,
        absences: vec![away],
    }
}

fn approval(name: &str) -> Approval {
    Approval {
        id: ApprovalRef::Asked(ApprovalId(1)),
        kind: ApprovalKind::WriteOff,
        account: AccountId(1),
        label: name.into(),
        name: name.into(),
        collector: Some(name.into()),
        promise: None,
        by_when: None,
        amount: Some(Minor::new(1_842_055)),
        currency: Currency::USD,
        reason: name.into(),
        asked_on: day("2026-11-20"),
        asked_by: name.into(),
        answered: None,
    }
}

fn decided(name: &str) -> DecidedPage {
    DecidedPage {
        rows: vec![DecidedRow {
            review: a_review(name),
            label: name.into(),
            name: name.into(),
            currency: Currency::USD,
            verdict: Some(Verdict::Light),
            overlay: None,
            done_on: None,
            open: true,
        }],
        offset: 0,
        total: 1,
        counted: true,
        outcomes: vec![Outcome {
            decision: Decision::CallBack,
            decided: 3,
            over: 3,
            paid: 2,
        }],
        within: 14,
    }
}

fn promise_board(name: &str) -> PromiseBoard {
    let all = [
        (2, Verdict::DueToday, "2026-11-23"),
        (1, Verdict::Light, "2026-11-20"),
        (3, Verdict::Open, "2026-11-27"),
        (4, Verdict::Kept, "2026-11-13"),
    ];
    let sum = PromiseSum {
        count: 1,
        amount: Minor::new(500_000),
        short: Minor::new(340_000),
        overlaid: 0,
    };
    let usd = Currency::USD;
    let mut days: Vec<_> = all
        .iter()
        .map(|(_, v, by)| (day(by), Group::of(*v), usd, sum))
        .collect();
    days.sort_by_key(|(d, ..)| *d);
    PromiseBoard {
        rows: all
            .iter()
            .map(|(id, verdict, by)| {
                let line = promise_line(*id, *verdict, by);
                PromiseBrief {
                    account: AccountId(*id),
                    name: name.into(),
                    currency: usd,
                    promise: line.promise,
                    judgement: line.judgement,
                }
            })
            .collect(),
        offset: 0,
        total: all.len(),
        groups: all
            .iter()
            .map(|(_, v, _)| (Group::of(*v), usd, sum))
            .collect(),
        days,
        collectors: vec![name.into()],
    }
}

pub(super) fn answer(request: &Request, name: &str) -> Reply {
    match request {
        Request::Status { .. } => Reply::Status(Box::new(Status {
            company: name.into(),
            currency: Currency::USD,
            accounts: 20,
            thru: Some(day("2026-11-20")),
            past_due: Minor::new(31_248_000),
            promised_this_week: Minor::new(4_820_000),
            promises_live: 9,
            promises_alert: 3,
            review: 2,
            calls_saved: 0,
            pulses: Vec::new(),
            last_entry: None,
        })),
        Request::Queue(_) => Reply::Queue(Box::new(QueuePage {
            rows: (1..=20).map(|i| row(i, name)).collect(),
            total: 20,
            by_reason: vec![(Reason::PromiseLight, 20)],
        })),
        Request::Prep { account, .. } => Reply::Prep(Box::new(prep(account.0, name))),
        Request::PromiseBoard(_) => Reply::PromiseBoard(Box::new(promise_board(name))),
        Request::PromiseDetail { promise, .. } => {
            Reply::PromiseDetail(Some(Box::new(PromiseDetail {
                row: PromiseRow {
                    account: account(promise.0, name),
                    line: promise_line(promise.0, Verdict::Light, "2026-11-20"),
                },
                history: Vec::new(),
                contact_word: None,
                account_word: Credibility::default(),
                claims_missing: 0,
            })))
        }
        Request::Tasks(_) => Reply::Tasks(Vec::new()),
        Request::TaskBoard(_) => Reply::TaskBoard(Box::default()),
        Request::Find { .. } => Reply::Hits(vec![Hit {
            account: AccountId(1),
            label: name.into(),
            name: name.into(),
            matched: name.into(),
            past_due: Minor::new(1),
            currency: Currency::USD,
        }]),
        Request::Review(_) => Reply::Review(Box::new(ReviewPage {
            rows: vec![review_row(name)],
            total: 1,
            short: vec![(Currency::USD, Minor::new(340_000))],
            oldest: Some(4),
            median: Some(4),
        })),
        Request::Approvals { .. } => Reply::Approvals(vec![approval(name)]),
        Request::Cases { .. } => Reply::Cases(Vec::new()),
        Request::Lane { .. } => Reply::Lane(Box::default()),
        Request::Collectors { .. } => Reply::Collectors(Box::new(collectors(name))),
        Request::Decided(_) => Reply::Decided(Box::new(decided(name))),
        Request::Changed => Reply::Changed(false),
        Request::Batches { .. } => Reply::Batches(Vec::new()),
        Request::Here(_) => Reply::Others(Vec::new()),
        _ => Reply::Turned(0),
    }
}
