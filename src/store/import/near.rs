//! Offers: an account that is new in the files and reads like one that the ledger has (IMPORT §3.6).
//!
//! Law: nothing is merged here. The report names both and the command that makes one the other's alias. Accounts that the files
//! name themselves are not offered: a book that lists both holds both.

use super::plan::{Plan, SlotNo};
use crate::domain::ids::AccountId;
use crate::domain::near::{customer_key, digits_of, may_be_one};
use crate::domain::staged::{Issue, Severity};
use crate::store::aliases;
use crate::store::fault::Res;
use crate::store::protocol::NearMatch;
use crate::store::text::{name_key, search_key};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// So many known accounts share a beginning before it says nothing any more.
const CROWD: usize = 2_000;
/// So many pairs of the ledger's own accounts are compared for one answer.
const PAIRS: usize = 1_000_000;

/// A new account.
struct New<'a> {
    slot: SlotNo,
    name: &'a str,
    key: String,
}

/// A known account that a new one is compared with.
struct Known {
    id: AccountId,
    number: Option<String>,
    name: String,
    key: String,
}

/// Reports every new account that may be a known one.
pub(super) fn offer(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    if plan.first {
        return Ok(());
    }
    let new: Vec<New<'_>> = plan
        .slots
        .iter()
        .zip(0..)
        .filter(|(s, _)| s.known.is_none() && !s.second)
        .map(|(s, slot)| New {
            slot,
            name: s.name,
            key: customer_key(&search_key(s.name)),
        })
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let wanted: HashSet<String> = new.iter().flat_map(|n| buckets(&n.key)).collect();
    let known = load(conn, plan, &wanted)?;
    let mut by_bucket: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, k) in known.iter().enumerate() {
        for bucket in buckets(&k.key) {
            by_bucket.entry(bucket).or_default().push(i);
        }
    }
    let places = places(plan);
    for n in new {
        let numbered = plan.slots[n.slot as usize].number.is_some();
        let mut tried = HashSet::new();
        let name_key = name_key(n.name);
        let mut found = None;
        let mine = buckets(&n.key);
        let alike = mine
            .iter()
            .filter_map(|b| by_bucket.get(b))
            .filter(|all| all.len() <= CROWD)
            .flatten()
            .filter(|i: &&usize| tried.insert(**i))
            .map(|i| &known[*i])
            // Two numbers are two customers, whatever they are called.
            .filter(|k| !(numbered && k.number.is_some()))
            .filter(|k| may_be_one(&n.key, &k.key));
        for k in alike {
            if !aliases::is_apart(conn, k.id, &name_key)? {
                found = Some(k);
                break;
            }
        }
        if let (Some(k), Some((file, line))) = (found, places.get(&n.slot)) {
            tell(plan, *file, *line, n.name, k);
        }
    }
    Ok(())
}

/// What near names have in common: the first word, the first letters, or all but the first word.
fn buckets(key: &str) -> Vec<String> {
    let mut out = Vec::with_capacity(4);
    let (first, rest) = key.split_once(' ').unwrap_or((key, ""));
    if !first.is_empty() {
        out.push(format!("1 {first}"));
        out.push(format!("2 {}", key.chars().take(4).collect::<String>()));
    }
    if !rest.is_empty() {
        out.push(format!("3 {rest}"));
        let mut words: Vec<&str> = key.split(' ').collect();
        words.sort_unstable();
        out.push(format!("4 {}", words.concat()));
    } else if !key.is_empty() {
        out.push(format!("4 {key}"));
    }
    out
}

/// The ledger's accounts that share a bucket with a new one and that the files do not name.
fn load(conn: &Connection, plan: &Plan<'_>, wanted: &HashSet<String>) -> Res<Vec<Known>> {
    let named: HashSet<AccountId> = plan.slots.iter().filter_map(|s| s.known).collect();
    let mut statement =
        conn.prepare("SELECT id, number, name FROM account WHERE voided_by IS NULL ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (id, name): (AccountId, String) = (r.get(0)?, r.get(2)?);
        if named.contains(&id) {
            continue;
        }
        let key = customer_key(&search_key(&name));
        if buckets(&key).iter().any(|b| wanted.contains(b)) {
            let number = r.get(1)?;
            out.push(Known {
                id,
                number,
                name,
                key,
            });
        }
    }
    Ok(out)
}

/// Where each account of the files is first named: file and line.
fn places(plan: &Plan<'_>) -> HashMap<SlotNo, (u16, u64)> {
    let mut out = HashMap::new();
    let customers = plan.customers.iter().map(|(f, row, s)| (*s, *f, row.line));
    let documents = plan.documents.iter().map(|d| (d.slot, d.file, d.row.line));
    let payments = plan.payments.iter().map(|p| (p.slot, p.file, p.row.line));
    for (slot, file, line) in customers.chain(documents).chain(payments) {
        out.entry(slot).or_insert((file, line));
    }
    out
}

fn tell(plan: &mut Plan<'_>, file: u16, line: u64, name: &str, known: &Known) {
    let Some(report) = plan.report.files.get_mut(usize::from(file)) else {
        return;
    };
    let label = known.number.clone().unwrap_or_else(|| known.name.clone());
    report.issues.push(Issue {
        line,
        severity: Severity::Warning,
        code: "near_match".to_owned(),
        field: Some("customer".to_owned()),
        value: Some(name.to_owned()),
        message: format!(
            "new here, and reads like {}{}: a customer of its own, unless you say that it is the same: bywhen alias {} {}",
            known.name,
            known.number.as_ref().map_or_else(String::new, |n| format!(" ({n})")),
            quoted(&label),
            quoted(name)
        ),
    });
    report.near.push(NearMatch {
        account: known.id,
        label,
        known: known.name.clone(),
        name: name.to_owned(),
        documents: 0,
    });
}

/// Accounts of the ledger that read alike, of which nobody has said anything: the one without a number, else the newer one, would be the
/// other's name. Two numbers are two customers, so a ledger of numbered accounts has nothing to compare. Of a very large ledger of names the
/// pairs that have most in common are compared, so many as can be in the time of one answer.
pub(in crate::store) fn alike(conn: &Connection) -> Res<Vec<NearMatch>> {
    let mut all = named_only(conn)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let unnumbered = all.len();
    let mut by_bucket: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, k) in all.iter().enumerate() {
        for bucket in numbered_buckets(&k.key) {
            by_bucket.entry(bucket).or_default().push(i);
        }
    }
    let mut statement = conn.prepare(
        "SELECT id, number, name FROM account WHERE voided_by IS NULL AND number IS NOT NULL ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let name: String = r.get(2)?;
        let key = customer_key(&search_key(&name));
        let mut shared = false;
        for bucket in numbered_buckets(&key) {
            if let Some(together) = by_bucket.get_mut(&bucket) {
                together.push(all.len());
                shared = true;
            }
        }
        if shared {
            let (id, number) = (r.get(0)?, r.get(1)?);
            all.push(Known {
                id,
                number,
                name,
                key,
            });
        }
    }
    let mut crowds: Vec<(String, Vec<usize>)> = by_bucket
        .into_iter()
        .filter(|(_, together)| (2..=CROWD).contains(&together.len()))
        .collect();
    // The fewer share something, the more it says.
    crowds.sort_unstable_by(|a, b| (a.1.len(), &a.0).cmp(&(b.1.len(), &b.0)));
    let mut left = PAIRS;
    let mut told = HashSet::new();
    let mut out = Vec::new();
    for (_, together) in crowds {
        for (at, &i) in together.iter().enumerate() {
            // Those without a number stand first: from the first numbered one on there is no pair left.
            if i >= unnumbered || left == 0 {
                break;
            }
            for &j in &together[at + 1..] {
                left = left.saturating_sub(1);
                let (stays, goes) = match all[j].number {
                    Some(_) => (&all[j], &all[i]),
                    None => (&all[i], &all[j]),
                };
                if !may_be_one(&stays.key, &goes.key) {
                    continue;
                }
                let key = name_key(&goes.name);
                if key != name_key(&stays.name)
                    && told.insert((stays.id, goes.id))
                    && aliases::target(conn, &key)?.is_none()
                    && !aliases::is_apart(conn, stays.id, &key)?
                {
                    out.push(NearMatch {
                        account: stays.id,
                        label: stays.number.clone().unwrap_or_else(|| stays.name.clone()),
                        known: stays.name.clone(),
                        name: goes.name.clone(),
                        documents: 0,
                    });
                }
            }
        }
    }
    out.sort_by(|a, b| (&a.known, &a.name, a.account).cmp(&(&b.known, &b.name, b.account)));
    Ok(out)
}

/// The accounts that only their name tells, oldest first.
fn named_only(conn: &Connection) -> Res<Vec<Known>> {
    let mut statement = conn.prepare(
        "SELECT id, name FROM account WHERE voided_by IS NULL AND number IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map([], |r| {
        let name: String = r.get(1)?;
        Ok(Known {
            id: r.get(0)?,
            number: None,
            key: customer_key(&search_key(&name)),
            name,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The buckets of a key with its digits, in which two names that may be one agree.
fn numbered_buckets(key: &str) -> Vec<String> {
    let digits: String = digits_of(key).collect();
    let mut all = buckets(key);
    for bucket in &mut all {
        bucket.push('#');
        bucket.push_str(&digits);
    }
    all
}

/// A name as one word of a command line.
pub(super) fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else if name.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", name.replace('\'', "'\\''"))
    } else {
        format!("\"{name}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_is_one_word_of_a_command_line() {
        assert_eq!(quoted("C1001"), "C1001");
        assert_eq!(quoted("O'Brien & Sons"), "\"O'Brien & Sons\"");
        assert_eq!(quoted("5$ Store"), "'5$ Store'");
        assert_eq!(quoted("Bob's \"Best\""), "'Bob'\\''s \"Best\"'");
    }
}
