//! The words of a profile: what a column can mean, what rows become, how signs, types and states are written.

use serde::Deserialize;

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
    Credit = "credit",
    Direction = "direction",
    Paid = "paid",
    LineAmount = "line_amount",
    LineTax = "line_tax",
    Entry = "entry",
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
    FirstName = "first_name",
    LastName = "last_name",
    OtherContact = "other_contact",
    Phone = "phone",
    Mobile = "mobile",
    Address = "address",
    TermsDays = "terms_days",
    TermsBasis = "terms_basis",
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
    /// By the type's word, else by the sign in the column `direction`: the amounts themselves are written without one.
    ByColumn,
    /// What is owed stands in the column `open`, what is credited in the column `credit`.
    Columns,
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
    pub(crate) groups: Vec<String>,
    /// The labels of groups have a heading over them, as if they were cells of the list.
    pub(crate) label_column: bool,
    /// `Total for {group}`.
    pub(crate) subtotal: Vec<String>,
    /// The words of the last total.
    pub(crate) grand_total: Vec<String>,
    /// The report always prints its total: without it the file is cut off.
    pub(crate) total_required: bool,
    /// The report ends with a total or with the time of printing: without either the file is cut off.
    pub(crate) end_required: bool,
    /// A row with nothing but amounts is a total of what stands above it.
    pub(crate) unnamed_total: bool,
    /// A total of zero may be one that was never calculated: it proves nothing, and refutes nothing.
    pub(crate) zero_is_no_total: bool,
    /// A row with a customer and an amount, without number, date and type, is the total of that customer's rows above it.
    pub(crate) party_totals: bool,
    /// A row with a customer and an amount, without a date, opens that customer's rows and says what they come to.
    pub(crate) party_heads: bool,
    /// A row without any cell that means something belongs to the row above (its further lines).
    pub(crate) continuation: bool,
    /// Date patterns (strftime) of the title that names the day of the report.
    pub(crate) as_of: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Values {
    pub(crate) sign: Sign,
    pub(crate) date_order: Option<String>,
    pub(crate) decimal: Option<String>,
    /// Parts `Parent:Job`.
    pub(crate) job_separator: Option<String>,
    /// Where neither the row nor the customer says so.
    pub(crate) default_terms_days: Option<u32>,
    /// An empty open balance means nothing is open.
    pub(crate) empty_open_is_zero: bool,
    /// Where no type is given: a row below zero without a number is a payment.
    pub(crate) unnumbered_payments: bool,
    /// Amounts are whole numbers of the smallest coin: `120000` is 1,200.00.
    pub(crate) minor_units: bool,
    /// The system writes every amount with its decimals: a file in which none has any counts in the smallest coin, or is not its own.
    pub(crate) always_decimals: bool,
    /// A date may be the second since 1970, UTC.
    pub(crate) unix_seconds: bool,
    /// Decimals beyond the currency's are rounded, with a warning.
    pub(crate) round: bool,
    /// One row per line of an invoice: its rows repeat.
    pub(crate) line_level: bool,
    /// One row per line of an invoice, each with the amount of its line; the balance is the invoice's.
    pub(crate) line_amounts: bool,
    /// Columns of ages that are all of the open balance between them.
    pub(crate) ages: Vec<String>,
    /// What is open by its status has something open, always.
    pub(crate) open_owes: bool,
    /// What is settled by its status has nothing open, whatever its amounts say.
    pub(crate) status_decides: bool,
    /// Amounts are in the book's currency, whatever the currency of the document: rows of another are held back.
    pub(crate) book_currency: bool,
    /// The system names a currency in every row, its own as well.
    pub(crate) every_currency: bool,
    /// A customer may be billed in several currencies; each is an account of its own.
    pub(crate) several_currencies: bool,
    /// Customers are written `CUST1001 Acme Corp`: the code is their number.
    pub(crate) coded_names: bool,
    /// One invoice may stand in several rows with different due dates.
    pub(crate) instalments: bool,
    /// Our own export puts an apostrophe before words that a spreadsheet would take for a formula: one is taken away again.
    pub(crate) unquote: bool,
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
    /// What we owe.
    payable: Vec<String>,
    ignore: Vec<String>,
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
    /// What we owe: a file of receivables has none.
    Payable,
    /// Not ours: left out.
    Ignored,
}

impl Types {
    fn lists(&self) -> [(SourceType, &[String]); 8] {
        [
            (SourceType::Invoice, &self.invoice),
            (SourceType::Debit, &self.debit),
            (SourceType::Credit, &self.credit),
            (SourceType::Payment, &self.payment),
            (SourceType::Journal, &self.journal),
            (SourceType::BySign, &self.by_sign),
            (SourceType::Payable, &self.payable),
            (SourceType::Ignored, &self.ignore),
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
    /// Partly paid: without a balance or what was paid, nobody knows what is open.
    pub(crate) partial: Vec<String>,
    pub(crate) closed: Vec<String>,
    /// Taken back by the source: owed no more, and not paid.
    pub(crate) void: Vec<String>,
    pub(crate) ignore: Vec<String>,
}
