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

/// Why a typed zone is none.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ZoneError {
    /// Nothing is called that.
    #[error("no time zone is called '{0}': type a city of it, for example Chicago")]
    Unknown(String),
    /// Several are.
    #[error("several time zones fit: {0}")]
    Several(String),
}

/// What people call the zones of North America.
const SPOKEN: [(&str, Tz); 6] = [
    ("eastern", America::New_York),
    ("central", America::Chicago),
    ("mountain", America::Denver),
    ("pacific", America::Los_Angeles),
    ("alaska", America::Anchorage),
    ("hawaii", Pacific::Honolulu),
];

/// The zone that is meant: its name in any case, the word for it, or a part of it that only one zone has (`chicago`, `los ang`).
///
/// # Errors
/// When no zone has it, or more than one: the words name some.
pub fn zone_named(typed: &str) -> Result<String, ZoneError> {
    let typed = typed.trim();
    let wanted = typed.to_lowercase().replace(' ', "_");
    if wanted.is_empty() {
        return Err(ZoneError::Unknown(typed.to_owned()));
    }
    if let Some((_, zone)) = SPOKEN.iter().find(|(word, _)| *word == wanted) {
        return Ok(zone.name().to_owned());
    }
    let exact = chrono_tz::TZ_VARIANTS.iter().map(|z| z.name());
    if let Some(name) = exact.clone().find(|n| n.to_lowercase() == wanted) {
        return Ok(name.to_owned());
    }
    // Cities, not the old names of whole countries ("US/Central", "Mexico/General").
    let city = |name: &&str| {
        let (region, city) = name.split_once('/').unwrap_or(("", name));
        let modern = [
            "Africa",
            "America",
            "Asia",
            "Atlantic",
            "Australia",
            "Europe",
            "Indian",
            "Pacific",
        ];
        modern.contains(&region) && city.to_lowercase().contains(&wanted)
    };
    let found: Vec<&str> = exact.filter(city).collect();
    let whole = |name: &&&str| name.to_lowercase().ends_with(&format!("/{wanted}"));
    match (found.as_slice(), found.iter().find(whole)) {
        ([], _) => Err(ZoneError::Unknown(typed.to_owned())),
        ([one], _) => Ok((*one).to_owned()),
        (_, Some(one)) => Ok((*one).to_owned()),
        (several, None) => {
            let mut said: Vec<&str> = several.iter().take(4).copied().collect();
            if several.len() > said.len() {
                said.push("…");
            }
            Err(ZoneError::Several(said.join(", ")))
        }
    }
}

/// How a place is known.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The contact or the account names its zone.
    Said,
    /// From the state: it may have several zones.
    Assumed,
    /// Nothing says where they are, and it must be an hour to call wherever that is.
    Anywhere,
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

    /// Wherever in the United States: what counts for whoever must not be called at a wrong hour and whose state nobody knows.
    #[must_use]
    pub fn anywhere() -> Place {
        Place {
            zones: vec![
                America::New_York,
                America::Chicago,
                America::Denver,
                America::Phoenix,
                America::Los_Angeles,
                America::Anchorage,
                America::Adak,
                Pacific::Honolulu,
            ],
            known: Known::Anywhere,
        }
    }

    /// The place, or anywhere when nothing says where they are.
    #[must_use]
    pub fn or_anywhere(self) -> Place {
        match self.known {
            Known::Nowhere => Place::anywhere(),
            Known::Said | Known::Assumed | Known::Anywhere => self,
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
    fn a_zone_is_meant_by_its_name_a_word_or_a_city() {
        let named = |typed: &str| zone_named(typed).unwrap_or_else(|e| e.to_string());
        for (typed, zone) in [
            ("America/Chicago", "America/Chicago"),
            ("america/chicago", "America/Chicago"),
            (" chicago ", "America/Chicago"),
            ("Eastern", "America/New_York"),
            ("los ang", "America/Los_Angeles"),
            ("berlin", "Europe/Berlin"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(named(typed), zone, "{typed}");
        }
        assert_eq!(
            zone_named("Gotham"),
            Err(ZoneError::Unknown("Gotham".into()))
        );
        assert!(named("san").starts_with("several time zones fit: "));
        assert!(zone_named("").is_err());
        for zone in chrono_tz::TZ_VARIANTS {
            assert_eq!(zone_named(zone.name()), Ok(zone.name().to_owned()));
        }
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
