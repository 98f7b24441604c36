//! What every screen has: the line at the top, the tabs, the message line, the footer.
//!
//! Law: the footer is made of the key table, so it never lies.

use super::pen::{Pen, shorten, width, wrap};
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::{Model, Screen, disabled, is_idle};
use crate::domain::say;
use crate::domain::view::Tone;
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Pen<'_> {
    /// The style of a tone.
    #[must_use]
    pub fn tone(&self, tone: Tone) -> Style {
        match tone {
            Tone::Bad => self.theme.bad,
            Tone::Warn => self.theme.warn,
            Tone::Good => self.theme.good,
            Tone::Plain => self.theme.dim,
        }
    }

    /// Ledger, collector, day, freshness.
    pub fn header(&mut self, model: &Model, y: u16) {
        let w = self.screen().width;
        let t = self.theme;
        let company = match &model.status {
            Some(s) => s.company.as_str(),
            None => "no ledger yet",
        };
        let today = model.now.today;
        let time = model.now.local.format("%H:%M");
        let day = say::day(today, today);
        let thru = model.status.as_ref().and_then(|s| s.thru);
        let me = if model.me.is_empty() {
            String::new()
        } else {
            let as_what = if model.supervising {
                ", supervisor"
            } else {
                ""
            };
            format!(" · {}{as_what}", model.me)
        };
        // From everything to the least: what matters less goes as a whole, words are not cut. Only the company's name may be.
        // (the year, words before the ledger's day, the long word for the sample, the collector)
        let steps = [
            (true, "ledger thru", true, true),
            (true, "ledger thru", false, true),
            (false, "ledger thru", false, true),
            (false, "thru", false, true),
            (false, "thru", false, false),
            (false, "", false, false),
        ];
        let mut drawn = None;
        for (year, words, long, named) in steps {
            let year_said = match year {
                true => format!(" {}", today.year()),
                false => String::new(),
            };
            let clock = format!("{day}{year_said} {time}");
            let thru = match thru {
                Some(d) if !words.is_empty() => {
                    format!(" · {} {}", words, say::day(d, today))
                }
                Some(_) | None => String::new(),
            };
            let sample = match (model.sample, long) {
                (true, true) => " · sample desk, nothing is kept",
                (true, false) => " · sample",
                (false, _) => "",
            };
            // Whose desk it is may go; that it acts as supervisor never does, the company's name gives way to it.
            let me = match (named, model.supervising) {
                (true, _) => me.as_str(),
                (false, true) => " · supervisor",
                (false, false) => "",
            };
            let company = match !named && model.supervising {
                true => width(company).min(8),
                false => width(company),
            };
            let left = 9 + company + width(me) + width(sample);
            let right = width(&clock) + width(&thru) + 1;
            let fits = left + 2 + right <= w && (w >= 100 || !year);
            drawn = Some((clock, thru, me, sample));
            if fits {
                break;
            }
        }
        let Some((clock, words, me, sample)) = drawn else {
            return;
        };
        let old = thru.is_some_and(|d| model.rules.calendar.between(d, today) > 3);
        let at = w.saturating_sub(width(&clock) + width(&words) + 1);
        let used = self.text(at, y, w, &clock, t.text);
        self.text(at + used, y, w, &words, if old { t.warn } else { t.dim });
        let name = at.saturating_sub(11 + width(me) + width(sample));
        self.pieces(
            1,
            y,
            at.saturating_sub(2),
            &[
                ("bywhen", t.accent.patch(t.heading)),
                ("  ", t.text),
                (&shorten(company, name), t.heading),
                (me, t.dim),
                (sample, t.warn),
            ],
        );
    }

    /// The tabs with their counts, the totals at the right.
    pub fn tabs(&mut self, model: &Model, y: u16) {
        let w = self.screen().width;
        let t = self.theme;
        let mut x = 1;
        let (live, alert) = model
            .status
            .as_ref()
            .map_or((0, 0), |s| (s.promises_live, s.promises_alert));
        let waiting = model.status.as_ref().map(|s| s.review);
        let queue = if model.queue.loaded {
            model.queue.everybody.to_string()
        } else {
            String::new()
        };
        let tabs = [
            (
                Screen::Queue,
                Action::ScreenQueue,
                "Queue",
                queue,
                String::new(),
            ),
            (
                Screen::Promises,
                Action::ScreenPromises,
                "Promises",
                live.to_string(),
                if alert > 0 {
                    format!(" {alert}!")
                } else {
                    String::new()
                },
            ),
            (
                Screen::Review,
                Action::ScreenReview,
                "Review",
                waiting.map_or_else(String::new, |n| n.to_string()),
                String::new(),
            ),
            (
                Screen::Reports,
                Action::ScreenReports,
                "Reports",
                String::new(),
                String::new(),
            ),
            (
                Screen::Imports,
                Action::ScreenImports,
                "Import",
                under_way(model),
                String::new(),
            ),
            (
                Screen::Outbox,
                Action::ScreenOutbox,
                "Outbox",
                match model.outbox.open() {
                    0 => String::new(),
                    open => open.to_string(),
                },
                String::new(),
            ),
        ];
        for (screen, action, name, count, alarm) in tabs {
            // On a narrow screen the totals at the right matter more than the way to the outbox, where they fit at all.
            let totals = model.status.as_ref().map_or(0, |s| {
                width("past due ")
                    + width(&s.currency.prefix())
                    + width(&s.past_due.show_whole(s.currency))
            });
            let here = model.screen == screen;
            if screen == Screen::Outbox && w < 100 && !here && x + totals < w {
                continue;
            }
            let key = model.keymap.label(Context::Queue, action);
            let (head, rest) = if here {
                (t.accent.patch(t.heading), t.accent)
            } else {
                (t.dim, t.dim)
            };
            let used = self.pieces(
                x,
                y,
                w.saturating_sub(x),
                &[
                    (&format!("{key} "), t.dim),
                    (name, head),
                    (
                        &if count.is_empty() {
                            String::new()
                        } else {
                            format!(" {count}")
                        },
                        rest,
                    ),
                    (&alarm, t.warn),
                ],
            );
            self.hit(Rect::new(x, y, used, 1), Target::Do(action));
            x += used + 3;
        }
        let Some(status) = &model.status else { return };
        let sign = status.currency.prefix();
        let past = format!("{sign}{}", status.past_due.show_whole(status.currency));
        let week = format!(
            "{sign}{}",
            status.promised_this_week.show_whole(status.currency)
        );
        let parts = |between: &'static str| {
            [
                ("past due ", t.dim),
                (past.as_str(), t.heading),
                (between, t.dim),
                (week.as_str(), t.heading),
            ]
        };
        // As many words as there is room for; the sums are never shortened.
        for (between, count) in [(" · promised this week ", 4), (" · this week ", 4), ("", 2)] {
            let parts = parts(between);
            let shown = &parts[..count];
            let all: u16 = shown.iter().map(|(s, _)| width(s)).sum();
            if x + all < w {
                self.pieces(w - all - 1, y, all, shown);
                break;
            }
        }
    }

    /// The message line: a thin rule while there is nothing to say. What is longer than a line takes more of them from above: a
    /// sentence that says why something was refused is never cut.
    pub fn message_line(&mut self, model: &Model, y: u16) {
        let w = self.screen().width;
        self.rule(0, y, w);
        let t = self.theme;
        let guidance = || self.guidance(model);
        let (tone, text) = match (model.waiting_words(), &model.message) {
            (Some(text), _) => (Tone::Warn, text),
            (None, Some(m)) => (m.tone, m.text.clone()),
            (None, None) => match model.clock_doubt().or_else(guidance) {
                Some(text) if model.clock_doubt().is_some() => (Tone::Warn, text),
                Some(text) => (Tone::Plain, text),
                None => {
                    self.pulse(model, y, w);
                    return;
                }
            },
        };
        let glyph = match tone {
            Tone::Bad => "✗ ",
            Tone::Warn => "! ",
            Tone::Good => "✓ ",
            Tone::Plain => "",
        };
        let style = match tone {
            Tone::Plain => t.text,
            _ => self.tone(tone),
        };
        let indent = width(glyph);
        let lines = wrap(&text, w.saturating_sub(4 + indent));
        let top = y.saturating_sub(lines.len() as u16 - 1);
        for (i, line) in lines.iter().enumerate() {
            let y = top + i as u16;
            if i == 0 {
                self.rule(0, y, w);
                self.text(
                    1,
                    y,
                    w.saturating_sub(2),
                    &format!(" {glyph}{line} "),
                    style,
                );
            } else {
                self.clear(Rect::new(0, y, w, 1));
                self.text(2 + indent, y, w.saturating_sub(2), line, style);
            }
        }
    }

    /// The day so far, at the end of the rule while there is nothing else to say.
    fn pulse(&mut self, model: &Model, y: u16, w: u16) {
        let on_desk = matches!(model.screen, Screen::Queue | Screen::Call);
        let words = model.pulse().filter(|_| on_desk && model.overlay.is_none());
        let Some(words) = words else { return };
        let words = format!(" {words} ");
        let n = width(&words);
        if n + 4 <= w {
            self.text(w - n - 1, y, n, &words, self.theme.dim);
        }
    }

    /// One line for the newcomer, until a call was saved.
    fn guidance(&self, model: &Model) -> Option<String> {
        let status = model.status.as_ref()?;
        let fresh = status.calls_saved == 0 && status.accounts > 0 && model.overlay.is_none();
        match model.context() {
            Context::Queue if fresh && model.queue.total > 0 => Some(format!(
                "{} calls the account under the cursor; the call ends with the date by when they pay",
                model.keymap.label(Context::Queue, Action::Call)
            )),
            Context::Call if fresh => {
                Some("read the script aloud; press the letter of what they say".into())
            }
            _ => None,
        }
    }

    /// The keys of where the user is, those that matter most when there is no room for all.
    pub fn footer(&mut self, model: &Model, y: u16) {
        let w = self.screen().width;
        let t = self.theme;
        let context = model.context();
        let mut hints = model.keymap.hints(context);
        // What an import has no use for is left out: there would be no room for what it asks for.
        if context == Context::ImportReview {
            hints
                .retain(|h| h.action == Action::ImportApply || disabled(model, h.action).is_none());
        }
        // Nor what answers a question that nobody asks, or takes back what was taken back.
        let answers = |action| {
            matches!(
                action,
                Action::SameCustomer | Action::OtherCustomer | Action::ImportUndo
            )
        };
        if context == Context::Imports {
            hints.retain(|h| !answers(h.action) || disabled(model, h.action).is_none());
        }
        hints.retain(|h| !is_idle(model, h.action));
        let size = |h: &crate::app::keymap::Hint| width(&h.key) + 1 + width(h.word) + 2;
        while hints.iter().map(size).sum::<u16>() > w.saturating_sub(1) {
            let Some(least) = hints.iter().map(|h| h.priority).min() else {
                break;
            };
            let Some(at) = hints.iter().rposition(|h| h.priority == least) else {
                break;
            };
            hints.remove(at);
        }
        let mut x = 1;
        for hint in hints {
            let off = disabled(model, hint.action).is_some();
            let (key, word) = if off {
                (t.rule, t.rule)
            } else {
                (t.accent, t.dim)
            };
            let used = self.pieces(
                x,
                y,
                w.saturating_sub(x),
                &[(&hint.key, key), (" ", t.text), (hint.word, word)],
            );
            self.hit(Rect::new(x, y, used, 1), Target::Do(hint.action));
            x += used + 2;
        }
    }
}

/// How far an import is, for its tab.
fn under_way(model: &Model) -> String {
    match model.imports.progress() {
        Some(p) if p.total > 0 => {
            let percent = u128::from(p.done.min(p.total)) * 100 / u128::from(p.total);
            format!("{percent} %")
        }
        Some(_) => "…".to_owned(),
        None => String::new(),
    }
}
