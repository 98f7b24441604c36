//! Letters at the desk: one for any account, its words changed, kept, dropped; mail that came back.
//!
//! Law: as `outbox`. The account is read anew when a letter is begun, so that its figures are those of now.

use super::super::action::Action;
use super::super::asked::Asked;
use super::super::key::{Key, KeyCode};
use super::super::model::Model;
use super::super::msg::{Effect, Writing};
use super::super::overlay::Overlay;
use super::{Editor, EditorField};
use crate::domain::ids::AccountId;
use crate::domain::outbox::{Letter, LetterKind, Order, Part};
use crate::domain::request::AddressCheck;
use crate::domain::view::Prep;
use crate::store::protocol::{
    Change, ContactEdit, Intent, LetterDeed, NewLetter, Outbox, OutboxAsk, Remedy, Request,
};

impl Model {
    /// Begins a letter to an account.
    pub(crate) fn letter_for(&mut self, account: AccountId, kind: LetterKind) -> Vec<Effect> {
        let as_of = self.now.today;
        self.overlay = None;
        vec![self.ask(Asked::LetterFor(kind), Request::Prep { account, as_of })]
    }

    /// The account is here: the letter in words, ready to be changed; or the one that was left.
    pub(crate) fn take_letter_for(&mut self, kind: LetterKind, prep: &Prep) -> Vec<Effect> {
        // Something else was opened meanwhile: what is typed there is not covered up.
        if self.overlay.is_some() {
            return Vec::new();
        }
        let letter = Order::direct(prep, kind).and_then(|order| self.composed(prep, &order));
        let letter = match letter {
            Ok(letter) => letter,
            Err(why) => {
                self.warn(&why);
                return Vec::new();
            }
        };
        let key = self.new_key();
        let fresh = Editor::new(letter, prep, key);
        self.open_editor(fresh)
    }

    /// Asks for the letter of an account that was refused, to write it again.
    pub(crate) fn refused_again(&mut self, account: AccountId) -> Vec<Effect> {
        let found = self.prep_of(account).and_then(|p| p.undelivered.as_ref());
        let Some(letter) = found.map(|l| l.id) else {
            return Vec::new();
        };
        self.overlay = None;
        let ask = OutboxAsk {
            now: self.now.at,
            as_of: self.now.today,
            account: None,
            letter: Some(letter),
            gone: true,
        };
        vec![self.ask(Asked::LetterAgain, Request::Outbox(ask))]
    }

    /// It is here: the same words in the editor, the cursor on the address.
    pub(crate) fn take_letter_again(&mut self, data: Outbox) -> Vec<Effect> {
        match data.letters.into_iter().next() {
            Some(letter) if self.overlay.is_none() => self.write_again(&letter),
            _ => Vec::new(),
        }
    }

    /// A letter that was refused, as a new one: its request stays with the old one and is done when this one has left.
    pub(super) fn write_again(&mut self, old: &Letter) -> Vec<Effect> {
        let Some(prep) = self.prep_of(old.account).cloned() else {
            self.warn("the account is being read: once more in a moment");
            return Vec::new();
        };
        let letter = NewLetter {
            account: old.account,
            kind: old.kind,
            contact: old.contact,
            request: None,
            to_name: old.to_name.clone(),
            to: old.to.clone(),
            subject: old.subject.clone(),
            body: old.body.clone(),
            parts: old.parts.clone(),
            address: None,
        };
        let key = self.new_key();
        let mut fresh = Editor::new(letter, &prep, key);
        fresh.focus = EditorField::To;
        self.open_editor(fresh)
    }

    /// Opens the editor with a letter, or with what was typed of it before.
    fn open_editor(&mut self, fresh: Editor) -> Vec<Effect> {
        let left = self.outbox.drafts.iter().position(|e| e.is_same(&fresh));
        let editor = match left {
            Some(at) => {
                self.say("what you typed before is still here");
                self.outbox.drafts.remove(at)
            }
            None => fresh,
        };
        self.overlay = Some(Overlay::Letter(Box::new(editor)));
        self.keep_draft()
    }

    /// `e` in the outbox.
    pub(super) fn edit_letter(&mut self) -> Vec<Effect> {
        if let Some(editor) = self.outbox.editor().cloned() {
            return self.open_editor(editor);
        }
        if let Some(letter) = self.outbox.letter().cloned() {
            return self.write_again(&letter);
        }
        let (Some(letter), Some(prep)) = (self.outbox.ready().cloned(), self.outbox.prep.clone())
        else {
            return Vec::new();
        };
        let key = self.new_key();
        self.open_editor(Editor::new(letter, &prep, key))
    }

    pub(super) fn drop_draft(&mut self) -> Vec<Effect> {
        let Some(gone) = self.outbox.editor().cloned() else {
            return Vec::new();
        };
        self.outbox.drafts.retain(|e| !e.is_same(&gone));
        let at = self.outbox.cursor;
        self.outbox.go(at);
        self.say("the changed letter was dropped");
        self.keep_draft()
    }

    /// Keys of the editor.
    pub(crate) fn editor_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let Some(Overlay::Letter(editor)) = &mut self.overlay else {
            return Vec::new();
        };
        let in_body = editor.focus == EditorField::Body;
        match action {
            Action::NextField => editor.step(true),
            Action::PrevField => editor.step(false),
            Action::FieldDown if in_body => editor.body.step_line(true),
            Action::FieldUp if in_body && editor.body.before().contains('\n') => {
                editor.body.step_line(false);
            }
            Action::FieldDown => editor.step(true),
            Action::FieldUp if editor.focus != EditorField::To => editor.step(false),
            Action::PageDown if in_body => (0..page).for_each(|_| editor.body.step_line(true)),
            Action::PageUp if in_body => (0..page).for_each(|_| editor.body.step_line(false)),
            Action::NewLine if in_body => {
                editor.body.insert("\n");
                editor.touched = true;
            }
            Action::NewLine => editor.step(true),
            Action::LetterGuide => {
                editor.turn_guide();
                editor.touched = true;
            }
            Action::LetterOnce => {
                editor.once = !editor.once;
                editor.touched = true;
            }
            Action::Submit => {
                let editor = (**editor).clone();
                return self.keep_letter(&editor);
            }
            Action::Back => return self.leave_editor(),
            _ => {}
        }
        self.keep_draft()
    }

    /// A key that types in the editor.
    pub(crate) fn editor_typed(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Letter(editor)) = &mut self.overlay else {
            return Vec::new();
        };
        if editor.focus == EditorField::Body && matches!(key.code, KeyCode::Home | KeyCode::End) {
            editor.body.line_end(key.code == KeyCode::End);
            return Vec::new();
        }
        if !editor.field().key(key) {
            return Vec::new();
        }
        editor.touched = true;
        self.keep_draft()
    }

    /// Text pasted into the editor.
    pub(crate) fn editor_pasted(&mut self, text: &str) -> Vec<Effect> {
        if let Some(Overlay::Letter(editor)) = &mut self.overlay {
            editor.field().paste(text);
            editor.touched = true;
        }
        self.keep_draft()
    }

    fn leave_editor(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Letter(editor)) = self.overlay.take()
            && editor.touched
        {
            self.outbox.drafts.retain(|e| !e.is_same(&editor));
            self.outbox.drafts.push(*editor);
            self.say("not kept yet: the outbox (6) has the letter as you left it");
        }
        self.keep_draft()
    }

    /// Puts a letter into the ledger.
    pub(super) fn keep_letter(&mut self, editor: &Editor) -> Vec<Effect> {
        if editor.saving {
            return Vec::new();
        }
        let letter = match editor.finished() {
            Ok(letter) => letter,
            Err((field, why)) => {
                match &mut self.overlay {
                    Some(Overlay::Letter(open)) => {
                        open.focus = field;
                        open.insisted = true;
                    }
                    _ => {
                        let mut editor = editor.clone();
                        (editor.focus, editor.insisted) = (field, true);
                        self.outbox.drafts.retain(|e| !e.is_same(&editor));
                        self.overlay = Some(Overlay::Letter(Box::new(editor)));
                    }
                }
                self.warn(&why);
                return Vec::new();
            }
        };
        if let Some(Overlay::Letter(open)) = &mut self.overlay {
            open.saving = true;
        }
        if !editor.file.is_blank() {
            // Only the edge knows whether it is there.
            let path = editor.file.trimmed().to_owned();
            self.outbox.keeping = Some(Box::new(editor.clone()));
            return vec![Effect::FindFile(path)];
        }
        self.put_letter(editor, letter)
    }

    /// The file that goes with a letter is there, and the letter is kept with it; or it is not.
    pub(crate) fn file_found(&mut self, found: Result<String, String>) -> Vec<Effect> {
        let Some(editor) = self.outbox.keeping.take() else {
            return Vec::new();
        };
        match (found, editor.finished()) {
            (Ok(path), Ok(mut letter)) => {
                letter.parts.push(Part::File { path });
                self.put_letter(&editor, letter)
            }
            (Err(why), _) | (_, Err((_, why))) => {
                if let Some(Overlay::Letter(open)) = &mut self.overlay {
                    (open.saving, open.focus) = (false, EditorField::File);
                }
                self.warn(&why);
                Vec::new()
            }
        }
    }

    fn put_letter(&mut self, editor: &Editor, letter: NewLetter) -> Vec<Effect> {
        let key = editor.key.clone();
        let deed = Box::new(LetterDeed::Write(letter));
        let writing = Writing::Edited(Box::new(editor.clone()));
        vec![self.write(writing, key, Intent::Letter(deed))]
    }

    /// It is in the ledger: nothing is being written any more.
    pub(crate) fn letter_kept(&mut self, kept: &Editor) -> Vec<Effect> {
        if let Some(Overlay::Letter(open)) = &self.overlay
            && open.is_same(kept)
        {
            self.overlay = None;
        }
        self.outbox.drafts.retain(|e| !e.is_same(kept));
        let address = match kept.finished().ok().and_then(|l| l.address) {
            Some(AddressCheck::Corrected) => ", address corrected",
            Some(AddressCheck::Confirmed) => ", address confirmed",
            None => "",
        };
        let kind = kept.letter.kind.words();
        self.done(&format!("{kind} kept{address}: it waits in the outbox (6)"));
        let mut effects = self.keep_draft();
        effects.extend(self.refresh());
        effects
    }

    /// Whose mailbox the selected letter went to, with the mark that stands there.
    fn bounced_person(&self) -> Option<(AccountId, ContactEdit, crate::domain::ids::ContactId)> {
        let letter = self.outbox.letter()?;
        let prep = self.prep_of(letter.account)?;
        let person = prep
            .contacts
            .iter()
            .find(|c| c.email.as_deref() == Some(letter.to.as_str()))?;
        let edit = ContactEdit::EmailBad(Change {
            before: person.email_bad_on,
            after: match person.email_bad_on {
                None => Some(self.now.today),
                Some(_) => None,
            },
        });
        Some((letter.account, edit, person.id))
    }

    /// Why mail that came back cannot be marked here.
    pub(super) fn about_bounce(&self) -> Option<String> {
        let Some(letter) = self.outbox.letter() else {
            return Some("this is for a letter whose mail came back".to_owned());
        };
        if self.prep_of(letter.account).is_none() {
            return Some("the account is being read".to_owned());
        }
        let none = self.bounced_person().is_none();
        none.then(|| format!("{} is nobody's mail address there (any more)", letter.to))
    }

    /// Mail to the letter's address came back: marked at the person whose it is, or the mark taken away.
    pub(super) fn letter_bounced(&mut self) -> Vec<Effect> {
        let Some((account, edit, contact)) = self.bounced_person() else {
            return Vec::new();
        };
        let remedy = Remedy::EditContact {
            contact,
            edits: vec![edit],
        };
        let intent = Intent::Remedy {
            account,
            remedy: Box::new(remedy),
        };
        let key = self.new_key();
        vec![self.write(Writing::Letter, key, intent)]
    }
}
