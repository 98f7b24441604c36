//! The keys of the supervisor's screen, what it asks the ledger for, and the forms that decide and answer.
//!
//! Law: nothing is decided outside the supervisor mode, which is entered on purpose. Of the inbox and of what was decided only a window
//! around the cursor is loaded. The forms are `answers::decide`.

use super::{ReviewPane, WINDOW};
use crate::app::about::About;
use crate::app::action::{Action, Context};
use crate::app::answers;
use crate::app::asked::Asked;
use crate::app::form::{FieldName, Form, FormKind};
use crate::app::model::{Model, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Overlay, Question};
use crate::domain::approval::ApprovalKind;
use crate::domain::ids::AccountId;
use crate::domain::review::Decision;
use crate::domain::say;
use crate::store::protocol::{DecidedAsk, Request, ReviewAsk};
use chrono::Days;

/// How far back decisions are listed and measured, in days.
const BACK_DAYS: u64 = 90;

impl Model {
    /// Opens the screen.
    pub(crate) fn open_review(&mut self) -> Vec<Effect> {
        self.screen = Screen::Review;
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
        vec![
            inbox,
            self.ask(Asked::Approvals, approvals),
            self.ask_decided(true),
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

    /// A page of what was decided around the cursor; `outcomes` = with what came of all of it.
    fn ask_decided(&mut self, outcomes: bool) -> Effect {
        let as_of = self.now.today;
        let decided = &self.review.decided;
        let request = Request::Decided(DecidedAsk {
            as_of,
            from: as_of.checked_sub_days(Days::new(BACK_DAYS)),
            who: decided.mine.then(|| self.me.clone()),
            offset: decided.cursor.saturating_sub(WINDOW / 2),
            limit: WINDOW,
            no_outcomes: !outcomes,
        });
        self.ask(Asked::Decided, request)
    }

    /// Before drawing: rows that the cursor ran past are fetched.
    pub(crate) fn settle_review(&mut self) -> Option<Effect> {
        if self.screen != Screen::Review {
            return None;
        }
        let page = self.seen.page.max(1);
        let r = &self.review;
        if r.loaded && !self.is_asked(|a| matches!(a, Asked::Review(_))) && r.short_of_rows(page) {
            return Some(self.ask_review());
        }
        let behind = r.decided.loaded && r.decided.short_of_rows(page);
        if behind && !self.is_asked(|a| *a == Asked::Decided) {
            return Some(self.ask_decided(false));
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
                let decided = &mut self.review.decided;
                decided.mine = !decided.mine;
                decided.cursor = 0;
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
