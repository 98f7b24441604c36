//! A message as bytes: headers by the library, never by hand, from values that were checked first.
//!
//! Law (FAULTS X4): CR, LF and NUL in a name, subject or file name are refused or taken out before the library sees them; one recipient; the
//! text is flowed already and sent as it is.

use super::files::safe;
use crate::domain::clean::clean;
use crate::domain::outbox::{AddressFault, check_address};
use chrono::{DateTime, Utc};
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding as Encoding, ContentType};
use lettre::message::{Attachment as Part, Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as Built};

/// The most that mail servers take, attachments encoded: refused before it is tried.
const LARGEST: usize = 20 * 1024 * 1024;

/// Why no message can be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MailError {
    /// The mailbox of one side.
    #[error("{whose} '{address}': {why}")]
    Address {
        /// `the recipient`.
        whose: &'static str,
        /// As written.
        address: String,
        /// What is wrong with it.
        why: AddressFault,
    },
    /// The library refuses a value.
    #[error("the message cannot be made: {0}")]
    Unfit(String),
    /// Too large for mail.
    #[error(
        "the message has {0} MiB with its attachments, more than mail servers take (20): send fewer copies at once"
    )]
    Large(usize),
}

/// A file that goes with a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// Its name; made safe here.
    pub name: String,
    /// `application/pdf`.
    pub mime: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Everything that a message is made of.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    /// The name of who writes.
    pub from_name: Option<&'a str>,
    /// Their mailbox.
    pub from: &'a str,
    /// Where answers go, when not there.
    pub reply_to: Option<&'a str>,
    /// The name of who gets it.
    pub to_name: Option<&'a str>,
    /// Their mailbox.
    pub to: &'a str,
    /// One line.
    pub subject: &'a str,
    /// The text.
    pub body: &'a str,
    /// The instant in its date header.
    pub at: DateTime<Utc>,
    /// Unique to the letter, the same for every attempt: whoever gets two copies of it can tell.
    pub id: &'a str,
    /// What goes with it.
    pub attachments: &'a [Attachment],
}

/// A message, ready to leave.
#[derive(Clone, Debug)]
pub struct Message {
    /// Who sends, who receives, as the server is told.
    pub(super) envelope: Envelope,
    /// The message with its headers.
    pub bytes: Vec<u8>,
    /// A name for a file that holds it.
    pub file: String,
}

impl Message {
    /// Builds it.
    ///
    /// # Errors
    /// When an address is none, or the whole is too large.
    pub fn build(from: &Outgoing<'_>) -> Result<Message, MailError> {
        let sender = mailbox("the sender", from.from_name, from.from)?;
        let recipient = mailbox("the recipient", from.to_name, from.to)?;
        let host = from.from.rsplit('@').next().unwrap_or_default().trim();
        let mut builder = Built::builder()
            .from(sender)
            .to(recipient)
            .subject(line(from.subject))
            .date(from.at.into())
            .message_id(Some(format!("<{}@{}>", safe(from.id), safe(host))));
        if let Some(address) = from.reply_to {
            builder = builder.reply_to(mailbox("the address for answers", None, address)?);
        }
        let text = SinglePart::plain(from.body.to_owned());
        let built = if from.attachments.is_empty() {
            builder.singlepart(text)
        } else {
            let mut parts = MultiPart::mixed().singlepart(text);
            for file in from.attachments {
                let mime = ContentType::parse(file.mime).map_err(|e| unfit(&e))?;
                // Always base64: what is plain text to the library may still be changed by a server that mends line ends.
                let body = Body::new_with_encoding(file.bytes.clone(), Encoding::Base64)
                    .map_err(|_| unfit(&"an attachment cannot be encoded"))?;
                parts = parts.singlepart(Part::new(safe(&file.name)).body(body, mime));
            }
            builder.multipart(parts)
        }
        .map_err(|e| unfit(&e))?;
        let bytes = built.formatted();
        if bytes.len() > LARGEST {
            return Err(MailError::Large(bytes.len() / (1024 * 1024) + 1));
        }
        Ok(Message {
            envelope: built.envelope().clone(),
            bytes,
            file: format!("{}.eml", safe(from.id)),
        })
    }
}

fn unfit(e: &dyn std::fmt::Display) -> MailError {
    MailError::Unfit(clean(&e.to_string()).into_owned())
}

/// One line without anything that could begin another.
fn line(text: &str) -> String {
    let cleaned = clean(text);
    cleaned.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mailbox(whose: &'static str, name: Option<&str>, address: &str) -> Result<Mailbox, MailError> {
    let fault = |why| MailError::Address {
        whose,
        address: line(address),
        why,
    };
    let checked = check_address(address).map_err(fault)?;
    let parsed: Address = checked.parse().map_err(|_| fault(AddressFault::Shape))?;
    let name = name.map(line).filter(|n| !n.is_empty());
    Ok(Mailbox::new(name, parsed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn outgoing<'a>() -> Outgoing<'a> {
        Outgoing {
            from_name: Some("Ana Reyes"),
            from: "ar@ridgeline.example",
            reply_to: None,
            to_name: Some("Dana Ruiz"),
            to: "ap@harbor.example",
            subject: "Invoice SI-1",
            body: "Hello Dana,\n\nhere it is.",
            at: Utc
                .with_ymd_and_hms(2026, 11, 23, 9, 0, 0)
                .single()
                .expect("a time"),
            id: "bywhen-1-7",
            attachments: &[],
        }
    }

    fn text(from: &Outgoing<'_>) -> String {
        let message = Message::build(from).expect("a message");
        String::from_utf8(message.bytes).expect("mail is ASCII")
    }

    /// The header lines, unfolded.
    fn headers(message: &str) -> Vec<String> {
        let head = message.split("\r\n\r\n").next().expect("headers");
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_plain_letter_has_its_headers_once_and_its_text() {
        let message = text(&outgoing());
        let headers = headers(&message);
        for wanted in [
            "From: \"Ana Reyes\" <ar@ridgeline.example>",
            "To: \"Dana Ruiz\" <ap@harbor.example>",
            "Subject: Invoice SI-1",
            "Message-ID: <bywhen-1-7@ridgeline.example>",
            "Date: Mon, 23 Nov 2026 09:00:00 +0000",
        ] {
            let found = headers.iter().filter(|h| h.as_str() == wanted).count();
            assert_eq!(found, 1, "{wanted}: {headers:#?}");
        }
        assert!(
            message
                .trim_end()
                .ends_with("Hello Dana,\r\n\r\nhere it is."),
            "{message}"
        );
    }

    #[test]
    fn nothing_in_a_name_or_subject_begins_another_header() {
        for evil in [
            "x\r\nBcc: e@e.com",
            "x\nBcc: e@e.com",
            "x\rBcc: e@e.com",
            "x\u{0}\u{2028}Bcc: e@e.com",
            "\"x\" <e@e.com>, \"y\"",
            "=?utf-8?q?x=0D=0ABcc:_e@e.com?=",
        ] {
            let mut from = outgoing();
            (from.to_name, from.subject, from.from_name) = (Some(evil), evil, Some(evil));
            let message = text(&from);
            let heads = headers(&message);
            assert!(!heads.iter().any(|h| h.starts_with("Bcc")), "{message}");
            assert_eq!(heads.iter().filter(|h| h.starts_with("To:")).count(), 1);
            let built = Message::build(&from).expect("built");
            let to: Vec<String> = built
                .envelope
                .to()
                .iter()
                .map(ToString::to_string)
                .collect();
            assert_eq!(to, ["ap@harbor.example"], "{evil:?}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_named_with_its_fault() {
        let mut from = outgoing();
        from.to = "ap@harbor.example, e@e.com";
        let error = Message::build(&from).expect_err("two of them");
        assert!(
            error
                .to_string()
                .starts_with("the recipient 'ap@harbor.example, e@e.com'"),
            "{error}"
        );
        let mut from = outgoing();
        from.from = "-oQ/tmp@x.com";
        assert!(Message::build(&from).is_err());
    }

    #[test]
    fn attachments_keep_their_bytes_and_lose_their_paths() {
        let attachments = [Attachment {
            name: "../../etc/pass wd\r\n.pdf".into(),
            mime: "application/pdf",
            bytes: b"%PDF-1.7".to_vec(),
        }];
        let mut from = outgoing();
        from.attachments = &attachments;
        let message = text(&from);
        assert!(
            message.contains("filename=\"etc_pass_wd_.pdf\""),
            "{message}"
        );
        assert!(message.contains("JVBERi0xLjc="), "{message}");
    }

    #[test]
    fn what_is_too_large_for_mail_is_refused_before_it_is_tried() {
        let attachments = [Attachment {
            name: "a.pdf".into(),
            mime: "application/pdf",
            bytes: vec![7; LARGEST],
        }];
        let mut from = outgoing();
        from.attachments = &attachments;
        assert!(matches!(Message::build(&from), Err(MailError::Large(_))));
    }
}
