//! How the domain's values stand in columns: money as integers, days as ISO text, names of kinds.
//!
//! Law: the store binds only these, so no float and no foreign text ever reaches a money column (FAULTS M3).
//! A value that does not read back is damage and says so; it is never guessed.

use super::fault::{Fault, Res};
use crate::domain::account::AccountKind;
use crate::domain::answer::Said;
use crate::domain::approval::ApprovalKind;
use crate::domain::audit::{AuditArea, AuditWhat};
use crate::domain::credit::TermsKind;
use crate::domain::dispute::{CaseKind, DisputeCode, DisputeEnd};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::fee::FeeKind;
use crate::domain::ids::{
    AccountId, ApprovalId, AttemptId, BatchId, ClaimId, ContactId, DisputeId, DocumentId, EventSeq,
    FollowUpId, JobId, LetterId, PartyId, PlacementId, PlanId, PromiseId, QuestionId, RequestId,
    ReviewId, TaskId, TouchId, WaiverId,
};
use crate::domain::ladder::LadderStep;
use crate::domain::lien::{JobDate, JobStepKind, PartyKind, Project, Role};
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::{AttemptEnd, LetterKind};
use crate::domain::placement::PlacementStepKind;
use crate::domain::promise::EndKind;
use crate::domain::request::{AddressCheck, Delivery, RequestKind};
use crate::domain::review::{CauseSide, Decision, Terms};
use crate::domain::short_text::ShortText;
use crate::domain::staged::FileKind;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::{Channel, ClaimStepKind, HoldKind, Method, Owner, TouchOutcome};
use crate::domain::verdict::Verdict;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

macro_rules! integer_columns {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map($name)
            }
        }
    )*};
}
integer_columns!(
    AccountId,
    ApprovalId,
    AttemptId,
    BatchId,
    ClaimId,
    ContactId,
    DisputeId,
    DocumentId,
    EventSeq,
    FollowUpId,
    LetterId,
    PlanId,
    PromiseId,
    QuestionId,
    RequestId,
    ReviewId,
    TaskId,
    TouchId,
    WaiverId,
    JobId,
    PartyId,
    PlacementId
);

impl ToSql for Minor {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.get().into())
    }
}
impl FromSql for Minor {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Minor::new)
    }
}

impl ToSql for Currency {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.code().into())
    }
}
impl FromSql for Currency {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Currency::parse(value.as_str()?).map_err(FromSqlError::other)
    }
}

impl ToSql for ShortText {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}
impl FromSql for ShortText {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(ShortText::from)
    }
}

macro_rules! named_columns {
    ($($name:ident => $read:expr),* $(,)?) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.name().into())
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let read: fn(&str) -> Option<$name> = $read;
                read(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}
named_columns! {
    AccountKind => AccountKind::from_name,
    DocumentKind => DocumentKind::from_name,
    CreditReason => CreditReason::from_name,
    Method => Method::from_name,
    Verdict => Verdict::from_name,
    Said => Said::from_name,
    TaskKind => TaskKind::from_name,
    ClaimStepKind => ClaimStepKind::from_name,
    DisputeCode => DisputeCode::from_name,
    DisputeEnd => DisputeEnd::from_name,
    CaseKind => CaseKind::from_name,
    FeeKind => FeeKind::from_name,
    TaskEnd => TaskEnd::from_name,
    Decision => Decision::from_name,
    Terms => Terms::from_name,
    CauseSide => CauseSide::from_name,
    ApprovalKind => ApprovalKind::from_name,
    RequestKind => RequestKind::from_name,
    Delivery => Delivery::from_name,
    AddressCheck => AddressCheck::from_name,
    LadderStep => LadderStep::from_name,
    PlacementStepKind => PlacementStepKind::from_name,
    Project => Project::from_name,
    Role => Role::from_name,
    PartyKind => PartyKind::from_name,
    JobDate => JobDate::from_name,
    JobStepKind => JobStepKind::from_name,
    LetterKind => LetterKind::from_name,
    AttemptEnd => AttemptEnd::from_name,
    FileKind => |t| [FileKind::Snapshot, FileKind::List, FileKind::Payments, FileKind::Customers].into_iter().find(|k| k.name() == t),
    Channel => |t| [Channel::Call, Channel::Mail, Channel::Letter, Channel::Visit, Channel::Note].into_iter().find(|k| k.name() == t),
    HoldKind => HoldKind::from_name,
    TermsKind => TermsKind::from_name,
    AuditArea => AuditArea::from_name,
    AuditWhat => AuditWhat::from_name,
    TouchOutcome => |t| [
        TouchOutcome::Promise, TouchOutcome::FollowUp, TouchOutcome::Claim, TouchOutcome::Voicemail,
        TouchOutcome::NoAnswer, TouchOutcome::Request, TouchOutcome::Dispute, TouchOutcome::Information,
    ].into_iter().find(|k| k.name() == t),
}

/// A civil day in a column: `2026-11-20`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Day(pub NaiveDate);

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(iso(self.0).into())
    }
}
impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parse_iso(value.as_str()?)
            .map(Day)
            .ok_or(FromSqlError::InvalidType)
    }
}

/// An hour of the day in a column: `09:00`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Hour(pub NaiveTime);

impl ToSql for Hour {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(format!("{:02}:{:02}", self.0.hour(), self.0.minute()).into())
    }
}
impl FromSql for Hour {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        NaiveTime::parse_from_str(value.as_str()?, "%H:%M")
            .map(Hour)
            .map_err(FromSqlError::other)
    }
}

/// Minutes after midnight, as `facts` holds an hour.
pub(super) fn minutes(at: NaiveTime) -> u32 {
    at.hour() * 60 + at.minute()
}

/// The hour of so many minutes after midnight.
pub(super) fn from_minutes(n: u32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(n.checked_mul(60)?, 0)
}

/// `2026-11-20`.
pub(super) fn iso(day: NaiveDate) -> String {
    DayText::of(day).as_str().to_owned()
}

/// A day as its column's text, without an allocation: an import binds millions of them.
#[derive(Clone, Debug)]
pub(super) struct DayText {
    digits: [u8; 10],
    /// A year of more or fewer than four digits.
    other: Option<String>,
}

impl DayText {
    /// The text of a day.
    pub fn of(day: NaiveDate) -> DayText {
        let (y, m, d) = (day.year(), day.month(), day.day());
        if !(0..=9999).contains(&y) {
            return DayText {
                digits: [b'0'; 10],
                other: Some(day.to_string()),
            };
        }
        // Written by hand: chrono's formatter costs several times as much.
        let digit = |n: u32| b'0' + (n % 10) as u8;
        let y = y as u32;
        DayText {
            digits: [
                digit(y / 1000),
                digit(y / 100),
                digit(y / 10),
                digit(y),
                b'-',
                digit(m / 10),
                digit(m),
                b'-',
                digit(d / 10),
                digit(d),
            ],
            other: None,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.other {
            Some(text) => text,
            None => std::str::from_utf8(&self.digits).unwrap_or_default(),
        }
    }
}

/// Reads `2026-11-20`, exactly that shape.
pub(super) fn parse_iso(text: &str) -> Option<NaiveDate> {
    let b = text.as_bytes();
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let number = |from: usize, to: usize| {
        b[from..to].iter().try_fold(0u32, |n, c| {
            c.is_ascii_digit().then(|| n * 10 + u32::from(c - b'0'))
        })
    };
    NaiveDate::from_ymd_opt(number(0, 4)? as i32, number(5, 7)?, number(8, 10)?)
}

/// Days from 2000-01-01, the count that `facts` uses.
pub(super) fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - DAY_ZERO
}

/// 2000-01-01, counted from the common era.
const DAY_ZERO: i64 = 730_120;

/// The day of that number.
pub(super) fn from_day_number(n: i64) -> Option<NaiveDate> {
    i32::try_from(n + DAY_ZERO)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// An instant of that many microseconds.
pub(super) fn instant(us: i64) -> Res<DateTime<Utc>> {
    DateTime::from_timestamp_micros(us)
        .ok_or_else(|| Fault::damaged(format!("an instant of {us} microseconds")))
}

/// The column value of an owner.
pub(super) const fn owner_name(owner: Owner) -> &'static str {
    match owner {
        Owner::Us => "us",
        Owner::Them => "them",
    }
}

/// The owner of a column value.
pub(super) fn owner(name: &str) -> Res<Owner> {
    match name {
        "us" => Ok(Owner::Us),
        "them" => Ok(Owner::Them),
        other => Err(Fault::damaged(format!("task owner '{other}'"))),
    }
}

/// The column value of a promise's end.
pub(super) const fn end_name(kind: EndKind) -> &'static str {
    match kind {
        EndKind::Superseded => "superseded",
        EndKind::Withdrawn => "withdrawn",
        EndKind::Voided => "voided",
    }
}

/// The promise's end of a column value.
pub(super) fn end_kind(name: &str) -> Res<EndKind> {
    match name {
        "superseded" => Ok(EndKind::Superseded),
        "withdrawn" => Ok(EndKind::Withdrawn),
        "voided" => Ok(EndKind::Voided),
        other => Err(Fault::damaged(format!("promise end '{other}'"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_back_as_written() {
        for text in ["2026-11-20", "2000-01-01", "0001-02-03", "9999-12-31"] {
            let day = parse_iso(text).expect("a day");
            assert_eq!(iso(day), text);
            assert_eq!(from_day_number(day_number(day)), Some(day));
        }
        assert_eq!(
            day_number(parse_iso("2000-01-01").expect("a day")),
            0,
            "the count starts there"
        );
        for bad in ["2026-02-31", "2026-1-01", "20261120", "2026-11-2x", ""] {
            assert_eq!(parse_iso(bad), None, "{bad}");
        }
    }
}
