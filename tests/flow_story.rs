//! The main job, end to end, with keys only: a report goes in, the first account is called, a date is agreed, and the promise comes
//! back on its day with the truth about it. Only the money itself comes from outside, as it does in life.

mod harness;
use bywhen::domain::ids::{AccountId, DocumentId};
use bywhen::domain::money::Minor;
use bywhen::domain::verdict::Verdict;
use bywhen::store::protocol::{Intent, NewPayment, PayItem, PromiseAsk, Reply, Request, Stamp};
use harness::{Desk, day};
use std::path::Path;

const MONDAY: &str = "2026-11-23";
const FRIDAY: &str = "2026-11-27";

/// What another program writes into the same ledger while the desk is open.
fn outside(desk: &mut Desk, key: &str, on: &str, intent: Intent) -> Option<DocumentId> {
    let stamp = Stamp {
        at: day(on).and_hms_opt(15, 0, 0).expect("an hour").and_utc(),
        on: day(on),
        by: "bank".to_owned(),
        key: key.to_owned(),
    };
    match desk.ask(Request::Write(stamp, intent)) {
        Some(Reply::Done(done)) => done.document,
        other => panic!("{key}: {other:?}"),
    }
}

fn paid(
    desk: &mut Desk,
    key: &str,
    cents: i64,
    account: AccountId,
    items: &[DocumentId],
) -> DocumentId {
    let payment = NewPayment {
        account,
        amount: Minor::new(cents),
        on: day(FRIDAY),
        method: None,
        reference: Some(key.to_owned()),
        items: items
            .iter()
            .map(|document| PayItem {
                document: *document,
                amount: None,
            })
            .collect(),
    };
    outside(desk, key, FRIDAY, Intent::Pay(payment)).expect("a payment")
}

fn bounced(desk: &mut Desk, key: &str, on: &str, payment: DocumentId) {
    let reason = "nsf".to_owned();
    outside(desk, key, on, Intent::Reverse { payment, reason });
}

fn verdict(desk: &mut Desk, on: &str) -> Verdict {
    let ask = PromiseAsk {
        as_of: day(on),
        ..PromiseAsk::default()
    };
    match desk.ask(Request::Promises(ask)) {
        Some(Reply::Promises(rows)) => rows[0].line.judgement.verdict,
        other => panic!("no promises: {other:?}"),
    }
}

fn current_electric(desk: &mut Desk) -> (AccountId, Vec<DocumentId>) {
    let text = "Current Electric & Lighting".to_owned();
    let Some(Reply::Account(account)) = desk.ask(Request::Resolve { text }) else {
        panic!("no account")
    };
    let as_of = day(MONDAY);
    let Some(Reply::Prep(prep)) = desk.ask(Request::Prep {
        account: account.id,
        as_of,
    }) else {
        panic!("no prep")
    };
    (
        account.id,
        prep.invoices.iter().take(2).map(|i| i.id).collect(),
    )
}

#[test]
fn a_report_goes_in_and_the_promise_comes_back_on_its_day_with_the_truth_about_it() {
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/qbo_ar_aging_detail.csv");
    let mut desk = Desk::first_run(MONDAY).sized(200, 60);
    desk.paste(report.to_str().expect("a path")).press("Enter");
    desk.type_text("Cascade Builders Supply").press("Enter");
    desk.shows("35 invoices").shows("124,231.39");
    desk.press("y").shows("Queue 11");

    // The largest and oldest debt leads. Two of its invoices are asked for, the others left out.
    desk.press("Enter")
        .shows("Call · Current Electric & Lighting");
    desk.press("j j Space j Space j Space");
    desk.shows("2 of");
    desk.press("d").type_text("fri").shows("Fri 27 Nov");
    desk.press("Enter").shows("$3,065.83 by Fri 27 Nov");
    desk.shows("SI-10406 and SI-10417");
    desk.press("Enter").shows("Queue 10");
    desk.shows("✓ call to Current Electric & Lighting");
    desk.hides("▌past due      Current");
    let (account, invoices) = current_electric(&mut desk);

    // Its day: on top, due today.
    desk.set_today(FRIDAY);
    desk.press("g").shows("due today");
    desk.shows("Current Electric & Lighting  ");
    assert_eq!(desk.model.queue.rows[0].name, "Current Electric & Lighting");

    // Part of it comes. The window closes on Monday evening; on Tuesday it is light by the rest, and says so.
    let first = paid(&mut desk, "7001", 31_266, account, &invoices[..1]);
    desk.set_today("2026-12-01");
    desk.find("Current Electric").shows("light by 2,753.17");
    desk.press("2").shows("light");
    desk.shows("received 312.66 Fri 27 Nov: 2,753.17 light");

    // The rest had come on the day, and is posted late: kept.
    let second = paid(&mut desk, "7002", 275_317, account, &invoices[1..]);
    desk.press("1 2").shows("kept");
    assert_eq!(verdict(&mut desk, "2026-12-01"), Verdict::Kept);
    desk.hides("2,753.17 light");

    // Both checks bounce: broken again.
    bounced(&mut desk, "7003", "2026-12-02", first);
    bounced(&mut desk, "7004", "2026-12-02", second);
    assert_eq!(verdict(&mut desk, "2026-12-02"), Verdict::Broken);
    assert_eq!(verdict(&mut desk, "2026-12-01"), Verdict::Kept);
    desk.set_today("2026-12-02");
    desk.shows("broken").shows("nothing came");
}
