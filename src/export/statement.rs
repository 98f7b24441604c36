//! The statement of account on paper: what is open, by invoice and by age, and a slip to send back with the payment.
//!
//! Letter paper where dollars and pesos are, A4 elsewhere. Every figure is the statement's own; nothing is worked out here.

use super::pdf::{Look, Pages};
use crate::domain::money::Minor;
use crate::domain::outbox::Statement;
use crate::domain::say;
use chrono::NaiveDate;
use std::io::{self, Write};

const MARGIN: f32 = 50.0;
const LINE: f32 = 15.0;
const TEXT: Look = Look::plain(9.0);
const SMALL: Look = Look::plain(8.0).gray();
/// What the foot of a page takes.
const FOOT: f32 = 40.0;
/// What totals, aging and slip take together, below the rows.
const END: f32 = 250.0;

/// Writes the PDF.
///
/// # Errors
/// When the writer fails.
pub fn statement(statement: &Statement, to: &mut impl Write) -> io::Result<()> {
    let letter = matches!(statement.currency.code(), "USD" | "CAD" | "MXN");
    let (width, height) = if letter {
        (612.0, 792.0)
    } else {
        (595.0, 842.0)
    };
    let mut sheet = Sheet {
        statement,
        pages: Pages::new(width, height)?,
        y: 0.0,
    };
    sheet.top();
    sheet.rows();
    sheet.credits();
    sheet.end();
    let all = sheet.pages.count();
    let right = sheet.right();
    sheet.pages.on_each(|pages, n| {
        let y = pages.height - 28.0;
        pages.left(MARGIN, y, &statement.company, SMALL);
        pages.right(right, y, &format!("page {n} of {all}"), SMALL);
    });
    let title = format!("Statement of account, {}", statement.account);
    let bytes = sheet.pages.finish(&title, &statement.company)?;
    to.write_all(&bytes)
}

struct Sheet<'a> {
    statement: &'a Statement,
    pages: Pages,
    /// The baseline of the line that was set last.
    y: f32,
}

impl Sheet<'_> {
    fn right(&self) -> f32 {
        self.pages.width - MARGIN
    }

    fn money(&self, amount: Minor) -> String {
        say::money(amount, self.statement.currency)
    }

    /// Goes on by so much; a page that has no room for `needs` below that is left.
    fn down(&mut self, by: f32, needs: f32) -> bool {
        self.y += by;
        if self.y + needs <= self.pages.height - FOOT - LINE {
            return false;
        }
        self.pages.begin();
        self.y = MARGIN + 10.0;
        true
    }

    fn top(&mut self) {
        let (right, of) = (self.right(), self.statement);
        self.pages.begin();
        self.y = MARGIN + 10.0;
        let big = Look::plain(15.0).bold();
        self.pages.within(MARGIN, self.y, 320.0, &of.company, big);
        self.pages
            .right(right, self.y, "Statement of account", Look::plain(13.0));
        self.y += 14.0;
        self.pages.rule(MARGIN, self.y, right, false);
        self.y += 22.0;
        self.pages
            .within(MARGIN, self.y, 330.0, &of.account, Look::plain(11.0).bold());
        self.pages.right(
            right,
            self.y,
            &format!("as of {}", day(of.as_of)),
            TEXT.bold(),
        );
        self.y += LINE;
        if let Some(number) = &of.number {
            self.pages
                .left(MARGIN, self.y, &format!("account {number}"), SMALL);
        }
        let amounts = format!("all amounts in {}", of.currency.code());
        self.pages.right(right, self.y, &amounts, SMALL);
        self.y += 26.0;
        self.heads();
    }

    /// Where the columns of the rows stand.
    fn columns(&self) -> [f32; 7] {
        let right = self.right();
        [
            MARGIN,
            MARGIN + 78.0,
            MARGIN + 140.0,
            MARGIN + 224.0,
            MARGIN + 236.0,
            right - 80.0,
            right,
        ]
    }

    fn heads(&mut self) {
        let [number, issued, due, late, reference, amount, open] = self.columns();
        let y = self.y;
        self.pages.left(number, y, "invoice", SMALL);
        self.pages.left(issued, y, "date", SMALL);
        self.pages.left(due, y, "due", SMALL);
        self.pages.right(late, y, "late", SMALL);
        self.pages.left(reference, y, "reference", SMALL);
        self.pages.right(amount, y, "amount", SMALL);
        self.pages.right(open, y, "open", SMALL);
        self.y += 5.0;
        self.pages.rule(MARGIN, self.y, open, false);
    }

    fn rows(&mut self) {
        let [number, issued, due, late, reference, amount, open] = self.columns();
        if self.statement.rows.is_empty() {
            self.down(LINE, 0.0);
            self.pages.left(number, self.y, "Nothing is open.", TEXT);
        }
        for row in &self.statement.rows {
            if self.down(LINE, 0.0) {
                self.heads();
                self.y += LINE;
            }
            let y = self.y;
            self.pages
                .within(number, y, issued - number - 6.0, &row.number, TEXT.bold());
            self.pages.left(issued, y, &day(row.issued), TEXT);
            self.pages.left(due, y, &day(row.due), TEXT);
            if row.days_late > 0 {
                self.pages.right(late, y, &row.days_late.to_string(), TEXT);
            }
            let room = amount - reference - 62.0;
            self.pages
                .within(reference, y, room, &row.reference, TEXT.gray());
            self.pages
                .right(amount, y, &self.money(row.amount), TEXT.gray());
            self.pages.right(open, y, &self.money(row.open), TEXT);
        }
    }

    fn credits(&mut self) {
        if self.statement.credits.is_empty() {
            return;
        }
        let right = self.right();
        self.down(30.0, LINE * 2.0);
        self.pages.left(MARGIN, self.y, "not applied yet", SMALL);
        self.y += 5.0;
        self.pages.rule(MARGIN, self.y, right, false);
        for credit in &self.statement.credits {
            self.down(LINE, 0.0);
            let y = self.y;
            self.pages.within(MARGIN, y, 134.0, &credit.what, TEXT);
            self.pages.left(MARGIN + 140.0, y, &day(credit.on), TEXT);
            let amount = self.money(credit.open.negated());
            self.pages.right(right, y, &amount, TEXT);
        }
    }

    fn end(&mut self) {
        let (right, of) = (self.right(), self.statement);
        self.down(12.0, END);
        self.pages.rule(MARGIN, self.y, right, false);
        self.total("Open on invoices", of.open, TEXT);
        if of.unapplied.is_positive() {
            self.total(
                "Credits and payments not applied",
                of.unapplied.negated(),
                TEXT,
            );
        }
        self.total("Balance", of.balance, Look::plain(10.0).bold());
        if of.past_due.is_positive() {
            self.total("of it past due", of.past_due, TEXT.gray());
        }
        self.aging();
        self.slip();
    }

    fn total(&mut self, name: &str, amount: Minor, look: Look) {
        let right = self.right();
        self.y += LINE + 1.0;
        self.pages.right(right - 100.0, self.y, name, look);
        let amount = self.money(amount);
        self.pages.right(right, self.y, &amount, look);
    }

    fn aging(&mut self) {
        let (right, of) = (self.right(), self.statement);
        self.y += 30.0;
        self.pages
            .left(MARGIN, self.y, "open by days past due", SMALL);
        self.y += 5.0;
        self.pages.rule(MARGIN, self.y, right, false);
        let count = u8::try_from(of.aging.len()).unwrap_or(u8::MAX).max(1);
        let step = (right - MARGIN) / f32::from(count);
        let mut x = MARGIN + step;
        for (name, amount) in &of.aging {
            self.pages.right(x - 6.0, self.y + LINE, name, SMALL);
            let amount = self.money(*amount);
            self.pages
                .right(x - 6.0, self.y + LINE * 2.0, &amount, TEXT);
            x += step;
        }
        self.y += LINE * 2.0;
    }

    fn slip(&mut self) {
        let (right, of) = (self.right(), self.statement);
        self.y += 34.0;
        self.pages.rule(MARGIN, self.y, right, true);
        self.y += 20.0;
        self.pages.left(
            MARGIN,
            self.y,
            "Please send this part with your payment",
            TEXT.bold(),
        );
        self.y += LINE + 3.0;
        let account = match &of.number {
            Some(number) => format!("{} ({number})", of.account),
            None => of.account.clone(),
        };
        self.pages
            .within(MARGIN, self.y, 300.0, &format!("from {account}"), TEXT);
        self.pages.right(right - 100.0, self.y, "Balance", TEXT);
        let balance = self.money(of.balance);
        self.pages.right(right, self.y, &balance, TEXT.bold());
        self.y += LINE;
        self.pages.within(
            MARGIN,
            self.y,
            300.0,
            &format!("to {}, statement of {}", of.company, day(of.as_of)),
            TEXT,
        );
        self.y += LINE + 4.0;
        self.pages.right(right - 100.0, self.y, "We pay", TEXT);
        self.pages.rule(right - 90.0, self.y + 3.0, right, false);
        self.pages
            .left(MARGIN, self.y, "Invoices, if not all of it:", SMALL);
        self.pages
            .rule(MARGIN + 100.0, self.y + 3.0, right - 150.0, false);
    }
}

/// `3 Oct 2026`: no weekday, a column is read downwards.
fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}
