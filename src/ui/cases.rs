//! Disputes and deductions of all accounts: the list of the supervisor's screen, and the selected one in words.
//!
//! Law: draws only; `app::cases` has the rows.

use super::amounts::Amounts;
use super::pen::Pen;
use super::review::BESIDE;
use super::sheet::Sheet;
use crate::app::Model;
use crate::domain::say;
use crate::store::protocol::CaseRow;
use ratatui::layout::Rect;

impl Pen<'_> {
    pub(super) fn cases(&mut self, model: &Model, list: Rect) {
        let cases = &model.review.cases;
        let rows = cases.rows();
        if cases.rows.is_some() && rows.is_empty() {
            let words = "What customers contest or keep back stands here, oldest first, with who answers it and by when.";
            self.nothing(list, "No dispute is open.", words);
            return;
        }
        let t = self.theme;
        let today = model.now.today;
        let wide = list.width >= BESIDE;
        let amounts = rows.iter().map(|r| (r.line.amount, r.currency));
        let money = Amounts::of(model.book(), amounts, 10);
        let account = list.x + 2;
        // On a narrow screen no room is left for the reason: the lines below have it, and the name gets the room.
        let fits = list.width >= 79 + money.w;
        let spare = list.width.saturating_sub(48 + money.w);
        let name = match (wide, fits) {
            (true, _) => 28,
            (false, true) => 18,
            (false, false) => spare.max(18),
        };
        let number = account + name + 1;
        let amount = number + 11;
        let age = amount + money.w;
        let who = age + 7;
        let by = who + 10;
        let why = by + 16;
        let room = list.right().saturating_sub(why + 1);
        self.text(account, list.y, name, "account", t.dim);
        self.text(number, list.y, 10, "invoice", t.dim);
        self.right(amount, list.y, money.w, "amount", t.dim);
        self.right(age, list.y, 5, "open", t.dim);
        self.text(who, list.y, 9, "answers", t.dim);
        self.text(by, list.y, 15, "by", t.dim);
        if fits {
            self.text(why, list.y, room, "because", t.dim);
        }
        let (top, n) = self.review_rows(model, list, rows.len());
        for (i, row) in rows.iter().enumerate().skip(top).take(n) {
            let y = list.y + 1 + (i - top) as u16;
            let style = if i == cases.cursor { t.heading } else { t.text };
            self.text(account, y, name, &row.name, style);
            self.text(number, y, 10, &row.line.number, t.text);
            self.amount((amount, y), &money, row.line.amount, row.currency, t.text);
            let days = today.signed_duration_since(row.line.opened_on).num_days();
            self.right(age, y, 5, &format!("{days}d"), t.text);
            let owner = row.line.owner.as_deref();
            let (owner, style) = owner.map_or(("nobody", t.warn), |o| (o, t.dim));
            self.text(who, y, 9, owner, style);
            let (day, style) = match row.line.due_on {
                Some(day) if row.line.late > 0 => {
                    (format!("late, {}", say::short_day(day, today)), t.bad)
                }
                Some(day) => (say::day(day, today), t.text),
                None => ("no day".to_owned(), t.warn),
            };
            self.text(by, y, 15, &day, style);
            if fits {
                self.text(why, y, room, row.line.reason.trim(), t.dim);
            }
            self.review_mark(model, Rect::new(list.x, y, list.width, 1), i);
        }
    }

    pub(super) fn explain_case(&self, model: &Model, row: &CaseRow, w: u16) -> Sheet {
        let today = model.now.today;
        let head = format!(
            "{} of {} · {}",
            say::money(row.line.amount, row.currency),
            row.line.number,
            row.name
        );
        let mut facts = vec![format!(
            "open since {}",
            say::near_day(row.line.opened_on, today)
        )];
        if let Some(code) = row.line.code {
            facts.push(code.words().to_owned());
        }
        if row.line.late > 0 {
            let late = say::plural(row.line.late.unsigned_abs(), "business day");
            facts.push(format!("the answer is {late} late"));
        }
        let whose = row.collector.as_deref();
        facts.push(whose.map_or("nobody's account".to_owned(), |c| format!("{c}'s account")));
        facts.push(format!("#{}", row.line.id));
        self.in_words(w, &head, &row.line.reason, &facts)
    }
}
