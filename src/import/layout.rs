//! What each row of a report is: data, group, subtotal, grand total, footer, rule, repeated header; and which group is open.
//!
//! A total is a total only when it names the group that is open (or an age); so "Total Home Builders LLC" and
//! "Grand Total Excavation Inc" stay customers. Every row falls into exactly one class, and what falls into none is said.

pub(crate) use super::classes::{Class, Classes, Said, Seen};
use super::clean::{heading, tidy};
use super::grid::Kind;
use super::grouping::{Grouping, is_no_customer};
use super::groups::{Closed, Groups, Place, Sums, Whose, same};
use super::labels::{is_bucket, is_footer, is_rule};
use super::parties::{Head, Parties};
use super::profile::{Columns, Profile};
use super::records::Row;
use super::swapped::is_money;
use super::vocabulary::{Field, Level};
use csv::StringRecord;

/// Follows a report row by row.
#[derive(Debug)]
pub(crate) struct Tracker<'p> {
    profile: &'p Profile,
    columns: &'p Columns,
    header: &'p [String],
    /// Columns before the first that means something: where labels stand.
    leading: usize,
    /// Columns whose content makes a row data.
    data: Vec<usize>,
    money: Vec<usize>,
    open_column: Option<usize>,
    face_column: Option<usize>,
    groups: Groups,
    grouping: Grouping,
    parties: Parties,
    /// Every column that means something.
    mapped: Vec<usize>,
    summed: Sums,
    total_seen: bool,
    footer_seen: bool,
}

impl<'p> Tracker<'p> {
    pub(crate) fn new(
        profile: &'p Profile,
        columns: &'p Columns,
        header: &'p [String],
    ) -> Tracker<'p> {
        let at = |fields: &[Field]| fields.iter().filter_map(|f| columns.of(*f)).collect();
        let (open, face) = (columns.of(Field::Open), columns.of(Field::Amount));
        // A heading over the labels does not make them cells of the list.
        let leading = match profile.layout.label_column {
            true => columns.first().max(1),
            // A column with a name holds no labels where the one before it has none, be it one that nothing is read from.
            false => match header.first().is_some_and(|h| heading(h).is_empty()) {
                true => header
                    .iter()
                    .position(|h| !heading(h).is_empty())
                    .map_or(columns.first(), |named| named.min(columns.first())),
                false => columns.first(),
            },
        };
        let closing = !profile.layout.subtotal.is_empty();
        Tracker {
            profile,
            columns,
            header,
            leading,
            data: at(&[Field::Date, Field::Number, Field::Type, Field::Due]),
            money: at(&[Field::Amount, Field::Open, Field::Credit, Field::Paid]),
            open_column: open.or(face),
            face_column: open.and(face),
            groups: Groups::new(profile.levels(), closing),
            grouping: Grouping::new(columns, header),
            parties: Parties::new(profile, columns),
            mapped: columns.all().collect(),
            summed: Sums::default(),
            total_seen: false,
            footer_seen: false,
        }
    }

    /// The customer whose group is open.
    pub(crate) fn customer(&self) -> Option<&str> {
        self.groups.customer()
    }

    /// The job whose group is open, with the jobs around it.
    pub(crate) fn job(&self) -> Option<String> {
        self.groups.job()
    }

    /// The customers of a flat report.
    pub(crate) fn parties(&mut self) -> &mut Parties {
        &mut self.parties
    }

    /// The currency whose section is open.
    pub(crate) fn currency(&self) -> Option<&str> {
        self.parties.currency()
    }

    /// The customer that a row leaves to the rows above it, number and name.
    pub(crate) fn carried(&self) -> Option<(&str, &str)> {
        self.parties.carried()
    }

    /// Counts a data row into the open groups: what is open, and its face. Totals are in the book's currency; what is not counts
    /// apart, or within a section of its own.
    pub(crate) fn add(&mut self, open: i64, face: i64, whose: Whose) {
        self.parties.add(open, face, whose);
        self.summed.add(open, face, whose);
        self.groups.add(open, face, whose);
    }

    /// The sum of all rows.
    pub(crate) fn summed(&self) -> i128 {
        self.summed.open
    }

    /// The grand total was there.
    pub(crate) fn total_seen(&self) -> bool {
        self.total_seen
    }

    /// A line that reports print at their end was there.
    pub(crate) fn footer_seen(&self) -> bool {
        self.footer_seen
    }

    /// A group that was opened and has no total, in a report that prints one for every group.
    pub(crate) fn unclosed(&self) -> Option<&str> {
        let prints = !self.profile.layout.subtotal.is_empty();
        self.groups.innermost().filter(|_| prints)
    }

    /// An age that stands where customers should, when only ages do.
    pub(crate) fn only_ages(&self) -> Option<&str> {
        self.groups.only_ages()
    }

    /// The column that the groups are named by, where it is none of customers.
    pub(crate) fn grouped_by(&self) -> Option<&str> {
        let column = self.grouping.by()?;
        self.header.get(column).map(|name| name.trim())
    }

    /// What a row is.
    pub(crate) fn see<'r>(&mut self, row: &Row<'r>) -> Seen<'r> {
        let seen = self.class_of(row);
        if seen == Seen::Data {
            self.groups.row();
            if self.profile.levels().contains(&Level::Customer) {
                self.grouping.see(self.groups.customer(), row);
            }
        }
        seen
    }

    fn class_of<'r>(&mut self, row: &Row<'r>) -> Seen<'r> {
        let grouped = !self.profile.levels().is_empty();
        let has = |columns: &[usize]| columns.iter().any(|c| row.filled(*c));
        if self.is_header(row) {
            return Seen::HeaderRepeat;
        }
        if !grouped && !self.total_seen && self.data.len() >= 2 && {
            // Most rows of a plain table: two of its columns filled leave no doubt.
            self.data.iter().filter(|c| row.filled(**c)).count() >= 2
        } {
            if self.parties.follow() {
                self.parties.see(row);
            }
            return Seen::Data;
        }
        let Some((at, indent, label)) = first_cell(row.cells) else {
            return if has(&self.data) || has(&self.money) {
                Seen::Unclassified(
                    "it holds only formulas without results; open the file in a spreadsheet, save it and import it again",
                )
            } else {
                Seen::Blank
            };
        };
        let label = label.trim_start_matches('\u{c}').trim();
        if row.cells.iter().all(is_rule) {
            return Seen::Rule;
        }
        if self.parties.opens_section(row, label) {
            return Seen::Group;
        }
        let data_beside_label = self.data.iter().any(|c| *c != at && row.filled(*c));
        // Nothing stands in the row but a label in its first column.
        let alone = at == 0 && (1..row.cells.len()).all(|c| !row.filled(c));
        if self.profile.layout.unnamed_total && self.money.contains(&at) && !has(&self.data) {
            let (said, summed) = (self.said(row), self.summed);
            // Where a report always ends with its total, nothing follows it, and a second one is none.
            if self.profile.layout.total_required && !self.total_seen {
                self.total_seen = true;
                return Seen::GrandTotal { said, summed };
            }
            if !self.profile.layout.total_required {
                let group = "the rows above".to_owned();
                return Seen::Subtotal {
                    group,
                    said,
                    summed,
                };
            }
        }
        if !data_beside_label {
            if let Some(total) = self.total(row, label) {
                return total;
            }
            if is_footer(label) && (self.total_seen || !has(&self.money)) {
                self.footer_seen = true;
                return Seen::Footer;
            }
        }
        if self.total_seen {
            // A time without its quotes spreads over the columns of the list.
            let timed = is_footer(label) && !has(&self.money);
            return if !timed && (has(&self.data) || has(&self.money)) {
                Seen::Unclassified("it stands below the grand total")
            } else {
                Seen::Footer
            };
        }
        if !grouped {
            return self.flat(row, label);
        }
        let label_column = self.profile.layout.label_column;
        if has(&self.data) && !(label_column && alone) {
            return if at < self.leading && !label_column {
                Seen::Unclassified("a label and a date stand in one row")
            } else {
                Seen::Data
            };
        }
        if has(&self.money) {
            return Seen::Unclassified(
                "it has amounts, but no date, and is not the total of the group that is open",
            );
        }
        if at < self.leading {
            return self.open_group((at, indent), label);
        }
        Seen::Unclassified("it is neither a row of the list nor a group nor a total")
    }

    /// A row of a plain table that is not plainly data.
    fn flat<'r>(&mut self, row: &Row<'r>, label: &str) -> Seen<'r> {
        let has = |columns: &[usize]| columns.iter().any(|c| !row.cell(*c).is_empty());
        let layout = &self.profile.layout;
        if layout.continuation && !has(&self.mapped) {
            return Seen::Continuation;
        }
        let said = self.said(row);
        let dated = [Field::Date, Field::Due, Field::Type]
            .iter()
            .filter_map(|f| self.columns.of(*f))
            .any(|c| !row.cell(c).is_empty());
        if layout.party_heads && !dated && !said.open.is_empty() {
            self.parties.open(Head {
                label: tidy(label).into_owned(),
                line: row.line,
                open: said.open.to_owned(),
                face: said.face.to_owned(),
                sums: Sums::default(),
            });
            return Seen::Group;
        }
        if !self.parties.follow() || has(&self.data) {
            self.parties.see(row);
            return Seen::Data;
        }
        if !has(&self.money) {
            // Only a name: the customer of the rows below.
            self.parties.see(row);
            return Seen::Group;
        }
        match self.parties.total(row) {
            Some((group, summed)) => Seen::Subtotal {
                group,
                said,
                summed,
            },
            None => Seen::Unclassified(
                "it has an amount, but neither number nor date, and is not the total of the customer above",
            ),
        }
    }

    /// What a total says.
    fn said<'r>(&self, row: &Row<'r>) -> Said<'r> {
        let cell = |column: Option<usize>| column.map_or("", |c| row.cell(c));
        let (open, face) = (cell(self.open_column), cell(self.face_column));
        let ages = self.columns.ages();
        let read = |c: &usize| self.money.contains(c) || ages.contains(c);
        let unread = |c: &usize| !read(c) && is_money(row.cell(*c));
        let elsewhere = match open.is_empty() && face.is_empty() {
            true => (1..row.cells.len()).find(unread),
            false => None,
        };
        Said {
            open,
            face,
            credit: cell(self.columns.of(Field::Credit)),
            formula: self.open_column.map_or(Kind::Text, |c| row.kind(c)),
            elsewhere: cell(elsewhere),
        }
    }

    fn is_header(&self, row: &Row<'_>) -> bool {
        let Some(column) = self
            .columns
            .of(Field::Date)
            .or(self.columns.of(Field::CustomerId))
        else {
            return false;
        };
        let name = self.header.get(column).map_or("", |h| h.trim());
        !name.is_empty()
            && row.cell(column) == name
            && row
                .cells
                .iter()
                .map(heading)
                .eq(self.header.iter().map(|h| heading(h)))
    }

    fn total<'r>(&mut self, row: &Row<'r>, label: &str) -> Option<Seen<'r>> {
        let said = self.said(row);
        let layout = &self.profile.layout;
        if let Some((group, summed)) = self.parties.section_total(label, &layout.subtotal) {
            return Some(Seen::Subtotal {
                group,
                said,
                summed,
            });
        }
        match self.groups.close(label, &layout.subtotal) {
            Some(Ok(Closed { label, sums })) => {
                return Some(Seen::Subtotal {
                    group: label,
                    said,
                    summed: sums,
                });
            }
            Some(Err(why)) => return Some(Seen::Unclassified(why)),
            None => {}
        }
        if layout
            .grand_total
            .iter()
            .any(|word| same(word, label.trim_end_matches([':', ' '])))
        {
            self.total_seen = true;
            self.parties.close();
            let owing = self.groups.owing().is_some();
            self.groups.clear();
            return Some(if owing {
                Seen::Unclassified("the group above it has no total of its own")
            } else {
                Seen::GrandTotal {
                    said,
                    summed: self.summed,
                }
            });
        }
        // The total of an age that has no rows and was therefore never opened.
        let ages = self.profile.levels().contains(&Level::Bucket);
        let age = layout.subtotal.iter().find_map(|pattern| {
            let (before, after) = pattern.split_once("{group}")?;
            let inner = label.strip_prefix(before)?.strip_suffix(after)?;
            (ages && is_bucket(inner)).then(|| inner.to_owned())
        })?;
        Some(Seen::Subtotal {
            group: age,
            said,
            summed: Sums::default(),
        })
    }

    fn open_group<'r>(&mut self, place: Place, label: &str) -> Seen<'r> {
        let label = tidy(label).into_owned();
        if self.profile.levels().contains(&Level::Bucket) && is_bucket(&label) {
            self.groups.open_age(&label);
            return Seen::Group;
        }
        let named = [Field::Customer, Field::CustomerId].map(|f| self.columns.of(f));
        if named == [None, None] && is_no_customer(&label) {
            return Seen::Unclassified(
                "no customer is called so: the report is grouped by something else; export it with its totals by customer, or with a column of the customers' names",
            );
        }
        match self.groups.open_named(label, place) {
            Ok(()) => Seen::Group,
            Err(why) => Seen::Unclassified(why),
        }
    }
}

/// The first cell that is not empty: its column, the spaces before its text, the text.
fn first_cell(cells: &StringRecord) -> Option<(usize, usize, &str)> {
    cells.iter().enumerate().find_map(|(i, cell)| {
        let label = cell.trim();
        let indent = cell.len() - cell.trim_start().len();
        (!label.is_empty()).then_some((i, indent, label))
    })
}

#[cfg(test)]
mod tests;
