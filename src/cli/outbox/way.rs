//! The way out, from the settings: which server, which program, which folder, and the password from where it is kept.

use crate::cli::failure::{Failure, Outcome};
use crate::cli::session::Session;
use crate::config::{Protection, SmtpTable, Through};
use crate::mail::{Password, Security, Server, Way};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The environment's password, where no command prints one.
const PASSWORD: &str = "BYWHEN_SMTP_PASSWORD";

/// The way that the settings name.
pub fn way(session: &Session) -> Outcome<Way> {
    let mail = &session.config.mail;
    Ok(match mail.through {
        Through::Folder => Way::Folder(
            mail.folder
                .clone()
                .unwrap_or_else(|| session.paths.outbox.clone()),
        ),
        Through::Program => Way::Program(mail.program.clone()),
        Through::Smtp => Way::Smtp(server(&mail.smtp)?),
    })
}

fn server(table: &SmtpTable) -> Outcome<Server> {
    let authority = match &table.authority {
        None => None,
        Some(path) => Some(std::fs::read(path).map_err(|e| {
            Failure::Refused(format!("the certificate authority {}: {e}", path.display()))
        })?),
    };
    let login = match &table.user {
        None => None,
        Some(user) => Some((user.clone(), password(table)?)),
    };
    Ok(Server {
        host: table.host.trim().to_owned(),
        port: table.port,
        security: match table.security {
            Protection::StartTls => Security::StartTls,
            Protection::Tls => Security::Tls,
            Protection::None => Security::None,
        },
        login,
        authority,
        patience: Duration::from_secs(table.seconds.clamp(1, 600)),
    })
}

/// The first line that the configured command prints, else the environment's. Never shown, never kept.
fn password(table: &SmtpTable) -> Outcome<Password> {
    let Some((program, arguments)) = table.password.split_first() else {
        return std::env::var(PASSWORD).map(Password).map_err(|_| {
            Failure::Refused(format!(
                "the mail server wants a password: set {PASSWORD}, or let password under [mail.smtp] name a command that prints it"
            ))
        });
    };
    let said = Command::new(program)
        .args(arguments)
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| Failure::Refused(format!("the password command {program}: {e}")))?;
    let text = String::from_utf8_lossy(&said.stdout);
    match text.lines().next() {
        Some(line) if said.status.success() && !line.is_empty() => Ok(Password(line.to_owned())),
        _ => Err(Failure::Refused(format!(
            "the password command {program} printed no password: nothing was sent"
        ))),
    }
}
