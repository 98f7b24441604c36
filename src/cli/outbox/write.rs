//! Writing letters: a request becomes a letter by its template, or by what the user puts in its place.

use super::{number, read};
use crate::cli::acts::say_done;
use crate::cli::args::OutboxWriteArgs;
use crate::cli::audit;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::files;
use crate::cli::out::Out;
use crate::cli::session::{Desk, Session};
use crate::domain::ids::RequestId;
use crate::domain::outbox::{self, LetterKind, Part, Sender, Wanted};
use crate::script::letters::Letters;
use crate::store::protocol::{Done, Intent, LetterDeed, NewLetter};
use serde::Serialize;

#[derive(Serialize)]
struct Preview<'a> {
    request: RequestId,
    letter: &'a NewLetter,
}

/// A request that got no letter.
#[derive(Serialize)]
struct Left {
    request: RequestId,
    why: String,
}

/// `outbox write`
pub fn run(session: &Session, args: &OutboxWriteArgs, out: &mut Out) -> Outcome {
    let letters = session.letters()?;
    let mut desk = session.open()?;
    let waiting = read(session, &mut desk, None, false)?.wanted;
    if args.all {
        return all(session, args, &letters, &mut desk, &waiting, out);
    }
    let id = RequestId(number(
        args.request.as_deref().unwrap_or_default(),
        "request",
    )?);
    let Some(wanted) = waiting.iter().find(|row| row.id == id) else {
        return Err(Failure::Refused(format!(
            "there is no request #{id} that waits for a letter: `bywhen outbox list` shows them"
        )));
    };
    let mut letter = fill(session, &letters, &mut desk, wanted)?;
    change(args, &mut letter)?;
    if needs_file(letter.kind) && !letter.parts.iter().any(|p| matches!(p, Part::File { .. })) {
        return Err(Failure::Refused(format!(
            "request #{id} is for {}: name its file with --attach FILE",
            wanted.kind.words()
        )));
    }
    if args.dry_run {
        return preview(session, id, &letter, out);
    }
    let done = keep(session, &mut desk, letter)?;
    say_done(session, &done, out)
}

fn all(
    session: &Session,
    args: &OutboxWriteArgs,
    letters: &Letters,
    desk: &mut Desk,
    waiting: &[Wanted],
    out: &mut Out,
) -> Outcome {
    let mut written = Vec::new();
    let mut left: Vec<Left> = Vec::new();
    for wanted in waiting {
        if needs_file(LetterKind::of(wanted.kind)) {
            left.push(Left {
                request: wanted.id,
                why: format!("{} needs its file: --attach FILE", wanted.kind.words()),
            });
            continue;
        }
        let letter = fill(session, letters, desk, wanted)?;
        if args.dry_run {
            preview(session, wanted.id, &letter, out)?;
            continue;
        }
        // One that cannot be written must not keep the others.
        match keep(session, desk, letter) {
            Ok(done) => written.push(done),
            Err(Failure::Refused(why)) => {
                left.push(Left {
                    request: wanted.id,
                    why,
                });
            }
            Err(other) => return Err(other),
        }
    }
    if args.dry_run {
        return Ok(());
    }
    if session.json {
        let made: Vec<_> = written.iter().flat_map(|d| &d.made.letters).collect();
        return out.json(&serde_json::json!({ "written": made, "left": left }));
    }
    for done in &written {
        out.line(&done.what)?;
    }
    if written.is_empty() {
        out.line("no letter to write")?;
    }
    for left in &left {
        out.line(format!("left: request #{}: {}", left.request, left.why))?;
    }
    Ok(())
}

/// A paper is a file that only the user has.
const fn needs_file(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::Paper | LetterKind::Other)
}

fn fill(
    session: &Session,
    letters: &Letters,
    desk: &mut Desk,
    wanted: &Wanted,
) -> Outcome<NewLetter> {
    let prep = desk.prep(wanted.account, session.as_of)?;
    let company = desk.status(session.as_of)?.company;
    let caller = session.collector();
    let sender = Sender {
        caller: &caller,
        company: &company,
    };
    let facts = outbox::facts(&prep, wanted, &sender)
        .map_err(|e| Failure::Refused(format!("request #{}: {e}", wanted.id)))?;
    let draft = outbox::draft(&prep, wanted);
    let text = letters.write(draft.kind, &facts);
    Ok(NewLetter {
        account: wanted.account,
        kind: draft.kind,
        contact: wanted.contact,
        request: Some(wanted.id),
        to_name: draft.to_name,
        to: draft.to,
        subject: text.subject,
        body: text.body,
        parts: draft.parts,
    })
}

/// What the user puts in the place of the template's words.
fn change(args: &OutboxWriteArgs, letter: &mut NewLetter) -> Outcome {
    if let Some(to) = &args.to {
        to.clone_into(&mut letter.to);
    }
    if let Some(subject) = &args.subject {
        subject.clone_into(&mut letter.subject);
    }
    if let Some(path) = &args.body {
        letter.body = if path.as_os_str() == "-" {
            std::io::read_to_string(std::io::stdin())
                .map_err(|e| Failure::Refused(format!("standard input: {e}")))?
        } else {
            files::text(path)?
        };
    }
    for path in &args.attach {
        let found = std::fs::canonicalize(path)
            .map_err(|e| Failure::Refused(format!("{}: {e}", path.display())))?;
        let Some(text) = found.to_str() else {
            return Err(Failure::Refused(format!(
                "{}: a file with such a name cannot be attached: rename it",
                path.display()
            )));
        };
        letter.parts.push(Part::File {
            path: text.to_owned(),
        });
    }
    Ok(())
}

fn keep(session: &Session, desk: &mut Desk, letter: NewLetter) -> Outcome<Done> {
    let account = letter.account;
    let deed = LetterDeed::Write(letter);
    desk.write(session.stamp(), Intent::Letter(Box::new(deed)))
        .inspect_err(|failure| audit::letter_stopped(session, desk, account, failure))
}

fn preview(session: &Session, request: RequestId, letter: &NewLetter, out: &mut Out) -> Outcome {
    if session.json {
        return out.json(&Preview { request, letter });
    }
    out.line(format!("to       {}", letter.to))?;
    out.line(format!("subject  {}", letter.subject))?;
    out.line("")?;
    for line in letter.body.lines() {
        out.line(line)?;
    }
    out.line("")
}
