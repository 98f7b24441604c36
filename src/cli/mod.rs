//! The command line: arguments in, text or one JSON document out.
//!
//! Law: it wires `config`, `import`, `store` and `term` together and decides nothing about receivables. Everything it prints goes
//! through `out`, every text from outside through `domain::clean`. The contract (flags, JSON shapes, exit codes) is written
//! down in docs/command-line.md and held by tests/cli_*.rs.

mod acts;
mod aging;
mod args;
mod audit;
mod backup;
mod case;
mod check;
mod clock;
mod close;
mod contact;
mod contact_rules;
mod credit;
mod desk;
mod dispute;
mod docs;
mod export;
mod failure;
mod fee;
mod files;
mod find;
mod hold;
mod import;
mod job;
mod ladder;
mod merging;
mod morning;
mod out;
mod outbox;
mod place;
mod prep;
mod process;
mod promises;
mod queue;
mod read_mail;
mod redact;
mod report;
mod review;
mod rule;
mod sales;
mod session;
mod settings;
mod staff;
mod table;
mod task;
mod undo;

pub use import::DeskFiles;
pub use process::prepare_process;
pub use report::DeskReports;

use args::{Args, Command};
use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use failure::{FAULT, Failure, Outcome};
use out::Out;
use session::Session;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

/// Runs one command and says how it went: 0 done, 1 refused or failed with nothing written, 2 wrong usage, 70 a fault
/// of ours.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    process::say_faults_plainly();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments
        .get(1)
        .is_some_and(|word| word == import::unpack::WORD)
    {
        return import::unpack::child();
    }
    // A fault of ours has been said by the hook; it has a code of its own, not the runtime's.
    std::panic::catch_unwind(|| command(arguments)).unwrap_or(ExitCode::from(FAULT))
}

fn command(arguments: Vec<OsString>) -> ExitCode {
    let mut out = Out::stdout();
    let outcome = match Args::try_parse_from(arguments) {
        Ok(args) => dispatch(&args, &mut out),
        Err(e) => answer(&e, &mut out),
    };
    // What was printed before a failure is still owed, and comes first.
    let finished = out.finish();
    match outcome.and(finished) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&mut io::stderr().lock()),
    }
}

fn dispatch(args: &Args, out: &mut Out) -> Outcome {
    let Some(command) = &args.command else {
        return desk::open(&Session::start(args)?);
    };
    if args.json {
        let without = match command {
            Command::Demo(_) => "demo",
            Command::Completions { .. } => "completions",
            Command::Man { .. } => "man",
            _ => "",
        };
        if !without.is_empty() {
            return Err(Failure::Usage(format!(
                "{without} has no JSON: leave --json out"
            )));
        }
    }
    // These must work when the settings do not.
    match command {
        Command::Completions { shell } => return docs::completions(*shell, out),
        Command::Man { command } => return docs::man(command.as_deref(), out),
        Command::Config(what) => return settings::run(args, what, out),
        _ => {}
    }
    let session = Session::start(args)?;
    match command {
        Command::Demo(args) => desk::demo(&session, args, out),
        Command::Import(args) => import::run(&session, args, out),
        Command::Queue(args) => queue::run(&session, args, out),
        Command::Show(args) => prep::run(&session, args, out),
        Command::Aging(args) => aging::run(&session, args, out),
        Command::Export(args) => export::run(&session, args, out),
        Command::Brief(args) => morning::run(&session, args, out),
        Command::Close(args) => close::run(&session, args, out),
        Command::Report(args) => report::run(&session, args, out),
        Command::Promise(args) => acts::promise(&session, args, out),
        Command::Promises(args) => promises::run(&session, args, out),
        Command::Review(args) => review::run(&session, args, out),
        Command::Collectors(args) => staff::run(&session, args, out),
        Command::Override(args) => rule::run(&session, args, out),
        Command::Pay(args) => acts::pay(&session, args, out),
        Command::Reverse(args) => acts::reverse(&session, args, out),
        Command::Note(args) => acts::note(&session, args, out),
        Command::FollowUp(args) => acts::follow_up(&session, args, out),
        Command::Dispute(args) => dispute::open(&session, args, out),
        Command::Resolve(args) => dispute::resolve(&session, args, out),
        Command::Case(args) => case::run(&session, args, out),
        Command::Fee(args) => fee::run(&session, args, out),
        Command::Task(args) => task::run(&session, args, out),
        Command::Contact(args) => contact::run(&session, args, out),
        Command::Hold(args) => hold::run(&session, args, out),
        Command::Credit(args) => credit::run(&session, args, out),
        Command::ContactRules(args) => contact_rules::run(&session, args, out),
        Command::Audit(args) => audit::run(&session, args, out),
        Command::Ladder(args) => ladder::run(&session, args, out),
        Command::Told(args) => ladder::told(&session, args, out),
        Command::Notice(args) => ladder::notice(&session, args, out),
        Command::Clocks(args) => ladder::clocks(&session, args, out),
        Command::Place(args) => place::run(&session, args, out),
        Command::Job(args) => job::run(&session, args, out),
        Command::Lien(args) => job::lien(&session, args, out),
        Command::Find(args) => find::accounts(&session, args, out),
        Command::Notes(args) => find::notes(&session, args, out),
        Command::Outbox(args) => outbox::run(&session, args, out),
        Command::Sales(args) => sales::run(&session, args, out),
        Command::ReadMail(args) => read_mail::run(&session, args, out),
        Command::Check(args) => check::run(&session, args, out),
        Command::Backup(args) => backup::backup(&session, args, out),
        Command::Restore(args) => backup::restore(&session, args, out),
        Command::Redact(args) => redact::run(&session, args, out),
        Command::Alias(args) => merging::alias(&session, args, out),
        Command::Questions(args) => merging::questions(&session, args, out),
        Command::Undo(args) => undo::run(&session, args, out),
        Command::Completions { .. } | Command::Man { .. } | Command::Config(_) => Ok(()),
    }
}

/// Help and version are answers on standard output; anything else that the parser says is one line about wrong usage.
fn answer(e: &clap::Error, out: &mut Out) -> Outcome {
    match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = if out.is_terminal() {
                e.render().ansi().to_string()
            } else {
                e.render().to_string()
            };
            out.raw(text.as_bytes())
        }
        _ => Err(Failure::Usage(
            no_day(e).unwrap_or_else(|| one_line(&e.render().to_string())),
        )),
    }
}

/// What is wrong with a date, in words of ours: those of the library beneath do not say how to write one.
fn no_day(e: &clap::Error) -> Option<String> {
    std::error::Error::source(e)?.downcast_ref::<chrono::ParseError>()?;
    let said = |kind| match e.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let typed = said(ContextKind::InvalidValue)?;
    let option = said(ContextKind::InvalidArg)?;
    let option = option.split(' ').next().unwrap_or(option);
    Some(format!(
        "'{typed}' is no day for {option}: write one that the calendar has, as 2026-11-20"
    ))
}

/// The parser's message without its layout: what is wrong, its tip, and where help is.
fn one_line(message: &str) -> String {
    let mut parts = Vec::new();
    let mut help = String::from("`bywhen --help`");
    for paragraph in message.split("\n\n") {
        let text = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(usage) = text.strip_prefix("Usage: ") {
            // `bywhen [OPTIONS] pay …` → `bywhen pay --help`
            let words = usage.split(' ').take_while(|word| !word.starts_with('<'));
            let words: Vec<&str> = words.filter(|word| !word.starts_with(['[', '-'])).collect();
            help = format!("`{} --help`", words.join(" "));
        } else if let Some(tip) = text.strip_prefix("tip: ") {
            parts.push(tip.to_owned());
        } else if !text.starts_with("For more information") {
            parts.push(text.trim_start_matches("error: ").to_owned());
        }
    }
    parts.retain(|part| !part.is_empty());
    format!("{}; see {help}", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(arguments: &[&str]) -> String {
        let e = Args::try_parse_from(arguments).expect_err("wrong usage");
        one_line(&e.render().to_string())
    }

    #[test]
    fn wrong_usage_is_one_line_that_says_where_help_is() {
        for (arguments, says) in [
            (&["bywhen", "pay", "C1001"][..], "<AMOUNT>"),
            (&["bywhen", "quue"], "'queue'"),
            (&["bywhen", "queue", "--limt", "3"], "--limit"),
            (&["bywhen", "queue", "--reason", "bored"], "past_due"),
            (&["bywhen", "aging", "--as-of", "soon"], "soon"),
        ] {
            let line = complaint(arguments);
            assert!(line.contains(says), "{line}");
            assert!(line.contains("--help`"), "{line}");
            assert_eq!(line.lines().count(), 1, "{line}");
        }
        assert!(complaint(&["bywhen", "pay"]).ends_with("see `bywhen pay --help`"));
    }
}
