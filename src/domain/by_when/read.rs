//! The grammar of by-when entry: from a text to a phrase, without knowing what day it is.
//!
//! Tokens first (numbers, words, marks), then parts in any order: at most one weekday, one point in time, one hour.

use super::words::{Token, count_named, prefix_of, quoted, tokens, weekday_named};
use super::{ByWhenError, DateOrder};
use chrono::{NaiveTime, Weekday};

/// Which weekday is meant.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Which {
    /// The next one after today.
    Coming,
    /// That of this week.
    ThisWeek,
    /// That of next week.
    NextWeek,
    /// The last one before today.
    Last,
}

/// What a relative day is counted in.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// Civil days.
    Days,
    /// Business days of the calendar.
    BusinessDays,
    /// Seven days each.
    Weeks,
    /// Calendar months, held at the end of a shorter one.
    Months,
}

/// A point in time, before it is known what today is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Point {
    /// So far from today; `directed` when the text says ahead or behind itself.
    Shift {
        count: i32,
        unit: Unit,
        directed: bool,
    },
    /// A full date.
    Date { year: i32, month: u32, day: u32 },
    /// The next such date.
    MonthDay { month: u32, day: u32 },
    /// The next such day of a month.
    Day(u32),
    /// A day of the month that is so many months ahead.
    DayIn { day: u32, months: u32 },
    /// The last day of the month that is so many months ahead.
    MonthEnd { months: u32 },
    /// The last business day of the week that is so many weeks ahead.
    WeekEnd { weeks: u32 },
    /// 31 December.
    YearEnd,
}

/// What was said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Phrase {
    pub weekday: Option<(Weekday, Which)>,
    pub point: Option<Point>,
    pub time: Option<NaiveTime>,
}

/// Reads a phrase.
pub(super) fn phrase(text: &str, order: DateOrder) -> Result<Phrase, ByWhenError> {
    let reader = Reader {
        text,
        order,
        tokens: tokens(text)?,
    };
    reader.run()
}

/// What was typed, in tokens, and how dates are written here.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) order: DateOrder,
    tokens: Vec<Token>,
}

/// A part of a phrase.
pub(super) enum Part {
    Weekday(Weekday, Which),
    /// `next week`, said beside a weekday.
    Week(Which),
    /// `next month`, said beside a day.
    Month(u32),
    Point(Point),
    Time(NaiveTime),
    Filler,
}

impl Reader<'_> {
    fn run(&self) -> Result<Phrase, ByWhenError> {
        let mut phrase = Phrase::default();
        let (mut week, mut month) = (None, None);
        let mut at = 0;
        while at < self.tokens.len() {
            let (part, used) = self.part(at)?;
            let twice = match part {
                Part::Weekday(day, which) => phrase.weekday.replace((day, which)).is_some(),
                Part::Week(which) => week.replace(which).is_some(),
                Part::Month(months) => month.replace(months).is_some(),
                Part::Point(point) => phrase.point.replace(point).is_some(),
                Part::Time(time) => phrase.time.replace(time).is_some(),
                Part::Filler => false,
            };
            if twice {
                return Err(ByWhenError::TwoDays(quoted(self.text)));
            }
            at += used.max(1);
        }
        self.settle(phrase, week, month)
    }

    /// Puts `next week` and `next month` to the day they belong to; alone they are no date.
    fn settle(
        &self,
        mut phrase: Phrase,
        week: Option<Which>,
        month: Option<u32>,
    ) -> Result<Phrase, ByWhenError> {
        let vague = || ByWhenError::Vague(quoted(self.text));
        if let Some(which) = week {
            match (&mut phrase.weekday, phrase.point) {
                (Some((_, said)), None) => *said = which,
                _ => return Err(vague()),
            }
        }
        if let Some(months) = month {
            match phrase.point {
                Some(Point::Day(day)) => phrase.point = Some(Point::DayIn { day, months }),
                _ => return Err(vague()),
            }
        }
        let only_filler =
            phrase.weekday.is_none() && phrase.point.is_none() && phrase.time.is_none();
        if only_filler {
            return Err(ByWhenError::NotUnderstood(quoted(self.text)));
        }
        Ok(phrase)
    }

    fn part(&self, at: usize) -> Result<(Part, usize), ByWhenError> {
        if let Some(found) = self.time(at)? {
            return Ok(found);
        }
        if let Some((point, used)) = self.figures(at)? {
            return Ok((Part::Point(point), used));
        }
        if let Some((point, used)) = self.named_month(at)? {
            return Ok((Part::Point(point), used));
        }
        if let Some((point, used)) = self.relative(at)? {
            return Ok((Part::Point(point), used));
        }
        if let Some((point, used)) = self.day_of_month(at) {
            return Ok((Part::Point(point), used));
        }
        match &self.tokens[at] {
            Token::Word(word) => self.word(word, at),
            // A dot after an abbreviation, a dash between parts.
            Token::Mark('.' | '-') if at > 0 => Ok((Part::Filler, 1)),
            Token::Mark(_) | Token::Number { .. } => Err(self.not_understood()),
        }
    }

    pub(super) fn not_understood(&self) -> ByWhenError {
        ByWhenError::NotUnderstood(quoted(self.text))
    }

    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at) {
            Some(Token::Number { value, digits }) => Some((*value, *digits)),
            _ => None,
        }
    }

    pub(super) fn word_at(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at) {
            Some(Token::Mark(mark)) => Some(*mark),
            _ => None,
        }
    }

    /// `9am`, `9:30 pm`, `14:30`, `noon`.
    pub(super) fn time(&self, at: usize) -> Result<Option<(Part, usize)>, ByWhenError> {
        if self.word_at(at) == Some("noon") {
            return Ok(NaiveTime::from_hms_opt(12, 0, 0).map(|t| (Part::Time(t), 1)));
        }
        let Some((hour, _)) = self.number(at) else {
            return Ok(None);
        };
        let clock = self.mark(at + 1) == Some(':');
        let (minute, after) = match self.number(at + 2) {
            Some((minute, 2)) if clock => (minute, at + 3),
            _ if clock => return Err(ByWhenError::NotATime(quoted(self.text))),
            _ => (0, at + 1),
        };
        let half = match self.word_at(after) {
            Some("am" | "a") => Some(0),
            Some("pm" | "p") => Some(12),
            _ => None,
        };
        let hour = match half {
            Some(_) if !(1..=12).contains(&hour) => {
                return Err(ByWhenError::NotATime(quoted(self.text)));
            }
            Some(half) => hour % 12 + half,
            None if clock => hour,
            None => return Ok(None),
        };
        match NaiveTime::from_hms_opt(hour, minute, 0) {
            Some(time) => Ok(Some((
                Part::Time(time),
                after - at + usize::from(half.is_some()),
            ))),
            None => Err(ByWhenError::NotATime(quoted(self.text))),
        }
    }

    /// `+5d`, `5d`, `in 3 business days`, `2 weeks ago`, `a week`, `-3d`, `+5`.
    fn relative(&self, at: usize) -> Result<Option<(Point, usize)>, ByWhenError> {
        let mut next = at;
        let signed = match self.mark(at) {
            Some('+') => Some(1),
            Some('-') if at == 0 => Some(-1),
            _ => None,
        };
        let mut directed = signed.is_some() || self.word_at(at) == Some("in");
        next += usize::from(directed);
        let count = match (self.number(next), self.word_at(next)) {
            (Some((value, 1..=4)), _) => value,
            (None, Some(word)) => match count_named(word) {
                Some(value) => value,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        next += 1;
        let (unit, used) = match self.unit(next) {
            Some(found) => found,
            // `+5` is five days; `5` alone is the fifth.
            None if signed.is_some() => (Unit::Days, 0),
            None => return Ok(None),
        };
        next += used;
        let mut sign = signed.unwrap_or(1);
        match (self.word_at(next), self.word_at(next + 1)) {
            (Some("ago"), _) => {
                sign = -sign;
                directed = true;
                next += 1;
            }
            (Some("from"), Some("now" | "today")) => {
                directed = true;
                next += 2;
            }
            _ => {}
        }
        let count = i32::try_from(count).map_err(|_| ByWhenError::TooFar)? * sign;
        let point = Point::Shift {
            count,
            unit,
            directed,
        };
        Ok(Some((point, next - at)))
    }

    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        match self.word_at(at)? {
            "d" | "day" | "days" => Some((Unit::Days, 1)),
            "bd" | "bds" | "bday" | "bdays" | "wd" => Some((Unit::BusinessDays, 1)),
            "business" | "working" | "bank" => matches!(self.word_at(at + 1), Some("day" | "days"))
                .then_some((Unit::BusinessDays, 2)),
            "w" | "wk" | "wks" | "week" | "weeks" => Some((Unit::Weeks, 1)),
            "m" | "mo" | "month" | "months" => Some((Unit::Months, 1)),
            _ => None,
        }
    }

    fn word(&self, word: &str, at: usize) -> Result<(Part, usize), ByWhenError> {
        if let Some(day) = weekday_named(word) {
            return Ok((Part::Weekday(day, Which::Coming), 1));
        }
        let shift = |count| (Part::Point(days(count)), 1);
        let point = |point| Ok((Part::Point(point), 1));
        match word {
            // `at 9` could be morning or evening, and is no ninth.
            "at" if self.number(at + 1).is_some() && self.time(at + 1)?.is_none() => {
                Err(ByWhenError::NotATime(quoted(self.text)))
            }
            "by" | "on" | "the" | "of" | "at" if at + 1 < self.tokens.len() => {
                Ok((Part::Filler, 1))
            }
            // The end of a day is that day; alone it is today's.
            "eod" | "cob" if self.tokens.len() > 1 => Ok((Part::Filler, 1)),
            "eod" | "cob" => Ok(shift(0)),
            "yesterday" => Ok(shift(-1)),
            "tmrw" | "tmw" | "tmr" => Ok(shift(1)),
            _ if prefix_of(word, "today") => Ok(shift(0)),
            _ if prefix_of(word, "tomorrow") => Ok(shift(1)),
            "eom" => point(Point::MonthEnd { months: 0 }),
            "eow" => point(Point::WeekEnd { weeks: 0 }),
            "eoy" => point(Point::YearEnd),
            "end" => self.end_of(at),
            "month" if self.word_at(at + 1) == Some("end") => {
                Ok((Part::Point(Point::MonthEnd { months: 0 }), 2))
            }
            "this" | "coming" | "next" | "last" => self.modified(word, at),
            "soon" | "asap" | "later" | "sometime" | "mid" | "early" | "late" | "around"
            | "about" | "maybe" | "week" | "weeks" | "month" | "months" | "weekend" => {
                Err(ByWhenError::Vague(quoted(self.text)))
            }
            _ => Err(self.not_understood()),
        }
    }

    /// `end of month`, `end of the week`, `end of next month`, `end of year`.
    fn end_of(&self, at: usize) -> Result<(Part, usize), ByWhenError> {
        let mut next = at + 1;
        let mut ahead = 0;
        while let Some(word) = self.word_at(next) {
            match word {
                "of" | "the" | "this" => {}
                "next" => ahead = 1,
                "month" => {
                    return Ok((
                        Part::Point(Point::MonthEnd { months: ahead }),
                        next + 1 - at,
                    ));
                }
                "week" => return Ok((Part::Point(Point::WeekEnd { weeks: ahead }), next + 1 - at)),
                "year" if ahead == 0 => return Ok((Part::Point(Point::YearEnd), next + 1 - at)),
                "day" if ahead == 0 => {
                    return Ok((Part::Point(days(0)), next + 1 - at));
                }
                _ => break,
            }
            next += 1;
        }
        Err(ByWhenError::Vague(quoted(self.text)))
    }

    /// `next fri`, `this fri`, `last fri`, `next week` (beside a weekday), `next month` (beside a day).
    fn modified(&self, word: &str, at: usize) -> Result<(Part, usize), ByWhenError> {
        let which = match word {
            "next" => Which::NextWeek,
            "last" => Which::Last,
            "this" => Which::ThisWeek,
            _ => Which::Coming,
        };
        match self.word_at(at + 1) {
            Some("week") if matches!(which, Which::NextWeek | Which::ThisWeek) => {
                Ok((Part::Week(which), 2))
            }
            Some("month") if which == Which::NextWeek => Ok((Part::Month(1), 2)),
            Some("month") if which == Which::ThisWeek => Ok((Part::Month(0), 2)),
            Some(next) => match weekday_named(next) {
                Some(day) => Ok((Part::Weekday(day, which), 2)),
                None => Err(self.not_understood()),
            },
            None => Err(ByWhenError::Vague(quoted(self.text))),
        }
    }
}

/// So many days from today, by name.
fn days(count: i32) -> Point {
    Point::Shift {
        count,
        unit: Unit::Days,
        directed: true,
    }
}
