//! What several reports say of one customer, decided with keys only: names that read alike, differences from what was typed, a week of
//! reports of different kinds, a second system that knows its customers by number.

mod harness;
use bywhen::domain::money::Minor;
use harness::files::{accounts, import, prep, write};
use harness::{Desk, TODAY};

const HEAD: &str = "Customer,Invoice no,Date,Due date,Open balance";
const SUMMIT: &str = "\
Summit Builders,SI-3,2026-10-01,2026-10-31,22000.50
Summit Builders,SI-4,2026-10-02,2026-11-01,100.00
Summit Builders,SI-5,2026-10-03,2026-11-02,200.00
";
const HARBOR: &str = "Harbor Framing LLC,SI-1,2026-09-03,2026-10-03,920.00\n";

/// A desk that knows both, and the list of a week later with these rows instead of Harbor's.
fn a_week_later(rows: &str) -> (Desk, String) {
    let mut desk = Desk::empty(TODAY);
    import(
        &mut desk,
        "a.csv",
        &format!("{HEAD}\n{SUMMIT}{HARBOR}"),
        "11/13",
    );
    let path = write(&desk, "b.csv", &format!("{HEAD}\n{SUMMIT}{rows}"));
    read(&mut desk, &path);
    (desk, path)
}

fn read(desk: &mut Desk, path: &str) {
    desk.press("5").paste(path).press("Enter");
    desk.type_text("11/20").press("Enter");
}

#[test]
fn one_key_says_that_a_new_name_is_a_known_customer_and_the_files_are_compared_again() {
    let (mut desk, _) = a_week_later("Harbour Framing,SI-9,2026-11-12,2026-12-12,310.00\n");
    desk.shows("Harbour Framing is new and reads like Harbor Framing LLC")
        .shows("1 new account");
    desk.press("=")
        .shows("'Harbour Framing' means Harbor Framing LLC");
    desk.hides("reads like").hides("1 new account");
    desk.shows("y imports it").press("y");
    assert_eq!(accounts(&mut desk), 2, "nothing was made of the new name");
    let harbor = prep(&mut desk, "Harbor Framing LLC");
    assert_eq!(harbor.open, Minor::new(31_000));
}

#[test]
fn a_customer_who_seems_renamed_stops_the_import_until_one_key_says_which_it_is() {
    let renamed = "Harbor & Sons,SI-1,2026-09-03,2026-10-03,920.00\n";
    let (mut desk, _) = a_week_later(renamed);
    desk.shows("1 document of Harbor Framing LLC stand")
        .shows("say whether it is the same customer")
        .hides("bywhen alias");
    desk.press("y").shows("say whether it is the same");
    desk.press("=").shows("y imports it").press("y");
    let harbor = prep(&mut desk, "Harbor Framing LLC");
    assert_eq!(
        (harbor.open, harbor.payments.len()),
        (Minor::new(92_000), 0)
    );

    // Or they are two, and the old one's invoice is gone from the list.
    let (mut desk, _) = a_week_later(renamed);
    desk.press("o").shows("is another customer than Harbor");
    desk.shows("y imports it").press("y");
    assert_eq!(accounts(&mut desk), 3);
    assert_eq!(prep(&mut desk, "Harbor & Sons").open, Minor::new(92_000));
    assert_eq!(prep(&mut desk, "Harbor Framing LLC").open, Minor::ZERO);
}

#[test]
fn names_that_were_not_decided_before_an_import_are_decided_after_it_by_the_same_keys() {
    let rows = "Harbour Framing,SI-9,2026-11-12,2026-12-12,310.00\nSumit Builders,SI-8,2026-11-12,2026-12-12,5.00\n";
    let (mut desk, _) = a_week_later(rows);
    desk.press("y").shows("1 name reads like a known customer");
    assert_eq!(accounts(&mut desk), 4);
    desk.press("5").hides("reads like").press("=");
    desk.shows("no two names are shown");
    // Also the pair that the files named both: only before an import does that say that they are two.
    desk.press("a")
        .shows("reads like")
        .shows("1 of 2 such names");
    desk.press("=")
        .shows("'Harbour Framing' means Harbor Framing LLC");
    desk.hides("such names").shows("reads like");
    desk.press("o").shows("is another customer than");
    desk.hides("reads like");
    desk.press("a").shows("No two customers read alike");
    assert_eq!(prep(&mut desk, "Sumit Builders").open, Minor::new(500));
}

#[test]
fn one_key_says_that_it_is_another_customer_and_it_is_not_asked_again() {
    let (mut desk, path) = a_week_later("Harbour Framing,SI-9,2026-11-12,2026-12-12,310.00\n");
    desk.press("o").shows("is another customer than Harbor");
    desk.hides("reads like Harbor");
    // Left and picked again: it is remembered, also without an import.
    desk.press("Esc Ctrl-U Esc");
    read(&mut desk, &path);
    desk.hides("reads like Harbor");
    desk.press("=")
        .shows("no new name here reads like a known customer");
    desk.press("y");
    assert_eq!(accounts(&mut desk), 3);
    assert_eq!(prep(&mut desk, "Harbour Framing").open, Minor::new(31_000));
}

#[test]
fn what_was_said_of_a_name_is_taken_back_with_one_key() {
    let (mut desk, _) = a_week_later("Harbour Framing,SI-9,2026-11-12,2026-12-12,310.00\n");
    desk.press("u").shows("nothing was said of a name here");
    for key in ["=", "o"] {
        desk.shows("reads like Harbor").press(key);
        desk.hides("reads like Harbor").press("u");
    }
    desk.shows("reads like Harbor").shows("1 new account");
    // A list that holds both names holds two customers: nothing is offered.
    let both = format!("{HARBOR}Harbour Framing,SI-9,2026-11-12,2026-12-12,310.00\n");
    let (mut desk, _) = a_week_later(&both);
    desk.hides("reads like").shows("1 new account");
}

const PEOPLE: &str = "\
Customer,Contact,Phone,Email
Harbor Framing LLC,Dana Ruiz,(503) 555-0142,dana@harbor.test
";

#[test]
fn a_phone_that_was_typed_stays_until_a_key_decides_and_the_prep_says_so() {
    let mut desk = Desk::empty(TODAY).sized(120, 36);
    import(
        &mut desk,
        "a.csv",
        &format!("{HEAD}\n{SUMMIT}{HARBOR}"),
        "11/13",
    );
    import(&mut desk, "people.csv", PEOPLE, "");
    // Corrected on a call.
    desk.press("1").find("Harbor");
    desk.press("c e Tab Tab Ctrl-U")
        .type_text("(503) 555-0199")
        .press("Enter Esc");
    desk.shows("(503) 555-0199");
    let changed = PEOPLE.replace("0142", "0150");
    import(&mut desk, "people-2.csv", &changed, "");
    desk.press("1").find("Harbor");
    desk.shows("phone of Dana Ruiz: (503) 555-0150 in");
    let before = prep(&mut desk, "Harbor Framing LLC");
    assert_eq!(
        before.contacts[0].phone.as_deref(),
        Some("(503) 555-0199"),
        "nothing was overwritten"
    );
    assert_eq!(before.questions.len(), 1);
    desk.press("c").shows("takes the report's, o keeps ours");
    desk.press("o").hides("takes the report's");
    desk.press("o").shows("no report says otherwise");
    desk.press("Esc").hides("in people-2.csv");
    // The same value again is not asked about; another one is, and taken.
    import(&mut desk, "people-3.csv", &format!("{changed}\n"), "");
    desk.press("1").find("Harbor");
    desk.hides("phone of Dana");
    let other = PEOPLE.replace("0142", "0177");
    import(&mut desk, "people-4.csv", &other, "");
    desk.press("1").find("Harbor");
    desk.press("c t Esc").hides("phone of Dana");
    let after = prep(&mut desk, "Harbor Framing LLC");
    assert_eq!(after.contacts[0].phone.as_deref(), Some("(503) 555-0177"));
    // And it is an act like any other.
    desk.press("u");
    let undone = prep(&mut desk, "Harbor Framing LLC");
    assert_eq!(undone.contacts[0].phone.as_deref(), Some("(503) 555-0199"));
}
