//! The people of an account, and the card on which one of them, or the account, is changed.
//!
//! Law: a mark is a word, not only a colour; a number that is wrong says so beside it.

use super::pen::{Pen, width, wrap};
use super::queue::top_for;
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::people::{Card, People, Subject};
use crate::domain::account::Contact;
use crate::domain::say;
use crate::domain::view::{ContactWord, Prep, QuestionLine};
use ratatui::layout::Rect;

/// Lines of a person in the list.
const EACH: u16 = 3;
/// Cells of the labels on a card.
const LABEL: u16 = 19;

impl Pen<'_> {
    /// The list, or the card over it.
    pub fn people(&mut self, model: &Model, people: &People) {
        let Some(prep) = model.prep.of(Some(people.account)) else {
            let area = self.center(76, 5);
            let inner = self.frame(area, "People");
            self.text(inner.x, inner.y, inner.width, "…", self.theme.dim);
            return;
        };
        match &people.card {
            Some(card) => self.card(model, prep, card),
            None => self.people_list(model, people, prep),
        }
    }

    fn people_list(&mut self, model: &Model, people: &People, prep: &Prep) {
        let t = self.theme;
        let n = prep.contacts.len();
        let account = account_words(prep);
        let wide = self.center(84, 1).width.saturating_sub(4);
        let mut below = wrap(&account, wide);
        let differs = model.question().map(|q| {
            let key = |action| model.keymap.label(Context::People, action);
            let (take, keep) = (key(Action::TakeTheirs), key(Action::KeepOurs));
            let said = difference(q);
            wrap(
                &format!("≠ {said}: {take} takes the report's, {keep} keeps ours"),
                wide,
            )
        });
        let amber = differs.as_ref().map_or(0, Vec::len);
        if let Some(lines) = differs {
            below.splice(0..0, lines);
        }
        let rows = (n.max(1) as u16).saturating_mul(EACH);
        let area = self.center(84, rows.saturating_add(below.len() as u16 + 3));
        let inner = self.frame(area, &format!("People · {}", prep.account.name));
        let foot = (below.len() as u16 + 1).min(inner.height.saturating_sub(EACH));
        let list = Rect::new(inner.x, inner.y, inner.width, inner.height - foot);
        if n == 0 {
            let key = model.keymap.label(Context::People, Action::AddPerson);
            let words = format!("nobody is known here yet: {key} adds the first");
            self.text(list.x, list.y, list.width, &words, t.dim);
        }
        let page = usize::from(list.height / EACH).max(1);
        let top = top_for(people.cursor, model.seen.over, page, n);
        self.seen.page = page;
        self.seen.over = top;
        for (i, contact) in prep.contacts.iter().enumerate().skip(top).take(page) {
            let y = list.y + (i - top) as u16 * EACH;
            let word = prep.words.iter().find(|w| w.contact == contact.id);
            let here = Rect::new(list.x, y, list.width, EACH.min(list.bottom() - y));
            self.person(contact, word, prep, here);
            self.hit(here, Target::Row(i));
            if i == people.cursor {
                let lit = Rect::new(here.x, y, here.width, here.height.min(2));
                self.lay(lit, t.selected);
                let style = t.accent.patch(t.selected);
                for line in 0..lit.height {
                    self.text(here.x, y + line, 1, "▌", style);
                }
            }
        }
        let more = n.saturating_sub(top + page);
        if more > 0 {
            self.right(
                list.x,
                list.bottom().saturating_sub(1),
                list.width,
                &format!("+{more} more"),
                t.dim,
            );
        }
        let y = list.bottom();
        if y < inner.bottom() {
            self.rule(inner.x, y, inner.width);
        }
        for (i, line) in below.iter().enumerate() {
            let at = y + 1 + i as u16;
            if at < inner.bottom() {
                let style = if i < amber { t.warn } else { t.dim };
                self.text(inner.x, at, inner.width, line, style);
            }
        }
    }

    fn person(&mut self, c: &Contact, word: Option<&ContactWord>, prep: &Prep, area: Rect) {
        let t = self.theme;
        let (x, w) = (area.x + 2, area.width.saturating_sub(2));
        let mut used = self.text(x, area.y, w, &c.name, t.heading);
        if let Some(role) = &c.role {
            used += self.pieces(
                x + used,
                area.y,
                w - used,
                &[(" · ", t.rule), (role, t.dim)],
            );
        }
        if c.preferred {
            used += self.pieces(
                x + used,
                area.y,
                w - used,
                &[(" · ", t.rule), ("ask first", t.accent)],
            );
        }
        let decides = match c.right_party {
            Some(true) => Some(("decides", t.good)),
            Some(false) => Some(("does not decide", t.warn)),
            None => None,
        };
        if let Some((text, style)) = decides {
            self.pieces(
                x + used,
                area.y,
                w - used,
                &[(" · ", t.rule), (text, style)],
            );
        }
        if let Some((text, is_bad)) = word.map(word_of) {
            let style = if is_bad { t.warn } else { t.dim };
            self.right(x, area.y, w.saturating_sub(1), &text, style);
        }
        if area.height < 2 {
            return;
        }
        let y = area.y + 1;
        let day = |d| say::near_day(d, prep.as_of);
        let mut used = 0;
        match (&c.phone, c.phone_bad_on) {
            (Some(phone), None) => used += self.text(x, y, w, phone, t.text),
            (Some(phone), Some(on)) => {
                used += self.text(x, y, w, phone, t.dim);
                let mark = format!(" ✗ wrong number since {}", day(on));
                used += self.text(x + used, y, w - used, &mark, t.bad);
            }
            (None, _) => used += self.text(x, y, w, "no phone", t.dim),
        }
        used += self.text(x + used, y, w - used, " · ", t.rule);
        match (&c.email, c.email_bad_on) {
            (Some(mail), None) => {
                self.text(x + used, y, w - used, mail, t.text);
            }
            (Some(mail), Some(on)) => {
                let mark = format!(" ✗ bounced {}", day(on));
                let room = (w - used).saturating_sub(width(&mark));
                used += self.text(x + used, y, room, mail, t.dim);
                self.text(x + used, y, w - used, &mark, t.bad);
            }
            (None, _) => {
                self.text(x + used, y, w - used, "no mail address", t.dim);
            }
        }
    }

    fn card(&mut self, model: &Model, prep: &Prep, card: &Card) {
        let t = self.theme;
        let title = match card.subject {
            Subject::New => format!("New person · {}", prep.account.name),
            Subject::Person(id) => {
                let name = prep.contacts.iter().find(|c| c.id == id);
                let name = name.map_or("", |c| c.name.as_str());
                format!("{name} · {}", prep.account.name)
            }
            Subject::Account => format!("Account · {}", prep.account.name),
        };
        let wide = self.center(76, 1).width.saturating_sub(4);
        let keys = model.keymap.label(Context::Card, Action::TakeTheirs);
        let save = model.keymap.label(Context::Card, Action::Submit);
        let conflict = card.conflict.as_ref().map_or_else(Vec::new, |(_, text)| {
            wrap(
                &format!("{text}. {save} keeps yours, {keys} takes theirs"),
                wide.saturating_sub(2),
            )
        });
        let n = card.lines.len() as u16;
        let conflict = match (conflict.is_empty(), card.understood()) {
            (true, Some(Ok(zone))) => vec![zone],
            (true, Some(Err(why))) => wrap(&why, wide.saturating_sub(2)),
            _ => conflict,
        };
        let bad = card.conflict.is_some() || matches!(card.understood(), Some(Err(_)));
        let tone = if bad { t.warn } else { t.good };
        let air = if conflict.is_empty() { 0 } else { 1 };
        let area = self.center(76, n + conflict.len() as u16 + air + 2);
        let inner = self.frame(area, &title);
        let shown = usize::from(inner.height.saturating_sub(conflict.len() as u16).max(1));
        let first = (card.focus + 1).saturating_sub(shown);
        for (row, (i, line)) in card
            .lines
            .iter()
            .enumerate()
            .skip(first)
            .take(shown)
            .enumerate()
        {
            let y = inner.y + row as u16;
            if y >= inner.bottom() {
                break;
            }
            let here = i == card.focus;
            let style = if here { t.accent } else { t.dim };
            self.text(inner.x, y, LABEL, &line.label, style);
            let mark = if line.is_changed() { "*" } else { " " };
            self.text(inner.x + LABEL - 2, y, 1, mark, t.accent);
            let room = inner.width.saturating_sub(LABEL);
            self.field(inner.x + LABEL, y, room, &line.text, here);
        }
        let mut y = inner.y + (card.lines.len().min(shown)) as u16;
        y += u16::from(y + (conflict.len() as u16) < inner.bottom());
        for (i, text) in conflict.iter().enumerate() {
            if y >= inner.bottom() {
                break;
            }
            if i == 0 {
                self.text(inner.x, y, 2, if bad { "!" } else { "→" }, tone);
            }
            self.text(inner.x + 2, y, inner.width.saturating_sub(2), text, tone);
            y += 1;
        }
        if card.saving {
            self.right(
                area.x,
                area.bottom().saturating_sub(1),
                area.width.saturating_sub(2),
                " saving … ",
                t.dim,
            );
        }
    }
}

/// How far somebody's word goes; true = worth a second look.
fn word_of(word: &ContactWord) -> (String, bool) {
    let c = &word.credibility;
    let kept = c.kept + c.kept_late;
    let mut said = match (c.promised, kept) {
        (0, _) => String::new(),
        (n, k) => format!("kept {k} of {}", say::plural(u64::from(n), "promise")),
    };
    if word.claims_missing > 0 {
        if !said.is_empty() {
            said.push_str(", ");
        }
        said.push_str(&say::plural(u64::from(word.claims_missing), "payment"));
        said.push_str(" never came");
    }
    (said, kept < c.promised || word.claims_missing > 0)
}

/// The account's own fields on a line.
fn account_words(prep: &Prep) -> String {
    let a = &prep.account;
    let mut parts = vec![a.kind.name().to_owned()];
    let mut add = |label: &str, value: Option<&str>| {
        if let Some(value) = value {
            parts.push(format!("{label} {value}"));
        }
    };
    add("collector", a.collector.as_deref());
    add("sales", a.salesperson.as_deref());
    add("state", a.state.as_deref());
    add("zone", a.zone.as_deref());
    let limit = a.credit_limit.map(|l| l.show_whole(a.currency));
    add("limit", limit.as_deref());
    add("guarantor", a.flags.guarantor.as_deref());
    add("invoices to", a.invoices_to.as_deref());
    parts.join(" · ")
}

/// What a report says otherwise than it was typed here.
pub(super) fn difference(q: &QuestionLine) -> String {
    let whose = match &q.contact {
        Some(who) => format!("{} of {who}", q.field),
        None => q.field.clone(),
    };
    let mine = match q.mine.as_str() {
        "" => "nothing",
        mine => mine,
    };
    format!("{whose}: {} in {}, {mine} here", q.theirs, q.file)
}
