//! One step of a random story, and how steps are drawn.

use proptest::prelude::*;

/// One step of a random story; numbers are reduced to what there is.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Promise {
        account: usize,
        cents: i64,
        ahead: u64,
        invoices: usize,
    },
    Pay {
        account: usize,
        cents: i64,
        ago: u64,
        invoices: usize,
    },
    Reverse {
        nth: usize,
    },
    Note {
        account: usize,
    },
    FollowUp {
        account: usize,
        ahead: u64,
    },
    Dispute {
        account: usize,
        cents: i64,
    },
    Credit {
        account: usize,
        cents: i64,
        applied: bool,
    },
    Retain {
        account: usize,
        cents: i64,
    },
    Plan {
        account: usize,
        cents: i64,
        parts: u64,
    },
    Waive {
        account: usize,
        cents: i64,
    },
    Task {
        account: usize,
        ahead: u64,
        theirs: bool,
    },
    EndTask {
        nth: usize,
        dropped: bool,
    },
    EndDispute {
        nth: usize,
    },
    Person {
        account: usize,
        cents: i64,
    },
    Hold {
        account: usize,
        lift: bool,
    },
    Undo {
        back: i64,
    },
    Days {
        n: u64,
        turn: bool,
    },
    Report {
        seed: u64,
    },
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let cents = 1_i64..400_000;
    prop_oneof![
        3 => (0..4usize, cents.clone(), 0..12u64, 0..3usize).prop_map(|(account, cents, ahead, invoices)| Step::Promise { account, cents, ahead, invoices }),
        4 => (0..4usize, cents.clone(), 0..4u64, 0..3usize).prop_map(|(account, cents, ago, invoices)| Step::Pay { account, cents, ago, invoices }),
        1 => (0..8usize).prop_map(|nth| Step::Reverse { nth }),
        1 => (0..4usize).prop_map(|account| Step::Note { account }),
        1 => (0..4usize, 0..9u64).prop_map(|(account, ahead)| Step::FollowUp { account, ahead }),
        1 => (0..4usize, cents.clone()).prop_map(|(account, cents)| Step::Dispute { account, cents }),
        1 => (0..4usize, cents.clone(), any::<bool>()).prop_map(|(account, cents, applied)| Step::Credit { account, cents, applied }),
        1 => (0..4usize, cents.clone()).prop_map(|(account, cents)| Step::Retain { account, cents }),
        2 => (0..4usize, cents.clone(), 2..5u64).prop_map(|(account, cents, parts)| Step::Plan { account, cents, parts }),
        1 => (0..4usize, cents.clone()).prop_map(|(account, cents)| Step::Waive { account, cents }),
        1 => (0..4usize, 0..9u64, any::<bool>()).prop_map(|(account, ahead, theirs)| Step::Task { account, ahead, theirs }),
        1 => (0..4usize, any::<bool>()).prop_map(|(nth, dropped)| Step::EndTask { nth, dropped }),
        1 => (0..4usize).prop_map(|nth| Step::EndDispute { nth }),
        1 => (0..4usize, cents).prop_map(|(account, cents)| Step::Person { account, cents }),
        1 => (0..4usize, any::<bool>()).prop_map(|(account, lift)| Step::Hold { account, lift }),
        3 => (0..5i64).prop_map(|back| Step::Undo { back }),
        3 => (1..6u64, any::<bool>()).prop_map(|(n, turn)| Step::Days { n, turn }),
        2 => any::<u64>().prop_map(|seed| Step::Report { seed }),
    ]
}
