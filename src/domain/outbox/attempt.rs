//! Attempts to send a letter, and where it stands because of them.
//!
//! Law: the beginning of an attempt is on disk before the first byte goes out, its end after the last. A beginning without an end is a
//! doubt: the letter may have arrived. Time is an argument.

use crate::domain::ids::AttemptId;
use crate::domain::named::named;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// So many times a letter that is put off is tried again; then it is refused.
pub const TRIES: usize = 6;

/// An attempt that began less than so many minutes ago is under way; after that nobody is sending it any more.
pub const SENDING_FOR: i64 = 10;

/// Minutes until the next attempt, after the first, second … that was put off. Greylisting lifts within minutes, a full mailbox in a day.
const PAUSES: [i64; TRIES - 1] = [5, 30, 120, 480, 1440];

named! {
    /// How an attempt ended.
    pub enum AttemptEnd {
        /// It was taken over by the next mail server, or written to the folder.
        Sent => "sent", "sent";
        /// It was refused for good.
        Refused => "refused", "refused";
        /// Not now: nothing went out, try again later.
        PutOff => "put_off", "put off";
        /// The line was cut after the text had begun: it may have arrived.
        Unsure => "unsure", "unsure";
        /// A person found out that it did not arrive: it may go again.
        NotSent => "not_sent", "did not go out";
    }
}

named! {
    /// Where a letter stands.
    pub enum LetterState {
        /// Written, not tried.
        Queued => "queued", "to send";
        /// Put off: tried again at a time.
        Waiting => "waiting", "waiting";
        /// Somebody is sending it right now.
        Sending => "sending", "sending";
        /// It may have gone out: somebody has to say.
        Doubt => "doubt", "may have gone out";
        /// Gone.
        Sent => "sent", "sent";
        /// Refused for good, or put off too often.
        Refused => "refused", "refused";
    }
}

/// One attempt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// Which.
    pub id: AttemptId,
    /// When it began.
    pub at: DateTime<Utc>,
    /// By which way: `smtp mail.example:587`, `folder`.
    pub via: String,
    /// How it ended; none = it never said.
    pub end: Option<AttemptEnd>,
    /// The last word about it: the server's answer, or a person's.
    pub detail: Option<String>,
}

/// Where a letter stands, and when it is tried next.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Standing {
    /// In one word.
    pub state: LetterState,
    /// When it may be tried again, while it waits.
    pub next: Option<DateTime<Utc>>,
    /// Why, in the last word said about it.
    pub why: Option<String>,
}

/// Where a letter stands as of an instant.
#[must_use]
pub fn stand(attempts: &[Attempt], now: DateTime<Utc>) -> Standing {
    let of = |state| Standing {
        state,
        next: None,
        why: attempts.last().and_then(|a| a.detail.clone()),
    };
    let Some(last) = attempts.last() else {
        return of(LetterState::Queued);
    };
    match last.end {
        Some(AttemptEnd::Sent) => of(LetterState::Sent),
        Some(AttemptEnd::Unsure) => of(LetterState::Doubt),
        None if now - last.at < Duration::minutes(SENDING_FOR) => of(LetterState::Sending),
        None => of(LetterState::Doubt),
        Some(AttemptEnd::Refused) => of(LetterState::Refused),
        Some(AttemptEnd::NotSent) => of(LetterState::Queued),
        Some(AttemptEnd::PutOff) => {
            let put_off = attempts
                .iter()
                .rev()
                .take_while(|a| a.end == Some(AttemptEnd::PutOff))
                .count();
            match PAUSES.get(put_off - 1) {
                None => of(LetterState::Refused),
                Some(minutes) => Standing {
                    next: Some(last.at + Duration::minutes(*minutes)),
                    ..of(LetterState::Waiting)
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn at(minutes: i64) -> DateTime<Utc> {
        let start = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0);
        start.single().expect("a time") + Duration::minutes(minutes)
    }

    fn attempt(minutes: i64, end: Option<AttemptEnd>) -> Attempt {
        Attempt {
            id: AttemptId(1),
            at: at(minutes),
            via: "smtp".into(),
            end,
            detail: None,
        }
    }

    #[test]
    fn a_letter_is_queued_until_tried_and_sent_when_the_server_took_it() {
        assert_eq!(stand(&[], at(0)).state, LetterState::Queued);
        let sent = [attempt(0, Some(AttemptEnd::Sent))];
        assert_eq!(stand(&sent, at(1)).state, LetterState::Sent);
    }

    #[test]
    fn a_beginning_without_an_end_is_a_doubt_once_nobody_can_be_sending_it() {
        let begun = [attempt(0, None)];
        assert_eq!(stand(&begun, at(9)).state, LetterState::Sending);
        assert_eq!(stand(&begun, at(10)).state, LetterState::Doubt);
        let cut = [attempt(0, Some(AttemptEnd::Unsure))];
        assert_eq!(stand(&cut, at(0)).state, LetterState::Doubt);
    }

    #[test]
    fn what_is_put_off_is_tried_six_times_at_growing_distances() {
        let mut tries = Vec::new();
        let mut minute = 0;
        for pause in [5, 30, 120, 480, 1440] {
            tries.push(attempt(minute, Some(AttemptEnd::PutOff)));
            let found = stand(&tries, at(minute));
            assert_eq!(found.state, LetterState::Waiting);
            minute += pause;
            assert_eq!(found.next, Some(at(minute)));
        }
        tries.push(attempt(minute, Some(AttemptEnd::PutOff)));
        assert_eq!(tries.len(), TRIES);
        assert_eq!(stand(&tries, at(minute)).state, LetterState::Refused);
    }

    #[test]
    fn a_settled_doubt_goes_again_and_counts_its_delays_anew() {
        let mut tries = vec![
            attempt(0, Some(AttemptEnd::PutOff)),
            attempt(5, Some(AttemptEnd::NotSent)),
        ];
        assert_eq!(stand(&tries, at(6)).state, LetterState::Queued);
        tries.push(attempt(7, Some(AttemptEnd::PutOff)));
        assert_eq!(stand(&tries, at(8)).next, Some(at(12)));
        let refused = [attempt(0, Some(AttemptEnd::Refused))];
        assert_eq!(stand(&refused, at(1)).state, LetterState::Refused);
    }
}
