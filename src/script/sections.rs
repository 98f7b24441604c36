//! The format of a template file: `== step ==` lines, each followed by that step's template.
//!
//! Lines that begin with `#` before the first step are comments; blank lines separate paragraphs; other line ends are
//! only where the file wraps. Only `if` and `for` are allowed in tags: nothing that stores, includes or calls, so
//! a template can neither grow without bound nor reach outside its facts.

use super::ScriptError;

/// Files larger than this are no template.
const LARGEST: usize = 32 * 1024;

/// Stands for a blank line of the source, so that line numbers stay true; cannot occur in data (it is cleaned).
pub(super) const PARAGRAPH: char = '\u{1}';

/// The tags that a template may use.
const TAGS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// What a file may hold: the parts' names, for the heading and for the message about an unknown one.
pub(super) trait Part: Copy + PartialEq + 'static {
    /// What a part is called: `step`.
    const WHAT: &'static str;
    /// All of them.
    fn all() -> &'static [Self];
    /// The name in the heading.
    fn name(self) -> &'static str;
}

/// One part's template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Section<P> {
    /// Which part.
    pub part: P,
    /// The line of its heading in the file, from 1.
    pub line: usize,
    /// The template; its first line is the one after the heading.
    pub source: String,
}

/// Splits a file into its parts.
pub(super) fn split<P: Part>(file: &str, text: &str) -> Result<Vec<Section<P>>, ScriptError> {
    let error = |line: usize, message: String| ScriptError {
        file: file.to_owned(),
        line,
        message,
    };
    if text.len() > LARGEST {
        return Err(error(1, "the file is larger than 32 kB".to_owned()));
    }
    let mut out: Vec<Section<P>> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        let trimmed = raw.trim();
        if trimmed.contains(PARAGRAPH) {
            return Err(error(line, "a control character: take it out".to_owned()));
        }
        if let Some(name) = heading(trimmed) {
            let part = P::all().iter().copied().find(|p| p.name() == name);
            let part = part.ok_or_else(|| {
                let names: Vec<&str> = P::all().iter().map(|p| p.name()).collect();
                let message = format!("there is no {} '{name}': use {}", P::WHAT, names.join(", "));
                error(line, message)
            })?;
            if out.iter().any(|s| s.part == part) {
                return Err(error(line, format!("'{name}' is there twice: keep one")));
            }
            out.push(Section {
                part,
                line,
                source: String::new(),
            });
            continue;
        }
        match out.last_mut() {
            Some(section) => {
                check_tags(trimmed).map_err(|message| error(line, message))?;
                if trimmed.is_empty() {
                    section.source.push(PARAGRAPH);
                }
                section.source.push_str(trimmed);
                section.source.push('\n');
            }
            None if trimmed.is_empty() || trimmed.starts_with('#') => {}
            None => {
                let first = P::all().first().map_or("", |p| p.name());
                return Err(error(
                    line,
                    format!(
                        "text before the first {}: begin with a line like '== {first} =='",
                        P::WHAT
                    ),
                ));
            }
        }
    }
    Ok(out)
}

/// `open` of `== open ==`.
fn heading(line: &str) -> Option<&str> {
    line.strip_prefix("==")?.strip_suffix("==").map(str::trim)
}

/// Tags stand on one line, and are among those allowed.
fn check_tags(line: &str) -> Result<(), String> {
    let mut rest = line;
    while let Some(at) = rest.find("{%") {
        let inner = rest[at + 2..].trim_start_matches(['-', '+']).trim_start();
        let word: String = inner
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if !TAGS.contains(&word.as_str()) {
            return Err(format!(
                "'{{% {word} %}}' is not allowed in a template: use {}",
                TAGS.join(", ")
            ));
        }
        rest = &rest[at + 2..];
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Step;
    use super::*;

    #[test]
    fn a_file_is_split_at_its_headings_and_knows_its_lines() {
        let found = split::<Step>(
            "x.txt",
            "# mine\n\n== open ==\nHello\n\nyou\n==  close ==\nBye\n",
        );
        let found = found.expect("two steps");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].part, found[0].line), (Step::Open, 3));
        assert_eq!(found[0].source, "Hello\n\u{1}\nyou\n");
        assert_eq!((found[1].part, found[1].line), (Step::Close, 7));
    }

    #[test]
    fn mistakes_in_the_format_name_their_line() {
        for (text, line, part) in [
            ("hello\n== open ==\n", 1, "before the first step"),
            ("== opne ==\n", 1, "no step 'opne'"),
            ("== open ==\na\n== open ==\n", 3, "twice"),
            ("== open ==\n\n{% include 'x' %}", 3, "include"),
            ("== open ==\n{%- set x = 1 %}", 2, "set"),
            ("== open ==\na {% if x %}{% macro m() %}", 2, "macro"),
            ("== open ==\n\u{1}", 2, "control"),
        ] {
            let error = split::<Step>("x.txt", text).expect_err(text);
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(part), "{error}");
        }
        assert!(split::<Step>("x.txt", &"x".repeat(40_000)).is_err());
    }
}
