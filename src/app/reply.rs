//! Answers of the store find their place, or are dropped when nobody awaits them any more.
//!
//! Law: replies are facts, never further actions. A stale prep is a wrong phone call, so late answers to reads never show.

use super::asked::Asked;
use super::imports::Stage;
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use super::prep::PrepPanel;
use super::queue::Queue;
use super::review::ReviewPane;
use crate::store::protocol::{Done, Progress, Reply, Request, StoreError, TRY_AGAIN};

impl Model {
    /// Takes a question off the list of what is awaited.
    pub(crate) fn take_pending(&mut self, seq: u64) -> Option<Asked> {
        let at = self.pending.iter().position(|(s, _)| *s == seq)?;
        Some(self.pending.remove(at).1)
    }

    /// Did others write? Asked at each wake-up, at most once a second.
    pub(crate) fn settle_changed(&mut self) -> Option<Effect> {
        let now = self.now.at;
        let recent = self
            .changed_asked
            .is_some_and(|at| now.signed_duration_since(at).num_milliseconds().abs() < 1_000);
        if recent || self.is_asked(|a| matches!(a, Asked::Changed)) {
            return None;
        }
        self.changed_asked = Some(now);
        Some(self.ask(Asked::Changed, Request::Changed))
    }

    pub(crate) fn reply(&mut self, seq: u64, reply: Reply) -> Vec<Effect> {
        if let Reply::Progress(progress) = reply {
            self.progress(seq, progress);
            return Vec::new();
        }
        if let Reply::Waiting(waiting) = reply {
            self.waits(seq, waiting);
            return Vec::new();
        }
        if self.waiting.as_ref().is_some_and(|(s, _)| *s == seq) {
            self.waiting = None;
        }
        // A fault of the store thread itself carries no question's number.
        if let (0, Reply::Failed(error)) = (seq, &reply) {
            self.fail(&error.to_string());
            return Vec::new();
        }
        let Some(asked) = self.take_pending(seq) else {
            return Vec::new();
        };
        match (asked, reply) {
            (Asked::Status, Reply::Status(status)) => self.status = Some(*status),
            (Asked::Queue(offset), Reply::Queue(page)) => {
                if self.queue.filter.is_blank() && self.queue.reason.is_none() {
                    self.reason_counts.clone_from(&page.by_reason);
                }
                let was = self.queue.selected;
                self.queue.take(offset, *page);
                self.pass_by();
                // Whoever is being read stays on screen, also when the queue has let go of them.
                if self.prep.focus && self.queue.visiting.is_none() && self.queue.selected != was {
                    self.queue.visiting = was;
                }
            }
            (Asked::Prep(account), Reply::Prep(prep)) => return self.take_prep(account, prep),
            (Asked::LookedAt, Reply::Prep(prep)) => self.take_looked_at(prep),
            (
                Asked::Why {
                    land: Some(inbound),
                },
                Reply::Why(why),
            ) => {
                return self.landed(&why, inbound);
            }
            (Asked::Why { land: None }, Reply::Why(why)) => {
                if let Some(Overlay::Why { account, data, .. }) = &mut self.overlay
                    && *account == why.account.id
                {
                    *data = Some(why);
                }
            }
            (Asked::Find, Reply::Hits(found)) => {
                if let Some(Overlay::Find { lookup, .. }) = &mut self.overlay {
                    lookup.take(found);
                }
            }
            (Asked::Notes, Reply::Notes(found)) => {
                if let Some(Overlay::Notes(lookup)) = &mut self.overlay {
                    lookup.take(found);
                }
            }
            (Asked::Review(offset), Reply::Review(page)) => self.review.take(offset, *page),
            (Asked::Approvals, Reply::Approvals(all)) => self.review.take_approvals(all),
            (Asked::Decided, Reply::Decided(page)) => {
                let looking = self.review.pane == ReviewPane::Decided;
                self.review.decided.take(*page, looking);
            }
            (Asked::Cases, Reply::Cases(rows)) => self.review.cases.take(rows),
            (Asked::Lane, Reply::Lane(lane)) => self.review.clocks.take(*lane),
            (Asked::Collectors, Reply::Collectors(page)) => self.review.collectors.take(*page),
            (Asked::Moves, Reply::Moves(preview)) => self.take_moves(*preview),
            (Asked::Report, Reply::Reported(reported)) => return self.take_report(reported),
            (Asked::AllFees(account), Reply::FeePreviews(rows)) => {
                return self.take_all_fees(account, rows);
            }
            (Asked::Outbox, Reply::Outbox(data)) => return self.take_outbox(data),
            (Asked::LetterOf(request), Reply::Prep(prep)) => self.take_letter_prep(request, &prep),
            (Asked::LetterFor(kind), Reply::Prep(prep)) => {
                return self.take_letter_for(kind, &prep);
            }
            (Asked::LetterAgain, Reply::Outbox(data)) => return self.take_letter_again(*data),
            (Asked::TheirMail, Reply::MailAccounts(found)) => self.take_mail_accounts(found),
            (Asked::MailPrep(sense), Reply::Prep(prep)) => {
                return self.take_mail_prep(sense, prep);
            }
            (Asked::Promises, Reply::PromiseBoard(board)) => self.promises.take(*board),
            (Asked::OurPromises, Reply::TaskBoard(board)) => self.promises.take_ours(*board),
            (Asked::PromiseDetail, Reply::PromiseDetail(found)) => self.promises.detail = found,
            (Asked::LastAct, Reply::LastAct(act)) => self.ask_about_last_act(act),
            (Asked::Batches, Reply::Batches(batches)) => self.take_batches(batches),
            (Asked::Alike, Reply::Alike(names)) => self.take_alike(names),
            (Asked::Changed, Reply::Changed(true)) => return self.refresh(),
            (Asked::Changed, Reply::Changed(false)) => {}
            // It had to wait for somebody else's save: what was read meanwhile was of the day before.
            (Asked::Turn, Reply::Turned(n)) if n > 0 && !self.is_asked(|a| *a == Asked::Status) => {
                let mut effects = self.refresh();
                effects.extend(self.close_last_day());
                return effects;
            }
            (Asked::Turn, Reply::Turned(_)) => return self.close_last_day(),
            (Asked::Close(day), Reply::Reported(reported)) => {
                return self.take_close(day, reported);
            }
            (Asked::Here, Reply::Others(others)) => self.take_others(others),
            (Asked::Write(writing), Reply::Done(done)) => return self.written(&writing, *done),
            (asked, Reply::Failed(error)) => return self.failed(&asked, &error),
            // An answer of another kind than the question: a fault of the store, said and survived.
            (asked, _) => {
                let error =
                    StoreError::Storage("the ledger gave an answer that does not fit".into());
                return self.failed(&asked, &error);
            }
        }
        Vec::new()
    }

    fn written(&mut self, writing: &Writing, done: Done) -> Vec<Effect> {
        self.count_undoable(writing);
        match writing {
            Writing::Call(_) => self.call_saved(&done.what),
            Writing::Close => Vec::new(),
            // It changes nothing that is on screen but what is on file.
            Writing::Audit => {
                self.prep.stale = true;
                Vec::new()
            }
            Writing::Report { path, rows } => self.report_logged(path, *rows),
            Writing::Form => {
                let of_mail =
                    matches!(&self.overlay, Some(Overlay::Form(form)) if form.is_of_mail());
                self.overlay = None;
                if of_mail {
                    self.back_to_mail(true);
                }
                self.done(&done.what);
                let mut effects = self.keep_draft();
                effects.extend(self.refresh());
                effects
            }
            Writing::Letter => {
                self.done(&done.what);
                self.refresh()
            }
            Writing::Edited(editor) => self.letter_kept(editor),
            Writing::People => self.person_saved(&done.what),
            Writing::Undo => {
                // Accounts may be gone with an import: none is asked for before the queue has come anew.
                if done.account.is_none() {
                    self.queue = Queue::default();
                    self.prep = PrepPanel::default();
                }
                self.done(&done.what);
                self.refresh()
            }
            Writing::Compare(round) => self.compared(*round, done.import),
            Writing::Name => self.name_said(&done),
            Writing::NoName => self.name_unsaid(&done),
            Writing::Import => self.imported(done.import, &done.what),
        }
    }

    /// Nothing was done, or nobody knows: the form stays as it is, the words say what to do.
    fn failed(&mut self, asked: &Asked, error: &StoreError) -> Vec<Effect> {
        // Nobody asked for it: the next start tries again.
        if matches!(asked, Asked::Close(_) | Asked::Write(Writing::Close)) {
            return Vec::new();
        }
        if let Some(call) = &mut self.call {
            call.saving = false;
        }
        if let Some(Overlay::Form(form)) = &mut self.overlay {
            form.saving = false;
        }
        if let Some(Overlay::Letter(editor)) = &mut self.overlay {
            editor.saving = false;
        }
        if let Some(Overlay::TheirMail(mail)) = &mut self.overlay {
            mail.saving = false;
        }
        if let Some(Overlay::People(people)) = &mut self.overlay
            && let Some(card) = &mut people.card
        {
            card.saving = false;
        }
        if let (Asked::Write(Writing::People), StoreError::Changed(changed)) = (asked, error) {
            return self.person_conflict(changed);
        }
        if matches!(asked, Asked::Prep(_) | Asked::Why { .. }) {
            self.call_when_loaded = None;
        }
        let text = match error {
            StoreError::Unknown(text) => {
                format!("{text}; the same save never acts twice")
            }
            StoreError::Busy(text)
                if matches!(
                    asked,
                    Asked::Write(Writing::Call(_) | Writing::Form | Writing::Edited(_))
                ) =>
            {
                let said = text.strip_suffix(TRY_AGAIN).unwrap_or(text);
                format!("{said}; what you typed is kept")
            }
            StoreError::Changed(_) => error.to_string(),
            StoreError::Refused(text) | StoreError::Busy(text) | StoreError::Storage(text) => {
                text.clone()
            }
        };
        if let Asked::Write(Writing::Compare(round)) = asked {
            self.not_compared(*round);
        }
        if let Asked::Write(Writing::Import) = asked {
            return self.not_imported(&text);
        }
        let writing = match asked {
            Asked::Write(writing) => Some(writing),
            _ => None,
        };
        if let Asked::Write(Writing::Report { path, .. }) = asked {
            // What is not in the log must not have left.
            let path = path.clone();
            self.fail(&format!("{text}; the file was taken away again"));
            return vec![Effect::DropReport(path)];
        }
        let again = match asked {
            Asked::Write(_) | Asked::Turn => self.offer_after(writing, error),
            _ => None,
        };
        match again {
            Some(offer) => self.fail_with(&text, offer),
            None => self.fail(&text),
        }
        Vec::new()
    }

    pub(crate) fn progress(&mut self, seq: u64, progress: Progress) {
        let asked = self.pending.iter().find(|(s, _)| *s == seq).map(|(_, a)| a);
        match (asked, &mut self.imports.stage) {
            (Some(Asked::Files), Stage::Reading(at)) => *at = progress,
            (Some(Asked::Write(Writing::Compare(round))), Stage::Reading(at))
                if *round == self.imports.round =>
            {
                *at = progress;
            }
            (Some(Asked::Write(Writing::Import)), Stage::Writing(at)) => *at = progress,
            _ => {}
        }
    }
}
