//! Writing letters: a request becomes a letter by its template, or by what the user puts in its place.

use super::{number, read};
use crate::cli::acts::say_done;
use crate::cli::args::OutboxWriteArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::files;

use crate::cli::out::Out;
use crate::cli::session::{Desk, Session};
use crate::domain::ids::RequestId;
use crate::domain::outbox::{self, Guide, LetterKind, Order, Part, Sender, Wanted};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::mail::{self, Found};
use crate::script::letters::Letters;
use crate::store::protocol::{Done, Intent, LetterDeed, NewLetter};
use serde::Serialize;
use std::path::{Path, PathBuf};

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
    if let Some(to) = &args.to {
        to.clone_into(&mut letter.to);
    }
    let own = OwnWords {
        subject: args.subject.as_deref(),
        body: args.body.as_deref(),
        attach: &args.attach,
    };
    own.change(&mut letter)?;
    let named = args.guides.iter().filter_map(|g| Guide::from_name(g));
    letter
        .parts
        .extend(named.map(|guide| Part::Guide { guide }));
    if letter.kind.needs_file() && !letter.parts.iter().any(|p| matches!(p, Part::File { .. })) {
        return Err(Failure::Refused(format!(
            "request #{id} is for {}: name its file with --attach FILE",
            wanted.kind.words()
        )));
    }
    if args.dry_run {
        may_go(session, &mut desk, &letter)?;
        return preview(session, &mut desk, id, &letter, out);
    }
    let done = keep(session, &mut desk, letter)?;
    say_done(session, &done, out)
}

/// Every request that waits, each by itself: one that cannot be written keeps no other back. A dry run goes the same way to its end and
/// writes nothing.
fn all(
    session: &Session,
    args: &OutboxWriteArgs,
    letters: &Letters,
    desk: &mut Desk,
    waiting: &[Wanted],
    out: &mut Out,
) -> Outcome {
    let mut left: Vec<Left> = Vec::new();
    let mut filled: Vec<(RequestId, NewLetter)> = Vec::new();
    for wanted in waiting {
        let request = wanted.id;
        if LetterKind::of(wanted.kind).needs_file() {
            left.push(Left {
                request,
                why: format!("{} needs its file: --attach FILE", wanted.kind.words()),
            });
            continue;
        }
        match fill(session, letters, desk, wanted) {
            Ok(letter) => filled.push((request, letter)),
            Err(Failure::Refused(why)) => left.push(Left { request, why }),
            Err(other) => return Err(other),
        }
    }
    if args.dry_run {
        return rehearsed(session, desk, filled, left, out);
    }
    let mut written = Vec::new();
    let mut requests = Vec::new();
    for (request, letter) in filled {
        match keep(session, desk, letter) {
            Ok(done) => {
                requests.push(request);
                written.push(done);
            }
            Err(Failure::Refused(why)) => left.push(Left { request, why }),
            Err(other) => return Err(other),
        }
    }
    left.sort_by_key(|l| l.request);
    if session.json {
        let made: Vec<_> = written.iter().flat_map(|d| &d.made.letters).collect();
        return out
            .json(&serde_json::json!({ "written": made, "requests": requests, "left": left }));
    }
    for done in &written {
        out.line(&done.what)?;
    }
    if written.is_empty() {
        out.line("no letter to write")?;
    }
    say_left(&left, out)
}

/// What `--all` would do.
fn rehearsed(
    session: &Session,
    desk: &mut Desk,
    filled: Vec<(RequestId, NewLetter)>,
    mut left: Vec<Left>,
    out: &mut Out,
) -> Outcome {
    let letters = filled.iter().map(|(_, letter)| letter.clone()).collect();
    let answers = rehearse(session, desk, letters)?;
    let mut would: Vec<Preview<'_>> = Vec::new();
    for ((request, letter), why) in filled.iter().zip(answers) {
        let request = *request;
        match why {
            None => would.push(Preview { request, letter }),
            Some(why) => left.push(Left { request, why }),
        }
    }
    left.sort_by_key(|l| l.request);
    if session.json {
        let requests: Vec<RequestId> = would.iter().map(|p| p.request).collect();
        return out.json(
            &serde_json::json!({ "would_write": would, "requests": requests, "left": left }),
        );
    }
    for preview in &would {
        show(session, desk, preview.letter, out)?;
    }
    if would.is_empty() {
        out.line("no letter to write")?;
    }
    say_left(&left, out)
}

fn say_left(left: &[Left], out: &mut Out) -> Outcome {
    for left in left {
        out.line(format!("left: request #{}: {}", left.request, left.why))?;
    }
    Ok(())
}

/// The letter that answers a request.
fn fill(
    session: &Session,
    letters: &Letters,
    desk: &mut Desk,
    wanted: &Wanted,
) -> Outcome<NewLetter> {
    let prep = desk.prep(wanted.account, session.as_of)?;
    let order = Order::answering(&prep, wanted);
    compose(session, letters, desk, &prep, &order)
        .map_err(|e| about(&format!("request #{}", wanted.id), e))
}

fn about(what: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Refused(why) => Failure::Refused(format!("{what}: {why}")),
        other => other,
    }
}

/// A letter in words, from the account as it stands.
pub(super) fn compose(
    session: &Session,
    letters: &Letters,
    desk: &mut Desk,
    prep: &Prep,
    order: &Order,
) -> Outcome<NewLetter> {
    let company = desk.status(session.as_of)?.company;
    let caller = session.collector();
    let sender = Sender {
        caller: &caller,
        company: &company,
    };
    let facts = outbox::facts(prep, order, &sender).map_err(|e| Failure::Refused(e.to_string()))?;
    let text = letters.write(order.kind, &facts);
    Ok(NewLetter::new(
        outbox::draft(prep, order),
        text.subject,
        text.body,
    ))
}

/// What the user puts in the place of the template's words.
pub(super) struct OwnWords<'a> {
    pub subject: Option<&'a str>,
    pub body: Option<&'a Path>,
    pub attach: &'a [PathBuf],
}

impl OwnWords<'_> {
    pub fn change(&self, letter: &mut NewLetter) -> Outcome {
        if let Some(subject) = self.subject {
            subject.clone_into(&mut letter.subject);
        }
        if let Some(path) = self.body {
            letter.body = if path.as_os_str() == "-" {
                std::io::read_to_string(std::io::stdin())
                    .map_err(|e| Failure::Refused(format!("standard input: {e}")))?
            } else {
                files::text(path)?
            };
        }
        for path in self.attach {
            letter.parts.push(Part::File {
                path: attachable(path)?,
            });
        }
        Ok(())
    }
}

/// The largest file that goes with a letter.
pub(super) const LARGEST: u64 = 15 * 1024 * 1024;

/// The whole path of a file that can go with a letter.
pub(in crate::cli) fn attachable(path: &Path) -> Outcome<String> {
    let found = std::fs::canonicalize(path)
        .map_err(|e| Failure::Refused(format!("{}: {e}", path.display())))?;
    if !found.is_file() {
        return Err(Failure::Refused(format!(
            "{}: that is no file: name one",
            path.display()
        )));
    }
    // What could not be sent is said now, and not when the letter waits already.
    if crate::store::is_of_a_ledger(&found) {
        return Err(Failure::Refused(format!(
            "{}: a ledger does not go with a letter: name another file",
            path.display()
        )));
    }
    let size = std::fs::metadata(&found).map_or(0, |about| about.len());
    if size > LARGEST {
        return Err(Failure::Refused(format!(
            "{}: more than {} MiB: no mail server takes that",
            path.display(),
            LARGEST / (1024 * 1024)
        )));
    }
    let Some(text) = found.to_str() else {
        return Err(Failure::Refused(format!(
            "{}: a file with such a name cannot be attached: rename it",
            path.display()
        )));
    };
    Ok(text.to_owned())
}

fn kept(letter: NewLetter) -> Intent {
    Intent::Letter(Box::new(LetterDeed::Write(letter)))
}

pub(super) fn keep(session: &Session, desk: &mut Desk, letter: NewLetter) -> Outcome<Done> {
    desk.write(session.stamp(), kept(letter))
}

/// What would become of letters, one after the other: asked of the ledger itself, so that a dry run says what the writing would say.
fn rehearse(
    session: &Session,
    desk: &mut Desk,
    letters: Vec<NewLetter>,
) -> Outcome<Vec<Option<String>>> {
    let intents = letters.into_iter().map(kept).collect();
    desk.rehearse(session.stamp(), intents)
}

/// A letter may be written now, or is refused as the writing would be.
pub(in crate::cli) fn may_go(session: &Session, desk: &mut Desk, letter: &NewLetter) -> Outcome {
    match rehearse(session, desk, vec![letter.clone()])?.pop() {
        Some(Some(why)) => Err(Failure::Refused(why)),
        _ => Ok(()),
    }
}

fn preview(
    session: &Session,
    desk: &mut Desk,
    request: RequestId,
    letter: &NewLetter,
    out: &mut Out,
) -> Outcome {
    if session.json {
        return out.json(&Preview { request, letter });
    }
    show(session, desk, letter, out)
}

/// A letter as it would be.
pub(super) fn show(
    session: &Session,
    desk: &mut Desk,
    letter: &NewLetter,
    out: &mut Out,
) -> Outcome {
    out.line(format!("to       {}", letter.to))?;
    out.line(format!("subject  {}", letter.subject))?;
    for with in goes_with(session, desk, letter)? {
        out.line(format!("with     {with}"))?;
    }
    out.line("")?;
    for line in letter.body.lines() {
        out.line(line)?;
    }
    out.line("")
}

/// What goes with a letter, as it would be found now: of a copy, whether the PDF of the settings' pattern is there.
fn goes_with(session: &Session, desk: &mut Desk, letter: &NewLetter) -> Outcome<Vec<String>> {
    let mut out = Vec::new();
    if letter.parts.is_empty() {
        return Ok(out);
    }
    let prep = desk.prep(letter.account, session.as_of)?;
    for part in &letter.parts {
        out.push(match part {
            Part::Invoice { document } => {
                let line = prep.invoices.iter().find(|line| line.id == *document);
                let number = line.map_or("an invoice", |line| line.number.as_str());
                let pattern = session.config.mail.copies.as_deref();
                match pattern.map(|pattern| mail::find(pattern, number)) {
                    Some(Ok(Found::File(_))) => format!("the PDF of {number}"),
                    Some(Err(e)) => format!("the copy of {number}, which cannot be read: {e}"),
                    Some(Ok(Found::Nothing(_))) | None => {
                        format!("a text copy of {number} from the ledger")
                    }
                }
            }
            Part::Calendar { promise } => {
                let line = prep.promises.iter().find(|l| l.promise.id == *promise);
                let day = line.map(|l| say::day(l.promise.by_when, session.as_of));
                format!("{} for a calendar", day.unwrap_or_default())
            }
            Part::Statement => "the statement as a PDF".to_owned(),
            Part::File { path } => path.clone(),
            Part::Guide { guide } => format!("the sheet \"{}\" as a PDF", guide.words()),
        });
    }
    Ok(out)
}
