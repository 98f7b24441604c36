//! What a supervisor decides about a promise that was not kept: the decisions, what each makes happen and whose work it becomes.
//!
//! Law: pure. A decision is its own recorded act; it never changes the verdict. Why a promise failed is worked out by `cause`; `store::reviews`
//! writes what is ordered here, `app::review` and `bywhen review` show it.

mod cause;
mod outcome;

pub use cause::{Cause, CauseSide, cause};
pub use outcome::{Outcome, PAID_WITHIN_DAYS, paid_within};

use super::calendar::Calendar;
use super::ids::{AccountId, PromiseId, ReviewId};
use super::money::Minor;
use super::named::named;
use super::say;
use super::task::TaskKind;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

named! {
    /// What is decided about a promise that was not kept.
    pub enum Decision {
        /// The collector calls again.
        CallBack => "call_back", "call back";
        /// The supervisor calls.
        SupervisorCalls => "supervisor_calls", "supervisor calls";
        /// From now on only against payment.
        NewTerms => "new_terms", "new terms";
        /// Nothing ships until it is lifted; calls go on.
        CreditHold => "credit_hold", "credit hold";
        /// A notice or a lien is prepared.
        Notice => "notice", "notice or lien";
        /// It goes to an agency.
        Place => "place", "place with an agency";
        /// We have to put something right first.
        OurFault => "our_fault", "our fault";
        /// Left as it is.
        Accept => "accept", "accept";
    }
}

named! {
    /// On which terms they buy from now on.
    pub enum Terms {
        /// Paid when it is delivered.
        Cod => "cod", "COD";
        /// Paid before it ships.
        Prepay => "prepay", "prepay";
        /// A card that is charged when it ships.
        CardOnFile => "card_on_file", "card on file";
    }
}

/// A stop on shipments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditHold {
    /// Since when.
    pub from: NaiveDate,
    /// Lifted on that day.
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

impl CreditHold {
    /// It is in force on a day.
    #[must_use]
    pub fn holds(&self, as_of: NaiveDate) -> bool {
        self.from <= as_of && self.until.is_none_or(|day| as_of < day)
    }
}

/// What was decided about a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Review {
    /// Our identity for it.
    pub id: ReviewId,
    /// At which account.
    pub account: AccountId,
    /// About which promise.
    pub promise: PromiseId,
    /// What.
    pub decision: Decision,
    /// The terms, where those are what was decided.
    pub terms: Option<Terms>,
    /// Why, in words.
    pub reason: String,
    /// The civil day.
    pub decided_on: NaiveDate,
    /// The instant.
    pub decided_at: DateTime<Utc>,
    /// Who decided it.
    pub by: String,
    /// What was missing then.
    pub short: Minor,
    /// Who must act.
    pub who: Option<String>,
    /// By when.
    pub act_on: Option<NaiveDate>,
    /// When it is looked at again, if it is still not paid.
    pub again_on: Option<NaiveDate>,
}

impl Review {
    /// What was decided, with its terms.
    #[must_use]
    pub fn words(&self) -> String {
        said(self.decision, self.terms)
    }

    /// It stands as of a day: its day to look again has not come.
    #[must_use]
    pub fn stands(&self, as_of: NaiveDate) -> bool {
        self.decided_on <= as_of && self.again_on.is_none_or(|day| day > as_of)
    }
}

/// A decision with its terms, as a person says it.
#[must_use]
pub fn said(decision: Decision, terms: Option<Terms>) -> String {
    match terms {
        Some(terms) => format!("{}: {}", decision.words(), terms.words()),
        None => decision.words().to_owned(),
    }
}

/// The days that are proposed with a decision.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Proposed {
    /// By when somebody acts.
    pub act_on: Option<NaiveDate>,
    /// When it is looked at again.
    pub again_on: Option<NaiveDate>,
}

/// The days to propose, counted from today.
#[must_use]
pub fn proposed(decision: Decision, today: NaiveDate, calendar: &Calendar) -> Proposed {
    let open = calendar.next_open(today);
    let later = |n| Some(calendar.add(today, n));
    let (act_on, again_on) = match decision {
        Decision::CallBack => (Some(open), later(5)),
        Decision::SupervisorCalls => (Some(open), later(3)),
        Decision::NewTerms => (later(1), later(10)),
        Decision::CreditHold => (Some(open), later(10)),
        // The customer hears of it at least ten days before (DOMAIN §7).
        Decision::Notice => {
            let ten = today.checked_add_days(Days::new(10)).unwrap_or(today);
            (Some(calendar.next_open(ten)), later(15))
        }
        Decision::Place => (later(2), later(30)),
        Decision::OurFault => (later(2), later(5)),
        Decision::Accept => (None, None),
    };
    Proposed { act_on, again_on }
}

/// A decision about to be recorded, as far as it decides what is ordered.
#[derive(Copy, Clone, Debug)]
pub struct Asked<'a> {
    /// What.
    pub decision: Decision,
    /// The terms.
    pub terms: Option<Terms>,
    /// Why.
    pub reason: &'a str,
    /// The supervisor.
    pub by: &'a str,
    /// Who must act; `None` = the collector, or the supervisor where it is theirs.
    pub who: Option<&'a str>,
    /// The account's collector.
    pub collector: Option<&'a str>,
    /// By when.
    pub act_on: Option<NaiveDate>,
    /// When it is looked at again.
    pub again_on: Option<NaiveDate>,
}

/// A task of ours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderedTask {
    /// What kind of thing.
    pub kind: TaskKind,
    /// What.
    pub what: String,
    /// Whose.
    pub person: Option<String>,
    /// By when.
    pub due_on: NaiveDate,
}

/// What a decision makes happen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Orders {
    /// The account comes back into the queue on that day, for that reason.
    pub follow_up: Option<(NaiveDate, String)>,
    /// Somebody of ours has something to do.
    pub task: Option<OrderedTask>,
    /// Shipments stop.
    pub credit_hold: bool,
    /// Who must act.
    pub who: Option<String>,
}

/// What a decision makes happen and whose it is. Days that are not given are the proposed ones.
#[must_use]
pub fn orders(asked: &Asked<'_>, name: &str, today: NaiveDate, calendar: &Calendar) -> Orders {
    let days = proposed(asked.decision, today, calendar);
    let act = asked.act_on.or(days.act_on).unwrap_or(today);
    let again = asked.again_on.or(days.again_on).unwrap_or(act).max(act);
    let (by, reason) = (asked.by, asked.reason);
    let collector = asked.who.or(asked.collector).map(str::to_owned);
    let supervisor = Some(asked.who.unwrap_or(by).to_owned());
    let said = |words: &str| format!("{by} decided: {words}: {reason}");
    let task = |what: String, person: &Option<String>| OrderedTask {
        kind: TaskKind::Decided,
        what,
        person: person.clone(),
        due_on: act,
    };
    match asked.decision {
        Decision::CallBack => Orders {
            follow_up: Some((act, said("call back"))),
            who: collector,
            ..Orders::default()
        },
        Decision::SupervisorCalls => Orders {
            follow_up: Some((
                again,
                format!(
                    "{} was to call them by {}: ask what came of it ({reason})",
                    supervisor.as_deref().unwrap_or(by),
                    say::day(act, today)
                ),
            )),
            task: Some(task(format!("call {name}: {reason}"), &supervisor)),
            who: supervisor,
            ..Orders::default()
        },
        Decision::NewTerms => {
            let terms = asked.terms.map_or("new terms", Terms::words);
            Orders {
                follow_up: Some((act, said(&format!("tell them the new terms, {terms}")))),
                task: Some(task(format!("put {name} on {terms}: {reason}"), &collector)),
                who: collector,
                ..Orders::default()
            }
        }
        Decision::CreditHold => Orders {
            follow_up: Some((act, said("tell them of the credit hold"))),
            task: Some(task(
                format!("stop shipments to {name} until the hold is lifted: {reason}"),
                &collector,
            )),
            credit_hold: true,
            who: collector,
        },
        Decision::Notice => Orders {
            follow_up: Some((
                calendar.next_open(today),
                said(&format!(
                    "courtesy call before the notice on {}",
                    say::day(act, today)
                )),
            )),
            task: Some(task(
                format!("notice or lien against {name}: {reason}"),
                &supervisor,
            )),
            who: supervisor,
            ..Orders::default()
        },
        Decision::Place => Orders {
            follow_up: Some((
                again,
                format!("with the agency since {by} decided it: ask how it stands ({reason})"),
            )),
            task: Some(task(
                format!("hand {name} over to the agency, with invoices and history: {reason}"),
                &supervisor,
            )),
            who: supervisor,
            ..Orders::default()
        },
        Decision::OurFault => Orders {
            follow_up: Some((
                calendar.add(act, 1),
                said("our fault; once it is put right, ask again"),
            )),
            task: Some(OrderedTask {
                // They wait for it: it counts as owed.
                kind: TaskKind::Other,
                ..task(format!("put right: {reason}"), &collector)
            }),
            who: collector,
            ..Orders::default()
        },
        Decision::Accept => Orders::default(),
    }
}

/// What will happen, in words, for the form and the log.
#[must_use]
pub fn ordered_words(orders: &Orders, today: NaiveDate) -> Vec<String> {
    let mut out = Vec::new();
    if orders.credit_hold {
        out.push("a credit hold from today on: nothing ships, calls go on".to_owned());
    }
    if let Some(task) = &orders.task {
        let whose = match &task.person {
            Some(name) => format!("{name}'s list"),
            None => "a task of ours".to_owned(),
        };
        out.push(format!(
            "{whose}, by {}: {}",
            say::day(task.due_on, today),
            task.what
        ));
    }
    if let Some((day, why)) = &orders.follow_up {
        out.push(format!("in the queue on {}: {why}", say::day(*day, today)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    fn asked(decision: Decision) -> Orders {
        let asked = Asked {
            decision,
            terms: (decision == Decision::NewTerms).then_some(Terms::Cod),
            reason: "third date",
            by: "Morgan",
            who: None,
            collector: Some("Ana"),
            act_on: None,
            again_on: None,
        };
        orders(
            &asked,
            "Cedar & Stone",
            d("2026-11-23"),
            &Calendar::default(),
        )
    }

    #[test]
    fn whoever_must_act_hears_of_it_and_only_an_acceptance_orders_nothing() {
        for decision in Decision::ALL {
            let made = asked(*decision);
            let nothing = made == Orders::default();
            assert_eq!(nothing, *decision == Decision::Accept, "{decision:?}");
            assert_eq!(made.who.is_none(), nothing, "{decision:?}");
        }
        assert_eq!(
            asked(Decision::CallBack).follow_up,
            Some((
                d("2026-11-23"),
                "Morgan decided: call back: third date".into()
            ))
        );
        assert_eq!(asked(Decision::CallBack).who.as_deref(), Some("Ana"));
    }

    #[test]
    fn a_supervisor_who_calls_has_it_on_the_own_list_and_the_collector_rests_until_the_review() {
        let made = asked(Decision::SupervisorCalls);
        let task = made.task.expect("a task");
        assert_eq!(task.person.as_deref(), Some("Morgan"));
        assert_eq!(task.due_on, d("2026-11-23"));
        assert_eq!(
            made.follow_up.map(|(day, _)| day),
            Some(d("2026-11-26")),
            "three business days on"
        );
    }

    #[test]
    fn a_notice_is_preceded_by_a_courtesy_call_at_least_ten_days_before() {
        let made = asked(Decision::Notice);
        assert_eq!(made.task.map(|t| t.due_on), Some(d("2026-12-03")));
        let (day, why) = made.follow_up.expect("a call");
        assert_eq!(day, d("2026-11-23"));
        assert!(why.contains("courtesy call before the notice"), "{why}");
    }

    #[test]
    fn only_a_credit_hold_holds_and_only_our_fault_is_owed_to_them() {
        for decision in Decision::ALL {
            let made = asked(*decision);
            assert_eq!(made.credit_hold, *decision == Decision::CreditHold);
            if let Some(task) = made.task {
                assert_eq!(
                    task.kind.is_owed(),
                    *decision == Decision::OurFault,
                    "{decision:?}"
                );
            }
        }
    }

    #[test]
    fn a_decision_stands_until_its_day_to_look_again() {
        let review = Review {
            id: ReviewId(1),
            account: AccountId(1),
            promise: PromiseId(1),
            decision: Decision::NewTerms,
            terms: Some(Terms::Prepay),
            reason: "x".into(),
            decided_on: d("2026-11-23"),
            decided_at: DateTime::UNIX_EPOCH,
            by: "Morgan".into(),
            short: Minor::new(1),
            who: None,
            act_on: None,
            again_on: Some(d("2026-11-30")),
        };
        assert_eq!(review.words(), "new terms: prepay");
        assert!(!review.stands(d("2026-11-22")));
        assert!(review.stands(d("2026-11-29")));
        assert!(!review.stands(d("2026-11-30")));
    }
}
