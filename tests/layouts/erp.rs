//! ERPNext, Zoho, Odoo, Business Central, Stripe, Harvest, NetSuite, Sage 50.

use super::model::Kind;
use super::{
    ANY, BARE, Column, ENGLISH, ISO, Job, LIST, Layout, Named, Shape, Sign, US, US_SHORT, What,
    col, money, opt,
};
use super::{Below, Digits, Money};

const HARVEST: &[Money] = &[
    money(" ", ',', Below::Before, Digits::Two),
    money("", ',', Below::Before, Digits::Few),
    money(",", '.', Below::Before, Digits::Two),
];

const ODOO: &[Column] = &[
    col("Number", What::Number),
    col("Invoice Partner Display Name", What::Name),
    col("Invoice/Bill Date", What::Date),
    col("Due Date", What::Due),
    col("Total Signed", What::Signed),
    col("Total", What::Amount),
    col("Amount Due", What::Open),
    opt("Currency", What::Currency),
];

pub fn layouts() -> Vec<Layout> {
    let odoo = Layout {
        profile: "odoo-invoices",
        columns: ODOO,
        shuffled: true,
        kinds: &[(Kind::Invoice, ""), (Kind::CreditMemo, "")],
        paid: &["posted"],
        statuses: &["posted"],
        named: Named::Name,
        sign: Sign::Unsigned,
        quote_all: true,
        workbook: true,
        ..LIST
    };
    let erpnext = Layout {
        profile: "erpnext-receivable",
        columns: const {
            &[
                col("Posting Date", What::Date),
                opt("Party Type", What::Words),
                col("Party", What::Id),
                opt("Receivable Account", What::Words),
                col("Customer Name", What::Name),
                col("Voucher Type", What::Type),
                col("Voucher No", What::Number),
                col("Due Date", What::Due),
                col("Invoiced Amount", What::Amount),
                opt("Paid Amount", What::Figures),
                col("Outstanding Amount", What::Open),
                opt("Age (Days)", What::Days),
                opt("0-30", What::Age(1)),
                opt("Currency", What::Currency),
                opt("Remarks", What::Words),
            ]
        },
        kinds: &[
            (Kind::Invoice, "Sales Invoice"),
            (Kind::Payment, "Payment Entry"),
        ],
        total: Some("Total"),
        dates: &["%Y-%m-%d", "%d-%m-%Y", "%m/%d/%Y"],
        workbook: true,
        ..LIST
    };
    let harvest = Layout {
        profile: "harvest-invoices",
        columns: const {
            &[
                col("Issue Date", What::Date),
                opt("Last Payment Date", What::Words),
                col("ID", What::Number),
                opt("PO Number", What::Words),
                col("Client", What::Name),
                opt("Subject", What::Words),
                col("Invoice Amount", What::Amount),
                col("Paid Amount", What::Paid),
                col("Balance", What::Open),
                opt("Subtotal", What::Figures),
                col("Currency", What::Currency),
            ]
        },
        paid: &[""],
        named: Named::Name,
        currencies: true,
        money: HARVEST,
        workbook: true,
        ..LIST
    };
    let netsuite = Layout {
        profile: "netsuite-ar-aging",
        titles: &["Harbor Supply, LLC", "A/R Aging Detail", "As of {day}"],
        columns: const {
            &[
                col("Customer", What::Words),
                col("Transaction Type", What::Type),
                col("Date", What::Date),
                col("Document Number", What::Number),
                opt("P.O. No.", What::Words),
                col("Due Date", What::Due),
                col("Age", What::Days),
                col("Open Balance", What::Open),
            ]
        },
        shape: Shape::Customers,
        kinds: &[
            (Kind::Invoice, "Invoice"),
            (Kind::CreditMemo, "Credit Memo"),
            (Kind::Payment, "Payment"),
        ],
        named: Named::Name,
        subtotal: Some("Total - {}"),
        total: Some("Total"),
        dollars: true,
        dates: US,
        money: ENGLISH,
        ..LIST
    };
    vec![
        odoo.clone(),
        Layout {
            columns: const {
                &[
                    col("name", What::Number),
                    col("partner_id", What::Name),
                    col("invoice_date", What::Date),
                    col("invoice_date_due", What::Due),
                    col("amount_total", What::Amount),
                    col("amount_residual", What::Open),
                    opt("currency_id", What::Currency),
                    col("move_type", What::Type),
                    col("state", What::Status),
                ]
            },
            kinds: &[
                (Kind::Invoice, "out_invoice"),
                (Kind::CreditMemo, "out_refund"),
            ],
            ..odoo.clone()
        },
        Layout {
            profile: "odoo-invoices-signed",
            columns: const {
                &[
                    col("Number", What::Number),
                    col("Invoice Partner Display Name", What::Name),
                    col("Invoice/Bill Date", What::Date),
                    opt("Due Date", What::Due),
                    opt("Untaxed Amount Signed", What::Figures),
                    opt("Total Signed", What::Amount),
                    col("Amount Due Signed", What::Open),
                    opt("Payment Status", What::Words),
                    opt("Status", What::Status),
                ]
            },
            sign: Sign::Signed,
            ..odoo
        },
        erpnext.clone(),
        Layout {
            splits: true,
            ..erpnext
        },
        Layout {
            profile: "zoho-invoices",
            columns: const {
                &[
                    col("Invoice Date", What::Date),
                    col("Invoice ID", What::Entry),
                    col("Invoice Number", What::Number),
                    col("Invoice Status", What::Status),
                    col("Customer ID", What::Id),
                    col("Customer Name", What::Name),
                    col("Due Date", What::Due),
                    opt("PurchaseOrder", What::Words),
                    opt("Currency Code", What::Currency),
                    opt("Item Name", What::Words),
                    opt("Item Price", What::Figures),
                    opt("SubTotal", What::Figures),
                    col("Total", What::Amount),
                    col("Balance", What::Open),
                ]
            },
            shape: Shape::Lines,
            statuses: &["Sent", "Overdue", "PartiallyPaid"],
            paid: &["Closed", "Paid"],
            currencies: false,
            ..LIST
        },
        Layout {
            profile: "zoho-credit-notes",
            columns: const {
                &[
                    col("Credit Note Date", What::Date),
                    col("CreditNotes ID", What::Entry),
                    col("Credit Note Number", What::Number),
                    col("Credit Note Status", What::Status),
                    col("Customer ID", What::Id),
                    col("Customer Name", What::Name),
                    opt("Currency Code", What::Currency),
                    opt("Item Name", What::Words),
                    col("Total", What::Amount),
                    col("Balance", What::Open),
                ]
            },
            shape: Shape::Lines,
            kinds: &[(Kind::CreditMemo, "")],
            statuses: &["Open"],
            paid: &["Closed"],
            sign: Sign::Unsigned,
            ..LIST
        },
        Layout {
            profile: "bc-customer-ledger",
            columns: const {
                &[
                    col("Posting Date", What::Date),
                    col("Document Type", What::Type),
                    col("Document No.", What::Number),
                    col("Customer No.", What::Id),
                    opt("Customer Name", What::Name),
                    opt("Description", What::Words),
                    opt("Currency Code", What::Currency),
                    opt("Original Amount", What::Amount),
                    col("Remaining Amount", What::Open),
                    col("Due Date", What::Due),
                    opt("Entry No.", What::Entry),
                ]
            },
            shuffled: true,
            kinds: &[
                (Kind::Invoice, "Invoice"),
                (Kind::CreditMemo, "Credit Memo"),
                (Kind::Payment, "Payment"),
            ],
            dates: &["%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y"],
            money: ANY,
            delimiters: b",;\t",
            workbook: true,
            ..LIST
        },
        Layout {
            profile: "stripe-invoices",
            columns: const {
                &[
                    col("id", What::Entry),
                    col("Customer", What::Id),
                    col("Customer Name", What::Name),
                    col("Number", What::Number),
                    col("Status", What::Status),
                    col("Currency", What::Currency),
                    col("Amount Due", What::Amount),
                    col("Amount Paid", What::Paid),
                    opt("Subtotal", What::Figures),
                    col("Date (UTC)", What::Date),
                    col("Due Date (UTC)", What::Due),
                ]
            },
            shuffled: true,
            statuses: &["open"],
            paid: &["paid"],
            currencies: true,
            dates: &["%Y-%m-%d 09:15", "%Y-%m-%d"],
            money: const { &[BARE[0], money("", ',', Below::Before, Digits::Two)] },
            ..LIST
        },
        harvest.clone(),
        Layout {
            shape: Shape::Currencies,
            ..harvest
        },
        netsuite.clone(),
        Layout {
            named: Named::Coded,
            ..netsuite
        },
        Layout {
            profile: "sage50-us-aged",
            titles: &["Harbor Supply, LLC", "Aged Receivables", "As of {day}"],
            columns: const {
                &[
                    col("Customer ID", What::Id),
                    col("Customer", What::Name),
                    opt("Telephone 1", What::Words),
                    col("Invoice/CM #", What::Number),
                    col("Date", What::Date),
                    col("Date Due", What::Due),
                    col("Amount Due", What::Open),
                ]
            },
            shape: Shape::Carried,
            kinds: &[(Kind::Invoice, ""), (Kind::CreditMemo, "")],
            total: Some("Report Total"),
            dates: US_SHORT,
            money: ENGLISH,
            workbook: true,
            ..LIST
        },
        Layout {
            profile: "odoo-aged-receivable",
            titles: &["Aged Receivable", "As of {day}"],
            bare: true,
            columns: const {
                &[
                    col("", What::Number),
                    col("Invoice Date", What::Date),
                    col("Due Date", What::Due),
                    col("At Date", What::Age(0)),
                    col("1-30", What::Age(1)),
                    col("31-60", What::Age(2)),
                    col("Older", What::Age(3)),
                    col("Total", What::Open),
                ]
            },
            shape: Shape::Headed,
            kinds: &[(Kind::Invoice, ""), (Kind::CreditMemo, "")],
            named: Named::Name,
            total: Some("Total Aged Receivable"),
            dates: &["%Y-%m-%d", "%m/%d/%Y"],
            money: const { &[BARE[0], ENGLISH[0]] },
            job: Job::No,
            ..LIST
        },
    ]
}

pub const DATES: &[&str] = ISO;
