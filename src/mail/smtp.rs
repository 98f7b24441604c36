//! A mail server, spoken to step by step, so that it is known how far a delivery got.
//!
//! Law: until the text has begun nothing can have arrived, so a failure there may be tried again. From the first byte of the text to the
//! server's answer nobody knows: a cut line there is a doubt. A password goes over an encrypted line only.

use super::{Delivered, Message};
use crate::domain::outbox::AttemptEnd;
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use std::time::Duration;

/// How the line to a mail server is protected.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Security {
    /// Plain first, then encrypted, or not at all.
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// Not: only for a server on this machine.
    None,
}

/// A mail server and who we are to it.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub security: Security,
    /// User and password, where it wants them.
    pub login: Option<(String, Password)>,
    /// A certificate authority of one's own, as PEM.
    pub authority: Option<Vec<u8>>,
    /// The longest wait for one answer.
    pub patience: Duration,
}

/// A password: never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(pub String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

pub(super) fn deliver(server: &Server, message: &Message) -> Delivered {
    let mut line = match open(server) {
        Ok(line) => line,
        Err(failed) => return failed,
    };
    let done = hand_over(&mut line, message);
    line.abort();
    done
}

/// Connected, encrypted, known.
fn open(server: &Server) -> Result<SmtpConnection, Delivered> {
    let here = ClientId::default();
    let at = format!("{}:{}", server.host, server.port);
    let before = |e: &Error| before_text(&at, e);
    let tls = parameters(server).map_err(|e| before(&e))?;
    let wrapped = (server.security == Security::Tls).then_some(&tls);
    let address = (server.host.as_str(), server.port);
    let mut line = SmtpConnection::connect(address, Some(server.patience), &here, wrapped, None)
        .map_err(|e| before(&e))?;
    if server.security == Security::StartTls {
        if !line.can_starttls() {
            line.abort();
            return Err(Delivered::of(
                AttemptEnd::PutOff,
                format!("{at} offers no encryption: nothing was sent"),
            ));
        }
        line.starttls(&tls, &here).map_err(|e| before(&e))?;
    }
    if let Some((user, password)) = &server.login {
        let login = Credentials::new(user.clone(), password.0.clone());
        line.auth(DEFAULT_MECHANISMS, &login).map_err(|e| {
            // A wrong password is not the letter's fault: it waits until the settings are mended.
            Delivered::of(
                AttemptEnd::PutOff,
                format!("{at} does not let us in: {}", said(&e)),
            )
        })?;
    }
    Ok(line)
}

fn parameters(server: &Server) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authority {
        builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
    }
    builder.build()
}

/// One message over an open line.
fn hand_over(line: &mut SmtpConnection, message: &Message) -> Delivered {
    match announce(line, message) {
        Ok(()) => {}
        Err(failed) => return failed,
    }
    match line.message(&message.bytes) {
        Ok(answer) if answer.is_positive() => {
            let text: Vec<&str> = answer.message().collect();
            Delivered::of(AttemptEnd::Sent, text.join(" "))
        }
        Ok(answer) => Delivered::of(AttemptEnd::PutOff, format!("{:?}", answer.code())),
        Err(e) if e.is_permanent() => Delivered::of(AttemptEnd::Refused, said(&e)),
        Err(e) if e.is_transient() => Delivered::of(AttemptEnd::PutOff, said(&e)),
        Err(e) => Delivered::of(
            AttemptEnd::Unsure,
            format!(
                "the line was cut before the server had answered: {}",
                said(&e)
            ),
        ),
    }
}

/// Sender, recipient, and that a text follows.
fn announce(line: &mut SmtpConnection, message: &Message) -> Result<(), Delivered> {
    let envelope = &message.envelope;
    let mut options = Vec::new();
    let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !envelope.from().is_none_or(plain) || !envelope.to().iter().all(plain) {
        if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Delivered::of(
                AttemptEnd::Refused,
                "the mail server does not take addresses with letters beyond ASCII",
            ));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !message.bytes.is_ascii() {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let before = |e: Error| before_text("the mail server", &e);
    line.command(Mail::new(envelope.from().cloned(), options))
        .map_err(before)?;
    for to in envelope.to() {
        line.command(Rcpt::new(to.clone(), Vec::new()))
            .map_err(before)?;
    }
    line.command(Data).map(drop).map_err(before)
}

/// A failure before the text had begun: nothing has arrived.
fn before_text(at: &str, e: &Error) -> Delivered {
    if e.is_permanent() {
        Delivered::of(AttemptEnd::Refused, said(e))
    } else {
        Delivered::of(AttemptEnd::PutOff, format!("{at}: {}", said(e)))
    }
}

/// The error with what is below it, on one line.
fn said(e: &Error) -> String {
    let mut out = e.to_string();
    let mut below = std::error::Error::source(e);
    while let Some(cause) = below {
        let text = cause.to_string();
        if !out.contains(&text) {
            out.push_str(": ");
            out.push_str(&text);
        }
        below = cause.source();
    }
    out
}
