//! What a person sees at the desk of a test.

use super::Desk;
use bywhen::ui;
use bywhen::ui::theme::{Theme, ThemeName};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

impl Desk {
    pub fn screen(&mut self) -> String {
        let (w, h) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(w, h)).expect("a screen");
        let theme = Theme::new(ThemeName::Mono);
        let mut seen = None;
        terminal
            .draw(|frame| seen = Some(ui::draw(frame, &self.model, &theme)))
            .expect("a drawing");
        if let Some(seen) = seen {
            self.model.seen = seen;
        }
        let buffer = terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..h {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..w {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Desk {
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "'{text}' is not on screen:\n{screen}"
        );
        self
    }

    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut Desk {
        let screen = self.screen();
        assert!(!screen.contains(text), "'{text}' is on screen:\n{screen}");
        self
    }
}
