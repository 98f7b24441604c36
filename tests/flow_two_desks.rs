//! Two collectors at one ledger file, each at a desk of their own: they never open the same account unasked, and each sees what the other saved.

mod harness;
use bywhen::domain::touch::HoldKind;
use bywhen::domain::view::Prep;
use bywhen::store::Ledger;
use bywhen::store::protocol::{Intent, Record, Reply, Request, Stamp};
use harness::{Desk, TODAY, day, rules, sample_file};
use tempfile::TempDir;

/// Ana's desk and Ben's, on one file.
fn two() -> (TempDir, Desk, Desk) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.db");
    let ana = Desk::on(sample_file(&path), TODAY);
    let other = Ledger::open(&path, rules()).expect("opened once more");
    let ben = Desk::of(other, TODAY, "Ben");
    (folder, ana, ben)
}

fn row(desk: &Desk, i: usize) -> bywhen::domain::ids::AccountId {
    desk.model.queue.row(i).expect("a row").account
}

#[test]
fn whoever_comes_later_begins_at_an_account_that_is_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.db");
    let mut ana = Desk::on(sample_file(&path), TODAY);
    let (first, second) = (row(&ana, 0), row(&ana, 1));
    ana.press("Enter");
    let other = Ledger::open(&path, rules()).expect("opened once more");
    let ben = Desk::of(other, TODAY, "Ben");
    assert_eq!(row(&ben, 0), first);
    assert_eq!(ben.model.queue.account(), Some(second));
}

#[test]
fn after_a_save_each_skips_what_the_other_has_open() {
    let (_folder, mut ana, mut ben) = two();
    let (first, second, third) = (row(&ana, 0), row(&ana, 1), row(&ana, 2));
    // Ben has the second one open when Ana saves the first: she goes on with the third.
    ben.press("j Enter");
    assert_eq!(ben.model.call.as_ref().map(|c| c.account), Some(second));
    ana.press("Enter o Enter");
    assert_eq!(ana.writes, 1);
    assert_eq!(ana.model.queue.account(), Some(third));
    // And the other way round: Ana has the third open, so Ben, who saves the second, goes on with the fourth.
    ana.press("Enter");
    assert_eq!(ana.model.call.as_ref().map(|c| c.account), Some(third));
    ben.press("o Enter");
    let next = ben.model.queue.account().expect("somebody is next");
    assert!(![first, second, third].contains(&next), "{next:?}");
    ben.press("Enter").hides("has this account open as well");
    // Nobody was called twice.
    let mut called = vec![first, second, third, next];
    called.dedup();
    assert_eq!(called.len(), 4);
}

#[test]
fn opening_what_the_other_has_open_is_said_at_once() {
    let (_folder, mut ana, mut ben) = two();
    ana.press("Enter");
    // Ben's desk last heard of the others when it was opened; the call asks again.
    ben.press("k Enter")
        .shows("Ana has this account open as well");
    ben.press("Esc");
    ana.press("Esc");
    ben.press("Enter").hides("Ana has this account");
}

const CEDAR: &str = "Cedar & Stone Co.";

fn prep(desk: &mut Desk, name: &str) -> Prep {
    let Some(Reply::Account(found)) = desk.ask(Request::Resolve { text: name.into() }) else {
        panic!("{name} is not there");
    };
    let (account, as_of) = (found.id, day(TODAY));
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => *prep,
        other => panic!("{other:?}"),
    }
}

/// Promises of an account that are live.
fn live(desk: &mut Desk, name: &str) -> Vec<(String, i64)> {
    let prep = prep(desk, name);
    let live = prep.promises.iter();
    live.filter(|p| p.judgement.verdict.is_live())
        .map(|p| (p.promise.taken_by.clone(), p.promise.amount.get()))
        .collect()
}

#[test]
fn two_calls_with_one_account_are_both_saved_and_no_invoice_is_promised_twice() {
    let (_folder, mut ana, mut ben) = two();
    let open = prep(&mut ana, CEDAR);
    let past_due: i64 = open.invoices.iter().map(|i| i.open.get()).sum();
    // Both have Cedar on the line; each takes a promise for all of it, and Ana saves first.
    ana.find("cedar").press("Enter d").type_text("fri");
    ben.find("cedar").press("Enter d").type_text("thu");
    ana.press("Enter Enter");
    assert_eq!(ana.writes, 1);
    assert_eq!(live(&mut ben, CEDAR).len(), 1);
    // Ben's desk reads what changed; his own promise covers the same debt, so saving asks or replaces: it never counts the debt twice.
    ben.press("Enter Enter");
    if ben.writes == 0 {
        ben.press("Enter");
    }
    let screen = ben.screen();
    let both = live(&mut ben, CEDAR);
    let promised: i64 = both.iter().map(|(_, cents)| cents).sum();
    assert!(promised <= past_due, "{both:?} of {past_due}\n{screen}");
    assert!(both.iter().any(|(by, _)| by == "Ben"), "{both:?}\n{screen}");
    // Each call is one act of its own, and Ben's undo leaves Ana's.
    let touches = prep(&mut ben, CEDAR).notes.len();
    ben.press("u").shows("undone");
    assert_eq!(live(&mut ben, CEDAR).len(), 1);
    assert_eq!(live(&mut ben, CEDAR)[0].0, ana.model.me);
    assert_eq!(prep(&mut ben, CEDAR).notes.len(), touches - 1);
}

#[test]
fn a_hold_that_somebody_else_lifts_opens_the_account_without_a_restart() {
    let (_folder, mut ana, mut ben) = two();
    let account = prep(&mut ana, CEDAR).account.id;
    let write = |desk: &mut Desk, key: &str, record| {
        let stamp = Stamp {
            at: desk.model.now.at,
            on: day(TODAY),
            by: "Morgan".into(),
            key: key.into(),
        };
        let done = desk.ask(Request::Write(stamp, Intent::Record(record)));
        assert!(matches!(done, Some(Reply::Done(_))), "{done:?}");
    };
    let kind = HoldKind::CeaseContact;
    ana.find("cedar");
    // Ben's desk puts the hold on; Ana's hears of it within a second, before she dials.
    write(&mut ben, "on", Record::Hold { account, kind });
    ana.later(2).press("j k");
    ana.find("cedar").press("Enter").shows("no call:");
    assert!(ana.model.call.is_none());
    let lift = Record::LiftHold {
        account,
        kind,
        allowed_by: None,
    };
    write(&mut ben, "off", lift);
    ana.later(2).press("Esc");
    ana.find("cedar").press("Enter").hides("no call:");
    assert_eq!(ana.model.call.as_ref().map(|c| c.account), Some(account));
    let writes = ana.writes;
    ana.press("o Enter");
    assert_eq!(ana.writes, writes + 1);
}
