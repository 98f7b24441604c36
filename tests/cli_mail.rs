//! Mail from the command line: letters that nobody asked for, sheets, sales, mail of theirs, holds; each letter that left is one touch.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

const DAY: &str = "2026-11-23";

/// A desk with a book, two people with mailboxes, and letters left in a folder.
fn desk() -> Desk {
    let desk = Desk::with_book();
    let out = desk.path("out");
    desk.settings(&format!(
        "collector = \"Ana\"\ncompany = \"Ridgeline Supply\"\n[mail]\nfrom = \"ar@ridgeline.example\"\nfolder = \"{}\"\n",
        out.display()
    ));
    for (name, role, mail) in [
        ("Dana Ruiz", "AP", "ap@harbor.example"),
        ("Lee Grant", "attorney", "lee@law.example"),
    ] {
        let mut words = vec![
            "contact", "add", "C1001", name, "--role", role, "--email", mail,
        ];
        if role == "AP" {
            words.push("--preferred");
        }
        desk.json(DAY, &words);
    }
    desk
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().expect("a list")
}

fn notes(desk: &Desk) -> Vec<Value> {
    list(&desk.json(DAY, &["show", "C1001"]), "notes").clone()
}

#[test]
fn every_letter_can_be_written_without_having_been_asked_for() {
    let desk = desk();
    desk.json(DAY, &["promise", "C1001", "500", "+3d"]);
    for (kind, says) in [
        ("statement", "Statement of account"),
        ("copies", "Your invoice copies"),
        ("confirmation", "As agreed: $500.00"),
        ("paper_request", "A paper that we still need"),
        ("courtesy", "Open invoices on"),
        ("guide", "How we invoice"),
    ] {
        let shown = desk.on(DAY, &["outbox", "letter", "C1001", kind, "--dry-run"]);
        assert!(shown.out.contains(says), "{kind}: {shown:?}");
        assert!(shown.out.contains("ap@harbor.example"), "{kind}: {shown:?}");
        desk.json(DAY, &["outbox", "letter", "C1001", kind]);
    }
    // A final notice tells of the next steps: only `notice` keeps that they were told.
    for more in [[].as_slice(), &["--dry-run"]] {
        let words = [&["outbox", "letter", "C1001", "final_notice"], more].concat();
        desk.on(DAY, &words).fails(1, &["`bywhen notice C1001`"]);
    }
    let shown = desk.on(DAY, &["notice", "C1001", "--dry-run"]);
    assert!(shown.out.contains("Final notice:"), "{shown:?}");
    desk.json(DAY, &["notice", "C1001"]);
    desk.on(DAY, &["outbox", "letter", "C1001", "paper"])
        .fails(1, &["--attach FILE"]);
    desk.on(DAY, &["outbox", "letter", "C1001", "heads_up"])
        .fails(1, &["no salesperson"]);
    desk.on(DAY, &["outbox", "letter", "C1003", "statement"])
        .fails(1, &["nobody at Kestrel Kitchens", "--to"]);
    desk.on(
        DAY,
        &["outbox", "letter", "C1001", "statement", "--to=-oQ/x@y.com"],
    )
    .fails(2, &["-oQ"]);
    let sent = desk.json(DAY, &["outbox", "send"]);
    assert!(
        list(&sent, "letters").iter().all(|l| l["end"] == "sent"),
        "{sent}"
    );
    assert_eq!(list(&sent, "letters").len(), 7);
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_letter_that_left_is_one_touch_of_its_day_and_answers_no_follow_up() {
    let desk = desk();
    desk.json(
        DAY,
        &["follow-up", "C1001", "today", "did the copies arrive?"],
    );
    let before = desk.json(DAY, &["queue", "--why", "C1001"]);
    assert!(notes(&desk).is_empty());
    desk.json(DAY, &["outbox", "letter", "C1001", "statement"]);
    assert!(notes(&desk).is_empty(), "written is not sent");
    desk.json(DAY, &["outbox", "send"]);
    let found = notes(&desk);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["channel"], &found[0]["inbound"]),
        (&"mail".into(), &false.into())
    );
    assert_eq!(found[0]["on"], DAY);
    assert!(
        found[0]["note"]
            .as_str()
            .expect("a note")
            .contains("ap@harbor.example")
    );
    let after = desk.json(DAY, &["queue", "--why", "C1001"]);
    assert_eq!(
        before["gate"], after["gate"],
        "it rests no more than before"
    );
    assert_eq!(
        before["reasons"], after["reasons"],
        "the follow-up still stands"
    );
    desk.json(DAY, &["outbox", "send"]);
    desk.on(DAY, &["undo"])
        .fails(1, &["it went out, or may have"]);
    assert_eq!(notes(&desk).len(), 1);
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_hold_stops_letters_that_are_written_already_and_lets_the_lawyers_through() {
    let desk = desk();
    desk.json(DAY, &["outbox", "letter", "C1001", "statement"]);
    desk.json(DAY, &["hold", "C1001", "attorney"]);
    let sent = desk.json(DAY, &["outbox", "send"]);
    assert!(
        list(&sent, "letters").is_empty(),
        "a held letter is not due: {sent}"
    );
    let letters = desk.json(DAY, &["outbox"]);
    let held = letters["letters"][0]["held"].as_str().expect("held");
    assert!(held.contains("attorney"), "{held}");
    desk.on(DAY, &["outbox", "send", "1"])
        .fails(1, &["did not go out"]);
    desk.on(
        DAY,
        &[
            "outbox",
            "letter",
            "C1001",
            "copies",
            "--to",
            "ap@harbor.example",
        ],
    )
    .fails(1, &["attorney"]);
    let to_lawyer = desk.json(DAY, &["outbox", "letter", "C1001", "copies"]);
    assert!(
        to_lawyer["what"]
            .as_str()
            .expect("words")
            .contains("lee@law.example")
    );
    assert_eq!(
        list(&desk.json(DAY, &["outbox", "send"]), "letters").len(),
        1
    );
    desk.json(DAY, &["hold", "C1001", "bankruptcy"]);
    desk.on(DAY, &["outbox", "letter", "C1001", "statement"])
        .fails(1, &["bankruptcy"]);
    // The house may still talk with itself.
    desk.json(DAY, &["sales", "set", "Jo Smith", "jo@ridgeline.example"]);
}

#[test]
fn sheets_go_with_a_letter_as_pdf_and_stand_alone_as_text() {
    let desk = desk();
    let shown = desk.on(DAY, &["outbox", "guide", "liens"]);
    assert!(shown.out.contains("What a lien notice means"), "{shown:?}");
    let path = desk.path("g.pdf").display().to_string();
    desk.json(DAY, &["outbox", "guide", "invoicing", "-o", &path]);
    assert!(
        std::fs::read(desk.path("g.pdf"))
            .expect("a file")
            .starts_with(b"%PDF")
    );
    desk.on(DAY, &["outbox", "guide", "invoicing", "-o", &path])
        .fails(1, &["g.pdf"]);
    desk.json(
        DAY,
        &[
            "outbox", "letter", "C1001", "guide", "--guide", "liens", "--guide", "standing",
        ],
    );
    desk.json(DAY, &["outbox", "send"]);
    let mail = std::fs::read_dir(desk.path("out"))
        .expect("a folder")
        .map(|f| std::fs::read_to_string(f.expect("a file").path()).expect("text"))
        .collect::<String>();
    assert!(
        mail.contains("filename=\"what-a-lien-notice-means.pdf\""),
        "{mail}"
    );
    assert!(mail.contains("filename=\"paying-on-time.pdf\""));
}

#[test]
fn mail_that_came_back_is_marked_at_the_person_whose_it_is() {
    let desk = desk();
    desk.json(DAY, &["outbox", "letter", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "send"]);
    desk.json(DAY, &["outbox", "bounced", "1"]);
    let shown = desk.json(DAY, &["show", "C1001"]);
    let dana = list(&shown, "contacts")
        .iter()
        .find(|c| c["name"] == "Dana Ruiz")
        .expect("Dana");
    assert!(!dana["email_bad_on"].is_null(), "{dana}");
    desk.json(DAY, &["undo"]);
    desk.json(DAY, &["contact", "bounced", "C1001", "Dana"]);
    desk.json(DAY, &["contact", "bounced", "C1001", "Lee"]);
    let shown = desk.json(DAY, &["show", "C1001"]);
    let brief = shown["brief"].to_string();
    assert!(brief.contains("comes back since"), "{brief}");
}

#[test]
fn sales_has_mailboxes_gets_a_heads_up_and_its_answer_is_noted() {
    let desk = desk();
    let file = desk.file(
        "accounts.csv",
        "account_id,account_name,salesperson\nC1001,Harbor Framing LLC,Jo Smith\n",
    );
    let imported = desk.on(DAY, &["import", &file]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let listed = desk.json(DAY, &["sales"]);
    assert_eq!(listed["sales"][0]["mail"], Value::Null);
    desk.on(DAY, &["sales", "heads-up", "C1001"])
        .fails(1, &["no mail address of Jo Smith"]);
    desk.on(DAY, &["sales", "set", "jo smith", "not an address"])
        .fails(1, &["not an address"]);
    desk.json(DAY, &["sales", "set", "jo  SMITH", "jo@ridgeline.example"]);
    desk.json(DAY, &["hold", "C1001", "bankruptcy"]);
    let shown = desk.on(
        DAY,
        &[
            "sales",
            "heads-up",
            "C1001",
            "--about",
            "they dispute it",
            "--dry-run",
        ],
    );
    assert!(
        shown.out.contains("they dispute it") && shown.out.contains("jo@ridgeline.example"),
        "{shown:?}"
    );
    desk.json(DAY, &["sales", "heads-up", "C1001"]);
    let sent = desk.json(DAY, &["outbox", "send"]);
    assert_eq!(
        sent["letters"][0]["end"], "sent",
        "no hold stops the house: {sent}"
    );
    let found = notes(&desk);
    assert_eq!(
        found[0]["channel"], "note",
        "the customer was not touched: {found:?}"
    );
    desk.json(
        DAY,
        &["sales", "answer", "C1001", "leave them to me until Friday"],
    );
    assert!(
        notes(&desk)[0]["note"]
            .as_str()
            .expect("text")
            .starts_with("Jo Smith (sales): leave")
    );
}

#[test]
fn a_mail_of_theirs_is_read_matched_and_kept_as_a_touch() {
    let desk = desk();
    let mail = "From: Dana <ap@harbor.example>\nRemittance: check 1182 for A-1, $5,000.00, mailed Nov 20\n> old $7.00\n";
    let file = desk.file("mail.txt", mail.as_bytes());
    let read = desk.json(DAY, &["read-mail", &file]);
    let account = &read["accounts"][0];
    assert_eq!(account["label"], "C1001", "{read}");
    assert_eq!(account["contact_name"], "Dana Ruiz");
    assert_eq!(account["invoices"][0]["number"], "A-1");
    let offer = &account["offer"];
    assert_eq!(
        (&offer["sense"], &offer["amount"]),
        (&"claim".into(), &500_000.into())
    );
    assert_eq!(offer["payment"]["number"], "1182");
    assert_eq!(offer["left_on"], "2026-11-20");
    assert_eq!(read["payments"][0]["line"], 2, "{read}");
    let text = desk.on(DAY, &["read-mail", &file]);
    assert!(
        text.out.contains("check 1182") && text.out.contains("Harbor Framing"),
        "{text:?}"
    );
    assert!(notes(&desk).is_empty(), "reading writes nothing");
    desk.json(DAY, &["read-mail", &file, "--keep"]);
    let found = notes(&desk);
    assert_eq!(
        (&found[0]["channel"], &found[0]["inbound"]),
        (&"mail".into(), &true.into())
    );
    assert_eq!(found[0]["contact"], "Dana Ruiz");
    let odd = desk.file(
        "odd.txt",
        b"hello\x1b[2J \xff\xfe card 4111 1111 1111 1111\n",
    );
    let read = desk.json(DAY, &["read-mail", &odd]);
    assert_eq!(read["masked"], true);
    assert!(!read.to_string().contains("4111 1111 1111 1111"));
    desk.on(DAY, &["read-mail", &odd, "--keep"])
        .fails(1, &["whose mail is it"]);
    desk.json(DAY, &["read-mail", &odd, "--keep", "--account", "C1001"]);
    let shown = desk.on(DAY, &["read-mail", &odd]);
    assert!(!shown.out.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn overriding_sheets_are_checked_with_the_settings() {
    let desk = desk();
    desk.file(
        "home/config/bywhen/guides/liens.txt",
        "== text ==\n\n{{ balance }}\n",
    );
    desk.on(DAY, &["config", "check"])
        .fails(1, &["liens.txt", "line 3", "unknown value 'balance'"]);
}
