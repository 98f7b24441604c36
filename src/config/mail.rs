//! `[mail]`: how letters leave this desk. No password stands in the file: a command prints it, or the environment has it.

use crate::domain::outbox::check_address;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The way out.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// As `.eml` files in a folder.
    #[default]
    Folder,
    /// Over a mail server.
    Smtp,
    /// Through a program that reads the message.
    Program,
}

/// `[mail]`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The way out.
    pub through: Through,
    /// The mailbox that letters come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Where answers go, when not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The folder of `.eml` files. Absent: `outbox` beside the default ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// The program that reads the message, with its arguments.
    pub program: Vec<String>,
    /// Where the PDF of an invoice lies, `{number}` replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<String>,
    /// The mail server.
    pub smtp: SmtpTable,
}

/// `[mail.smtp]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SmtpTable {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected: `starttls`, `tls`, `none`.
    pub security: Protection,
    /// The user, where it wants one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The command that prints the password.
    pub password: Vec<String>,
    /// A certificate authority of one's own, a PEM file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<PathBuf>,
    /// The longest wait for one answer.
    pub seconds: u64,
}

/// How the line is protected.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// Plain first, then encrypted, or not at all.
    #[default]
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// Not: only to this machine.
    None,
}

impl Default for SmtpTable {
    fn default() -> Self {
        SmtpTable {
            host: String::new(),
            port: 587,
            security: Protection::default(),
            user: None,
            password: Vec::new(),
            authority: None,
            seconds: 30,
        }
    }
}

impl SmtpTable {
    /// The server is on this machine.
    fn is_here(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1")
    }
}

impl MailSettings {
    /// The settings fit together; else the option that does not, and why.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        for (option, address) in [("from", &self.from), ("reply_to", &self.reply_to)] {
            if let Some(address) = address {
                check_address(address).map_err(|e| (option, format!("{option}: {e}")))?;
            }
        }
        if self
            .copies
            .as_ref()
            .is_some_and(|p| !p.contains("{number}"))
        {
            let message =
                "copies needs {number} in its path, or every invoice would be the same file";
            return Err(("copies", message.to_owned()));
        }
        match self.through {
            Through::Folder => {}
            Through::Program if self.program.is_empty() => {
                let message = "through = \"program\" needs the program (write program = [\"sendmail\", \"-t\", \"-i\"])";
                return Err(("through", message.to_owned()));
            }
            Through::Smtp if self.smtp.host.trim().is_empty() => {
                let message = "through = \"smtp\" needs the server (write host = \"mail.company.com\" under [mail.smtp])";
                return Err(("through", message.to_owned()));
            }
            Through::Smtp | Through::Program if self.from.is_none() => {
                let message = "letters need a mailbox to come from (write from = \"receivables@company.com\" under [mail])";
                return Err(("through", message.to_owned()));
            }
            Through::Smtp if self.smtp.security == Protection::None && !self.smtp.is_here() => {
                let message = "security = \"none\" is for a mail server on this machine only: letters and passwords would cross the network in the open (write \"starttls\" or \"tls\")";
                return Err(("security", message.to_owned()));
            }
            Through::Smtp | Through::Program => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    #[test]
    fn mail_settings_that_cannot_work_are_refused_with_their_place() {
        for (text, place, says) in [
            (
                "[mail]\nfrom = \"Ana <a@x.com>\"\n",
                "c.toml:2:1",
                "brackets",
            ),
            (
                "[mail]\nthrough = \"smtp\"\n",
                "c.toml:2:1",
                "needs the server",
            ),
            ("[mail]\nthrough = \"program\"\n", "c.toml:2:1", "sendmail"),
            ("[mail]\nthrough = \"fax\"\n", "c.toml:2", "folder"),
            (
                "[mail]\ncopies = \"/srv/a.pdf\"\n",
                "c.toml:2:1",
                "{number}",
            ),
            (
                "[mail]\nthrough = \"smtp\"\nfrom = \"a@x.com\"\n[mail.smtp]\nhost = \"mail.x.com\"\nsecurity = \"none\"\n",
                "c.toml:6:1",
                "on this machine only",
            ),
            (
                "[mail]\nthrough = \"smtp\"\n[mail.smtp]\nhost = \"localhost\"\n",
                "c.toml:2:1",
                "come from",
            ),
        ] {
            let line = Config::parse(text, "c.toml".as_ref())
                .expect_err(text)
                .to_string();
            assert!(
                line.starts_with(place) && line.contains(says),
                "{text}: {line}"
            );
            assert_eq!(line.lines().count(), 1, "{line}");
        }
    }
}
