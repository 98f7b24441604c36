//! The sample desk's letters, one in each state: gone, to be sent, put off, in doubt, refused, held; and where mail reaches those who sell.
//!
//! Law: played through the protocol like everything else; what a mail server answers is told, nothing is sent. The words are short on purpose: the
//! desk's own come from templates.

use super::deed::{Act, What};
use super::stage::{DemoError, Stage};
use crate::domain::ids::{AttemptId, ContactId};
use crate::domain::outbox::{AttemptEnd, LetterKind, Part};
use crate::store::protocol::{Intent, LetterDeed, NewLetter, Record};
use chrono::NaiveDate;

/// A letter of the sample month.
pub(super) struct Post {
    /// So many business days before today.
    back: u32,
    account: &'static str,
    kind: LetterKind,
    subject: &'static str,
    body: &'static str,
    /// What became of it; none = nobody has sent it. An end of none = the attempt never said.
    end: Option<(Option<AttemptEnd>, &'static str)>,
}

static POSTS: [Post; 6] = [
    Post {
        back: 15,
        account: "C1024",
        kind: LetterKind::Statement,
        subject: "Statement of account, Ridgeline Supply",
        body: "Hello,\n\nthe statement is attached.\n\nAna\n\nRidgeline Supply",
        // Written on the day before they asked not to be contacted: it stays.
        end: None,
    },
    Post {
        back: 6,
        account: "C1002",
        kind: LetterKind::Statement,
        subject: "Statement of account, Ridgeline Supply",
        body: "Hello Walt,\n\nthe statement is attached. Which of these can go into this week's run?\n\nAna\n\nRidgeline Supply",
        end: Some((Some(AttemptEnd::Sent), "250 2.0.0 taken")),
    },
    Post {
        back: 2,
        account: "C1010",
        kind: LetterKind::Copies,
        subject: "Your invoice copies from Ridgeline Supply",
        body: "Hello Hal,\n\nhere are the copies that you asked for.\n\nAna\n\nRidgeline Supply",
        end: Some((Some(AttemptEnd::Refused), "550 5.1.1 no such mailbox")),
    },
    Post {
        back: 1,
        account: "C1005",
        kind: LetterKind::PaperRequest,
        subject: "The signed delivery slip of Bldg C, for Ridgeline Supply",
        body: "Hello Irene,\n\ncould you send us the signed delivery slip of Bldg C?\n\nAna\n\nRidgeline Supply",
        end: Some((None, "")),
    },
    Post {
        back: 0,
        account: "C1004",
        kind: LetterKind::Courtesy,
        subject: "Open invoices on Lot 14 - Alder Ct, Ridgeline Supply",
        body: "Hello Carla,\n\nthese invoices for your job are past due:\n\n- Lot 14 - Alder Ct: SI-10377 and SI-10446\n\nThis is a courtesy and no legal notice. Please call me this week.\n\nAna\n\nRidgeline Supply",
        end: Some((
            Some(AttemptEnd::PutOff),
            "451 4.7.1 greylisted, come back later",
        )),
    },
    Post {
        back: 0,
        account: "C1006",
        kind: LetterKind::Guide,
        subject: "How we invoice, Ridgeline Supply",
        body: "Hello Rob,\n\nI put together a short sheet for you: how we invoice.\n\nAna\n\nRidgeline Supply",
        end: None,
    },
];

/// The month's letters, and where mail reaches those who sell.
pub(super) fn acts(stage: &Stage<'_>) -> Vec<Act> {
    let sellers = Act {
        on: stage.back(6),
        what: What::Sellers,
    };
    let posts = POSTS.iter().map(|post| Act {
        on: stage.back(post.back),
        what: What::Post(post),
    });
    std::iter::once(sellers).chain(posts).collect()
}

/// Where mail reaches those who sell.
pub(super) fn sellers(stage: &mut Stage<'_>, on: NaiveDate) -> Result<(), DemoError> {
    for (name, mail) in [
        ("Teo", "teo@ridgelinesupply.example"),
        ("Priya", "priya@ridgelinesupply.example"),
    ] {
        let record = Record::Seller {
            name: name.to_owned(),
            mail: Some(mail.to_owned()),
        };
        stage.write(on, super::COLLECTOR, Intent::Record(record), name)?;
    }
    Ok(())
}

/// A letter and what became of it.
pub(super) fn letter(stage: &mut Stage<'_>, post: &Post, on: NaiveDate) -> Result<(), DemoError> {
    let (account, contact, name, to): (_, ContactId, String, String) =
        stage.first_person(post.account, on)?;
    let parts = match post.kind {
        LetterKind::Statement => vec![Part::Statement],
        LetterKind::Guide => vec![Part::Guide {
            guide: crate::domain::outbox::Guide::Invoicing,
        }],
        _ => Vec::new(),
    };
    let new = NewLetter {
        account,
        kind: post.kind,
        contact: Some(contact),
        request: None,
        to_name: Some(name),
        to,
        subject: post.subject.to_owned(),
        body: post.body.to_owned(),
        parts,
        address: None,
    };
    let deed = |deed| Intent::Letter(Box::new(deed));
    let step = post.account;
    let done = stage.write(on, super::COLLECTOR, deed(LetterDeed::Write(new)), step)?;
    let (Some(letter), Some((end, answer))) = (done.made.letters.first().copied(), post.end) else {
        return Ok(());
    };
    let via = "mail server mail.ridgelinesupply.example:587".to_owned();
    let begun = stage.write(
        on,
        super::COLLECTOR,
        deed(LetterDeed::Begin { letter, via }),
        step,
    )?;
    let attempt: Option<AttemptId> = begun.made.attempts.first().copied();
    if let (Some(attempt), Some(how)) = (attempt, end) {
        let end = LetterDeed::End {
            attempt,
            how,
            detail: answer.to_owned(),
        };
        stage.write(on, super::COLLECTOR, deed(end), step)?;
    }
    Ok(())
}
