//! A hand-made prep with something in every place.

use super::answers::{account, promise_line};
use super::day;
use crate::domain::account::Contact;
use crate::domain::aging::Buckets;
use crate::domain::call_rules::CallRules;
use crate::domain::clocks::Clocks;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, ContactId, DocumentId, TouchId};
use crate::domain::local_time::Place;
use crate::domain::money::Minor;
use crate::domain::queue::{Reason, ReasonPoints};
use crate::domain::script::{ScriptFacts, Situation};
use crate::domain::touch::{Channel, TouchOutcome};
use crate::domain::verdict::{Credibility, Verdict};
use crate::domain::view::{BriefLine, CreditLine, InvoiceLine, NoteLine, Prep, Safety, Tone};
use chrono::DateTime;

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
        undelivered: None,
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
            late_charge: None,
            waiver: None,
            waiver_by: None,
            credits_lately: None,
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
