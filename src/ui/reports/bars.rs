//! Bars of one line: parts of a whole, each with its own glyph, so that they read without colour.

use super::super::pen::Pen;
use ratatui::style::Style;

/// A part of a bar.
pub(super) struct Part {
    /// How much.
    pub size: i128,
    /// Its glyph.
    pub glyph: char,
    /// Its role.
    pub style: Style,
}

/// The glyphs of the age buckets, the youngest first, and what is settled.
pub(super) const AGES: [char; 7] = ['·', '░', '▒', '▓', '█', '◆', '─'];

/// Cells of parts of a bar that is `room` cells long where `full` fills it. Rounded so that the parts together are as long as their sum; what is
/// above zero gets at least one cell where there is one left.
pub(super) fn cells(sizes: &[i128], full: i128, room: u16) -> Vec<u16> {
    if full <= 0 {
        return vec![0; sizes.len()];
    }
    let room = i128::from(room);
    let at = |sum: i128| ((sum.clamp(0, full) * room * 2 + full) / (full * 2)).min(room);
    let (mut sum, mut used) = (0_i128, 0_i128);
    let mut out = Vec::with_capacity(sizes.len());
    for size in sizes {
        let size = (*size).max(0);
        sum += size;
        let mut end = at(sum);
        if size > 0 && end <= used && used < room {
            end = used + 1;
        }
        out.push(u16::try_from(end - used).unwrap_or(0));
        used = used.max(end);
    }
    out
}

impl Pen<'_> {
    /// A bar of parts; gives the cells used.
    pub(super) fn parts(&mut self, x: u16, y: u16, room: u16, parts: &[Part], full: i128) -> u16 {
        let sizes: Vec<i128> = parts.iter().map(|p| p.size).collect();
        let mut used = 0;
        for (part, n) in parts.iter().zip(cells(&sizes, full, room)) {
            let run: String = std::iter::repeat_n(part.glyph, usize::from(n)).collect();
            used += self.text(x + used, y, room - used, &run, part.style);
        }
        used
    }

    /// The role of an age bucket.
    pub(super) fn age_style(&self, bucket: usize) -> Style {
        let t = self.theme;
        match bucket {
            0 => t.dim,
            1 => t.accent,
            2 => t.warn,
            3 => t.warn.patch(t.heading),
            4 => t.bad,
            5 => t.bad.patch(t.heading),
            _ => t.good,
        }
    }

    /// Glyphs and what they stand for, one after the other.
    pub(super) fn legend(&mut self, x: u16, y: u16, room: u16, entries: &[(char, &str, Style)]) {
        let mut used = 0;
        for (glyph, name, style) in entries {
            let words = format!("{glyph}{glyph} {name}  ");
            if used + super::super::pen::width(&words) > room + 2 {
                break;
            }
            let mark = format!("{glyph}{glyph}");
            used += self.text(x + used, y, room - used, &mark, *style);
            used += self.text(
                x + used,
                y,
                room.saturating_sub(used),
                &format!(" {name}  "),
                self.theme.dim,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn the_parts_of_a_bar_are_as_long_as_their_sum_and_none_is_lost() {
        assert_eq!(cells(&[50, 50], 100, 10), [5, 5]);
        assert_eq!(cells(&[33, 33, 34], 100, 10), [3, 4, 3]);
        assert_eq!(cells(&[1, 99], 100, 10), [1, 9]);
        assert_eq!(cells(&[0, 0], 0, 10), [0, 0]);
        assert_eq!(cells(&[25], 100, 8), [2]);
        assert_eq!(cells(&[100, 1], 101, 5).iter().sum::<u16>(), 5);
    }
}
