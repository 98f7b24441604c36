//! The contract's document of `bywhen show --json`: amounts in minor units with their currency beside them, dates ISO.

use super::ScriptStep;
use crate::cli::aging::by_bucket;
use crate::cli::promises::Shape;
use crate::domain::account::{Account, AccountKind, Contact};
use crate::domain::call_rules::There;
use crate::domain::clocks::Clocks;
use crate::domain::credit::CreditFile;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{ContactId, DocumentId, LetterId, PlanId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::{Letter, LetterKind, LetterState};
use crate::domain::plan::PlanState;
use crate::domain::queue::{Gate, ReasonPoints};
use crate::domain::script::Situation;
use crate::domain::touch::{Hold, Owner};
use crate::domain::verdict::{Credibility, Turn, Verdict};
use crate::domain::view::{
    BriefLine, ClaimLine, CreditLine, DisputeLine, FollowUpLine, InvoiceLine, NoteLine,
    PaymentLine, PlanLine, Prep, QuestionLine, Safety, TaskLine, WaiverLine,
};
use chrono::NaiveDate;
use serde::Serialize;

/// The document.
#[derive(Serialize)]
pub struct Document<'a> {
    as_of: NaiveDate,
    account: AccountShape<'a>,
    reasons: &'a [ReasonPoints],
    gate: Option<&'a Gate>,
    brief: &'a [BriefLine],
    /// How far the account's word goes.
    credibility: WordShape,
    contacts: Vec<ContactShape<'a>>,
    /// What reports say otherwise than it was typed here, not decided yet: `bywhen questions` decides.
    questions: &'a [QuestionLine],
    invoices: Vec<InvoiceShape<'a>>,
    credits: Vec<CreditShape<'a>>,
    payments: Vec<PaymentShape<'a>>,
    promises: Vec<Shape<'a>>,
    notes: &'a [NoteLine],
    owed_by_us: Vec<&'a TaskLine>,
    owed_by_them: Vec<&'a TaskLine>,
    /// Every open task, ours first.
    tasks: &'a [TaskLine],
    claims: Vec<ClaimShape<'a>>,
    disputes: Vec<InCurrency<'a, DisputeLine>>,
    plans: Vec<PlanShape<'a>>,
    waivers: Vec<InCurrency<'a, WaiverLine>>,
    follow_up: Option<&'a FollowUpLine>,
    situation: Situation,
    script: &'a [ScriptStep],
    safety: SafetyShape<'a>,
    /// The ladder, what they were told, placement, jobs with their deadlines.
    clocks: &'a Clocks,
    credit: &'a CreditFile,
    /// The stop on contact in force, with what is known of it.
    hold: Option<&'a Hold>,
    /// What was written to them, oldest first, and what became of it.
    letters: Vec<LetterShape<'a>>,
}

#[derive(Serialize)]
struct LetterShape<'a> {
    id: LetterId,
    kind: LetterKind,
    to: &'a str,
    subject: &'a str,
    made_on: NaiveDate,
    state: LetterState,
    why: Option<&'a str>,
}

impl<'a> From<&'a Letter> for LetterShape<'a> {
    fn from(letter: &'a Letter) -> Self {
        LetterShape {
            id: letter.id,
            kind: letter.kind,
            to: &letter.to,
            subject: &letter.subject,
            made_on: letter.made_on,
            state: letter.standing.state,
            why: letter.standing.why.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct AccountShape<'a> {
    id: i64,
    number: Option<&'a str>,
    name: &'a str,
    currency: Currency,
    kind: AccountKind,
    terms_days: Option<u32>,
    credit_limit: Option<Minor>,
    collector: Option<&'a str>,
    salesperson: Option<&'a str>,
    state: Option<&'a str>,
    zone: Option<&'a str>,
    address: Option<&'a str>,
    natural_person: bool,
    guarantor: Option<&'a str>,
    open: Minor,
    past_due: Minor,
    collectible: Minor,
    unapplied: Minor,
    /// `open + unapplied`.
    balance: Minor,
    #[serde(serialize_with = "by_bucket")]
    buckets: &'a [Minor; 6],
}

#[derive(Serialize)]
struct ContactShape<'a> {
    id: ContactId,
    name: &'a str,
    role: Option<&'a str>,
    phone: Option<&'a str>,
    mobile: Option<&'a str>,
    email: Option<&'a str>,
    preferred: bool,
    zone: Option<&'a str>,
    /// They decide about paying; `null` = nobody asked.
    right_party: Option<bool>,
    /// The phone number turned out wrong on that day.
    phone_bad_on: Option<NaiveDate>,
    /// Mail came back on that day.
    email_bad_on: Option<NaiveDate>,
    /// How far their word goes; `null` = they promised nothing whose outcome is known.
    credibility: Option<WordShape>,
}

/// How far somebody's word goes, over promises whose outcome is known.
#[derive(Serialize)]
struct WordShape {
    promised: u32,
    kept: u32,
    kept_late: u32,
    rolled: u32,
    /// Kept by the date, in percent of the promises.
    kept_percent: Option<u32>,
    /// Received within the windows, in percent of what was required.
    kept_percent_by_amount: Option<u32>,
    /// The first with recent promises weighing more.
    recent_percent: Option<u32>,
    median_slip_business_days: Option<i64>,
    /// Money that was said to be sent and never came.
    claims_missing: u32,
}

impl WordShape {
    fn new(word: &Credibility, claims_missing: u32) -> WordShape {
        WordShape {
            promised: word.promised,
            kept: word.kept,
            kept_late: word.kept_late,
            rolled: word.rolled,
            kept_percent: word.percent_by_count(),
            kept_percent_by_amount: word.percent_by_amount(),
            recent_percent: word.weighted_percent,
            median_slip_business_days: word.median_slip,
            claims_missing,
        }
    }
}

impl<'a> ContactShape<'a> {
    fn new(contact: &'a Contact, prep: &Prep) -> Self {
        let word = prep.words.iter().find(|w| w.contact == contact.id);
        ContactShape {
            id: contact.id,
            name: &contact.name,
            role: contact.role.as_deref(),
            phone: contact.phone.as_deref(),
            mobile: contact.mobile.as_deref(),
            email: contact.email.as_deref(),
            preferred: contact.preferred,
            zone: contact.zone.as_deref(),
            right_party: contact.right_party,
            phone_bad_on: contact.phone_bad_on,
            email_bad_on: contact.email_bad_on,
            credibility: word.map(|w| WordShape::new(&w.credibility, w.claims_missing)),
        }
    }
}

#[derive(Serialize)]
struct InvoiceShape<'a> {
    #[serde(flatten)]
    line: &'a InvoiceLine,
    currency: Currency,
}

#[derive(Serialize)]
struct CreditShape<'a> {
    id: DocumentId,
    kind: DocumentKind,
    number: &'a str,
    date: NaiveDate,
    amount: Minor,
    open: Minor,
    currency: Currency,
    reason: CreditReason,
    memo: Option<&'a str>,
}

/// A payment as every document shows it.
#[derive(Serialize)]
pub struct PaymentShape<'a> {
    id: DocumentId,
    kind: DocumentKind,
    number: &'a str,
    date: NaiveDate,
    method: Option<&'a str>,
    reference: Option<&'a str>,
    amount: Minor,
    unapplied: Minor,
    currency: Currency,
    reversed: bool,
    reversed_on: Option<NaiveDate>,
}

impl<'a> PaymentShape<'a> {
    /// A payment of an account with that currency.
    pub fn new(line: &'a PaymentLine, currency: Currency) -> Self {
        PaymentShape {
            id: line.id,
            kind: line.kind,
            number: &line.number,
            date: line.date,
            method: line.method.as_deref(),
            reference: line.reference.as_deref(),
            amount: line.amount,
            unapplied: line.unapplied,
            currency,
            reversed: line.reversed_on.is_some(),
            reversed_on: line.reversed_on,
        }
    }
}

/// A line with money in it, and the currency beside it.
#[derive(Serialize)]
struct InCurrency<'a, T> {
    #[serde(flatten)]
    line: &'a T,
    currency: Currency,
}

type ClaimShape<'a> = InCurrency<'a, ClaimLine>;

#[derive(Serialize)]
struct PlanShape<'a> {
    id: PlanId,
    amount: Minor,
    received: Minor,
    currency: Currency,
    instalments: Vec<InstalmentShape>,
    next: Option<NaiveDate>,
    state: &'a PlanState,
}

#[derive(Serialize)]
struct InstalmentShape {
    promise: PromiseId,
    verdict: Verdict,
}

impl<'a> PlanShape<'a> {
    fn new(line: &'a PlanLine, currency: Currency) -> Self {
        let instalments = line.instalments.iter();
        PlanShape {
            id: line.id,
            amount: line.amount,
            received: line.received,
            currency,
            instalments: instalments
                .map(|(promise, verdict)| InstalmentShape {
                    promise: *promise,
                    verdict: *verdict,
                })
                .collect(),
            next: line.next,
            state: &line.state,
        }
    }
}

#[derive(Serialize)]
struct SafetyShape<'a> {
    #[serde(flatten)]
    safety: &'a Safety,
    currency: Currency,
    /// What their clocks say, `09:12`; a `~` in front where their place is assumed, `null` where nothing says it.
    local_time: Option<&'a str>,
    /// Why it is no hour to call; `null` = it is one.
    hours: Option<&'a str>,
}

impl<'a> Document<'a> {
    /// All of an account.
    pub fn new(
        prep: &'a Prep,
        script: &'a [ScriptStep],
        letters: &'a [Letter],
        there: Option<&'a There>,
        histories: &'a [Vec<Turn>],
    ) -> Self {
        let account = &prep.account;
        let currency = account.currency;
        let owed_by = |owner: Owner| prep.tasks.iter().filter(move |task| task.owner == owner);
        let credit = |line: &'a CreditLine| CreditShape {
            id: line.id,
            kind: line.kind,
            number: &line.number,
            date: line.date,
            amount: line.amount,
            open: line.open,
            currency,
            reason: line.reason,
            memo: line.memo.as_deref(),
        };
        let missing = prep.claims.iter().filter(|c| c.overdue).count();
        let missing = u32::try_from(missing).unwrap_or(u32::MAX);
        let promise = |(line, n)| {
            let history: Option<&Vec<Turn>> = histories.get(n);
            Shape::new(account.label(), &account.name, currency, line)
                .with_history(history.map(Vec::as_slice))
        };
        Document {
            as_of: prep.as_of,
            account: account_shape(account, prep),
            reasons: &prep.reasons,
            gate: prep.gate.as_ref(),
            brief: &prep.brief,
            credibility: WordShape::new(&prep.word, missing),
            contacts: prep
                .contacts
                .iter()
                .map(|c| ContactShape::new(c, prep))
                .collect(),
            questions: &prep.questions,
            invoices: prep
                .invoices
                .iter()
                .map(|line| InvoiceShape { line, currency })
                .collect(),
            credits: prep.credits.iter().map(credit).collect(),
            payments: prep
                .payments
                .iter()
                .map(|line| PaymentShape::new(line, currency))
                .collect(),
            promises: prep.promises.iter().zip(0..).map(promise).collect(),
            notes: &prep.notes,
            owed_by_us: owed_by(Owner::Us).filter(|t| t.kind.is_owed()).collect(),
            owed_by_them: owed_by(Owner::Them).collect(),
            tasks: &prep.tasks,
            claims: prep
                .claims
                .iter()
                .map(|line| InCurrency { line, currency })
                .collect(),
            disputes: prep
                .disputes
                .iter()
                .map(|line| InCurrency { line, currency })
                .collect(),
            plans: prep
                .plans
                .iter()
                .map(|line| PlanShape::new(line, currency))
                .collect(),
            waivers: prep
                .waivers
                .iter()
                .map(|line| InCurrency { line, currency })
                .collect(),
            follow_up: prep.follow_up.as_ref(),
            situation: prep.script.situation,
            clocks: &prep.clocks,
            letters: letters.iter().map(LetterShape::from).collect(),
            script,
            credit: &prep.credit,
            hold: prep.hold.as_ref(),
            safety: SafetyShape {
                safety: &prep.safety,
                currency,
                local_time: there.map(|t| t.clock.as_str()),
                hours: there
                    .and_then(|t| t.limit.as_ref())
                    .map(|l| l.text.as_str()),
            },
        }
    }
}

fn account_shape<'a>(account: &'a Account, prep: &'a Prep) -> AccountShape<'a> {
    AccountShape {
        id: account.id.0,
        number: account.number.as_deref(),
        name: &account.name,
        currency: account.currency,
        kind: account.kind,
        terms_days: account.terms_days,
        credit_limit: prep.credit.limit,
        collector: account.collector.as_deref(),
        salesperson: account.salesperson.as_deref(),
        state: account.state.as_deref(),
        zone: account.zone.as_deref(),
        address: account.address.as_deref(),
        natural_person: account.flags.natural_person,
        guarantor: account.flags.guarantor.as_deref(),
        open: prep.open,
        past_due: prep.past_due,
        collectible: prep.collectible,
        unapplied: prep.unapplied,
        // Both are sums of ledger rows, each within the amount limit: far from the edge of 64 bits.
        balance: prep.open.plus(prep.unapplied).unwrap_or(prep.open),
        buckets: &prep.buckets.0,
    }
}
