//! What was only a command before, with keys only: fees at all accounts, a group of accounts, the agency's file, a paper with its file, a
//! refused letter once more.

mod harness;

use bywhen::domain::audit::AuditWhat;
use bywhen::domain::outbox::Part;
use bywhen::store::protocol::{AuditAsk, Reply, Request};
use harness::{Desk, TODAY};

/// The sample desk, the remedies of an account open.
fn remedies(name: &str) -> Desk {
    let mut desk = Desk::sample(TODAY).sized(120, 40);
    desk.find(name).press("R").shows("Remedies ·");
    desk
}

#[test]
fn fees_at_all_accounts_are_shown_posted_in_one_act_and_taken_back_by_one_key() {
    let mut desk = remedies("Valley Interiors");
    // Somebody agreed to late charges; somebody who did not is left alone.
    desk.press("a").type_text("terms of sale").press("Enter");
    let before = desk.writes;
    desk.press("R T")
        .shows("post fees at all accounts")
        .shows("at ")
        .shows("Valley Interiors: finance charge");
    desk.hides("Northgate Homes: ");
    desk.press("Enter").shows("posted at ");
    assert_eq!(desk.writes, before + 1);
    desk.press("R").shows("1 fee,").press("T");
    desk.shows("nothing may be posted at any account");
    desk.press("u").shows("undone");
    desk.press("R T").shows("Valley Interiors: finance charge");
}

#[test]
fn an_account_joins_a_group_shows_what_the_group_owes_and_leaves_it() {
    let mut desk = remedies("Kestrel Kitchens");
    desk.shows("in no group").press("U");
    desk.shows("join or leave a group · Kestrel Kitchens");
    desk.press("Enter").shows("a number or a name");
    desk.type_text("nobody of that name").press("Enter");
    assert_eq!(desk.writes, 1, "asked, and refused");
    desk.press("Ctrl-U").type_text("C1001");
    desk.shows("counts against the limit of C1001")
        .press("Enter");
    desk.shows("belongs to the group of Harbor Framing LLC");
    desk.press("R")
        .shows("group of Harbor Framing LLC, 2 accounts: owed");
    desk.press("U").shows("it leaves its group").press("Enter");
    desk.shows("belongs to no group any more");
    desk.press("u u")
        .shows("undone")
        .press("R")
        .shows("in no group");
}

#[test]
fn the_agencys_file_is_a_new_folder_in_the_log_and_never_replaces_anything() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("agency");
    let typed = path.to_str().expect("a path").to_owned();
    let mut desk = remedies("Northgate");
    desk.press("K").shows("no agency has it: place it first");
    desk.press("x").type_text("Beacon").press("Tab Tab");
    desk.type_text("silence")
        .press("Tab")
        .type_text("moving")
        .press("Enter");
    desk.shows("placed with Beacon");
    desk.press("Ctrl-F").type_text("Northgate").press("Enter");
    desk.press("R").shows("for Beacon, placed").press("K");
    desk.shows("file for the agency · Northgate")
        .shows("summary, statement as PDF");
    desk.press("Ctrl-U").type_text(&typed).press("Enter");
    desk.shows("6 files");
    let count = || std::fs::read_dir(&path).expect("a folder").count();
    assert_eq!(count(), 6);
    desk.press("R K Ctrl-U").type_text(&typed).press("Enter");
    desk.shows("is not overwritten");
    assert_eq!(count(), 6);
}

#[test]
fn a_paper_goes_with_its_file_and_not_without_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("w9.pdf");
    std::fs::write(&path, b"%PDF-1.4").expect("a file");
    let mut desk = remedies("Harbor Framing LLC");
    desk.press("V")
        .shows("paper they asked for · Harbor Framing LLC");
    desk.press("Ctrl-S").shows("which file is it?");
    desk.type_text("/nowhere/w9.pdf").press("Ctrl-S");
    desk.shows("/nowhere/w9.pdf").shows("not kept yet");
    assert_eq!(desk.writes, 0);
    desk.press("Ctrl-U")
        .type_text(path.to_str().expect("a path"));
    desk.press("Ctrl-S").shows("it waits in the outbox");
    assert_eq!(desk.writes, 1);
    let letters = harness::reads::outbox(&mut desk).letters;
    let kept = letters.iter().find(|l| l.name == "Harbor Framing LLC");
    let parts = &kept.expect("a letter").parts;
    assert!(
        parts
            .iter()
            .any(|p| matches!(p, Part::File { path } if path.ends_with("w9.pdf"))),
        "{parts:?}"
    );
}

#[test]
fn a_refused_letter_is_said_in_the_brief_and_goes_again_to_another_address() {
    let mut desk = Desk::sample(TODAY).sized(120, 40);
    let letters = harness::reads::outbox(&mut desk).letters;
    let refused = letters
        .into_iter()
        .find(|l| l.standing.state == bywhen::domain::outbox::LetterState::Refused)
        .expect("the sample has one");
    desk.find(&refused.name).shows("550 5.1.1 no such mailbox");
    desk.shows("correct the address and send it again");
    desk.press("R")
        .shows("send a refused letter again")
        .press("Z");
    desk.shows(&refused.subject).shows("not kept yet");
    desk.press("Ctrl-U")
        .type_text("ap.new@works.example")
        .press("Ctrl-S");
    desk.shows("address corrected").hides("no such mailbox");
    desk.press("R Z")
        .shows("no refused letter waits to go again");
}

#[test]
fn what_a_rule_refuses_at_the_desk_is_in_the_trail() {
    let mut desk = remedies("Northgate");
    // No agreement: the remedy is not possible, and that somebody wanted it is kept.
    desk.press("p").shows("no agreement allows fees here");
    // They were not told of a credit hold.
    desk.press("h")
        .type_text("late")
        .press("Tab")
        .type_text("Pat")
        .press("Enter");
    desk.shows("they were not told");
    let found = match desk.ask(Request::Audit(AuditAsk::default())) {
        Some(Reply::Audit(lines)) => lines,
        other => panic!("no trail: {other:?}"),
    };
    let all: Vec<(AuditWhat, &str)> = found.iter().map(|l| (l.what, l.deed.as_str())).collect();
    assert!(all.contains(&(AuditWhat::Blocked, "fee")), "{all:?}");
    assert!(all.contains(&(AuditWhat::Warned, "credit_hold")), "{all:?}");
}
