//! Which account a row means: the number where there is one, else what its name was said to mean, else the folded name (IMPORT §3.6), once
//! per currency.
//!
//! Near names are never merged silently. An account known by name only takes the number that a file gives it.

use super::plan::{Slot, SlotNo};
use crate::domain::hashed::Mixed;
use crate::domain::ids::AccountId;
use crate::domain::money::Currency;
use crate::domain::staged::AccountKey;
use crate::store::fault::Res;
use crate::store::text::name_key;
use foldhash::quality::RandomState as Seeded;
use rusqlite::Connection;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The ledger's accounts and those of the files.
pub(super) struct Directory<'a> {
    slots: Vec<Slot<'a>>,
    /// Keys seen in the files so far, as written: most rows repeat one.
    seen: HashMap<(&'a AccountKey, Currency, bool), SlotNo, Seeded>,
    /// The same by where the key lies: the rows of a file share theirs.
    at: HashMap<(usize, Currency, bool), SlotNo, BuildHasherDefault<Mixed>>,
    /// Known accounts that have a slot.
    slot_of: HashMap<AccountId, SlotNo>,
    by_number: HashMap<String, Vec<Candidate>, Seeded>,
    by_name: HashMap<String, Vec<Candidate>, Seeded>,
    /// Accounts called `Name (EUR)`, by the name before it: a customer's in a second currency.
    seconds: HashMap<(String, Currency), Candidate>,
    /// What names were said to mean.
    aliases: HashMap<String, Meant>,
}

/// An account that a number or name may mean.
#[derive(Copy, Clone, Debug)]
struct Candidate {
    is: Is,
    currency: Currency,
    has_number: bool,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Is {
    Known(AccountId),
    Slot(SlotNo),
}

/// What a name was said to mean.
#[derive(Clone, Debug)]
struct Meant {
    candidate: Candidate,
    id: AccountId,
    number: Option<String>,
    name_key: String,
}

/// The account of a row.
struct Found {
    candidate: Candidate,
    /// It is known by name only: give it the number.
    attach: bool,
    /// An account that bears the row's name, though the name was said to mean another.
    gives_way: Option<AccountId>,
}

impl Found {
    fn plain(candidate: Candidate, attach: bool) -> Found {
        Found {
            candidate,
            attach,
            gives_way: None,
        }
    }
}

impl<'a> Directory<'a> {
    /// Reads the ledger's accounts.
    pub fn load(conn: &Connection) -> Res<Directory<'a>> {
        let mut out = Directory {
            slots: Vec::new(),
            seen: HashMap::default(),
            at: HashMap::default(),
            slot_of: HashMap::new(),
            by_number: HashMap::default(),
            by_name: HashMap::default(),
            seconds: HashMap::new(),
            aliases: HashMap::new(),
        };
        let mut statement = conn.prepare(
            "SELECT id, number, name_key, currency FROM account WHERE voided_by IS NULL ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let number: Option<String> = r.get(1)?;
            let candidate = Candidate {
                is: Is::Known(r.get(0)?),
                currency: r.get(3)?,
                has_number: number.is_some(),
            };
            if let Some(number) = number {
                out.by_number.entry(number).or_default().push(candidate);
            }
            let name: String = r.get(2)?;
            let currency = candidate.currency;
            if let Some(plain) = before_currency(&name, currency) {
                out.seconds.insert((plain.to_owned(), currency), candidate);
            }
            out.by_name.entry(name).or_default().push(candidate);
        }
        let mut statement = conn.prepare(
            "SELECT x.name_key, a.id, a.number, a.name_key, a.currency FROM alias x JOIN account a ON a.id = x.account_id
             WHERE x.voided_by IS NULL AND a.voided_by IS NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (id, number): (AccountId, Option<String>) = (r.get(1)?, r.get(2)?);
            let meant = Meant {
                candidate: Candidate {
                    is: Is::Known(id),
                    currency: r.get(4)?,
                    has_number: number.is_some(),
                },
                id,
                number,
                name_key: r.get(3)?,
            };
            out.aliases.insert(r.get(0)?, meant);
        }
        Ok(out)
    }

    /// The slot of a row. `explicit`: the row says its currency; otherwise an account of another currency may be meant.
    pub fn slot(&mut self, key: &'a AccountKey, currency: Currency, explicit: bool) -> SlotNo {
        let here = (std::ptr::from_ref(key).addr(), currency, explicit);
        if let Some(slot) = self.at.get(&here) {
            return *slot;
        }
        let slot = self.slot_of_key(key, currency, explicit);
        self.at.insert(here, slot);
        slot
    }

    fn slot_of_key(&mut self, key: &'a AccountKey, currency: Currency, explicit: bool) -> SlotNo {
        if let Some(slot) = self.seen.get(&(key, currency, explicit)) {
            return *slot;
        }
        let slot = match self.find(key, currency, explicit) {
            Some(found) => {
                let slot = self.take(key, found.candidate, found.attach);
                let ways = &mut self.slots[slot as usize].gives_way;
                if let Some(other) = found.gives_way
                    && !ways.contains(&other)
                {
                    ways.push(other);
                }
                slot
            }
            None => self.add(key, currency),
        };
        self.seen.insert((key, currency, explicit), slot);
        slot
    }

    /// The ledger's account of a row that makes none of its own.
    pub fn known(&self, key: &AccountKey, currency: Currency, explicit: bool) -> Option<AccountId> {
        match self.find(key, currency, explicit)?.candidate.is {
            Is::Known(id) => Some(id),
            Is::Slot(slot) => self.slots[slot as usize].known,
        }
    }

    /// The slots, in the order in which they were first named.
    pub fn into_slots(self) -> Vec<Slot<'a>> {
        self.slots
    }

    fn find(&self, key: &AccountKey, currency: Currency, explicit: bool) -> Option<Found> {
        let choose = |all: &[Candidate]| choose(all, currency, explicit);
        if let Some(number) = &key.number {
            if let Some(found) = self.by_number.get(number).and_then(|all| choose(all)) {
                return Some(Found::plain(found, false));
            }
            if let Some(found) = self.meant(&name_key(number), currency, explicit) {
                return Some(Found::plain(found, false));
            }
        }
        let name = name_key(key.name.as_deref()?);
        let own = self.by_name.get(&name);
        // Two numbers are two customers, whatever their names were said to mean.
        let numbers_differ = key.number.is_some()
            && self
                .aliases
                .get(&name)
                .is_some_and(|meant| meant.number.is_some());
        if !numbers_differ && let Some(candidate) = self.meant(&name, currency, explicit) {
            let bears = own.into_iter().flatten().find_map(|c| match c.is {
                Is::Known(id) if c.currency == candidate.currency && c.is != candidate.is => {
                    Some(id)
                }
                Is::Known(_) | Is::Slot(_) => None,
            });
            return Some(Found {
                candidate,
                attach: key.number.is_some() && !candidate.has_number,
                gives_way: bears,
            });
        }
        let mut all = own.cloned().unwrap_or_default();
        if explicit && !all.iter().any(|c| c.currency == currency) {
            all.extend(self.seconds.get(&(name, currency)));
        }
        let (numbered, nameless): (Vec<Candidate>, Vec<Candidate>) =
            all.into_iter().partition(|c| c.has_number);
        if let Some(found) = choose(&nameless) {
            return Some(Found::plain(found, key.number.is_some()));
        }
        if key.number.is_some() {
            return None;
        }
        // A name alone: the one numbered account of that name; with several, nobody knows which.
        let same: Vec<Candidate> = numbered
            .into_iter()
            .filter(|c| c.currency == currency || !explicit)
            .collect();
        match same.as_slice() {
            [one] if one.currency.exponent() == currency.exponent() => {
                Some(Found::plain(*one, false))
            }
            _ => None,
        }
    }

    /// The account that a text was said to mean, in the row's currency.
    fn meant(&self, text: &str, currency: Currency, explicit: bool) -> Option<Candidate> {
        let meant = self.aliases.get(text)?;
        let now = match self.slot_of.get(&meant.id) {
            // It may have taken a number in these very files.
            Some(slot) => Candidate {
                has_number: self.slots[*slot as usize].number.is_some() || meant.number.is_some(),
                ..meant.candidate
            },
            None => meant.candidate,
        };
        let fits = |c: &Candidate| choose(&[*c], currency, explicit).is_some();
        if fits(&now) {
            return Some(now);
        }
        let same = match &meant.number {
            Some(number) => self.by_number.get(number),
            None => self.by_name.get(&meant.name_key),
        };
        same?.iter().find(|c| c.currency == currency).copied()
    }

    /// The customer has an account in another currency already.
    fn has_other(&self, key: &AccountKey, currency: Currency) -> bool {
        let all = match &key.number {
            Some(number) => self.by_number.get(number),
            None => key
                .name
                .as_ref()
                .and_then(|n| self.by_name.get(&name_key(n))),
        };
        all.is_some_and(|all| all.iter().any(|c| c.currency != currency))
    }

    fn take(&mut self, key: &'a AccountKey, candidate: Candidate, attach: bool) -> SlotNo {
        let id = match candidate.is {
            Is::Slot(slot) => {
                if attach && let Some(number) = &key.number {
                    self.slots[slot as usize].number = Some(number);
                    self.slots[slot as usize].attach_number =
                        self.slots[slot as usize].known.is_some();
                    self.renumber(key, number, slot);
                }
                return slot;
            }
            Is::Known(id) => match self.slot_of.get(&id) {
                Some(slot) => {
                    let slot = *slot;
                    if attach && let Some(number) = &key.number {
                        self.slots[slot as usize].number = Some(number);
                        self.slots[slot as usize].attach_number = true;
                        self.renumber(key, number, slot);
                    }
                    return slot;
                }
                None => id,
            },
        };
        let slot = self.slots.len() as SlotNo;
        self.slots.push(Slot {
            known: Some(id),
            number: key.number.as_deref(),
            name: key
                .name
                .as_deref()
                .or(key.number.as_deref())
                .unwrap_or_default(),
            second: false,
            gives_way: Vec::new(),
            currency: candidate.currency,
            attach_number: attach,
        });
        self.slot_of.insert(id, slot);
        if attach && let Some(number) = &key.number {
            self.renumber(key, number, slot);
        }
        slot
    }

    /// An account known by name has a number now.
    fn renumber(&mut self, key: &AccountKey, number: &str, slot: SlotNo) {
        let currency = self.slots[slot as usize].currency;
        self.by_number
            .entry(number.to_owned())
            .or_default()
            .push(Candidate {
                is: Is::Slot(slot),
                currency,
                has_number: true,
            });
        if let Some(name) = &key.name
            && let Some(all) = self.by_name.get_mut(&name_key(name))
        {
            let known = self.slots[slot as usize].known.map(Is::Known);
            for c in all
                .iter_mut()
                .filter(|c| c.is == Is::Slot(slot) || Some(c.is) == known)
            {
                c.has_number = true;
            }
        }
    }

    fn add(&mut self, key: &'a AccountKey, currency: Currency) -> SlotNo {
        let slot = self.slots.len() as SlotNo;
        let name = key
            .name
            .as_deref()
            .or(key.number.as_deref())
            .unwrap_or_default();
        let second = self.has_other(key, currency);
        self.slots.push(Slot {
            known: None,
            number: key.number.as_deref(),
            name,
            second,
            gives_way: Vec::new(),
            currency,
            attach_number: false,
        });
        let candidate = Candidate {
            is: Is::Slot(slot),
            currency,
            has_number: key.number.is_some(),
        };
        if let Some(number) = &key.number {
            self.by_number
                .entry(number.clone())
                .or_default()
                .push(candidate);
        }
        if second {
            self.seconds.insert((name_key(name), currency), candidate);
        } else {
            self.by_name
                .entry(name_key(name))
                .or_default()
                .push(candidate);
        }
        slot
    }
}

/// The name before ` (eur)`, in folded form.
fn before_currency(key: &str, currency: Currency) -> Option<&str> {
    let code = currency.code().to_lowercase();
    key.strip_suffix(')')?
        .strip_suffix(&code)?
        .strip_suffix(" (")
}

/// The candidate in the row's currency; else the only one, where the row does not say its currency.
fn choose(all: &[Candidate], currency: Currency, explicit: bool) -> Option<Candidate> {
    let exact = all.iter().find(|c| c.currency == currency);
    let only = match all {
        // The same scale only: yen are not cents.
        [one] if !explicit && one.currency.exponent() == currency.exponent() => Some(one),
        _ => None,
    };
    exact.or(only).copied()
}
