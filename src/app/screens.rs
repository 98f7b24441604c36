//! What the keys do on the main screens.
//!
//! Law: as `update`; split from it only because one file would be too long. Forms are `forms`, overlays `overlay_keys`.

use super::action::{Action, Context};
use super::asked::Asked;
use super::call::Stage;
use super::form::FormKind;
use super::lookup::Lookup;
use super::model::{Model, Screen};
use super::msg::Effect;
use super::overlay::Overlay;
use crate::domain::ids::AccountId;
use crate::store::protocol::Request;

impl Model {
    /// The account that an act on this screen is about.
    pub(crate) fn acting_on(&self) -> Option<AccountId> {
        match self.screen {
            Screen::Review => self.review.account(),
            Screen::Promises => self.promises.account(),
            Screen::Welcome | Screen::Queue | Screen::Call => self.queue.account(),
            Screen::Outbox => self.outbox.account(),
            Screen::Reports | Screen::Imports => None,
        }
    }

    /// What means the same on every screen: the tabs, the find box. `None` = it is for the screen itself.
    pub(crate) fn go_elsewhere(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::ScreenQueue => {
                self.screen = Screen::Queue;
                self.prep.focus = false;
                Some(Vec::new())
            }
            Action::ScreenPromises => {
                self.screen = Screen::Promises;
                Some(vec![self.ask_promises(), self.ask_our_promises()])
            }
            Action::ScreenReview => Some(self.open_review()),
            Action::ScreenReports => Some(self.open_reports()),
            Action::ScreenImports => Some(self.open_imports()),
            Action::ScreenOutbox => Some(self.open_outbox()),
            Action::Find => Some(self.open_find(false)),
            Action::Inbound => Some(self.open_find(true)),
            _ => None,
        }
    }

    pub(crate) fn main_action(&mut self, context: Context, action: Action) -> Vec<Effect> {
        match action {
            Action::SearchNotes => return self.open_notes(),
            Action::People => return self.open_people(),
            Action::Dial => return self.dial(),
            Action::Undo => return self.undo(),
            Action::Promise => return self.open_form(FormKind::Promise),
            Action::Note => return self.open_form(FormKind::Note),
            Action::FollowUp => return self.open_form(FormKind::FollowUp),
            Action::EndTask => return self.open_form(FormKind::EndTask),
            Action::Remedies => return self.open_remedies(),
            Action::AskSupervisor => return self.open_form(FormKind::Ask),
            Action::ReadMail => return self.open_their_mail(None),
            Action::Why => return self.open_why(),
            Action::Call => return self.open_call(false),
            _ => {}
        }
        match context {
            Context::Promises => self.promises_action(action),
            Context::Review
            | Context::Approvals
            | Context::Decided
            | Context::Cases
            | Context::Clocks
            | Context::Collectors
            | Context::Trends => self.supervise_action(action),
            Context::Prep => self.prep_action(action),
            _ => self.queue_action(action),
        }
    }

    fn queue_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let q = &mut self.queue;
        match action {
            Action::Up => q.go(q.cursor.saturating_sub(1)),
            Action::Down => q.go(q.cursor + 1),
            Action::Top => q.go(0),
            Action::Bottom => q.go(usize::MAX),
            Action::HalfUp => q.go(q.cursor.saturating_sub(page / 2)),
            Action::HalfDown => q.go(q.cursor + page / 2),
            Action::PageUp => q.go(q.cursor.saturating_sub(page)),
            Action::PageDown => q.go(q.cursor + page),
            Action::In => self.prep.focus = true,
            Action::NextPane | Action::PrevPane if !self.seen.wide => self.prep.focus = true,
            Action::NextPane => self.prep.turn(true),
            Action::PrevPane => self.prep.turn(false),
            Action::Filter => self.queue.filtering = true,
            Action::NextReason => return self.next_reason(),
            Action::Copy => return self.copy_account(),
            Action::Back => return self.queue_back(),
            _ => {}
        }
        Vec::new()
    }

    /// `Esc` in the list: what was narrowed is widened again, one thing at a time.
    fn queue_back(&mut self) -> Vec<Effect> {
        if self.queue.visiting.take().is_some() {
            return Vec::new();
        }
        if self.queue.of.take().is_some() {
            return self.refilter();
        }
        if self.queue.reason.take().is_some() || !self.queue.filter.is_blank() {
            self.queue.filter.set("");
            return vec![self.ask_queue()];
        }
        Vec::new()
    }

    fn prep_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.pane.0.max(2) as isize;
        match action {
            Action::Up => self.scroll_prep(-1),
            Action::Down => self.scroll_prep(1),
            Action::Top => self.prep.scroll = 0,
            Action::Bottom => self.scroll_prep(isize::MAX),
            Action::HalfUp => self.scroll_prep(-page / 2),
            Action::HalfDown => self.scroll_prep(page / 2),
            Action::PageUp => self.scroll_prep(-page),
            Action::PageDown => self.scroll_prep(page),
            Action::NextPane => self.prep.turn(true),
            Action::PrevPane => self.prep.turn(false),
            Action::Copy => return self.copy_account(),
            Action::Back | Action::Out => {
                self.prep.focus = false;
                self.queue.visiting = None;
            }
            _ => {}
        }
        Vec::new()
    }

    /// Scrolls the prep's pane, never past its end.
    pub(crate) fn scroll_prep(&mut self, by: isize) {
        let (page, lines) = self.seen.pane;
        let most = lines.saturating_sub(page);
        self.prep.scroll = self.prep.scroll.saturating_add_signed(by).min(most);
    }

    fn open_why(&mut self) -> Vec<Effect> {
        let Some(account) = self.acting_on() else {
            return Vec::new();
        };
        self.overlay = Some(Overlay::Why {
            account,
            data: None,
            scroll: 0,
        });
        let request = Request::Why {
            account,
            as_of: self.now.today,
        };
        vec![self.ask(Asked::Why { land: None }, request)]
    }

    pub(crate) fn filter_action(&mut self, action: Action) -> Vec<Effect> {
        self.queue.filtering = false;
        if action == Action::Back && !self.queue.filter.is_blank() {
            self.queue.filter.set("");
            return self.refilter();
        }
        Vec::new()
    }

    /// A click on a row of the list in front.
    pub(crate) fn row_clicked(&mut self, index: usize) -> Vec<Effect> {
        match &mut self.overlay {
            Some(
                Overlay::Palette { cursor, .. }
                | Overlay::Notes(Lookup { cursor, .. })
                | Overlay::Find {
                    lookup: Lookup { cursor, .. },
                    ..
                },
            ) => {
                *cursor = index;
                return self.overlay_action(Action::Pick);
            }
            Some(Overlay::People(people)) if people.card.is_none() => {
                people.cursor = index;
                return Vec::new();
            }
            Some(Overlay::Remedies(_)) => return self.remedy_clicked(index),
            Some(_) => return Vec::new(),
            None => {}
        }
        match self.screen {
            Screen::Queue => {
                self.queue.go(index);
                self.queue.filtering = false;
            }
            Screen::Promises => {
                self.promises.go(index);
                self.promises.follow(self.now.today);
            }
            Screen::Review => self.review.go(index),
            Screen::Call => {
                if let Some(call) = &mut self.call
                    && matches!(call.stage, Stage::Talk)
                {
                    call.cursor = index;
                    call.toggle();
                    return self.keep_draft();
                }
            }
            Screen::Welcome => {}
            Screen::Reports => return self.report_clicked(index),
            Screen::Outbox => return self.outbox_clicked(index),
            Screen::Imports => return self.imports_clicked(index),
        }
        Vec::new()
    }
}
