//! The ladder of remedies: which step comes when, where an account stands on it, and the honesty rule (DOMAIN §4, §7).
//!
//! Law: pure. The steps are data (`ladder.toml`, read by `config::ladder`); nothing here happens by itself: the ladder proposes, a
//! person does. `told` says what the honesty rule asks before a step.

#[cfg(test)]
mod cases;
mod told;

pub use told::{HonestyOverride, Telling, Told, telling, warning};

use super::audit::AuditArea;
use super::facts::Facts;
use super::named::named;
use super::touch::HoldKind;
use super::verdict::Verdict;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

named! {
    /// A step of the ladder, or a remedy that a customer is told of before it is used.
    pub enum LadderStep {
        /// A friendly letter.
        Reminder => "reminder", "reminder letter";
        /// The collector calls.
        Call => "call", "call";
        /// The supervisor calls.
        SupervisorCall => "supervisor_call", "supervisor calls";
        /// A letter that says what comes next, and when.
        FinalNotice => "final_notice", "final notice";
        /// Nothing ships until it is lifted.
        CreditHold => "credit_hold", "credit hold";
        /// A notice of intent to file a lien.
        Notice => "notice", "notice of intent";
        /// A lien, or a claim on a bond.
        Lien => "lien", "lien";
        /// It goes to an agency.
        Placement => "placement", "placement with an agency";
    }
}

impl LadderStep {
    /// Under which rules the audit trail has a warning or a stop of this step, and what it is called there.
    #[must_use]
    pub const fn trail(self) -> (AuditArea, &'static str) {
        match self {
            LadderStep::CreditHold => (AuditArea::Credit, "credit_hold"),
            LadderStep::Notice | LadderStep::Lien => (AuditArea::Lien, "lien"),
            LadderStep::Placement => (AuditArea::Ladder, "placement"),
            LadderStep::FinalNotice => (AuditArea::Ladder, "final_notice"),
            LadderStep::Reminder | LadderStep::Call | LadderStep::SupervisorCall => {
                (AuditArea::Ladder, "step")
            }
        }
    }
}

/// One rung: a step and when its time has come.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rung {
    /// Which step.
    pub step: LadderStep,
    /// Days past due of the oldest invoice.
    pub days: u32,
    /// Or as soon as this promise in a row was not kept (1 = the first).
    pub level: Option<u32>,
}

/// The ladder of a desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ladder {
    /// Its rungs, by days.
    pub rungs: Vec<Rung>,
    /// Days that lie between telling a customer of a step and taking it.
    pub notice: Vec<(LadderStep, u32)>,
    /// Days past due between which placement is put to the supervisor; none = the settings' `placement_days`.
    pub window: Option<(u32, u32)>,
}

impl Default for Ladder {
    /// What ships: `src/config/ladder.toml` says the same, held by a test.
    fn default() -> Self {
        let rung = |step, days, level| Rung { step, days, level };
        Ladder {
            rungs: vec![
                rung(LadderStep::Reminder, 3, None),
                rung(LadderStep::Call, 7, None),
                rung(LadderStep::SupervisorCall, 21, Some(2)),
                rung(LadderStep::FinalNotice, 30, Some(3)),
                rung(LadderStep::CreditHold, 40, None),
                rung(LadderStep::Placement, 45, None),
            ],
            notice: vec![
                (LadderStep::CreditHold, 5),
                (LadderStep::Notice, 10),
                (LadderStep::Lien, 10),
                (LadderStep::Placement, 10),
            ],
            window: None,
        }
    }
}

impl Ladder {
    /// Days that a customer must have known of a step; none = it needs no telling.
    #[must_use]
    pub fn notice_days(&self, step: LadderStep) -> Option<u32> {
        self.notice
            .iter()
            .find(|(known, _)| *known == step)
            .map(|(_, days)| *days)
    }
}

/// What stops the ladder, if anything does.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Walk {
    /// Nothing is past due.
    Clear,
    /// A stop is in force.
    Stopped {
        /// Which.
        hold: HoldKind,
    },
    /// It is with an agency.
    Placed {
        /// Since when.
        on: NaiveDate,
    },
    /// All of it is promised, under way or contested: nothing is to be asked for now.
    Paused,
    /// It goes on.
    On,
}

/// The next rung.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Next {
    /// Which.
    pub rung: Rung,
    /// The day on which its time comes, if nothing is paid.
    pub on: NaiveDate,
    /// Whether they know of it.
    pub telling: Telling,
}

/// Where an account stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Standing {
    /// What stops it, if anything.
    pub walk: Walk,
    /// Days past due of the oldest invoice.
    pub days: i64,
    /// Promises in a row that were not kept; 0 = none stands.
    pub level: u32,
    /// The rung whose time has come last.
    pub present: Option<Rung>,
    /// Whether they know of that one.
    pub present_telling: Telling,
    /// The one after it.
    pub next: Option<Next>,
}

/// Where an account stands on the ladder as of a day. Pure: facts, what was told, the ladder.
#[must_use]
pub fn standing(facts: &Facts, told: &[Told], ladder: &Ladder, as_of: NaiveDate) -> Standing {
    let since = facts.oldest_due;
    let days = since.map_or(0, |due| as_of.signed_duration_since(due).num_days().max(0));
    let level = facts
        .promise
        .as_ref()
        .filter(|p| matches!(p.verdict, Verdict::Broken | Verdict::Light))
        .map_or(0, |p| p.level);
    let walk = if let Some(hold) = facts.hold {
        Walk::Stopped { hold }
    } else if let Some(on) = facts.placed_on {
        Walk::Placed { on }
    } else if !facts.past_due.is_positive() {
        Walk::Clear
    } else if !facts.collectible.is_positive() {
        Walk::Paused
    } else {
        Walk::On
    };
    let reached = |r: &Rung| {
        days > 0 && (days >= i64::from(r.days) || r.level.is_some_and(|n| level >= n && n > 0))
    };
    let at = ladder.rungs.iter().rposition(reached);
    let know = |step| telling(step, told, ladder, since, as_of);
    let next = since.and_then(|due| {
        let rung = *ladder.rungs.get(at.map_or(0, |n| n + 1))?;
        let on = due.checked_add_days(Days::new(rung.days.into()))?;
        Some(Next {
            rung,
            on,
            telling: know(rung.step),
        })
    });
    let present = at.and_then(|n| ladder.rungs.get(n).copied());
    Standing {
        walk,
        days,
        level,
        present,
        present_telling: present.map_or(Telling::NotNeeded, |r| know(r.step)),
        next,
    }
}

impl Standing {
    /// `final notice since day 30; next: credit hold from Thu 3 Dec, not told yet`; none where nothing is past due.
    #[must_use]
    pub fn words(&self, as_of: NaiveDate) -> Option<String> {
        use super::say;
        let here = match self.present {
            Some(rung) => rung.step.words().to_owned(),
            None => "not on it yet".to_owned(),
        };
        match self.walk {
            Walk::Clear => return None,
            Walk::Stopped { hold } => {
                return Some(format!("stopped: {}", hold.name().replace('_', " ")));
            }
            Walk::Placed { on } => {
                return Some(format!("with an agency since {}", say::day(on, as_of)));
            }
            Walk::Paused => {
                return Some(format!("{here}; rests: nothing to ask for now"));
            }
            Walk::On => {}
        }
        let next = self.next.as_ref().map_or(String::new(), |next| {
            let told = next.telling.words(as_of);
            let told = told.map_or(String::new(), |t| format!(", {t}"));
            let when = if next.on < as_of {
                "after it".to_owned()
            } else {
                format!("from {}", say::day(next.on, as_of))
            };
            format!("; next: {} {when}{told}", next.rung.step.words())
        });
        Some(format!("{here}{next}"))
    }
}
