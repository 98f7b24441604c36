//! Collectors at the supervisor's screen: whose queue, reassigning many, balancing, absences.
//!
//! Law: a plan is asked of the ledger and shown before it is done; what was shown is what is done. The forms are `answers::staffing`, the list is
//! drawn by `ui::staff`.

use super::about::About;
use super::action::Action;
use super::asked::Asked;
use super::form::FormKind;
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use super::overlay::{Overlay, Question};
use crate::domain::ids::AccountId;
use crate::domain::say;
use crate::domain::staff::{BalanceBy, Move};
use crate::store::protocol::{
    CollectorRow, CollectorsPage, Intent, MovePlan, MovePreview, Request, StaffAct,
};

/// The collectors as the screen has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Collectors {
    /// All of them, when the answer has come.
    pub page: Option<CollectorsPage>,
    /// The selected row.
    pub cursor: usize,
    /// What a plan would move: waits for a yes.
    pub moves: Vec<Move>,
}

impl Collectors {
    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[CollectorRow] {
        self.page.as_ref().map_or(&[], |p| p.rows.as_slice())
    }

    /// The selected one.
    #[must_use]
    pub fn row(&self) -> Option<&CollectorRow> {
        self.rows().get(self.cursor)
    }

    /// Takes the answer; the selected collector keeps the cursor.
    pub fn take(&mut self, page: CollectorsPage) {
        let was = self.row().map(|r| r.name.clone());
        let kept = was.and_then(|name| page.rows.iter().position(|r| r.name == name));
        let last = page.rows.len().saturating_sub(1);
        self.cursor = kept.unwrap_or(self.cursor.min(last));
        self.page = Some(page);
    }
}

impl Model {
    pub(crate) fn ask_collectors(&mut self) -> Effect {
        let as_of = self.now.today;
        self.ask(Asked::Collectors, Request::Collectors { as_of })
    }

    pub(crate) fn staff_action(&mut self, action: Action) -> Vec<Effect> {
        let Some(row) = self.review.collectors.row().cloned() else {
            return Vec::new();
        };
        let name = row.name.clone();
        match action {
            Action::QueueOf => {
                self.queue.of = name;
                self.screen = Screen::Queue;
                self.prep.focus = false;
                self.refilter()
            }
            Action::Reassign => self.open_staff(FormKind::Assign, name),
            Action::Away => match name {
                Some(_) => self.open_staff(FormKind::Away, name),
                None => {
                    self.warn("nobody cannot be away: select a collector");
                    Vec::new()
                }
            },
            Action::BackAtWork => match (name, row.away) {
                (Some(collector), Some(_)) => {
                    let key = self.new_key();
                    let act = StaffAct::Back { collector };
                    vec![self.write(Writing::Form, key, Intent::Staff(act))]
                }
                _ => {
                    self.warn("this collector is not away");
                    Vec::new()
                }
            },
            Action::BalanceMoney => self.plan_move(MovePlan::Balance {
                by: BalanceBy::Money,
                among: Vec::new(),
            }),
            Action::BalanceCount => self.plan_move(MovePlan::Balance {
                by: BalanceBy::Count,
                among: Vec::new(),
            }),
            _ => Vec::new(),
        }
    }

    fn open_staff(&mut self, kind: FormKind, name: Option<String>) -> Vec<Effect> {
        // No account: the form is about a collector.
        self.open_about(kind, AccountId(0), About::Collector { name }, |_| {})
    }

    /// Asks what a plan comes to.
    pub(crate) fn plan_move(&mut self, plan: MovePlan) -> Vec<Effect> {
        let as_of = self.now.today;
        vec![self.ask(Asked::Moves, Request::PlanMove { plan, as_of })]
    }

    /// What it comes to, before it is done.
    pub(crate) fn take_moves(&mut self, preview: MovePreview) {
        if preview.moves.is_empty() {
            self.overlay = None;
            self.warn("no account would change hands");
            return;
        }
        let whose = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody".to_owned());
        let book = self.status.as_ref().map(|s| s.currency);
        let money = |m: crate::domain::money::Minor| match book {
            Some(c) => m.show_whole(c),
            None => m.get().to_string(),
        };
        let n = preview.moves.len();
        let mut text = format!("{} would change hands:\n", say::plural(n as u64, "account"));
        for m in preview.moves.iter().take(6) {
            text.push_str(&format!(
                "{}, {}: {} to {}\n",
                m.name,
                m.past_due.show_whole(m.currency),
                whose(&m.change.from),
                whose(&m.change.to)
            ));
        }
        if n > 6 {
            text.push_str(&format!("and {} more\n", n - 6));
        }
        for s in &preview.sums {
            text.push_str(&format!(
                "\n{}: {} accounts and {} past due, then {} and {}",
                whose(&s.name),
                s.accounts.0,
                money(s.past_due.0),
                s.accounts.1,
                money(s.past_due.1)
            ));
        }
        self.review.collectors.moves = preview.moves.into_iter().map(|m| m.change).collect();
        self.overlay = Some(Overlay::Confirm {
            question: Question::MoveAccounts,
            text,
            burst: self.burst,
        });
    }

    /// The plan was confirmed.
    pub(crate) fn move_accounts(&mut self) -> Vec<Effect> {
        self.overlay = None;
        let moves = std::mem::take(&mut self.review.collectors.moves);
        let key = self.new_key();
        vec![self.write(Writing::Form, key, Intent::Staff(StaffAct::Move { moves }))]
    }
}
