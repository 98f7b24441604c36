//! Two collectors at one ledger file, each at a desk of their own: they never open the same account unasked, and each sees what the other saved.

mod harness;
use bywhen::store::Ledger;
use harness::{Desk, TODAY, rules, sample_file};
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
