//! Random ledgers: customers whose names look like totals, footers and numbers; days that can be read two ways; amounts of every size.

use bywhen::domain::document::DocumentKind;
use chrono::{Days, Months, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;

pub type Kind = DocumentKind;

/// The day of every report.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day")
}

/// A document as the system knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doc {
    /// Which of [`Ledger::customers`].
    pub customer: usize,
    pub job: Option<&'static str>,
    pub kind: Kind,
    pub number: String,
    pub issued: NaiveDate,
    pub due: NaiveDate,
    /// Above zero, in cents.
    pub amount: i64,
    /// From zero to the amount.
    pub open: i64,
    pub currency: &'static str,
}

impl Doc {
    pub fn raises(&self) -> bool {
        self.kind.raises()
    }
}

/// A number and a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    pub number: String,
    pub name: &'static str,
}

impl Customer {
    /// Letters and at least three digits.
    pub fn is_coded(&self) -> bool {
        self.number.starts_with('C')
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ledger {
    pub customers: Vec<Customer>,
    pub docs: Vec<Doc>,
}

/// What a user or a system chooses of a report, by dice: each layout takes them within its own limits.
#[derive(Clone, Debug)]
pub struct Choice {
    pub date: usize,
    pub money: usize,
    pub encoding: usize,
    pub delimiter: usize,
    pub end: usize,
    pub titles: bool,
    pub footer: bool,
    /// Which optional columns are left out, by bits.
    pub without: u32,
    pub order: u64,
    pub status: usize,
    pub lines: usize,
    /// Credits have a due date.
    pub credit_due: bool,
    /// Blank rows between groups, and no line end at the end.
    pub blank: bool,
    pub unended: bool,
    /// Numbers of documents are numbers in a workbook.
    pub numeric: bool,
}

pub const NAMES: &[&str] = &[
    "Alder & Sons, LLC",
    "Mike \"Big Mike\" O'Brien",
    "Total Home Builders LLC",
    "Grand Total Excavation Inc",
    "Bau Ärger GmbH",
    "Zoë’s Café",
    "Current Electric & Lighting",
    "1-800-GUTTERS",
    "1 - 30 Storage",
    "A/R Aging Barns",
    "Accrual Basis Books",
    "Friday, Inc",
    "Page 2 Printing",
    "March 2026 Holdings",
    "2026 Builders",
    "As of Right Legal",
    "Invoice Masters",
    "Open Balance Yoga",
    "EUR Imports",
    "Customer",
    "Subtotal Bros.",
    "Cash Basis Co",
    "12/11/2025 Club",
    "1,000.00 Ways",
    "Sunday 7 Club",
    "-Dash- Roofing",
    "Not due",
    "Nuñez; Hijos | Cía",
    "Bill",
    "Vendor Services",
    "Percentage of Total Fitness",
];

pub const JOBS: &[&str] = &[
    "Lot 12",
    "Phase 2, North",
    "Total Remodel",
    "Current",
    "91 or more",
];

const AMOUNTS: &[i64] = &[
    1,
    10,
    99,
    100,
    101,
    12_345,
    99_999,
    100_000,
    100_001,
    123_456,
    999_999_999,
];

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => proptest::sample::select(AMOUNTS),
        2 => 1_i64..200_000,
        2 => 1_i64..=999_999_999,
        1 => (1_i64..2_000).prop_map(|n| n * 1_000),
        1 => (1_i64..9_000).prop_map(|n| n * 100),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        6 => Just(Kind::Invoice),
        2 => Just(Kind::CreditMemo),
        2 => Just(Kind::Payment),
    ]
}

/// Days: any, ends of months, or such as can be read two ways.
fn issued(trap: bool) -> BoxedStrategy<NaiveDate> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    if trap {
        return (1_u32..=12, 1_u32..=12, any::<bool>())
            .prop_map(move |(m, d, last)| {
                let date = day(if last { 2025 } else { 2026 }, m, d);
                if date > as_of() {
                    date - Months::new(12)
                } else {
                    date
                }
            })
            .boxed();
    }
    prop_oneof![
        3 => (0_u64..700).prop_map(|n| as_of() - Days::new(n)),
        1 => (1_u32..24).prop_map(move |n| day(2026, 11, 1) - Months::new(n) - Days::new(1)),
        1 => (1_u32..24).prop_map(move |n| day(2026, 11, 1) - Months::new(n)),
    ]
    .boxed()
}

fn doc(trap: bool) -> impl Strategy<Value = Doc> {
    (
        (0_usize..6, 0_usize..12, kind(), 0_usize..6),
        (issued(trap), 0_usize..6),
        (amount(), 0_usize..5, 1_i64..=999_999_999, 0_usize..6),
    )
        .prop_map(
            move |(
                (customer, job, kind, numbering),
                (issued, terms),
                (amount, left, part, currency),
            )| {
                let due = match terms {
                    _ if kind != Kind::Invoice => issued,
                    0 => issued,
                    1 if !trap => issued + Days::new(30),
                    2 if !trap => issued + Days::new(15),
                    3 if !trap => issued + Days::new(10),
                    n => issued + Months::new(u32::try_from(n % 3).expect("few")),
                };
                Doc {
                    customer,
                    job: JOBS.get(job).copied(),
                    kind,
                    number: ["INV-", "", "00", "A/", "4815162342", "SI "][numbering].to_owned(),
                    issued,
                    due,
                    amount,
                    open: match left {
                        0 => part.min(amount),
                        1 if kind == Kind::Invoice => 0,
                        _ => amount,
                    },
                    currency: if currency == 0 { "EUR" } else { "USD" },
                }
            },
        )
}

pub fn ledger() -> impl Strategy<Value = Ledger> {
    let docs =
        prop_oneof![3 => Just(false), 1 => Just(true)].prop_flat_map(|trap| vec(doc(trap), 1..14));
    let names = proptest::sample::subsequence(NAMES, 6).prop_shuffle();
    (names, docs, 0_u32..9_000).prop_map(|(names, mut docs, first)| {
        let customers = names
            .into_iter()
            .enumerate()
            .map(|(i, name)| Customer {
                number: ["C10", "00", "7", "CUST9", "AB-", "55"][i].to_owned()
                    + &(i + 11).to_string(),
                name,
            })
            .collect();
        for (i, doc) in docs.iter_mut().enumerate() {
            let n = first + u32::try_from(i).expect("few") + 100;
            // Cash often has no number; then its day and customer must tell it from the next.
            if doc.kind == Kind::Payment && doc.number == "00" {
                doc.number.clear();
            } else {
                doc.number += &n.to_string();
            }
        }
        let mut seen = std::collections::HashSet::new();
        docs.retain(|d| !d.number.is_empty() || seen.insert((d.customer, d.issued)));
        // A customer has one currency, or lists without a column for it would be wrong of themselves.
        for doc in &mut docs {
            if doc.customer != 5 {
                doc.currency = "USD";
            }
        }
        Ledger { customers, docs }
    })
}

pub fn choice() -> impl Strategy<Value = Choice> {
    (
        (
            0_usize..56,
            0_usize..56,
            0_usize..56,
            0_usize..56,
            0_usize..6,
        ),
        (any::<bool>(), any::<bool>(), any::<u32>(), any::<u64>()),
        (
            0_usize..30,
            1_usize..4,
            any::<bool>(),
            any::<bool>(),
            any::<bool>(),
            any::<bool>(),
        ),
    )
        .prop_map(
            |(
                (date, money, encoding, delimiter, end),
                (titles, footer, without, order),
                (status, lines, credit_due, blank, unended, numeric),
            )| Choice {
                date,
                money,
                encoding,
                delimiter,
                end,
                titles,
                footer,
                without,
                order,
                status,
                lines,
                credit_due,
                blank,
                unended,
                numeric,
            },
        )
}
