//! The user's own words on the phone: pieces in the `scripts` folder beside the settings (docs/scripts.md).

mod cli_support;
use cli_support::Desk;

const FOLDER: &str = "home/config/bywhen/scripts";

#[test]
fn ones_own_words_are_said_by_show_and_the_rest_as_shipped() {
    let desk = Desk::with_book();
    desk.file(
        &format!("{FOLDER}/common.txt"),
        "== open ==\nGood day, {{ account }}!\n",
    );
    let shown = desk.json("2026-11-20", &["show", "C1001"]);
    let text = |step: &str| {
        let steps = shown["script"].as_array().expect("a script");
        let found = steps.iter().find(|s| s["step"] == step).expect("the step");
        found["text"].as_str().expect("a text").to_owned()
    };
    assert_eq!(text("open"), "Good day, Harbor Framing LLC!");
    assert!(text("by_when").starts_with("By what day"));
}

#[test]
fn a_mistake_in_ones_own_words_is_refused_with_file_and_line_before_the_desk_opens() {
    let desk = Desk::with_book();
    desk.file(
        &format!("{FOLDER}/broken.txt"),
        "# ours\n\n== ask ==\nWhere is my {{ mony }}?\n",
    );
    for arguments in [&["show", "C1001"][..], &[], &["demo"]] {
        let run = desk.on("2026-11-20", arguments);
        run.fails(1, &["broken.txt, line 4", "unknown value 'mony'"]);
        assert!(!run.out.contains('\x1b'), "nothing is drawn: {run:?}");
    }
}
