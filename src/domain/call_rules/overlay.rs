//! What a state adds to the rules of a profile, and which rules hold for an account in the end.
//!
//! Law: pure. An overlay only ever narrows: fewer calls, shorter hours. Each says where it is written down and when somebody last looked.

use super::{CallProfile, CallRules};
use crate::domain::account::{Account, AccountKind};
use crate::domain::named::named;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

named! {
    /// Whom an overlay protects.
    pub enum Protects {
        /// Consumers, and whoever is judged as one.
        Consumer => "consumer", "consumers";
        /// Businesses.
        Commercial => "commercial", "businesses";
        /// Everybody.
        All => "all", "everybody";
    }
}

/// What a state adds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Overlay {
    /// Two letters, in capitals.
    pub state: String,
    /// Whom it protects.
    pub protects: Protects,
    /// Not before this hour.
    pub from: Option<NaiveTime>,
    /// Nor from this hour on.
    pub to: Option<NaiveTime>,
    /// Not on days that are no business days.
    pub no_weekend: bool,
    /// The most talks in seven days.
    pub talks: Option<u32>,
    /// The most calls in seven days.
    pub calls: Option<u32>,
    /// The most letters and mails in seven days.
    pub letters: Option<u32>,
    /// Where it is written down.
    pub source: String,
    /// When somebody last compared it with that.
    pub verified_on: Option<NaiveDate>,
}

impl Overlay {
    /// The profile as this state narrows it.
    #[must_use]
    pub fn narrow(&self, p: CallProfile) -> CallProfile {
        CallProfile {
            from: self.from.unwrap_or(p.from).max(p.from),
            to: self.to.unwrap_or(p.to).min(p.to),
            weekend: p.weekend && !self.no_weekend,
            talks: self.talks.unwrap_or(p.talks).min(p.talks),
            calls: self.calls.unwrap_or(p.calls).min(p.calls),
            letters: match (self.letters, p.letters) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (one, other) => one.or(other),
            },
            supervisor: p.supervisor,
        }
    }
}

/// Who is asked about.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Who<'a> {
    /// What the account is.
    pub kind: AccountKind,
    /// A natural person owes: a sole proprietor, a partner.
    pub natural_person: bool,
    /// A person stands for the debt besides.
    pub guaranteed: bool,
    /// Two letters, where it is known.
    pub state: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// An account.
    #[must_use]
    pub fn of(account: &'a Account) -> Who<'a> {
        Who {
            kind: account.kind,
            natural_person: account.flags.natural_person,
            guaranteed: account.flags.guarantor.is_some(),
            state: account.state.as_deref(),
        }
    }
}

/// The rules that hold for an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InForce {
    /// By which profile it is judged.
    pub kind: AccountKind,
    /// What may be done.
    pub profile: CallProfile,
    /// `consumer rules (12 CFR 1006; MA: 940 CMR 7.04(1)(f))`.
    pub words: String,
}

impl CallRules {
    /// What holds for an account: the profile of its kind, or the one that its flags ask for where that protects more, narrowed by its state.
    #[must_use]
    pub fn in_force(&self, who: &Who<'_>) -> InForce {
        let mut kind = who.kind;
        if who.natural_person {
            kind = stricter(kind, self.natural_person);
        }
        if who.guaranteed {
            kind = stricter(kind, self.guarantor);
        }
        let mut profile = match kind {
            AccountKind::Commercial => self.commercial,
            AccountKind::Consumer => self.consumer,
            AccountKind::Mixed => self.mixed.unwrap_or(self.consumer),
        };
        let consumer = kind != AccountKind::Commercial;
        let mut sources = Vec::new();
        if consumer && !self.consumer_source.is_empty() {
            sources.push(self.consumer_source.clone());
        }
        let state = who.state.map(code).unwrap_or_default();
        if consumer && let Some(fewer) = self.consumer_states.get(&state) {
            profile.calls = profile.calls.min(*fewer);
        }
        let theirs = self.overlays.iter().filter(|o| o.state == state);
        for overlay in theirs.filter(|o| match o.protects {
            Protects::All => true,
            Protects::Consumer => consumer,
            Protects::Commercial => !consumer,
        }) {
            profile = overlay.narrow(profile);
            sources.push(format!("{state}: {}", overlay.source));
        }
        let of = if sources.is_empty() {
            String::new()
        } else {
            format!(" ({})", sources.join("; "))
        };
        InForce {
            kind,
            profile,
            words: format!("{} rules{of}", kind.name()),
        }
    }
}

/// Two letters, in capitals: `US-OR` and `or` are Oregon.
fn code(state: &str) -> String {
    let upper = state.trim().to_ascii_uppercase();
    upper.strip_prefix("US-").unwrap_or(&upper).to_owned()
}

/// The kind that protects more.
fn stricter(a: AccountKind, b: AccountKind) -> AccountKind {
    let rank = |kind| match kind {
        AccountKind::Commercial => 0,
        AccountKind::Mixed => 1,
        AccountKind::Consumer => 2,
    };
    if rank(b) > rank(a) { b } else { a }
}
