//! The list of remedies over a screen: which rows are shown, what folds and filters them, what its keys do.
//!
//! Law: the cursor follows the remedy, not its place, so folding and filtering never move it to another one. `ui::remedies` draws it.

use super::super::action::{Action, Context};
use super::super::asked::Asked;
use super::super::form::FormKind;
use super::super::model::{Model, Screen};
use super::super::msg::Effect;
use super::super::overlay::Overlay;
use super::super::text::TextField;
use super::{Group, RemedyKind, Row, row};
use crate::domain::ids::AccountId;
use crate::domain::view::Prep;
use crate::store::protocol::Request;

/// The list over a screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remedies {
    /// Whose.
    pub account: AccountId,
    /// The remedy under the cursor; without one, the first that is shown.
    pub at: Option<RemedyKind>,
    /// What is not possible now is shown as well.
    pub all: bool,
    /// The words that rows must have.
    pub filter: TextField,
    /// The filter is being typed.
    pub filtering: bool,
}

impl Remedies {
    /// The list as it opens: what is possible, unfiltered.
    #[must_use]
    pub fn of(account: AccountId) -> Remedies {
        Remedies {
            account,
            at: None,
            all: false,
            filter: TextField::default(),
            filtering: false,
        }
    }
}

/// A remedy as the list shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Which.
    pub row: &'static Row,
    /// Under which heading.
    pub group: Group,
    /// How it stands now, or why it is not possible.
    pub state: Result<String, String>,
}

impl Shown {
    /// Each word that was typed stands somewhere in it: in its heading, its name, its help, its state.
    fn has(&self, typed: &str) -> bool {
        let state = self.state.as_ref().unwrap_or_else(|why| why);
        let (group, row) = (self.group.title(), self.row);
        let text = format!("{group} {} {} {} {state}", row.title, row.name, row.help);
        let text = text.to_lowercase();
        let typed = typed.to_lowercase();
        typed.split_whitespace().all(|word| text.contains(word))
    }
}

impl Model {
    /// The loaded prep of an account, wherever it stands: in the call, beside the queue, under a list of remedies.
    #[must_use]
    pub fn prep_of(&self, account: AccountId) -> Option<&Prep> {
        let in_call = self.call.as_ref().filter(|c| c.account == account);
        in_call
            .and_then(|c| c.prep.as_deref())
            .or_else(|| self.prep.of(Some(account)))
            .or_else(|| {
                self.looked_at
                    .as_deref()
                    .filter(|p| p.account.id == account)
            })
    }

    /// Opens the remedies of the account that acts are about.
    pub(crate) fn open_remedies(&mut self) -> Vec<Effect> {
        let account = match &self.call {
            Some(call) if self.screen == Screen::Call => Some(call.account),
            _ => self.acting_on(),
        };
        let Some(account) = account else {
            return Vec::new();
        };
        self.overlay = Some(Overlay::Remedies(Remedies::of(account)));
        match self.prep_of(account) {
            Some(_) => Vec::new(),
            None => vec![self.ask_looked_at(account)],
        }
    }

    /// Asks for the prep of an account that is not beside the queue.
    pub(crate) fn ask_looked_at(&mut self, account: AccountId) -> Effect {
        let as_of = self.now.today;
        self.ask(Asked::LookedAt, Request::Prep { account, as_of })
    }

    /// It has come; a call with that account goes on with the new figures.
    pub(crate) fn take_looked_at(&mut self, prep: Box<Prep>) {
        if let Some(call) = &mut self.call
            && call.account == prep.account.id
            && call.prep.is_some()
        {
            call.prep = Some(prep.clone());
            self.fill_script();
        }
        self.looked_at = Some(prep);
    }

    /// How a remedy stands for the account of the list, or why it is not possible.
    pub fn remedy_state(&self, account: AccountId, row: &Row) -> Result<String, String> {
        match self.prep_of(account) {
            Some(prep) => self.on_ground(account, |g| (row.state)(prep, g)),
            None => Err("the account is being read".to_owned()),
        }
    }

    /// Why a remedy is not possible now.
    pub(crate) fn about_remedy(&self, kind: RemedyKind) -> Option<String> {
        let Some(Overlay::Remedies(list)) = &self.overlay else {
            return None;
        };
        self.remedy_state(list.account, row(kind)?).err()
    }

    /// The rows of the list as it stands, and how many are folded away because they are not possible now.
    /// A filter looks at all of them: whoever types "placement" wants to see why it is not possible.
    #[must_use]
    pub fn shown_remedies(&self, list: &Remedies) -> (Vec<Shown>, usize) {
        let all = Group::ALL.into_iter().flat_map(|group| {
            group.rows().iter().map(move |row| Shown {
                row,
                group,
                state: self.remedy_state(list.account, row),
            })
        });
        if !list.filter.is_blank() {
            let fits = all.filter(|shown| shown.has(list.filter.trimmed()));
            return (fits.collect(), 0);
        }
        let (shown, folded): (Vec<Shown>, Vec<Shown>) =
            all.partition(|shown| list.all || shown.state.is_ok());
        (shown, folded.len())
    }

    /// Where the cursor is among the rows shown.
    #[must_use]
    pub fn remedy_at(list: &Remedies, shown: &[Shown]) -> usize {
        let found = shown.iter().position(|s| Some(s.row.kind) == list.at);
        // Nothing was chosen yet, or it is folded away: the first that is possible.
        found
            .or_else(|| shown.iter().position(|s| s.state.is_ok()))
            .unwrap_or(0)
    }

    /// A click on a row of the list.
    pub(crate) fn remedy_clicked(&mut self, index: usize) -> Vec<Effect> {
        let Some(Overlay::Remedies(list)) = &self.overlay else {
            return Vec::new();
        };
        let kind = self.shown_remedies(list).0.get(index).map(|s| s.row.kind);
        if let Some(Overlay::Remedies(list)) = &mut self.overlay {
            list.at = kind;
            list.filtering = false;
        }
        self.remedies_action(Action::Pick)
    }

    /// Letters typed into the filter, or its end.
    pub(crate) fn remedy_filter(&mut self, action: Action) -> Vec<Effect> {
        if let Some(Overlay::Remedies(list)) = &mut self.overlay {
            list.filtering = false;
            if action == Action::Back {
                list.filter.set("");
            }
        }
        Vec::new()
    }

    pub(crate) fn remedies_action(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Remedies(list)) = &self.overlay else {
            return Vec::new();
        };
        let account = list.account;
        let shown = self.shown_remedies(list).0;
        let at = Model::remedy_at(list, &shown);
        let last = shown.len().saturating_sub(1);
        let page = self.seen.page.max(2);
        let to = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => (at + 1).min(last),
            Action::HalfUp => at.saturating_sub(page / 2),
            Action::HalfDown => (at + page / 2).min(last),
            Action::PageUp => at.saturating_sub(page - 1),
            Action::PageDown => (at + page - 1).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            _ => at,
        };
        let kind = shown.get(to).map(|s| s.row.kind);
        let Some(Overlay::Remedies(list)) = &mut self.overlay else {
            return Vec::new();
        };
        match action {
            Action::Up
            | Action::Down
            | Action::HalfUp
            | Action::HalfDown
            | Action::PageUp
            | Action::PageDown
            | Action::Top
            | Action::Bottom => list.at = kind,
            Action::ShowAll => {
                list.at = kind;
                list.all = !list.all;
            }
            Action::Filter => list.filtering = true,
            Action::Back if !list.filter.is_blank() => list.filter.set(""),
            Action::Back => self.overlay = None,
            Action::Pick => {
                if let Some(kind) = kind {
                    return self.perform(Context::Remedies, Action::Remedy(kind));
                }
            }
            Action::Remedy(kind) => match kind {
                RemedyKind::Letter(kind) => return self.letter_for(account, kind),
                RemedyKind::PostAllFees => return self.ask_all_fees(account),
                RemedyKind::SendAgain => return self.refused_again(account),
                RemedyKind::ReadMail => return self.open_their_mail(Some(account)),
                _ => return self.open_form_of(account, FormKind::Remedy(kind)),
            },
            _ => {}
        }
        Vec::new()
    }
}
