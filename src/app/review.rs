//! The supervisor's screen: what waits for a decision, what waits for an approval, what was decided.
//!
//! Law: cursors follow identities, so that they survive every refresh; only a window of the inbox is loaded. Nothing is decided outside the
//! supervisor mode, which is entered on purpose. `ui::review` draws it, the forms are `answers::decide`.

use super::about::About;
use super::action::{Action, Context};
use super::answers;
use super::asked::Asked;
use super::cases::Cases;
use super::form::{FieldName, Form, FormKind};
use super::lane::Clocks;
use super::model::Model;
use super::msg::Effect;
use super::overlay::{Overlay, Question};
use super::staff::Collectors;
use crate::domain::approval::{Approval, ApprovalKind, ApprovalRef};
use crate::domain::ids::{AccountId, PromiseId, ReviewId};
use crate::domain::reports::Headline;
use crate::domain::review::Decision;
use crate::domain::say;
use crate::store::protocol::{
    DecidedAsk, DecidedPage, DecidedRow, Request, ReviewAsk, ReviewPage, ReviewRow,
};
use chrono::Days;

/// Rows of the inbox fetched at once: each is made from the whole book of its account.
pub const WINDOW: usize = 60;

/// How far back decisions are listed and measured, in days.
const BACK_DAYS: u64 = 90;

/// The parts of the screen.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum ReviewPane {
    /// Promises that were not kept.
    #[default]
    Inbox,
    /// What waits for a yes or no.
    Approvals,
    /// What was decided.
    Decided,
    /// Disputes and deductions.
    Cases,
    /// What runs out when.
    Clocks,
    /// Whose accounts are whose.
    Collectors,
    /// The figures of the period, and what came of decisions: they stand beside the other parts where there is room.
    Trends,
}

impl ReviewPane {
    /// Every part, in the order of the screen.
    pub const ALL: [ReviewPane; 7] = [
        ReviewPane::Inbox,
        ReviewPane::Approvals,
        ReviewPane::Decided,
        ReviewPane::Cases,
        ReviewPane::Clocks,
        ReviewPane::Trends,
        ReviewPane::Collectors,
    ];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            ReviewPane::Inbox => "To decide",
            ReviewPane::Approvals => "To approve",
            ReviewPane::Decided => "Decided",
            ReviewPane::Cases => "Cases",
            ReviewPane::Clocks => "Clocks",
            ReviewPane::Collectors => "Collectors",
            ReviewPane::Trends => "Trends",
        }
    }

    /// Where its keys are.
    #[must_use]
    pub const fn context(self) -> Context {
        match self {
            ReviewPane::Inbox => Context::Review,
            ReviewPane::Approvals => Context::Approvals,
            ReviewPane::Decided => Context::Decided,
            ReviewPane::Cases => Context::Cases,
            ReviewPane::Clocks => Context::Clocks,
            ReviewPane::Collectors => Context::Collectors,
            ReviewPane::Trends => Context::Trends,
        }
    }

    fn turn(self, forward: bool) -> ReviewPane {
        let n = ReviewPane::ALL.len();
        let at = ReviewPane::ALL.iter().position(|p| *p == self).unwrap_or(0);
        ReviewPane::ALL[(at + if forward { 1 } else { n - 1 }) % n]
    }
}

/// The supervisor's screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Review {
    /// The part that has the keys.
    pub pane: ReviewPane,
    /// The loaded rows of the inbox, with its totals.
    pub page: ReviewPage,
    /// The index of the first loaded row.
    pub offset: usize,
    /// The first answer has come.
    pub loaded: bool,
    /// The selected row of the inbox.
    pub cursor: usize,
    /// The selected promise.
    pub selected: Option<PromiseId>,
    /// What waits for a yes or no.
    pub approvals: Vec<Approval>,
    /// Its answer has come.
    pub approvals_loaded: bool,
    /// The selected row there.
    pub approval_cursor: usize,
    /// The selected one.
    pub approval: Option<ApprovalRef>,
    /// What was decided.
    pub decided: DecidedPage,
    /// Its answer has come.
    pub decided_loaded: bool,
    /// The selected row there.
    pub decided_cursor: usize,
    /// The selected one.
    pub decision: Option<ReviewId>,
    /// Only what I must act on.
    pub mine: bool,
    /// Disputes and deductions.
    pub cases: Cases,
    /// What runs out when.
    pub clocks: Clocks,
    /// The collectors.
    pub collectors: Collectors,
    /// The figures of the period that the reports are of, when they were counted.
    pub trends: Vec<Headline>,
}

impl Review {
    /// The row of the inbox at an index, when it is loaded.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&ReviewRow> {
        self.page.rows.get(index.checked_sub(self.offset)?)
    }

    /// The selected row of the inbox.
    #[must_use]
    pub fn selected_row(&self) -> Option<&ReviewRow> {
        self.row(self.cursor)
            .filter(|r| Some(r.line.promise.id) == self.selected)
    }

    /// The selected question.
    #[must_use]
    pub fn selected_approval(&self) -> Option<&Approval> {
        self.approvals.get(self.approval_cursor)
    }

    /// The selected decision.
    #[must_use]
    pub fn selected_decision(&self) -> Option<&DecidedRow> {
        self.decided.rows.get(self.decided_cursor)
    }

    /// The account that is selected in the part with the keys.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self.pane {
            ReviewPane::Inbox => self.selected_row().map(|r| r.account.id),
            ReviewPane::Approvals => self.selected_approval().map(|a| a.account),
            ReviewPane::Decided => self.selected_decision().map(|d| d.review.account),
            ReviewPane::Cases => self.cases.row().map(|r| r.account),
            ReviewPane::Clocks => self.clocks.row().map(|r| r.account),
            ReviewPane::Collectors | ReviewPane::Trends => None,
        }
    }

    /// How many rows the part with the keys has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.pane {
            ReviewPane::Inbox => self.page.total,
            ReviewPane::Approvals => self.approvals.len(),
            ReviewPane::Decided => self.decided.rows.len(),
            ReviewPane::Cases => self.cases.rows().len(),
            ReviewPane::Clocks => self.clocks.rows().len(),
            ReviewPane::Collectors => self.collectors.rows().len(),
            ReviewPane::Trends => 0,
        }
    }

    /// Nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row with the cursor in the part with the keys.
    #[must_use]
    pub fn at(&self) -> usize {
        match self.pane {
            ReviewPane::Inbox => self.cursor,
            ReviewPane::Approvals => self.approval_cursor,
            ReviewPane::Decided => self.decided_cursor,
            ReviewPane::Cases => self.cases.cursor,
            ReviewPane::Clocks => self.clocks.cursor,
            ReviewPane::Collectors => self.collectors.cursor,
            ReviewPane::Trends => 0,
        }
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        let index = index.min(self.len().saturating_sub(1));
        match self.pane {
            ReviewPane::Inbox => {
                self.cursor = index;
                self.selected = self.row(index).map(|r| r.line.promise.id);
            }
            ReviewPane::Approvals => {
                self.approval_cursor = index;
                self.approval = self.approvals.get(index).map(|a| a.id);
            }
            ReviewPane::Decided => {
                self.decided_cursor = index;
                self.decision = self.decided.rows.get(index).map(|d| d.review.id);
            }
            ReviewPane::Cases => self.cases.cursor = index,
            ReviewPane::Clocks => self.clocks.cursor = index,
            ReviewPane::Collectors => self.collectors.cursor = index,
            ReviewPane::Trends => {}
        }
    }

    /// Takes a page of the inbox: the selected promise keeps the cursor while it is there, else its place does.
    pub fn take(&mut self, offset: usize, page: ReviewPage) {
        self.page = page;
        self.offset = offset;
        self.loaded = true;
        let rows = &self.page.rows;
        let kept = self
            .selected
            .and_then(|id| rows.iter().position(|r| r.line.promise.id == id));
        self.cursor = match kept {
            Some(i) => offset + i,
            None => self.cursor.min(self.page.total.saturating_sub(1)),
        };
        self.selected = self.row(self.cursor).map(|r| r.line.promise.id);
    }

    /// Takes what waits for a yes or no.
    pub fn take_approvals(&mut self, all: Vec<Approval>) {
        self.approvals = all;
        self.approvals_loaded = true;
        let kept = self
            .approval
            .and_then(|id| self.approvals.iter().position(|a| a.id == id));
        let last = self.approvals.len().saturating_sub(1);
        self.approval_cursor = kept.unwrap_or(self.approval_cursor.min(last));
        self.approval = self.selected_approval().map(|a| a.id);
    }

    /// Takes what was decided.
    pub fn take_decided(&mut self, page: DecidedPage) {
        self.decided = page;
        self.decided_loaded = true;
        let rows = &self.decided.rows;
        let kept = self
            .decision
            .and_then(|id| rows.iter().position(|d| d.review.id == id));
        let last = rows.len().saturating_sub(1);
        // Whoever is not looking finds the newest when they come.
        self.decided_cursor = match self.pane {
            ReviewPane::Decided => kept.unwrap_or(self.decided_cursor.min(last)),
            ReviewPane::Inbox
            | ReviewPane::Approvals
            | ReviewPane::Cases
            | ReviewPane::Clocks
            | ReviewPane::Collectors
            | ReviewPane::Trends => 0,
        };
        self.decision = self.selected_decision().map(|d| d.review.id);
    }

    fn short_of_rows(&self, page: usize) -> bool {
        let from = self.cursor.saturating_sub(page);
        let to = (self.cursor + page).min(self.page.total);
        from < self.offset || to > self.offset + self.page.rows.len()
    }
}

impl Model {
    /// Opens the screen.
    pub(crate) fn open_review(&mut self) -> Vec<Effect> {
        self.screen = super::model::Screen::Review;
        let mut effects = self.ask_review_all();
        effects.extend(self.read_reports());
        effects
    }

    /// Asks for everything that the screen shows.
    pub(crate) fn ask_review_all(&mut self) -> Vec<Effect> {
        let as_of = self.now.today;
        let inbox = self.ask_review();
        let approvals = Request::Approvals {
            as_of,
            ended: false,
        };
        let decided = Request::Decided(DecidedAsk {
            as_of,
            from: as_of.checked_sub_days(Days::new(BACK_DAYS)),
            who: self.review.mine.then(|| self.me.clone()),
            limit: 0,
        });
        vec![
            inbox,
            self.ask(Asked::Approvals, approvals),
            self.ask(Asked::Decided, decided),
            self.ask_cases(),
            self.ask_lane(),
            self.ask_collectors(),
        ]
    }

    fn ask_review(&mut self) -> Effect {
        let offset = self.review.cursor.saturating_sub(WINDOW / 2);
        let request = Request::Review(ReviewAsk {
            as_of: self.now.today,
            offset,
            limit: WINDOW,
            promise: None,
        });
        self.ask(Asked::Review(offset), request)
    }

    /// Before drawing: rows that the cursor ran past are fetched.
    pub(crate) fn settle_review(&mut self) -> Option<Effect> {
        let here = self.screen == super::model::Screen::Review && self.review.loaded;
        if here
            && !self.is_asked(|a| matches!(a, Asked::Review(_)))
            && self.review.short_of_rows(self.seen.page.max(1))
        {
            return Some(self.ask_review());
        }
        None
    }

    pub(crate) fn supervise_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let at = self.review.at();
        match action {
            Action::Up => self.review.go(at.saturating_sub(1)),
            Action::Down => self.review.go(at + 1),
            Action::Top => self.review.go(0),
            Action::Bottom => self.review.go(usize::MAX),
            Action::HalfUp => self.review.go(at.saturating_sub(page / 2)),
            Action::HalfDown => self.review.go(at.saturating_add(page / 2)),
            Action::PageUp => self.review.go(at.saturating_sub(page)),
            Action::PageDown => self.review.go(at.saturating_add(page)),
            Action::NextPane => self.review.pane = self.review.pane.turn(true),
            Action::PrevPane => self.review.pane = self.review.pane.turn(false),
            Action::Back => self.review.pane = ReviewPane::Inbox,
            Action::Supervise => return self.supervise(),
            Action::OnlyMine => {
                self.review.mine = !self.review.mine;
                return self.ask_review_all();
            }
            Action::QueueOf
            | Action::Reassign
            | Action::BalanceMoney
            | Action::BalanceCount
            | Action::Away
            | Action::BackAtWork => return self.staff_action(action),
            Action::Decide(decision) => return self.open_decision(decision),
            Action::Approve => return self.open_answer(true),
            Action::Decline => return self.open_answer(false),
            Action::OpenAccount => {
                if let Some(account) = self.review.account() {
                    return self.land(account, false);
                }
            }
            Action::Copy => {
                let text = self.review.selected_row().map(|r| {
                    format!(
                        "{}: {}; {}: {}",
                        r.account.name,
                        r.line.explained,
                        r.cause.side.words(),
                        r.cause.words
                    )
                });
                if let Some(text) = text {
                    return self.copy(text, "the verdict");
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Begins to act as supervisor, after a question; ends it at once.
    fn supervise(&mut self) -> Vec<Effect> {
        if self.supervising {
            self.supervising = false;
            self.say("no longer acting as supervisor");
            return Vec::new();
        }
        if !self.supervisors.is_empty() && self.own_approval().is_none() {
            let names = say::list(&self.supervisors);
            let me = self.me.clone();
            self.warn(&format!(
                "{me} is no supervisor here: the settings name {names}"
            ));
            return Vec::new();
        }
        let text = format!(
            "Act as supervisor? What you decide and approve from now on is recorded as {}'s, for everybody to see. {} ends it.",
            self.me,
            self.keymap.label(Context::Review, Action::Supervise)
        );
        self.overlay = Some(Overlay::Confirm {
            question: Question::Supervise,
            text,
            burst: self.burst,
        });
        Vec::new()
    }

    /// The question was answered with yes.
    pub(crate) fn now_supervising(&mut self) {
        self.overlay = None;
        self.supervising = true;
        let me = self.me.clone();
        self.done(&format!("{me} acts as supervisor"));
    }

    fn open_decision(&mut self, decision: Decision) -> Vec<Effect> {
        let Some(row) = self.review.selected_row() else {
            return Vec::new();
        };
        let account = row.account.id;
        let cause = row.cause.words.clone();
        let collector = row.account.collector.clone();
        let about = About::Promise {
            promise: row.line.promise.id,
            after: row.before.as_ref().map(|r| r.id),
            name: row.account.name.clone(),
            collector: collector.clone(),
        };
        let who = match decision {
            Decision::SupervisorCalls | Decision::Notice | Decision::Place => self.me.clone(),
            _ => collector.unwrap_or_default(),
        };
        self.open_about(FormKind::Decide(decision), account, about, |form| {
            form.offer(FieldName::Reason, &cause);
            form.offer(FieldName::Owner, &who);
        })
    }

    fn open_answer(&mut self, granted: bool) -> Vec<Effect> {
        let Some(asked) = self.review.selected_approval() else {
            return Vec::new();
        };
        let account = asked.account;
        let about = About::Approval {
            which: asked.id,
            name: format!("{}, {}", asked.kind.words(), asked.name),
        };
        // A waiver falls with its promise, and a long promise is made anew: only these questions can be put again.
        let kind = asked.kind;
        let again = matches!(kind, ApprovalKind::Placement | ApprovalKind::WriteOff);
        self.open_about(FormKind::Answer(granted), account, about, |form| {
            for field in &mut form.fields {
                if field.name == FieldName::ComeBack {
                    field.hidden = !again;
                }
            }
            // Money that was not given up once is not asked about again by itself; a placement is.
            if kind != ApprovalKind::Placement {
                form.set(FieldName::ComeBack, "");
            }
        })
    }

    /// A form about something of a list; one that was left with something typed comes back as it was.
    pub(crate) fn open_about(
        &mut self,
        kind: FormKind,
        account: AccountId,
        about: About,
        fill: impl FnOnce(&mut Form),
    ) -> Vec<Effect> {
        let key = self.new_key();
        let mut fresh = self.on_ground(account, |g| answers::open(kind, account, key, g));
        fresh.about = Some(about);
        fill(&mut fresh);
        let form = match self.draft.take_form(&fresh) {
            Some(old) => {
                self.say("what you typed before is still here");
                old
            }
            None => fresh,
        };
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }
}
