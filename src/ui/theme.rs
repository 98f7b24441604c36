//! Roles of colour, in three themes. No state is told by colour alone: each has a word or a glyph beside it.
//!
//! Law: roles only; screens never name a colour. The background stays the terminal's own.

use ratatui::style::{Color, Modifier, Style};

/// Which theme.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum ThemeName {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// No colour at all: `NO_COLOR`, monochrome terminals.
    Mono,
}

impl ThemeName {
    /// The theme of that name in the config: `dark`, `light`, `mono`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<ThemeName> {
        match name {
            "dark" => Some(ThemeName::Dark),
            "light" => Some(ThemeName::Light),
            "mono" => Some(ThemeName::Mono),
            _ => None,
        }
    }
}

/// A style for each role, and whether glyphs beyond ASCII may be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    /// Plain text.
    pub text: Style,
    /// What is secondary.
    pub dim: Style,
    /// Rules and separators.
    pub rule: Style,
    /// Names and headings.
    pub heading: Style,
    /// The one accent: selection, keys, where you are.
    pub accent: Style,
    /// Broken, held, refused.
    pub bad: Style,
    /// Due, late.
    pub warn: Style,
    /// Kept, done.
    pub good: Style,
    /// Cents.
    pub minor: Style,
    /// The selected row: laid over the other roles.
    pub selected: Style,
    /// A selected row in a pane without the focus.
    pub marked: Style,
    /// A field that takes text.
    pub field: Style,
    /// Only ASCII is written: the terminal speaks no UTF-8.
    pub ascii: bool,
}

impl Theme {
    /// The same, written in ASCII or not.
    #[must_use]
    pub fn in_ascii(self, ascii: bool) -> Theme {
        Theme { ascii, ..self }
    }

    /// The theme of that name.
    #[must_use]
    pub fn new(name: ThemeName) -> Theme {
        let fg = |n: u8| Style::new().fg(Color::Indexed(n));
        let bold = Modifier::BOLD;
        match name {
            ThemeName::Dark => Theme {
                text: Style::new(),
                dim: fg(246),
                rule: fg(239),
                heading: Style::new().add_modifier(bold),
                accent: fg(110),
                bad: fg(203),
                warn: fg(179),
                good: fg(108),
                minor: fg(246),
                selected: Style::new().bg(Color::Indexed(237)),
                marked: Style::new().bg(Color::Indexed(235)),
                field: Style::new().bg(Color::Indexed(236)),
                ascii: false,
            },
            ThemeName::Light => Theme {
                text: Style::new(),
                dim: fg(241),
                rule: fg(248),
                heading: Style::new().add_modifier(bold),
                accent: fg(25),
                bad: fg(160),
                warn: fg(130),
                good: fg(28),
                minor: fg(241),
                selected: Style::new().bg(Color::Indexed(253)),
                marked: Style::new().bg(Color::Indexed(255)),
                field: Style::new().bg(Color::Indexed(254)),
                ascii: false,
            },
            ThemeName::Mono => Theme {
                text: Style::new(),
                dim: Style::new(),
                rule: Style::new().add_modifier(Modifier::DIM),
                heading: Style::new().add_modifier(bold),
                accent: Style::new().add_modifier(bold),
                bad: Style::new().add_modifier(bold),
                warn: Style::new(),
                good: Style::new(),
                minor: Style::new().add_modifier(Modifier::DIM),
                // Dimmed cents would be lost on the reversed row.
                selected: Style::new()
                    .add_modifier(Modifier::REVERSED)
                    .remove_modifier(Modifier::DIM),
                marked: Style::new().add_modifier(Modifier::UNDERLINED),
                field: Style::new().add_modifier(Modifier::UNDERLINED),
                ascii: false,
            },
        }
    }
}
