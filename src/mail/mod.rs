//! Mail: a letter as a message, and the ways in which it leaves: a mail server, a program, a folder.
//!
//! Law: domain and the libraries of mail only; no SQL, no clock. What is sent, to whom and whether at all was decided before; here it is said how far a
//! delivery got, so that nothing is ever sent twice (`domain::outbox`).

mod calendar;
mod files;
mod message;
mod pipe;
mod smtp;

pub use calendar::{Day, calendar};
pub use files::{Found, file_name, find, safe};
pub use message::{Attachment, MailError, Message, Outgoing};
pub use smtp::{Password, Security, Server};

use crate::domain::outbox::AttemptEnd;
use std::path::PathBuf;

/// How letters leave this desk.
#[derive(Clone, Debug)]
pub enum Way {
    /// Over a mail server.
    Smtp(Server),
    /// Through a program that reads the message: `sendmail -t -i`. Never a shell.
    Program(Vec<String>),
    /// As `.eml` files, for one's own mail program.
    Folder(PathBuf),
}

/// How far a delivery got.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivered {
    /// The end of the attempt.
    pub end: AttemptEnd,
    /// What the other side said, or where the file lies; one line.
    pub detail: String,
}

impl Delivered {
    fn of(end: AttemptEnd, detail: impl AsRef<str>) -> Delivered {
        let line = crate::domain::clean::clean(detail.as_ref()).into_owned();
        Delivered {
            end,
            detail: line.chars().take(500).collect(),
        }
    }
}

impl Way {
    /// In words, for the log of attempts.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Way::Smtp(server) => format!("mail server {}:{}", server.host, server.port),
            Way::Program(words) => {
                let program = words.first().map_or("", String::as_str);
                format!("program {program}")
            }
            Way::Folder(_) => "folder".to_owned(),
        }
    }

    /// Hands a message over. Never panics, never tries twice.
    #[must_use]
    pub fn deliver(&self, message: &Message) -> Delivered {
        match self {
            Way::Smtp(server) => smtp::deliver(server, message),
            Way::Program(words) => pipe::deliver(words, message),
            Way::Folder(folder) => files::deliver(folder, message),
        }
    }
}
