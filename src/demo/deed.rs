//! What happens in the sample month, and the request that each deed turns into.

use super::post::Post;
use crate::domain::account::AccountKind;
use crate::domain::approval::ApprovalKind;
use crate::domain::credit::TradeTerms;
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId, JobId, PromiseId};
use crate::domain::ladder::LadderStep;
use crate::domain::lien::{JobDate, JobStepKind, PartyKind, Project, Role};
use crate::domain::money::Minor;
use crate::domain::plan::Instalment;
use crate::domain::review::Decision;
use crate::domain::split::Split;
use crate::domain::staged::StagedFile;
use crate::domain::task::TaskKind;
use crate::domain::touch::{HoldDetails, HoldKind, Method, Owner, TouchOutcome};
use crate::domain::view::Prep;
use crate::store::protocol::{
    AccountEdit, CaseDeed, Change, ClockAct, CreditAct, FeeDeed, FinishCall, Intent, NewApproval,
    NewClaim, NewDeduction, NewDispute, NewFee, NewFollowUp, NewHold, NewHoldback, NewJob,
    NewJobStep, NewParty, NewPayment, NewPlacement, NewPlan, NewPromise, NewReview, NewTask,
    NewTold, NewWaiver, PayItem, PromiseRef, Record, Remedy, Resolution, ReviewAct,
};
use chrono::{NaiveDate, NaiveTime};

/// One thing that happened on one day.
pub(super) struct Act {
    pub on: NaiveDate,
    pub what: What,
}

/// A report came in, or something happened at an account.
pub(super) enum What {
    Report(Vec<StagedFile>),
    At(&'static str, Deed),
    /// The same, done by somebody who is named.
    By(&'static str, &'static str, Deed),
    /// A letter, and what became of it.
    Post(&'static Post),
    /// Where mail reaches those who sell.
    Sellers,
}

/// What happened at an account.
pub(super) enum Deed {
    Talk(Talk),
    /// A call with a promise on one invoice: what stood in the way, cents, the day, the number.
    PromiseOf(&'static str, i64, NaiveDate, String),
    Pay {
        cents: i64,
        method: Method,
        reference: &'static str,
        invoices: &'static [&'static str],
    },
    /// The account's newest payment bounced.
    Bounce,
    Owe(TaskKind, &'static str, NaiveDate),
    /// Who answers it by when.
    Dispute(
        &'static str,
        i64,
        DisputeCode,
        &'static str,
        (&'static str, NaiveDate),
    ),
    Retain(&'static str, i64, Option<NaiveDate>),
    Withdraw,
    VoidPromise,
    /// Instalments (cents and day) on these invoices.
    Plan(Vec<(i64, NaiveDate)>, &'static [&'static str]),
    /// A charge is given up if the newest promise is kept.
    Waive(i64, &'static str),
    /// The supervisor decides about the newest promise.
    Decide(Decision, &'static str),
    /// Ben asks for a write-off.
    WriteOff(i64, &'static str),
    /// All contact stops, with what is known of it.
    Stop(HoldKind, Box<HoldDetails>),
    /// A consumer.
    Consumer,
    /// The supervisor stops shipments.
    CreditHold(&'static str),
    /// The supervisor sets other terms from that day on.
    Terms(TradeTerms, &'static str),
    /// Which agreement allows late charges.
    Agree(&'static str),
    /// Whatever the rules allow is posted.
    PostFees,
    /// Some of the newest fee is given up.
    WaiveFee(i64, &'static str),
    /// They kept a part of this invoice back when they paid.
    Deduct(&'static str, i64, DisputeCode, &'static str, NaiveDate),
    /// The oldest open dispute ends with a credit of so much.
    Settle(i64, &'static str),
    /// A job with its first day and its completion.
    Job(&'static str, &'static str, NaiveDate, NaiveDate),
    /// Somebody with a part in the account's job.
    Party(PartyKind, &'static str, &'static str),
    /// Something was sent or filed on it.
    JobStep(JobStepKind),
    /// A filing on it is planned.
    Filing(JobStepKind, NaiveDate),
    /// They were told of a step.
    Told(LadderStep),
    /// The supervisor hands the account over: to whom, why, and why now.
    Place(&'static str, &'static str, &'static str),
}

impl Deed {
    /// Who does it.
    pub(super) const fn by(&self) -> &'static str {
        match self {
            Deed::Decide(..) | Deed::CreditHold(_) | Deed::Terms(..) | Deed::Place(..) => {
                super::SUPERVISOR
            }
            Deed::WriteOff(..) => "Ben",
            _ => super::COLLECTOR,
        }
    }
}

/// A call of which nothing came but what was said.
pub(super) const QUIET: Talk = Talk {
    outcome: TouchOutcome::Information,
    inbound: false,
    barrier: "",
    note: "",
    promise: None,
    claim: None,
    follow_up: None,
    at: None,
};

/// A call with all that came of it.
pub(super) struct Talk {
    pub outcome: TouchOutcome,
    pub inbound: bool,
    pub barrier: &'static str,
    pub note: &'static str,
    pub promise: Option<(i64, NaiveDate, &'static [&'static str])>,
    pub claim: Option<(
        Method,
        &'static str,
        i64,
        NaiveDate,
        &'static [&'static str],
    )>,
    pub follow_up: Option<(NaiveDate, &'static str)>,
    /// The hour of that date, where one was agreed.
    pub at: Option<NaiveTime>,
}

/// The request for a deed at an account that looks like `prep` on that day; the error says what is missing.
pub(super) fn intent(deed: &Deed, prep: &Prep, on: NaiveDate) -> Result<Intent, String> {
    let account = prep.account.id;
    let record = |record| Ok(Intent::Record(record));
    let remedy = |remedy| {
        Ok(Intent::Remedy {
            account,
            remedy: Box::new(remedy),
        })
    };
    match deed {
        Deed::Talk(talk) => call(talk, prep, account),
        Deed::PromiseOf(barrier, cents, by_when, number) => {
            let talk = Talk {
                outcome: TouchOutcome::Promise,
                barrier,
                ..QUIET
            };
            let made = call(&talk, prep, account)?;
            let Intent::FinishCall(mut finished) = made else {
                return Ok(made);
            };
            finished.promises.push(NewPromise {
                account,
                amount: Minor::new(*cents),
                by_when: *by_when,
                invoices: named(prep, &[number.as_str()])?,
                contact: finished.contact,
                method: Some(Method::Check),
                reference: None,
                supersedes: Vec::new(),
                split: Split::OldestFirst,
            });
            Ok(Intent::FinishCall(finished))
        }
        Deed::Pay {
            cents,
            method,
            reference,
            invoices,
        } => {
            let mut items = Vec::new();
            for number in *invoices {
                items.push(PayItem {
                    document: invoice(prep, number)?,
                    amount: None,
                });
            }
            Ok(Intent::Pay(NewPayment {
                account,
                amount: Minor::new(*cents),
                on,
                method: Some(*method),
                reference: Some((*reference).to_owned()),
                items,
            }))
        }
        Deed::Bounce => prep
            .payments
            .iter()
            .find(|line| line.kind == DocumentKind::Payment)
            .map(|line| Intent::Reverse {
                payment: line.id,
                reason: "nsf".to_owned(),
            })
            .ok_or_else(|| "no payment yet".to_owned()),
        Deed::Owe(kind, what, due_on) => remedy(Remedy::Task(NewTask {
            owner: Owner::Us,
            kind: *kind,
            what: (*what).to_owned(),
            due_on: *due_on,
            person: None,
        })),
        Deed::Dispute(number, cents, code, reason, (owner, due_on)) => {
            remedy(Remedy::Dispute(NewDispute {
                items: vec![(invoice(prep, number)?, Minor::new(*cents))],
                code: *code,
                reason: (*reason).to_owned(),
                owner: Some((*owner).to_owned()),
                due_on: Some(*due_on),
            }))
        }
        Deed::Stop(kind, details) => Ok(Intent::Hold(Box::new(NewHold {
            account,
            kind: *kind,
            details: (**details).clone(),
        }))),
        Deed::Consumer => remedy(Remedy::EditAccount {
            edits: vec![AccountEdit::Kind(Change {
                before: AccountKind::Commercial,
                after: AccountKind::Consumer,
            })],
        }),
        Deed::CreditHold(reason) => Ok(Intent::Review(ReviewAct::CreditHold {
            account,
            reason: (*reason).to_owned(),
            // They heard of it on the phone; nobody wrote it down then.
            anyway: Some("said on the phone, before tellings were written down".to_owned()),
        })),
        Deed::Terms(terms, reason) => Ok(Intent::Credit(CreditAct::Terms {
            account,
            terms: *terms,
            from: on,
            reason: (*reason).to_owned(),
            by: super::SUPERVISOR.to_owned(),
        })),
        Deed::Retain(number, cents, until) => remedy(Remedy::Holdback(NewHoldback {
            document: invoice(prep, number)?,
            amount: Minor::new(*cents),
            until: *until,
            payer: None,
            verify_on: None,
        })),
        Deed::Plan(parts, numbers) => remedy(Remedy::Plan(NewPlan {
            instalments: parts
                .iter()
                .map(|(cents, by_when)| Instalment {
                    amount: Minor::new(*cents),
                    by_when: *by_when,
                })
                .collect(),
            invoices: named(prep, numbers)?,
            split: Split::OldestFirst,
            contact: prep.contacts.first().map(|c| c.id),
            method: Some(Method::Check),
            supersedes: Vec::new(),
        })),
        Deed::Withdraw => record(Record::Withdraw {
            promise: newest_promise(prep)?,
        }),
        Deed::VoidPromise => record(Record::VoidPromise {
            promise: newest_promise(prep)?,
        }),
        Deed::Waive(cents, reason) => remedy(Remedy::Waiver(NewWaiver {
            promise: PromiseRef::Known(newest_promise(prep)?),
            amount: Minor::new(*cents),
            document: None,
            reason: (*reason).to_owned(),
        })),
        Deed::Decide(decision, reason) => Ok(Intent::Review(ReviewAct::Decide(NewReview {
            promise: newest_promise(prep)?,
            after: None,
            decision: *decision,
            terms: None,
            reason: (*reason).to_owned(),
            who: None,
            act_on: Some(on),
            again_on: None,
            anyway: None,
        }))),
        Deed::Agree(text) => Ok(fee(FeeDeed::Agreed {
            account,
            text: (*text).to_owned(),
        })),
        Deed::PostFees => Ok(fee(FeeDeed::Post {
            account,
            fees: prep
                .fees
                .preview
                .postable()
                .map(|p| NewFee {
                    rule: p.rule.clone(),
                    about: p.about,
                    amount: p.amount,
                })
                .collect(),
        })),
        Deed::WaiveFee(cents, reason) => Ok(fee(FeeDeed::Waive {
            fee: prep
                .fees
                .posted
                .first()
                .map(|f| f.id)
                .ok_or_else(|| "no fee yet".to_owned())?,
            amount: Some(Minor::new(*cents)),
            reason: (*reason).to_owned(),
            waiver: None,
        })),
        Deed::Deduct(number, cents, code, reason, due_on) => {
            Ok(Intent::Case(Box::new(CaseDeed::Deduct(NewDeduction {
                account,
                document: invoice(prep, number)?,
                amount: Some(Minor::new(*cents)),
                code: *code,
                reason: (*reason).to_owned(),
                payment: None,
                owner: prep.account.salesperson.clone(),
                due_on: Some(*due_on),
            }))))
        }
        Deed::Settle(cents, note) => Ok(Intent::Case(Box::new(CaseDeed::Resolve(Resolution {
            dispute: prep
                .disputes
                .first()
                .map(|d| d.id)
                .ok_or_else(|| "no dispute yet".to_owned())?,
            how: DisputeEnd::Partial,
            credited: Some(Minor::new(*cents)),
            number: None,
            note: Some((*note).to_owned()),
        })))),
        Deed::Job(name, state, first, completed) => clock(ClockAct::Job(NewJob {
            account,
            name: (*name).to_owned(),
            state: (*state).to_owned(),
            project: Project::Private,
            role: Role::Supplier,
            address: None,
            dates: vec![(JobDate::First, *first), (JobDate::Completion, *completed)],
        })),
        Deed::Party(kind, name, phone) => clock(ClockAct::Party {
            job: newest_job(prep)?,
            party: NewParty {
                kind: *kind,
                name: (*name).to_owned(),
                address: None,
                phone: Some((*phone).to_owned()),
            },
        }),
        Deed::JobStep(kind) => clock(ClockAct::Step {
            job: newest_job(prep)?,
            step: NewJobStep {
                kind: *kind,
                on: None,
                amount: None,
                through: None,
                note: None,
                anyway: None,
            },
        }),
        Deed::Filing(kind, file_on) => clock(ClockAct::Plan {
            job: newest_job(prep)?,
            kind: *kind,
            file_on: *file_on,
        }),
        Deed::Told(step) => remedy(Remedy::Told(NewTold {
            step: *step,
            for_on: None,
            to: prep.contacts.first().map(|c| c.name.clone()),
            contact: prep.contacts.first().map(|c| c.id),
            note: None,
        })),
        Deed::Place(agency, reason, anyway) => clock(ClockAct::Place(NewPlacement {
            account,
            agency: (*agency).to_owned(),
            amount: None,
            reason: (*reason).to_owned(),
            anyway: Some((*anyway).to_owned()),
        })),
        Deed::WriteOff(cents, reason) => Ok(Intent::Review(ReviewAct::Ask(NewApproval {
            account,
            kind: ApprovalKind::WriteOff,
            amount: Some(Minor::new(*cents)),
            reason: (*reason).to_owned(),
        }))),
    }
}

fn fee(deed: FeeDeed) -> Intent {
    Intent::Fee(Box::new(deed))
}

fn clock(act: ClockAct) -> Result<Intent, String> {
    Ok(Intent::Clock(Box::new(act)))
}

fn newest_job(prep: &Prep) -> Result<JobId, String> {
    let job = prep.clocks.jobs.iter().map(|line| line.job.id).max();
    job.ok_or_else(|| "no job of this account".to_owned())
}

fn call(talk: &Talk, prep: &Prep, account: AccountId) -> Result<Intent, String> {
    let reached = !talk.outcome.is_attempt();
    let contact = prep.contacts.first().map(|c| c.id);
    let mut call = FinishCall {
        contact: if reached { contact } else { None },
        inbound: talk.inbound,
        barrier: (!talk.barrier.is_empty()).then(|| talk.barrier.to_owned()),
        note: talk.note.to_owned(),
        seconds: if reached { 140 } else { 25 },
        ..FinishCall::new(account, talk.outcome)
    };
    if let Some((cents, by_when, numbers)) = talk.promise {
        call.promises.push(NewPromise {
            account,
            amount: Minor::new(cents),
            by_when,
            invoices: named(prep, numbers)?,
            contact,
            method: Some(Method::Check),
            reference: None,
            supersedes: Vec::new(),
            split: Split::OldestFirst,
        });
    }
    if let Some((method, reference, cents, mailed_on, numbers)) = talk.claim {
        call.claims.push(NewClaim {
            method,
            reference: Some(reference.to_owned()),
            amount: Minor::new(cents),
            mailed_on,
            invoices: named(prep, numbers)?,
            mailed_to: None,
        });
    }
    if let Some((due_on, reason)) = talk.follow_up {
        call.follow_up = Some(NewFollowUp {
            due_on,
            at: talk.at,
            reason: reason.to_owned(),
            requested_by_them: talk.inbound,
        });
    }
    Ok(Intent::FinishCall(Box::new(call)))
}

fn invoice(prep: &Prep, number: &str) -> Result<DocumentId, String> {
    prep.invoices
        .iter()
        .find(|line| line.number == number)
        .map(|line| line.id)
        .ok_or_else(|| format!("{number} is not open"))
}

fn named(prep: &Prep, numbers: &[&str]) -> Result<Vec<DocumentId>, String> {
    numbers.iter().map(|number| invoice(prep, number)).collect()
}

fn newest_promise(prep: &Prep) -> Result<PromiseId, String> {
    prep.promises
        .first()
        .map(|line| line.promise.id)
        .ok_or_else(|| "no promise yet".to_owned())
}
