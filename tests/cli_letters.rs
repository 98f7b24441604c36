//! Letters of the remedies over a mail server: each is parsed back by a library, its address, its words, the bytes of what is attached; what was
//! refused is seen before the next call, and a bankruptcy stops fees, letters and calls at once.

mod cli_support;
mod mail_server;

use cli_support::{Desk, pdf_text};
use mail_parser::{Message, MessageParser, MimeHeaders};
use mail_server::{Behave, MailServer};
use serde_json::Value;

const DAY: &str = "2026-11-23";

/// A book with a fee, a person with a mailbox, a salesperson with one, and a mail server.
fn desk(server: &MailServer) -> Desk {
    let desk = Desk::with_book();
    let authority = desk.file("ca.pem", server.authority());
    desk.settings(&format!(
        "collector = \"Ana\"\n[mail]\nthrough = \"smtp\"\nfrom = \"ar@ridgeline.example\"\n[mail.smtp]\nhost = \"localhost\"\nport = {}\nuser = \"ar\"\n\
         password = [\"printf\", \"secret word\"]\nauthority = \"{authority}\"\nseconds = 5\n",
        server.port()
    ));
    let people = desk.file(
        "accounts.csv",
        "account_id,account_name,salesperson\nC1001,Harbor Framing LLC,Jo Smith\n",
    );
    assert_eq!(desk.on("2026-11-20", &["import", &people]).code, 0);
    desk.json(DAY, &["sales", "set", "Jo Smith", "jo@ridgeline.example"]);
    desk.json(
        DAY,
        &[
            "contact",
            "add",
            "C1001",
            "Dana Ruiz",
            "--email",
            "ap@harbor.example",
            "--preferred",
        ],
    );
    desk.json(
        "2026-01-05",
        &["fee", "agree", "C1001", "credit application"],
    );
    desk.json("2026-11-22", &["fee", "post", "C1001"]);
    desk
}

fn words(mail: &Message<'_>) -> String {
    let text = mail.body_text(0).expect("a text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_letter_of_the_remedies_arrives_whole_with_its_sheets() {
    let server = MailServer::start(Behave::Well);
    let desk = desk(&server);
    desk.json(DAY, &["outbox", "letter", "C1001", "courtesy"]);
    desk.json(DAY, &["notice", "C1001"]);
    desk.json(DAY, &["outbox", "letter", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "letter", "C1001", "guide"]);
    desk.json(DAY, &["sales", "heads-up", "C1001"]);
    let sent = desk.json(DAY, &["outbox", "send"]);
    let got = server.received();
    assert_eq!(got.len(), 5, "{sent}");
    let mails: Vec<Message<'_>> = got
        .iter()
        .map(|m| {
            let parser = MessageParser::default();
            parser.parse(m.text.as_bytes()).expect("a message")
        })
        .collect();
    // To whom, its subject, words of it, and what lies in its one attachment.
    type Expected = (
        &'static str,
        &'static str,
        &'static [&'static str],
        Option<&'static [&'static str]>,
    );
    let expected: [Expected; 5] = [
        (
            "ap@harbor.example",
            "Pier 9",
            &["Pier 9", "$5,000.00"],
            None,
        ),
        (
            "ap@harbor.example",
            "Final notice",
            &[
                "no further deliveries until the account is settled",
                "handed over to an agency",
            ],
            Some(&["A-1", "A-2", "FC-00001"]),
        ),
        (
            "ap@harbor.example",
            "Statement of account",
            &["A-1", "FC-00001"],
            Some(&["A-1", "5,000.00", "FC-00001", "183.65", "Credit CM-77"]),
        ),
        (
            "ap@harbor.example",
            "How we invoice",
            &["how we invoice"],
            Some(&["How we invoice"]),
        ),
        (
            "jo@ridgeline.example",
            "Harbor Framing LLC",
            &["C1001"],
            None,
        ),
    ];
    for (mail, (to, subject, says, attached)) in mails.iter().zip(expected) {
        let address = mail
            .to()
            .and_then(|to| to.first())
            .and_then(|to| to.address());
        assert_eq!(address, Some(to), "{subject}");
        let from = mail
            .from()
            .and_then(|from| from.first())
            .and_then(|from| from.address());
        assert_eq!(from, Some("ar@ridgeline.example"), "{subject}");
        let found = mail.subject().unwrap_or_default();
        assert!(found.contains(subject), "'{subject}' in '{found}'");
        let text = words(mail);
        for part in says {
            assert!(text.contains(part), "'{part}' in {text}");
        }
        assert_eq!(
            mail.attachment_count(),
            usize::from(attached.is_some()),
            "{subject}"
        );
        let Some(parts) = attached else { continue };
        let file = mail.attachment(0).expect("one");
        let kind = file.content_type().expect("a type");
        assert_eq!(
            (kind.ctype(), kind.subtype()),
            ("application", Some("pdf")),
            "{subject}"
        );
        assert!(
            file.attachment_name().is_some_and(|n| n.ends_with(".pdf")),
            "{subject}"
        );
        assert!(file.contents().starts_with(b"%PDF"), "{subject}");
        let pages = pdf_text(file.contents()).join(" ");
        for part in parts {
            assert!(
                pages.contains(part),
                "'{part}' on the sheet of {subject}: {pages}"
            );
        }
    }
    // The final notice told them; the house's own mail is no touch of theirs.
    let told = desk.json(DAY, &["ladder", "C1001"]);
    assert!(told.to_string().contains("credit_hold"), "{told}");
}

#[test]
fn a_refused_letter_stands_in_the_brief_before_the_next_call() {
    let server = MailServer::start(Behave::RefuseRecipient);
    let desk = desk(&server);
    desk.json(DAY, &["outbox", "letter", "C1001", "statement"]);
    desk.on(DAY, &["outbox", "send"])
        .fails(1, &["did not go out"]);
    let brief = desk.json(DAY, &["show", "C1001"])["brief"].to_string();
    assert!(
        brief.contains("the statement to ap@harbor.example was refused on Mon 23 Nov"),
        "{brief}"
    );
    assert!(
        brief.contains("finance charge FC-00001 of 183.65"),
        "{brief}"
    );
}

#[test]
fn a_bankruptcy_stops_fees_letters_and_calls_at_once_and_a_dry_run_says_so() {
    let server = MailServer::start(Behave::Well);
    let desk = desk(&server);
    desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "letter", "C1001", "guide"]);
    desk.json(DAY, &["hold", "C1001", "bankruptcy", "--case", "26-40001"]);
    desk.on(DAY, &["fee", "post", "C1001"])
        .fails(1, &["a bankruptcy hold stops fees too"]);
    let preview = desk.json(DAY, &["fee", "preview", "C1001"]);
    assert!(
        preview["accounts"][0]["preview"]["blocked"].is_string(),
        "{preview}"
    );
    let stopped = "no letter to Harbor Framing LLC: a bankruptcy hold stops every letter";
    for words in [
        ["outbox", "write", "1"].as_slice(),
        &["outbox", "write", "1", "--dry-run"],
        &["outbox", "letter", "C1001", "statement"],
        &["outbox", "letter", "C1001", "statement", "--dry-run"],
        &["notice", "C1001", "--dry-run"],
    ] {
        desk.on(DAY, words).fails(1, &[stopped]);
    }
    desk.on(DAY, &["notice", "C1001"]).fails(1, &["bankruptcy"]);
    let all = desk.on(DAY, &["outbox", "write", "--all", "--dry-run"]);
    assert!(all.out.contains(stopped), "{all:?}");
    // What was written before waits, and no byte of it leaves.
    desk.json(DAY, &["outbox", "send"]);
    assert!(server.received().is_empty());
    let shown = desk.json(DAY, &["show", "C1001"]);
    assert!(
        shown["safety"]["blocked"]
            .to_string()
            .contains("case 26-40001"),
        "{shown}"
    );
    let queue = desk.json(DAY, &["queue"]);
    assert!(!queue["rows"].to_string().contains("C1001"), "{queue}");
    let why = desk.on(DAY, &["queue", "--why", "C1001"]);
    assert!(why.out.contains("bankruptcy"), "{why:?}");
    // A try to write one is in the trail.
    let trail = desk.json(DAY, &["audit", "C1001"]);
    let blocked = |line: &Value| line["what"] == "blocked" && line["deed"] == "letter";
    assert!(
        trail["audit"]
            .as_array()
            .is_some_and(|all| all.iter().any(blocked)),
        "{trail}"
    );
}

#[test]
fn an_attempt_that_never_ended_is_a_doubt_of_the_account_on_the_next_day_and_in_the_why() {
    let desk = Desk::with_book();
    let to = ["--to", "ap@harbor.example"];
    desk.json(
        "2026-11-20",
        &["outbox", "letter", "C1001", "statement", to[0], to[1]],
    );
    // The program is killed while the message is on its way: the attempt began, and nobody wrote how it ended.
    let ledger = desk.ledger();
    let marker = desk.path("started");
    let slow = format!("touch {} && sleep 5", marker.display());
    desk.settings(&format!(
        "[mail]\nthrough = \"program\"\nfrom = \"us@x.example\"\nprogram = [\"sh\", \"-c\", \"{slow}\"]\n"
    ));
    let mut sending = desk
        .command()
        .arg("--ledger")
        .arg(&ledger)
        .args(["--as-of", "2026-11-20", "outbox", "send"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    while !marker.exists() {
        assert!(sending.try_wait().expect("looked at").is_none(), "it ended");
        std::thread::yield_now();
    }
    sending.kill().expect("killed");
    sending.wait().expect("waited for");
    let brief = desk.json("2026-11-23", &["show", "C1001"])["brief"].to_string();
    let doubt = "the statement to ap@harbor.example may not have arrived on Fri 20 Nov";
    assert!(brief.contains(doubt), "{brief}");
    let why = desk.json("2026-11-23", &["queue", "--why", "C1001"]);
    assert!(
        why["mail"].as_str().is_some_and(|m| m.contains(doubt)),
        "{why}"
    );
    let why = desk.on("2026-11-23", &["queue", "--why", "C1001"]).out;
    assert!(why.contains(doubt), "{why}");
    // Nobody sends it a second time.
    let again = desk.on("2026-11-23", &["outbox", "send"]);
    assert!(again.out.contains("nothing is due"), "{again:?}");
}

#[test]
fn a_letter_that_nobody_asked_for_does_not_say_that_they_asked_and_a_dry_run_says_what_goes_with_it()
 {
    let desk = Desk::with_book();
    let pdf = desk.file("copies/A-1.pdf", "%PDF-1.4");
    let folder = std::path::Path::new(&pdf).parent().expect("a folder");
    desk.settings(&format!(
        "[mail]\ncopies = \"{}/{{number}}.pdf\"\n",
        folder.display()
    ));
    let to = ["--to", "ap@harbor.example"];
    let dry = [
        "outbox",
        "letter",
        "C1001",
        "copies",
        to[0],
        to[1],
        "--dry-run",
    ];
    let text = desk.on("2026-11-23", &dry).out;
    for says in [
        "with     the PDF of A-1",
        "with     a text copy of A-2 from the ledger",
        "copies of the invoices that are open",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("asked for"), "{text}");
    desk.json(
        "2026-11-23",
        &["outbox", "ask", "C1001", "invoice_copy", to[0], to[1]],
    );
    let text = desk
        .on("2026-11-23", &["outbox", "write", "1", "--dry-run"])
        .out;
    assert!(text.contains("that you asked for"), "{text}");
}

#[test]
fn what_cannot_go_with_a_letter_is_refused_when_it_is_named() {
    let desk = Desk::with_book();
    let to = ["--to", "ap@harbor.example"];
    let with = |path: &str| {
        let words = [
            "outbox", "letter", "C1001", "paper", to[0], to[1], "--attach", path,
        ];
        desk.on("2026-11-23", &words)
    };
    let ledger = desk.ledger().to_string_lossy().into_owned();
    with(&ledger).fails(1, &["a ledger does not go with a letter"]);
    let large = desk.file("large.bin", vec![0_u8; 15 * 1024 * 1024 + 1]);
    with(&large).fails(1, &["more than 15 MiB"]);
    with(&desk.path("nowhere.pdf").to_string_lossy()).fails(1, &["nowhere.pdf"]);
    let outbox = desk.json("2026-11-23", &["outbox", "list"]);
    assert_eq!(
        outbox["letters"].as_array().map(Vec::len),
        Some(0),
        "{outbox}"
    );
}

#[test]
fn a_mail_of_an_account_in_another_currency_is_read_in_that_currency() {
    let desk = Desk::empty();
    let file = desk.book(
        "book.csv",
        &[
            "K1,Harbor Framing LLC,,invoice,A-1,2026-09-03,2026-10-03,Net 30,,5000.00,5000.00,USD",
            "K2,Bau GmbH,,invoice,EU-1,2026-09-03,2026-10-03,Net 30,,1234.56,1234.56,EUR",
        ],
    );
    desk.json("2026-11-20", &["import", &file]);
    let mail = desk.file(
        "mail.txt",
        "We sent 1.000,00 EUR by wire ref TT889912 on Nov 20 for EU-1\n",
    );
    let read = desk.json("2026-11-23", &["read-mail", &mail]);
    assert_eq!(read["currency"], "EUR", "{read}");
    assert_eq!(read["accounts"][0]["offer"]["amount"], 100_000, "{read}");
}
