//! The template engine, fenced in: strict names, a few filters, fuel, capped output, data cleaned and never evaluated.

use super::sections::{PARAGRAPH, Section};
use super::{ScriptError, words};
use crate::domain::clean;
use crate::domain::say;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::io;

/// Instructions that one step may take: a hundred times what the longest of ours needs.
const FUEL: u64 = 50_000;
/// Bytes that one step may say: nobody reads out more.
const LONGEST: usize = 4 * 1024;

/// An engine without templates. It begins empty, so there is no `debug`, no `range`, no loader to take out.
pub(super) fn environment() -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(16);
    env.add_filter("length", |value: Value| value.len().unwrap_or(0));
    env.add_filter("upper", |text: String| text.to_uppercase());
    env.add_filter("lower", |text: String| text.to_lowercase());
    env.add_filter("plural", |n: u64, one: String| say::plural(n, &one));
    env.set_formatter(|out, _, value| {
        if value.is_none() {
            return Err(Error::new(
                ErrorKind::UndefinedError,
                "a value that can be missing is printed: put it inside {% if … %}",
            ));
        }
        let text = value.to_string();
        out.write_str(&clean::clean(&text)).map_err(Error::from)
    });
    env
}

/// Compiles a step's template under a name, and refuses unknown placeholders in any branch of it.
pub(super) fn add(
    env: &mut Environment<'static>,
    file: &str,
    key: &str,
    section: &Section,
) -> Result<(), ScriptError> {
    env.add_template_owned(key.to_owned(), section.source.clone())
        .map_err(|e| explain(&e, file, section))?;
    let template = env
        .get_template(key)
        .map_err(|e| explain(&e, file, section))?;
    let mut unknown: Vec<String> = template
        .undeclared_variables(false)
        .into_iter()
        .filter(|name| !words::NAMES.contains(&name.as_str()) && name != "loop")
        .collect();
    unknown.sort();
    match unknown.first() {
        None => Ok(()),
        Some(name) => {
            let at = section
                .source
                .lines()
                .position(|line| line.contains(name.as_str()))
                .unwrap_or(0);
            Err(ScriptError {
                file: file.to_owned(),
                line: section.line + 1 + at,
                message: format!(
                    "unknown value '{name}': use one of {}",
                    words::NAMES.join(", ")
                ),
            })
        }
    }
}

/// The engine's error, with the line of the file.
pub(super) fn explain(error: &Error, file: &str, section: &Section) -> ScriptError {
    let text = match error.kind() {
        ErrorKind::OutOfFuel => "this takes too long: make it shorter".to_owned(),
        ErrorKind::UnknownFilter => {
            let detail = error.detail().unwrap_or("unknown filter");
            format!("{detail}: use length, upper, lower or plural")
        }
        kind => match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        },
    };
    ScriptError {
        file: file.to_owned(),
        line: section.line + error.line().unwrap_or(1),
        message: clean::clean(&text).into_owned(),
    }
}

/// Renders a template; `None` when the engine does not know the name.
pub(super) fn render(
    env: &Environment<'static>,
    key: &str,
    context: &Value,
) -> Option<Result<String, Error>> {
    let template = match env.get_template(key) {
        Ok(template) => template,
        Err(e) if e.kind() == ErrorKind::TemplateNotFound => return None,
        Err(e) => return Some(Err(e)),
    };
    let mut capped = Capped::default();
    let done = template
        .render_captured_to(context.clone(), &mut capped)
        .map(|_| ());
    Some(match done {
        Err(e) if !capped.full => Err(e),
        Ok(()) | Err(_) => Ok(tidy(&capped.text())),
    })
}

/// Holds what fits.
#[derive(Default)]
struct Capped {
    bytes: Vec<u8>,
    full: bool,
}

impl Capped {
    fn text(&self) -> String {
        let mut text = String::from_utf8_lossy(&self.bytes).into_owned();
        if self.full {
            // A character that was cut in two.
            while text.ends_with('\u{fffd}') {
                text.pop();
            }
            text.push('…');
        }
        text
    }
}

impl io::Write for Capped {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        let room = LONGEST - self.bytes.len();
        if more.len() > room {
            self.bytes.extend_from_slice(&more[..room]);
            self.full = true;
            return Err(io::Error::other("the script is too long"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Plain paragraphs: single spaces, no blanks at either end, one empty line in between.
fn tidy(raw: &str) -> String {
    let paragraphs: Vec<String> = raw
        .split(PARAGRAPH)
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|p| !p.is_empty())
        .collect();
    paragraphs.join("\n\n")
}
