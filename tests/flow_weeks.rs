//! A book over weeks, with keys only: receipts and contacts between two weekly reports, and a second system that knows by number
//! whom the first knew by name.

mod harness;
use bywhen::domain::aging::AgeBy;
use bywhen::domain::document::DocumentKind;
use bywhen::domain::money::Minor;
use bywhen::store::protocol::{Reply, Request};
use harness::files::{accounts, import, prep};
use harness::{Desk, TODAY};

fn total_open(desk: &mut Desk) -> Minor {
    let as_of = harness::day(TODAY);
    let by = AgeBy::Due;
    match desk.ask(Request::Aging { as_of, by }) {
        Some(Reply::Aging(lines)) => lines[0].total_open,
        other => panic!("{other:?}"),
    }
}

const TITLES: &str = "\"Alder & Sons, LLC\",,,,,,,\nA/R Aging Detail Report,,,,,,,\n";
const HEADER: &str = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n";

/// A report of QuickBooks Online as of a day, with its total.
fn aging(day: &str, rows: &str, total: &str) -> String {
    format!(
        "{TITLES}\"As of {day}\",,,,,,,\n\n{HEADER}31 - 60 days past due,,,,,,,\n{rows}\
         Total for 31 - 60 days past due,,,,,,,{total}\nTOTAL,,,,,,,{total}\n"
    )
}

#[test]
fn receipts_and_contacts_between_two_weekly_reports_explain_what_closed_and_move_nothing_twice() {
    let mut desk = Desk::empty(TODAY);
    let keeps = ",10/01/2026,Invoice,SI-3,Summit Builders,10/31/2026,22000.00,22000.00\n";
    let first = format!(
        "{keeps},09/03/2026,Invoice,SI-1,Harbor Framing,10/03/2026,500.00,500.00\n\
         ,09/17/2026,Invoice,SI-2,Harbor Framing,10/17/2026,300.00,300.00\n"
    );
    import(
        &mut desk,
        "w1.csv",
        &aging("Nov 13, 2026", &first, "22800.00"),
        "",
    );
    // Midweek: the payments list, and the customers with their phones.
    let receipts = "\"Alder & Sons, LLC\",,,,,\nInvoices and Received Payments,,,,,\n\"November 14-19, 2026\",,,,,\n\n\
        ,Date,Transaction type,Memo/Description,Transaction number,Amount\n\
        Harbor Framing,,,,,\n\
        ,11/17/2026,Payment,,,500.00\n\n\n\
        \"Thursday, November 19, 2026 04:19 PM GMT-08:00\",,,,,\n";
    import(&mut desk, "receipts.csv", receipts, "");
    let people = "\"Alder & Sons, LLC\",,,,,\nCustomer Contact List,,,,,\n\n\
        Customer full name,Phone numbers,Email,Full name,Bill address,Ship address\n\
        Harbor Framing,Phone:(503) 555-0142,dana@harbor.test,Dana Ruiz,\"Pier 9, Portland\",\n";
    import(&mut desk, "people.csv", people, "");
    let between = prep(&mut desk, "Harbor Framing");
    assert_eq!(between.contacts[0].name, "Dana Ruiz");
    assert_eq!(
        between.open,
        Minor::new(80_000),
        "a receipt without a link moves no balance"
    );
    // Next week: SI-1 is gone, and the receipt says why.
    let second =
        format!("{keeps},09/17/2026,Invoice,SI-2,Harbor Framing,10/17/2026,300.00,300.00\n");
    import(
        &mut desk,
        "w2.csv",
        &aging("Nov 20, 2026", &second, "22300.00"),
        "",
    );
    let after = prep(&mut desk, "Harbor Framing");
    assert_eq!(
        (after.open, after.unapplied),
        (Minor::new(30_000), Minor::ZERO)
    );
    assert_eq!(total_open(&mut desk), Minor::new(2_230_000));
    let cash: Vec<_> = after
        .payments
        .iter()
        .map(|p| (p.amount, p.date.to_string()))
        .collect();
    assert_eq!(
        cash,
        [(Minor::new(50_000), "2026-11-17".to_owned())],
        "once, and on its own day"
    );
    assert!(
        after
            .payments
            .iter()
            .all(|p| p.kind == DocumentKind::Payment)
    );
    assert_eq!(after.contacts[0].phone.as_deref(), Some("(503) 555-0142"));
    // The desk shows them where they are needed.
    desk.press("1").find("Harbor").shows("Dana Ruiz");
}

#[test]
fn a_second_book_whose_customers_have_numbers_meets_the_first_one_of_names() {
    let mut desk = Desk::empty(TODAY);
    let names = "Customer,Invoice no,Date,Due date,Open balance\n\
        Harbor Framing LLC,SI-1,2026-09-03,2026-10-03,9200.00\n\
        Summit Builders,SI-3,2026-10-01,2026-10-31,2200.50\n";
    import(&mut desk, "names.csv", names, "11/13");
    let numbers = "Customer no,Customer,Invoice no,Date,Due date,Open balance\n\
        C1001,HARBOR  framing llc,SI-1,2026-09-03,2026-10-03,9200.00\n\
        C1002,Summit Builders,SI-3,2026-10-01,2026-10-31,2200.50\n\
        C1003,Cedar & Stone,SI-4,2026-11-16,2026-12-16,70.00\n";
    import(&mut desk, "numbers.csv", numbers, "11/20");
    assert_eq!(accounts(&mut desk), 3);
    assert_eq!(total_open(&mut desk), Minor::new(1_147_050));
    let harbor = prep(&mut desk, "C1001");
    assert_eq!(harbor.account.number.as_deref(), Some("C1001"));
    assert!(harbor.payments.is_empty(), "nothing was paid by it");
    // And names alone mean the same accounts again.
    let later = names.replace("9200.00", "9000.00");
    let later = format!("{later}Cedar & Stone,SI-4,2026-11-16,2026-12-16,70.00\n");
    import(&mut desk, "names-2.csv", &later, "11/23");
    assert_eq!(accounts(&mut desk), 3);
}
