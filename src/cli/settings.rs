//! `bywhen config`: the settings in force, where they lie, whether they can be read.

use super::args::{Args, ConfigArgs, ConfigWhat};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::Session;
use crate::config::paths::Paths;
use crate::domain::clean::{clean, clean_lines};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Document<'a> {
    config: &'a Path,
    exists: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<&'a Path>,
}

/// Runs it.
pub fn run(args: &Args, what: &ConfigArgs, out: &mut Out) -> Outcome {
    match what.what {
        // The path must be said even when the file cannot be read: it is where to mend it.
        Some(ConfigWhat::Path) => {
            let paths = Paths::find().map_err(Failure::Refused)?;
            if args.json {
                return out.json(&Document {
                    config: &paths.config,
                    exists: paths.config.exists(),
                    ledger: None,
                });
            }
            out.line(clean(&paths.config.to_string_lossy()))
        }
        Some(ConfigWhat::Check) => {
            let session = Session::start(args)?;
            let config = &session.paths.config;
            let exists = config.exists();
            // The user's own scripts and letters are settings too: a wrong one is named here, not in the middle of a call.
            session.scripts()?;
            session.letters()?;
            session.guides()?;
            if args.json {
                return out.json(&Document {
                    config,
                    exists,
                    ledger: Some(&session.ledger),
                });
            }
            let found = if exists {
                "ok"
            } else {
                "not there: the defaults are in force"
            };
            out.line(clean(&format!("{}: {found}", config.display())))?;
            out.line(clean(&format!("ledger: {}", session.ledger.display())))
        }
        None => {
            let session = Session::start(args)?;
            if args.json {
                return out.json(&session.config);
            }
            let text = toml::to_string(&session.config).map_err(|e| {
                Failure::Refused(format!("the settings cannot be written out: {e}"))
            })?;
            let (config, ledger) = (&session.paths.config, &session.ledger);
            out.line(clean(&format!("# {}", config.display())))?;
            out.line(clean(&format!("# ledger in use: {}", ledger.display())))?;
            out.line(clean_lines(text.trim_end()))
        }
    }
}
