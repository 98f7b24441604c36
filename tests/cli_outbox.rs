//! Letters from the command line: asked for, written, sent as files, over a mail server and through a program; nothing goes out twice.

mod cli_support;
mod mail_server;

use cli_support::{Desk, pdf_text};
use mail_server::{Behave, MailServer};
use serde_json::Value;

const DAY: &str = "2026-11-23";

/// A desk with a book, a person with a mailbox, and settings.
fn desk(settings: &str) -> Desk {
    let desk = Desk::with_book();
    desk.settings(&format!(
        "collector = \"Ana\"\ncompany = \"Ridgeline Supply\"\n{settings}"
    ));
    desk.with_dana(DAY, &["--email", "ap@harbor.example"]);
    desk
}

fn folder(desk: &Desk) -> String {
    format!(
        "[mail]\nfrom = \"ar@ridgeline.example\"\nfolder = \"{}\"\n",
        desk.path("out").display()
    )
}

fn letters(desk: &Desk) -> Value {
    desk.json(DAY, &["outbox", "list", "--all"])["letters"].clone()
}

/// What lies in the folder, by name.
fn written(desk: &Desk) -> Vec<(String, String)> {
    let Ok(found) = std::fs::read_dir(desk.path("out")) else {
        return Vec::new();
    };
    let mut out: Vec<(String, String)> = found
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("mail is text"))
        })
        .collect();
    out.sort();
    out
}

#[test]
fn copies_asked_for_on_the_phone_become_a_letter_in_the_folder_and_the_task_is_done() {
    let desk = desk("");
    let settings = format!(
        "collector = \"Ana\"\n{}copies = \"{}/{{number}}.pdf\"\n",
        folder(&desk),
        desk.path("pdf").display()
    );
    desk.settings(&settings);
    desk.file("pdf/A-1.pdf", b"%PDF-1.7 the invoice");
    desk.json(
        DAY,
        &["outbox", "ask", "C1001", "invoice_copy", "--by", "fri"],
    );
    let wanted = desk.json(DAY, &["outbox"])["wanted"].clone();
    assert_eq!(wanted[0]["kind"], "invoice_copy");
    assert_eq!(wanted[0]["to"], "ap@harbor.example");
    assert_eq!(wanted[0]["invoices"].as_array().map(Vec::len), Some(2));

    let preview = desk.on(DAY, &["outbox", "write", "1", "--dry-run"]);
    assert!(
        preview.out.contains(
            "- A-1 of Thu 3 Sep 2026, due Sat 3 Oct 2026: $5,000.00 open, job Pier 9,\n  your PO-1"
        ),
        "{preview:?}"
    );
    assert!(
        letters(&desk).as_array().expect("a list").is_empty(),
        "a preview writes nothing"
    );

    desk.json(DAY, &["outbox", "write", "1"]);
    desk.on(DAY, &["outbox", "write", "1"])
        .fails(1, &["no request #1 that waits"]);
    let dry = desk.json(DAY, &["outbox", "send", "--dry-run"]);
    assert_eq!(dry["letters"][0]["end"], "dry_run");
    assert!(written(&desk).is_empty());
    let sent = desk.json(DAY, &["outbox", "send"]);
    assert_eq!(sent["letters"][0]["end"], "sent", "{sent}");
    let files = written(&desk);
    assert_eq!(files.len(), 1);
    let mail = &files[0].1;
    for part in [
        "To: \"Dana Ruiz\" <ap@harbor.example>",
        "From: \"Ana at My company\" <ar@ridgeline.example>",
        "Subject: Your invoice copies from",
        "Hello Dana,",
        "filename=\"A-1.pdf\"",
        "JVBERi0xLjcgdGhlIGludm9pY2U=",
        "filename=\"A-2.txt\"",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let tasks = desk.json(DAY, &["task", "list", "--all"]);
    assert_eq!(tasks["tasks"][0]["verdict"], "kept", "{tasks}");
    assert_eq!(letters(&desk)[0]["standing"]["state"], "sent");
    let shown = desk.json(DAY, &["show", "C1001"])["letters"].clone();
    assert_eq!(shown[0]["state"], "sent", "{shown}");
    assert!(desk.on(DAY, &["show", "C1001"]).out.contains("Letters"));
    let again = desk.json(DAY, &["outbox", "send"]);
    assert_eq!(
        again["letters"],
        Value::Array(vec![]),
        "nothing is sent twice"
    );
}

#[test]
fn a_letter_that_was_not_sent_can_be_taken_back_and_its_request_waits_again() {
    let desk = desk("");
    desk.settings(&folder(&desk));
    desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "write", "--all"]);
    assert!(
        desk.json(DAY, &["outbox"])["wanted"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
    desk.json(DAY, &["undo"]);
    let outbox = desk.json(DAY, &["outbox"]);
    assert_eq!(outbox["wanted"].as_array().map(Vec::len), Some(1));
    assert!(outbox["letters"].as_array().expect("a list").is_empty());
    desk.json(DAY, &["outbox", "write", "--all"]);
    desk.json(DAY, &["outbox", "send"]);
    // The newest act that can be undone is the letter, and it has left.
    desk.on(DAY, &["undo"])
        .fails(1, &["it went out, or may have"]);
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_paper_needs_its_file_and_a_wrong_address_is_refused_before_anything_is_kept() {
    let desk = desk("");
    desk.settings(&folder(&desk));
    desk.json(DAY, &["outbox", "ask", "C1001", "w9"]);
    desk.on(DAY, &["outbox", "write", "1"])
        .fails(1, &["W-9", "--attach FILE"]);
    let all = desk.json(DAY, &["outbox", "write", "--all"]);
    assert_eq!(all["left"][0]["request"], 1, "{all}");
    let file = desk.file("w9 (2026).pdf", b"%PDF");
    let attach = |more: &[&str]| {
        let write = ["outbox", "write", "1", "--attach", &file];
        desk.on(DAY, &[&write, more].concat())
    };
    attach(&["--to", "ap@harbor.example, e@e.com"]).fails(1, &["no blanks, commas"]);
    desk.on(
        DAY,
        &["outbox", "ask", "C1001", "statement", "--to=-oQ/tmp@x.com"],
    )
    .fails(2, &["-oQ"]);
    desk.on(DAY, &["outbox", "ask", "C1003", "statement"])
        .fails(1, &["nobody at Kestrel Kitchens", "--to"]);
    assert_eq!(attach(&["--subject", "Our W-9"]).code, 0);
    desk.json(DAY, &["outbox", "send"]);
    let mail = &written(&desk)[0].1;
    assert!(mail.contains("Subject: Our W-9\r\n"), "{mail}");
    assert!(mail.contains("filename=\"w9_2026_.pdf\""), "{mail}");
}

/// Settings for the server, and a desk with one statement written.
fn with_server(server: &MailServer) -> Desk {
    let desk = desk("");
    let authority = desk.file("ca.pem", server.authority());
    desk.settings(&format!(
        "collector = \"Ana\"\n[mail]\nthrough = \"smtp\"\nfrom = \"ar@ridgeline.example\"\n[mail.smtp]\nhost = \"localhost\"\nport = {}\nuser = \"ar\"\n\
         password = [\"printf\", \"secret word\"]\nauthority = \"{authority}\"\nseconds = 2\n",
        server.port()
    ));
    desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "write", "--all"]);
    desk
}

#[test]
fn over_an_encrypted_line_with_a_password_a_letter_arrives_once() {
    let server = MailServer::start(Behave::Well);
    let desk = with_server(&server);
    let sent = desk.json(DAY, &["outbox", "send"]);
    assert_eq!(sent["letters"][0]["end"], "sent", "{sent}");
    desk.json(DAY, &["outbox", "send"]);
    let got = server.received();
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].from, "ar@ridgeline.example");
    assert_eq!(got[0].to, ["ap@harbor.example"]);
    assert!(
        got[0].encrypted,
        "the password and the letter crossed an encrypted line"
    );
    assert_eq!(got[0].login.as_deref(), Some("\0ar\0secret word"));
    let headers = got[0].text.split("\r\n\r\n").next().expect("headers");
    assert_eq!(headers.matches("\r\nSubject:").count(), 1, "{headers}");
    assert!(got[0].text.contains("Statement of account") || got[0].text.contains("=?utf-8?"));
    assert!(
        got[0].text.contains("A-1 of Thu 3 Sep 2026"),
        "{}",
        got[0].text
    );
}

#[test]
fn a_refused_recipient_is_final_and_a_greylisted_one_is_tried_again_later() {
    let server = MailServer::start(Behave::RefuseRecipient);
    let desk = with_server(&server);
    desk.on(DAY, &["outbox", "send"])
        .fails(1, &["1 letter did not go out"]);
    let found = letters(&desk)[0]["standing"].clone();
    assert_eq!(found["state"], "refused");
    assert!(
        found["why"].as_str().expect("why").contains("no such user"),
        "{found}"
    );
    desk.json(DAY, &["undo"]);
    assert_eq!(
        desk.json(DAY, &["outbox"])["wanted"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );

    let server = MailServer::start(Behave::Greylist);
    let desk = with_server(&server);
    desk.on(DAY, &["outbox", "send"])
        .fails(1, &["did not go out"]);
    let found = letters(&desk)[0]["standing"].clone();
    assert_eq!(found["state"], "waiting");
    assert!(found["next"].is_string(), "{found}");
    let soon = desk.json(DAY, &["outbox", "send"]);
    assert_eq!(soon["letters"], Value::Array(vec![]), "not before its time");
    assert!(server.received().is_empty());
}

#[test]
fn a_line_cut_after_the_text_is_a_doubt_that_a_person_settles() {
    let server = MailServer::start(Behave::CutAfterText);
    let desk = with_server(&server);
    desk.on(DAY, &["outbox", "send"])
        .fails(1, &["did not go out"]);
    assert_eq!(letters(&desk)[0]["standing"]["state"], "doubt");
    let again = desk.json(DAY, &["outbox", "send"]);
    assert_eq!(
        again["letters"],
        Value::Array(vec![]),
        "a doubt is never sent again by itself"
    );
    desk.on(DAY, &["outbox", "send", "1"])
        .fails(1, &["did not go out"]);
    assert_eq!(server.texts_begun(), 1, "not even when named");
    desk.json(
        DAY,
        &[
            "outbox",
            "settle",
            "1",
            "lost",
            "--note",
            "Dana has nothing",
        ],
    );
    assert_eq!(letters(&desk)[0]["standing"]["state"], "queued");
    desk.on(DAY, &["outbox", "settle", "1", "arrived"])
        .fails(1, &["no doubt about letter #1"]);
}

#[test]
fn before_the_text_a_cut_line_a_slow_server_or_a_missing_one_is_tried_again() {
    for behave in [
        Behave::CutBeforeText,
        Behave::Silent,
        Behave::NoEncryption,
        Behave::RefuseLogin,
    ] {
        let server = MailServer::start(behave);
        let desk = with_server(&server);
        desk.on(DAY, &["outbox", "send"])
            .fails(1, &["did not go out"]);
        let found = letters(&desk)[0]["standing"].clone();
        assert_eq!(found["state"], "waiting", "{behave:?}: {found}");
        assert_eq!(server.texts_begun(), 0, "{behave:?}");
        assert!(server.logins_in_the_open().is_empty(), "{behave:?}");
    }
    let server = MailServer::start(Behave::Well);
    let desk = with_server(&server);
    drop(server);
    desk.on(DAY, &["outbox", "send"])
        .fails(1, &["did not go out"]);
    assert_eq!(letters(&desk)[0]["standing"]["state"], "waiting");
}

#[test]
fn a_program_gets_the_message_on_its_input_and_no_address_among_its_arguments() {
    let desk = desk("");
    let (got, arguments) = (desk.path("got.eml"), desk.path("arguments"));
    let program = desk.file(
        "send.sh",
        format!(
            "#!/bin/sh\ncat > '{}'\necho \"$@\" > '{}'\n",
            got.display(),
            arguments.display()
        ),
    );
    desk.settings(&format!(
        "[mail]\nthrough = \"program\"\nfrom = \"ar@ridgeline.example\"\nprogram = [\"sh\", \"{program}\", \"-t\", \"-i\"]\n"
    ));
    desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "write", "--all"]);
    desk.json(DAY, &["outbox", "send"]);
    let mail = std::fs::read_to_string(got).expect("it was written");
    assert!(mail.contains("<ap@harbor.example>"), "{mail}");
    assert_eq!(
        std::fs::read_to_string(arguments).expect("written"),
        "-t -i\n"
    );

    for (script, state) in [
        ("exit 75", "waiting"),
        ("exit 67", "refused"),
        ("kill -9 $$", "doubt"),
    ] {
        let desk = self::desk("");
        let program = desk.file("send.sh", format!("#!/bin/sh\ncat > /dev/null\n{script}\n"));
        desk.settings(&format!(
            "[mail]\nthrough = \"program\"\nfrom = \"ar@ridgeline.example\"\nprogram = [\"sh\", \"{program}\"]\n"
        ));
        desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
        desk.json(DAY, &["outbox", "write", "--all"]);
        desk.on(DAY, &["outbox", "send"])
            .fails(1, &["did not go out"]);
        assert_eq!(letters(&desk)[0]["standing"]["state"], state, "{script}");
    }
}

#[test]
fn a_statement_as_pdf_says_what_the_ledger_says_on_as_many_pages_as_it_takes() {
    let desk = desk("");
    let file = desk.path("s.pdf");
    let path = file.to_string_lossy().into_owned();
    desk.json(DAY, &["outbox", "statement", "C1001", "-o", &path]);
    let pages = pdf_text(&std::fs::read(&file).expect("written"));
    assert_eq!(pages.len(), 1);
    for part in [
        "Harbor Framing LLC",
        "as of 23 Nov 2026",
        "A-1",
        "3 Sep 2026",
        "5,000.00",
        "Credit CM-77",
        "-340.00",
        "8,400.00",
        "8,060.00",
        "page 1 of 1",
    ] {
        assert!(pages[0].contains(part), "{part}: {}", pages[0]);
    }
    desk.on(DAY, &["outbox", "statement", "C1001", "-o", &path])
        .fails(1, &["s.pdf"]);

    let rows: Vec<String> = (1..=130)
        .map(|n| format!("C2,Long & Söhne 漢,,invoice,L-{n:03},2026-08-01,2026-08-31,Net 30,PO {n},{n}.10,{n}.10,USD"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let long = Desk::empty();
    let book = long.book("long.csv", &rows);
    assert_eq!(long.on("2026-11-20", &["import", &book]).code, 0);
    let file = long.path("l.pdf");
    long.json(
        DAY,
        &["outbox", "statement", "C2", "-o", &file.to_string_lossy()],
    );
    let pages = pdf_text(&std::fs::read(&file).expect("written"));
    assert!(pages.len() >= 3, "{}", pages.len());
    let all = pages.join(" ");
    for n in 1..=130 {
        assert!(all.contains(&format!("L-{n:03}")), "L-{n:03}");
    }
    assert!(all.contains("8,528.00"), "the total of 130 invoices");
    assert!(
        all.contains("Long & Söhne ?"),
        "what the font lacks is shown as a question mark"
    );
    for (n, page) in pages.iter().enumerate() {
        assert!(
            page.contains(&format!("page {} of {}", n + 1, pages.len())),
            "{page}"
        );
    }
}

#[test]
fn a_letter_of_ones_own_is_used_and_a_wrong_one_is_named_by_config_check() {
    let desk = desk("");
    desk.settings(&folder(&desk));
    desk.file(
        "home/config/bywhen/letters/statement.txt",
        "== subject ==\nAuszug für {{ account }}\n",
    );
    desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
    let preview = desk.on(DAY, &["outbox", "write", "1", "--dry-run"]);
    assert!(
        preview
            .out
            .contains("subject  Auszug für Harbor Framing LLC"),
        "{preview:?}"
    );
    desk.file(
        "home/config/bywhen/letters/statement.txt",
        "== subject ==\n{{ balance }}\n",
    );
    desk.on(DAY, &["config", "check"])
        .fails(1, &["statement.txt, line 2", "balance"]);
}
