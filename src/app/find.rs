//! The find box and landing on an account, in the queue or not.
//!
//! Law: whoever is found is shown, also when the queue leaves the account out, and then it is said why (PRODUCT §2).

use super::asked::Asked;
use super::lookup::Lookup;
use super::model::{Model, Screen};
use super::msg::Effect;
use super::overlay::Overlay;
use super::prep::gate_words;
use crate::domain::ids::AccountId;
use crate::store::protocol::{Request, Why};

/// Hits asked for: a screenful.
const HITS: usize = 40;

impl Model {
    /// Opens the find box; `inbound`: they called, and the call opens with the account.
    pub(crate) fn open_find(&mut self, inbound: bool) -> Vec<Effect> {
        self.overlay = Some(Overlay::Find {
            lookup: Lookup::default(),
            inbound,
        });
        Vec::new()
    }

    /// What was typed in the find box changed.
    pub(crate) fn find_typed(&mut self) -> Vec<Effect> {
        let as_of = self.now.today;
        let Some(Overlay::Find { lookup, .. }) = &mut self.overlay else {
            return Vec::new();
        };
        let Some(text) = lookup.typed() else {
            self.pending.retain(|(_, a)| !matches!(a, Asked::Find));
            return Vec::new();
        };
        let request = Request::Find {
            text,
            limit: HITS,
            as_of,
        };
        vec![self.ask(Asked::Find, request)]
    }

    /// Goes to an account: its row if the queue has it, else its prep with the reason why not.
    pub(crate) fn land(&mut self, account: AccountId, inbound: bool) -> Vec<Effect> {
        self.overlay = None;
        self.screen = Screen::Queue;
        let request = Request::Why {
            account,
            as_of: self.now.today,
        };
        let asked = Asked::Why {
            land: Some(inbound),
        };
        vec![self.ask(asked, request)]
    }

    /// The answer for landing has come.
    pub(crate) fn landed(&mut self, why: &Why, inbound: bool) -> Vec<Effect> {
        let account = why.account.id;
        let mut effects = Vec::new();
        self.queue.filtering = false;
        match why.rank {
            Some(rank) => {
                self.queue.filter.set("");
                self.queue.reason = None;
                self.queue.visiting = None;
                self.queue.cursor = (rank as usize).saturating_sub(1);
                self.queue.selected = Some(account);
                effects.push(self.ask_queue());
            }
            None => {
                self.queue.visiting = Some(account);
                let words = match &why.gate {
                    Some(gate) => gate_words(gate, self.now.today),
                    None => "nothing speaks for calling today".into(),
                };
                let text = format!("{} is not in the queue: {words}", why.account.name);
                self.say(&text);
            }
        }
        self.prep.focus = true;
        if inbound {
            // Also when its prep is here already: the call opens with a fresh one.
            self.prep.stale = true;
            self.inbound_when_loaded = true;
            self.call_when_loaded = Some(account);
        }
        effects
    }
}
