//! What a call script is filled from: the situation, and every value preformatted. The templates and their engine are in `crate::script`.

use serde::{Deserialize, Serialize};

/// Which variant of the script fits this payer today.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// Nobody has spoken with them yet.
    FirstCall,
    /// Past due for a few days.
    NewlyPastDue,
    /// Often late: ask why, not when.
    SlowPayer,
    /// A promise was broken.
    Broken,
    /// A promise came light.
    Light,
    /// A promise falls due today: a friendly look whether it is on its way.
    PromiseDue,
    /// Money said to be under way has not come.
    ClaimOverdue,
    /// A lien or notice date is near.
    LienCourtesy,
    /// They called us.
    Inbound,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Situation; 9] = [
        Situation::FirstCall,
        Situation::NewlyPastDue,
        Situation::SlowPayer,
        Situation::Broken,
        Situation::Light,
        Situation::PromiseDue,
        Situation::ClaimOverdue,
        Situation::LienCourtesy,
        Situation::Inbound,
    ];

    /// The name of its template.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Situation::FirstCall => "first_call",
            Situation::NewlyPastDue => "newly_past_due",
            Situation::SlowPayer => "slow_payer",
            Situation::Broken => "broken",
            Situation::Light => "light",
            Situation::PromiseDue => "promise_due",
            Situation::ClaimOverdue => "claim_overdue",
            Situation::LienCourtesy => "lien_courtesy",
            Situation::Inbound => "inbound",
        }
    }

    /// The situation of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Situation> {
        Situation::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// More invoices than this are not read out.
pub const READ_OUT: usize = 6;

/// One invoice as it is said aloud.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ScriptInvoice {
    /// The number.
    pub number: String,
    /// What is asked for on it, `$9,200.00`: open, less what is contested, held back or promised.
    pub amount: String,
    /// `47`.
    pub days_late: i64,
    /// `3 Oct`.
    pub due: String,
    /// The job, where there is one.
    pub job: Option<String>,
}

/// Every value that a template may use, already in words. A missing value is `None`, and templates say so naturally.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ScriptFacts {
    /// Which variant.
    pub situation: Situation,
    /// There is something to ask for: `collectible` is above zero, and credits do not outweigh what is open.
    pub owes: bool,
    /// The contact's first name.
    pub first_name: Option<String>,
    /// The contact's whole name.
    pub contact: Option<String>,
    /// The customer.
    pub account: String,
    /// Who calls; filled in by the desk.
    pub caller: Option<String>,
    /// For whom; filled in by the desk.
    pub company: Option<String>,
    /// What is asked for.
    pub collectible: String,
    /// The amount agreed in this call; filled in by the desk once there is one.
    pub agreed: Option<String>,
    /// And its day, `Fri 27 Nov`; filled in by the desk.
    pub agreed_by: Option<String>,
    /// All that is past due.
    pub past_due: String,
    /// The invoices in question, oldest first, at most six.
    pub invoices: Vec<ScriptInvoice>,
    /// How many more there are.
    pub more_invoices: usize,
    /// Days past due of the oldest.
    pub oldest_days: i64,
    /// The newest payment that stands: amount.
    pub last_payment: Option<String>,
    /// And its day, `Mon 6 Oct`.
    pub last_payment_on: Option<String>,
    /// The promise that the call is about: amount.
    pub promised: Option<String>,
    /// Its day, `Fri 20 Nov`.
    pub promised_by: Option<String>,
    /// What came of it.
    pub received: Option<String>,
    /// What is missing.
    pub short: Option<String>,
    /// What the shortfall is to the cent, `CM-77 (pricing)`.
    pub short_is: Option<String>,
    /// Which time, in words: `second`; nothing on the first.
    pub level: Option<String>,
    /// The overdue claim: `check 1182`.
    pub claim: Option<String>,
    /// When it was said to have left.
    pub claim_mailed: Option<String>,
    /// The lien step that is near, and its day.
    pub lien_step: Option<String>,
    /// Its day.
    pub lien_due: Option<String>,
    /// The job it is about.
    pub lien_job: Option<String>,
    /// Late charges of ours that are open.
    pub late_charge: Option<String>,
    /// What of them was offered to go if a promise is kept.
    pub waiver: Option<String>,
    /// The day of that promise, `Fri 27 Nov`.
    pub waiver_by: Option<String>,
    /// How often they needed a credit lately, and for what: `3 credits in 90 days, 2 for pricing`.
    #[serde(default)]
    pub credits_lately: Option<String>,
}
