//! Everything that is decided about a file before its rows are read: columns, the order of dates, decimal marks, the day of the
//! report. What nothing decides is fatal and says with which option or profile key to decide it.

use super::amounts::{self, NoAmount};
use super::as_of::Titled;
use super::codes;
use super::date_order;
use super::dates;
use super::findings::{Code, Fault, Findings};
use super::flags::{self, is_cut};
use super::grid::{Kind, Shape};
use super::header::Header;
use super::marks::{self, Mark};
use super::pages::Pages;
use super::profile::Profile;
use super::records::{Broken, Row};
use super::rows::Rows;
use super::vocabulary::Field;
use super::{DateOrder, ReadOptions};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::FileKind;
use chrono::NaiveDate;

const DATES: [Field; 2] = [Field::Date, Field::Due];
const AMOUNTS: [Field; 9] = [
    Field::Amount,
    Field::Open,
    Field::Credit,
    Field::Direction,
    Field::Paid,
    Field::LineAmount,
    Field::LineTax,
    Field::Applied,
    Field::CreditLimit,
];

/// The decisions of one file.
#[derive(Debug)]
pub(crate) struct Plan<'p> {
    pub(crate) header: &'p Header<'p>,
    /// The currency of the book.
    pub(crate) book: Currency,
    /// The day of the report.
    pub(crate) as_of: Option<NaiveDate>,
    order: Option<DateOrder>,
    marks: [Mark; AMOUNTS.len()],
    /// The user has named the profile.
    pub(crate) named: bool,
    /// Neither the profile nor the user says the decimal mark.
    marks_open: bool,
    /// A spreadsheet has put zeros for the last digits of every customer's number.
    ids_cut: bool,
    /// Lines of titles that stand again at the top of a page.
    pages: Vec<u64>,
}

impl<'p> Plan<'p> {
    /// Decides over the whole file. `records` stands below the header; it is read to its end unless the profile leaves nothing
    /// open.
    pub(crate) fn decide(
        header: &'p Header<'p>,
        options: &ReadOptions,
        titled: &Titled,
        above: &[Vec<String>],
        records: Option<Rows<'_>>,
        found: &mut Findings,
    ) -> Result<Plan<'p>, Broken> {
        let profile = header.profile;
        let order = options.date_order.or(profile.date_order());
        let mut plan = Plan {
            header,
            book: options.currency,
            as_of: titled.day(order).or(options.as_of),
            order,
            named: options.profile.is_some(),
            marks: [mark_given(profile, options).unwrap_or(Mark::Dot); AMOUNTS.len()],
            marks_open: mark_given(profile, options).is_none(),
            ids_cut: false,
            pages: Vec::new(),
        };
        if let Some(records) = records {
            plan.gather(records, titled, Pages::of(header, above), found)?;
            // A title in numbers is read in the order of the file's dates.
            plan.as_of = titled.day(plan.order).or(options.as_of);
        }
        if plan.as_of.is_none() && profile.kind == FileKind::Snapshot {
            found.report(Code::AsOfMissing, 0, "as_of", "", || {
                "the report does not say its day; give it with --as-of YYYY-MM-DD".to_owned()
            });
        }
        Ok(plan)
    }

    /// True when nothing of the file is left to find out.
    pub(crate) fn is_settled(header: &Header<'_>, options: &ReadOptions) -> bool {
        let no_dates = DATES.iter().all(|f| header.columns.of(*f).is_none());
        let order = options.date_order.or(header.profile.date_order());
        (no_dates || order.is_some()) && mark_given(header.profile, options).is_some()
    }

    fn gather(
        &mut self,
        mut records: Rows<'_>,
        titled: &Titled,
        mut pages: Pages,
        found: &mut Findings,
    ) -> Result<(), Broken> {
        let mut dates = date_order::Evidence::default();
        // A day that is given beside the file leaves nothing to ask about its title.
        if let Some(title) = titled.numeric()
            && (titled.day(None).is_some() || self.as_of.is_none())
        {
            dates.see_title(title);
        }
        let mut amounts = [marks::Evidence::default(); AMOUNTS.len()];
        let width = self.header.cells.len();
        let mut ids = flags::Zeroed::default();
        while let Some(row) = records.next()? {
            pages.see(&row);
            // A ragged row has its cells in wrong places and proves nothing.
            if row.cells.len() != width && !row.placed {
                continue;
            }
            ids.see(self.cell(&row, Field::CustomerId));
            if self.order.is_none() {
                for field in DATES {
                    dates.see(self.cell(&row, field), row.line);
                }
                dates.see_row(
                    self.cell(&row, Field::Date),
                    self.cell(&row, Field::Due),
                    self.as_of,
                );
            }
            for (seen, field) in amounts.iter_mut().zip(AMOUNTS) {
                // The numbers of a sheet have no notation to find out.
                let column = self.header.columns.of(field);
                if column.is_none_or(|c| row.kind(c) == Kind::Text) {
                    seen.see(self.cell(&row, field), row.line);
                }
            }
        }
        self.ids_cut = ids.all();
        self.pages = pages.into_lines();
        if self.order.is_none() {
            self.decide_order(dates, found);
        }
        if self.marks_open {
            self.decide_marks(amounts, found);
        }
        Ok(())
    }

    fn decide_order(&mut self, seen: date_order::Evidence, found: &mut Findings) {
        match seen.decide() {
            date_order::Decision::Decided(order) => self.order = Some(order),
            date_order::Decision::NotNeeded => {}
            date_order::Decision::Inferred(order) => {
                self.order = Some(order);
                found.report(Code::DateOrderInferred, 0, "date", "", || {
                    format!(
                        "every date can be read day first or month first; read as {} because the other way rows are due before they were issued or later than the report; --date-order says it outright",
                        order_name(order)
                    )
                });
            }
            date_order::Decision::Unclear(line) => {
                found.report(Code::AmbiguousDates, line, "date", "", || {
                    "every date of the file can be read day first or month first; say which with --date-order dmy or --date-order mdy".to_owned()
                });
            }
            date_order::Decision::Apart(line) => {
                found.report(Code::AmbiguousDates, line, "date", "", || {
                    "this date is written otherwise than those that tell day from month, and can be read both ways; correct it, or say which holds for the file with --date-order".to_owned()
                });
            }
            date_order::Decision::Turned(line, left) => {
                found.report(Code::MixedDateOrders, line, "date", "", || {
                    format!(
                        "a spreadsheet seems to have exchanged day and month here, and in every date up to the twelfth, and to have left the others (line {left}) as they were; import the file as it was exported, or say with --date-order that it is right"
                    )
                });
            }
            date_order::Decision::Mixed(day_first, month_first) => {
                found.report(Code::MixedDateOrders, day_first, "date", "", || {
                    format!(
                        "this date has the day first, the one in line {month_first} the month first; correct the file, or say which holds with --date-order"
                    )
                });
            }
        }
    }

    fn decide_marks(&mut self, seen: [marks::Evidence; AMOUNTS.len()], found: &mut Findings) {
        let all = seen
            .iter()
            .fold(marks::Evidence::default(), |all, one| all.and(*one));
        let one_currency = self.header.columns.of(Field::Currency).is_none();
        let whole = (one_currency && self.book.exponent() == 0)
            .then(|| all.without_decimals())
            .flatten();
        for (i, column) in seen.into_iter().enumerate() {
            // A column that does not decide goes with the others of its file.
            let decision = match column.decide() {
                marks::Decision::Unclear(line) => match (all.decide(), whole) {
                    (marks::Decision::Decided(mark), _) => marks::Decision::Decided(mark),
                    (_, Some(mark)) => marks::Decision::Decided(mark),
                    _ => marks::Decision::Unclear(line),
                },
                decided => decided,
            };
            let field = AMOUNTS[i].name();
            match decision {
                marks::Decision::Decided(mark) => self.marks[i] = mark,
                marks::Decision::Either => {}
                marks::Decision::Unclear(line) => {
                    found.report(Code::AmbiguousDecimals, line, field, "", || {
                        format!("nothing in the column '{field}' says whether 1.234 is a thousand or a decimal number; say it with --decimal dot or --decimal comma, or in a profile")
                    });
                }
                marks::Decision::Both(dot, comma) => {
                    found.report(Code::AmbiguousDecimals, dot.min(comma), field, "", || {
                        format!("the column '{field}' has decimal points (line {dot}) and decimal commas (line {comma}); export it again with one of them")
                    });
                }
            }
        }
    }

    /// How the columns of a sheet are to be shown so that the decisions hold for its numbers too.
    pub(crate) fn shape(&self, keep: Vec<usize>) -> Shape {
        let mut shape = Shape {
            comma: vec![false; keep.len()],
            days: vec![false; keep.len()],
            keep,
        };
        let of = |field| self.header.columns.of(field);
        for (field, mark) in AMOUNTS.into_iter().zip(self.marks) {
            if let Some(comma) = of(field).and_then(|c| shape.comma.get_mut(c)) {
                *comma = mark == Mark::Comma;
            }
        }
        for field in DATES {
            if let Some(days) = of(field).and_then(|c| shape.days.get_mut(c)) {
                *days = true;
            }
        }
        shape
    }

    /// True for a title that stands again at the top of a page.
    pub(crate) fn is_title_again(&self, line: u64) -> bool {
        self.pages.binary_search(&line).is_ok()
    }

    /// The first cell that means something and cannot be used, in a sheet.
    pub(crate) fn unusable(&self, row: &Row<'_>) -> Option<Fault> {
        if let Some(fault) = self.cut_number(row) {
            return Some(fault);
        }
        if row.kinds.iter().all(|kind| kind.fault().is_none()) {
            return None;
        }
        Field::ALL.iter().find_map(|field| {
            let column = self.header.columns.of(*field)?;
            let why = row.kind(column).fault()?;
            Some(Fault::new(
                Code::BadCell,
                field.name(),
                row.cell(column),
                why.to_owned(),
            ))
        })
    }

    /// A number by which something is known again, and that a spreadsheet has cut, or has made a day of: many are alike then.
    fn cut_number(&self, row: &Row<'_>) -> Option<Fault> {
        let numbers = [Field::CustomerId, Field::Number, Field::AppliesTo]
            .map(|field| (field, self.cell(row, field)));
        let fault = |(field, cell): (Field, &str), what: &str| {
            let message = format!(
                "a spreadsheet has {what}; export the file again and import it as it is, or keep that column as text"
            );
            Fault::new(Code::BadCell, field.name(), cell, message)
        };
        // `4-Feb` was 2-4, 4-2 or 2/4 before a spreadsheet read it.
        if let Some(day) = numbers.into_iter().find(|(_, cell)| flags::is_day(cell)) {
            return Some(fault(day, "made a day of this number"));
        }
        let cut = numbers.into_iter().find(|(field, cell)| {
            let zeroed = self.ids_cut && *field == Field::CustomerId;
            is_cut(cell) || (zeroed && flags::is_zeroed(cell))
        })?;
        let what = "cut this number to a few digits, so that many are alike";
        Some(fault(cut, what))
    }

    /// A cell by its meaning; empty where there is no such column.
    pub(crate) fn cell<'r>(&self, row: &Row<'r>, field: Field) -> &'r str {
        let column = self.header.columns.of(field);
        let cell = column.map_or("", |column| row.cell(column));
        if self.header.profile.values.unquote {
            cell.strip_prefix('\'').unwrap_or(cell)
        } else if field == Field::Customer {
            cell
        } else {
            written(cell)
        }
    }

    /// The currency of a report's section, where it has such sections.
    pub(crate) fn section(&self, group: &str) -> Option<Currency> {
        let sections = self.header.profile.sections;
        sections
            .then(|| Currency::parse(group).ok())
            .flatten()
            .filter(|currency| codes::is_in_use(*currency, self.book))
    }

    /// The date of a cell.
    pub(crate) fn date(&self, row: &Row<'_>, field: Field) -> Result<NaiveDate, Fault> {
        let cell = self.cell(row, field);
        let second = self.header.profile.values.unix_seconds;
        let parsed = dates::parse(cell, self.order);
        let parsed = parsed.or_else(|| second.then(|| dates::of_second(cell)).flatten());
        parsed.ok_or_else(|| {
            let message = if cell.is_empty() {
                format!("the {} date is empty", said(field))
            } else if dates::is_serial(cell) {
                format!("'{cell}' is how a spreadsheet counts days, not a date: show that column as dates and save it again, or export the report anew")
            } else {
                format!("'{cell}' is no date that exists")
            };
            Fault::new(Code::BadDate, field.name(), cell, message)
        })
    }

    /// The amount of a cell; the second value says that it was rounded.
    pub(crate) fn amount(
        &self,
        cell: &str,
        field: Field,
        currency: Currency,
    ) -> Result<(Minor, bool), Fault> {
        let mark = AMOUNTS
            .iter()
            .position(|f| *f == field)
            .map_or(Mark::Dot, |i| self.marks[i]);
        if amounts::is_nothing(cell) {
            return Ok((Minor::ZERO, false));
        }
        let values = &self.header.profile.values;
        let read = if values.minor_units {
            amounts::whole(cell).map(|minor| (minor, false))
        } else {
            amounts::parse(cell, mark, currency, values.round)
        };
        read.map_err(|no| {
            let (code, message) = match no {
                NoAmount::NotANumber if cell.trim().is_empty() => (
                    Code::BadAmount,
                    format!("the {} amount is empty", said(field)),
                ),
                NoAmount::NotANumber => (Code::BadAmount, format!("'{cell}' is not an amount")),
                NoAmount::TooManyDecimals => (
                    Code::BadAmount,
                    format!("'{cell}' has more decimals than {currency} has"),
                ),
                NoAmount::TooLarge => (
                    Code::BadAmount,
                    format!("'{cell}' is too large for the ledger"),
                ),
                NoAmount::OtherCurrency(other) => (
                    Code::OtherCurrency,
                    format!("'{cell}' is in {other}, the account is kept in {currency}"),
                ),
            };
            Fault::new(code, field.name(), cell, message)
        })
    }
}

/// What a cell holds: databases write NULL where there is nothing, and spreadsheets an apostrophe before digits that are to stay text.
fn written(cell: &str) -> &str {
    match cell.as_bytes() {
        [b'\'', b'0'..=b'9', ..] => &cell[1..],
        b"NULL" | b"(null)" | b"\\N" => "",
        _ => cell,
    }
}

/// The decimal mark that the profile or the user says.
fn mark_given(profile: &Profile, options: &ReadOptions) -> Option<Mark> {
    options.decimal.or(profile.mark())
}

fn said(field: Field) -> &'static str {
    match field {
        Field::Date => "document",
        Field::Due => "due",
        other => other.name(),
    }
}

const fn order_name(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day first",
        DateOrder::Mdy => "month first",
        DateOrder::Ymd => "year first",
    }
}
