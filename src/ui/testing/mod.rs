//! A desk with hand-made answers, for the tests of this layer: no ledger, only what a screen needs.

mod answers;
mod prep;

use crate::app::keymap::{Key, Keymap};
use crate::app::msg::{Effect, Msg, Now};
use crate::app::{Model, Start, update};
use crate::domain::by_when::DateOrder;
use crate::domain::rules::Rules;
use crate::script::Scripts;
use crate::script::letters::Letters;
use answers::answer;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A desk whose data all carry this name, after these keys.
pub(crate) fn desk(name: &str, keys: &[&str]) -> Model {
    let local = day("2026-11-23").and_hms_opt(9, 12, 0).expect("a time");
    let mut model = Model::new(Start {
        now: Now {
            // The desk stands in Oregon, in winter.
            at: local.and_utc() + chrono::TimeDelta::hours(8),
            local,
            today: day("2026-11-23"),
        },
        me: "Ana".into(),
        keymap: Keymap::default(),
        rules: Rules::default(),
        scripts: Arc::new(Scripts::embedded().expect("scripts")),
        letters: Arc::new(Letters::embedded().expect("scripts")),
        date_order: DateOrder::Mdy,
        key_seed: "seed".into(),
        sample: false,
        no_ledger: false,
        company: String::new(),
        only_mine: false,
        phrases: Vec::new(),
        can_dial: false,
        supervisors: Vec::new(),
        barriers: crate::domain::barrier::list(&[]),
    });
    model.seen.wide = true;
    let effects = update(&mut model, Msg::Start(crate::app::draft::Draft::default()));
    feed(&mut model, effects, name);
    for key in keys {
        let effects = update(&mut model, Msg::Key(Key::parse(key).expect(key)));
        feed(&mut model, effects, name);
    }
    model
}

fn feed(model: &mut Model, mut effects: Vec<Effect>, name: &str) {
    effects.extend(update(model, Msg::Settle));
    while let Some(effect) = effects.pop() {
        if let Effect::Ask(seq, request) = effect {
            effects.extend(update(model, Msg::Reply(seq, answer(&request, name))));
            effects.extend(update(model, Msg::Settle));
        }
    }
}

/// A screen of that size, as text.
pub(crate) fn shot(model: &Model, w: u16, h: u16) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    super::paint(
        &mut buf,
        model,
        &super::theme::Theme::new(super::theme::ThemeName::Dark),
    );
    let mut out = String::new();
    for y in 0..h {
        let line: String = (0..w).map(|x| buf[(x, y)].symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
