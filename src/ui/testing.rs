//! A desk with hand-made answers, for the tests of this layer: no ledger, only what a screen needs.

use crate::app::keymap::{Key, Keymap};
use crate::app::msg::{Effect, Msg, Now};
use crate::app::{Model, Start, update};
use crate::domain::account::{Account, AccountKind, Contact};
use crate::domain::aging::Buckets;
use crate::domain::approval::{Approval, ApprovalKind, ApprovalRef};
use crate::domain::by_when::DateOrder;
use crate::domain::call_rules::CallRules;
use crate::domain::clocks::Clocks;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, ContactId, DocumentId, PromiseId, TouchId};
use crate::domain::ids::{ApprovalId, ReviewId};
use crate::domain::local_time::Place;
use crate::domain::money::{Currency, Minor};
use crate::domain::promise::Promise;
use crate::domain::queue::{QueueRow, Reason, ReasonPoints};
use crate::domain::review::{Cause, CauseSide, Decision, Outcome, Review};
use crate::domain::rules::Rules;
use crate::domain::script::{ScriptFacts, Situation};
use crate::domain::staff::{Absence, Criteria};
use crate::domain::touch::{Channel, TouchOutcome};
use crate::domain::verdict::{Credibility, Group, Judgement, Verdict};
use crate::domain::view::{
    BriefLine, CreditLine, InvoiceLine, NoteLine, Prep, PromiseLine, PromiseRow, Safety, Tone,
};
use crate::script::Scripts;
use crate::script::letters::Letters;
use crate::store::protocol::{
    CollectorRow, CollectorsPage, DecidedPage, DecidedRow, Hit, PromiseBoard, PromiseBrief,
    PromiseDetail, PromiseSum, QueuePage, Reply, Request, ReviewPage, ReviewRow, Status,
};
use chrono::{DateTime, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn account(id: i64, name: &str) -> Account {
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

fn promise_line(id: i64, verdict: Verdict, by_when: &str) -> PromiseLine {
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

/// A prep in which every text is `name`, where data can be.
pub(crate) fn prep(id: i64, name: &str) -> Prep {
    let invoice = |n: i64, late: i64, open: i64| InvoiceLine {
        id: DocumentId(n),
        kind: DocumentKind::Invoice,
        number: format!("SI-{n}"),
        issued: day("2026-09-03"),
        due: day("2026-10-03"),
        due_derived: false,
        days_late: late,
        amount: Minor::new(open),
        open: Minor::new(open),
        disputed: Minor::ZERO,
        retainage: Minor::ZERO,
        retainage_until: None,
        retainage_payer: None,
        promised: Minor::ZERO,
        conceded: Minor::ZERO,
        paid: Minor::ZERO,
        job: Some(name.into()),
        po: Some(name.into()),
    };
    Prep {
        as_of: day("2026-11-23"),
        account: account(id, name),
        open: Minor::new(1_842_055),
        past_due: Minor::new(1_842_055),
        collectible: Minor::new(1_331_055),
        unapplied: Minor::ZERO,
        buckets: Buckets([0, 511_000, 1_331_055, 0, 0, 0].map(Minor::new)),
        reasons: vec![ReasonPoints {
            reason: Reason::PromiseLight,
            points: 110,
            detail: name.into(),
        }],
        gate: None,
        brief: vec![
            BriefLine {
                tone: Tone::Bad,
                text: format!("promised 5,000.00 by Fri 20 Nov, got 1,600.00: light; {name}"),
            },
            BriefLine {
                tone: Tone::Warn,
                text: "3 credits in 90 days, 2 for pricing: expect it".into(),
            },
        ],
        contacts: vec![Contact {
            id: ContactId(1),
            account: AccountId(id),
            name: name.into(),
            role: Some("AP".into()),
            phone: Some("(503) 555-0142".into()),
            mobile: None,
            email: Some(name.into()),
            preferred: true,
            zone: None,
            right_party: None,
            phone_bad_on: None,
            email_bad_on: None,
        }],
        questions: Vec::new(),
        sales_mail: None,
        invoices: vec![
            invoice(10432, 47, 920_000),
            invoice(10467, 33, 411_055),
            invoice(10502, 12, 511_000),
        ],
        credits: vec![CreditLine {
            id: DocumentId(9),
            kind: DocumentKind::CreditMemo,
            number: "CM-77".into(),
            date: day("2026-11-03"),
            amount: Minor::new(340_000),
            open: Minor::ZERO,
            reason: CreditReason::Pricing,
            memo: Some(name.into()),
        }],
        payments: Vec::new(),
        promises: vec![promise_line(1, Verdict::Light, "2026-11-20")],
        notes: vec![NoteLine {
            id: TouchId(1),
            on: day("2026-11-17"),
            at: DateTime::UNIX_EPOCH,
            channel: Channel::Call,
            inbound: false,
            outcome: TouchOutcome::Promise,
            by: name.into(),
            contact: Some(name.into()),
            barrier: None,
            note: name.into(),
            told: Some(name.into()),
            overstep: None,
            told_for: None,
            answers: Vec::new(),
            barriers: Vec::new(),
        }],
        tasks: Vec::new(),
        claims: Vec::new(),
        follow_up: None,
        disputes: Vec::new(),
        settled: Vec::new(),
        fees: crate::domain::fee::FeesView::default(),
        plans: Vec::new(),
        waivers: Vec::new(),
        file: Vec::new(),
        word: Credibility::default(),
        words: Vec::new(),
        attempts: Vec::new(),
        clocks: Clocks::quiet(),
        script: ScriptFacts {
            situation: Situation::Light,
            owes: true,
            agreed: None,
            agreed_by: None,
            first_name: Some("Dana".into()),
            contact: Some(name.into()),
            account: name.into(),
            caller: None,
            company: None,
            collectible: "$13,310.55".into(),
            past_due: "$18,420.55".into(),
            invoices: Vec::new(),
            more_invoices: 0,
            oldest_days: 47,
            last_payment: None,
            last_payment_on: None,
            promised: Some("$5,000.00".into()),
            promised_by: Some("Fri 20 Nov".into()),
            received: Some("$1,600.00".into()),
            short: Some("$3,400.00".into()),
            short_is: None,
            level: None,
            claim: None,
            claim_mailed: None,
            lien_step: None,
            lien_due: None,
            lien_job: None,
        },
        credit: crate::domain::credit::CreditFile::default(),
        hold: None,
        safety: Safety {
            ledger_thru: Some(day("2026-11-20")),
            unapplied_cash: Minor::ZERO,
            disputed: Minor::ZERO,
            calls_this_week: 1,
            talks_this_week: 0,
            blocked: None,
            limits: Vec::new(),
            profile: CallRules::default().commercial,
            rules: "commercial rules".to_owned(),
            place: Place::of(None, None, Some("OR")),
            warnings: vec![name.into()],
        },
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
            done_on: None,
            open: true,
        }],
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

fn answer(request: &Request, name: &str) -> Reply {
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

/// A desk whose data all carry this name, after these keys.
pub(crate) fn desk(name: &str, keys: &[&str]) -> Model {
    let local = day("2026-11-23").and_hms_opt(9, 12, 0).expect("a time");
    let mut model = Model::new(Start {
        now: Now {
            // The desk stands in Oregon, in winter.
            at: local.and_utc() + chrono::TimeDelta::hours(8),
            local,
            today: day("2026-11-23"),
        },
        me: "Ana".into(),
        keymap: Keymap::default(),
        rules: Rules::default(),
        scripts: Arc::new(Scripts::embedded().expect("scripts")),
        letters: Arc::new(Letters::embedded().expect("scripts")),
        date_order: DateOrder::Mdy,
        key_seed: "seed".into(),
        sample: false,
        no_ledger: false,
        company: String::new(),
        only_mine: false,
        phrases: Vec::new(),
        can_dial: false,
        supervisors: Vec::new(),
        barriers: crate::domain::barrier::list(&[]),
    });
    model.seen.wide = true;
    let effects = update(&mut model, Msg::Start(crate::app::draft::Draft::default()));
    feed(&mut model, effects, name);
    for key in keys {
        let effects = update(&mut model, Msg::Key(Key::parse(key).expect(key)));
        feed(&mut model, effects, name);
    }
    model
}

fn feed(model: &mut Model, mut effects: Vec<Effect>, name: &str) {
    effects.extend(update(model, Msg::Settle));
    while let Some(effect) = effects.pop() {
        if let Effect::Ask(seq, request) = effect {
            effects.extend(update(model, Msg::Reply(seq, answer(&request, name))));
            effects.extend(update(model, Msg::Settle));
        }
    }
}

/// A screen of that size, as text.
pub(crate) fn shot(model: &Model, w: u16, h: u16) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    super::paint(
        &mut buf,
        model,
        &super::theme::Theme::new(super::theme::ThemeName::Dark),
    );
    let mut out = String::new();
    for y in 0..h {
        let line: String = (0..w).map(|x| buf[(x, y)].symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
