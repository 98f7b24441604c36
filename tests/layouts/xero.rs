//! Xero.

use super::model::Kind;
use super::{BARE, FINE, ISO, LIST, Layout, Named, Shape, Sign, What, col, opt};

pub fn layouts() -> Vec<Layout> {
    vec![
        Layout {
            profile: "xero-invoices",
            columns: const {
                &[
                    col("ContactName", What::Name),
                    col("InvoiceNumber", What::Number),
                    opt("Reference", What::Words),
                    col("InvoiceDate", What::Date),
                    col("DueDate", What::Due),
                    col("Total", What::Amount),
                    opt("InvoiceAmountPaid", What::Paid),
                    col("InvoiceAmountDue", What::Open),
                    opt("Description", What::Words),
                    opt("Quantity", What::Figures),
                    opt("Currency", What::Currency),
                    col("Type", What::Type),
                    opt("Sent", What::Words),
                    col("Status", What::Status),
                ]
            },
            shape: Shape::Lines,
            kinds: &[
                (Kind::Invoice, "Sales invoice"),
                (Kind::CreditMemo, "Sales credit note"),
            ],
            statuses: &["Awaiting Payment", "Authorised"],
            paid: &["Paid"],
            named: Named::Name,
            sign: Sign::Unsigned,
            dates: &["%d/%m/%Y", "%m/%d/%Y", "%-d/%m/%Y"],
            money: FINE,
            ..LIST
        },
        Layout {
            profile: "xero-aged-receivables",
            titles: &[
                "Aged Receivables Detail",
                "Harbor Supply, LLC",
                "As at {eday}",
                "Ageing by due date",
            ],
            bare: false,
            columns: const {
                &[
                    col("Contact", What::Words),
                    col("Invoice Date", What::Date),
                    col("Due Date", What::Due),
                    col("Invoice Number", What::Number),
                    opt("Invoice Reference", What::Words),
                    col("Current", What::Age(0)),
                    col("< 1 Month", What::Age(1)),
                    col("1 Month", What::Age(2)),
                    col("Older", What::Age(3)),
                    col("Total", What::Open),
                    opt("Invoice Seen", What::Words),
                ]
            },
            shape: Shape::Customers,
            kinds: &[(Kind::Invoice, ""), (Kind::CreditMemo, "")],
            named: Named::Name,
            subtotal: Some("Total {}"),
            total: Some("Total"),
            dates: ISO,
            money: BARE,
            workbook: true,
            ..LIST
        },
    ]
}
