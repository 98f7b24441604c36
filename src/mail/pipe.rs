//! A program that takes a message on its standard input and sends it: `sendmail -t -i`. Arguments as configured, never a shell, never an address
//! among them (FAULTS X3): the recipient stands in the message.

use super::{Delivered, Message};
use crate::domain::outbox::AttemptEnd;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

/// `EX_TEMPFAIL` of mail programs: try again later.
const LATER: i32 = 75;

pub(super) fn deliver(words: &[String], message: &Message) -> Delivered {
    let Some((program, arguments)) = words.split_first() else {
        return Delivered::of(AttemptEnd::PutOff, "the settings name no program");
    };
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(e) => {
            let text = format!("{program} cannot be started: {e}");
            return Delivered::of(AttemptEnd::PutOff, text);
        }
    };
    // A pipe that breaks shows in how the program ends.
    let written = child
        .stdin
        .take()
        .is_some_and(|mut pipe| pipe.write_all(&message.bytes).is_ok());
    let mut said = String::new();
    if let Some(pipe) = child.stderr.take() {
        let _ = pipe.take(2000).read_to_string(&mut said);
    }
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match child.wait() {
        Ok(status) if status.success() && written => {
            Delivered::of(AttemptEnd::Sent, format!("taken by {program}"))
        }
        Ok(status) => match status.code() {
            Some(LATER) => Delivered::of(AttemptEnd::PutOff, format!("{program}: {said}")),
            Some(code) if code != 0 => Delivered::of(
                AttemptEnd::Refused,
                format!("{program} ended with {code}: {said}"),
            ),
            // It was killed, or ended well without having read everything: nobody knows how much of it went out.
            _ => Delivered::of(AttemptEnd::Unsure, format!("{program} was cut off: {said}")),
        },
        Err(e) => Delivered::of(AttemptEnd::Unsure, format!("{program}: {e}")),
    }
}
