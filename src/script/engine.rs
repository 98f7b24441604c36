//! The template engine, fenced in: strict names, a few filters, fuel, capped output, data cleaned and never evaluated.

use super::ScriptError;
use super::sections::Section;
use crate::domain::clean;
use crate::domain::say;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::io;

/// What a template may cost.
#[derive(Copy, Clone, Debug)]
pub(super) struct Limits {
    /// Instructions: a hundred times what the longest of ours needs.
    pub fuel: u64,
    /// Bytes.
    pub longest: usize,
}

/// An engine without templates. It begins empty, so there is no `debug`, no `range`, no loader to take out.
pub(super) fn environment(limits: Limits) -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(limits.fuel));
    env.set_recursion_limit(16);
    env.add_filter("length", |value: Value| value.len().unwrap_or(0));
    env.add_filter("upper", |text: String| text.to_uppercase());
    env.add_filter("lower", |text: String| text.to_lowercase());
    env.add_filter("capital", |text: String| capital(&text));
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

/// With a capital first letter, for a value that begins a sentence or a subject.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Compiles a part's template under a name, and refuses unknown placeholders in any branch of it.
pub(super) fn add<P>(
    env: &mut Environment<'static>,
    file: &str,
    key: &str,
    section: &Section<P>,
    names: &[&str],
) -> Result<(), ScriptError> {
    env.add_template_owned(key.to_owned(), section.source.clone())
        .map_err(|e| explain(&e, file, section))?;
    let template = env
        .get_template(key)
        .map_err(|e| explain(&e, file, section))?;
    let mut unknown: Vec<String> = template
        .undeclared_variables(false)
        .into_iter()
        .filter(|name| !names.contains(&name.as_str()) && name != "loop")
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
                message: format!("unknown value '{name}': use one of {}", names.join(", ")),
            })
        }
    }
}

/// The engine's error, with the line of the file.
pub(super) fn explain<P>(error: &Error, file: &str, section: &Section<P>) -> ScriptError {
    let text = match error.kind() {
        ErrorKind::OutOfFuel => "this takes too long: make it shorter".to_owned(),
        ErrorKind::UnknownFilter => {
            let detail = error.detail().unwrap_or("unknown filter");
            format!("{detail}: use length, upper, lower, capital or plural")
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

/// Renders a template as it stands in the file, cut where it grows too long; `None` when the engine does not know the name.
pub(super) fn render(
    env: &Environment<'static>,
    key: &str,
    context: &Value,
    limits: Limits,
) -> Option<Result<String, Error>> {
    let template = match env.get_template(key) {
        Ok(template) => template,
        Err(e) if e.kind() == ErrorKind::TemplateNotFound => return None,
        Err(e) => return Some(Err(e)),
    };
    let mut capped = Capped {
        bytes: Vec::new(),
        full: false,
        longest: limits.longest,
    };
    let done = template
        .render_captured_to(context.clone(), &mut capped)
        .map(|_| ());
    Some(match done {
        Err(e) if !capped.full => Err(e),
        Ok(()) | Err(_) => Ok(capped.text()),
    })
}

/// Holds what fits.
struct Capped {
    bytes: Vec<u8>,
    full: bool,
    longest: usize,
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
        let room = self.longest - self.bytes.len();
        if more.len() > room {
            self.bytes.extend_from_slice(&more[..room]);
            self.full = true;
            return Err(io::Error::other("the text is too long"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
