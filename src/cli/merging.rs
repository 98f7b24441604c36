//! `alias` and `questions`: what only a person can say about what several reports tell of one customer.

use super::acts;
use super::args::{AliasArgs, QuestionsArgs};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Desk, Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::ids::{EventSeq, QuestionId};
use crate::store::protocol::{
    AliasLine, Intent, NearMatch, QuestionLine, Record, Reply, Request, Take,
};
use serde::Serialize;

#[derive(Serialize)]
struct Aliases<'a> {
    aliases: &'a [AliasLine],
}

#[derive(Serialize)]
struct Alike<'a> {
    alike: &'a [NearMatch],
}

#[derive(Serialize)]
struct Questions<'a> {
    questions: &'a [QuestionLine],
}

#[derive(Serialize)]
struct Answers {
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Answer {
    question: QuestionId,
    event: Option<EventSeq>,
    what: String,
}

/// `alias`
pub fn alias(session: &Session, args: &AliasArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    if args.alike {
        return alike(session, &mut desk, out);
    }
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    if let (Some(account), Some(name)) = (account, &args.name) {
        let name = name.clone();
        let intent = Intent::Record(match args.different {
            false => Record::Alias { account, name },
            true => Record::Apart { account, name },
        });
        let done = desk.write(session.stamp(), intent)?;
        return acts::say_done(session, &done, out);
    }
    let lines = match desk.ask(Request::Aliases { account })? {
        Reply::Aliases(lines) => lines,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&Aliases { aliases: &lines });
    }
    if lines.is_empty() {
        return out.line("No other names were given.");
    }
    let mut table = Table::new(&[
        ("name in reports", Align::Left),
        ("means", Align::Left),
        ("", Align::Left),
    ]);
    for line in &lines {
        let number = (line.label != line.name).then(|| line.label.clone());
        table.row([
            line.alias.clone(),
            line.name.clone(),
            number.unwrap_or_default(),
        ]);
    }
    table.print(out)
}

/// `alias --alike`
fn alike(session: &Session, desk: &mut Desk, out: &mut Out) -> Outcome {
    let lines = match desk.ask(Request::Alike)? {
        Reply::Alike(lines) => lines,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&Alike { alike: &lines });
    }
    if lines.is_empty() {
        return out.line("No two accounts read alike that nobody has decided about.");
    }
    let mut table = Table::new(&[
        ("account", Align::Left),
        ("", Align::Left),
        ("reads like it", Align::Left),
    ]);
    for line in &lines {
        let number = (line.label != line.known).then(|| line.label.clone());
        table.row([
            line.known.clone(),
            number.unwrap_or_default(),
            line.name.clone(),
        ]);
    }
    table.print(out)?;
    out.line("`bywhen alias ACCOUNT NAME` says that they are one customer, with `--different` that they are two")
}

/// `questions`
pub fn questions(session: &Session, args: &QuestionsArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    if args.numbers.is_empty() {
        let lines = match desk.ask(Request::Questions { account: None })? {
            Reply::Questions(lines) => lines,
            other => return Err(unexpected(&other)),
        };
        return list(session, &lines, out);
    }
    let take = if args.take { Take::Theirs } else { Take::Mine };
    let mut answers: Vec<Answer> = Vec::new();
    for number in &args.numbers {
        let question = QuestionId(*number);
        let intent = Intent::Record(Record::Answer { question, take });
        let done = desk
            .write(session.stamp(), intent)
            .map_err(|e| after(&answers, e))?;
        answers.push(Answer {
            question,
            event: done.event,
            what: done.what,
        });
    }
    if session.json {
        return out.json(&Answers { answers });
    }
    for answer in &answers {
        out.line(clean(&answer.what))?;
    }
    Ok(())
}

/// A refusal says what was decided before it: each answer is an act of its own.
fn after(answers: &[Answer], failure: Failure) -> Failure {
    let Some(last) = answers.last() else {
        return failure;
    };
    match failure {
        Failure::Refused(why) => {
            Failure::Refused(format!("{why}; those up to {} were decided", last.question))
        }
        other => other,
    }
}

fn list(session: &Session, lines: &[QuestionLine], out: &mut Out) -> Outcome {
    if session.json {
        return out.json(&Questions { questions: lines });
    }
    if lines.is_empty() {
        return out.line("Reports and what was typed here agree.");
    }
    let mut table = Table::new(&[
        ("", Align::Right),
        ("account", Align::Left),
        ("field", Align::Left),
        ("typed here", Align::Left),
        ("report", Align::Left),
        ("file", Align::Shrink),
    ]);
    for line in lines {
        let who = line.contact.as_ref();
        table.row([
            line.id.to_string(),
            line.name.clone(),
            who.map_or_else(
                || line.field.clone(),
                |who| format!("{} of {who}", line.field),
            ),
            line.mine.clone(),
            line.theirs.clone(),
            line.file.clone(),
        ]);
    }
    table.print(out)?;
    out.line("`bywhen questions NUMBER --keep` keeps what was typed, `--take` takes the report's")
}
