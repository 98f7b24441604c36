//! Sending: the message is built first, then an attempt begins in the ledger, then the message leaves, then its end is written.
//!
//! Law: no byte leaves before the beginning is committed. What fails before that (a missing file, a wrong address) is no attempt.

use super::way::way;
use super::{letter, read};
use crate::cli::args::{OutboxSendArgs, OutboxStatementArgs};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::files;
use crate::cli::out::Out;
use crate::cli::session::{Desk, Session};
use crate::domain::ids::{DocumentId, LetterId, PromiseId};
use crate::domain::outbox::{self, AttemptEnd, Letter, LetterState, Part};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::export;
use crate::mail::{self, Attachment, Found, Message, Outgoing, Way};
use crate::store::protocol::{Intent, LetterDeed};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What became of one letter.
#[derive(Serialize)]
struct Line {
    letter: LetterId,
    to: String,
    /// `sent`, `refused`, `put_off`, `unsure`; `not_built` when it was not even tried; `elsewhere` when another process has begun it; `dry_run`.
    end: &'static str,
    detail: String,
}

impl Line {
    fn words(&self) -> String {
        let end = match self.end {
            "dry_run" => "would go",
            "elsewhere" => "sent by somebody else",
            end => AttemptEnd::from_name(end).map_or("not tried", AttemptEnd::words),
        };
        format!("#{} to {}: {end}: {}", self.letter, self.to, self.detail)
    }
}

/// `outbox send`
pub fn run(session: &Session, args: &OutboxSendArgs, out: &mut Out) -> Outcome {
    let lines = send(session, &args.letters, args.dry_run)?;
    say(session, &lines, out)
}

/// Sends what is due, for the desk: a line for each letter that was tried.
pub fn post(session: &Session) -> Outcome<Vec<String>> {
    let lines = send(session, &[], false)?;
    Ok(lines.iter().map(Line::words).collect())
}

/// Sends the letters of these ids, or whatever is due.
fn send(session: &Session, named: &[String], dry_run: bool) -> Outcome<Vec<Line>> {
    let way = way(session)?;
    let mut desk = session.open()?;
    let now = session.stamp().at;
    let due: Vec<Letter> = if named.is_empty() {
        let all = read(session, &mut desk, None, false)?.letters;
        all.into_iter().filter(|l| l.is_due(now)).collect()
    } else {
        let mut found = Vec::new();
        for typed in named {
            found.push(letter(session, &mut desk, typed)?);
        }
        found
    };
    let mut lines = Vec::new();
    for letter in &due {
        lines.push(match build(session, &mut desk, letter) {
            Err(Failure::Refused(why)) => line(letter, "not_built", why),
            Err(other) => return Err(other),
            Ok(message) if dry_run => {
                let size = say::plural(message.bytes.len() as u64, "byte");
                line(letter, "dry_run", format!("{size} by {}", way.words()))
            }
            Ok(message) => hand_over(session, &mut desk, &way, letter, &message)?,
        });
    }
    Ok(lines)
}

/// One letter: its beginning is on disk before the first byte leaves, its end after the last.
fn hand_over(
    session: &Session,
    desk: &mut Desk,
    way: &Way,
    letter: &Letter,
    message: &Message,
) -> Outcome<Line> {
    let begin = LetterDeed::Begin {
        letter: letter.id,
        via: way.words(),
    };
    let begun = match desk.write(session.stamp(), Intent::Letter(Box::new(begin))) {
        Ok(done) => done,
        // Somebody else sends it, or it waits: not this time.
        Err(Failure::Refused(why)) => {
            let found = super::letter(session, desk, &letter.id.to_string())?;
            let elsewhere = matches!(
                found.standing.state,
                LetterState::Sending | LetterState::Sent
            );
            let end = if elsewhere { "elsewhere" } else { "not_built" };
            return Ok(line(letter, end, why));
        }
        Err(other) => return Err(other),
    };
    let Some(attempt) = begun.made.attempts.first().copied() else {
        return Err(Failure::Refused(format!(
            "letter #{}: the attempt has no id, which is a fault in bywhen: please report it",
            letter.id
        )));
    };
    let got = way.deliver(message);
    let end = LetterDeed::End {
        attempt,
        how: got.end,
        detail: got.detail.clone(),
    };
    desk.write(session.stamp(), Intent::Letter(Box::new(end)))?;
    Ok(line(letter, got.end.name(), got.detail))
}

fn line(letter: &Letter, end: &'static str, detail: String) -> Line {
    Line {
        letter: letter.id,
        to: letter.to.clone(),
        end,
        detail,
    }
}

fn say(session: &Session, lines: &[Line], out: &mut Out) -> Outcome {
    if session.json {
        out.json(&serde_json::json!({ "letters": lines }))?;
    } else if lines.is_empty() {
        out.line("nothing is due to be sent")?;
    } else {
        for line in lines {
            out.line(line.words())?;
        }
    }
    let failed = lines
        .iter()
        .filter(|l| !matches!(l.end, "sent" | "dry_run" | "elsewhere"))
        .count() as u64;
    if failed > 0 {
        return Err(Failure::Refused(format!(
            "{} did not go out: `bywhen outbox list` says why",
            say::plural(failed, "letter")
        )));
    }
    Ok(())
}

/// The message with what goes with it.
fn build(session: &Session, desk: &mut Desk, letter: &Letter) -> Outcome<Message> {
    let settings = &session.config.mail;
    // A folder's own mail program puts the sender in; something has to stand there until then.
    let from = settings
        .from
        .as_deref()
        .unwrap_or("receivables@localhost.localdomain");
    let prep = desk.prep(letter.account, session.as_of)?;
    let status = desk.status(session.as_of)?;
    let mut attachments = Vec::new();
    let mut days = Vec::new();
    for part in &letter.parts {
        match part {
            Part::Invoice { document } => {
                attachments.push(invoice(session, &prep, &status.company, *document)?);
            }
            Part::Calendar { promise } => days.push(day(&prep, &status.company, *promise)?),
            Part::Statement => attachments.push(statement(&prep, &status.company)?),
            Part::File { path } => attachments.push(file(path)?),
            Part::Guide { guide } => {
                let usd = matches!(prep.account.currency.code(), "USD" | "CAD" | "MXN");
                attachments.push(super::guide::sheet(session, *guide, &status.company, usd)?);
            }
        }
    }
    let at = session.stamp().at;
    if !days.is_empty() {
        attachments.push(Attachment {
            name: "promised.ics".to_owned(),
            mime: "text/calendar",
            bytes: mail::calendar(&days, at).into_bytes(),
        });
    }
    // The same for every attempt, different for every letter of every ledger: its text and day make it so.
    let digest = Sha256::digest(format!(
        "{}\0{}\0{}",
        status.company, letter.made_on, letter.body
    ));
    let id = format!(
        "bywhen-{}-{:02x}{:02x}{:02x}{:02x}",
        letter.id, digest[0], digest[1], digest[2], digest[3]
    );
    let caller = session.collector();
    Message::build(&Outgoing {
        from_name: Some(&format!("{caller} at {}", status.company)),
        from,
        reply_to: settings.reply_to.as_deref(),
        to_name: letter.to_name.as_deref(),
        to: &letter.to,
        subject: &letter.subject,
        body: &letter.body,
        at,
        id: &id,
        attachments: &attachments,
    })
    .map_err(|e| Failure::Refused(e.to_string()))
}

/// The PDF where the settings' pattern finds one, else a text copy from the ledger.
fn invoice(
    session: &Session,
    prep: &Prep,
    company: &str,
    document: DocumentId,
) -> Outcome<Attachment> {
    let Some(found) = prep.invoices.iter().find(|line| line.id == document) else {
        return Err(Failure::Refused(
            "an invoice of this letter is not open any more: look at the account, and take the letter back with `bywhen undo`"
                .to_owned(),
        ));
    };
    if let Some(pattern) = &session.config.mail.copies {
        match mail::find(pattern, &found.number) {
            Ok(Found::File(bytes)) => {
                return Ok(Attachment {
                    name: mail::file_name(&found.number, "pdf"),
                    mime: "application/pdf",
                    bytes,
                });
            }
            Ok(Found::Nothing(_)) => {}
            Err(e) => {
                return Err(Failure::Refused(format!(
                    "the copy of {}: {e}",
                    found.number
                )));
            }
        }
    }
    let text = outbox::copy(
        found,
        prep.account.currency,
        company,
        &prep.account.name,
        session.as_of,
    );
    Ok(Attachment {
        name: mail::file_name(&found.number, "txt"),
        mime: "text/plain; charset=utf-8",
        bytes: text.into_bytes(),
    })
}

/// `outbox statement`
pub fn print(session: &Session, args: &OutboxStatementArgs, out: &mut Out) -> Outcome {
    files::is_free(&args.output)?;
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let company = desk.status(session.as_of)?.company;
    let made = statement(&prep, &company)?;
    files::write_new(&args.output, &made.bytes)?;
    if session.json {
        return out.json(&serde_json::json!({ "file": args.output, "bytes": made.bytes.len() }));
    }
    out.line(format!(
        "{}: statement of {}",
        args.output.display(),
        prep.account.name
    ))
}

fn statement(prep: &Prep, company: &str) -> Outcome<Attachment> {
    let failed =
        |e: String| Failure::Refused(format!("the statement of {}: {e}", prep.account.name));
    let statement = outbox::statement(prep, company).map_err(|e| failed(e.to_string()))?;
    let mut bytes = Vec::new();
    export::statement(&statement, &mut bytes).map_err(|e| failed(e.to_string()))?;
    Ok(Attachment {
        name: format!("statement-{}.pdf", prep.as_of),
        mime: "application/pdf",
        bytes,
    })
}

/// The statement of an account as a PDF.
pub fn statement_of(prep: &Prep, company: &str) -> Outcome<Vec<u8>> {
    Ok(statement(prep, company)?.bytes)
}

fn day(prep: &Prep, company: &str, promise: PromiseId) -> Outcome<mail::Day> {
    let Some(line) = prep.promises.iter().find(|l| l.promise.id == promise) else {
        return Err(Failure::Refused(format!(
            "promise #{promise} of this letter does not stand any more: take the letter back with `bywhen undo`"
        )));
    };
    let amount = say::money_signed(line.promise.amount, prep.account.currency);
    Ok(mail::Day {
        id: format!("bywhen-promise-{promise}-{}", line.promise.taken_on),
        on: line.promise.by_when,
        title: format!("{amount} to {company}"),
        about: if line.invoices.is_empty() {
            String::new()
        } else {
            format!("For {}", say::list(&line.invoices))
        },
    })
}

fn file(path: &str) -> Outcome<Attachment> {
    let whole = super::write::attachable(path.as_ref())?;
    let bytes = files::bytes(whole.as_ref(), super::write::LARGEST)?;
    let name = std::path::Path::new(path)
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let pdf = name.to_lowercase().ends_with(".pdf");
    Ok(Attachment {
        mime: if pdf {
            "application/pdf"
        } else {
            "application/octet-stream"
        },
        name,
        bytes,
    })
}
