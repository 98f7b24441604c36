//! The first screen of all: two doors.
//!
//! Law: as `mod`. What lies behind the doors is drawn by `imports` and `queue`.

use super::pen::{Pen, wrap};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Pen<'_> {
    /// The screen.
    pub fn welcome(&mut self, model: &Model, area: Rect) {
        let inner = self.middle(area);
        if model.welcome.making_sample {
            let t = self.theme;
            self.text(
                inner.x,
                inner.y,
                inner.width,
                "making the sample desk",
                t.heading,
            );
            return;
        }
        self.doors(model, inner);
    }

    /// A column of text in the middle of a wide screen.
    pub(super) fn middle(&self, area: Rect) -> Rect {
        let w = 76.min(area.width.saturating_sub(4));
        let x = area.x + (area.width - w) / 2;
        let y = area.y + (area.height.saturating_sub(20) / 3).max(1);
        Rect::new(x, y, w, area.bottom().saturating_sub(y))
    }

    /// Wrapped text from a line on; gives the lines used.
    pub(super) fn paragraph(&mut self, area: Rect, y: u16, text: &str, style: Style) -> u16 {
        let lines = wrap(text, area.width);
        for (i, line) in lines.iter().enumerate() {
            if y + (i as u16) < area.bottom() {
                self.text(area.x, y + i as u16, area.width, line, style);
            }
        }
        lines.len() as u16
    }

    fn doors(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let mut y = area.y;
        self.text(
            area.x,
            y,
            area.width,
            "Who to call, why, and by when they will pay.",
            t.heading,
        );
        y += 2;
        y += self.paragraph(area, y, "There is no ledger yet. Two doors lead on:", t.dim) + 1;
        for (action, title, text) in [
            (
                Action::DoorImport,
                "Import your receivables",
                "The open-invoice report that your accounting system exports, as it is. QuickBooks Online: Reports > Who owes you > \
                 A/R Aging Detail > Export > CSV. Others: any list of open invoices with customer, number, dates and open amount.",
            ),
            (
                Action::DoorSample,
                "Look around in the sample desk",
                "A building supplier with a month of history. Call, promise, break things: nothing is kept.",
            ),
        ] {
            let key = model.keymap.label(Context::Welcome, action);
            let top = y;
            self.pieces(
                area.x,
                y,
                area.width,
                &[
                    (&key, t.accent.patch(t.heading)),
                    ("   ", t.text),
                    (title, t.heading),
                ],
            );
            let body = Rect::new(
                area.x + 4,
                y,
                area.width.saturating_sub(4),
                area.bottom().saturating_sub(y),
            );
            y += 1;
            y += self.paragraph(body, y, text, t.dim) + 1;
            self.hit(
                Rect::new(area.x, top, area.width, y - top),
                Target::Do(action),
            );
        }
        self.paragraph(
            area,
            y,
            "A file dropped on this window, or a pasted path, opens the first door.",
            t.dim,
        );
    }
}
