//! The prep beside the list: whose it is, which pane is open, how far it is scrolled.
//!
//! Law: a prep is shown only for the account that is selected; an answer for another one is dropped (a stale prep is
//! a wrong phone call). `ui::prep` draws it.

use super::asked::Asked;
use super::model::Model;
use super::msg::Effect;
use crate::domain::ids::AccountId;
use crate::domain::queue::Gate;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::Request;
use chrono::NaiveDate;

/// A pane of the prep.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Pane {
    /// Open invoices.
    #[default]
    Invoices,
    /// Credits with their reasons.
    Credits,
    /// Payments.
    Payments,
    /// Promises and claims.
    Promises,
    /// Touches and notes, tasks.
    Notes,
    /// What is on file besides: fees, disputes, credit, clocks, letters.
    File,
    /// The script, filled in.
    Script,
}

impl Pane {
    /// Every pane, in the order of `Tab`.
    pub const ALL: [Pane; 7] = [
        Pane::Invoices,
        Pane::Credits,
        Pane::Payments,
        Pane::Promises,
        Pane::Notes,
        Pane::File,
        Pane::Script,
    ];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Pane::Invoices => "invoices",
            Pane::Credits => "credits",
            Pane::Payments => "payments",
            Pane::Promises => "promises",
            Pane::Notes => "notes",
            Pane::File => "file",
            Pane::Script => "script",
        }
    }

    fn turned(self, step: usize) -> Pane {
        let at = Pane::ALL.iter().position(|p| *p == self).unwrap_or(0);
        Pane::ALL[(at + step) % Pane::ALL.len()]
    }
}

/// The prep's panel.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PrepPanel {
    /// The loaded prep.
    pub data: Option<Box<Prep>>,
    /// The script of that prep: step by step.
    pub script: Vec<(String, String)>,
    /// The open pane.
    pub pane: Pane,
    /// Its first line.
    pub scroll: usize,
    /// It has the keys (and on a narrow screen the room).
    pub focus: bool,
    /// It must be asked for again: something changed.
    pub stale: bool,
}

impl PrepPanel {
    /// The prep of this account, when it is the one loaded.
    #[must_use]
    pub fn of(&self, account: Option<AccountId>) -> Option<&Prep> {
        self.data
            .as_deref()
            .filter(|p| Some(p.account.id) == account)
    }

    /// The next pane, or the one before.
    pub fn turn(&mut self, forward: bool) {
        self.pane = self
            .pane
            .turned(if forward { 1 } else { Pane::ALL.len() - 1 });
        self.scroll = 0;
    }
}

impl Model {
    /// The prep of the account that acts are about, when it is loaded.
    #[must_use]
    pub fn shown_prep(&self) -> Option<&Prep> {
        self.prep.of(self.queue.account())
    }

    /// Before drawing: the prep of whoever is selected now. One question at a time; whoever is selected when it is
    /// answered comes next, so a held key never queues up work.
    pub(crate) fn settle_prep(&mut self) -> Option<Effect> {
        let account = match &self.call {
            Some(call) if call.prep.is_none() => Some(call.account),
            Some(_) => None,
            None => self.queue.account(),
        }?;
        let have = self.prep.of(Some(account)).is_some() && !self.prep.stale;
        if have && self.call.is_none() {
            return None;
        }
        if self.is_asked(|a| matches!(a, Asked::Prep(_))) {
            return None;
        }
        self.prep.stale = false;
        let request = Request::Prep {
            account,
            as_of: self.now.today,
        };
        Some(self.ask(Asked::Prep(account), request))
    }

    /// A prep has come.
    pub(crate) fn take_prep(&mut self, asked: AccountId, prep: Box<Prep>) -> Vec<Effect> {
        if let Some(call) = &mut self.call
            && call.account == asked
            && call.prep.is_none()
        {
            call.begin(prep.clone());
            self.fill_script();
        }
        let same = self.prep.data.as_ref().map(|p| p.account.id) == Some(asked);
        if !same {
            self.prep.scroll = 0;
        }
        if self.queue.account() == Some(asked) || self.call.is_some() {
            self.prep.script = self.script_of(&prep);
            self.prep.data = Some(prep);
        } else {
            // Another account is selected meanwhile: what is here may be from before the change that was asked about.
            self.prep.stale = true;
        }
        if self.call_when_loaded == Some(asked) {
            self.call_when_loaded = None;
            let inbound = std::mem::take(&mut self.inbound_when_loaded);
            return self.open_call(inbound);
        }
        Vec::new()
    }
}

/// Why an account is not in the queue, as a sentence's end.
#[must_use]
pub fn gate_words(gate: &Gate, today: NaiveDate) -> String {
    match gate {
        Gate::Hold { kind } => {
            format!("a stop is in force ({}): no contact", kind.words())
        }
        Gate::NetCredit => "credits and unapplied cash outweigh what is open".into(),
        Gate::NothingPastDue => "nothing is past due".into(),
        Gate::AllDisputed => "all of it is on dispute".into(),
        Gate::Promised { by_when } => {
            format!("a promise covers it until {}", say::day(*by_when, today))
        }
        Gate::InTransit { expected_by } => format!(
            "payment is said to be under way, expected by {}",
            say::day(*expected_by, today)
        ),
        Gate::FollowUpAhead { due_on } => {
            format!("a follow-up is set for {}", say::day(*due_on, today))
        }
        Gate::TouchedRecently { on } if *on == today => "it was touched today".into(),
        Gate::TouchedRecently { on } => format!("you talked on {}", say::day(*on, today)),
        Gate::Placed { on } => format!("an agency has it since {}", say::day(*on, today)),
        Gate::AssignedElsewhere { collector } => format!("it belongs to {collector}"),
    }
}
