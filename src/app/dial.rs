//! Dial and copy: the number of the selected person, else of the one to ask for.
//!
//! Law: a number that turned out wrong is never offered; a hold stops a dial as it stops a call. What is dialled is `domain::phone`'s.

use super::model::Model;
use super::msg::Effect;
use super::overlay::Overlay;
use super::stops;
use crate::domain::account::Contact;
use crate::domain::audit::AuditWhat;
use crate::domain::phone;

impl Model {
    /// The person whose number is meant: the selected one among the people, else the one to ask for who has a good number.
    fn to_dial(&self) -> Option<&Contact> {
        let prep = self.shown_prep()?;
        if let Some(Overlay::People(people)) = &self.overlay {
            return prep
                .contacts
                .get(people.cursor)
                .filter(|c| c.phone.is_some());
        }
        prep.contacts
            .iter()
            .filter(|c| c.phone.is_some() && c.phone_bad_on.is_none())
            .max_by_key(|c| (c.preferred, std::cmp::Reverse(c.id)))
    }

    /// Gives the number to the program that the settings name.
    pub(crate) fn dial(&mut self) -> Vec<Effect> {
        let Some(prep) = self.shown_prep() else {
            return Vec::new();
        };
        if let Some(why) = prep.safety.blocked.clone() {
            let account = prep.account.id;
            if let Some((name, phone)) = stops::lawyer(prep) {
                return self.dial_number(&phone, &name);
            }
            self.warn(&format!("no call: {why}"));
            return vec![self.tell(account, AuditWhat::Blocked, "dial", why)];
        }
        let calling = self
            .call
            .as_ref()
            .is_some_and(|c| c.account == prep.account.id);
        if !calling && self.asks_before_call(prep).is_some() {
            let prep = prep.clone();
            let limit = self.limits(&prep).into_iter().next();
            let why = limit.map_or_else(String::new, |l| l.text);
            self.warn(&format!(
                "not dialled: {why} (Enter opens the call and asks why)"
            ));
            return vec![self.warned(&prep)];
        }
        let Some(person) = self.to_dial() else {
            self.warn("there is no phone number to dial: c shows the people");
            return Vec::new();
        };
        let (name, typed) = (
            person.name.clone(),
            person.phone.clone().unwrap_or_default(),
        );
        if person.phone_bad_on.is_some() {
            self.warn(&format!("{typed} is marked as a wrong number of {name}"));
            return Vec::new();
        }
        self.dial_number(&typed, &name)
    }

    fn dial_number(&mut self, typed: &str, name: &str) -> Vec<Effect> {
        if !self.can_dial {
            self.warn("no program to dial with: set dial = [\"program\", \"{number}\"] in the settings; y copies the number");
            return Vec::new();
        }
        match phone::dialled(typed) {
            Ok(number) => {
                self.say(&format!("dialling {number} ({name})"));
                vec![Effect::Dial(number)]
            }
            Err(why) => {
                self.warn(&format!("not dialled: {why}"));
                Vec::new()
            }
        }
    }

    /// Gives the number (else the account's own) to the terminal's clipboard.
    pub(crate) fn copy_account(&mut self) -> Vec<Effect> {
        let Some(prep) = self.shown_prep() else {
            return Vec::new();
        };
        // Who is to be reached by a lawyer only is not called by a slip of the clipboard.
        let phone = match stops::lawyer(prep) {
            Some((_, phone)) => Some(phone),
            None => self.to_dial().and_then(|c| c.phone.clone()),
        };
        let label = prep.account.label().to_owned();
        let what = match &phone {
            Some(p) => format!("phone {p}"),
            None => format!("account {label}"),
        };
        self.copy(phone.unwrap_or(label), &what)
    }
}
