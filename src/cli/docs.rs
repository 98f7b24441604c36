//! What is made from the parser: completions, manual pages, and the reference part of docs/command-line.md.

use super::args::Args;
use super::failure::{Failure, Outcome};
use super::out::Out;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

/// `bywhen completions SHELL`
pub fn completions(shell: Shell, out: &mut Out) -> Outcome {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "bywhen", &mut bytes);
    out.raw(&bytes)
}

/// `bywhen man [COMMAND]`
pub fn man(wanted: Option<&str>, out: &mut Out) -> Outcome {
    let mut all = Args::command();
    all.build();
    let command = match wanted {
        None => all,
        Some(name) => {
            let known: Vec<&str> = all.get_subcommands().map(Command::get_name).collect();
            let Some(one) = all.find_subcommand(name) else {
                return Err(Failure::Usage(format!(
                    "there is no command '{name}': choose one of {}",
                    known.join(", ")
                )));
            };
            let page: &'static str = format!("bywhen-{name}").leak();
            one.clone().name(page).version(env!("CARGO_PKG_VERSION"))
        }
    };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes)?;
    out.raw(&bytes)
}

/// Every command with its help, as Markdown.
#[cfg(test)]
fn reference() -> String {
    let mut all = Args::command().term_width(100);
    all.build();
    let mut text = String::new();
    for command in all.get_subcommands_mut() {
        let help = command.render_help().to_string();
        // What every command takes is said once, above.
        let own = help.split("\nEverywhere:").next().unwrap_or(&help);
        let help: Vec<&str> = own.lines().map(str::trim_end).collect();
        text += &format!(
            "### {}\n\n```text\n{}\n```\n\n",
            command.get_name(),
            help.join("\n").trim_end()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: &str = "<!-- generated: BYWHEN_WRITE_DOCS=1 cargo test --lib cli::docs -->\n\n";
    const END: &str = "<!-- end of the generated part -->";

    #[test]
    fn the_parser_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_reference_in_the_docs_is_what_the_parser_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/command-line.md");
        let text = std::fs::read_to_string(path).expect("docs/command-line.md");
        let (before, rest) = text.split_once(BEGIN).expect("the begin mark");
        let (written, after) = rest.split_once(END).expect("the end mark");
        if std::env::var_os("BYWHEN_WRITE_DOCS").is_some() {
            let new = format!("{before}{BEGIN}{}{END}{after}", reference());
            std::fs::write(path, new).expect("docs can be written");
            return;
        }
        assert_eq!(written, reference(), "remake it: see the mark in the file");
    }
}
