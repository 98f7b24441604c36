//! Everything the rules need to know about one account: plain data, loaded by the store, judged by pure functions.
//!
//! A book may be a slice: settled documents that no promise names and no recent payment touched can be left out,
//! because no rule looks at them. Voided rows are never in it.

use super::account::{Account, Contact};
use super::credit::{LimitChange, TermsChange};
use super::document::{Application, Document, Restatement, Reversal};
use super::fee::{Agreement, Fee};
use super::ladder::{HonestyOverride, Told};
use super::lien::Job;
use super::outbox::LetterMark;
use super::placement::{Declined, Placement};
use super::promise::{Promise, Ruling};
use super::review::{CreditHold, Review};
use super::touch::{Claim, Dispute, FollowUp, Hold, LienStep, Task, Touch};
use super::waiver::Waiver;
use serde::{Deserialize, Serialize};

/// One account with all that hangs on it, in the order of ids.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Book {
    /// Who.
    pub account: Account,
    /// The people there.
    pub contacts: Vec<Contact>,
    /// Rows with money.
    pub documents: Vec<Document>,
    /// What settles what.
    pub applications: Vec<Application>,
    /// What was taken back.
    pub reversals: Vec<Reversal>,
    /// Changed face amounts.
    pub restatements: Vec<Restatement>,
    /// Promises, oldest first.
    pub promises: Vec<Promise>,
    /// Money said to be under way.
    pub claims: Vec<Claim>,
    /// Dates to come back, oldest first.
    pub follow_ups: Vec<FollowUp>,
    /// Touches, oldest first (a slice may hold only the newest).
    pub touches: Vec<Touch>,
    /// What either side has to do.
    pub tasks: Vec<Task>,
    /// Contested amounts.
    pub disputes: Vec<Dispute>,
    /// Stops.
    pub holds: Vec<Hold>,
    /// Dated construction remedies.
    pub lien_steps: Vec<LienStep>,
    /// Waivers that hang on promises.
    pub waivers: Vec<Waiver>,
    /// What a supervisor decided about promises, oldest first.
    pub reviews: Vec<Review>,
    /// Stops on shipments, oldest first.
    pub credit_holds: Vec<CreditHold>,
    /// What supervisors ruled about promises, oldest first.
    pub rulings: Vec<Ruling>,
    /// Limits that supervisors set, oldest first.
    #[serde(default)]
    pub limits: Vec<LimitChange>,
    /// Terms that were set here, oldest first.
    #[serde(default)]
    pub terms: Vec<TermsChange>,
    /// Letters, oldest first; a working book has none.
    #[serde(default)]
    pub letters: Vec<LetterMark>,
    /// Fees that were posted, oldest first.
    pub fees: Vec<Fee>,
    /// What they agreed to about late charges, oldest first.
    pub agreements: Vec<Agreement>,
    /// Next steps that they were told of, oldest first (a working book leaves them out).
    pub told: Vec<Told>,
    /// Steps that were taken although the honesty rule warned, oldest first (a working book leaves them out).
    pub overrides: Vec<HonestyOverride>,
    /// Placements, oldest first.
    pub placements: Vec<Placement>,
    /// When a placement was declined, oldest first.
    pub declined: Vec<Declined>,
    /// Jobs, oldest first.
    pub jobs: Vec<Job>,
}

impl Book {
    /// An account with nothing on it yet.
    #[must_use]
    pub fn empty(account: Account) -> Book {
        Book {
            account,
            contacts: Vec::new(),
            documents: Vec::new(),
            applications: Vec::new(),
            reversals: Vec::new(),
            restatements: Vec::new(),
            promises: Vec::new(),
            claims: Vec::new(),
            follow_ups: Vec::new(),
            touches: Vec::new(),
            tasks: Vec::new(),
            disputes: Vec::new(),
            holds: Vec::new(),
            lien_steps: Vec::new(),
            waivers: Vec::new(),
            reviews: Vec::new(),
            credit_holds: Vec::new(),
            rulings: Vec::new(),
            limits: Vec::new(),
            terms: Vec::new(),
            letters: Vec::new(),
            fees: Vec::new(),
            agreements: Vec::new(),
            told: Vec::new(),
            overrides: Vec::new(),
            placements: Vec::new(),
            declined: Vec::new(),
            jobs: Vec::new(),
        }
    }
}
