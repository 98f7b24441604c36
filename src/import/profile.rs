//! Profiles: what a format looks like, as data. A new format is a TOML file, not code.
//!
//! The built-in ones are in `profiles/*.toml`; a user's profile of the same id replaces a built-in. Headings are compared
//! without case, spaces, `_` and `*`. `docs/import.md` explains every key.

use super::DateOrder;
use super::amounts::Mark;
use super::clean::heading;
use crate::domain::staged::{Covers, FileKind};
use serde::Deserialize;
use std::collections::BTreeMap;

macro_rules! fields {
    ($($name:ident = $text:literal,)*) => {
        /// What a column can mean.
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum Field { $($name,)* }

        impl Field {
            pub(crate) const ALL: &[Field] = &[$(Field::$name,)*];

            /// The name in profiles and in issues.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Field::$name => $text,)* }
            }
        }
    };
}

fields! {
    CustomerId = "customer_id",
    Customer = "customer",
    Job = "job",
    JobId = "job_id",
    Type = "type",
    Number = "number",
    Date = "date",
    Due = "due",
    Terms = "terms",
    Po = "po",
    Amount = "amount",
    Open = "open",
    Paid = "paid",
    Currency = "currency",
    Status = "status",
    Reason = "reason",
    Memo = "memo",
    Reference = "reference",
    AppliesTo = "applies_to",
    Applied = "applied",
    Method = "method",
    Location = "location",
    Salesperson = "salesperson",
    Contact = "contact",
    Email = "email",
    Phone = "phone",
    TermsDays = "terms_days",
    CreditLimit = "credit_limit",
    State = "state",
}

/// What the rows of a file become.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Records {
    /// Invoices and credits.
    Documents,
    /// Payments, one row per application.
    Payments,
    /// Customers.
    Accounts,
}

/// How a row's sign is meant (IMPORT §3.4).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sign {
    /// As written.
    #[default]
    Signed,
    /// By the type's word: credits and payments lower, whatever the sign.
    ByType,
    /// The whole file is credits, written above zero.
    ByFile,
    /// Open is `amount` less `paid`.
    Minus,
}

/// A group level of a report.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Level {
    /// An age, which we compute ourselves.
    Bucket,
    /// A customer.
    Customer,
    /// A job of it.
    Job,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Layout {
    groups: Vec<String>,
    /// `Total for {group}`.
    pub(crate) subtotal: Vec<String>,
    /// The words of the last total.
    pub(crate) grand_total: Vec<String>,
    /// The report always prints its total: without it the file is cut off.
    pub(crate) total_required: bool,
    /// Date patterns (strftime) of the title that names the day of the report.
    pub(crate) as_of: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Values {
    pub(crate) sign: Sign,
    date_order: Option<String>,
    decimal: Option<String>,
    /// Parts `Parent:Job`.
    pub(crate) job_separator: Option<String>,
    /// Where neither the row nor the customer says so.
    pub(crate) default_terms_days: Option<u32>,
    /// An empty open balance means nothing is open.
    pub(crate) empty_open_is_zero: bool,
    /// Decimals beyond the currency's are rounded, with a warning.
    pub(crate) round: bool,
    /// One row per line of an invoice: its rows repeat.
    pub(crate) line_level: bool,
    /// One invoice may stand in several rows with different due dates.
    pub(crate) instalments: bool,
}

/// Words of the source for the kinds of documents.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Types {
    invoice: Vec<String>,
    debit: Vec<String>,
    credit: Vec<String>,
    payment: Vec<String>,
    journal: Vec<String>,
    by_sign: Vec<String>,
}

/// What the source calls a row.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum SourceType {
    Invoice,
    Debit,
    Credit,
    Payment,
    Journal,
    /// An invoice above zero, a credit below, both quite usual.
    BySign,
}

impl Types {
    fn lists(&self) -> [(SourceType, &[String]); 6] {
        [
            (SourceType::Invoice, &self.invoice),
            (SourceType::Debit, &self.debit),
            (SourceType::Credit, &self.credit),
            (SourceType::Payment, &self.payment),
            (SourceType::Journal, &self.journal),
            (SourceType::BySign, &self.by_sign),
        ]
    }

    /// The type of a word, without case.
    pub(crate) fn of_word(&self, word: &str) -> Option<SourceType> {
        let is = |w: &String| w.trim().eq_ignore_ascii_case(word);
        self.lists()
            .into_iter()
            .find(|(_, words)| words.iter().any(is))
            .map(|(kind, _)| kind)
    }

    /// The type of a number by its beginning.
    pub(crate) fn of_prefix(&self, number: &str) -> Option<SourceType> {
        let begins = |w: &String| {
            number
                .get(..w.len())
                .is_some_and(|n| n.eq_ignore_ascii_case(w))
        };
        self.lists()
            .into_iter()
            .find(|(_, words)| words.iter().any(begins))
            .map(|(kind, _)| kind)
    }
}

/// Words for a document's state, for lists.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Status {
    pub(crate) open: Vec<String>,
    pub(crate) closed: Vec<String>,
    pub(crate) ignore: Vec<String>,
}

/// A format.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) id: String,
    /// What people call it.
    pub(crate) title: String,
    pub(crate) kind: FileKind,
    records: Option<Records>,
    covers: Option<Covers>,
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
    #[serde(skip)]
    levels: Vec<Level>,
}

/// Which column holds what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Columns(Vec<Option<usize>>);

impl Columns {
    /// Where a field stands.
    pub(crate) fn of(&self, field: Field) -> Option<usize> {
        self.0.get(field as usize).copied().flatten()
    }

    /// The first column that means anything.
    pub(crate) fn first(&self) -> usize {
        self.0.iter().flatten().min().copied().unwrap_or(0)
    }
}

impl Profile {
    /// Reads one profile.
    fn parse(text: &str) -> Result<Profile, String> {
        let mut profile: Profile = toml::from_str(text).map_err(|e| e.to_string())?;
        let normal = |names: &mut Vec<String>| {
            for name in names {
                *name = name.split('|').map(heading).collect::<Vec<_>>().join("|");
            }
        };
        normal(&mut profile.require);
        normal(&mut profile.forbid);
        profile.columns.values_mut().for_each(normal);
        for group in profile.layout.groups.iter().flat_map(|g| g.split(',')) {
            profile.levels.push(match group.trim() {
                "bucket" => Level::Bucket,
                "customer" => Level::Customer,
                "job" => Level::Job,
                other => {
                    return Err(format!(
                        "layout.groups: '{other}' is none of bucket, customer, job"
                    ));
                }
            });
        }
        profile.order_from_text()?;
        profile.mark_from_text()?;
        let customer = profile.columns.contains_key(&Field::CustomerId)
            || profile.columns.contains_key(&Field::Customer)
            || profile.levels.contains(&Level::Customer);
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
        let mut columns = vec![None; Field::ALL.len()];
        for (field, aliases) in &self.columns {
            columns[*field as usize] = aliases
                .iter()
                .find_map(|alias| headings.iter().position(|h| h == alias));
        }
        Columns(columns)
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
            .filter(|names| !names.split('|').any(|n| headings.iter().any(|h| h == n)))
            .cloned()
            .collect();
        let has = |field| columns.of(field).is_some();
        let mut need = |there: bool, field: Field| {
            if !there {
                lacks.push(field.name().to_owned());
            }
        };
        let named = has(Field::CustomerId) || has(Field::Customer);
        need(
            named || self.levels.contains(&Level::Customer),
            Field::Customer,
        );
        match self.records() {
            Records::Documents => {
                need(has(Field::Date), Field::Date);
                let open = has(Field::Open)
                    || (has(Field::Amount)
                        && (has(Field::Status)
                            || self.kind == FileKind::Payments
                            || (self.values.sign == Sign::Minus && has(Field::Paid))));
                need(open, Field::Open);
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

    /// True when a heading stands there that this format never has.
    pub(crate) fn forbids(&self, headings: &[String]) -> bool {
        self.forbid
            .iter()
            .any(|names| names.split('|').any(|n| headings.iter().any(|h| h == n)))
    }

    /// How many headings are known to it.
    pub(crate) fn known(&self, headings: &[String]) -> usize {
        let is_alias = |h: &&String| self.columns.values().flatten().any(|a| a == *h);
        headings.iter().filter(is_alias).count()
    }
}

/// A report that is refused by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refusal {
    /// `payables_file` instead of `wrong_report`.
    #[serde(default)]
    pub(crate) payables: bool,
    /// Beginnings of title lines.
    #[serde(default)]
    pub(crate) titles: Vec<String>,
    /// Headings that all stand in its header.
    #[serde(default)]
    pub(crate) header: Vec<String>,
    /// What it is and what to export instead.
    pub(crate) message: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusals {
    refuse: Vec<Refusal>,
}

/// The formats that are known: the user's and the built-in ones, and the reports that are refused by name.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    all: Vec<Profile>,
    refusals: Vec<Refusal>,
}

/// A profile that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("profile {index}: {message}")]
pub struct ProfileError {
    /// Which of the given texts, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub message: String,
}

/// The built-in profiles, in the order in which they are tried.
const EMBEDDED: [&str; 11] = [
    include_str!("profiles/qbo-aging-detail.toml"),
    include_str!("profiles/qbo-open-invoices.toml"),
    include_str!("profiles/qbd-aging-detail.toml"),
    include_str!("profiles/erpnext-receivable.toml"),
    include_str!("profiles/dealer-erp-invoices.toml"),
    include_str!("profiles/dealer-erp-adjustments.toml"),
    include_str!("profiles/native-accounts.toml"),
    include_str!("profiles/native-invoices.toml"),
    include_str!("profiles/native-credits.toml"),
    include_str!("profiles/native-payments.toml"),
    include_str!("profiles/plain.toml"),
];

impl Profiles {
    /// The built-in profiles.
    #[must_use]
    pub fn embedded() -> Profiles {
        // The texts are part of the program; a test holds that every one of them reads.
        let refusals: Refusals =
            toml::from_str(include_str!("profiles/refused.toml")).unwrap_or_default();
        let mut refusals = refusals.refuse;
        for refusal in &mut refusals {
            for name in refusal.header.iter_mut().chain(&mut refusal.titles) {
                *name = heading(name);
            }
        }
        Profiles {
            all: EMBEDDED
                .iter()
                .filter_map(|text| Profile::parse(text).ok())
                .collect(),
            refusals,
        }
    }

    /// The built-in profiles and the user's, which come first and replace built-ins of the same id.
    ///
    /// # Errors
    /// When a text is not a profile; the error names which one and why.
    pub fn with_user<T: AsRef<str>>(
        texts: impl IntoIterator<Item = T>,
    ) -> Result<Profiles, ProfileError> {
        let mut user = Vec::new();
        for (index, text) in texts.into_iter().enumerate() {
            user.push(
                Profile::parse(text.as_ref()).map_err(|message| ProfileError { index, message })?,
            );
        }
        let mut profiles = Profiles::embedded();
        profiles.all.retain(|p| user.iter().all(|u| u.id != p.id));
        user.append(&mut profiles.all);
        profiles.all = user;
        Ok(profiles)
    }

    /// The ids, in the order in which they are tried.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|p| p.id.as_str())
    }

    /// What people call the format of an id.
    #[must_use]
    pub fn title(&self, id: &str) -> Option<&str> {
        self.get(id).map(|p| p.title.as_str())
    }

    pub(crate) fn all(&self) -> &[Profile] {
        &self.all
    }

    pub(crate) fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Profile> {
        self.all.iter().find(|p| p.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_reads() {
        for text in EMBEDDED {
            if let Err(e) = Profile::parse(text) {
                panic!("{e}\n{text}");
            }
        }
        let refused: Result<Refusals, _> = toml::from_str(include_str!("profiles/refused.toml"));
        assert!(refused.is_ok_and(|r| !r.refuse.is_empty()));
        assert_eq!(Profiles::embedded().all.len(), EMBEDDED.len());
    }

    #[test]
    fn a_user_profile_comes_first_and_replaces_one_of_its_id() {
        let text = "id = 'plain'\ntitle = 'Ours'\nkind = 'list'\n[columns]\ncustomer = ['kunde']";
        let profiles = Profiles::with_user([text]).expect("reads");
        assert_eq!(profiles.ids().next(), Some("plain"));
        assert_eq!(profiles.ids().filter(|id| *id == "plain").count(), 1);
        assert_eq!(profiles.all.len(), EMBEDDED.len());
    }

    #[test]
    fn a_profile_with_a_slip_is_refused_and_says_which_and_why() {
        let good = "id = 'a'\ntitle = 'A'\nkind = 'list'\n[columns]\ncustomer = ['c']\n";
        for (bad, word) in [
            ("id = 'x'", "title"),
            ("id = 'x'\ntitle = 'X'\nkind = 'weekly'", "weekly"),
            (
                "id = 'x'\ntitle = 'X'\nkind = 'list'\n[columns]\ncolour = ['c']",
                "colour",
            ),
            (
                "id = 'x'\ntitle = 'X'\nkind = 'list'\n[columns]\ndate = ['c']",
                "customer",
            ),
            (
                "id = 'x'\ntitle = 'X'\nkind = 'list'\n[columns]\ncustomer = ['c']\n[values]\ndate_order = 'us'",
                "us",
            ),
        ] {
            let error = Profiles::with_user([good, bad]).expect_err(word);
            assert_eq!(error.index, 1);
            assert!(error.message.contains(word), "{}", error.message);
        }
    }
}
