//! The audit trail: rows for what was stopped or warned of, and one reading of everything that belongs into it.
//!
//! Law: a stop or a warning leaves an event that is never undone; what the ledger knows anyway is read from its own table. Whoever stops or warns
//! writes with `note`, inside the act that does it, or alone with `Intent::Audit`.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::protocol::{AuditAsk, Stamp};
use super::table::Table;
use super::types::{Day, instant};
use super::{accounts, text};
use crate::domain::approval::ApprovalKind;
use crate::domain::audit::{AuditArea, AuditLine, AuditWhat, NewAudit};
use crate::domain::credit::{TermsKind, TradeTerms};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::ladder::LadderStep;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::touch::{HoldDetails, HoldKind};
use crate::domain::verdict::Verdict;
use crate::domain::view::{BriefLine, Tone};
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

/// The kind of the events of stops and warnings: that somebody tried is never undone.
pub(super) const AUDIT: &str = "audit";

/// So many lines of an account are on file at the desk; `bywhen audit` has all of them.
const ON_FILE: usize = 8;

/// What a rule refuses or warns of: the refusal in words, and the line of the trail that it leaves.
pub(super) fn ruled<T>(
    (account, area, what, deed): (AccountId, AuditArea, AuditWhat, &str),
    detail: &str,
    refusal: String,
) -> Res<T> {
    let new = NewAudit {
        account,
        area,
        what,
        deed: deed.to_owned(),
        detail: detail.to_owned(),
        reason: None,
        allowed_by: None,
    };
    Err(Fault::Ruled(refusal, Box::new(new)))
}

/// The stamp of the line that a refusal leaves. Its key is the one that the desk gives a line of its own: once a day for an account, a deed and
/// whoever tried.
pub(super) fn stamp_of(refused: &Stamp, new: &NewAudit) -> Stamp {
    let (what, account) = (new.what.name(), new.account);
    Stamp {
        key: format!(
            "audit-{what}-{}-{account}-{}-{}",
            new.deed, refused.on, refused.by
        )
        .chars()
        .take(200)
        .collect(),
        ..refused.clone()
    }
}

/// Writes a line of the trail by itself.
pub(super) fn write(act: &mut Act<'_>, new: &NewAudit, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, new.account)?;
    let what = format!(
        "{} at {} {}: {}",
        new.deed.replace('_', " "),
        account.name,
        new.what.words(),
        new.detail.trim()
    );
    act.event(AUDIT, Some(account.id), what, body)?;
    note(act, new)
}

/// Writes a line of the trail in an act that has its event.
pub(super) fn note(act: &mut Act<'_>, new: &NewAudit) -> Res<()> {
    if new.what == AuditWhat::Recorded {
        return refuse("what was recorded stands in its own table: nothing was saved");
    }
    let deed = text::required("deed", &new.deed, 40)?;
    let detail = text::required("rule", &new.detail, 2000)?;
    let reason = text::optional("reason", new.reason.as_deref(), 2000)?;
    let allowed_by = text::optional("supervisor's name", new.allowed_by.as_deref(), 200)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::Audit,
        "INSERT INTO audit (event_seq, account_id, area, what, deed, detail, reason, allowed_by, on_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![seq, new.account, new.area, new.what, deed, detail, reason, allowed_by, Day(on)],
    )?;
    Ok(())
}

/// Where each kind of line comes from. Columns: event, instant, day, actor, account, label, name, currency, undone, source; then what `line` makes
/// words of.
const SOURCES: [&str; 14] = [
    // 0: stops and warnings.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 0,
       t.area, t.what, t.deed, t.detail, t.reason, t.allowed_by FROM audit t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
    // 1: calls in spite of a limit.
    "SELECT e.seq, e.at_us, t.on_day, t.by_whom, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 1,
       t.channel, NULL, NULL, t.limit_broken, t.limit_reason, t.limit_allowed_by
     FROM touch t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id WHERE t.limit_broken IS NOT NULL",
    // 2: stops on contact.
    "SELECT e.seq, e.at_us, e.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 2,
       t.kind, t.case_number, t.court, t.filed_on, t.asked_by, t.asked_how, t.attorney, t.attorney_phone, t.attorney_mail, t.note
     FROM hold t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
    // 3: their ends. One that was undone is none, and those that stand have an index.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, h.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 3,
       h.kind, t.note FROM hold h CROSS JOIN closing t ON t.entity = 'hold' AND t.entity_id = h.id AND t.voided_by IS NULL JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = h.account_id",
    // 4: stops on shipments.
    "SELECT e.seq, e.at_us, e.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 4,
       t.reason FROM credit_hold t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
    // 5: their ends.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, h.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 5,
       t.reason FROM credit_hold h CROSS JOIN credit_hold_end t ON t.hold_id = h.id AND t.voided_by IS NULL JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = h.account_id",
    // 6: limits.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 6,
       t.before_minor, t.limit_minor, t.reason, t.set_by FROM credit_limit t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
    // 7: terms.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 7,
       t.kind, t.days, t.from_on, t.reason, t.set_by FROM credit_terms t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
    // 8: steps of the ladder, placements and liens in spite of the honesty rule.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 8,
       t.step, t.warning, t.reason, t.allowed_by FROM told_override t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
    // 9: above what a collector may give up or agree to.
    "SELECT e.seq, e.at_us, t.asked_on AS on_day, t.asked_by, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 9,
       t.kind, t.amount_minor, t.reason FROM approval t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id
     WHERE t.kind IN ('fee_waiver', 'long_promise')",
    // 10: what a supervisor said to it.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, q.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 10,
       q.kind, q.amount_minor, t.reason, t.granted, t.decided_by FROM approval_decision t JOIN approval q ON q.id = t.approval_id
     JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = q.account_id",
    // 11: the same for what is given up if a promise is kept.
    "SELECT e.seq, e.at_us, t.made_on AS on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 9,
       'waiver', t.amount_minor, t.reason FROM waiver t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id
     WHERE t.needs_approval = 1",
    // 12: and its answers.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, w.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 10,
       'waiver', w.amount_minor, t.reason, t.granted, coalesce(t.decided_by, e.actor) FROM waiver_decision t JOIN waiver w ON w.id = t.waiver_id
     JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = w.account_id WHERE w.needs_approval = 1",
    // 13: what a promise counts as, other than the ledger says.
    "SELECT e.seq, e.at_us, t.on_day, e.actor, t.account_id, a.number, a.name, a.currency, t.voided_by IS NOT NULL, 13,
       t.promise_id, t.verdict, t.reason, t.ruled_by FROM verdict_override t JOIN event e ON e.seq = t.event_seq JOIN account a ON a.id = t.account_id",
];

/// The trail, newest first.
pub(super) fn list(conn: &Connection, ask: &AuditAsk) -> Res<Vec<AuditLine>> {
    let mut out = Vec::new();
    // Said outright, so that one account is found by its index: `OR` would read every touch there is.
    let whose = match ask.account {
        Some(_) => "account_id = ?1",
        None => "?1 IS NULL",
    };
    for source in SOURCES {
        // Every source ends in a WHERE or in none; the narrowing stands outside of it.
        let sql = format!(
            "SELECT * FROM ({source}) WHERE {whose} AND (?2 IS NULL OR on_day >= ?2) AND (?3 IS NULL OR on_day <= ?3)"
        );
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![ask.account, ask.from.map(Day), ask.to.map(Day)])?;
        while let Some(r) = rows.next()? {
            out.push(line(r)?);
        }
    }
    out.sort_by_key(|l| std::cmp::Reverse(l.event));
    if ask.limit > 0 {
        out.truncate(ask.limit);
    }
    Ok(out)
}

/// The newest lines of an account that were known on a day, for what is on file.
pub(super) fn of_account(
    conn: &Connection,
    account: AccountId,
    as_of: NaiveDate,
) -> Res<Vec<BriefLine>> {
    let ask = AuditAsk {
        account: Some(account),
        from: None,
        to: Some(as_of),
        limit: 0,
    };
    let lines = list(conn, &ask)?;
    let telling = lines.iter().filter(|l| !l.undone);
    Ok(telling.take(ON_FILE).map(|l| in_words(l, as_of)).collect())
}

fn in_words(l: &AuditLine, as_of: NaiveDate) -> BriefLine {
    let because = l
        .reason
        .as_deref()
        .map_or(String::new(), |why| format!("; because {}", why.trim()));
    let allowed = l
        .allowed_by
        .as_deref()
        .map_or(String::new(), |who| format!("; allowed by {}", who.trim()));
    BriefLine {
        tone: match l.what {
            AuditWhat::Blocked => Tone::Bad,
            AuditWhat::Warned | AuditWhat::Overridden => Tone::Warn,
            AuditWhat::Recorded => Tone::Plain,
        },
        text: format!(
            "{} {} {} by {}: {}{because}{allowed}",
            say::day(l.on, as_of),
            l.what.words(),
            l.deed_words(),
            l.by,
            l.detail.trim()
        ),
    }
}

fn line(r: &Row<'_>) -> Res<AuditLine> {
    let name: String = r.get(6)?;
    let currency: Currency = r.get(7)?;
    let mut out = AuditLine {
        event: r.get(0)?,
        at: instant(r.get(1)?)?,
        on: r.get::<_, Day>(2)?.0,
        by: r.get(3)?,
        account: r.get(4)?,
        label: r
            .get::<_, Option<String>>(5)?
            .unwrap_or_else(|| name.clone()),
        name,
        area: AuditArea::Contact,
        what: AuditWhat::Recorded,
        deed: String::new(),
        detail: String::new(),
        reason: None,
        allowed_by: None,
        undone: r.get(8)?,
    };
    match r.get::<_, i64>(9)? {
        0 => {
            out.area = r.get(10)?;
            out.what = r.get(11)?;
            out.deed = r.get(12)?;
            out.detail = r.get(13)?;
            out.reason = r.get(14)?;
            out.allowed_by = r.get(15)?;
        }
        1 => {
            out.what = AuditWhat::Overridden;
            out.deed = r.get(10)?;
            out.detail = r.get(13)?;
            out.reason = r.get(14)?;
            out.allowed_by = r.get(15)?;
        }
        2 => {
            let kind: HoldKind = r.get(10)?;
            let details = HoldDetails {
                case_number: r.get(11)?,
                court: r.get(12)?,
                filed_on: r.get::<_, Option<Day>>(13)?.map(|d| d.0),
                asked_by: r.get(14)?,
                asked_how: r.get(15)?,
                attorney: r.get(16)?,
                attorney_phone: r.get(17)?,
                attorney_mail: r.get(18)?,
                note: r.get(19)?,
            };
            out.deed = "hold".to_owned();
            out.detail = joined(kind.words(), &details.facts());
        }
        3 => {
            let kind: HoldKind = r.get(10)?;
            let note: Option<String> = r.get(11)?;
            out.deed = "hold_lifted".to_owned();
            out.detail = kind.words().to_owned();
            out.allowed_by = note
                .as_deref()
                .and_then(|note| note.strip_prefix("allowed by "))
                .map(str::to_owned);
        }
        4 | 5 => {
            let ended = r.get::<_, i64>(9)? == 5;
            out.area = AuditArea::Credit;
            out.deed = if ended {
                "credit_hold_lifted"
            } else {
                "credit_hold"
            }
            .to_owned();
            out.detail = if ended {
                "shipments may go on"
            } else {
                "nothing ships"
            }
            .to_owned();
            out.reason = r.get(10)?;
        }
        6 => {
            let (before, after): (Option<Minor>, Option<Minor>) = (r.get(10)?, r.get(11)?);
            let words = |limit: Option<Minor>| {
                limit.map_or_else(|| "none".to_owned(), |l| say::money(l, currency))
            };
            out.area = AuditArea::Credit;
            out.deed = "credit_limit".to_owned();
            out.detail = format!("from {} to {}", words(before), words(after));
            out.reason = r.get(12)?;
            out.allowed_by = r.get(13)?;
        }
        8 => {
            let step: LadderStep = r.get(10)?;
            out.area = match step {
                LadderStep::Notice | LadderStep::Lien => AuditArea::Lien,
                _ => AuditArea::Ladder,
            };
            out.what = AuditWhat::Overridden;
            out.deed = step.name().to_owned();
            out.detail = r.get(11)?;
            out.reason = r.get(12)?;
            out.allowed_by = r.get(13)?;
        }
        source @ (9 | 10) => {
            let kind: ApprovalKind = r.get(10)?;
            let amount: Option<Minor> = r.get(11)?;
            let (area, limit) = match kind {
                ApprovalKind::LongPromise => (AuditArea::Promise, "beyond the policy range"),
                ApprovalKind::Placement => (AuditArea::Ladder, "a supervisor's decision"),
                ApprovalKind::WriteOff => (AuditArea::Credit, "a supervisor's decision"),
                ApprovalKind::Waiver | ApprovalKind::FeeWaiver => {
                    (AuditArea::Fees, "above the collector's limit")
                }
            };
            out.area = area;
            out.deed = kind.name().to_owned();
            out.detail = match amount {
                Some(amount) => format!("{}, {limit}", say::money(amount, currency)),
                None => limit.to_owned(),
            };
            out.reason = r.get(12)?;
            out.what = AuditWhat::Warned;
            if source == 10 {
                let asked = matches!(kind, ApprovalKind::Placement | ApprovalKind::WriteOff);
                out.what = match (r.get(13)?, asked) {
                    (false, _) => AuditWhat::Blocked,
                    // Nothing stood against it but that only a supervisor may say so.
                    (true, true) => AuditWhat::Recorded,
                    (true, false) => AuditWhat::Overridden,
                };
                out.allowed_by = r.get(14)?;
            }
        }
        13 => {
            let (promise, verdict): (PromiseId, Option<Verdict>) = (r.get(10)?, r.get(11)?);
            let counts = verdict.map_or("as the ledger says", |v| v.words(true));
            out.area = AuditArea::Promise;
            out.what = AuditWhat::Overridden;
            out.deed = "verdict".to_owned();
            out.detail = format!("promise #{promise} counts: {counts}");
            out.reason = r.get(12)?;
            out.allowed_by = r.get(13)?;
        }
        _ => {
            let terms = TradeTerms {
                kind: r.get::<_, TermsKind>(10)?,
                days: r.get(11)?,
            };
            out.area = AuditArea::Credit;
            out.deed = "terms".to_owned();
            out.detail = format!("{} from {}", terms.words(), r.get::<_, Day>(12)?.0);
            out.reason = r.get(13)?;
            out.allowed_by = r.get(14)?;
        }
    }
    Ok(out)
}

fn joined(what: &str, facts: &[String]) -> String {
    if facts.is_empty() {
        what.to_owned()
    } else {
        format!("{what}: {}", facts.join(", "))
    }
}
