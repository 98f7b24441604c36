//! How much of each limit is used: a bar with a mark where the limit is; what is over it stands behind the mark, in another glyph.

use super::super::pen::Pen;
use super::bars::Part;
use crate::domain::credit::{self, Standing};
use crate::domain::metrics::tenths;
use crate::domain::reports::{CreditShare, Figures};
use ratatui::layout::Rect;

/// A bar is this many percent long where the mark of the limit is at 100.
const FULL: i128 = 1500;

impl Pen<'_> {
    /// The accounts with a limit, in the order of the table; gives the lines used.
    pub(super) fn limits_used(&mut self, f: &Figures, area: Rect) -> u16 {
        let t = self.theme;
        let rows = usize::from(area.height.saturating_sub(1)).min(10);
        let shown: Vec<&CreditShare> = f
            .credit
            .iter()
            .filter(|one| credit::utilisation(one.exposure, one.limit).is_some())
            .take(rows)
            .collect();
        if shown.is_empty() {
            return 0;
        }
        let label = 24.min(area.width / 3);
        let room = area.width.saturating_sub(label + 16);
        for (n, one) in shown.iter().enumerate() {
            let y = area.y + n as u16;
            let used = credit::utilisation(one.exposure, one.limit).unwrap_or(0);
            let (within, over) = (
                i128::from(used.clamp(0, 1000)),
                i128::from((used - 1000).max(0)),
            );
            let (word, style) = match (one.hold_since, credit::standing(one.exposure, one.limit)) {
                (Some(_), _) => (" hold", t.bad),
                (None, Standing::Over) => (" over", t.warn),
                (None, Standing::Near) => (" near", t.text),
                (None, _) => ("", t.dim),
            };
            self.text(area.x, y, label - 1, &one.name, t.text);
            let parts = [
                Part {
                    size: within,
                    glyph: '█',
                    style: if one.hold_since.is_some() {
                        t.bad
                    } else {
                        t.accent
                    },
                },
                Part {
                    size: over.min(FULL - 1000),
                    glyph: '▒',
                    style: t.warn,
                },
            ];
            let drawn = self.parts(area.x + label, y, room, &parts, FULL);
            let said = format!("{} %{word}", tenths(Some(used)));
            self.text(area.x + label + drawn + 1, y, 16, &said, style);
        }
        let used = shown.len() as u16;
        let at = u16::try_from(i128::from(room) * 1000 / FULL).unwrap_or(room);
        let y = area.y + used;
        self.text(area.x + label + at.saturating_sub(1), y, 1, "┴", t.dim);
        self.text(
            area.x + label + at + 1,
            y,
            area.width.saturating_sub(label + at + 1),
            "the limit",
            t.dim,
        );
        used + 1
    }
}
