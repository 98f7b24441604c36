use super::*;
use crate::import::catalog::Profiles;
use crate::import::records::Records;

/// The classes of the rows below the header, with what totals say and sum to when every open amount is 5.00.
fn classes(profile: &str, text: &str) -> Vec<String> {
    let profiles = Profiles::embedded();
    let profile = profiles.get(profile).expect("profile");
    let mut records = Records::new(text, b',', 1);
    let header: Vec<String> = records
        .next()
        .expect("splits")
        .expect("header")
        .cells
        .iter()
        .map(str::to_owned)
        .collect();
    let names: Vec<String> = header.iter().map(|h| heading(h)).collect();
    let columns = profile.map(&names);
    let mut tracker = Tracker::new(profile, &columns, &header);
    let mut out = Vec::new();
    while let Some(row) = records.next().expect("splits") {
        let seen = tracker.see(&row);
        let said = match &seen {
            Seen::Subtotal {
                group,
                said,
                summed,
            } => format!("subtotal {group} {} {}", said.open, summed.open),
            Seen::GrandTotal { said, summed } => format!("total {} {}", said.open, summed.open),
            other => format!("{:?}", other.class()),
        };
        if seen == Seen::Data {
            tracker.add(500, 500, Whose::Book);
            out.push(match (tracker.customer(), tracker.job()) {
                (Some(c), Some(j)) => format!("Data {c}/{j}"),
                (Some(c), None) => format!("Data {c}"),
                _ => said,
            });
        } else {
            out.push(said);
        }
    }
    out
}

#[test]
fn customers_whose_names_begin_like_totals_are_customers() {
    let text = ",Date,Transaction type,Num,Term,Due date,Open balance\n\
        Grand Total Excavation Inc,,,,,,\n\
        ,1/1/2026,Invoice,1,,,5.00\n\
        Total for Grand Total Excavation Inc,,,,,,$5.00\n\
        Total Home Builders LLC,,,,,,\n\
        ,1/1/2026,Invoice,2,,,5.00\n\
        ,1/2/2026,Payment,,,,5.00\n\
        Total for Total Home Builders LLC,,,,,,$10.00\n\
        ,TOTAL,,,,,$15.00\n\
        ,,,,,,\n\
        \" Friday, November 20, 2026 04:19 PM GMT-08:00\",,,,,,\n";
    assert_eq!(
        classes("qbo-open-invoices", text),
        [
            "Group",
            "Data Grand Total Excavation Inc",
            "subtotal Grand Total Excavation Inc $5.00 500",
            "Group",
            "Data Total Home Builders LLC",
            "Data Total Home Builders LLC",
            "subtotal Total Home Builders LLC $10.00 1000",
            "total $15.00 1500",
            "Blank",
            "Footer",
        ]
    );
}

#[test]
fn ages_are_groups_but_names_that_begin_like_them_are_not() {
    let text = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n\
        91 or more days past due,,,,,,,\n\
        ,1/1/2026,Invoice,1,Current Electric & Lighting,1/1/2026,5.00,5.00\n\
        Total for 91 or more days past due,,,,,,,5.00\n\
        Total for 61 - 90 days past due,,,,,,,0.00\n\
        CURRENT (1),,,,,,,\n\
        ,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n\
        ,1/1/2026,Invoice,2,Aging Barns,1/1/2026,5.00,5.00\n\
        -----,,,,,,,-----\n\
        Total for CURRENT (1),,,,,,,5.00\n\
        TOTAL,,,,,,,10.00\n\
        ,1/1/2026,Invoice,3,Late,1/1/2026,5.00,5.00\n";
    assert_eq!(
        classes("qbo-aging-detail", text),
        [
            "Group",
            "Data",
            "subtotal 91 or more days past due 5.00 500",
            "subtotal 61 - 90 days past due 0.00 0",
            "Group",
            "HeaderRepeat",
            "Data",
            "Rule",
            "subtotal CURRENT 5.00 500",
            "total 10.00 1000",
            "Unclassified",
        ]
    );
}

#[test]
fn an_amount_under_a_label_that_is_no_total_is_not_passed_over() {
    let text = ",Date,Transaction type,Num,Term,Due date,Open balance\n\
        Alder Roofing,,,,,,\n\
        ,1/1/2026,Invoice,1,,,5.00\n\
        Total for Somebody Else,,,,,,$5.00\n";
    assert_eq!(classes("qbo-open-invoices", text)[2], "Unclassified");
}

#[test]
fn a_plain_table_is_data_down_to_its_total() {
    let text = "Posting Date,Party,Voucher Type,Voucher No,Due Date,Outstanding Amount\n\
        2026-01-01,C1,Sales Invoice,1,2026-02-01,5.00\n\
        2026-01-01,C1,Payment Entry,2,,5.00\n\
        Total,,,,,10.00\n";
    assert_eq!(
        classes("erpnext-receivable", text),
        ["Data", "Data", "total 10.00 1000"]
    );
}
