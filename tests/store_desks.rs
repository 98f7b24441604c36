//! Several desks on one ledger file at once: nobody is turned away, nothing is lost, nothing is there twice. `benches/desks.rs` has
//! fifty of them, with times.

mod store_common;

use bywhen::domain::aging::AgeBy;
use bywhen::domain::ids::AccountId;
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::rules::Rules;
use bywhen::store::protocol::{
    CheckAsk, Depth, Intent, NewPayment, Reply, Request, Stamp, StoreError,
};
use bywhen::store::{Identity, Ledger, Worker};
use std::path::Path;
use store_common::{day, order};

const DESKS: i64 = 6;
const ACTS: i64 = 12;

fn stamp(key: String) -> Stamp {
    let on = day("2026-11-23");
    Stamp {
        at: on.and_hms_opt(9, 0, 0).expect("a time").and_utc(),
        on,
        by: "ann".into(),
        key,
    }
}

/// The amount of act `k` of desk `n`: no two are the same, so a sum tells what is missing.
fn amount(n: i64, k: i64) -> i64 {
    1 + n * ACTS + k
}

/// One desk: a payment after the other, and now and then the same one again, as after a broken line.
fn work(path: &Path, n: i64) {
    let worker = Worker::start(Ledger::open(path, Rules::default()).expect("the ledger"));
    for k in 0..ACTS {
        for again in 0..=(k % 3 / 2) {
            let intent = Intent::Pay(NewPayment {
                account: AccountId(1 + (n + k) % 2),
                amount: Minor::new(amount(n, k)),
                on: day("2026-11-23"),
                method: None,
                reference: None,
                items: Vec::new(),
            });
            // Whoever gave up waiting on a slow machine tries again under the same key, as the desk does.
            loop {
                worker.ask(1, Request::Write(stamp(format!("{n}-{k}")), intent.clone()));
                let answer = worker
                    .replies()
                    .iter()
                    .map(|(_, reply)| reply)
                    .find(|r| !matches!(r, Reply::Waiting(_) | Reply::Progress(_)));
                match answer {
                    Some(Reply::Done(done)) => {
                        assert_eq!(done.repeated, again == 1, "{n}-{k}");
                        break;
                    }
                    Some(Reply::Failed(StoreError::Busy(_))) => {}
                    other => panic!("{other:?}"),
                }
            }
        }
    }
}

/// What all accounts owe, less what is theirs.
fn owed(ledger: &mut Ledger) -> i64 {
    let asked = Request::Aging {
        as_of: day("2026-11-23"),
        by: AgeBy::Due,
    };
    match ledger.ask(asked, &mut |_| ()) {
        Reply::Aging(lines) => lines.iter().map(|l| l.balance.get()).sum(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn six_desks_that_act_at_once_lose_nothing_and_write_nothing_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let id = Identity {
        company: "Harbor".into(),
        currency: Currency::USD,
    };
    let mut ledger = Ledger::create(&path, &id, Rules::default()).expect("a ledger");
    let import = Intent::Import(Box::new(order(&["qbo_ar_aging_detail_2026-11-13.csv"])));
    let reply = ledger.ask(Request::Write(stamp("import".into()), import), &mut |_| ());
    assert!(matches!(reply, Reply::Done(_)), "{reply:?}");
    let before = owed(&mut ledger);
    std::thread::scope(|all| {
        for n in 0..DESKS {
            let path = &path;
            all.spawn(move || work(path, n));
        }
    });
    let Reply::Events(events) = ledger.ask(Request::Events { limit: 1_000 }, &mut |_| ()) else {
        panic!("events");
    };
    assert_eq!(events.len() as i64, DESKS * ACTS + 1);
    let paid = before - owed(&mut ledger);
    let all = (0..DESKS).flat_map(|n| (0..ACTS).map(move |k| amount(n, k)));
    assert_eq!(paid, all.sum::<i64>());
    let strict = CheckAsk {
        depth: Depth::Strict,
        now: None,
    };
    let Reply::Checked(checked) = ledger.ask(Request::Check(strict), &mut |_| ()) else {
        panic!("a check");
    };
    for line in checked.lines {
        assert!(line.ok, "{}: {}", line.name, line.detail);
    }
}
