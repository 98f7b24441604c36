//! Names of months, whole and as reports shorten them: English, German, French, Spanish, Dutch, Italian, Portuguese, Swedish, Danish and
//! Norwegian.
//!
//! Only words that mean one month in all of these languages are here, so no language has to be known.

/// Beginnings of month names, each with the shortest part of it that is read; the month is the place in the list.
const NAMES: [&[(&str, usize)]; 12] = [
    &[
        ("january", 3),
        ("januari", 3),
        ("januar", 3),
        ("jänner", 3),
        ("janvier", 3),
        ("janeiro", 3),
        ("enero", 3),
        ("gennaio", 3),
    ],
    &[
        ("february", 3),
        ("februari", 3),
        ("februar", 3),
        ("février", 3),
        ("febrero", 3),
        ("febbraio", 3),
        ("fevereiro", 3),
    ],
    &[
        ("march", 3),
        ("märz", 3),
        ("maart", 3),
        ("mars", 3),
        ("marzo", 3),
        ("março", 3),
        ("mrt", 3),
        ("mrz", 3),
        ("marts", 3),
    ],
    &[("april", 3), ("avril", 3), ("abril", 3), ("aprile", 3)],
    &[
        ("may", 3),
        ("mai", 3),
        ("mei", 3),
        ("mayo", 3),
        ("maj", 3),
        ("maggio", 3),
        ("maio", 3),
    ],
    &[
        ("june", 3),
        ("juni", 3),
        ("juin", 4),
        ("junio", 3),
        ("giugno", 3),
        ("junho", 3),
    ],
    &[
        ("july", 3),
        ("juli", 3),
        ("juillet", 4),
        ("julio", 3),
        ("luglio", 3),
        ("julho", 3),
    ],
    &[
        ("august", 3),
        ("augustus", 3),
        ("augusti", 3),
        ("août", 3),
        ("aout", 3),
        ("agosto", 3),
    ],
    &[
        ("september", 3),
        ("septembre", 3),
        ("septiembre", 3),
        ("settembre", 3),
        ("setembro", 3),
    ],
    &[
        ("october", 3),
        ("oktober", 3),
        ("octobre", 3),
        ("octubre", 3),
        ("ottobre", 3),
        ("outubro", 3),
    ],
    &[
        ("november", 3),
        ("novembre", 3),
        ("noviembre", 3),
        ("novembro", 3),
    ],
    &[
        ("december", 3),
        ("dezember", 3),
        ("décembre", 3),
        ("decembre", 3),
        ("diciembre", 3),
        ("dicembre", 3),
        ("dezembro", 3),
        ("desember", 3),
    ],
];

/// The month of a word, from 1. What could be two months is none: *mar* is March everywhere, *jui* is two months in French.
pub(crate) fn month(word: &str) -> Option<u32> {
    // The longest name that is known has ten letters.
    if !(3..=24).contains(&word.len()) || word.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let word = word.to_lowercase();
    let letters = word.chars().count();
    let fits = |(name, least): &(&str, usize)| letters >= *least && name.starts_with(word.as_str());
    let mut found = (1..).zip(NAMES).filter(|(_, names)| names.iter().any(fits));
    match (found.next(), found.next()) {
        (Some((month, _)), None) => Some(month),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_in_ten_languages() {
        for (words, at) in [
            ("Jan January JAN januar janv jänner enero gen janeiro", 1),
            ("Feb February févr fév febrero feb fevereiro", 2),
            ("Mar March MÄRZ mrz maart mars marzo março mrt marts", 3),
            ("apr April avr avril abr abril", 4),
            ("May Mai mei mayo maggio maio maj", 5),
            ("jun June juni juin junio giu giugno junho", 6),
            ("jul July juli juil juillet julio luglio julho", 7),
            ("Aug August augustus augusti août aout ago agosto", 8),
            ("Sep Sept September septembre set settembre setembro", 9),
            ("Oct Okt October oktober ott ottobre outubro out", 10),
            ("Nov NOVEMBER novembre noviembre novembro", 11),
            (
                "Dec Dez December dezember déc décembre dic diciembre dezembro desember",
                12,
            ),
        ] {
            for word in words.split(' ') {
                assert_eq!(month(word), Some(at), "{word}");
            }
        }
    }

    #[test]
    fn what_is_no_month_or_two_is_none() {
        for word in [
            "ja",
            "jui",
            "ma",
            "Monday",
            "janx",
            "net",
            "10",
            "",
            "m",
            "a",
            "décembrex",
        ] {
            assert_eq!(month(word), None, "{word}");
        }
    }
}
