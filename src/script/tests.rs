//! The scripts, tried: every situation with everything known and with nothing known, and every attack on the engine.

use super::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

fn embedded() -> Scripts {
    Scripts::embedded().expect("the house's scripts")
}

/// A whole call as one text.
fn call(facts: &ScriptFacts) -> String {
    let mut out = String::new();
    for (step, text) in embedded().all(facts) {
        writeln!(out, "[{}]\n{text}\n", step.title()).expect("a string takes everything");
    }
    out
}

fn overriding(file: &str, text: &str) -> Result<Scripts, ScriptError> {
    Scripts::with_overrides([(file.to_owned(), text.to_owned())])
}

#[test]
fn every_situation_reads_well_with_everything_known() {
    for situation in Situation::ALL {
        let said = call(&sample::full(situation, 2));
        insta::assert_snapshot!(format!("{}_full", situation.name()), said);
    }
}

#[test]
fn every_situation_reads_well_with_nothing_known() {
    for situation in Situation::ALL {
        let said = call(&sample::bare(situation, 1));
        insta::assert_snapshot!(format!("{}_bare", situation.name()), said);
    }
}

#[test]
fn every_situation_reads_as_sentences_whatever_an_account_lacks() {
    for situation in Situation::ALL {
        let full = |invoices| sample::full(situation, invoices);
        let without = |clear: fn(&mut ScriptFacts)| {
            let mut facts = full(2);
            clear(&mut facts);
            facts
        };
        let mut out = String::new();
        for (what, facts) in [
            (
                "no contact",
                without(|f| {
                    f.contact = None;
                    f.first_name = None;
                }),
            ),
            (
                "no last payment",
                without(|f| {
                    f.last_payment = None;
                    f.last_payment_on = None;
                }),
            ),
            ("one invoice", full(1)),
            ("twenty invoices", full(20)),
        ] {
            writeln!(out, "# {what}\n").expect("a string takes everything");
            for (step, text) in embedded().all(&facts) {
                if Step::FLOW.contains(&step) || step == Step::Voicemail {
                    let text = text.replace('\n', " / ");
                    writeln!(out, "{}: {text}", step.title()).expect("a string takes everything");
                }
            }
            writeln!(out).expect("a string takes everything");
        }
        insta::assert_snapshot!(format!("{}_lacks", situation.name()), out);
    }
}

#[test]
fn many_invoices_are_counted_not_read_out() {
    let scripts = embedded();
    let mut out = String::new();
    for situation in Situation::ALL {
        for (invoices, owes) in [(20, true), (0, true), (0, false)] {
            let mut facts = sample::full(situation, invoices);
            facts.owes = owes;
            let text = scripts.step(situation, Step::Ask, &facts);
            writeln!(out, "{} {invoices} {owes}:\n{text}\n", situation.name())
                .expect("a string takes everything");
        }
    }
    insta::assert_snapshot!("asks_for_twenty_or_none", out);
}

#[test]
fn every_embedded_step_renders_with_every_sample() {
    embedded().check().expect("no sample fails");
}

#[test]
fn no_text_has_holes_double_blanks_or_stray_marks() {
    let scripts = embedded();
    for situation in Situation::ALL {
        for facts in sample::all(situation) {
            for (step, text) in scripts.all(&facts) {
                let at = format!("{} {}: {text}", situation.name(), step.name());
                for stray in [
                    "  ",
                    " .",
                    " ,",
                    " ?",
                    " ;",
                    ",,",
                    "..",
                    "none",
                    "None",
                    "{",
                    "}",
                    " \n",
                    "\n ",
                    "\u{1}",
                    "undefined",
                    "a a ",
                ] {
                    assert!(!text.contains(stray), "'{stray}' in {at}");
                }
                assert_eq!(text, text.trim(), "{at}");
                assert!(text.len() < 1000, "nobody reads out so much: {at}");
                assert!(text.is_ascii(), "{at}");
            }
        }
    }
}

#[test]
fn every_situation_has_every_step_of_a_call() {
    for situation in Situation::ALL {
        let steps: Vec<Step> = embedded()
            .all(&sample::bare(situation, 1))
            .into_iter()
            .map(|(step, _)| step)
            .collect();
        assert_eq!(steps, Step::ALL, "{}", situation.name());
    }
}

#[test]
fn no_script_threatens_or_names_amounts_on_a_machine() {
    let scripts = embedded();
    for situation in Situation::ALL {
        let facts = sample::full(situation, 2);
        for (step, text) in scripts.all(&facts) {
            let lower = text.to_lowercase();
            for word in [
                "must pay",
                "or else",
                "lawyer",
                "in court",
                "sue ",
                "last chance",
                "good morning",
            ] {
                assert!(!lower.contains(word), "'{word}' in {text}");
            }
            if step == Step::Voicemail {
                assert!(!text.contains('$') && !text.contains("SI-"), "{text}");
            }
        }
    }
}

#[test]
fn what_a_customer_is_called_is_never_run_as_a_template() {
    let mut facts = sample::full(Situation::FirstCall, 1);
    facts.contact = Some("{{ 7*7 }} {% for x in [1] %}x{% endfor %}".to_owned());
    let said = embedded().step(Situation::FirstCall, Step::Person, &facts);
    assert!(
        said.contains("{{ 7*7 }} {% for x in [1] %}x{% endfor %}"),
        "{said}"
    );
    assert!(!said.contains("49"));
}

#[test]
fn hostile_names_come_out_visible() {
    let mut facts = sample::full(Situation::FirstCall, 1);
    facts.account = "Acme\u{1b}]52;c;x\u{7}\rPAID\u{1}\u{202e}".to_owned();
    let said = embedded().step(Situation::FirstCall, Step::Person, &facts);
    assert!(said.contains("Acme␛]52;c;x␇␍PAID␁<U+202E>"), "{said}");
}

#[test]
fn an_overriding_step_replaces_only_itself() {
    let scripts = overriding("broken.txt", "== ask ==\nSo, {{ account }}?\n").expect("good");
    let facts = sample::full(Situation::Broken, 1);
    let ours = embedded();
    assert_eq!(
        scripts.step(Situation::Broken, Step::Ask, &facts),
        "So, Harbor Framing LLC?"
    );
    for step in [Step::Open, Step::Listen, Step::Close] {
        assert_eq!(
            scripts.step(Situation::Broken, step, &facts),
            ours.step(Situation::Broken, step, &facts)
        );
    }
    assert_eq!(
        scripts.step(Situation::Light, Step::Ask, &facts),
        ours.step(Situation::Light, Step::Ask, &facts)
    );
}

#[test]
fn the_common_file_speaks_for_every_situation_without_words_of_its_own() {
    let scripts = overriding("common", "== close ==\nBye.\n== patience ==\n").expect("good");
    let facts = sample::full(Situation::Light, 1);
    assert_eq!(scripts.step(Situation::Light, Step::Close, &facts), "Bye.");
    assert_ne!(
        scripts.step(Situation::LienCourtesy, Step::Close, &facts),
        "Bye."
    );
    assert!(
        scripts
            .all(&facts)
            .iter()
            .all(|(step, _)| *step != Step::Patience),
        "an empty step is left out"
    );
}

#[test]
fn mistakes_in_a_template_name_file_and_line_and_what_to_do() {
    for (file, text, line, part) in [
        ("brokne.txt", "== open ==\nHi", 1, "no script is called so"),
        (
            "../broken.txt",
            "== open ==\nHi",
            1,
            "no script is called so",
        ),
        (
            "broken.txt",
            "== open ==\nHi\n{{ fist_name }}",
            3,
            "unknown value 'fist_name'",
        ),
        (
            "broken.txt",
            "== open ==\n{% if owes %}\n{% if false %}{{ typo }}{% endif %}{% endif %}",
            3,
            "unknown value 'typo'",
        ),
        ("broken.txt", "\n== open ==\nHi {{ first_name", 3, ""),
        ("broken.txt", "== open ==\n{% if owes %}\nHi", 2, ""),
        (
            "broken.txt",
            "== open ==\nHi {{ first_name }}",
            2,
            "can be missing",
        ),
        (
            "broken.txt",
            "== open ==\n\n{% if first_name %}{{ last_payment }}{% endif %}",
            3,
            "can be missing",
        ),
        ("broken.txt", "== open ==\n{{ invoices[0].number }}", 2, ""),
        (
            "broken.txt",
            "== open ==\n{% for i in invoices %}{{ i.numbr }}{% endfor %}",
            2,
            "undefined",
        ),
        (
            "broken.txt",
            "== open ==\n{{ account|safe }}",
            2,
            "length, upper, lower, capital or plural",
        ),
        (
            "broken.txt",
            "== open ==\n{{ debug() }}",
            2,
            "unknown value 'debug'",
        ),
        (
            "broken.txt",
            "== open ==\n{{ range(1000000) }}",
            2,
            "unknown value 'range'",
        ),
        (
            "broken.txt",
            "== open ==\n{% include 'common/open' %}",
            2,
            "not allowed",
        ),
        (
            "broken.txt",
            "== open ==\n{% set x = 'a' %}",
            2,
            "not allowed",
        ),
        (
            "broken.txt",
            "== open ==\n{% macro f() %}{% endmacro %}",
            2,
            "not allowed",
        ),
        ("broken.txt", "== hello ==\nHi", 1, "no step 'hello'"),
    ] {
        let error = overriding(file, text).expect_err(text);
        assert_eq!(error.file, file);
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.message.contains(part), "{error}");
        assert!(!error.to_string().contains('\n'), "one line: {error}");
    }
}

#[test]
fn endless_templates_run_out_of_fuel() {
    let loops = format!(
        "== open ==\n{}x{}",
        "{% for a in 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}".repeat(8),
        "{% endfor %}".repeat(8)
    );
    let silent = loops.replace('x', "");
    let error = overriding("broken.txt", &silent).expect_err("too long");
    assert!(error.message.contains("too long"), "{error}");
}

#[test]
fn what_is_said_is_capped() {
    let scripts = overriding(
        "broken.txt",
        "== open ==\n{% for a in 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}{% for b in 'aaaaaaaaaaaaaaa' %}Grüße {{ account }} {% endfor %}{% endfor %}",
    )
    .expect("only long");
    let said = scripts.step(
        Situation::Broken,
        Step::Open,
        &sample::full(Situation::Broken, 1),
    );
    assert!(said.len() <= 4096 + '…'.len_utf8(), "{}", said.len());
    assert!(said.ends_with('…'));
    assert!(!said.contains('\u{fffd}'));
    assert!(overriding("broken.txt", "== open ==\n{{ 'x' * 1000000000 }}").is_err());
}

#[test]
fn the_names_offered_are_the_names_there_are() {
    let context = words::context(&sample::full(Situation::Broken, 1));
    let there: BTreeSet<String> = context
        .try_iter()
        .expect("a map")
        .map(|name| name.to_string())
        .collect();
    let offered: BTreeSet<String> = words::NAMES.iter().map(|n| (*n).to_owned()).collect();
    assert_eq!(there, offered);
}

#[test]
fn the_guide_names_every_value_step_and_file() {
    let guide = include_str!("../../docs/scripts.md");
    let words: BTreeSet<&str> = guide
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    for name in words::NAMES {
        assert!(words.contains(name), "the value {name} is missing");
    }
    for step in Step::ALL {
        assert!(words.contains(step.name()), "{}", step.name());
    }
    for (file, _) in EMBEDDED {
        assert!(words.contains(file), "{file}");
    }
}

#[test]
fn the_example_of_the_guide_works() {
    let guide = include_str!("../../docs/scripts.md");
    let example = guide
        .split("```")
        .nth(1)
        .expect("an example")
        .trim_start_matches('\n');
    let scripts = overriding("broken.txt", example).expect("the guide's own example");
    assert_eq!(
        scripts.step(
            Situation::Broken,
            Step::Ask,
            &sample::full(Situation::Broken, 1)
        ),
        "We had $5,000.00 down for Fri 20 Nov, and it has not come in. Is everything all right over there?"
    );
}
