//! A desk on the command line for tests: its own folder as home, its own ledger, nothing of this machine.
#![allow(dead_code, reason = "each test file uses a part of it")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with a home, a ledger that may not exist yet, and files to import.
pub struct Desk {
    dir: TempDir,
}

/// Hands Harbor over to an agency; what stands against it is asked about.
pub const HAND_OVER: [&str; 7] = [
    "place",
    "hand-over",
    "C1001",
    "--agency",
    "Beacon",
    "--reason",
    "silence",
];

/// Goes on all the same, with a reason.
pub const ANYWAY: [&str; 2] = ["--anyway", "they know"];

/// How a command went.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The columns of the plain template.
const HEADER: &str = "customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency";

impl Desk {
    /// An empty desk: no ledger yet.
    pub fn empty() -> Desk {
        Desk {
            dir: tempfile::tempdir().expect("a folder"),
        }
    }

    /// A desk with a small book as of Fri 20 Nov 2026: 8,400.00 past due at Harbor, 4,107.71 at Cedar, 900.00 not due at Kestrel.
    pub fn with_book() -> Desk {
        let desk = Desk::empty();
        let file = desk.book(
            "book.csv",
            &[
                "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1,5000.00,5000.00,USD",
                "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
                "C1001,Harbor Framing LLC,,credit,CM-77,2026-11-02,2026-11-02,,,-340.00,-340.00,USD",
                "C1002,Cedar & Stone Co.,,invoice,B-1,2026-08-19,2026-09-18,Net 30,,4107.71,4107.71,USD",
                "C1003,Kestrel Kitchens,,invoice,K-1,2026-11-10,2026-12-10,Net 30,,900.00,900.00,USD",
            ],
        );
        let run = desk.on("2026-11-20", &["import", &file]);
        assert_eq!(run.code, 0, "{run:?}");
        desk
    }

    /// Writes a file in the plain template, and gives its path.
    pub fn book(&self, name: &str, rows: &[&str]) -> String {
        self.file(name, format!("{HEADER}\n{}\n", rows.join("\n")))
    }

    /// Writes a file into the desk's folder, and gives its path.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path.to_string_lossy().into_owned()
    }

    /// Writes the settings file.
    pub fn settings(&self, text: &str) {
        self.file("home/config/bywhen/config.toml", text);
    }

    /// A path in the desk's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The ledger's file.
    pub fn ledger(&self) -> PathBuf {
        self.path("ledger.db")
    }

    /// A library of `tests/power` to be loaded before libc, compiled with the `cc` that SQLite needs anyway.
    pub fn preload(&self, name: &str) -> PathBuf {
        let library = self.path(&format!("{name}.so"));
        let source =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/power/{name}.c"));
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl")
            .status()
            .expect("cc, which SQLite is compiled with");
        assert!(compiled.success(), "{name}.c compiles");
        library
    }

    /// The program, with nothing of this machine's surroundings.
    pub fn command(&self) -> Command {
        let home = self.path("home");
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("bywhen"));
        command
            .env_clear()
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("TZ", "UTC")
            .env("TERM", "dumb")
            .stdin(std::process::Stdio::null());
        command
    }

    /// Runs a command on the ledger.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.command();
        command.arg("--ledger").arg(self.ledger()).args(arguments);
        Run::from(command.output().expect("it starts"))
    }

    /// Runs a command on the ledger on a day.
    pub fn on(&self, day: &str, arguments: &[&str]) -> Run {
        self.run(&[&["--as-of", day], arguments].concat())
    }

    /// Dana Ruiz, whom to ask for first at Harbor, with whatever else is known of her.
    pub fn with_dana(&self, day: &str, known: &[&str]) {
        let add = ["contact", "add", "C1001", "Dana Ruiz", "--preferred"];
        self.json(day, &[&add, known].concat());
    }

    /// Asks for the end of Harbor's bankruptcy hold, on somebody's word.
    pub fn lift_bankruptcy(&self, day: &str, by: &str) -> Run {
        self.on(
            day,
            &["hold", "C1001", "bankruptcy", "--lift", "--allowed-by", by],
        )
    }

    /// Runs a command that must succeed and print one JSON document and nothing else.
    pub fn json(&self, day: &str, arguments: &[&str]) -> Value {
        let run = self.on(day, &[arguments, &["--json"]].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
        assert_eq!(run.err, "", "{arguments:?}");
        run.document()
    }
}

impl Run {
    /// Standard output as the one JSON document that it must be.
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("one JSON document: {e}: {self:?}"))
    }

    /// It failed with that code, and one line on standard error that holds these words.
    pub fn fails(&self, code: i32, words: &[&str]) -> &Run {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one line: {self:?}");
        for word in words {
            assert!(self.err.contains(word), "'{word}' in {self:?}");
        }
        self
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code().expect("it ended by itself"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// A sample file of the repository.
pub fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    path.to_string_lossy().into_owned()
}

/// The document has all these keys.
pub fn has_keys(document: &Value, keys: &[&str]) {
    let object = document
        .as_object()
        .unwrap_or_else(|| panic!("an object: {document}"));
    for key in keys {
        assert!(object.contains_key(*key), "'{key}' in {document}");
    }
}

/// The first element of an array.
pub fn first<'a>(document: &'a Value, key: &str) -> &'a Value {
    document[key]
        .get(0)
        .unwrap_or_else(|| panic!("an element in '{key}': {document}"))
}

/// The text of a PDF, page by page, blanks taken together.
pub fn pdf_text(bytes: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    document
        .get_pages()
        .keys()
        .map(|page| {
            let text = document.extract_text(&[*page]).expect("text");
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}
