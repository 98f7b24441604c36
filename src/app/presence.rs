//! Who else has this ledger open, and with which account: so that two collectors do not call one customer at the same time.
//!
//! Law: never for correctness (`store::protocol::presence`). Said when a call opens and ends, and with every look at what others wrote.

use super::asked::Asked;
use super::model::Model;
use super::msg::Effect;
use crate::domain::ids::AccountId;
use crate::store::protocol::{Here, Other, Request};

impl Model {
    /// Says who is here and with which account; the answer says who else is.
    pub(crate) fn say_here(&mut self) -> Effect {
        let here = Here {
            at: self.now.at,
            by: self.me.clone(),
            account: self.call.as_ref().map(|c| c.account),
        };
        self.here_said = Some(self.now.at);
        self.ask(Asked::Here, Request::Here(here))
    }

    /// Once a minute, so that a line does not grow old.
    pub(crate) fn settle_here(&mut self) -> Option<Effect> {
        let now = self.now.at;
        let recent = self
            .here_said
            .is_some_and(|at| now.signed_duration_since(at).num_seconds().abs() < 60);
        (!recent && !self.is_asked(|a| matches!(a, Asked::Here))).then(|| self.say_here())
    }

    /// The answer: who else is here. Whoever has just opened the account that is open here is said at once.
    pub(crate) fn take_others(&mut self, others: Vec<Other>) {
        self.others = others;
        let open = self.call.as_ref().map(|c| c.account);
        let by = open.and_then(|a| self.elsewhere(a)).map(str::to_owned);
        match by {
            None => self.warned_of = None,
            Some(_) if self.warned_of == open => {}
            Some(by) => {
                self.warned_of = open;
                self.warn(&format!("{by} has this account open as well"));
            }
        }
    }

    /// Who has that account open besides this desk.
    #[must_use]
    pub fn elsewhere(&self, account: AccountId) -> Option<&str> {
        let mut others = self.others.iter();
        others
            .find(|o| o.account == Some(account))
            .map(|o| o.by.as_str())
    }

    /// After a saved call: on to the first account from the cursor on that nobody else has open.
    pub(crate) fn pass_by(&mut self) {
        if !std::mem::take(&mut self.queue.pass_by) {
            return;
        }
        let from = self.queue.cursor;
        let free = (from..self.queue.total).find(|i| {
            let row = self.queue.row(*i);
            row.is_none_or(|r| self.elsewhere(r.account).is_none())
        });
        if let Some(next) = free.filter(|n| *n != from) {
            self.queue.go(next);
        }
    }
}
