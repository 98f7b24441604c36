//! Picking files: the path as it is typed, completed, pasted, or taken from those of before.
//!
//! Law: as `mod`. The first import asks for the company's name, because scripts say it.

use super::paths::{escaped, pasted, split_paths};
use super::{Consent, Stage};
use crate::app::action::Action;
use crate::app::asked::Asked;
use crate::app::keymap::Key;
use crate::app::model::{Model, Screen};
use crate::app::msg::Effect;
use crate::domain::imports::{Choices, ReadJob};

impl Model {
    pub(super) fn path_action(&mut self, action: Action) -> Vec<Effect> {
        let i = &mut self.imports;
        match action {
            Action::Back if i.on_company => i.on_company = false,
            Action::Back => {
                i.stage = Stage::Overview;
                if self.welcome.no_ledger {
                    self.screen = Screen::Welcome;
                }
            }
            Action::Complete if !i.on_company => return self.complete(),
            Action::NextHit if !i.on_company => self.offer(true),
            Action::PrevHit if !i.on_company => self.offer(false),
            Action::Submit => return self.read_typed(),
            _ => {}
        }
        Vec::new()
    }

    /// A key in the path or the company's name.
    pub(crate) fn path_key(&mut self, key: Key) -> Vec<Effect> {
        let i = &mut self.imports;
        let field = if i.on_company {
            &mut i.company
        } else {
            &mut i.path
        };
        if field.key(key) && !i.on_company {
            i.paths.clear();
            i.picked = None;
        }
        Vec::new()
    }

    /// Text dropped or pasted on this screen: a path, unless a name is being typed.
    pub(crate) fn path_paste(&mut self, text: &str) -> Vec<Effect> {
        let i = &mut self.imports;
        if i.on_company {
            i.company.paste(text.trim());
            return Vec::new();
        }
        i.stage = Stage::Path;
        i.picked = None;
        i.paths.clear();
        let text = pasted(text);
        // A second file dropped beside the first.
        if !i.path.is_blank() && !i.path.before().ends_with([' ', '/']) {
            i.path.insert(" ");
        }
        i.path.insert(&text);
        Vec::new()
    }

    fn complete(&mut self) -> Vec<Effect> {
        let typed = self.imports.path.before().to_owned();
        let last = split_paths(&typed).pop().unwrap_or_default();
        let seq = self.number(Asked::Paths);
        vec![Effect::ListPaths(seq, last)]
    }

    /// Ways to go on with the path have come: as far as all agree it is typed, several are shown.
    pub(crate) fn take_paths(&mut self, paths: Vec<String>) {
        let i = &mut self.imports;
        let typed = i.path.text().to_owned();
        let mut before = split_paths(&typed);
        let last = before.pop().unwrap_or_default();
        let Some(first) = paths.first() else {
            self.warn("nothing there begins like that");
            return;
        };
        let mut common = first.clone();
        for p in &paths {
            while !p.starts_with(&common) {
                common.pop();
            }
        }
        if common.len() > last.len() {
            before.push(common);
            let line: Vec<String> = before.iter().map(|p| escaped(p)).collect();
            i.path.set(&line.join(" "));
        }
        i.picked = None;
        i.paths = if paths.len() > 1 { paths } else { Vec::new() };
    }

    /// Puts the next (or the former) of what is offered into the field: what completes the path, else a file of before.
    fn offer(&mut self, forward: bool) {
        let i = &mut self.imports;
        let from_disk = !i.paths.is_empty();
        let offered = if from_disk { &i.paths } else { &i.recent };
        if offered.is_empty() {
            return;
        }
        let n = offered.len();
        let at = match (i.picked, forward) {
            (None, true) => 0,
            (None, false) => n - 1,
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
        };
        let mut line: Vec<String> = Vec::new();
        if from_disk {
            // Only the last of several files is being completed.
            line = split_paths(i.path.text());
            line.pop();
        }
        line.push(offered[at].clone());
        let line: Vec<String> = line.iter().map(|p| escaped(p)).collect();
        i.path.set(&line.join(" "));
        i.picked = Some(at);
    }

    fn read_typed(&mut self) -> Vec<Effect> {
        let i = &mut self.imports;
        let paths = split_paths(i.path.text());
        if paths.is_empty() {
            self.warn("type or paste the path of the exported file");
            return Vec::new();
        }
        if self.welcome.no_ledger && i.company.is_blank() {
            if !i.on_company {
                i.on_company = true;
                return Vec::new();
            }
            self.warn("your company's name is missing: scripts and the header say it");
            return Vec::new();
        }
        i.on_company = false;
        i.paths.clear();
        i.picked = None;
        i.consent = Consent::default();
        i.file = 0;
        i.job = ReadJob {
            paths,
            choices: Choices::default(),
            ..ReadJob::default()
        };
        self.read_again()
    }
}
