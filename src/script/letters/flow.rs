//! Text as a mail holds it: paragraphs flowed to a width, lines of a list kept.

use crate::script::sections::PARAGRAPH;
use unicode_width::UnicodeWidthStr;

/// What mail programs show without breaking lines, and quote once more.
const WIDTH: usize = 72;

/// Flows a rendered template: paragraphs apart by one empty line, no blanks at either end.
pub(in crate::script) fn flow(raw: &str) -> String {
    let paragraphs: Vec<String> = raw
        .split(PARAGRAPH)
        .map(paragraph)
        .filter(|p| !p.is_empty())
        .collect();
    // Lines of one list that a loop has set apart belong together.
    let mut out = String::new();
    let mut list = false;
    for text in paragraphs {
        let goes_on = list && text.starts_with("- ");
        if !out.is_empty() {
            out.push_str(if goes_on { "\n" } else { "\n\n" });
        }
        list = text
            .lines()
            .last()
            .is_some_and(|l| l.starts_with("- ") || l.starts_with("  "));
        out.push_str(&text);
    }
    out
}

fn paragraph(raw: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut open: Option<&str> = None;
    for line in raw.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (indent, text) = match line.strip_prefix("- ") {
            Some(item) => {
                lines.push("-".to_owned());
                open = Some("  ");
                ("  ", item)
            }
            None => {
                // A list ends where a line begins without its mark; a sentence goes on.
                if open.is_none_or(|indent| !indent.is_empty()) {
                    lines.push(String::new());
                    open = Some("");
                }
                ("", line)
            }
        };
        for word in text.split_whitespace() {
            let Some(last) = lines.last_mut() else {
                continue;
            };
            if last.is_empty() {
                last.push_str(word);
            } else if last.width() + 1 + word.width() <= WIDTH || last == "-" {
                last.push(' ');
                last.push_str(word);
            } else {
                lines.push(format!("{indent}{word}"));
            }
        }
    }
    lines.retain(|l| !l.is_empty());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_flow_and_lists_keep_their_lines() {
        let raw = "Dear Dana,\n\u{1}\nplease find\nhere what you asked\nfor:\n\u{1}\n- SI-1, due Sat 3 Oct 2026, $9,200.00\n\n- SI-2, due Mon 5 Oct 2026, $4,110.55\n\u{1}\nThank you.";
        assert_eq!(
            flow(raw),
            "Dear Dana,\n\nplease find here what you asked for:\n\n- SI-1, due Sat 3 Oct 2026, $9,200.00\n- SI-2, due Mon 5 Oct 2026, $4,110.55\n\nThank you."
        );
    }

    #[test]
    fn no_line_is_wider_than_72_cells_where_words_allow() {
        let long = "word ".repeat(60) + "\n- " + &"item ".repeat(40);
        let out = flow(&long);
        assert!(out.lines().all(|l| l.width() <= 72), "{out}");
        assert!(
            out.lines()
                .skip_while(|l| !l.starts_with('-'))
                .skip(1)
                .all(|l| l.starts_with("  item"))
        );
        let wide = "漢字".repeat(50);
        assert_eq!(flow(&wide), wide, "a word without blanks is not cut");
    }
}
