//! A collector's hour: thirty accounts worked with keys only, whatever they say; each is called once and left with a next step, the pulse counts
//! right, and a finished call takes few keys.

mod harness;

use bywhen::domain::ids::AccountId;
use bywhen::domain::view::Prep;
use bywhen::store::protocol::{Reply, Request};
use harness::{Desk, TODAY, book};

/// What they say, the keys from the open call to its save, and how many keys that may be with the one that opens the call. `~` is a
/// word to be typed.
const SAID: [(&str, &str, usize); 15] = [
    ("plain promise", "d ~fri Enter Enter", 12),
    ("pays today", "t Enter Enter", 12),
    ("no answer", "o Enter", 4),
    ("promise with an amount", "d ~+5d Tab ~1000 Enter Enter", 16),
    ("voicemail", "m Enter", 4),
    ("already sent", "s ~1182 Enter Enter", 12),
    ("no invoice", "i ~ap@x.example Enter Enter", 20),
    (
        "disputes, pays the rest",
        "q ~100 Enter a d ~fri Enter Enter",
        16,
    ),
    ("plain promise", "d ~fri Enter Enter", 12),
    ("paper missing", "w Enter Enter", 6),
    ("approval", "a Enter Enter", 6),
    ("cash is short", "c Tab ~500 Enter Enter", 12),
    ("vague", "v Enter Enter", 6),
    ("retainage", "r Tab ~50 Enter Enter", 10),
    ("talk again", "f ~wed Enter Enter", 12),
];

/// Thirty accounts with one to three invoices past due.
fn thirty() -> Desk {
    let mut rows = Vec::new();
    for n in 1..=30_usize {
        let name = format!("Account {n:02} LLC");
        for k in 0..=n % 3 {
            let due = ["2026-10-05", "2026-10-20", "2026-11-09"][k];
            let cents = 100_000 + (n * 7_919 + k * 1_234) as i64;
            rows.push(book::invoice(
                n,
                &name,
                &format!("SI-{n:02}{k}"),
                due,
                cents,
            ));
        }
    }
    Desk::on(book::ledger("2026-11-20", &rows), TODAY)
}

fn play(desk: &mut Desk, keys: &str) {
    for key in keys.split_whitespace() {
        match key.strip_prefix('~') {
            Some(text) => desk.type_text(text),
            None => desk.press(key),
        };
    }
}

fn prep(desk: &mut Desk, account: AccountId) -> Box<Prep> {
    let as_of = desk.model.now.today;
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => prep,
        other => panic!("{other:?}"),
    }
}

#[test]
fn thirty_accounts_in_an_hour_of_keys_and_every_one_has_a_next_step() {
    let mut desk = thirty();
    desk.shows("Queue 30");
    let mut called: Vec<AccountId> = Vec::new();
    let mut spent: Vec<(&str, usize)> = Vec::new();
    for n in 0..30 {
        let (what, keys, most) = SAID[n % SAID.len()];
        let before = desk.keys;
        desk.press("Enter");
        let account = desk.model.call.as_ref().expect("a call").account;
        assert!(!called.contains(&account), "called twice");
        called.push(account);
        play(&mut desk, keys);
        let screen = desk.screen();
        assert!(desk.model.call.is_none(), "{what}: {screen}");
        assert_eq!(desk.writes, n + 1, "{what}: {screen}");
        desk.later(110);
        let used = desk.keys - before;
        assert!(used <= most, "{what} took {used} keys");
        if !spent.iter().any(|(w, _)| *w == what) {
            spent.push((what, used));
        }
    }
    desk.shows("Queue 0");
    let (mut promises, mut money) = (0, 0);
    for account in &called {
        let prep = prep(&mut desk, *account);
        let ahead = prep.follow_up.is_some()
            || !prep.promises.is_empty()
            || !prep.claims.is_empty()
            || prep.tasks.iter().any(|t| t.ended_on.is_none());
        assert!(ahead, "{} was left without a next step", prep.account.name);
        promises += prep.promises.len();
        money += prep
            .promises
            .iter()
            .map(|p| p.promise.amount.get())
            .sum::<i64>();
    }
    let pulse = desk.model.pulse().expect("a pulse");
    let dollars = format!("${}", grouped(money));
    assert_eq!(
        pulse,
        format!("today 30 calls · 26 talks · {promises} promises · {dollars}")
    );
    // The message of the last save goes with the next key; the pulse stands where it was.
    desk.press("j").shows(&pulse);
    // A break, and somebody restarts the desk: the count is the ledger's.
    desk.later(1_800);
    let mut desk = desk.restart();
    assert_eq!(desk.model.pulse().as_deref(), Some(pulse.as_str()));
    desk.shows("Queue 0");
    documented(&spent);
}

/// `1,234.56` of cents.
fn grouped(cents: i64) -> String {
    bywhen::domain::money::Minor::new(cents).show(bywhen::domain::money::Currency::USD)
}

/// `docs/keys-per-call.md` says what was counted; `UPDATE_DOCS=1` writes it.
fn documented(spent: &[(&str, usize)]) {
    let mut text = String::from(
        "# Keys per finished call\n\nCounted by `tests/flow_hour.rs`, from the account in the queue to the next one: the key that opens the call, \
         what is typed (the day, an amount, a number), and the two that take the answer and save it all.\n\n| they say | keys |\n|---|---|\n",
    );
    for (what, keys) in spent {
        text.push_str(&format!("| {what} | {keys} |\n"));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys-per-call.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &text).expect("written");
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, text, "run UPDATE_DOCS=1 cargo test --test flow_hour");
}

#[test]
fn a_break_leaves_the_queue_where_it_was() {
    let mut desk = thirty();
    desk.press("j j j j");
    let here = desk.model.queue.account();
    desk.press("Enter n").type_text("back after lunch");
    desk.press("Esc Esc");
    desk.later(3_600);
    assert_eq!(desk.model.queue.account(), here);
    desk.press("Enter").shows("back after lunch");
}
