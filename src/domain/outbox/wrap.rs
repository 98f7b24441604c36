//! A letter's text as it goes out: lines of at most 72 columns, because mail programs quote it and some still break at 78.
//!
//! Law: words are never split and nothing is dropped but blanks at a break; a line that begins with `- ` goes on indented by two.

/// The columns of a letter.
pub const COLUMNS: usize = 72;

/// The text with its long lines broken at blanks. What is short enough stays as typed.
#[must_use]
pub fn wrap(body: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in body.lines() {
        let line = line.trim_end();
        if line.chars().count() <= COLUMNS {
            out.push(line.to_owned());
            continue;
        }
        broken(line, &mut out);
    }
    out.join("\n").trim_end().to_owned()
}

fn broken(line: &str, out: &mut Vec<String>) {
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    let hang = if line.trim_start().starts_with("- ") {
        format!("{indent}  ")
    } else {
        indent.clone()
    };
    let mut now = indent;
    let mut empty = true;
    for word in line.split_whitespace() {
        let wide = now.chars().count() + usize::from(!empty) + word.chars().count();
        if !empty && wide > COLUMNS {
            out.push(std::mem::replace(&mut now, hang.clone()));
            empty = true;
        }
        if !empty {
            now.push(' ');
        }
        now.push_str(word);
        empty = false;
    }
    out.push(now);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_at_blanks_and_short_ones_stay_as_typed() {
        let long = "word ".repeat(40);
        let text = format!("Hello,\n\n  {}\n- {long}\nbye  ", "as typed");
        let wrapped = wrap(&text);
        assert!(wrapped.lines().all(|l| l.chars().count() <= COLUMNS));
        assert!(wrapped.starts_with("Hello,\n\n  as typed\n- word word"));
        assert!(
            wrapped.contains("\n  word"),
            "a list goes on indented: {wrapped}"
        );
        assert!(wrapped.ends_with("\nbye"));
        let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&wrapped), words(&text), "no word is lost");
        assert_eq!(wrap(&wrapped), wrapped, "once is enough");
    }

    #[test]
    fn a_word_longer_than_a_line_stands_alone() {
        let link = "x".repeat(100);
        assert_eq!(
            wrap(&format!("see {link} there")),
            format!("see\n{link}\nthere")
        );
    }
}
