//! Tables of no system in particular: our template, lists with a status, dealer extracts, the set of our own, what we export.

use super::model::Kind;
use super::{ANY, BARE, Encoding, Job, LIST, Layout, Named, Shape, Sign, WORLD, What, col, opt};

const TYPES: &[(Kind, &str)] = &[
    (Kind::Invoice, "Invoice"),
    (Kind::CreditMemo, "Credit memo"),
    (Kind::Payment, "Payment"),
];

pub fn layouts() -> Vec<Layout> {
    let plain = Layout {
        profile: "plain",
        columns: const {
            &[
                col("customer_id", What::Id),
                col("customer_name", What::Name),
                opt("job", What::Job),
                col("type", What::Type),
                col("invoice_number", What::Number),
                col("invoice_date", What::Date),
                col("due_date", What::Due),
                opt("po_number", What::Words),
                opt("amount", What::Amount),
                col("open_balance", What::Open),
                opt("currency", What::Currency),
            ]
        },
        shuffled: true,
        kinds: TYPES,
        job: Job::Column,
        dates: WORLD,
        money: ANY,
        encodings: &[
            Encoding::Utf8,
            Encoding::Bom,
            Encoding::Western,
            Encoding::Wide,
        ],
        delimiters: b",;\t|",
        workbook: true,
        ..LIST
    };
    vec![
        plain.clone(),
        Layout {
            titles: &["Open items", "As of {day}"],
            total: Some("Total"),
            shuffled: false,
            ..plain.clone()
        },
        Layout {
            profile: "plain-list",
            columns: const {
                &[
                    col("Customer No.", What::Id),
                    opt("Customer", What::Name),
                    opt("Project", What::Job),
                    col("Document Type", What::Type),
                    col("Document No.", What::Number),
                    col("Document Date", What::Date),
                    col("Due Date", What::Due),
                    col("Invoice Amount", What::Amount),
                    col("Balance", What::Open),
                    col("Status", What::Status),
                ]
            },
            statuses: &["open", "overdue", "Unpaid"],
            paid: &["paid", "Closed"],
            ..plain.clone()
        },
        Layout {
            profile: "dealer-erp-invoices",
            columns: const {
                &[
                    col("account_id", What::Id),
                    opt("account_name", What::Name),
                    col("invoice_id", What::Number),
                    col("amount", What::Amount),
                    col("outstanding_amount", What::Open),
                    opt("currency", What::Currency),
                    col("invoice_date", What::Date),
                    col("payment_due_date", What::Due),
                    opt("job_name", What::Job),
                ]
            },
            shuffled: true,
            job: Job::Column,
            ..LIST
        },
        Layout {
            profile: "dealer-erp-adjustments",
            columns: const {
                &[
                    col("account_id", What::Id),
                    col("adjustment_id", What::Number),
                    col("amount", What::Amount),
                    col("outstanding_amount", What::Open),
                    col("currency", What::Currency),
                    opt("payment_due_date", What::Due),
                    col("transaction_date", What::Date),
                ]
            },
            kinds: &[(Kind::CreditMemo, "")],
            named: Named::Number,
            sign: Sign::Unsigned,
            ..LIST
        },
        Layout {
            profile: "native-invoices",
            columns: const {
                &[
                    col("invoice_no", What::Number),
                    col("account_no", What::Id),
                    col("invoice_date", What::Date),
                    col("due_date", What::Due),
                    col("amount", What::Amount),
                    col("balance", What::Open),
                    col("status", What::Status),
                    opt("job", What::Job),
                ]
            },
            named: Named::Number,
            statuses: &["open", "partial"],
            paid: &["paid"],
            job: Job::Column,
            ..LIST
        },
        Layout {
            profile: "bywhen-open-items",
            titles: &[],
            columns: const {
                &[
                    col("account_no", What::Id),
                    col("account", What::Name),
                    col("job", What::Job),
                    col("type", What::Type),
                    col("number", What::Number),
                    col("date", What::Date),
                    col("due_date", What::Due),
                    col("days_past_due", What::Days),
                    col("amount", What::Amount),
                    col("open_balance", What::Open),
                    col("currency", What::Currency),
                    col("retainage", What::Figures),
                ]
            },
            kinds: TYPES,
            job: Job::Column,
            total: Some("Total"),
            shape: Shape::Flat,
            money: const { &[BARE[0]] },
            workbook: true,
            ..LIST
        },
    ]
}
