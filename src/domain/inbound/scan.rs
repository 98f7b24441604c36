//! Finding: one pass over the lines of a mail, word by word.
//!
//! Law: a word is one thing only (an amount is no number, a check's number is no invoice's). What is not sure is a number at most, and the ledger
//! decides whether anything bears it.

use super::offer::Sense;
use super::sentence::sentences;
use super::shape::{
    amount, is_code, is_day_like, is_filler, is_number, is_weekday, names_document, says_month,
};
use super::text::{begins_quote, is_quoted, safe};
use super::{Found, Pair, Payment, Reading, Sentence};
use crate::domain::by_when::{self, DateOrder};
use crate::domain::calendar::Calendar;
use crate::domain::money::Currency;
use crate::domain::outbox::check_address;
use crate::domain::touch::Method;
use chrono::{Datelike, NaiveDate, Weekday};

/// No more of a kind is found in one mail.
const MOST: usize = 300;

/// What a mail is read with.
#[derive(Copy, Clone, Debug)]
pub struct Scan<'a> {
    /// The day on which it is read.
    pub today: NaiveDate,
    /// How `11/12` is read.
    pub order: DateOrder,
    /// Business days.
    pub calendar: &'a Calendar,
    /// The currency of amounts.
    pub currency: Currency,
}

/// Reads a mail.
#[must_use]
pub fn read(raw: &str, scan: &Scan<'_>) -> Reading {
    let safe = safe(raw);
    let mut out = Reading {
        cut: safe.cut,
        masked: safe.masked,
        ..Reading::default()
    };
    for (n, line) in safe.text.lines().enumerate() {
        if begins_quote(line) {
            break;
        }
        if is_quoted(line) {
            continue;
        }
        for sentence in sentences(line) {
            let mut words = Line::new(sentence, n + 1, scan);
            out.sentences.push(Sentence {
                line: n + 1,
                words: words.words.len(),
            });
            words.sentence = out.sentences.len();
            words.read(&mut out);
        }
    }
    out.text = safe.text;
    out
}

/// A word of a line, without the marks around it.
#[derive(Clone, Copy)]
struct Word<'a> {
    /// As it stands between blanks.
    raw: &'a str,
    /// Without quotes, brackets and marks at its ends.
    bare: &'a str,
}

struct Line<'a> {
    words: Vec<Word<'a>>,
    taken: Vec<bool>,
    number: usize,
    sentence: usize,
    scan: &'a Scan<'a>,
    back: bool,
}

impl<'a> Line<'a> {
    fn new(line: &'a str, number: usize, scan: &'a Scan<'a>) -> Line<'a> {
        let marks: &[char] = &[
            ',', ';', ':', '!', '?', '"', '\'', '(', ')', '[', ']', '<', '>', '{', '}', '|', '*',
            '`',
        ];
        let split = line
            .split(|c: char| c.is_whitespace() || matches!(c, '|' | ';' | '\u{2014}' | '\u{2013}'));
        let words: Vec<Word<'a>> = split
            .filter(|w| !w.is_empty())
            .map(|raw| Word {
                raw,
                bare: raw
                    .trim_start_matches(marks)
                    .trim_end_matches(|c| c == '.' || marks.contains(&c)),
            })
            .collect();
        let lower = line.to_lowercase();
        let back = [
            "mailed", "sent", "went out", "paid on", "issued", "dated", "cut on",
        ]
        .iter()
        .any(|w| lower.contains(w));
        Line {
            taken: vec![false; words.len()],
            words,
            number,
            sentence: 1,
            scan,
            back,
        }
    }

    fn read(&mut self, out: &mut Reading) {
        let before = (out.numbers.len(), out.amounts.len());
        self.addresses(out);
        self.payments(out);
        self.days(out);
        self.amounts(out);
        self.numbers(out);
        self.senses(out);
        // Just one number and one amount: they belong together.
        if let ([number], [amount]) = (&out.numbers[before.0..], &out.amounts[before.1..])
            && amount.value.is_positive()
            && out.pairs.len() < MOST
            // What is said of a number again does not count twice.
            && !out.pairs.iter().any(|p| p.number == number.value)
        {
            let pair = Pair {
                number: number.value.clone(),
                amount: amount.value,
                line: self.number,
                sentence: self.sentence,
            };
            out.pairs.push(pair);
        }
    }

    fn found<T>(&self, value: T, written: &str) -> Found<T> {
        Found {
            value,
            written: written.to_owned(),
            line: self.number,
            sentence: self.sentence,
        }
    }

    /// It was found in this sentence already.
    fn has<T: PartialEq>(&self, found: &[Found<T>], value: &T) -> bool {
        found
            .iter()
            .any(|f| f.sentence == self.sentence && f.value == *value)
    }

    fn bare(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |w| w.bare)
    }

    fn take(&mut self, from: usize, to: usize) {
        for at in from..to.min(self.taken.len()) {
            self.taken[at] = true;
        }
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    fn addresses(&mut self, out: &mut Reading) {
        for at in 0..self.words.len() {
            let word = self.bare(at);
            let word = word.strip_prefix("mailto:").unwrap_or(word);
            if word.contains('@') {
                self.take(at, at + 1);
                if let Ok(address) = check_address(word)
                    && out.addresses.len() < MOST
                    && !out
                        .addresses
                        .iter()
                        .any(|a| a.value.eq_ignore_ascii_case(address))
                {
                    let found = self.found(address.to_owned(), word);
                    out.addresses.push(found);
                }
            } else if word.contains("://") || word.starts_with("www.") {
                self.take(at, at + 1);
            }
        }
    }

    /// `check #1182`, `ck no. 1182`, `ACH trace 0219…`, `wire ref 77…`.
    fn payments(&mut self, out: &mut Reading) {
        for at in 0..self.words.len() {
            let word = self.bare(at).to_lowercase();
            // `check#1182` is one word.
            let (name, glued) = match word.split_once('#') {
                Some((name, number)) if !name.is_empty() => (name.to_owned(), Some(number.len())),
                _ => (word.clone(), None),
            };
            let name = name.trim_end_matches('.');
            let method = match name {
                "check" | "cheque" | "chk" | "ck" => Method::Check,
                "ach" | "eft" => Method::Ach,
                "wire" => Method::Wire,
                _ => continue,
            };
            if let Some(length) = glued {
                let bare = self.bare(at);
                let number = bare.get(bare.len() - length..).unwrap_or_default();
                self.keep_payment(out, method, number, at, at + 1);
                continue;
            }
            // "Please check invoice 77": that is a word, and no payment.
            let verb = at > 0
                && matches!(
                    self.bare(at - 1).to_lowercase().as_str(),
                    "please" | "pls" | "to" | "and" | "double"
                );
            if verb && method == Method::Check {
                continue;
            }
            let mut next = at + 1;
            while next < at + 4 && is_filler(self.bare(next)) {
                next += 1;
            }
            let number = self.bare(next);
            let named = next > at + 1 || number.starts_with('#');
            // "We wire SI-10432 on Friday" names an invoice.
            if method == Method::Check || named {
                let number = number.trim_start_matches('#');
                self.keep_payment(out, method, number, at, next + 1);
            }
        }
    }

    fn keep_payment(
        &mut self,
        out: &mut Reading,
        method: Method,
        number: &str,
        from: usize,
        to: usize,
    ) {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let fits = match method {
            Method::Check => {
                number.chars().all(|c| c.is_ascii_digit()) && (2..=12).contains(&digits)
            }
            _ => {
                digits >= 4
                    && number.len() <= 40
                    && number
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || c == '-')
            }
        };
        if !fits || out.payments.len() >= MOST {
            return;
        }
        let payment = Payment {
            method,
            number: number.to_owned(),
        };
        self.take(from, to);
        if !out.payments.iter().any(|p| p.value == payment) {
            let found = self.found(payment, number);
            out.payments.push(found);
        }
    }

    /// Days in figures, with a month's name, or as people say them.
    fn days(&mut self, out: &mut Reading) {
        let mut at = 0;
        while at < self.words.len() {
            // The longest that reads as a day: `Nov 27, 2026` before `Nov 27`.
            let read = self.dated(at).or_else(|| self.day_at(at, None));
            let Some((n, day)) = read else {
                at += 1;
                continue;
            };
            let written: Vec<&str> = self.words[at..at + n].iter().map(|w| w.bare).collect();
            let written = written.join(" ");
            self.take(at, at + n);
            if out.days.len() < MOST && !self.has(&out.days, &day) {
                let found = self.found(day, &written);
                out.days.push(found);
            }
            at += n;
        }
    }

    /// `Friday, Dec 4`: a weekday before a date is no day of its own, and says which year is meant.
    fn dated(&self, at: usize) -> Option<(usize, NaiveDate)> {
        let named = self.is_free(at).then(|| self.bare(at))?;
        let weekday: Weekday = named.trim_end_matches('.').parse().ok()?;
        let (n, day) = self.day_at(at + 1, Some(weekday))?;
        is_weekday(named).then_some((n + 1, day))
    }

    /// The longest day that begins at a word, and of how many words it is.
    fn day_at(&self, at: usize, weekday: Option<Weekday>) -> Option<(usize, NaiveDate)> {
        (1..=3).rev().find_map(|n| {
            let words = self.words.get(at..at + n)?;
            let free = (at..at + n).all(|i| self.is_free(i));
            let day = free.then(|| self.day(words, weekday)).flatten()?;
            Some((n, day))
        })
    }

    fn day(&self, words: &[Word<'_>], weekday: Option<Weekday>) -> Option<NaiveDate> {
        let text: Vec<&str> = words.iter().map(|w| w.bare).collect();
        if text.iter().any(|w| w.is_empty()) {
            return None;
        }
        if !is_day_like(&text) {
            return None;
        }
        let text = text.join(" ");
        if weekday.is_some() && !says_month(&text) {
            return None;
        }
        let scan = self.scan;
        let parse = |back: bool| {
            let read = if back {
                by_when::parse_back
            } else {
                by_when::parse
            };
            read(&text, scan.today, scan.order, scan.calendar).ok()
        };
        // A day that says its own year is read the same both ways; one without is the nearer of the two.
        let (ahead, behind) = (parse(false), parse(true));
        let fits = |d: NaiveDate| weekday == Some(d.weekday());
        let day = match (ahead, behind) {
            (Some(a), Some(b)) if a.date == b.date => a.date,
            (Some(a), Some(b)) if fits(a.date) != fits(b.date) => {
                if fits(a.date) {
                    a.date
                } else {
                    b.date
                }
            }
            (Some(_), Some(b)) if self.back => b.date,
            (Some(a), Some(b)) if says_month(&text) => {
                let far = |d: NaiveDate| d.signed_duration_since(scan.today).num_days().abs();
                if far(b.date) < far(a.date) {
                    b.date
                } else {
                    a.date
                }
            }
            (Some(a), _) => a.date,
            (None, b) => b?.date,
        };
        ((scan.today.year() - day.year()).abs() <= 5).then_some(day)
    }

    fn amounts(&mut self, out: &mut Reading) {
        for at in 0..self.words.len() {
            if !self.is_free(at) {
                continue;
            }
            let word = self.words[at];
            let before = if at > 0 { self.bare(at - 1) } else { "" };
            let coded = is_code(before, self.scan.currency)
                || is_code(self.bare(at + 1), self.scan.currency);
            let Some(amount) = amount(word.raw, coded, self.scan.currency) else {
                continue;
            };
            self.taken[at] = true;
            if out.amounts.len() < MOST {
                let found = self.found(amount, word.raw);
                out.amounts.push(found);
            }
        }
    }

    fn numbers(&mut self, out: &mut Reading) {
        for at in 0..self.words.len() {
            if !self.is_free(at) {
                continue;
            }
            let word = self.bare(at).trim_start_matches('#');
            let named =
                at > 0 && names_document(self.bare(at - 1)) || self.bare(at).starts_with('#');
            // `invoice#10432`, `INV:10432`
            let word = match word.split_once(['#', ':']) {
                Some((name, number)) if names_document(name) => number,
                _ => word,
            };
            if is_number(word, named)
                && out.numbers.len() < MOST
                && !self.has(&out.numbers, &word.to_owned())
            {
                let found = self.found(word.to_owned(), word);
                out.numbers.push(found);
            }
        }
    }

    fn senses(&mut self, out: &mut Reading) {
        for word in &self.words {
            let lower = word.bare.to_lowercase();
            if let Some(sense) = Sense::of(&lower)
                && out.words.len() < MOST
                && !out
                    .words
                    .iter()
                    .any(|w| w.sentence == self.sentence && w.written == lower)
            {
                let found = self.found(sense, &lower);
                out.words.push(found);
            }
        }
    }
}
