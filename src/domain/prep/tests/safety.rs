//! The safety line: how fresh the ledger is, how many calls, where they are.

use super::*;

#[test]
fn a_stale_ledger_warns_and_a_fresh_one_does_not() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    let at = |thru: Option<&str>| {
        prepare(&b.book, d(TODAY), &Rules::default(), thru.map(d))
            .expect("fits")
            .safety
            .warnings
    };
    assert!(at(Some("2026-11-18")).is_empty(), "three business days");
    assert_eq!(
        at(Some("2026-11-17")),
        [
            "the ledger ends on Tue 17 Nov, 4 business days ago: import a newer report before asking for money"
        ]
    );
    assert_eq!(at(None).len(), 1);
    assert!(at(Some("2026-11-30")).is_empty());
}

#[test]
fn too_many_talks_or_calls_warn_a_business_and_block_a_consumer() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    b.talk("2026-11-16");
    b.talk("2026-11-17");
    assert!(
        prep(&b).safety.limits.is_empty(),
        "the 16th is out of the week"
    );
    b.talk("2026-11-20");
    let safety = prep(&b).safety;
    assert_eq!((safety.calls_this_week, safety.talks_this_week), (2, 2));
    let said: Vec<_> = safety
        .limits
        .iter()
        .map(|l| (l.text.as_str(), l.supervisor))
        .collect();
    assert_eq!(
        said,
        [(
            "2 talks in the last 7 days: unless they expect you, wait until Tue 24 Nov",
            false
        )]
    );
    assert_eq!(safety.blocked, None);
    b.book.account.kind = AccountKind::Consumer;
    let safety = prep(&b).safety;
    assert_eq!(
        safety.limits[0].text,
        "2 talks in the last 7 days: consumer rules (12 CFR 1006) allow no call before Fri 27 Nov without a supervisor"
    );
    assert!(safety.limits[0].supervisor);
    for touch in &mut b.book.touches {
        touch.right_party = false;
        touch.outcome = TouchOutcome::NoAnswer;
    }
    assert!(prep(&b).safety.limits.is_empty());
    b.book.account.state = Some("MA".into());
    let limits = prep(&b).safety.limits;
    assert!(limits[0].text.starts_with("2 calls"), "{limits:?}");
    b.hold(HoldKind::Attorney, TODAY);
    assert!(prep(&b).safety.limits.is_empty(), "a hold says it all");
}

#[test]
fn where_they_are_is_the_contacts_zone_then_the_accounts_then_the_state() {
    let mut b = BookMaker::new();
    b.invoice("2026-08-01", "2026-09-01", 900_000);
    assert_eq!(prep(&b).safety.place, Place::default());
    b.book.account.state = Some("TX".into());
    assert_eq!(prep(&b).safety.place.zones.len(), 2);
    b.book.account.zone = Some("America/Chicago".into());
    assert_eq!(prep(&b).safety.place.known, Known::Said);
}
