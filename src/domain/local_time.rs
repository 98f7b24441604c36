//! Where people are in the day: their time zones, and what their clocks say at an instant (DOMAIN §6).
//!
//! Law: pure. The zone database is data inside the binary, the instant is an argument; no clock and no file is read here. A place
//! that is only assumed from a state is marked as such, and where a state has several zones all of them count.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::{America, Pacific, Tz};
use serde::{Deserialize, Serialize};

/// The zone of that IANA name.
#[must_use]
pub fn zone(name: &str) -> Option<Tz> {
    name.trim().parse().ok()
}

/// How a place is known.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The contact or the account names its zone.
    Said,
    /// From the state: it may have several zones.
    Assumed,
    /// Nothing says where they are.
    #[default]
    Nowhere,
}

/// The zones in which somebody may be.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// Every plausible zone; empty when nothing says where they are.
    pub zones: Vec<Tz>,
    /// How they are known.
    pub known: Known,
}

impl Place {
    /// The contact's zone, else the account's, else those of the state. A name that is no zone is as good as none.
    #[must_use]
    pub fn of(contact: Option<&str>, account: Option<&str>, state: Option<&str>) -> Place {
        if let Some(zone) = contact.and_then(zone).or_else(|| account.and_then(zone)) {
            return Place {
                zones: vec![zone],
                known: Known::Said,
            };
        }
        match state.map(zones_of_state).unwrap_or_default() {
            [] => Place::default(),
            zones => Place {
                zones: zones.to_vec(),
                known: Known::Assumed,
            },
        }
    }

    /// What the clocks there say, the earliest first; none when nothing says where they are.
    #[must_use]
    pub fn clocks(&self, now: DateTime<Utc>) -> Vec<NaiveDateTime> {
        let mut all: Vec<NaiveDateTime> = self
            .zones
            .iter()
            .map(|zone| now.with_timezone(zone).naive_local())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The zones of a state, province or territory of North America, the most people's first; empty for what is not known here.
/// Where only a hamlet keeps another zone than its state, the state's counts.
#[must_use]
pub fn zones_of_state(state: &str) -> &'static [Tz] {
    const EASTERN: &[Tz] = &[America::New_York];
    const CENTRAL: &[Tz] = &[America::Chicago];
    const MOUNTAIN: &[Tz] = &[America::Denver];
    const PACIFIC: &[Tz] = &[America::Los_Angeles];
    const CENTRAL_MOUNTAIN: &[Tz] = &[America::Chicago, America::Denver];
    const EASTERN_CENTRAL: &[Tz] = &[America::New_York, America::Chicago];
    let upper = state.trim().to_ascii_uppercase();
    let code = upper
        .strip_prefix("US-")
        .or_else(|| upper.strip_prefix("CA-"))
        .unwrap_or(&upper);
    match code {
        "CT" | "DE" | "DC" | "GA" | "ME" | "MD" | "MA" | "NH" | "NJ" | "NY" | "NC" | "OH"
        | "PA" | "RI" | "SC" | "VT" | "VA" | "WV" => EASTERN,
        "FL" | "KY" => EASTERN_CENTRAL,
        "TN" => &[America::Chicago, America::New_York],
        "IN" => &[America::Indiana::Indianapolis, America::Chicago],
        "MI" => &[America::Detroit, America::Menominee],
        "AL" | "AR" | "IL" | "IA" | "LA" | "MN" | "MS" | "MO" | "OK" | "WI" => CENTRAL,
        "KS" | "NE" | "ND" | "SD" | "TX" => CENTRAL_MOUNTAIN,
        "CO" | "MT" | "NM" | "UT" | "WY" => MOUNTAIN,
        "AZ" => &[America::Phoenix, America::Denver],
        "ID" => &[America::Boise, America::Los_Angeles],
        "CA" | "NV" | "WA" => PACIFIC,
        "OR" => &[America::Los_Angeles, America::Boise],
        "AK" => &[America::Anchorage, America::Adak],
        "HI" => &[Pacific::Honolulu],
        "PR" | "VI" => &[America::Puerto_Rico],
        "GU" | "MP" => &[Pacific::Guam],
        "AS" => &[Pacific::Pago_Pago],
        "BC" => &[America::Vancouver, America::Edmonton],
        "AB" | "NT" => &[America::Edmonton],
        "SK" => &[America::Regina],
        "MB" => &[America::Winnipeg],
        "ON" => &[America::Toronto, America::Winnipeg],
        "QC" => &[America::Toronto, America::Halifax],
        "NB" | "NS" | "PE" => &[America::Halifax],
        "NL" => &[America::St_Johns, America::Goose_Bay],
        "NU" => &[America::Iqaluit, America::Rankin_Inlet, America::Edmonton],
        "YT" => &[America::Whitehorse],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(place: &Place, utc: &str) -> Vec<String> {
        let all = place.clocks(utc.parse().expect("an instant"));
        all.iter()
            .map(|c| c.format("%a %H:%M").to_string())
            .collect()
    }

    #[test]
    fn the_contacts_zone_beats_the_accounts_and_both_beat_the_state() {
        let at = "2026-11-23T17:00:00Z";
        let all = (Some("America/New_York"), Some("America/Denver"), Some("OR"));
        assert_eq!(clocks(&Place::of(all.0, all.1, all.2), at), ["Mon 12:00"]);
        assert_eq!(clocks(&Place::of(None, all.1, all.2), at), ["Mon 10:00"]);
        let place = Place::of(Some("Mars/Olympus"), None, Some(" wa "));
        assert_eq!(
            (clocks(&place, at), place.known),
            (vec!["Mon 09:00".to_owned()], Known::Assumed)
        );
    }

    #[test]
    fn a_state_with_two_zones_has_two_clocks_and_an_unknown_one_has_none() {
        let texas = Place::of(None, None, Some("TX"));
        assert_eq!(
            clocks(&texas, "2026-11-23T05:30:00Z"),
            ["Sun 22:30", "Sun 23:30"]
        );
        let nowhere = Place::of(None, None, Some("Bavaria"));
        assert_eq!(nowhere.known, Known::Nowhere);
        assert!(clocks(&nowhere, "2026-11-23T05:30:00Z").is_empty());
    }

    #[test]
    fn summer_time_comes_and_goes_and_arizona_stays() {
        let (ny, az) = (Place::of(None, None, Some("NY")), zones_of_state("AZ"));
        assert_eq!(clocks(&ny, "2026-03-08T06:59:00Z"), ["Sun 01:59"]);
        assert_eq!(clocks(&ny, "2026-03-08T07:00:00Z"), ["Sun 03:00"]);
        assert_eq!(clocks(&ny, "2026-11-01T05:30:00Z"), ["Sun 01:30"]);
        assert_eq!(clocks(&ny, "2026-11-01T06:30:00Z"), ["Sun 01:30"]);
        let phoenix = Place {
            zones: az[..1].to_vec(),
            known: Known::Said,
        };
        assert_eq!(clocks(&phoenix, "2026-07-01T12:00:00Z"), ["Wed 05:00"]);
        assert_eq!(clocks(&phoenix, "2026-12-01T12:00:00Z"), ["Tue 05:00"]);
    }
}
