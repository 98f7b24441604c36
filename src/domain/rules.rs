//! The settings that rules are applied with. Config fills them in; every rule takes them as an argument.

use super::calendar::Calendar;
use super::call_rules::CallRules;
use super::fee::rules::FeeRules;
use super::ladder::Ladder;
use super::lien::LienRule;
use super::money::Minor;
use super::touch::Method;
use serde::{Deserialize, Serialize};

/// How far short of required still counts as kept (DOMAIN §3; default 1.00).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tolerance {
    /// Minor units.
    pub absolute: Minor,
    /// Hundredths of a percent of what is required (50 = 0.5 %). The larger of the two counts.
    pub basis_points: u32,
}

/// Business days that money travels, by method.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MailDays {
    /// Paper in the mail.
    pub check: u32,
    /// Batched bank transfer.
    pub ach: u32,
    /// Same-day bank transfer.
    pub wire: u32,
    /// Card.
    pub card: u32,
}

impl MailDays {
    /// The days for one method.
    #[must_use]
    pub const fn of(&self, method: Method) -> u32 {
        match method {
            Method::Check => self.check,
            Method::Ach => self.ach,
            Method::Wire => self.wire,
            Method::Card => self.card,
        }
    }
}

/// Points of the queue's rank (DOMAIN §4). Integers; each shows up beside its reason.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Weights {
    /// Per doubling of the collectible amount above 1.00. The other weights are best thought of as factors of size against it.
    pub size: i64,
    /// The most that age adds to a wholly unrecoverable debt of full size.
    pub age: i64,
    /// A broken promise, times its level (at most 2).
    pub broken: i64,
    /// A late one (in grace), times its level (at most 2).
    pub late: i64,
    /// A light one, times its level (at most 2).
    pub light: i64,
    /// A promise due today.
    pub promise_due: i64,
    /// A follow-up whose day has come.
    pub follow_up: i64,
    /// Something that we owe them and are late with.
    pub owed_by_us: i64,
    /// They asked us to call.
    pub inbound: i64,
    /// Money said to be under way has not come.
    pub claim: i64,
    /// A lien or notice date is near.
    pub lien: i64,
    /// In the window for placement.
    pub placement: i64,
    /// Over the credit limit.
    pub over_limit: i64,
    /// Became past due within the last days.
    pub newly: i64,
    /// A business early in the week, a consumer late in it.
    pub weekday: i64,
}

/// Everything that the rules can be tuned with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rules {
    /// Weekend and holidays.
    pub calendar: Calendar,
    /// Business days after `by_when` in which money still counts as late rather than broken.
    pub grace_days: u32,
    /// How far short is still kept.
    pub tolerance: Tolerance,
    /// How long money travels.
    pub mail_days: MailDays,
    /// Days after a talk with a right person in which the account rests.
    pub quiet_days: u32,
    /// A promise further out than this many days is beyond the policy range.
    pub promise_range_days: u32,
    /// Days in which past due still counts as newly so.
    pub newly_days: u32,
    /// Days before a lien or notice date at which it comes up (DOMAIN §7: at least 10).
    pub lien_days: u32,
    /// Days past due between which placement is put to the supervisor (DOMAIN §4).
    pub placement_days: (u32, u32),
    /// Chance of recovery in percent by age in days, ascending: what age means (DOMAIN §4).
    pub recovery: Vec<(u32, u32)>,
    /// Points.
    pub weights: Weights,
    /// When and how often people may be called.
    pub calls: CallRules,
    /// The most that a collector may waive; above it a supervisor decides.
    pub waiver_limit: Minor,
    /// By which rules fees are posted.
    pub fees: FeeRules,
    /// The ladder of remedies.
    pub ladder: Ladder,
    /// The lien rules of the states; what ships is read by `config::liens`.
    pub liens: Vec<LienRule>,
}

impl Rules {
    /// Days past due between which placement is put to the supervisor: the ladder's, else the settings'.
    #[must_use]
    pub fn placement_window(&self) -> (u32, u32) {
        self.ladder.window.unwrap_or(self.placement_days)
    }
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            calendar: Calendar::default(),
            grace_days: 1,
            tolerance: Tolerance {
                absolute: Minor::new(100),
                basis_points: 0,
            },
            mail_days: MailDays {
                check: 3,
                ach: 1,
                wire: 0,
                card: 0,
            },
            quiet_days: 3,
            promise_range_days: 30,
            newly_days: 7,
            lien_days: 14,
            placement_days: (30, 60),
            recovery: vec![(0, 94), (90, 74), (180, 52), (365, 23)],
            // 40 points are one doubling of size. An event is worth about four doublings: the day of a promise brings a
            // 7,000 account above a 96,000 one that is merely past due, and leaves a 2,000 one below it.
            weights: Weights {
                size: 40,
                age: 150,
                broken: 110,
                late: 100,
                light: 110,
                promise_due: 200,
                follow_up: 170,
                owed_by_us: 180,
                inbound: 1_500,
                claim: 170,
                lien: 200,
                placement: 20,
                over_limit: 25,
                newly: 10,
                weekday: 15,
            },
            calls: CallRules::default(),
            waiver_limit: Minor::new(10_000),
            fees: FeeRules::default(),
            ladder: Ladder::default(),
            liens: Vec::new(),
        }
    }
}
