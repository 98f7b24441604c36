//! Soft limits before a call (DOMAIN §6): their local time, how often they were called, and the form that asks why to call all the same.
//!
//! Law: a limit never blocks by itself; it asks for a reason, and the consumer profile for a supervisor's name besides. Both are saved
//! with the call. A hold blocks: `Model::blocked`. The rules are in `domain::call_rules`.

use super::form::FormKind;
use super::model::Model;
use crate::domain::call_rules::{self, CallLimit, There};
use crate::domain::view::Prep;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

impl Model {
    /// The instant that their hours are judged at. `None` while the desk stands on another day (`--as-of`): that day has no hour. In the sample
    /// desk it is always a working morning in Oregon: whoever looks around on a Sunday night is not asked before every call.
    pub(crate) fn moment(&self) -> Option<DateTime<Utc>> {
        if self.sample {
            let day = self.rules.calendar.next_open(self.now.today);
            // 09:12 in Portland in winter, when Boise has 10:12 and New York 12:12; an hour later in summer.
            let morning = TimeDelta::minutes(17 * 60 + 12);
            return Some(day.and_time(NaiveTime::MIN).and_utc() + morning);
        }
        (self.now.today == self.now.local.date()).then_some(self.now.at)
    }

    /// What their clocks say, where it is known or assumed where they are.
    #[must_use]
    pub fn local_time(&self, prep: &Prep) -> Option<There> {
        let safety = &prep.safety;
        call_rules::there(
            &safety.place,
            &safety.profile,
            &self.rules.calendar,
            self.moment()?,
        )
    }

    /// The soft limits that stand against calling them now.
    #[must_use]
    pub fn limits(&self, prep: &Prep) -> Vec<CallLimit> {
        let hours = self.local_time(prep).and_then(|there| there.limit);
        prep.safety.limits.iter().cloned().chain(hours).collect()
    }

    /// The form that asks before the call, when one must be asked.
    pub(crate) fn asks_before_call(&self, prep: &Prep) -> Option<FormKind> {
        let limits = self.limits(prep);
        if limits.iter().any(|l| l.supervisor) {
            return Some(FormKind::Supervised);
        }
        (!limits.is_empty()).then_some(FormKind::CallAnyway)
    }

    /// Whoever sits here may allow it: the name is offered.
    pub(crate) fn own_approval(&self) -> Option<&str> {
        self.supervisors
            .iter()
            .find(|s| s.eq_ignore_ascii_case(&self.me))
            .map(String::as_str)
    }
}
