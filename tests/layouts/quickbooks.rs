//! QuickBooks Online and Desktop.

use super::model::Kind;
use super::{Column, ENGLISH, Encoding, Job, LIST, Layout, Named, Shape, US, What, col, opt};

const QBO_TYPES: &[(Kind, &str)] = &[
    (Kind::Invoice, "Invoice"),
    (Kind::CreditMemo, "Credit Memo"),
    (Kind::Payment, "Payment"),
];
const QBO_AGES: &[&str] = &[
    "61 or more days past due",
    "31 - 60 days past due",
    "1 - 30 days past due",
    "CURRENT",
];
const QBD_AGES: &[&str] = &["> 60", "31 - 60", "1 - 30", "Current"];
const STAMP: &[&str] = &[" Friday, November 20, 2026 04:19 PM GMT-08:00"];

const QBO: Layout = Layout {
    bare: false,
    kinds: QBO_TYPES,
    named: Named::Name,
    subtotal: Some("Total for {}"),
    total: Some("TOTAL"),
    dollars: true,
    footers: STAMP,
    dates: US,
    money: ENGLISH,
    workbook: true,
    ..LIST
};

const QBD: Layout = Layout {
    bare: true,
    kinds: QBO_TYPES,
    named: Named::Name,
    subtotal: Some("Total {}"),
    total: Some("TOTAL"),
    dates: US,
    money: ENGLISH,
    encodings: &[Encoding::Western],
    workbook: true,
    spacers: true,
    quote_all: true,
    ..LIST
};

const AGING: &[Column] = &[
    col("Date", What::Date),
    col("Transaction type", What::Type),
    col("Num", What::Number),
    col("Customer full name", What::Name),
    opt("Location full name", What::Words),
    col("Due date", What::Due),
    opt("Amount", What::Amount),
    col("Open balance", What::Open),
];

const OPEN: &[Column] = &[
    col("Date", What::Date),
    col("Transaction type", What::Type),
    col("Num", What::Number),
    opt("Memo/Description", What::Words),
    col("Due date", What::Due),
    opt("Amount", What::Amount),
    col("Open balance", What::Open),
];

pub fn layouts() -> Vec<Layout> {
    vec![
        Layout {
            profile: "qbo-aging-detail",
            titles: &[
                "Harbor Supply, LLC",
                "A/R Aging Detail Report",
                "As of {day}",
            ],
            lead: 1,
            columns: AGING,
            shape: Shape::Ages(QBO_AGES),
            job: Job::Behind(":"),
            ..QBO
        },
        Layout {
            profile: "qbo-open-invoices",
            titles: &["Harbor Supply, LLC", "Open Invoices", "As of {day}"],
            lead: 1,
            columns: OPEN,
            shape: Shape::Jobs,
            job: Job::Group,
            ..QBO
        },
        Layout {
            profile: "qbo-customer-balance-detail",
            titles: &[
                "Customer Balance Detail",
                "Harbor Supply, LLC",
                "As of {day}",
            ],
            lead: 1,
            columns: const {
                &[
                    col("Date", What::Date),
                    col("Transaction Type", What::Type),
                    col("Num", What::Number),
                    col("Due Date", What::Due),
                    col("Amount", What::Amount),
                    col("Open Balance", What::Open),
                    col("Balance", What::Running),
                ]
            },
            shape: Shape::Customers,
            ..QBO
        },
        Layout {
            profile: "qbo-invoice-list",
            titles: &["Harbor Supply, LLC", "Invoice List by Date", "All Dates"],
            columns: const {
                &[
                    col("Date", What::Date),
                    col("Transaction type", What::Type),
                    col("Num", What::Number),
                    col("Name", What::Name),
                    col("Memo/Description", What::Words),
                    col("Due date", What::Due),
                    col("Amount", What::Amount),
                    col("Open balance", What::Open),
                ]
            },
            kinds: &[(Kind::Invoice, "Invoice")],
            paid: &[""],
            job: Job::Behind(":"),
            subtotal: None,
            ..QBO
        },
        Layout {
            profile: "qbd-aging-detail",
            titles: &["Harbor Supply, LLC", "A/R Aging Detail", "As of {day}"],
            lead: 1,
            columns: const {
                &[
                    col("Type", What::Type),
                    col("Date", What::Date),
                    col("Num", What::Number),
                    opt("P. O. #", What::Words),
                    col("Name", What::Name),
                    col("Due Date", What::Due),
                    opt("Class", What::Words),
                    col("Aging", What::Days),
                    col("Open Balance", What::Open),
                ]
            },
            shape: Shape::Ages(QBD_AGES),
            job: Job::Behind(":"),
            ..QBD
        },
        Layout {
            profile: "qbd-open-invoices",
            titles: &["Harbor Supply, LLC", "Open Invoices", "As of {day}"],
            lead: 2,
            columns: const {
                &[
                    col("Type", What::Type),
                    col("Date", What::Date),
                    col("Num", What::Number),
                    opt("P. O. #", What::Words),
                    col("Due Date", What::Due),
                    opt("Class", What::Words),
                    col("Aging", What::Days),
                    col("Open Balance", What::Open),
                ]
            },
            shape: Shape::Jobs,
            job: Job::Group,
            ..QBD
        },
    ]
}
