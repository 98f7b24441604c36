//! What the columns of an unknown layout mean: what the mapping screen edits, and what a profile is written from.
//!
//! Law: plain data. `import::mapping` guesses one and writes the profile; `app::imports::map` edits it.

use super::by_when::DateOrder;
use super::imports::DecimalMark;
use super::staged::FileKind;

macro_rules! meanings {
    ($($name:ident = $field:literal, $label:literal;)*) => {
        /// What a column can be mapped to.
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[allow(missing_docs, reason = "the label of each says it")]
        pub enum Meaning { $($name,)* }

        impl Meaning {
            /// All, those that matter most first.
            pub const ALL: &[Meaning] = &[$(Meaning::$name,)*];

            /// Its name in profiles.
            #[must_use]
            pub const fn field(self) -> &'static str {
                match self { $(Meaning::$name => $field,)* }
            }

            /// In words.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Meaning::$name => $label,)* }
            }
        }
    };
}

meanings! {
    Customer = "customer", "customer's name";
    CustomerId = "customer_id", "customer's number";
    Number = "number", "document number";
    Date = "date", "document date";
    Due = "due", "due date";
    Open = "open", "open balance";
    Credit = "credit", "credits, own column";
    Amount = "amount", "amount billed or paid";
    Paid = "paid", "paid so far";
    Type = "type", "type of document";
    Terms = "terms", "terms";
    Currency = "currency", "currency";
    Status = "status", "status";
    Job = "job", "job or project";
    Po = "po", "purchase order";
    Memo = "memo", "memo";
    Reference = "reference", "check or reference";
    AppliesTo = "applies_to", "invoice it pays";
    Applied = "applied", "amount applied to it";
    Method = "method", "how it was paid";
    Salesperson = "salesperson", "salesperson";
    Contact = "contact", "contact person";
    Email = "email", "mail address";
    Phone = "phone", "phone";
    TermsDays = "terms_days", "terms in days";
    CreditLimit = "credit_limit", "credit limit";
    State = "state", "state";
}

impl Meaning {
    /// The one of that name in profiles.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Meaning> {
        Meaning::ALL.iter().copied().find(|m| m.field() == name)
    }

    /// True when rows of that kind have such a field.
    #[must_use]
    pub const fn fits(self, kind: FileKind) -> bool {
        use Meaning as M;
        match kind {
            FileKind::Snapshot | FileKind::List => !matches!(
                self,
                M::AppliesTo
                    | M::Applied
                    | M::Method
                    | M::Contact
                    | M::Email
                    | M::Phone
                    | M::TermsDays
                    | M::CreditLimit
                    | M::State
            ),
            FileKind::Payments => matches!(
                self,
                M::Customer
                    | M::CustomerId
                    | M::Number
                    | M::Date
                    | M::Amount
                    | M::Currency
                    | M::Reference
                    | M::AppliesTo
                    | M::Applied
                    | M::Method
            ),
            FileKind::Customers => matches!(
                self,
                M::Customer
                    | M::CustomerId
                    | M::Contact
                    | M::Email
                    | M::Phone
                    | M::TermsDays
                    | M::CreditLimit
                    | M::Salesperson
                    | M::State
                    | M::Currency
            ),
        }
    }
}

/// How a file writes credits (IMPORT §3.4).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum SignRule {
    /// Below zero.
    #[default]
    Signed,
    /// Above zero: the type's word tells them.
    ByType,
    /// The whole file is credits, written above zero.
    ByFile,
    /// Open is the amount less what is paid.
    Minus,
    /// What is owed and what is credited stand in two columns.
    Columns,
}

impl SignRule {
    /// All, the commonest first.
    pub const ALL: [SignRule; 5] = [
        SignRule::Signed,
        SignRule::ByType,
        SignRule::ByFile,
        SignRule::Minus,
        SignRule::Columns,
    ];

    /// Its name in profiles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            SignRule::Signed => "signed",
            SignRule::ByType => "by_type",
            SignRule::ByFile => "by_file",
            SignRule::Minus => "minus",
            SignRule::Columns => "columns",
        }
    }

    /// What it means.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            SignRule::Signed => "credits are below zero",
            SignRule::ByType => "the type's word tells credits; all amounts are above zero",
            SignRule::ByFile => "everything in the file is a credit, written above zero",
            SignRule::Minus => "open is the amount less what is paid",
            SignRule::Columns => "what is owed and credits stand in two columns",
        }
    }
}

/// What the columns of an unknown layout mean: what the mapping screen makes, and what a profile is written from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mapping {
    /// What people will call it; its id is made of this.
    pub title: String,
    /// What absence means.
    pub kind: FileKind,
    /// The headings as written.
    pub headings: Vec<String>,
    /// What each column means; as long as `headings`.
    pub columns: Vec<Option<Meaning>>,
    /// The customer stands alone in a row above its documents.
    pub grouped: bool,
    /// The customer stands only in the first of its rows.
    pub carried: bool,
    /// Its rows stand under ages (`1 - 30`), which are not read: ages are worked out from the due dates.
    pub aged: bool,
    /// How credits are written.
    pub sign: SignRule,
    /// The decimal mark; `None` = found out from the file.
    pub decimal: Option<DecimalMark>,
    /// The order of numeric dates; `None` = found out from the file.
    pub date_order: Option<DateOrder>,
}

/// The longest id of a profile.
const LONGEST_ID: usize = 60;

impl Mapping {
    /// The id that its title gives: lower case letters, digits, dashes; empty when the title has none.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = String::new();
        for c in self.title.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                id.push(c);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
            if id.len() >= LONGEST_ID {
                break;
            }
        }
        id.trim_end_matches('-').to_owned()
    }

    /// True when some column means that.
    #[must_use]
    pub fn has(&self, meaning: Meaning) -> bool {
        self.columns.contains(&Some(meaning))
    }

    /// Gives a column a meaning; whichever column had it before has none any more.
    pub fn assign(&mut self, column: usize, meaning: Option<Meaning>) {
        if column >= self.columns.len() {
            return;
        }
        if meaning.is_some() {
            for other in self.columns.iter_mut().filter(|m| **m == meaning) {
                *other = None;
            }
        }
        self.columns[column] = meaning;
    }

    /// What has to be mapped still before a row can be read, in words.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        use Meaning as M;
        let mut out = Vec::new();
        let mut need = |there: bool, what: &'static str| {
            if !there {
                out.push(what);
            }
        };
        let named = self.has(M::Customer) || self.has(M::CustomerId);
        need(
            named || (self.grouped && self.kind != FileKind::Customers),
            "customer's name or number",
        );
        match self.kind {
            FileKind::Snapshot | FileKind::List => {
                need(
                    self.sign == SignRule::ByFile || self.has(M::Number),
                    "document number",
                );
                need(self.has(M::Date), "document date");
                if self.sign == SignRule::Minus {
                    need(self.has(M::Amount), "amount billed");
                    need(self.has(M::Paid), "paid so far");
                } else {
                    let stated = self.kind == FileKind::List
                        && self.sign != SignRule::Columns
                        && self.has(M::Amount)
                        && self.has(M::Status);
                    need(
                        self.has(M::Open) || stated,
                        match self.kind {
                            FileKind::List => "open balance (or amount and status)",
                            _ => "open balance",
                        },
                    );
                }
                if self.sign == SignRule::Columns {
                    need(self.has(M::Credit), "column of credits");
                }
                need(
                    self.sign != SignRule::ByType || self.has(M::Type),
                    "type of document (the signs follow it)",
                );
            }
            FileKind::Payments => {
                need(self.has(M::Date), "document date");
                need(self.has(M::Amount), "amount paid");
            }
            FileKind::Customers => {}
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(columns: &[Option<Meaning>]) -> Mapping {
        Mapping {
            title: "Our ERP: open items (2)".into(),
            kind: FileKind::Snapshot,
            headings: columns.iter().map(|_| "x".to_owned()).collect(),
            columns: columns.to_vec(),
            grouped: false,
            carried: false,
            aged: false,
            sign: SignRule::Signed,
            decimal: None,
            date_order: None,
        }
    }

    #[test]
    fn an_id_is_made_of_the_title() {
        let mut m = mapping(&[]);
        assert_eq!(m.id(), "our-erp-open-items-2");
        m.title = " ../Ä/ ".into();
        assert_eq!(m.id(), "");
        m.title = "x".repeat(200);
        assert_eq!(m.id().len(), LONGEST_ID);
    }

    #[test]
    fn a_field_belongs_to_one_column() {
        let mut m = mapping(&[Some(Meaning::Date), None]);
        m.assign(1, Some(Meaning::Date));
        assert_eq!(m.columns, [None, Some(Meaning::Date)]);
        m.assign(7, Some(Meaning::Due));
        assert!(!m.has(Meaning::Due));
    }

    #[test]
    fn what_is_missing_depends_on_the_kind_and_the_sign() {
        use Meaning as M;
        let mut m = mapping(&[Some(M::Customer), Some(M::Number), Some(M::Date)]);
        assert_eq!(m.missing(), ["open balance"]);
        m.assign(0, None);
        assert_eq!(m.missing().len(), 2);
        m.grouped = true;
        assert_eq!(m.missing(), ["open balance"]);
        m.sign = SignRule::Minus;
        assert_eq!(m.missing(), ["amount billed", "paid so far"]);
        m.kind = FileKind::Payments;
        assert_eq!(m.missing(), ["amount paid"]);
        m.kind = FileKind::Customers;
        assert_eq!(m.missing(), ["customer's name or number"]);
    }
}
