//! Odd input and odd accounts in every form of a call: nothing panics, nothing wrong is saved, everything saved can be undone.

mod harness;
use bywhen::domain::touch::HoldKind;
use bywhen::domain::view::Prep;
use bywhen::store::protocol::{Intent, Record, Reply, Request, Stamp};
use harness::{Desk, TODAY, book, day};

/// Every answer that opens a form, and the barrier.
const FORMS: [&str; 14] = [
    "s", "t", "d", "v", "f", "i", "q", "w", "a", "c", "e", "r", "x", "b",
];
const SIZES: [(u16, u16); 4] = [(1, 1), (60, 15), (80, 24), (210, 60)];

fn of(desk: &mut Desk, text: &str) -> Box<Prep> {
    let Some(Reply::Account(found)) = desk.ask(Request::Resolve { text: text.into() }) else {
        panic!("{text} is not there");
    };
    let (account, as_of) = (found.id, day(TODAY));
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => prep,
        other => panic!("{other:?}"),
    }
}

fn desk_of(rows: &[String]) -> Desk {
    Desk::on(book::ledger("2026-11-20", rows), TODAY)
}

fn three() -> Desk {
    desk_of(&[
        book::invoice(1, "Harbor Framing LLC", "SI-1", "2026-10-05", 400_000),
        book::invoice(1, "Harbor Framing LLC", "SI-2", "2026-10-20", 250_000),
        book::invoice(1, "Harbor Framing LLC", "SI-3", "2026-11-09", 90_050),
    ])
}

#[test]
fn every_answer_is_one_call_and_u_takes_all_of_it_back() {
    // One desk for all: after each `u` it is as before the call.
    let mut desk = Desk::sample(TODAY);
    let before = of(&mut desk, "Harbor Framing LLC");
    for keys in [
        "s ~1182 Enter Enter",
        "s ~1182 Tab Tab ~nov_9 Enter Enter",
        "t Enter Enter",
        "d ~fri Enter Enter",
        "v Enter Enter",
        "v ~fri Enter Enter",
        "f ~wed Enter Enter",
        "i ~ap@x.example Enter Enter",
        "q ~100 Enter a d ~fri Enter Enter",
        "w Enter Enter",
        "a Enter Enter",
        "a Right Enter Enter",
        "c Tab ~500 Enter Enter",
        "e ~20 Enter Enter",
        "r Tab ~50 Enter Enter",
        "x Tab ~Mia_Chen Enter Enter",
        "x Left Enter Enter",
        "z f ~wed Enter Enter",
        "m Enter",
        "o Enter",
        "b ~portal Enter a f ~wed Enter Enter",
    ] {
        let writes = desk.writes;
        desk.find("harbor framing").press("Enter");
        for key in keys.split_whitespace() {
            match key.strip_prefix('~') {
                Some(text) => desk.type_text(&text.replace('_', " ")),
                None => desk.press(key),
            };
        }
        let screen = desk.screen();
        assert_eq!(desk.writes, writes + 1, "{keys}: {screen}");
        let after = of(&mut desk, "Harbor Framing LLC");
        assert_ne!(after, before, "{keys}");
        desk.press("u").shows("undone");
        let undone = of(&mut desk, "Harbor Framing LLC");
        assert_eq!(undone, before, "{keys}");
    }
}

#[test]
fn a_huge_paste_is_cut_and_every_form_stays_usable_at_any_size() {
    let huge = "\u{1b}[31mpaid\u{0}\u{9}\u{202e}yes 4,000 ".repeat(4_000);
    for form in ["s", "d", "i", "q", "c", "b"] {
        let mut desk = three();
        desk.find("harbor framing").press("Enter").press(form);
        desk.paste(&huge).press("Tab").paste(&huge).press("Tab");
        for (w, h) in SIZES {
            desk = desk.sized(w, h);
            assert!(!desk.screen().contains('\u{1b}'), "{form} at {w}x{h}");
        }
        desk.press("Enter Esc");
        assert_eq!(desk.writes, 0, "{form}");
        let kept = serde_json::to_vec(&desk.draft).expect("json").len();
        assert!(kept < 100_000, "{form} keeps {kept} bytes");
        desk.press("Esc").shows("Queue");
    }
}

#[test]
fn odd_amounts_are_refused_in_a_sentence_and_nothing_is_saved() {
    for amount in [
        "0",
        "-5",
        "(5.00)",
        "1e9",
        "5.005",
        "EUR 5",
        "5 euros",
        "all of it",
        "99999999999999999999999",
        "٥٠٠",
        "１００",
        ",",
        "--",
        "$",
    ] {
        let mut desk = three();
        desk.find("harbor framing")
            .press("Enter d")
            .type_text("fri");
        desk.press("Tab Ctrl-U").type_text(amount).press("Enter");
        let screen = desk.screen();
        assert!(!screen.contains("Wrap-up"), "{amount}: {screen}");
        desk.press("Enter");
        assert_eq!(desk.writes, 0, "{amount}: {screen}");
    }
}

#[test]
fn more_than_is_owed_can_be_promised_but_is_said() {
    let mut desk = three();
    desk.find("harbor framing")
        .press("Enter d")
        .type_text("fri");
    desk.press("Tab Ctrl-U").type_text("9000");
    desk.shows("more than");
}

#[test]
fn days_that_are_over_or_are_none_are_refused_where_a_day_ahead_is_asked_for() {
    for typed in ["yesterday", "2025-01-01", "feb 30", "31/31", "-3d", "soon"] {
        for form in ["d", "f", "v"] {
            let mut desk = three();
            desk.find("harbor framing").press("Enter").press(form);
            desk.type_text(typed).press("Enter");
            let screen = desk.screen();
            assert!(!screen.contains("Wrap-up"), "{form} {typed}: {screen}");
        }
    }
}

/// An account with many invoices.
fn many(n: usize) -> Desk {
    let rows: Vec<String> = (0..n)
        .map(|i| {
            let due = ["2026-10-05", "2026-10-20", "2026-11-09"][i % 3];
            let cents = 10_000 + i as i64;
            book::invoice(1, "Harbor Framing LLC", &format!("SI-{i:04}"), due, cents)
        })
        .collect();
    desk_of(&rows)
}

#[test]
fn three_hundred_invoices_are_worked_like_three() {
    for form in FORMS {
        let mut desk = many(300);
        desk.find("harbor framing").press("Enter G").press(form);
        for (w, h) in SIZES {
            desk = desk.sized(w, h);
        }
    }
    let mut desk = many(300).sized(80, 24);
    desk.find("harbor framing").press("Enter");
    desk.shows("asked for").press("d").type_text("fri");
    desk.press("Enter").shows("Wrap-up").press("Enter");
    assert_eq!(desk.writes, 1);
    let prep = of(&mut desk, "Harbor Framing LLC");
    assert_eq!(prep.collectible.get(), 0);
    desk.press("u");
    assert!(of(&mut desk, "Harbor Framing LLC").promises.is_empty());
}

/// A customer who has nothing but a credit.
fn in_credit() -> Desk {
    let credit = "C001,\"Harbor Framing LLC\",,credit,CM-1,2026-11-01,2026-11-01,Net 30,,-500.00,-500.00,USD";
    desk_of(&[
        credit.to_owned(),
        book::invoice(2, "Cedar & Stone Co.", "SI-9", "2026-10-01", 120_000),
    ])
}

#[test]
fn an_account_that_owes_nothing_can_be_called_and_asked_for_nothing() {
    for form in FORMS {
        let mut desk = in_credit();
        desk.find("harbor framing").press("Enter").press(form);
        for (w, h) in SIZES {
            desk = desk.sized(w, h);
        }
        desk.press("Enter").screen();
    }
    let mut desk = in_credit();
    desk.find("harbor framing").press("Enter");
    desk.shows("Harbor Framing LLC").hides("$-").press("f");
    desk.type_text("wed").press("Enter Enter");
    assert_eq!(desk.writes, 1);
}

#[test]
fn names_in_any_script_are_drawn_whole_and_harmless() {
    for name in [
        "株式会社ハーバーフレーミング東京支店",
        "شركة الميناء للإنشاءات",
        "Harbor\u{202e}gnimarF LLC",
        "👷🏽‍♀️ Builders 🇨🇦 & Sons",
        "Ha\u{301}\u{301}\u{301}\u{301}rbor e\u{200d}\u{200b}x",
        "=cmd|'/C calc'!A0",
    ] {
        let mut desk = desk_of(&[book::invoice(1, name, "SI-1", "2026-10-05", 400_000)]);
        for form in ["d", "f", "i", "x"] {
            desk.press("Enter").press(form).paste(name);
            for (w, h) in SIZES {
                desk = desk.sized(w, h);
                assert!(!desk.screen().contains('\u{202e}'), "{name} at {w}x{h}");
            }
            desk = desk.sized(120, 36);
            desk.press("Esc Esc");
        }
        let mut desk = desk_of(&[book::invoice(1, name, "SI-1", "2026-10-05", 400_000)]);
        desk.press("Enter x Tab").type_text(name);
        desk.press("Enter Enter");
        assert_eq!(desk.writes, 1, "{name}");
        desk.press("6 1 2 1").screen();
    }
}

#[test]
fn a_hold_that_is_put_on_while_they_talk_is_no_reason_to_lose_the_call() {
    let mut desk = three();
    desk.find("harbor framing")
        .press("Enter d")
        .type_text("fri");
    let account = desk.model.call.as_ref().expect("a call").account;
    let record = Record::Hold {
        account,
        kind: HoldKind::CeaseContact,
    };
    let stamp = Stamp {
        at: desk.model.now.at,
        on: day(TODAY),
        by: "Bob".into(),
        key: "hold-1".into(),
    };
    desk.ask(Request::Write(stamp, Intent::Record(record)));
    desk.press("Enter Enter");
    let prep = of(&mut desk, "Harbor Framing LLC");
    assert_eq!(prep.promises.len(), 1, "what was said is saved");
    desk.find("harbor framing").press("Enter").shows("no call:");
}

#[test]
fn on_a_past_day_a_call_is_dated_that_day_and_its_days_are_ahead_of_it() {
    let rows = [book::invoice(
        1,
        "Harbor Framing LLC",
        "SI-1",
        "2026-08-05",
        400_000,
    )];
    let mut desk = Desk::on(book::ledger("2026-09-01", &rows), "2026-09-02");
    desk.find("harbor framing")
        .press("Enter d")
        .type_text("fri");
    desk.shows("Fri 4 Sep").press("Enter Enter");
    assert_eq!(desk.writes, 1);
    let prep = of(&mut desk, "Harbor Framing LLC");
    assert_eq!(prep.promises[0].promise.taken_on, day("2026-09-02"));
}
