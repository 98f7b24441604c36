//! Which character parts the cells: a first line `sep=;` says it, else the most even count over the head of the file.

/// What could part cells.
const CANDIDATES: [u8; 4] = *b",;\t|";
/// Physical lines that are looked at.
const LINES: usize = 80;
/// And not more bytes than this.
const BYTES: usize = 256 * 1024;

/// Where the table begins and how it could be cut, the likeliest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cut {
    /// The delimiters, the likeliest first.
    pub(crate) delimiters: Vec<u8>,
    /// Bytes before the first record (the line `sep=;`).
    pub(crate) skip: usize,
}

/// Finds how a text is cut into cells.
pub(crate) fn find(text: &str) -> Cut {
    let first = text.lines().next().unwrap_or("");
    if let Some(mark) = declared(first) {
        let rest = &text[first.len()..];
        let end = rest.find('\n').map_or(rest.len(), |i| i + 1);
        return Cut {
            delimiters: vec![mark],
            skip: first.len() + end,
        };
    }
    let mut scored: Vec<(u64, u8)> = CANDIDATES.iter().map(|&d| (score(text, d), d)).collect();
    // Stable: of equals, the comma comes first.
    scored.sort_by_key(|s| std::cmp::Reverse(s.0));
    scored.retain(|s| s.0 > 0);
    Cut {
        delimiters: scored.into_iter().map(|s| s.1).collect(),
        skip: 0,
    }
}

/// `sep=;`, also within quotes, as Excel understands it.
fn declared(line: &str) -> Option<u8> {
    let line = line.trim_matches(['"', '\r', ' ']);
    match (line.get(..4), line.as_bytes().get(4..)) {
        (Some(word), Some([mark])) if word.eq_ignore_ascii_case("sep=") => {
            CANDIDATES.contains(mark).then_some(*mark)
        }
        _ => None,
    }
}

/// Lines that share the commonest count of this delimiter outside quotes, times that count: a wide even table wins over
/// commas that stand in a few names.
fn score(text: &str, delimiter: u8) -> u64 {
    let mut counts: Vec<u64> = Vec::new();
    let (mut here, mut quoted) = (0, false);
    for b in text.bytes().take(BYTES) {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                counts.push(here);
                here = 0;
                if counts.len() == LINES {
                    break;
                }
            }
            b if b == delimiter && !quoted => here += 1,
            _ => {}
        }
    }
    counts.push(here);
    counts.retain(|c| *c > 0);
    counts.sort_unstable();
    counts
        .chunk_by(|a, b| a == b)
        .map(|same| same.len() as u64 * same[0])
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_that_says_the_delimiter_is_honored() {
        let cut = find("sep=;\r\nname;open\r\n");
        assert_eq!((cut.delimiters, cut.skip), (vec![b';'], 7));
        assert_eq!(find("\"sep=|\"\na|b\n").delimiters, [b'|']);
        assert_eq!(find("sep=;").skip, 5);
    }

    #[test]
    fn the_even_delimiter_wins_over_those_inside_cells() {
        let first = |text: &str| find(text).delimiters.first().copied();
        assert_eq!(first("a,b,c\n\"x; y; z\",2,3\n"), Some(b','));
        assert_eq!(
            first("name;date;open\nCo;1.2.26;1.234,50\nAg;2.2.26;7,00\n"),
            Some(b';')
        );
        assert_eq!(first("a\tb\tc\nSmith, Jones\t2\t3,50\n"), Some(b'\t'));
        assert_eq!(first("just words\n"), None);
    }
}
