//! What accounts are found by, kept in memory from the first search on: name, number, contacts and phones, folded.
//!
//! Law: a cache of the store thread, dropped when anything could have changed it. About a hundred bytes an account.

use super::fault::Res;
use super::text::{digits, search_key};
use crate::domain::ids::AccountId;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rusqlite::Connection;
use std::collections::HashSet;

/// One account as searches see it.
struct Name {
    account: AccountId,
    /// The folded name.
    name: String,
    /// Folded: number, name, contacts, phones as typed.
    all: String,
    /// The digits of each phone, a space between.
    phones: String,
}

/// All accounts as searches see them.
pub(super) struct Names {
    names: Vec<Name>,
}

/// How well a name matches: smaller is better.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Match {
    /// Number or name, to the letter.
    Exact,
    /// It begins so.
    Begins,
    /// Every word is in name or number.
    Words,
    /// A phone ends or begins so.
    Phone,
    /// A contact has these words.
    Contact,
    /// The letters are there in that order.
    Fuzzy,
}

impl Names {
    /// Reads all names.
    pub fn load(conn: &Connection) -> Res<Names> {
        let mut names = Vec::new();
        let mut statement = conn
            .prepare("SELECT id, number, name FROM account WHERE voided_by IS NULL ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let number: Option<String> = r.get(1)?;
            let name = search_key(&r.get::<_, String>(2)?);
            let mut all = search_key(&number.unwrap_or_default());
            all.push(' ');
            all.push_str(&name);
            names.push(Name {
                account: r.get(0)?,
                name,
                all,
                phones: String::new(),
            });
        }
        let mut statement = conn
            .prepare("SELECT account_id, name, phone FROM contact WHERE voided_by IS NULL ORDER BY account_id, id")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let account: AccountId = r.get(0)?;
            let Ok(i) = names.binary_search_by_key(&account, |n: &Name| n.account) else {
                continue;
            };
            let phone: Option<String> = r.get(2)?;
            let phone = phone.unwrap_or_default();
            let found = &mut names[i];
            found.all.push('\n');
            found.all.push_str(&search_key(&r.get::<_, String>(1)?));
            found.all.push(' ');
            found.all.push_str(&search_key(&phone));
            found.phones.push_str(&digits(&phone));
            found.phones.push(' ');
        }
        Ok(Names { names })
    }

    /// Accounts that hold all words of a filter in name, number, contact or phone.
    pub fn matching(&self, filter: &str) -> HashSet<AccountId> {
        let key = search_key(filter);
        let words: Vec<&str> = key.split_whitespace().collect();
        let number = digits(filter);
        let fits = |n: &&Name| {
            words.iter().all(|w| n.all.contains(w))
                || (number.len() >= 4 && n.phones.contains(&number))
        };
        self.names.iter().filter(fits).map(|n| n.account).collect()
    }

    /// The best matches of a text, best first.
    pub fn find(&self, text: &str, limit: usize) -> Vec<(AccountId, Match)> {
        let key = search_key(text);
        let words: Vec<&str> = key.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let number = digits(text);
        let is_phone = number.len() >= 7;
        let mut found: Vec<(Match, usize, AccountId)> = Vec::new();
        for n in &self.names {
            let head = n.all.split('\n').next().unwrap_or_default();
            let its_number = head.split(' ').next().unwrap_or_default();
            let how = if n.name == key || (!its_number.is_empty() && its_number == key) {
                Match::Exact
            } else if n.name.starts_with(&key)
                || (!its_number.is_empty() && its_number.starts_with(&key))
            {
                Match::Begins
            } else if words.iter().all(|w| head.contains(w)) {
                Match::Words
            } else if is_phone && n.phones.contains(&number) {
                Match::Phone
            } else if words.iter().all(|w| n.all.contains(w)) {
                Match::Contact
            } else {
                continue;
            };
            found.push((how, n.name.len(), n.account));
        }
        found.sort_unstable();
        found.truncate(limit);
        let mut out: Vec<(AccountId, Match)> =
            found.into_iter().map(|(how, _, id)| (id, how)).collect();
        if out.len() < limit && key.chars().count() >= 3 {
            self.fuzzy(&key, limit, &mut out);
        }
        out
    }

    /// Fills up with names that hold the letters in that order.
    fn fuzzy(&self, key: &str, limit: usize, out: &mut Vec<(AccountId, Match)>) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::new(
            key,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        let mut buffer = Vec::new();
        let known: HashSet<AccountId> = out.iter().map(|(id, _)| *id).collect();
        let mut scored: Vec<(u32, AccountId)> = self
            .names
            .iter()
            .filter(|n| !known.contains(&n.account))
            .filter_map(|n| {
                pattern
                    .score(Utf32Str::new(&n.name, &mut buffer), &mut matcher)
                    .map(|s| (s, n.account))
            })
            .collect();
        scored.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        out.extend(
            scored
                .into_iter()
                .take(limit - out.len())
                .map(|(_, id)| (id, Match::Fuzzy)),
        );
    }
}
