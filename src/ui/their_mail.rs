//! A mail of theirs: whose it may be, what it offers, what was found and where.
//!
//! Law: every find stands beside the line that it was found in; nothing is shown that the mail does not say.

use super::pen::Pen;
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::msg::Target;
use crate::app::their_mail::TheirMail;
use crate::domain::inbound::{Offer, Reading, Sense};
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::view::Tone;
use chrono::NaiveDate;
use ratatui::layout::Rect;

/// The most accounts that stand in the box.
const ACCOUNTS: usize = 5;

impl Pen<'_> {
    /// The box.
    pub(super) fn their_mail(&mut self, model: &Model, mail: &TheirMail) {
        let t = self.theme;
        let today = model.now.today;
        let Some(reading) = mail.reading.as_deref() else {
            let area = self.center(76, 9);
            let inner = self.frame(area, "A mail of theirs");
            let lines = [
                "Paste the mail here: a remittance, a question, an answer.",
                "",
                "Invoice numbers, amounts, days, checks and addresses are found in it and",
                "matched to accounts. It becomes a claim, a promise or a dispute with the",
                "form filled in, and its text is kept on the account. Nothing is written",
                "before you say so.",
            ];
            for (y, line) in (inner.y..inner.bottom()).zip(lines) {
                self.text(inner.x, y, inner.width, line, t.text);
            }
            return;
        };
        let screen = self.screen();
        let area = self.center(100, screen.height);
        let inner = self.frame(area, "A mail of theirs");
        let mut y = inner.y;
        let accounts = mail.accounts.as_deref().unwrap_or_default();
        if accounts.is_empty() {
            let words = match mail.accounts {
                None => "asking the ledger whose it is …",
                Some(_) => {
                    "No account has these numbers or addresses. On the account, R and M reads it for that one."
                }
            };
            self.text(inner.x, y, inner.width, words, t.warn);
            y += 1;
        }
        let from = mail.cursor.saturating_sub(ACCOUNTS - 1);
        for (i, account) in accounts.iter().enumerate().skip(from).take(ACCOUNTS) {
            let row = Rect::new(inner.x, y, inner.width, 1);
            self.hit(row, Target::Row(i));
            let here = i == mail.cursor;
            let name = if here { t.heading } else { t.text };
            let used = self.text(inner.x + 2, y, inner.width / 2, &account.name, name);
            let mut about: Vec<String> = account.contact_name.iter().cloned().collect();
            match account.invoices.len() {
                0 => {}
                n => about.push(format!("{} of its invoices named", n)),
            }
            let x = inner.x + 2 + used + 2;
            let room = inner.right().saturating_sub(x);
            self.text(x, y, room, &about.join(" · "), t.dim);
            if here {
                self.lay(row, t.selected);
                self.text(inner.x, y, 1, "▌", t.accent);
            }
            y += 1;
        }
        let currency = mail.chosen().map_or(Currency::USD, |a| a.currency);
        let offers = mail.offers(today);
        let mut sheet = Sheet::default();
        for (n, offer) in offers.iter().enumerate() {
            let named: Vec<&str> = mail.chosen().map_or_else(Vec::new, |account| {
                let known = account.invoices.iter();
                known
                    .filter(|i| offer.invoices.contains(&i.document))
                    .map(|i| i.number.as_str())
                    .collect()
            });
            let head = match (n, offer.sense) {
                (_, None) => "nothing says what it is about".to_owned(),
                (0, Some(sense)) if mail.kept.is_empty() => {
                    format!("reads like {}", Sense::words(sense))
                }
                (0, Some(sense)) => format!("left of it: {}", Sense::words(sense)),
                (_, Some(sense)) => format!("and {}", Sense::words(sense)),
            };
            let words = offered(head, offer, &named, currency, today);
            sheet.wrapped(("→ ", t.accent), inner.width, &words, t.text);
        }
        let room = match offers.len() {
            0 | 1 => 3,
            _ => 6,
        };
        y += self.sheet(Rect::new(inner.x, y, inner.width, room), &sheet, 0);
        self.rule(inner.x, y, inner.width);
        y += 1;
        let list = Rect::new(inner.x, y, inner.width, inner.bottom().saturating_sub(y));
        let sheet = self.found_in(reading, mail, currency, today, inner.width);
        self.seen.page = usize::from(list.height);
        let most = sheet.len().saturating_sub(usize::from(list.height));
        self.sheet(list, &sheet, mail.scroll.min(most));
    }

    fn found_in(
        &self,
        reading: &Reading,
        mail: &TheirMail,
        currency: Currency,
        today: NaiveDate,
        w: u16,
    ) -> Sheet {
        let t = self.theme;
        let mut sheet = Sheet::default();
        for (on, words) in [
            (
                reading.cut,
                "Only the beginning was read: it is longer than mails are.",
            ),
            (reading.masked, "A card number in it is masked."),
        ] {
            if on {
                sheet.wrapped(("! ", t.warn), w, words, t.warn);
            }
        }
        let mut marks: Vec<(usize, String, Tone)> = Vec::new();
        for n in &reading.numbers {
            let known = mail
                .accounts
                .iter()
                .flatten()
                .find_map(|a| a.invoices.iter().find(|i| i.written == n.value));
            if let Some(invoice) = known {
                let open = match invoice.open.is_positive() {
                    true => format!("{} open", say::money(invoice.open, currency)),
                    false => "settled".to_owned(),
                };
                marks.push((n.line, format!("{}, {open}", invoice.number), Tone::Good));
            }
        }
        for p in &reading.payments {
            let words = format!("{} {}", p.value.method.name(), p.value.number);
            marks.push((p.line, words, Tone::Good));
        }
        for a in &reading.amounts {
            marks.push((a.line, say::money(a.value, currency), Tone::Plain));
        }
        for d in &reading.days {
            marks.push((d.line, say::day(d.value, today), Tone::Plain));
        }
        for a in &reading.addresses {
            marks.push((a.line, a.value.clone(), Tone::Plain));
        }
        // The text at the left, what was found in a line beside or below it.
        let side = w >= 90;
        let text_w = if side { w * 6 / 10 } else { w };
        for (n, line) in reading.text.lines().enumerate() {
            let here: Vec<&(usize, String, Tone)> =
                marks.iter().filter(|(at, _, _)| *at == n + 1).collect();
            let words: Vec<&str> = here.iter().map(|(_, w, _)| w.as_str()).collect();
            let good = here.iter().any(|(_, _, tone)| *tone == Tone::Good);
            let style = if good { t.good } else { t.accent };
            let shown = if here.is_empty() { t.dim } else { t.text };
            let words = words.join(" · ");
            if side {
                let row = Row::default().left(0, text_w, line, shown).left(
                    text_w + 2,
                    w.saturating_sub(text_w + 2),
                    &words,
                    style,
                );
                sheet.push(row);
            } else {
                sheet.push(Row::default().left(0, w, line, shown));
                if !words.is_empty() {
                    sheet.wrapped(("  ", style), w, &words, style);
                }
            }
        }
        sheet
    }
}

/// What it offers, in one sentence.
fn offered(
    head: String,
    offer: &Offer,
    named: &[&str],
    currency: Currency,
    today: NaiveDate,
) -> String {
    let mut out = head;
    let mut parts: Vec<String> = Vec::new();
    // What a complaint takes off is said below.
    let taken_off = offer.sense == Some(Sense::Dispute) && !offer.deducted.is_empty();
    if let Some(amount) = offer.amount.filter(|_| !taken_off) {
        parts.push(say::money(amount, currency));
    }
    if let Some(p) = &offer.payment {
        parts.push(format!("{} {}", p.method.name(), p.number));
    }
    if let Some(day) = offer
        .by_when
        .filter(|_| offer.sense == Some(Sense::Promise))
    {
        parts.push(format!("by {}", say::day(day, today)));
    }
    if let Some(day) = offer.left_on.filter(|_| offer.sense == Some(Sense::Claim)) {
        parts.push(format!("sent {}", say::day(day, today)));
    }
    if !named.is_empty() {
        parts.push(format!("for {}", say::list(named)));
    }
    for (_, m) in &offer.deducted {
        parts.push(format!("{} taken off", say::money(*m, currency)));
    }
    if !parts.is_empty() {
        out.push_str(": ");
        out.push_str(&parts.join(", "));
    }
    out
}
