//! A profile: what a format looks like, as data. A new format is a TOML file, not code.
//!
//! Headings are compared without case, spaces, `_` and `*`. `vocabulary` holds the words, `profiles` the set of them;
//! `docs/import.md` explains every key.

use super::DateOrder;
use super::clean::heading;
use super::marks::Mark;
use super::vocabulary::{Field, Layout, Level, Records, Sign, Status, Types, Values};
use crate::domain::staged::{Covers, FileKind};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A format.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) id: String,
    /// What people call it.
    pub(crate) title: String,
    /// Where its system exports it, the system first.
    pub(crate) menu: Option<String>,
    pub(crate) kind: FileKind,
    records: Option<Records>,
    covers: Option<Covers>,
    /// Beginnings of title lines by which the report is known where its columns are not enough.
    #[serde(default)]
    titles: Vec<String>,
    /// The hash of the one header that it was made for (the mapping screen writes it): no other header is taken for it.
    header_hash: Option<String>,
    /// Tried only when no other profile fits.
    #[serde(default)]
    pub(crate) fallback: bool,
    #[serde(default)]
    require: Vec<String>,
    #[serde(default)]
    forbid: Vec<String>,
    #[serde(default)]
    columns: BTreeMap<Field, Vec<String>>,
    #[serde(default)]
    pub(crate) layout: Layout,
    #[serde(default)]
    pub(crate) values: Values,
    #[serde(default)]
    pub(crate) types: Types,
    #[serde(default)]
    pub(crate) number_prefix: Types,
    #[serde(default)]
    pub(crate) status: Status,
    /// The required columns as people write them, each by its first word.
    #[serde(skip)]
    said: Vec<String>,
    #[serde(skip)]
    levels: Vec<Level>,
    /// The customer stands only in the first row of each.
    #[serde(skip)]
    pub(crate) carry: bool,
    /// A row that holds nothing but a currency opens its rows.
    #[serde(skip)]
    pub(crate) sections: bool,
}

/// Which column holds what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Columns {
    one: Vec<Option<usize>>,
    /// The columns of an address, in the order in which the profile names them.
    address: Vec<usize>,
    /// The columns of ages, when the first and the last of them are there.
    ages: Vec<usize>,
}

impl Columns {
    /// Where a field stands.
    pub(crate) fn of(&self, field: Field) -> Option<usize> {
        self.one.get(field as usize).copied().flatten()
    }

    /// Where the parts of the address stand.
    pub(crate) fn address(&self) -> &[usize] {
        &self.address
    }

    /// The columns whose sum is the open balance.
    pub(crate) fn ages(&self) -> &[usize] {
        &self.ages
    }

    /// How many fields have a column.
    pub(crate) fn mapped(&self) -> usize {
        self.one.iter().flatten().count()
    }

    /// Every column that means something.
    pub(crate) fn all(&self) -> impl Iterator<Item = usize> {
        self.one.iter().flatten().chain(&self.address).copied()
    }

    /// The first column that means anything.
    pub(crate) fn first(&self) -> usize {
        self.one.iter().flatten().min().copied().unwrap_or(0)
    }
}

impl Profile {
    /// Reads one profile.
    pub(crate) fn parse(text: &str) -> Result<Profile, String> {
        let mut profile: Profile = toml::from_str(text).map_err(|e| e.to_string())?;
        let normal = |names: &mut Vec<String>| {
            for name in names {
                *name = name.split('|').map(heading).collect::<Vec<_>>().join("|");
            }
        };
        let first = |names: &String| {
            names
                .split('|')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        profile.said = profile.require.iter().map(first).collect();
        normal(&mut profile.titles);
        normal(&mut profile.require);
        normal(&mut profile.forbid);
        profile.columns.values_mut().for_each(normal);
        normal(&mut profile.values.ages);
        for group in profile.layout.groups.iter().flat_map(|g| g.split(',')) {
            profile.levels.push(match group.trim() {
                "bucket" => Level::Bucket,
                "customer" => Level::Customer,
                "job" => Level::Job,
                "currency" => {
                    profile.sections = true;
                    continue;
                }
                "carry" => {
                    profile.carry = true;
                    continue;
                }
                other => {
                    return Err(format!(
                        "layout.groups: '{other}' is none of bucket, customer, job, currency, carry"
                    ));
                }
            });
        }
        profile.order_from_text()?;
        profile.mark_from_text()?;
        let customer = profile.columns.contains_key(&Field::CustomerId)
            || profile.columns.contains_key(&Field::Customer)
            || profile.levels.contains(&Level::Customer)
            || profile.layout.party_heads;
        if !customer {
            return Err("nothing names the customer: give columns.customer_id, columns.customer or the group 'customer'".to_owned());
        }
        Ok(profile)
    }

    fn order_from_text(&self) -> Result<Option<DateOrder>, String> {
        match self.values.date_order.as_deref() {
            None | Some("auto") => Ok(None),
            Some(name) => DateOrder::from_name(name).map(Some).ok_or(format!(
                "values.date_order: '{name}' is none of auto, dmy, mdy, ymd"
            )),
        }
    }

    fn mark_from_text(&self) -> Result<Option<Mark>, String> {
        match self.values.decimal.as_deref() {
            None | Some("auto") => Ok(None),
            Some("dot" | ".") => Ok(Some(Mark::Dot)),
            Some("comma" | ",") => Ok(Some(Mark::Comma)),
            Some(name) => Err(format!(
                "values.decimal: '{name}' is none of auto, dot, comma"
            )),
        }
    }

    /// The order of its dates, when it is always the same.
    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.order_from_text().ok().flatten()
    }

    /// The decimal mark, when it is always the same.
    pub(crate) fn mark(&self) -> Option<Mark> {
        self.mark_from_text().ok().flatten()
    }

    /// The levels of its groups, the outermost first; empty = a plain table.
    pub(crate) fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// What its rows become.
    pub(crate) fn records(&self) -> Records {
        self.records.unwrap_or(match self.kind {
            FileKind::Snapshot | FileKind::List => Records::Documents,
            FileKind::Payments => Records::Payments,
            FileKind::Customers => Records::Accounts,
        })
    }

    /// Which side a snapshot lists.
    pub(crate) fn covers(&self) -> Covers {
        self.covers.unwrap_or(Covers::Both)
    }

    /// Columns by their headings (in normal form); the first alias that is there wins.
    pub(crate) fn map(&self, headings: &[String]) -> Columns {
        let place = |alias: &String| headings.iter().position(|h| h == alias);
        let mut one = vec![None; Field::ALL.len()];
        for (field, aliases) in &self.columns {
            one[*field as usize] = aliases.iter().find_map(place);
        }
        let parts = self.columns.get(&Field::Address).into_iter().flatten();
        Columns {
            one,
            address: parts.filter_map(place).collect(),
            ages: self.ages(headings),
        }
    }

    /// Whole only with the youngest and the oldest, and nothing else between them: what a user has left out, or divided otherwise, would
    /// be missing from the sum.
    fn ages(&self, headings: &[String]) -> Vec<usize> {
        let ages = &self.values.ages;
        let place = |age: &String| headings.iter().position(|h| h == age);
        let (Some(youngest), Some(oldest)) =
            (ages.first().and_then(place), ages.last().and_then(place))
        else {
            return Vec::new();
        };
        let places: Vec<usize> = ages.iter().filter_map(place).collect();
        let headed = |at: &usize| headings.get(*at).is_some_and(|h| !h.is_empty());
        let between = (youngest.min(oldest)..=youngest.max(oldest)).filter(headed);
        if between.into_iter().all(|at| places.contains(&at)) {
            places
        } else {
            Vec::new()
        }
    }

    /// True when every required column is there: the cheap question, asked of every row of the head.
    pub(crate) fn has_required(&self, headings: &[String]) -> bool {
        self.require
            .iter()
            .all(|names| names.split('|').any(|n| headings.iter().any(|h| h == n)))
    }

    /// What these headings lack for this profile: required columns, and fields without which no row can be read.
    pub(crate) fn lacks(&self, headings: &[String], columns: &Columns) -> Vec<String> {
        let mut lacks: Vec<String> = self
            .require
            .iter()
            .zip(&self.said)
            .filter(|(names, _)| !names.split('|').any(|n| headings.iter().any(|h| h == n)))
            .map(|(_, said)| said.clone())
            .collect();
        let has = |field| columns.of(field).is_some();
        // A required column that is missing is said by its own name, and its field not once more.
        let by_heading = |field: &Field| {
            let names = self.aliases(*field);
            self.require.iter().any(|required| {
                let mut words = required.split('|');
                words.any(|w| names.iter().any(|n| n == w))
            })
        };
        let mut need = |there: bool, field: Field| {
            if !there && !by_heading(&field) && !lacks.iter().any(|l| l == field.name()) {
                lacks.push(field.name().to_owned());
            }
        };
        let named = has(Field::CustomerId) || has(Field::Customer);
        need(
            named || self.levels.contains(&Level::Customer) || self.layout.party_heads,
            Field::Customer,
        );
        match self.records() {
            Records::Documents => {
                need(has(Field::Date), Field::Date);
                let open = has(Field::Open)
                    || (has(Field::Amount)
                        && (has(Field::Status)
                            || has(Field::Paid)
                            || self.kind == FileKind::Payments));
                need(open, Field::Open);
                // Written without a sign, they need something that tells credits from invoices.
                let told =
                    self.values.sign != Sign::ByColumn || has(Field::Type) || has(Field::Direction);
                need(told, Field::Type);
                let columns_of_both = has(Field::Open) && has(Field::Credit);
                need(
                    self.values.sign != Sign::Columns || columns_of_both,
                    Field::Credit,
                );
                // Of an unknown system: what is due may be meant before or after what was paid.
                let open_is = |name| columns.of(Field::Open).is_some_and(|c| headings[c] == name);
                let unsure = self.fallback && open_is("amountdue") && has(Field::Paid);
                need(!unsure || has(Field::Amount), Field::Amount);
                let credits_only = self.values.sign == Sign::ByFile;
                need(credits_only || has(Field::Number), Field::Number);
            }
            Records::Payments => {
                need(has(Field::Date), Field::Date);
                need(has(Field::Amount), Field::Amount);
            }
            Records::Accounts => {}
        }
        lacks
    }

    /// True when one of the titles (in normal form) names this report.
    pub(crate) fn is_titled<'t>(&self, mut titles: impl Iterator<Item = &'t str>) -> bool {
        titles.any(|title| self.titles.iter().any(|t| title.starts_with(t.as_str())))
    }

    /// True when the labels of its groups have a place: a column before the list, or the first one where the profile says so.
    pub(crate) fn has_place_for_labels(&self, columns: &Columns) -> bool {
        self.levels.is_empty() || self.layout.label_column || columns.first() > 0
    }

    /// True when a heading stands there that this format never has.
    pub(crate) fn forbids(&self, headings: &[String]) -> bool {
        self.forbid
            .iter()
            .any(|names| names.split('|').any(|n| headings.iter().any(|h| h == n)))
    }

    /// True when it was made by mapping the columns of one header.
    pub(crate) fn is_mapped(&self) -> bool {
        self.header_hash.is_some()
    }

    /// True when it was made for exactly these headings, or for whatever has its columns.
    pub(crate) fn takes_header(&self, headings: &[String]) -> bool {
        self.header_hash
            .as_ref()
            .is_none_or(|hash| *hash == header_hash(headings))
    }

    /// The words that a field's column may have, in normal form.
    pub(crate) fn aliases(&self, field: Field) -> &[String] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// True when these headings are surely its own, but for one that is not there.
    pub(crate) fn lacks_one(&self, headings: &[String]) -> bool {
        const SURELY: usize = 5;
        let there = |names: &&String| names.split('|').any(|n| headings.iter().any(|h| h == n));
        self.require.len() >= SURELY
            && self.require.iter().filter(there).count() + 1 == self.require.len()
            && !self.forbids(headings)
    }

    /// True when its columns are enough to tell a report by: built in, or described with as much care.
    pub(crate) fn is_particular(&self) -> bool {
        const TELLING: usize = 4;
        !self.fallback && !self.is_mapped() && self.require.len() >= TELLING
    }

    /// How many headings are known to it.
    pub(crate) fn known(&self, headings: &[String]) -> usize {
        let is_alias =
            |h: &&String| !h.is_empty() && self.columns.values().flatten().any(|a| a == *h);
        headings.iter().filter(is_alias).count()
    }
}

/// What a saved mapping is found again by: a hash over the headings in normal form, in their order, empty ones left out.
pub(crate) fn header_hash(headings: &[String]) -> String {
    let mut sum = Sha256::new();
    for name in headings.iter().filter(|h| !h.is_empty()) {
        sum.update(name.as_bytes());
        // No heading holds it, so that no two headers run together.
        sum.update(b"\n");
    }
    let mut text = String::with_capacity(32);
    for byte in &sum.finalize()[..16] {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
