//! What must hold whatever happens to the file, the key or the table: FAULTS C, S, U and O2, as far as one machine can show them.

mod store_common;

use bywhen::domain::ids::AccountId;
use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::store::protocol::{CheckAsk, Intent, Reply, Request, StoreError};
use bywhen::store::{Identity, Ledger, Worker};
use rusqlite::Connection;
use std::path::Path;
use store_common::{Desk, day, order};

fn identity() -> Identity {
    Identity {
        company: "Cascade".into(),
        currency: Currency::USD,
    }
}

/// A desk on a file with one week's report in it.
fn on_file(path: &Path) -> Desk {
    let mut desk = Desk::on("2026-11-20");
    desk.ledger = Ledger::create(path, &identity(), Rules::default()).expect("a ledger");
    desk.done(Intent::Import(Box::new(order(&[
        "qbo_ar_aging_detail.csv",
    ]))));
    desk
}

fn refusal(path: &Path) -> String {
    match Ledger::open(path, Rules::default()) {
        Err(StoreError::Storage(why) | StoreError::Refused(why)) => why,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("{} was opened", path.display()),
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn note(account: AccountId, text: &str) -> Intent {
    Intent::AddNote {
        account,
        text: text.into(),
    }
}

/// Any account of the report.
fn harbor(desk: &mut Desk) -> AccountId {
    desk.account("Harbor Framing")
}

#[test]
fn a_missing_ledger_is_never_made_by_opening_it() {
    let folder = folder();
    let path = folder.path().join("l.db");
    assert!(refusal(&path).contains("no ledger"));
    assert!(!path.exists());
}

#[test]
fn an_existing_file_is_never_overwritten_by_a_new_ledger() {
    let folder = folder();
    let path = folder.path().join("l.db");
    std::fs::write(&path, "my diary").expect("written");
    assert!(Ledger::create(&path, &identity(), Rules::default()).is_err());
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "my diary");
}

#[test]
fn foreign_empty_and_damaged_files_are_refused_and_left_alone() {
    let folder = folder();
    let csv = folder.path().join("x.csv");
    std::fs::write(&csv, "a,b,c\n".repeat(1000)).expect("written");
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").expect("written");
    let other = folder.path().join("other.db");
    Connection::open(&other)
        .and_then(|c| c.execute_batch("CREATE TABLE mine (x)"))
        .expect("made");
    for path in [&csv, &empty, &other] {
        let before = std::fs::read(path).expect("read");
        let why = refusal(path);
        assert!(why.contains("not a bywhen ledger"), "{why}");
        assert_eq!(std::fs::read(path).expect("read"), before);
    }
    let why = refusal(folder.path());
    assert!(why.contains("not a file"), "{why}");
}

#[cfg(unix)]
#[test]
fn a_new_ledger_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("l.db");
    let _desk = on_file(&path);
    let mode = std::fs::metadata(&path)
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_newer_ledger_is_refused_untouched_and_an_open_desk_stops_writing() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let account = harbor(&mut desk);
    Connection::open(&path)
        .and_then(|c| c.execute_batch("PRAGMA user_version = 99"))
        .expect("set");
    assert!(refusal(&path).contains("format 99"));
    let stamp = desk.stamp();
    match desk.ask(Request::Write(stamp, note(account, "x"))) {
        Reply::Failed(StoreError::Storage(why)) => assert!(why.contains("upgraded"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_ledger_that_was_swapped_under_the_desk_takes_no_more_writes() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let account = harbor(&mut desk);
    std::fs::rename(&path, folder.path().join("old.db")).expect("moved");
    let other = folder.path().join("other.db");
    drop(Ledger::create(&other, &identity(), Rules::default()).expect("another"));
    std::fs::rename(&other, &path).expect("put in its place");
    let stamp = desk.stamp();
    match desk.ask(Request::Write(stamp, note(account, "x"))) {
        Reply::Failed(StoreError::Storage(why)) => assert!(why.contains("replaced"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_key_acts_once_and_answers_the_same_twice() {
    let mut desk = Desk::on("2026-11-20");
    desk.done(Intent::Import(Box::new(order(&[
        "qbo_ar_aging_detail.csv",
    ]))));
    let account = harbor(&mut desk);
    let stamp = desk.stamp();
    let once =
        |desk: &mut Desk| match desk.ask(Request::Write(stamp.clone(), note(account, "once"))) {
            Reply::Done(done) => *done,
            other => panic!("{other:?}"),
        };
    let first = once(&mut desk);
    let mut second = once(&mut desk);
    assert!(!first.repeated && second.repeated);
    second.repeated = false;
    assert_eq!(first, second);
    assert_eq!(desk.prep(account).notes.len(), 1);
}

#[test]
fn history_cannot_be_changed_by_whoever_forgets_the_rules() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let account = harbor(&mut desk);
    desk.promise(account, 10_000, "2026-11-27", &[]);
    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch("PRAGMA recursive_triggers = ON")
        .expect("set");
    for sql in [
        "UPDATE event SET what = 'x' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        "UPDATE document SET amount_minor = 1 WHERE id = 1",
        "DELETE FROM document WHERE id = 1",
        "INSERT OR REPLACE INTO document SELECT * FROM document WHERE id = 1",
        "UPDATE promise SET by_when = '2027-01-01'",
        "DELETE FROM promise",
        "UPDATE event_result SET done = ''",
        "INSERT INTO application (event_seq, from_doc, to_doc, amount_minor, effective_on) VALUES (1, 1, 1, 1, '2026-11-20')",
        "INSERT INTO application (event_seq, from_doc, to_doc, amount_minor, effective_on) VALUES (1, 2, 1, 1, '2026-11-20')",
        "INSERT INTO reversal (event_seq, document_id, effective_on, reason) VALUES (1, 1, '2026-02-31', 'x')",
        "INSERT INTO reversal (event_seq, document_id, effective_on, reason) VALUES (99, 1, '2026-11-20', 'x')",
    ] {
        assert!(raw.execute_batch(sql).is_err(), "{sql}");
    }
    // A voided row stays voided, and by the same act.
    desk.done(Intent::Undo { seq: None });
    assert!(
        raw.execute_batch("UPDATE promise SET voided_by = NULL")
            .is_err()
    );
    assert!(
        raw.execute_batch("UPDATE promise SET voided_by = 1")
            .is_err()
    );
    drop(raw);
    desk.checks();
}

#[test]
fn check_names_what_was_tampered_with() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch(
        "DROP TRIGGER event_no_update; UPDATE event SET actor = 'nobody';
         UPDATE document SET open_minor = open_minor - 1 WHERE id = 1;
         UPDATE facts SET past_due_minor = 1 WHERE account_id = 2;",
    )
    .expect("tampered");
    let Reply::Checked(checked) = desk.ask(Request::Check(CheckAsk::default())) else {
        panic!("checks");
    };
    let broken: Vec<&str> = checked
        .lines
        .iter()
        .filter(|l| !l.ok)
        .map(|l| l.name.as_str())
        .collect();
    for name in ["schema", "open amounts", "event chain", "facts"] {
        assert!(broken.contains(&name), "{name}: {broken:?}");
    }
}

#[test]
fn another_process_is_noticed_and_waits_its_turn() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let account = harbor(&mut desk);
    let mut other = Desk::on("2026-11-20");
    other.ledger = Ledger::open(&path, Rules::default()).expect("opened");
    assert_eq!(other.ask(Request::Changed), Reply::Changed(false));
    let before = other.queue();
    let invoice = desk.prep(account).invoices[0].id;
    desk.pay(account, 10_000, &[invoice]);
    assert_eq!(other.ask(Request::Changed), Reply::Changed(true));
    assert_eq!(other.ask(Request::Changed), Reply::Changed(false));
    assert_ne!(other.queue(), before, "what the other wrote is seen");
    desk.checks();
    other.checks();
}

#[test]
fn many_writers_lose_nothing_and_apply_nothing_twice() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let account = desk.account("Total Home Builders");
    let invoice = desk.prep(account).invoices[0].clone();
    // Each of four writers tries to pay 80 % of the same invoice five times: one payment fits.
    let amount = invoice.open.get() * 8 / 10;
    let won: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|n| {
                let path = &path;
                let document = invoice.id;
                scope.spawn(move || {
                    let mut ledger = Ledger::open(path, Rules::default()).expect("opened");
                    let mut won = 0;
                    for i in 0..5 {
                        let stamp = bywhen::store::protocol::Stamp {
                            at: day("2026-11-20")
                                .and_hms_opt(9, 0, 0)
                                .expect("a time")
                                .and_utc(),
                            on: day("2026-11-20"),
                            by: format!("w{n}"),
                            key: format!("w{n}-{i}"),
                        };
                        let pay = Intent::Pay(bywhen::store::protocol::NewPayment {
                            account,
                            amount: bywhen::domain::money::Minor::new(amount),
                            on: day("2026-11-20"),
                            method: None,
                            reference: None,
                            items: vec![bywhen::store::protocol::PayItem {
                                document,
                                amount: Some(bywhen::domain::money::Minor::new(amount)),
                            }],
                        });
                        match ledger.ask(Request::Write(stamp, pay), &mut |_| ()) {
                            Reply::Done(_) => won += 1,
                            Reply::Failed(StoreError::Refused(_)) => {}
                            other => panic!("{other:?}"),
                        }
                    }
                    won
                })
            })
            .collect();
        writers
            .into_iter()
            .map(|w| w.join().expect("a writer"))
            .sum()
    });
    assert_eq!(won, 1);
    desk.checks();
}

#[test]
fn the_worker_answers_under_the_number_it_was_asked_with() {
    let ledger = Ledger::in_memory(&identity(), Rules::default()).expect("a ledger");
    let (tell, woken) = std::sync::mpsc::channel();
    let worker = Worker::start_with(ledger, move || {
        let _ = tell.send(());
    });
    let as_of = day("2026-11-20");
    assert!(worker.ask(7, Request::Status { as_of }));
    assert!(worker.ask(8, Request::Events { limit: 5 }));
    let mut answers: Vec<(u64, Reply)> = Vec::new();
    while answers.len() < 2 {
        woken.recv().expect("woken");
        answers.extend(worker.replies().try_iter());
    }
    assert!(matches!(answers[0], (7, Reply::Status(_))));
    assert!(matches!(answers[1], (8, Reply::Events(_))));
}

#[test]
fn a_file_reopened_tells_the_same_story() {
    let folder = folder();
    let path = folder.path().join("l.db");
    let mut desk = on_file(&path);
    let account = harbor(&mut desk);
    desk.promise(account, 10_000, "2026-11-27", &[]);
    let (queue, prep) = (desk.queue(), desk.prep(account));
    let mut again = Desk::on("2026-11-20");
    again.ledger = Ledger::open(&path, Rules::default()).expect("opened");
    assert_eq!(again.queue(), queue);
    assert_eq!(again.prep(account), prep);
    again.checks();
}
