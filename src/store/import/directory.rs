//! Which account a row means: the number where there is one, else the folded name (IMPORT §3.6), once per currency.
//!
//! Near names are never merged silently. An account known by name only takes the number that a file gives it.

use super::plan::{Slot, SlotNo};
use crate::domain::ids::AccountId;
use crate::domain::money::Currency;
use crate::domain::staged::AccountKey;
use crate::store::fault::Res;
use crate::store::text::name_key;
use rusqlite::Connection;
use std::collections::HashMap;

/// The ledger's accounts and those of the files.
pub(super) struct Directory<'a> {
    slots: Vec<Slot<'a>>,
    /// Keys seen in the files so far, as written: most rows repeat one.
    seen: HashMap<(&'a AccountKey, Currency, bool), SlotNo>,
    /// Known accounts that have a slot.
    slot_of: HashMap<AccountId, SlotNo>,
    by_number: HashMap<String, Vec<Candidate>>,
    by_name: HashMap<String, Vec<Candidate>>,
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

impl<'a> Directory<'a> {
    /// Reads the ledger's accounts.
    pub fn load(conn: &Connection) -> Res<Directory<'a>> {
        let mut out = Directory {
            slots: Vec::new(),
            seen: HashMap::new(),
            slot_of: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
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
            out.by_name.entry(r.get(2)?).or_default().push(candidate);
        }
        Ok(out)
    }

    /// The slot of a row. `explicit`: the row says its currency; otherwise an account of another currency may be meant.
    pub fn slot(&mut self, key: &'a AccountKey, currency: Currency, explicit: bool) -> SlotNo {
        if let Some(slot) = self.seen.get(&(key, currency, explicit)) {
            return *slot;
        }
        let slot = match self.find(key, currency, explicit) {
            Some((candidate, attach)) => self.take(key, candidate, attach),
            None => self.add(key, currency),
        };
        self.seen.insert((key, currency, explicit), slot);
        slot
    }

    /// The slots, in the order in which they were first named.
    pub fn into_slots(self) -> Vec<Slot<'a>> {
        self.slots
    }

    fn find(
        &self,
        key: &AccountKey,
        currency: Currency,
        explicit: bool,
    ) -> Option<(Candidate, bool)> {
        let choose = |all: &[Candidate]| -> Option<Candidate> {
            let exact = all.iter().find(|c| c.currency == currency);
            let only = match all {
                // The same scale only: yen are not cents.
                [one] if !explicit && one.currency.exponent() == currency.exponent() => Some(one),
                _ => None,
            };
            exact.or(only).copied()
        };
        if let Some(number) = &key.number
            && let Some(found) = self.by_number.get(number).and_then(|all| choose(all))
        {
            return Some((found, false));
        }
        let named = self.by_name.get(&name_key(key.name.as_deref()?))?;
        let (numbered, nameless): (Vec<Candidate>, Vec<Candidate>) =
            named.iter().partition(|c| c.has_number);
        if let Some(found) = choose(&nameless) {
            return Some((found, key.number.is_some()));
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
            [one] if one.currency.exponent() == currency.exponent() => Some((*one, false)),
            _ => None,
        }
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
                Some(slot) => return *slot,
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
        self.slots.push(Slot {
            known: None,
            number: key.number.as_deref(),
            name,
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
        self.by_name
            .entry(name_key(name))
            .or_default()
            .push(candidate);
        slot
    }
}
