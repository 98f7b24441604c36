//! Every letter with full and with missing values reads as a letter; wrong files are refused with their line.

use super::*;

fn letters() -> Letters {
    Letters::embedded().expect("the embedded letters compile")
}

#[test]
fn the_names_are_the_fields_of_the_facts() {
    let fields = serde_json::to_value(sample::full(1, 1)).expect("plain data");
    let fields = fields.as_object().expect("an object");
    let mut names: Vec<&str> = fields.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, NAMES);
}

#[test]
fn every_letter_reads_well_with_everything_known() {
    let letters = letters();
    for kind in LetterKind::ALL {
        let text = letters.write(*kind, &sample::full(2, 2));
        insta::assert_snapshot!(
            format!("{}_full", kind.name()),
            format!("{}\n\n{}", text.subject, text.body)
        );
    }
}

#[test]
fn every_letter_reads_well_with_nothing_known() {
    let letters = letters();
    for kind in LetterKind::ALL {
        let text = letters.write(*kind, &sample::bare());
        insta::assert_snapshot!(
            format!("{}_bare", kind.name()),
            format!("{}\n\n{}", text.subject, text.body)
        );
    }
}

#[test]
fn no_letter_has_a_hole_a_wide_line_or_a_subject_of_two_lines() {
    let letters = letters();
    for kind in LetterKind::ALL {
        for facts in sample::all() {
            let text = letters.write(*kind, &facts);
            assert!(!text.subject.is_empty() && !text.subject.contains(['\n', '\u{1}']));
            for bad in ["  ,", " .", "()", "{{", "none", "\n\n\n", ", ,", ": ,"] {
                assert!(!text.body.contains(bad), "{bad:?} in {}", text.body);
            }
            assert!(
                text.body.lines().all(|line| line.chars().count() <= 72),
                "{}",
                text.body
            );
        }
    }
}

#[test]
fn a_value_is_never_taken_for_a_template_or_a_header() {
    let mut facts = sample::full(1, 1);
    facts.company = "{{ 7*7 }}\r\nBcc: e@e.com".to_owned();
    let text = letters().write(LetterKind::Statement, &facts);
    assert!(text.subject.contains("{{ 7*7 }}"), "{}", text.subject);
    assert_eq!(text.subject.lines().count(), 1);
}

#[test]
fn a_file_of_ones_own_replaces_a_piece_and_a_wrong_one_is_refused_with_its_line() {
    let own =
        |file: &str, text: &str| Letters::with_overrides([(file.to_owned(), text.to_owned())]);
    let letters = own("statement.txt", "== subject ==\nAuszug {{ account }}\n").expect("taken");
    let text = letters.write(LetterKind::Statement, &sample::full(1, 0));
    assert_eq!(text.subject, "Auszug Harbor Framing LLC");
    assert!(text.body.contains("SI-10432"), "the body is still ours");
    for (file, text, line, part) in [
        ("dunning.txt", "", 1, "no letter is called so"),
        ("statement.txt", "== subjekt ==\n", 1, "no part 'subjekt'"),
        (
            "statement.txt",
            "== body ==\n\n{{ balance }}\n",
            3,
            "unknown value 'balance'",
        ),
        (
            "statement.txt",
            "== body ==\n{{ note }}\n",
            2,
            "can be missing",
        ),
        ("statement.txt", "hello\n", 1, "== subject =="),
    ] {
        let error = own(file, text).expect_err(text);
        assert_eq!(error.line, line, "{error}");
        assert!(error.message.contains(part), "{error}");
    }
}
