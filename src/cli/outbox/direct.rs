//! Letters that nobody asked for, and mail that came back.

use super::letter;
use super::write::{OwnWords, compose, keep, may_go, show};
use crate::cli::acts::{open_invoices, say_done};
use crate::cli::args::{OutboxLetterArgs, OutboxShowArgs};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::out::Out;
use crate::cli::session::{Desk, Session};
use crate::domain::outbox::{Guide, LetterKind, Order, Part, check_address};
use crate::domain::view::Prep;
use crate::store::protocol::{Change, ContactEdit, Intent, NewLetter, Remedy};

/// `outbox letter`
pub fn run(session: &Session, args: &OutboxLetterArgs, out: &mut Out) -> Outcome {
    let Some(kind) = LetterKind::from_name(&args.kind) else {
        return Err(Failure::Usage(format!(
            "there is no letter '{}'",
            args.kind
        )));
    };
    // A final notice says what comes next, and that they were told must be on record with it.
    if kind == LetterKind::FinalNotice {
        return Err(Failure::Refused(format!(
            "a final notice tells of the next steps, which this letter would not: `bywhen notice {}` writes it and records that they were told",
            args.account
        )));
    }
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let mut order = Order::direct(&prep, kind).map_err(Failure::Refused)?;
    if !args.invoices.is_empty() {
        order.invoices.clear();
        for number in &args.invoices {
            let found = open_invoices(&prep, number)?;
            order.invoices.extend(found.iter().map(|line| line.id));
        }
    }
    if let Some(to) = &args.to {
        check_address(to).map_err(|e| Failure::Usage(format!("--to '{to}': {e}")))?;
        order.readdress(&prep, to);
    }
    if let Some(paper) = &args.paper {
        order.paper = Some(paper.trim().to_owned());
    }
    if let Some(by) = &args.by {
        order.by = Some(session.day(by)?);
    }
    if let Some(about) = &args.about {
        order.about = Some(about.trim().to_owned());
    }
    if !args.guides.is_empty() {
        order.guides = args
            .guides
            .iter()
            .filter_map(|g| Guide::from_name(g))
            .collect();
    }
    if order.to.is_empty() {
        return Err(Failure::Refused(format!(
            "nobody at {} has a mail address: say where to with --to ADDRESS",
            prep.account.name
        )));
    }
    let own = OwnWords {
        subject: args.subject.as_deref(),
        body: args.body.as_deref(),
        attach: &args.attach,
    };
    write(session, &mut desk, &prep, &order, &own, args.dry_run, out)
}

/// `sales heads-up`
pub fn heads_up(
    session: &Session,
    account: &str,
    about: Option<&str>,
    dry_run: bool,
    out: &mut Out,
) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let mut order = Order::direct(&prep, LetterKind::HeadsUp).map_err(Failure::Refused)?;
    if let Some(about) = about {
        order.about = Some(about.trim().to_owned());
    }
    let own = OwnWords {
        subject: None,
        body: None,
        attach: &[],
    };
    write(session, &mut desk, &prep, &order, &own, dry_run, out)
}

fn write(
    session: &Session,
    desk: &mut Desk,
    prep: &Prep,
    order: &Order,
    own: &OwnWords<'_>,
    dry_run: bool,
    out: &mut Out,
) -> Outcome {
    let letters = session.letters()?;
    let mut letter: NewLetter = compose(session, &letters, desk, prep, order)?;
    own.change(&mut letter)?;
    let has_file = letter.parts.iter().any(|p| matches!(p, Part::File { .. }));
    if letter.kind.needs_file() && !has_file && own.body.is_none() {
        return Err(Failure::Refused(
            "a letter of that kind has a file or a text of yours: --attach FILE or --body FILE"
                .into(),
        ));
    }
    if dry_run {
        may_go(session, desk, &letter)?;
        return match session.json {
            true => out.json(&serde_json::json!({ "letter": letter })),
            false => show(session, desk, &letter, out),
        };
    }
    let done = keep(session, desk, letter)?;
    say_done(session, &done, out)
}

/// `outbox bounced`
pub fn bounced(session: &Session, args: &OutboxShowArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let found = letter(session, &mut desk, &args.letter)?;
    let prep = desk.prep(found.account, session.as_of)?;
    let owner = prep
        .contacts
        .iter()
        .find(|c| c.email.as_deref() == Some(found.to.as_str()));
    let Some(person) = owner else {
        return Err(Failure::Refused(format!(
            "{} is nobody's mail address at {} (any more): nothing was saved",
            found.to, found.name
        )));
    };
    let edit = ContactEdit::EmailBad(Change {
        before: person.email_bad_on,
        after: Some(session.as_of),
    });
    let remedy = Remedy::EditContact {
        contact: person.id,
        edits: vec![edit],
    };
    let intent = Intent::Remedy {
        account: found.account,
        remedy: Box::new(remedy),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}
