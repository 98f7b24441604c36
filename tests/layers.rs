//! The law of the house, read from the source: which layer may use which layer and which crate.
//!
//! docs/design.md says why. When this fails, the fix is in the code that it names; the table below changes only together with the
//! law. Test modules (at the bottom of a file, or in their own file behind `#[cfg(test)]`) may use anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer: its folder, the layers that it may use besides itself, the crates that it may use besides std.
struct Layer {
    name: &'static str,
    layers: &'static [&'static str],
    crates: &'static [&'static str],
}

/// What every layer may use to carry data and errors.
const PLAIN: &[&str] = &["chrono", "serde", "thiserror"];

const LAW: &[Layer] = &[
    Layer {
        name: "domain",
        layers: &[],
        // The zones of the world as pure data: local hours of those who are called.
        crates: &["chrono_tz"],
    },
    Layer {
        name: "script",
        layers: &["domain"],
        crates: &["minijinja", "unicode_width"],
    },
    Layer {
        name: "import",
        layers: &["domain"],
        crates: &[
            "calamine",
            "csv",
            "encoding_rs",
            "foldhash",
            "sha2",
            "toml",
            "unicode_normalization",
            "zip",
        ],
    },
    Layer {
        name: "export",
        layers: &["domain"],
        crates: &[
            "csv",
            "krilla",
            "rust_xlsxwriter",
            "serde_json",
            "ttf_parser",
            "zip",
        ],
    },
    Layer {
        name: "mail",
        layers: &["domain"],
        crates: &["icalendar", "lettre"],
    },
    Layer {
        name: "store::protocol",
        layers: &["domain"],
        crates: &[],
    },
    Layer {
        name: "store",
        layers: &["domain", "store::protocol"],
        crates: &[
            "foldhash",
            "nucleo_matcher",
            "rusqlite",
            "rustix",
            "serde_json",
            "sha2",
            "unicode_normalization",
            "uuid",
        ],
    },
    Layer {
        name: "demo",
        layers: &["domain", "store::protocol"],
        crates: &[],
    },
    Layer {
        name: "app",
        layers: &["domain", "script", "store::protocol"],
        crates: &[
            "nucleo_matcher",
            "serde_json",
            "unicode_segmentation",
            "unicode_width",
        ],
    },
    Layer {
        name: "ui",
        layers: &["app", "domain", "script", "store::protocol"],
        crates: &["ratatui", "unicode_segmentation", "unicode_width"],
    },
    Layer {
        name: "config",
        layers: &["app", "domain"],
        crates: &["etcetera", "toml"],
    },
    Layer {
        name: "term",
        layers: &["app", "domain", "script", "store", "store::protocol", "ui"],
        crates: &[
            "crossterm",
            "ratatui",
            "rustix",
            "serde_json",
            "signal_hook",
            "uuid",
        ],
    },
    Layer {
        name: "cli",
        layers: &[
            "config",
            "demo",
            "domain",
            "export",
            "import",
            "mail",
            "script",
            "store",
            "store::protocol",
            "term",
            "ui",
        ],
        crates: &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "csv",
            "etcetera",
            "indicatif",
            "rustix",
            "serde_json",
            "sha2",
            "signal_hook",
            "toml",
            "unicode_segmentation",
            "unicode_width",
            "uuid",
        ],
    },
];

#[test]
fn every_layer_uses_only_what_the_law_gives_it() {
    let dependencies = dependencies();
    let mut broken = Vec::new();
    for file in sources() {
        let layer = layer_of(&file);
        let Some(law) = LAW.iter().find(|law| law.name == layer) else {
            broken.push(format!("{}: no layer of the law", file.display()));
            continue;
        };
        for (line, path) in paths_in(&code(&file)) {
            let fault = fault(law, &path, &dependencies);
            if let Some(fault) = fault {
                broken.push(format!(
                    "src/{}:{line}: {layer} uses {fault}",
                    file.display()
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_layer_and_every_layer_a_folder() {
    let root = source_root();
    let modules: BTreeSet<String> = fs::read_to_string(root.join("lib.rs"))
        .expect("src/lib.rs")
        .lines()
        .filter_map(|line| {
            Some(
                line.strip_prefix("pub mod ")?
                    .trim_end_matches(';')
                    .to_owned(),
            )
        })
        .collect();
    let layers: BTreeSet<String> = LAW
        .iter()
        .filter(|law| !law.name.contains("::"))
        .map(|law| law.name.to_owned())
        .collect();
    assert_eq!(modules, layers);
}

#[test]
fn money_is_never_a_float_where_rules_are_made() {
    let mut found = Vec::new();
    for file in sources() {
        let layer = layer_of(&file);
        if !["domain", "store", "store::protocol"].contains(&layer) {
            continue;
        }
        for (index, line) in code(&file).lines().enumerate() {
            if ["f32", "f64"]
                .iter()
                .any(|float| words(line).any(|word| word == *float))
            {
                found.push(format!(
                    "src/{}:{}: {}",
                    file.display(),
                    index + 1,
                    line.trim()
                ));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_test_itself_sees_what_it_must_see() {
    let law = |name| LAW.iter().find(|law| law.name == name).expect("a layer");
    let dependencies = dependencies();
    let found = |name, text: &str| -> Vec<String> {
        paths_in(&strip(text))
            .into_iter()
            .filter_map(|(_, path)| fault(law(name), &path, &dependencies))
            .collect()
    };
    assert_eq!(
        found("domain", "use crate::store::protocol::Request;"),
        ["store::protocol"]
    );
    assert_eq!(
        found("app", "use crate::store::{protocol::Stamp, Ledger};"),
        ["store"]
    );
    assert_eq!(
        found("app", "use crate::{domain::money::Minor, ui::theme};"),
        ["ui"]
    );
    assert_eq!(
        found("app", "let x = crossterm::event::read();"),
        ["crossterm"]
    );
    assert_eq!(found("ui", "use rusqlite::Connection;"), ["rusqlite"]);
    assert_eq!(found("demo", "use crate::store::Ledger;"), ["store"]);
    assert!(
        found(
            "demo",
            "// use crate::store::Ledger;\nlet s = \"crate::ui\";"
        )
        .is_empty()
    );
    assert!(
        found(
            "app",
            "use crate::app::keymap::Key;\n#[cfg(test)]\nmod tests {\n use crate::ui;\n}"
        )
        .is_empty()
    );
}

/// What is wrong with that path in that layer.
fn fault(law: &Layer, path: &str, dependencies: &BTreeSet<String>) -> Option<String> {
    if let Some(inner) = path.strip_prefix("crate::") {
        let used = layer_named(inner);
        let own = used == law.name || (law.name == "store" && used == "store::protocol");
        return (!own && !law.layers.contains(&used.as_str())).then_some(used);
    }
    let name = path.split("::").next()?;
    let known = dependencies.contains(name);
    let allowed = PLAIN.contains(&name) || law.crates.contains(&name);
    (known && !allowed).then(|| name.to_owned())
}

/// `store::protocol::Stamp` is of the layer `store::protocol`, `ui::theme` of `ui`.
fn layer_named(path: &str) -> String {
    let mut segments = path.split("::");
    let first = segments.next().unwrap_or_default();
    match (first, segments.next()) {
        ("store", Some("protocol")) => "store::protocol".to_owned(),
        _ => first.to_owned(),
    }
}

fn layer_of(file: &Path) -> &'static str {
    let text = file.to_string_lossy().replace(['/', '\\'], "::");
    let name = layer_named(text.trim_end_matches(".rs"));
    LAW.iter()
        .map(|law| law.name)
        .find(|known| *known == name)
        .unwrap_or("?")
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The source files below `src`, without its two roots and without files of tests.
fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a source folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = source_root();
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    found
        .into_iter()
        .filter(|path| !is_test_file(path))
        .map(|path| path.strip_prefix(&root).expect("below src").to_owned())
        .filter(|path| path.components().count() > 1)
        .collect()
}

/// A file, or a file in a folder, that its parent declares as `#[cfg(test)] mod name;`.
fn is_test_file(path: &Path) -> bool {
    let root = source_root();
    path.ancestors().take_while(|at| *at != root).any(|at| {
        let Some(name) = at.file_stem().and_then(|stem| stem.to_str()) else {
            return false;
        };
        let Some(folder) = at.parent() else {
            return false;
        };
        let parents = [
            folder.join("mod.rs"),
            folder.with_extension("rs"),
            root.join("lib.rs"),
        ];
        parents.iter().filter(|parent| *parent != at).any(|parent| {
            let text = fs::read_to_string(parent).unwrap_or_default();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            lines.windows(2).any(|pair| {
                pair[0] == "#[cfg(test)]"
                    && pair[1].trim_start_matches("pub(crate) ") == format!("mod {name};")
            })
        })
    })
}

/// The dependencies of the program, as paths spell them.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let table: toml::Table = manifest.expect("Cargo.toml").parse().expect("TOML");
    ["dependencies", "dev-dependencies"]
        .iter()
        .filter_map(|section| table.get(*section)?.as_table())
        .flat_map(|section| section.keys())
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn code(file: &Path) -> String {
    strip(&fs::read_to_string(source_root().join(file)).expect("a source file"))
}

/// The code without test modules, comments and texts; line numbers stay.
fn strip(text: &str) -> String {
    let is_module = |at: &usize| {
        text[*at..]
            .lines()
            .nth(2)
            .is_some_and(|line| line.ends_with('{'))
    };
    let marks = text.match_indices("\n#[cfg(test)]\nmod ").map(|(at, _)| at);
    let end = marks.into_iter().find(is_module).unwrap_or(text.len());
    let mut out = String::new();
    let mut rest = text[..end].chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => {
                while rest.peek().is_some_and(|c| *c != '\n') {
                    rest.next();
                }
            }
            // A raw text ends at its own marks; a plain one at the next quote that is not escaped.
            'r' if !before.is_alphanumeric()
                && before != '_'
                && matches!(rest.peek(), Some('"' | '#')) =>
            {
                let mut marks = 0;
                while rest.next_if_eq(&'#').is_some() {
                    marks += 1;
                }
                if rest.next_if_eq(&'"').is_some() {
                    let close = format!("\"{}", "#".repeat(marks));
                    let mut tail = String::new();
                    while !tail.ends_with(&close) {
                        let Some(c) = rest.next() else { break };
                        out.extend((c == '\n').then_some('\n'));
                        tail.push(c);
                    }
                }
            }
            '"' => {
                while let Some(c) = rest.next() {
                    match c {
                        '\\' => out.extend((rest.next() == Some('\n')).then_some('\n')),
                        '"' => break,
                        c => out.extend((c == '\n').then_some('\n')),
                    }
                }
            }
            // A quote as a character would open a text that never ends.
            '\'' if rest.peek() == Some(&'"') => {
                rest.next();
                rest.next_if_eq(&'\'');
            }
            '\'' if rest.peek() == Some(&'\\') => {
                rest.next();
                rest.next();
            }
            c => out.push(c),
        }
        before = c;
    }
    out
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Every path in the code with its line: `use` trees are unfolded, `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn paths_in(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    // The prefixes of the open braces; a brace that follows no `::` opens a block and has none.
    let mut prefixes: Vec<String> = Vec::new();
    let mut path = String::new();
    let mut line = 1;
    let mut rest = code.chars().peekable();
    let prefix = |prefixes: &[String]| prefixes.last().cloned().unwrap_or_default();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() || c == '_' {
            path.push(c);
            continue;
        }
        if c == ':' && rest.next_if_eq(&':').is_some() {
            path.push_str("::");
            continue;
        }
        if c == '{' && path.ends_with("::") {
            prefixes.push(prefix(&prefixes) + &path);
            path.clear();
            continue;
        }
        if !path.is_empty() {
            let whole = prefix(&prefixes) + &path;
            if whole.contains("::") {
                found.push((line, whole));
            }
            path.clear();
        }
        match c {
            '\n' => line += 1,
            '{' => prefixes.push(String::new()),
            '}' => drop(prefixes.pop()),
            _ => {}
        }
    }
    found
}
