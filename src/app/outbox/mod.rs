//! The outbox: what they asked for, the letter that answers it before it is written, letters to send and in doubt.
//!
//! Law: a letter is shown word for word before it is kept; what it says is `script::letters` over `domain::outbox`. Sending happens outside
//! (`Effect::Post`), on a connection of its own, so that no key waits for a mail server. `ui::outbox` draws it.

mod editor;
mod letters;

pub use editor::{Editor, EditorField};

use super::action::Action;
use super::asked::Asked;
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use super::stops;
use crate::domain::ids::{AccountId, LetterId, RequestId};
use crate::domain::outbox::{self, Letter, LetterKind, LetterState, Order, Sender, Wanted};
use crate::domain::view::{Prep, Tone};
use crate::store::protocol::{ClockAct, Intent, LetterDeed, NewLetter, Outbox, OutboxAsk, Request};

/// A line of the list.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Pick {
    /// A letter that nobody asked for, being written.
    Draft(usize),
    /// A request that no letter answers yet.
    Wanted(RequestId),
    /// A letter.
    Letter(LetterId),
}

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OutboxDesk {
    /// What is in it; `None` = nothing was asked yet.
    pub data: Option<Box<Outbox>>,
    /// The selected line.
    pub cursor: usize,
    /// What it is: it keeps the cursor when the list changes.
    pub selected: Option<Pick>,
    /// The letter that would answer the selected request, or why there is none.
    pub draft: Option<(RequestId, Result<Box<NewLetter>, String>)>,
    /// The account of that letter.
    pub prep: Option<Box<Prep>>,
    /// Letters whose words were changed and that are not kept yet.
    pub drafts: Vec<Editor>,
    /// The letter whose file is being looked for.
    pub keeping: Option<Box<Editor>>,
    /// Letters are being sent.
    pub sending: bool,
    /// The first line of the letter that is shown.
    pub scroll: usize,
}

impl OutboxDesk {
    /// Letters being written first, then requests, then letters.
    #[must_use]
    pub fn lines(&self) -> Vec<Pick> {
        let Some(data) = &self.data else {
            return Vec::new();
        };
        let drafts = self.open_drafts().map(|(i, _)| Pick::Draft(i));
        let wanted = data.wanted.iter().map(|w| Pick::Wanted(w.id));
        let letters = data.letters.iter().map(|l| Pick::Letter(l.id));
        drafts.chain(wanted).chain(letters).collect()
    }

    /// Letters being written that no request here waits for: those stand in the request's own line.
    fn open_drafts(&self) -> impl Iterator<Item = (usize, &Editor)> {
        let asked = |id: RequestId| {
            let data = self.data.as_ref();
            data.is_some_and(|d| d.wanted.iter().any(|w| w.id == id))
        };
        let all = self.drafts.iter().enumerate();
        all.filter(move |(_, e)| !e.letter.request.is_some_and(asked))
    }

    fn pick(&self) -> Option<Pick> {
        self.lines().get(self.cursor).copied()
    }

    /// The selected letter that is being written, also the one that would answer the selected request.
    #[must_use]
    pub fn editor(&self) -> Option<&Editor> {
        match self.pick()? {
            Pick::Draft(i) => self.drafts.get(i),
            Pick::Wanted(id) => self.drafts.iter().find(|e| e.letter.request == Some(id)),
            Pick::Letter(_) => None,
        }
    }

    /// The selected request.
    #[must_use]
    pub fn wanted(&self) -> Option<&Wanted> {
        match self.pick()? {
            Pick::Wanted(id) => self.data.as_ref()?.wanted.iter().find(|w| w.id == id),
            Pick::Draft(_) | Pick::Letter(_) => None,
        }
    }

    /// The selected letter.
    #[must_use]
    pub fn letter(&self) -> Option<&Letter> {
        match self.pick()? {
            Pick::Letter(id) => self.data.as_ref()?.letters.iter().find(|l| l.id == id),
            Pick::Draft(_) | Pick::Wanted(_) => None,
        }
    }

    /// Whose the selected line is.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        let wanted = self.wanted().map(|w| w.account);
        let draft = || self.editor().map(|e| e.letter.account);
        wanted
            .or_else(|| self.letter().map(|l| l.account))
            .or_else(draft)
    }

    /// The letter of the selected request, when it can be written.
    #[must_use]
    pub fn ready(&self) -> Option<&NewLetter> {
        let wanted = self.wanted()?;
        match &self.draft {
            Some((id, Ok(letter))) if *id == wanted.id => Some(letter),
            _ => None,
        }
    }

    /// So many letters wait to be sent or are in doubt, and so many requests wait for a letter.
    #[must_use]
    pub fn open(&self) -> usize {
        self.data.as_ref().map_or(0, |_| self.lines().len())
    }

    fn take(&mut self, data: Box<Outbox>) {
        self.data = Some(data);
        let lines = self.lines();
        let kept = self
            .selected
            .and_then(|pick| lines.iter().position(|line| *line == pick));
        self.go(kept.unwrap_or(self.cursor));
    }

    fn go(&mut self, to: usize) {
        let lines = self.lines();
        self.cursor = to.min(lines.len().saturating_sub(1));
        let now = lines.get(self.cursor).copied();
        if now != self.selected {
            self.scroll = 0;
        }
        self.selected = now;
    }
}

impl Model {
    /// The tab.
    pub(crate) fn open_outbox(&mut self) -> Vec<Effect> {
        self.screen = Screen::Outbox;
        vec![self.ask_outbox()]
    }

    pub(crate) fn ask_outbox(&mut self) -> Effect {
        let ask = OutboxAsk {
            now: self.now.at,
            as_of: self.now.today,
            account: None,
            letter: None,
            gone: false,
        };
        self.ask(Asked::Outbox, Request::Outbox(ask))
    }

    pub(crate) fn take_outbox(&mut self, data: Box<Outbox>) -> Vec<Effect> {
        self.outbox.take(data);
        // What the ledger knows may have changed: the letter is made anew.
        self.outbox.draft = None;
        self.draft_letter()
    }

    /// Asks for what the selected request's letter is made of.
    fn draft_letter(&mut self) -> Vec<Effect> {
        let Some(wanted) = self.outbox.wanted() else {
            // Whose mailbox a letter went to is read with its account.
            let account = self.outbox.letter().map(|l| l.account);
            let unknown = account.filter(|a| self.prep_of(*a).is_none());
            return unknown.map(|a| self.ask_looked_at(a)).into_iter().collect();
        };
        let (id, account) = (wanted.id, wanted.account);
        if self
            .outbox
            .draft
            .as_ref()
            .is_some_and(|(known, _)| *known == id)
        {
            return Vec::new();
        }
        let as_of = self.now.today;
        vec![self.ask(Asked::LetterOf(id), Request::Prep { account, as_of })]
    }

    /// The account is here: the letter in words.
    pub(crate) fn take_letter_prep(&mut self, request: RequestId, prep: &Prep) {
        let Some(wanted) = self.outbox.wanted().filter(|w| w.id == request) else {
            return;
        };
        let order = Order::answering(prep, wanted);
        let made = self.composed(prep, &order).map(Box::new);
        self.outbox.draft = Some((request, made));
        self.outbox.prep = Some(Box::new(prep.clone()));
    }

    /// A letter in words, from the account as it stands; or why there is none.
    pub(crate) fn composed(&self, prep: &Prep, order: &Order) -> Result<NewLetter, String> {
        if let Some(why) = order.stopped(prep) {
            // In the words that the audit trail knows.
            return Err(format!("{}{}: {why}", stops::NO_LETTER, prep.account.name));
        }
        let company = self.status.as_ref().map_or("", |s| s.company.as_str());
        let sender = Sender {
            caller: &self.me,
            company,
        };
        let facts = outbox::facts(prep, order, &sender).map_err(|e| e.to_string())?;
        let text = self.letters.write(order.kind, &facts);
        Ok(NewLetter::new(
            outbox::draft(prep, order),
            text.subject,
            text.body,
        ))
    }

    pub(crate) fn outbox_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let o = &mut self.outbox;
        match action {
            Action::Up => o.go(o.cursor.saturating_sub(1)),
            Action::Down => o.go(o.cursor + 1),
            Action::Top => o.go(0),
            Action::Bottom => o.go(usize::MAX),
            Action::HalfUp | Action::PageUp => o.scroll = o.scroll.saturating_sub(page / 2),
            Action::HalfDown | Action::PageDown => o.scroll += page / 2,
            Action::OpenAccount => {
                if let Some(account) = o.account() {
                    return self.land(account, false);
                }
            }
            Action::WriteLetter => return self.write_letter(),
            Action::EditLetter => return self.edit_letter(),
            Action::DropDraft => return self.drop_draft(),
            Action::Bounced => return self.letter_bounced(),
            Action::SendLetters => {
                o.sending = true;
                self.say("sending: keys go on meanwhile");
                return vec![Effect::Post];
            }
            Action::LetterArrived => return self.settle_letter(true),
            Action::LetterLost => return self.settle_letter(false),
            Action::Undo => return self.undo(),
            _ => {}
        }
        self.draft_letter()
    }

    /// A final notice gets its words: the template's, from the account as it is known here.
    pub(crate) fn with_words(&self, intent: Intent) -> Intent {
        let Intent::Clock(act) = &intent else {
            return intent;
        };
        let ClockAct::Notice { letter, told } = act.as_ref() else {
            return intent;
        };
        let Some(prep) = self.prep_of(letter.account) else {
            return intent;
        };
        let company = self.status.as_ref().map_or("", |s| s.company.as_str());
        let sender = Sender {
            caller: &self.me,
            company,
        };
        let steps: Vec<outbox::Announced> = told
            .iter()
            .filter_map(|t| Some((t.step, t.for_on?)))
            .collect();
        let Ok(mut order) = Order::direct(prep, LetterKind::FinalNotice) else {
            return intent;
        };
        order.readdress(prep, &letter.to);
        let Ok((draft, facts)) = outbox::notice(prep, &order, &steps, &sender) else {
            return intent;
        };
        let text = self.letters.write(draft.kind, &facts);
        let letter = NewLetter {
            subject: text.subject,
            body: text.body,
            parts: draft.parts,
            ..letter.clone()
        };
        let told = told.clone();
        Intent::Clock(Box::new(ClockAct::Notice { letter, told }))
    }

    fn write_letter(&mut self) -> Vec<Effect> {
        if let Some(editor) = self.outbox.editor().cloned() {
            return self.keep_letter(&editor);
        }
        let Some(letter) = self.outbox.ready().cloned() else {
            return Vec::new();
        };
        let deed = Box::new(LetterDeed::Write(letter));
        let key = self.new_key();
        vec![self.write(Writing::Letter, key, Intent::Letter(deed))]
    }

    fn settle_letter(&mut self, arrived: bool) -> Vec<Effect> {
        let Some(letter) = self.outbox.letter().map(|l| l.id) else {
            return Vec::new();
        };
        let deed = Box::new(LetterDeed::Settle {
            letter,
            arrived,
            note: None,
        });
        let key = self.new_key();
        vec![self.write(Writing::Letter, key, Intent::Letter(deed))]
    }

    /// What the sending came to: one line for each letter that was tried.
    pub(crate) fn posted(&mut self, posted: Result<Vec<String>, String>) -> Vec<Effect> {
        self.outbox.sending = false;
        match posted {
            Ok(lines) => match lines.as_slice() {
                [] => self.say("nothing is due to be sent"),
                all @ [head, rest @ ..] => {
                    // What did not go out is said first, and stays until a key.
                    let gone = |line: &&String| {
                        line.contains(": sent: ") || line.contains(": sent by somebody else: ")
                    };
                    let kept: Vec<&String> = all.iter().filter(|line| !gone(line)).collect();
                    let first = kept.first().copied().unwrap_or(head);
                    let words = match rest.len() {
                        0 => first.clone(),
                        more => format!("{first} · and {more} more"),
                    };
                    match kept.is_empty() {
                        true => self.done(&words),
                        false => self.fail(&words),
                    }
                }
            },
            Err(why) => self.fail(&why),
        }
        self.refresh()
    }

    /// Why a key of the outbox does nothing now.
    pub(crate) fn about_outbox(&self, action: Action) -> Option<String> {
        let o = &self.outbox;
        let doubt = o
            .letter()
            .is_some_and(|l| l.standing.state == LetterState::Doubt);
        match action {
            Action::DropDraft => o
                .editor()
                .is_none()
                .then(|| "there is no changed letter here: what is shown is the template's".to_owned()),
            Action::Bounced => self.about_bounce(),
            Action::EditLetter => match (o.editor(), o.wanted(), o.letter()) {
                (Some(_), _, _) => None,
                (_, None, Some(l)) if l.standing.state == LetterState::Refused => self
                    .prep_of(l.account)
                    .is_none()
                    .then(|| "the account is being read".to_owned()),
                (_, None, Some(_)) => Some("this letter is kept already: u takes it back while it has not gone".to_owned()),
                (_, None, None) => Some("nothing is selected to be changed: R, then a letter, writes one to any account".to_owned()),
                (_, Some(_), _) if o.ready().is_some() => None,
                (_, Some(_), _) => self.about_outbox(Action::WriteLetter),
            },
            Action::WriteLetter if o.editor().is_some() => None,
            Action::WriteLetter if o.ready().is_some_and(|l| l.kind.needs_file()) => {
                Some("it goes with a file of yours: e opens the letter, file names it".to_owned())
            }
            Action::WriteLetter => match (&o.draft, o.wanted(), o.letter()) {
                (_, None, Some(_)) => Some("this letter is written already".to_owned()),
                (_, None, None) => {
                    Some("nothing is asked for: what is asked for in a call comes here".to_owned())
                }
                (Some((id, Err(why))), Some(wanted), _) if *id == wanted.id => Some(why.clone()),
                (_, Some(_), _) => o
                    .ready()
                    .is_none()
                    .then(|| "the letter is being made".to_owned()),
            },
            Action::SendLetters if self.sample => {
                Some("the sample desk sends nothing to anybody".to_owned())
            }
            Action::SendLetters if o.sending => Some("letters are being sent".to_owned()),
            Action::SendLetters => {
                let now = self.now.at;
                let due = o
                    .data
                    .as_ref()
                    .is_some_and(|d| d.letters.iter().any(|l| l.is_due(now)));
                (!due).then(|| "no letter is due to be sent".to_owned())
            }
            Action::LetterArrived | Action::LetterLost => {
                (!doubt).then(|| "this is for a letter that may have gone out".to_owned())
            }
            Action::OpenAccount => o
                .account()
                .is_none()
                .then(|| "the outbox is empty".to_owned()),
            _ => None,
        }
    }

    pub(crate) fn outbox_clicked(&mut self, index: usize) -> Vec<Effect> {
        self.outbox.go(index);
        self.draft_letter()
    }
}

/// How a letter's state is to be read.
#[must_use]
pub const fn letter_tone(state: LetterState) -> Tone {
    match state {
        LetterState::Doubt | LetterState::Waiting => Tone::Warn,
        LetterState::Refused => Tone::Bad,
        LetterState::Sent => Tone::Good,
        LetterState::Queued | LetterState::Sending => Tone::Plain,
    }
}
