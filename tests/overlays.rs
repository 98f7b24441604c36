//! What lies over a verdict stands beside it wherever the verdict is shown: "they say it is paid" and "they contest a part of it" change what the next
//! person does. One ledger, a broken promise under each, every place.

mod cli_support;
mod harness;

use bywhen::domain::money::Minor;
use bywhen::domain::touch::{Method, TouchOutcome};
use bywhen::store::Ledger;
use bywhen::store::protocol::{FinishCall, Intent, NewClaim, Reply, Request, Stamp};
use cli_support::Desk as Cli;
use harness::{Desk, day, rules};

const TODAY: &str = "2026-11-20";

/// Harbor promised 5,000.00 by Thu 12 Nov, paid nothing, and says since Wed that a check is in the mail. Cedar moved its date once, paid nothing, and
/// contests 800.00 of it.
fn ledger() -> Cli {
    let cli = Cli::with_book();
    for (on, command) in [
        (
            "2026-11-09",
            &["promise", "C1001", "5000", "2026-11-12", "--invoice", "A-1"][..],
        ),
        ("2026-11-05", &["promise", "C1002", "4107.71", "2026-11-10"]),
        ("2026-11-09", &["promise", "C1002", "4107.71", "2026-11-12"]),
        (
            "2026-11-16",
            &[
                "dispute", "C1002", "B-1", "800", "pricing", "--owner", "Sam",
            ],
        ),
    ] {
        let run = cli.on(on, command);
        assert_eq!(run.code, 0, "{command:?}: {run:?}");
    }
    let mut ledger = opened(&cli);
    let ask = |ledger: &mut Ledger, request| ledger.ask(request, &mut |_| ());
    let account = match ask(
        &mut ledger,
        Request::Resolve {
            text: "C1001".into(),
        },
    ) {
        Reply::Account(account) => account.id,
        other => panic!("{other:?}"),
    };
    let on = day("2026-11-18");
    let invoices = match ask(&mut ledger, Request::Prep { account, as_of: on }) {
        Reply::Prep(prep) => prep
            .invoices
            .iter()
            .filter(|i| i.number == "A-1")
            .map(|i| i.id)
            .collect(),
        other => panic!("{other:?}"),
    };
    let call = FinishCall {
        note: "Dana mailed it this morning".into(),
        claims: vec![NewClaim {
            method: Method::Check,
            reference: Some("1180".into()),
            amount: Minor::new(500_000),
            mailed_on: on,
            invoices,
            mailed_to: None,
        }],
        ..FinishCall::new(account, TouchOutcome::Claim)
    };
    let stamp = Stamp {
        at: on.and_hms_opt(18, 0, 0).expect("a time").and_utc(),
        on,
        by: "Ana".into(),
        key: "the call".into(),
    };
    match ask(
        &mut ledger,
        Request::Write(stamp, Intent::FinishCall(Box::new(call))),
    ) {
        Reply::Done(_) => cli,
        other => panic!("{other:?}"),
    }
}

fn opened(cli: &Cli) -> Ledger {
    Ledger::open(&cli.ledger(), rules()).expect("the ledger")
}

fn desk(cli: &Cli) -> Desk {
    Desk::on(opened(cli), TODAY)
}

const SENT: &str = "said to be under way, expected by Mon 23 Nov";
/// What the brief of a prep says of the money itself, where no promise leads it.
const EXPECT: &str = "is under way since Wed: expect it by Mon 23 Nov";
const CONTESTED: &str = "800.00 of it on dispute";

/// One of these words is there, wherever lines were broken.
#[track_caller]
fn says(place: &str, text: &str, any_of: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        any_of.iter().any(|words| flat.contains(words)),
        "{place} says none of {any_of:?}:\n{text}"
    );
}

#[test]
fn the_command_line_says_it_beside_every_verdict() {
    let cli = ledger();
    let decide = |id: &str| {
        let run = cli.on(
            TODAY,
            &[
                "review",
                "decide",
                id,
                "call_back",
                "--reason",
                "ask again",
                "--again",
                "2026-12-01",
            ],
        );
        assert_eq!(run.code, 0, "{run:?}");
    };
    for (place, command) in [
        ("review", &["review"][..]),
        ("brief", &["brief"]),
        (
            "report broken",
            &["report", "broken", "--from", "2026-11-01"],
        ),
        (
            "report broken, csv",
            &[
                "report",
                "broken",
                "--from",
                "2026-11-01",
                "--format",
                "csv",
            ],
        ),
        (
            "report broken, json",
            &["report", "broken", "--from", "2026-11-01", "--json"],
        ),
        ("promises", &["promises"]),
        ("promises, history", &["promises", "--history"]),
        (
            "export promises",
            &["export", "promises", "--format", "csv"],
        ),
        ("brief, json", &["brief", "--json"]),
    ] {
        let run = cli.on(TODAY, command);
        assert_eq!(run.code, 0, "{command:?}: {run:?}");
        says(
            place,
            &run.out,
            &[SENT, "under way to 23 Nov", "(under way)"],
        );
        says(
            place,
            &run.out,
            &[
                CONTESTED,
                "800.00 disputed",
                "part disputed",
                "800.00 is on dispute",
            ],
        );
    }
    for (account, words) in [
        ("C1001", &[SENT, "under way to 23 Nov", EXPECT][..]),
        (
            "C1002",
            &[CONTESTED, "part disputed", "800.00 there is on dispute"],
        ),
    ] {
        let show = cli.on(TODAY, &["show", account]);
        says("show", &show.out, words);
        let shown = cli.json(TODAY, &["show", account]);
        says("the brief of the prep", &shown["brief"].to_string(), words);
        let why = cli.on(TODAY, &["queue", "--why", account]);
        says("queue why", &why.out, words);
    }
    let chain = cli.json(TODAY, &["promises", "--state", "broken"]);
    let chain = chain["promises"].to_string();
    says(
        "the chain",
        &chain,
        &["10 Nov > 12 Nov: 2nd date, +2 d, 0.00 received, 800.00 disputed"],
    );
    for document in [
        cli.json(TODAY, &["promises", "--state", "broken"])["promises"].clone(),
        cli.json(TODAY, &["review"])["rows"].clone(),
    ] {
        let of = |account: &str| {
            let rows = document.as_array().expect("rows").iter();
            rows.clone()
                .find(|r| r["account"] == account)
                .expect("the account")
                .clone()
        };
        assert_eq!(of("C1001")["in_transit_until"], "2026-11-23");
        assert_eq!(of("C1002")["disputed"], 80_000);
    }
    let ids = cli.json(TODAY, &["review"]);
    for row in ids["rows"].as_array().expect("rows") {
        decide(&row["id"].to_string());
    }
    let decided = cli.on(TODAY, &["review", "decided"]).out;
    says("decided", &decided, &[SENT]);
    says("decided", &decided, &[CONTESTED]);
    let decided = cli.json(TODAY, &["review", "decided"])["decisions"].to_string();
    says("decided, json", &decided, &[SENT]);
    says("decided, json", &decided, &[CONTESTED]);
    // The day after the check was due it is no longer under way.
    let later = cli.on("2026-11-24", &["review", "decided"]).out;
    assert!(!later.contains("under way"), "{later}");
}

#[test]
fn the_desk_says_it_beside_every_verdict_at_every_size() {
    let cli = ledger();
    for (w, h) in [(80, 24), (120, 36), (200, 60)] {
        let mut desk = desk(&cli).sized(w, h);
        let at = |place: &str| format!("{place} at {w}x{h}");
        let sent = &[SENT, "under way to 23 Nov", "under way", "sent"][..];
        let contested = &[
            CONTESTED,
            "800.00 disputed",
            "disputed",
            "disp.",
            "on dispute",
        ][..];
        for (name, words) in [
            (
                "harbor",
                &[
                    "said to be under way",
                    "under way since",
                    "under way to 23 Nov",
                    "should be here by Mon 23 Nov",
                ][..],
            ),
            ("cedar", contested),
        ] {
            desk.find(name);
            if w < 110 {
                desk.press("v");
            }
            says(&at("prep"), &desk.screen(), words);
            desk.press("Esc").find(name).press("x");
            says(&at("queue why"), &desk.screen(), words);
            desk.press("Esc").find(name).press("Enter");
            says(&at("call"), &desk.screen(), words);
            desk.press("Esc Esc");
        }
        desk.press("2");
        let list = desk.screen();
        says(&at("promises"), &list, sent);
        says(&at("promises"), &list, contested);
        if w < 110 {
            desk.press("c");
        }
        says(&at("calendar"), &desk.screen(), &["°"]);
        desk.press("3");
        let inbox = desk.screen();
        says(&at("inbox"), &inbox, sent);
        says(&at("inbox"), &inbox, contested);
        desk.press("4 Tab Enter");
        let rows = desk.screen();
        says(
            &at("rows of the promises"),
            &rows,
            &["said to be", "broken; sai", "under way"],
        );
        desk.press("Esc Tab");
        says(&at("report broken"), &desk.screen(), &["broken"]);
    }
}

#[test]
fn what_was_decided_says_it_too() {
    let cli = ledger();
    for (w, h) in [(80, 24), (120, 36), (200, 60)] {
        let mut desk = desk(&cli).sized(w, h);
        desk.press("3 S y g a Enter g a Enter Tab Tab");
        says("decided", &desk.screen(), &["°"]);
        says(
            "decided",
            &desk.screen(),
            &["said to be under way", "800.00 of it on"],
        );
        desk.press("j");
        says(
            "decided",
            &desk.screen(),
            &["said to be under way", "800.00 of it on"],
        );
        desk.press("u u");
    }
}
