//! What a report states otherwise than a collector typed it: kept with both values until somebody decides.
//!
//! Law: what a person typed is never overwritten by a file; what only an earlier file said is. Who wrote a value last is asked of
//! `field_change` and its event, never remembered. A value taken from a report by an answer counts as the report's again.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::fields::{self, Field};
use super::protocol::{QuestionLine, Take};
use super::table::Table;
use super::text;
use crate::domain::ids::{AccountId, QuestionId};
use crate::domain::money::{Currency, Minor};
use rusqlite::{Connection, OptionalExtension, params};

/// What a value has to be compared with before a file may write it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Only reports have written it.
    Reported,
    /// A person typed it, and nobody was asked about this value yet. An older open question gives way.
    Typed {
        /// The open question about another value.
        open: Option<QuestionId>,
    },
    /// A person typed it, and this very value was asked about: it is open, or was decided against.
    Asked,
}

/// Who wrote a field last, as seen by a file that says `theirs`.
pub(super) fn standing(conn: &Connection, field: Field, id: i64, theirs: &str) -> Res<Standing> {
    if !typed(conn, field, id)? {
        return Ok(Standing::Reported);
    }
    let (entity, column) = field.place();
    let newest: Option<(QuestionId, String, Option<String>)> = conn
        .prepare_cached(
            "SELECT q.id, q.theirs, e.taken FROM question q LEFT JOIN question_end e ON e.question_id = q.id AND e.voided_by IS NULL
             WHERE q.entity = ?1 AND q.entity_id = ?2 AND q.field = ?3 AND q.voided_by IS NULL ORDER BY q.id DESC LIMIT 1",
        )?
        .query_row(params![entity, id, column], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })
        .optional()?;
    Ok(match newest {
        Some((_, said, ended))
            if same(field, &said, theirs) && ended.as_deref() != Some("theirs") =>
        {
            Standing::Asked
        }
        Some((id, _, None)) => Standing::Typed { open: Some(id) },
        _ => Standing::Typed { open: None },
    })
}

/// A person wrote the value that stands: by the newest change of it, else by the act that made its row.
fn typed(conn: &Connection, field: Field, id: i64) -> Res<bool> {
    let (entity, column) = field.place();
    let changed: Option<String> = conn
        .prepare_cached(
            "SELECT e.kind FROM field_change c JOIN event e ON e.seq = c.event_seq
             WHERE c.entity = ?1 AND c.entity_id = ?2 AND c.field = ?3 AND c.voided_by IS NULL ORDER BY c.id DESC LIMIT 1",
        )?
        .query_row(params![entity, id, column], |r| r.get(0))
        .optional()?;
    let kind = match changed {
        Some(kind) => kind,
        // `entity` is one of the two tables that `Field::place` names.
        None => conn
            .prepare_cached(&format!(
                "SELECT e.kind FROM {entity} t JOIN event e ON e.seq = t.event_seq WHERE t.id = ?1"
            ))?
            .query_row(params![id], |r| r.get(0))?,
    };
    Ok(kind != "import" && kind != "answer")
}

/// Two values say the same: phones by their digits, the rest whatever its case and spaces.
pub(super) fn same(field: Field, a: &str, b: &str) -> bool {
    if matches!(field, Field::ContactPhone | Field::ContactMobile) {
        let (x, y) = (dialled(a), dialled(b));
        if !x.is_empty() || !y.is_empty() {
            return x == y;
        }
    }
    a == b || text::name_key(a) == text::name_key(b)
}

/// The digits and extension letters of a phone, without the country code of North America.
fn dialled(phone: &str) -> String {
    let all: String = phone
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let all = all.replace("extension", "x").replace("ext", "x");
    match all.strip_prefix('1') {
        Some(rest) if rest.chars().take_while(char::is_ascii_digit).count() == 10 => {
            rest.to_owned()
        }
        _ => all,
    }
}

/// A difference to be kept.
#[derive(Clone, Debug)]
pub(super) struct NewQuestion<'a> {
    /// Whose.
    pub account: AccountId,
    /// Which field.
    pub field: Field,
    /// Of which row.
    pub id: i64,
    /// What stands here.
    pub mine: &'a str,
    /// What the report says.
    pub theirs: &'a str,
    /// Which report.
    pub file: &'a str,
    /// The question about another value that it takes the place of.
    pub replaces: Option<QuestionId>,
}

/// Keeps a difference.
pub(super) fn raise(act: &mut Act<'_>, new: &NewQuestion<'_>) -> Res<()> {
    if let Some(old) = new.replaces {
        end(act, old, "replaced")?;
    }
    let (entity, column) = new.field.place();
    let seq = act.seq;
    act.insert(
        Table::Question,
        "INSERT INTO question (event_seq, account_id, entity, entity_id, field, mine, theirs, file) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, new.account, entity, new.id, column, new.mine, new.theirs, new.file],
    )?;
    Ok(())
}

fn end(act: &mut Act<'_>, question: QuestionId, taken: &str) -> Res<()> {
    let seq = act.seq;
    act.insert(
        Table::QuestionEnd,
        "INSERT INTO question_end (event_seq, question_id, taken) VALUES (?1, ?2, ?3)",
        params![seq, question, taken],
    )?;
    Ok(())
}

/// Decides a difference.
pub(super) fn answer(act: &mut Act<'_>, id: QuestionId, take: Take, body: &str) -> Res<()> {
    let Some(open) = open(act.conn, None)?.into_iter().find(|q| q.line.id == id) else {
        return refuse(format!(
            "there is no open question {id}: `bywhen questions` lists them"
        ));
    };
    let line = &open.line;
    let (kept, taken) = match take {
        Take::Mine => (&line.mine, "mine"),
        Take::Theirs => (&line.theirs, "theirs"),
    };
    let who = line
        .contact
        .as_ref()
        .map_or_else(String::new, |contact| format!(" of {contact}"));
    let what = format!("{}{who} at {} is {kept}", line.field, line.name);
    act.event("answer", Some(line.account), what, body)?;
    if take == Take::Theirs {
        fields::change(act, open.field, open.row, Some(&open.theirs))?;
    }
    end(act, id, taken)?;
    act.touch(line.account);
    Ok(())
}

/// An open question with what it takes to answer it.
struct Open {
    line: QuestionLine,
    field: Field,
    row: i64,
    theirs: String,
}

/// Differences that nobody has decided and that still are differences.
pub(super) fn list(conn: &Connection, account: Option<AccountId>) -> Res<Vec<QuestionLine>> {
    Ok(open(conn, account)?.into_iter().map(|q| q.line).collect())
}

fn open(conn: &Connection, account: Option<AccountId>) -> Res<Vec<Open>> {
    let mut statement = conn.prepare_cached(
        "SELECT q.id, q.account_id, coalesce(a.number, a.name), a.name, a.currency, c.name, q.entity, q.entity_id, q.field, q.theirs, q.file
         FROM question q JOIN account a ON a.id = q.account_id
           LEFT JOIN contact c ON q.entity = 'contact' AND c.id = q.entity_id
         WHERE q.voided_by IS NULL AND (?1 IS NULL OR q.account_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM question_end e WHERE e.question_id = q.id AND e.voided_by IS NULL)
         ORDER BY q.id",
    )?;
    let mut rows = statement.query(params![account])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (entity, column): (String, String) = (r.get(6)?, r.get(8)?);
        let field = Field::of(&entity, &column)?;
        let (row, theirs): (i64, String) = (r.get(7)?, r.get(9)?);
        let now = fields::value(conn, field, row)?.unwrap_or_default();
        if same(field, &now, &theirs) {
            // Typed to agree since.
            continue;
        }
        let currency: Currency = r.get(4)?;
        out.push(Open {
            line: QuestionLine {
                id: r.get(0)?,
                account: r.get(1)?,
                label: r.get(2)?,
                name: r.get(3)?,
                contact: r.get(5)?,
                field: words(field)?.to_owned(),
                mine: shown(field, &now, currency),
                theirs: shown(field, &theirs, currency),
                file: r.get(10)?,
            },
            field,
            row,
            theirs,
        });
    }
    Ok(out)
}

/// A field as a person calls it.
pub(super) fn words(field: Field) -> Res<&'static str> {
    Ok(match field {
        Field::AccountName => "name",
        Field::AccountTerms => "terms",
        Field::AccountLimit => "credit limit",
        Field::AccountSalesperson => "salesperson",
        Field::AccountState => "state",
        Field::AccountAddress => "address",
        Field::ContactRole => "role",
        Field::ContactPhone => "phone",
        Field::ContactMobile => "mobile phone",
        Field::ContactEmail => "mail address",
        other => {
            return Err(Fault::damaged(format!(
                "a question about {:?}",
                other.place()
            )));
        }
    })
}

/// A value as a person reads it.
pub(super) fn shown(field: Field, value: &str, currency: Currency) -> String {
    match (field, value.parse::<i64>()) {
        (Field::AccountLimit, Ok(minor)) => Minor::new(minor).show(currency),
        (Field::AccountTerms, Ok(days)) => format!("{days} days"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_the_same_by_what_is_dialled_and_texts_whatever_their_case() {
        let phone = |a, b| same(Field::ContactPhone, a, b);
        assert!(phone("(503) 555-0142", "503.555.0142"));
        assert!(phone("+1 503 555 0142", "503-555-0142"));
        assert!(phone("503-555-0142 ext. 7", "(503) 555-0142 x7"));
        assert!(!phone("503-555-0142 ext. 7", "503-555-0142"));
        assert!(!phone("503-555-0142", "503-555-0143"));
        assert!(!phone("", "503-555-0143"));
        assert!(same(
            Field::ContactEmail,
            "AP@harbor.test",
            "ap@harbor.test"
        ));
        assert!(!same(Field::AccountTerms, "30", "45"));
    }
}
