//! Opening the desk: on the ledger, on none yet (the welcome), or on the sample one. Everything that the desk needs from outside is put
//! together here.

use super::args::DemoArgs;
use super::clock;
use super::failure::{Failure, Outcome};
use super::import::{DeskFiles, Reading, make_folder};
use super::out::Out;
use super::outbox;
use super::report::DeskReports;
use super::session::Session;
use crate::config::ThemeName;
use crate::demo;
use crate::domain::clean::clean;
use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use crate::store::{Identity, Ledger};
use crate::term::{self, DeskError, DeskOptions, LedgerSource, Poster};
use crate::ui::theme;
use chrono::NaiveDate;
use std::path::Path;
use std::sync::Arc;

/// `bywhen`: the desk on the ledger; the welcome when there is none yet.
pub fn open(session: &Session) -> Outcome {
    if session.json {
        return Err(Failure::Usage(
            "the desk has no JSON: name a command, such as `bywhen queue --json`".into(),
        ));
    }
    if !session.ledger.exists() {
        let source = LedgerSource::Missing {
            path: session.ledger.clone(),
            company: session.config.company.clone(),
        };
        return run(session, source, session.config.book_currency());
    }
    let mut desk = session.open()?;
    let currency = desk.status(session.as_of)?.currency;
    run(session, LedgerSource::Open(desk.0), currency)
}

/// `bywhen demo`: the desk on the sample ledger, or that ledger as a new file.
pub fn demo(session: &Session, args: &DemoArgs, out: &mut Out) -> Outcome {
    if let Some(path) = &args.keep {
        let rules = session.config.rules();
        if path.exists() {
            let there = format!("{} is there already: choose a new file", path.display());
            return Err(Failure::Refused(there));
        }
        let mut ledger = Ledger::create(path, &sample_identity(), rules)?;
        fill(&mut ledger, session.as_of).map_err(Failure::Refused)?;
        return out.line(clean(&format!(
            "the sample ledger is in {0}: try `bywhen --ledger {0} queue`",
            path.display()
        )));
    }
    let ledger = sample(session.as_of, session.config.rules()).map_err(Failure::Refused)?;
    run(session, LedgerSource::Sample(ledger), demo::CURRENCY)
}

fn run(session: &Session, ledger: LedgerSource, currency: Currency) -> Outcome {
    // A profile with a slip is said now, not in the middle of an import.
    Reading::start(&session.paths)?;
    let files = DeskFiles {
        profiles: session.paths.profiles.clone(),
        recent: Some(session.paths.state.join("recent-imports")),
        currency,
        currency_is_open: session.config.currency.is_none(),
    };
    let is_sample = matches!(ledger, LedgerSource::Sample(_));
    let rules = session.config.rules();
    let (sample_rules, new_rules, old_rules) = (rules.clone(), rules.clone(), rules.clone());
    let (path, today) = (session.ledger.clone(), session.as_of);
    // The settings were refused when they were read, had they been wrong.
    let keymap = session.config.keys.keymap().unwrap_or_default();
    let options = DeskOptions {
        ledger,
        as_of: session.as_of_given,
        me: if is_sample && session.config.collector.is_none() {
            demo::COLLECTOR.to_owned()
        } else {
            session.collector()
        },
        keymap,
        theme: theme_name(session.config.theme),
        ascii: speaks_no_utf8(|name| std::env::var(name).ok()),
        rules,
        date_order: session.config.date_order,
        scripts: Arc::new(session.scripts()?),
        only_mine: session.config.calls.only_mine,
        letters: Arc::new(session.letters()?),
        post: poster(session),
        reports: Arc::new(DeskReports),
        supervisors: session.config.supervisors.clone(),
        phrases: session.config.talk.phrases.clone().into_iter().collect(),
        dial: session.config.dial.clone(),
        barriers: session.config.barrier_list(),
        drafts: (!is_sample).then(|| {
            term::drafts::folder_for(&session.paths.state.join("drafts"), &session.ledger)
        }),
        files: Arc::new(files),
        sample: Arc::new(move |day| sample(day, sample_rules.clone())),
        reopen: Arc::new(move || match is_sample {
            // What happened at the sample desk went with it.
            true => sample(today, old_rules.clone()),
            false => Ledger::open(&path, old_rules.clone()).map_err(|e| e.to_string()),
        }),
        create: Arc::new(move |path: &Path, identity: &Identity| {
            make_folder(path).map_err(|failure| failure.line())?;
            // Another desk may have made it while this one was asking.
            Ledger::create(path, identity, new_rules.clone())
                .or_else(|e| match path.exists() {
                    true => Ledger::open(path, new_rules.clone()),
                    false => Err(e),
                })
                .map_err(|e| e.to_string())
        }),
    };
    term::run(options).map_err(|e| match e {
        DeskError::NoTerminal => Failure::Usage(e.to_string()),
        DeskError::Terminal(_) => Failure::Refused(e.to_string()),
        DeskError::Fault => Failure::Fault(e.to_string()),
    })
}

/// Sends what is due as `bywhen outbox send` does: on a connection of its own, with the day of that moment.
fn poster(session: &Session) -> Poster {
    let session = session.clone();
    Arc::new(move || {
        let session = Session {
            as_of: session.as_of_given.unwrap_or_else(clock::today),
            ..session.clone()
        };
        outbox::post(&session).map_err(|failure| failure.line())
    })
}

/// `NO_COLOR` comes before the settings.
fn theme_name(wanted: ThemeName) -> theme::ThemeName {
    if std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) {
        return theme::ThemeName::Mono;
    }
    match wanted {
        ThemeName::Dark => theme::ThemeName::Dark,
        ThemeName::Light => theme::ThemeName::Light,
        ThemeName::Mono => theme::ThemeName::Mono,
    }
}

/// The locale names another encoding than UTF-8. None at all is the way of small systems and containers, whose terminals speak UTF-8
/// all the same.
fn speaks_no_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    named.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

fn sample_identity() -> Identity {
    Identity {
        company: demo::COMPANY.to_owned(),
        currency: demo::CURRENCY,
    }
}

/// The sample ledger, in memory.
fn sample(day: NaiveDate, rules: Rules) -> Result<Ledger, String> {
    let mut ledger = Ledger::in_memory(&sample_identity(), rules).map_err(|e| e.to_string())?;
    fill(&mut ledger, day)?;
    Ok(ledger)
}

fn fill(ledger: &mut Ledger, day: NaiveDate) -> Result<(), String> {
    demo::build(day, &mut |request| ledger.ask(request, &mut |_| {})).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_decides_about_ascii() {
        let of = |set: &[(&str, &str)]| {
            speaks_no_utf8(|name| {
                let found = set.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(of(&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")]));
        assert!(of(&[("LC_ALL", ""), ("LANG", "en_US.ISO-8859-1")]));
        assert!(!of(&[("LC_CTYPE", "en_US.UTF-8"), ("LANG", "C")]));
        assert!(!of(&[("LANG", "de_DE.utf8")]));
        assert!(!of(&[]));
    }
}
