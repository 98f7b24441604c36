//! A phone number as a telephone takes it: digits, perhaps a `+` in front. What is not a number is refused, never guessed.
//!
//! Law: the result is made of `+` and digits alone, so that it can be no option and no command of the program that it is given to
//! (FAULTS X3).

/// The most digits that a number has (E.164).
const MOST: usize = 15;
/// Fewer are no number that anybody is called by.
const LEAST: usize = 3;

/// Reduces what was typed to what is dialled. An extension after `x` or `ext` is left out: a person dials it.
///
/// # Errors
/// What makes it no number, as a sentence's end.
pub fn dialled(typed: &str) -> Result<String, String> {
    let text = typed.trim();
    let main = without_extension(text);
    let mut out = String::new();
    for c in main.chars() {
        match c {
            '0'..='9' => out.push(c),
            '+' if out.is_empty() => out.push(c),
            ' ' | '\u{a0}' | '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2014}' => {}
            _ => return Err(format!("'{}' is no phone number", shown(text))),
        }
    }
    let digits = out.chars().filter(char::is_ascii_digit).count();
    if (LEAST..=MOST).contains(&digits) {
        Ok(out)
    } else {
        Err(format!("'{}' is no phone number", shown(text)))
    }
}

/// The number before its extension.
fn without_extension(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    for mark in ["extension", "ext.", "ext", "x"] {
        if let Some(at) = lower.find(mark)
            && let (Some(main), Some(rest)) = (text.get(..at), text.get(at + mark.len()..))
            && !rest.trim().is_empty()
            && rest.trim().chars().all(|c| c.is_ascii_digit())
        {
            return main;
        }
    }
    text
}

/// As much of it as a message can bear.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_between_the_digits_falls_away() {
        for (typed, dials) in [
            ("(503) 555-0142", "5035550142"),
            ("+1 503.555.0142", "+15035550142"),
            ("503/555\u{2013}0142 x 12", "5035550142"),
            ("503 555 0142 ext. 7", "5035550142"),
            (" 112 ", "112"),
            ("-503 555 0142", "5035550142"),
        ] {
            assert_eq!(dialled(typed).as_deref(), Ok(dials), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_whatever_it_tries() {
        for typed in [
            "",
            "12",
            "1234567890123456",
            "$(reboot)",
            "555; rm -rf ~",
            "`id`",
            "--help",
            "555\n666 0000",
            "555 0142 | sh",
            "1-800-FLOWERS",
            "5550142+3",
            "sip:5550142@example.org",
            "５５５０１４２",
            "x 5550142",
            "555\u{0}0142",
            "\u{202e}5550142",
        ] {
            assert!(dialled(typed).is_err(), "{typed:?}: {:?}", dialled(typed));
        }
    }
}
