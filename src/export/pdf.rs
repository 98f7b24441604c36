//! Printed pages: text in two weights, set left or right of a point, and rules. The library writes the PDF and embeds the part of the fonts
//! that is used; here is only where things stand.
//!
//! Law: positions are points from the top left; money never is a float, it arrives as text. Characters that the font does not have are shown
//! as `?`, never left out.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use std::io;
use ttf_parser::Face;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/LiberationSans-Bold.ttf");

/// How a text looks.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(super) struct Look {
    /// Points.
    pub size: f32,
    /// The heavy weight.
    pub bold: bool,
    /// Quieter than the rest.
    pub gray: bool,
}

impl Look {
    /// Plain text of a size.
    pub const fn plain(size: f32) -> Look {
        Look {
            size,
            bold: false,
            gray: false,
        }
    }

    /// The heavy weight of it.
    pub const fn bold(self) -> Look {
        Look { bold: true, ..self }
    }

    /// Quieter.
    pub const fn gray(self) -> Look {
        Look { gray: true, ..self }
    }
}

/// Something on a page.
#[derive(Clone, PartialEq, Debug)]
enum Mark {
    Text {
        x: f32,
        y: f32,
        text: String,
        look: Look,
    },
    Rule {
        x: f32,
        y: f32,
        to: f32,
        dashed: bool,
    },
}

/// Pages that are being filled. Nothing is written before all of them are there, so that each can say how many there are.
pub(super) struct Pages {
    faces: [Face<'static>; 2],
    fonts: [Font; 2],
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    pages: Vec<Vec<Mark>>,
}

impl Pages {
    /// No page yet.
    ///
    /// # Errors
    /// Never in a released build: the fonts are its own, and a test reads them.
    pub fn new(width: f32, height: f32) -> io::Result<Pages> {
        let face = |data| Face::parse(data, 0).map_err(io::Error::other);
        let font = |data: &'static [u8]| {
            Font::new(data.to_vec().into(), 0)
                .ok_or_else(|| io::Error::other("the font of printed pages cannot be read"))
        };
        Ok(Pages {
            faces: [face(REGULAR)?, face(BOLD)?],
            fonts: [font(REGULAR)?, font(BOLD)?],
            width,
            height,
            pages: Vec::new(),
        })
    }

    /// Begins another page.
    pub fn begin(&mut self) {
        self.pages.push(Vec::new());
    }

    /// So many there are.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// Text that begins at a point; its baseline is there.
    pub fn left(&mut self, x: f32, y: f32, text: &str, look: Look) {
        let text = self.shown(text, look);
        self.mark(Mark::Text { x, y, text, look });
    }

    /// Text that ends at a point.
    pub fn right(&mut self, x: f32, y: f32, text: &str, look: Look) {
        let text = self.shown(text, look);
        let x = x - self.wide(&text, look);
        self.mark(Mark::Text { x, y, text, look });
    }

    /// Text that begins at a point and has so much room: shortened with `…`.
    pub fn within(&mut self, x: f32, y: f32, room: f32, text: &str, look: Look) {
        let mut text = self.shown(text, look);
        if self.wide(&text, look) > room {
            while !text.is_empty() && self.wide(&format!("{text}…"), look) > room {
                text.pop();
            }
            text = format!("{}…", text.trim_end());
        }
        self.mark(Mark::Text { x, y, text, look });
    }

    /// A thin line across.
    pub fn rule(&mut self, x: f32, y: f32, to: f32, dashed: bool) {
        self.mark(Mark::Rule { x, y, to, dashed });
    }

    /// The same on every page: its number, say.
    pub fn on_each(&mut self, mut mark: impl FnMut(&mut Pages, usize)) {
        let pages = std::mem::take(&mut self.pages);
        let all = pages.len();
        let mut done = Vec::with_capacity(all);
        for (n, page) in pages.into_iter().enumerate() {
            self.pages.push(page);
            mark(self, n + 1);
            done.append(&mut self.pages);
        }
        self.pages = done;
    }

    fn mark(&mut self, mark: Mark) {
        if self.pages.is_empty() {
            self.begin();
        }
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    const fn weight(look: Look) -> usize {
        if look.bold { 1 } else { 0 }
    }

    /// How wide a text is, in points.
    fn wide(&self, text: &str, look: Look) -> f32 {
        let face = &self.faces[Pages::weight(look)];
        let units: u32 = text
            .chars()
            .filter_map(|c| face.glyph_hor_advance(face.glyph_index(c)?))
            .map(u32::from)
            .sum();
        #[allow(
            clippy::cast_precision_loss,
            reason = "a line of text is far below 2^24 units"
        )]
        let units = units as f32;
        units / f32::from(face.units_per_em()) * look.size
    }

    /// The text in lines of at most so much room, broken at blanks; a word that is longer stands alone.
    pub fn wrapped(&self, text: &str, room: f32, look: Look) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in self.shown(text, look).split_whitespace() {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if !line.is_empty() && self.wide(&longer, look) > room {
                out.push(std::mem::replace(&mut line, word.to_owned()));
            } else {
                line = longer;
            }
        }
        if !line.is_empty() {
            out.push(line);
        }
        out
    }

    /// The text with characters that the font has.
    fn shown(&self, text: &str, look: Look) -> String {
        let face = &self.faces[Pages::weight(look)];
        crate::domain::clean::clean(text)
            .chars()
            .map(|c| {
                if face.glyph_index(c).is_some() {
                    c
                } else {
                    '?'
                }
            })
            .collect()
    }

    /// The PDF.
    ///
    /// # Errors
    /// When the library refuses, which it says.
    pub fn finish(self, title: &str, by: &str) -> io::Result<Vec<u8>> {
        let mut document = Document::new();
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .authors(vec![by.to_owned()]),
        );
        for marks in &self.pages {
            let settings = PageSettings::from_wh(self.width, self.height)
                .ok_or_else(|| io::Error::other("the page has no size"))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                self.draw(&mut surface, mark);
            }
            surface.finish();
            page.finish();
        }
        document
            .finish()
            .map_err(|e| io::Error::other(format!("the PDF cannot be made: {e:?}")))
    }

    fn draw(&self, surface: &mut Surface<'_>, mark: &Mark) {
        match mark {
            Mark::Text { x, y, text, look } => {
                let level = if look.gray { 95 } else { 0 };
                surface.set_stroke(None);
                surface.set_fill(Some(Fill {
                    paint: rgb::Color::new(level, level, level).into(),
                    opacity: NormalizedF32::ONE,
                    rule: FillRule::default(),
                }));
                let font = self.fonts[Pages::weight(*look)].clone();
                let at = Point::from_xy(*x, *y);
                surface.draw_text(at, font, look.size, text, false, TextDirection::Auto);
            }
            Mark::Rule { x, y, to, dashed } => {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    paint: rgb::Color::new(150, 150, 150).into(),
                    width: 0.6,
                    ..Stroke::default()
                }));
                let step = if *dashed { 6.0 } else { *to - *x };
                let mut path = PathBuilder::new();
                let mut from = *x;
                while from < *to {
                    path.move_to(from, *y);
                    path.line_to((from + if *dashed { 3.0 } else { step }).min(*to), *y);
                    from += step.max(1.0);
                }
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
        }
    }
}
