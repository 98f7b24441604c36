//! A short sheet on paper: a title, paragraphs and points, set to the width of the page.
//!
//! Letter paper where dollars and pesos are, A4 elsewhere.

use super::pdf::{Look, Pages};
use std::io::{self, Write};

const MARGIN: f32 = 64.0;
const TEXT: Look = Look::plain(10.5);
const LINE: f32 = 15.5;
const SMALL: Look = Look::plain(8.0).gray();
/// What the foot of a page takes.
const FOOT: f32 = 56.0;
/// How far a point is set in.
const INDENT: f32 = 12.0;

/// Writes the PDF of a sheet: paragraphs apart by an empty line, points beginning with `- `.
///
/// # Errors
/// When the writer fails.
pub fn guide(
    title: &str,
    text: &str,
    company: &str,
    letter_paper: bool,
    to: &mut impl Write,
) -> io::Result<()> {
    let (width, height) = if letter_paper {
        (612.0, 792.0)
    } else {
        (595.0, 842.0)
    };
    let mut pages = Pages::new(width, height)?;
    let mut y = MARGIN + 14.0;
    pages.left(MARGIN, y, company, Look::plain(10.0).gray());
    y += 30.0;
    for line in pages.wrapped(title, width - 2.0 * MARGIN, Look::plain(17.0).bold()) {
        pages.left(MARGIN, y, &line, Look::plain(17.0).bold());
        y += 22.0;
    }
    pages.rule(MARGIN, y - 8.0, width - MARGIN, false);
    y += 16.0;
    for (indent, words) in blocks(text) {
        let inset = if indent { INDENT } else { 0.0 };
        let room = width - 2.0 * MARGIN - inset;
        for (n, line) in pages.wrapped(&words, room, TEXT).iter().enumerate() {
            if y > height - FOOT {
                pages.begin();
                y = MARGIN + 14.0;
            }
            if indent && n == 0 {
                pages.left(MARGIN, y, "•", TEXT);
            }
            pages.left(MARGIN + inset, y, line, TEXT);
            y += LINE;
        }
        y += if indent { 3.0 } else { 7.0 };
    }
    let all = pages.count();
    pages.on_each(|pages, n| {
        let y = pages.height - 28.0;
        pages.left(MARGIN, y, company, SMALL);
        if all > 1 {
            pages.right(width - MARGIN, y, &format!("page {n} of {all}"), SMALL);
        }
    });
    to.write_all(&pages.finish(title, company)?)
}

/// Paragraphs and points, their lines joined again.
fn blocks(text: &str) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let words = line.trim();
        if words.is_empty() {
            open = false;
        } else if let Some(point) = words.strip_prefix("- ") {
            out.push((true, point.to_owned()));
            open = true;
        } else if let Some((_, last)) = out.last_mut().filter(|_| open) {
            last.push(' ');
            last.push_str(words);
        } else {
            out.push((false, words.to_owned()));
            open = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_points_come_together_again() {
        let text = "One two\nthree.\n\n- a point\n  goes on\n- another\n\nEnd.";
        let found = blocks(text);
        let words: Vec<(bool, &str)> = found.iter().map(|(p, t)| (*p, t.as_str())).collect();
        assert_eq!(
            words,
            [
                (false, "One two three."),
                (true, "a point goes on"),
                (true, "another"),
                (false, "End.")
            ]
        );
    }

    #[test]
    fn a_long_sheet_goes_on_to_a_second_page() {
        let text = "word ".repeat(3_000);
        let mut bytes = Vec::new();
        guide("A title", &text, "Ridgeline", true, &mut bytes).expect("written");
        assert!(bytes.starts_with(b"%PDF"));
    }
}
