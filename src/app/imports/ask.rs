//! What only a person can decide about a file: one of several, or a few words typed.
//!
//! Law: as `mod`. A question takes no answer from the burst of keys that opened it.

use super::{Imports, Stage};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::text::TextField;
use crate::domain::by_when::{self, DateOrder};
use crate::domain::imports::{DecimalMark, Meaning};
use chrono::NaiveDate;

/// What is to be chosen.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// The format.
    Profile,
    /// The encoding.
    Encoding,
    /// Day first or month first.
    Dates,
    /// Decimal point or comma.
    Decimals,
    /// What a column means.
    Column(usize),
}

/// What is to be typed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Typed {
    /// The day of the report.
    Day,
    /// The number of documents that are to be closed, as a yes.
    Count(u64),
    /// What a mapping is called.
    Name,
}

/// What choosing a line decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Picked {
    /// Read with this profile; `None` = find it out.
    Profile(Option<String>),
    /// Read in this encoding; `None` = find it out.
    Encoding(Option<String>),
    /// Read dates so; `None` = find it out.
    Dates(Option<DateOrder>),
    /// Read amounts so; `None` = find it out.
    Decimals(Option<DecimalMark>),
    /// The column means this.
    Meaning(Option<Meaning>),
}

/// A line to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What it is.
    pub label: String,
    /// What it means.
    pub detail: String,
    /// What choosing it decides.
    pub pick: Picked,
}

/// A question.
#[derive(Clone, PartialEq, Debug)]
pub enum Ask {
    /// One of several.
    Choose {
        /// What about.
        what: What,
        /// The lines.
        options: Vec<Choice>,
        /// The selected one.
        cursor: usize,
        /// The burst that opened it.
        burst: u64,
    },
    /// A few words.
    Type {
        /// What.
        what: Typed,
        /// What was typed.
        field: TextField,
        /// The burst that opened it.
        burst: u64,
    },
}

/// Encodings that reports come in, with who writes them.
const ENCODINGS: [(&str, &str); 7] = [
    ("utf-8", "most systems of today"),
    (
        "windows-1252",
        "older Windows programs, Western Europe and America",
    ),
    ("windows-1250", "older Windows programs, Central Europe"),
    ("macintosh", "older Macs"),
    ("ibm866", "very old systems, Cyrillic"),
    ("utf-16le", "Excel's Unicode text"),
    ("utf-16be", "the same, other byte order"),
];

fn choice(label: impl Into<String>, detail: impl Into<String>, pick: Picked) -> Choice {
    Choice {
        label: label.into(),
        detail: detail.into(),
        pick,
    }
}

impl Model {
    fn choose(&mut self, what: What, options: Vec<Choice>, now: &Picked) {
        let cursor = options.iter().position(|o| o.pick == *now).unwrap_or(0);
        self.imports.ask = Some(Ask::Choose {
            what,
            options,
            cursor,
            burst: self.burst,
        });
    }

    pub(super) fn choose_profile(&mut self) {
        let found = "whatever fits";
        let mut options = vec![choice("find it out", found, Picked::Profile(None))];
        for (id, title) in &self.imports.set.profiles {
            let pick = Picked::Profile(Some(id.clone()));
            options.push(choice(id.clone(), title.clone(), pick));
        }
        let shown = self.imports.shown().map(|f| f.staged.profile.clone());
        let now = Picked::Profile(shown.filter(|id| !id.is_empty()));
        self.choose(What::Profile, options, &now);
    }

    pub(super) fn choose_encoding(&mut self) {
        let mut options = vec![choice(
            "find it out",
            "by its marks and its bytes",
            Picked::Encoding(None),
        )];
        for (label, detail) in ENCODINGS {
            let pick = Picked::Encoding(Some(label.to_owned()));
            options.push(choice(label, detail, pick));
        }
        let now = Picked::Encoding(self.imports.job.choices.encoding.clone());
        self.choose(What::Encoding, options, &now);
    }

    pub(super) fn choose_dates(&mut self) {
        let options = vec![
            choice(
                "day first",
                "31/12/2026",
                Picked::Dates(Some(DateOrder::Dmy)),
            ),
            choice(
                "month first",
                "12/31/2026",
                Picked::Dates(Some(DateOrder::Mdy)),
            ),
            choice(
                "find it out",
                "only where the file decides it",
                Picked::Dates(None),
            ),
        ];
        let now = Picked::Dates(self.imports.job.choices.date_order);
        self.choose(What::Dates, options, &now);
    }

    pub(super) fn choose_decimals(&mut self) {
        let options = vec![
            choice(
                "decimal point",
                "1,234.50",
                Picked::Decimals(Some(DecimalMark::Dot)),
            ),
            choice(
                "decimal comma",
                "1.234,50",
                Picked::Decimals(Some(DecimalMark::Comma)),
            ),
            choice(
                "find it out",
                "only where the file decides it",
                Picked::Decimals(None),
            ),
        ];
        let now = Picked::Decimals(self.imports.job.choices.decimal);
        self.choose(What::Decimals, options, &now);
    }

    /// What a column of the mapping means.
    pub(super) fn choose_meaning(&mut self, column: usize) {
        let Stage::Map(edit) = &self.imports.stage else {
            return;
        };
        let mapping = &edit.mapping;
        let mut options = vec![choice("not read", "", Picked::Meaning(None))];
        for &meaning in Meaning::ALL.iter().filter(|m| m.fits(mapping.kind)) {
            let other = mapping.columns.iter().position(|m| *m == Some(meaning));
            let taken = other
                .filter(|at| *at != column)
                .and_then(|at| mapping.headings.get(at));
            let detail = taken.map(|h| format!("now: {h}")).unwrap_or_default();
            options.push(choice(
                meaning.label(),
                detail,
                Picked::Meaning(Some(meaning)),
            ));
        }
        let now = Picked::Meaning(mapping.columns.get(column).copied().flatten());
        self.choose(What::Column(column), options, &now);
    }

    fn ask_typed(&mut self, what: Typed, text: &str) {
        self.imports.ask = Some(Ask::Type {
            what,
            field: TextField::offered(text),
            burst: self.burst,
        });
    }

    /// The day of the report: never proposed, because a wrong one would close and age wrongly without a trace.
    pub(super) fn ask_day(&mut self) {
        let known = self.imports.job.choices.as_of;
        let text = known.map(|d| d.to_string()).unwrap_or_default();
        self.ask_typed(Typed::Day, &text);
    }

    pub(super) fn ask_count(&mut self) {
        let count = self.imports.closes();
        self.ask_typed(Typed::Count(count), "");
    }

    pub(super) fn ask_name(&mut self) {
        if let Stage::Map(edit) = &self.imports.stage {
            let title = edit.mapping.title.clone();
            self.ask_typed(Typed::Name, &title);
        }
    }

    /// The day that was typed: reports are of days behind us.
    ///
    /// # Errors
    /// When it is no day, or one that has not come yet.
    pub fn day_typed(&self, text: &str) -> Result<NaiveDate, String> {
        if text.is_empty() {
            return Err(
                "the day of the report is missing: type it, such as 'fri', '11/20' or 2026-11-20"
                    .into(),
            );
        }
        let today = self.now.today;
        let read = by_when::parse_back(text, today, self.date_order, &self.rules.calendar);
        match read {
            Ok(day) if day.date > today => {
                Err("that day has not come yet: a report is of today or before".into())
            }
            Ok(day) => Ok(day.date),
            Err(e) => Err(e.to_string()),
        }
    }

    pub(super) fn ask_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let now = self.burst;
        let Some(Ask::Choose {
            what,
            options,
            cursor,
            burst,
        }) = &mut self.imports.ask
        else {
            return Vec::new();
        };
        let last = options.len().saturating_sub(1);
        match action {
            Action::Up => *cursor = cursor.saturating_sub(1),
            Action::Down => *cursor = (*cursor + 1).min(last),
            Action::Top => *cursor = 0,
            Action::Bottom => *cursor = last,
            Action::HalfUp | Action::PageUp => *cursor = cursor.saturating_sub(page / 2),
            Action::HalfDown | Action::PageDown => *cursor = (*cursor + page / 2).min(last),
            Action::Back => self.imports.ask = None,
            _ if *burst == now => {}
            Action::Pick => {
                let (what, pick) = (*what, options.get(*cursor).map(|o| o.pick.clone()));
                return match pick {
                    Some(pick) => self.picked(what, pick),
                    None => Vec::new(),
                };
            }
            Action::DayFirst | Action::MonthFirst if *what == What::Dates => {
                let order = match action {
                    Action::DayFirst => DateOrder::Dmy,
                    _ => DateOrder::Mdy,
                };
                return self.picked(What::Dates, Picked::Dates(Some(order)));
            }
            Action::PointDecimals | Action::CommaDecimals if *what == What::Decimals => {
                let mark = match action {
                    Action::PointDecimals => DecimalMark::Dot,
                    _ => DecimalMark::Comma,
                };
                return self.picked(What::Decimals, Picked::Decimals(Some(mark)));
            }
            _ => {}
        }
        Vec::new()
    }

    fn picked(&mut self, what: What, pick: Picked) -> Vec<Effect> {
        self.imports.ask = None;
        match (what, pick) {
            (What::Column(column), Picked::Meaning(meaning)) => self.mean(column, meaning),
            (_, pick) => self.decide(pick),
        }
    }

    /// A click on a line of the question.
    pub(crate) fn ask_clicked(&mut self, index: usize) -> Vec<Effect> {
        if let Some(Ask::Choose { cursor, .. }) = &mut self.imports.ask {
            *cursor = index;
        }
        self.ask_action(Action::Pick)
    }
}

impl Imports {
    /// The field of the question that takes letters.
    pub(crate) fn asked_field(&mut self) -> Option<&mut TextField> {
        match &mut self.ask {
            Some(Ask::Type { field, .. }) => Some(field),
            _ => None,
        }
    }
}
