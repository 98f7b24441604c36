//! The keys of whatever lies over a screen: help, palette, find, notes, questions.
//!
//! Law: as `update`. What an overlay holds is `overlay`; forms are `forms`.

use super::action::Action;
use super::model::Model;
use super::msg::Effect;
use super::overlay::{Overlay, Question, commands};

impl Model {
    pub(crate) fn overlay_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let burst = self.burst;
        match (&mut self.overlay, action) {
            (
                Some(Overlay::Confirm {
                    question,
                    burst: opened,
                    ..
                }),
                Action::Confirm,
            ) => {
                if *opened == burst {
                    return Vec::new();
                }
                match *question {
                    Question::Quit => return vec![Effect::Quit],
                    Question::UndoImport(event) | Question::UndoAct(event) => {
                        self.overlay = None;
                        return vec![self.take_back(Some(event))];
                    }
                    Question::MoveAccounts => return self.move_accounts(),
                    Question::Supervise => {
                        self.now_supervising();
                        return Vec::new();
                    }
                    Question::ReplaceMapping => {
                        self.overlay = None;
                        return self.save_mapping(true);
                    }
                }
            }
            (
                Some(Overlay::Resume {
                    account,
                    burst: opened,
                    ..
                }),
                Action::Resume,
            ) => {
                if *opened == burst {
                    return Vec::new();
                }
                let account = *account;
                let effects = self.land(account, false);
                self.prep.stale = true;
                self.call_when_loaded = Some(account);
                return effects;
            }
            (
                Some(Overlay::Resume {
                    account,
                    burst: opened,
                    ..
                }),
                Action::Discard,
            ) => {
                if *opened == burst {
                    return Vec::new();
                }
                let account = *account;
                self.draft.take_call(account);
                self.overlay = None;
                self.say("the unfinished call was dropped");
                return self.keep_draft();
            }
            (Some(Overlay::Resume { .. }), Action::Back) => {
                self.overlay = None;
                self.say("kept: Enter on the account goes on with the call");
            }
            (_, Action::Back) => {
                self.overlay = None;
            }
            (Some(Overlay::Help { scroll, .. } | Overlay::Why { scroll, .. }), _) => {
                let last = self.seen.over;
                let to = match action {
                    Action::Down => *scroll + 1,
                    Action::Up => scroll.saturating_sub(1),
                    Action::HalfDown => *scroll + page / 2,
                    Action::HalfUp => scroll.saturating_sub(page / 2),
                    Action::PageDown => *scroll + page,
                    Action::PageUp => scroll.saturating_sub(page),
                    Action::Top => 0,
                    Action::Bottom => last,
                    _ => *scroll,
                };
                *scroll = to.min(last);
            }
            (Some(Overlay::Find { lookup, inbound }), _) => match action {
                Action::NextHit => lookup.step(true),
                Action::PrevHit => lookup.step(false),
                Action::Pick => {
                    let inbound = *inbound;
                    if let Some(account) = lookup.chosen().map(|h| h.account) {
                        return self.land(account, inbound);
                    }
                }
                _ => {}
            },
            (Some(Overlay::Notes(lookup)), _) => match action {
                Action::NextHit => lookup.step(true),
                Action::PrevHit => lookup.step(false),
                Action::Pick => {
                    if let Some(account) = lookup.chosen().map(|h| h.account) {
                        return self.go_to_note(account);
                    }
                }
                _ => {}
            },
            (Some(Overlay::Palette { of, text, cursor }), _) => {
                let found = commands(&self.keymap, *of, text.text());
                match action {
                    Action::NextHit => *cursor = (*cursor + 1).min(found.len().saturating_sub(1)),
                    Action::PrevHit => *cursor = cursor.saturating_sub(1),
                    Action::Pick => {
                        let of = *of;
                        if let Some(action) = found.get(*cursor).map(|c| c.action) {
                            self.overlay = None;
                            return self.perform(of, action);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        Vec::new()
    }
}
