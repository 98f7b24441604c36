//! The import screens at every size, with every text hostile: nothing panics, nothing but cells is written.

use crate::app::Model;
use crate::app::Screen;
use crate::app::imports::{Ask, Choice, MapEdit, Pane, Picked, Stage, Typed, What};
use crate::app::text::TextField;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{BatchId, EventSeq};
use crate::domain::imports::{
    Mapping, Meaning, ReadFile, ReadSet, SeenColumn, Sight, SignRule, Trust, TwoAmounts, TwoDays,
};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{
    AccountKey, Covers, FileKind, Issue, Severity, SharedKey, StagedDocument, StagedFile,
};
use crate::store::protocol::{
    BatchLine, ChangedDocument, Counts, FileReport, ImportReport, Progress,
};
use crate::ui::testing::{day, desk, shot};

fn staged(name: &str) -> StagedFile {
    let issue = |code: &str, severity, line| Issue {
        line,
        severity,
        code: code.into(),
        field: Some(name.into()),
        value: Some(name.into()),
        message: name.into(),
    };
    let document = |n: i64| StagedDocument {
        line: 4,
        account: SharedKey::from(AccountKey {
            number: None,
            name: Some(name.into()),
        }),
        kind: if n == 1 {
            DocumentKind::CreditMemo
        } else {
            DocumentKind::Invoice
        },
        number: name.into(),
        issued: day("2026-09-03"),
        due: day("2026-10-03"),
        due_derived: n == 2,
        amount: Minor::new(n * 7_777_777),
        amount_known: false,
        open: Minor::new(n * 7_777_777),
        currency: Currency::USD,
        po: None,
        reason: None,
        said: Default::default(),
    };
    StagedFile {
        file: name.into(),
        sha256: String::new(),
        profile: "plain".into(),
        kind: FileKind::Snapshot,
        covers: Covers::Both,
        encoding: "utf-8".into(),
        as_of: Some(day("2026-11-20")),
        rows: 3,
        currency: Currency::USD,
        states_currency: false,
        scope: None,
        header: Vec::new(),
        declared_total: Some(Minor::new(5)),
        summed_total: Minor::new(9),
        accounts: Vec::new(),
        documents: (1..40).map(document).collect(),
        voided: Vec::new(),
        payments: Vec::new(),
        issues: (1..20)
            .map(|n| issue("bad_date", Severity::Error, n))
            .chain([issue("total_absent", Severity::Warning, 0)])
            .collect(),
        rejects: Vec::new(),
    }
}

fn model(name: &str) -> Model {
    let mut model = desk(name, &[]);
    model.screen = Screen::Imports;
    let staged = staged(name);
    let columns: Vec<SeenColumn> = (0..30)
        .map(|n| SeenColumn {
            heading: if n == 3 { String::new() } else { name.into() },
            samples: vec![name.into(), name.into()],
            field: (n == 1).then_some("date"),
        })
        .collect();
    let mapping = Mapping {
        title: name.into(),
        kind: FileKind::Snapshot,
        headings: columns.iter().map(|c| c.heading.clone()).collect(),
        columns: columns
            .iter()
            .map(|c| c.field.map(|_| Meaning::Date))
            .collect(),
        grouped: false,
        carried: false,
        aged: false,
        sign: SignRule::Signed,
        decimal: None,
        date_order: None,
    };
    let sight = Sight {
        title: name.into(),
        trust: Trust::Likely,
        odd_name: Some(name.into()),
        header_line: 3,
        columns,
        two_days: vec![TwoDays {
            line: 4,
            cell: name.into(),
            dmy: day("2026-03-02"),
            mdy: day("2026-02-03"),
        }],
        two_amounts: vec![TwoAmounts {
            line: 4,
            cell: name.into(),
            dot: Minor::new(1),
            comma: Minor::new(100_000),
        }],
        guess: Some(Box::new(mapping)),
        ..Sight::default()
    };
    let mut report = FileReport::of(&staged);
    report.documents = Counts {
        new: 1,
        changed: 2,
        unchanged: 3,
        closed: 4,
    };
    report.changes = (1..300)
        .map(|n| ChangedDocument {
            customer: name.to_owned(),
            number: name.to_owned(),
            before: Minor::new(n * 1_000),
            after: Minor::new(n * 777),
        })
        .collect();
    let file = ReadFile {
        path: name.into(),
        staged,
        sight,
    };
    let i = &mut model.imports;
    i.path = TextField::new(name);
    i.recent = vec![name.into(); 12];
    i.batches_loaded = true;
    i.batches = (0..30)
        .map(|n| BatchLine {
            id: BatchId(n),
            at: model.now.at,
            files: vec![name.into(); 5],
            as_of: Some(day("2026-11-20")),
            summary: name.into(),
            undone: n == 1,
            event: EventSeq(n),
            by: name.into(),
            profiles: vec![name.into(); 5],
            documents: 9,
            mismatch_taken: true,
            undone_by: (n == 1).then(|| (name.to_owned(), model.now.at)),
        })
        .collect();
    i.report = Some(Box::new(ImportReport {
        files: vec![report; 2],
        refused: Some(name.into()),
        ..ImportReport::default()
    }));
    i.set = ReadSet {
        files: vec![file; 2],
        profiles: vec![(name.into(), name.into()); 40],
    };
    model
}

/// The screen in every state that it has.
fn states(name: &str) -> Vec<(String, Model)> {
    let base = model(name);
    let file = &base.imports.set.files[0];
    let edit = |preview: bool, cursor| {
        let mut edit = MapEdit::of(file, cursor).expect("a mapping");
        edit.preview = preview.then(|| Box::new(file.staged.clone()));
        Stage::Map(Box::new(edit))
    };
    let progress = |stage| Progress {
        stage,
        done: 5,
        total: 9,
    };
    let stages = [
        Stage::Overview,
        Stage::Path,
        Stage::Reading(progress("reading")),
        Stage::Writing(progress("writing")),
        Stage::Writing(progress("preparing")),
        edit(true, 0),
        edit(false, 35),
        Stage::Review,
    ];
    let mut out = Vec::new();
    for stage in stages {
        let mut m = base.clone();
        let name = format!("{stage:?}").chars().take(24).collect();
        m.imports.stage = stage;
        out.push((name, m));
    }
    for pane in Pane::ALL {
        let mut m = base.clone();
        m.imports.stage = Stage::Review;
        m.imports.pane = pane;
        m.imports.scroll = 3;
        out.push((format!("{pane:?}"), m));
    }
    let options = vec![
        Choice {
            label: name.into(),
            detail: name.into(),
            pick: Picked::Profile(None)
        };
        20
    ];
    let choose = |what| Ask::Choose {
        what,
        options: options.clone(),
        cursor: 12,
        burst: 0,
    };
    let typed = |what| Ask::Type {
        what,
        field: TextField::new(name),
        burst: 0,
    };
    for ask in [
        choose(What::Dates),
        choose(What::Decimals),
        choose(What::Profile),
        choose(What::Column(1)),
        typed(Typed::Day),
        typed(Typed::Count(7)),
        typed(Typed::Name),
    ] {
        let mut m = base.clone();
        m.imports.stage = Stage::Review;
        let name = format!("{ask:?}").chars().take(30).collect();
        m.imports.ask = Some(ask);
        out.push((name, m));
    }
    out
}

#[test]
fn no_size_panics_in_any_state() {
    for (state, model) in states("Harbor Framing LLC") {
        for h in [0, 14, 15, 16, 24, 36, 60, 100] {
            for w in [0, 59, 60, 61, 80, 107, 108, 109, 110, 120, 200, 300] {
                let screen = shot(&model, w, h);
                assert!(
                    w < 60 || h < 15 || screen.contains("bywhen"),
                    "{state} {w}x{h}"
                );
            }
        }
    }
}

#[test]
fn hostile_texts_reach_no_cell() {
    let hostile = "A\x1b[2J\u{202e}B\u{9b}31m\u{200b}\r\nC東\u{e0041}Z\u{301}\u{301}\u{301}\u{301}";
    for (state, model) in states(hostile) {
        for (w, h) in [(80, 24), (120, 36), (200, 60)] {
            let screen = shot(&model, w, h);
            let bad = screen.chars().find(|c| {
                (c.is_control() && *c != '\n')
                    || matches!(*c, '\u{202e}' | '\u{200b}' | '\u{9b}' | '\u{e0041}')
            });
            assert_eq!(bad, None, "{state}");
        }
    }
}

#[test]
fn amounts_and_what_to_do_are_whole_at_the_least_width() {
    for (state, model) in states("A very long name of a company that goes on and on and on") {
        let screen = shot(&model, 60, 15);
        if state == "Rows" {
            assert!(screen.contains("233,333.31"), "{screen}");
        }
        assert!(!screen.contains(".77…"), "{state}:\n{screen}");
    }
}

#[test]
fn what_is_the_same_of_many_rows_names_their_lines_once() {
    let many: Vec<u64> = (2..14).collect();
    for (lines, said) in [
        (&[][..], ""),
        (&[0, 0], ""),
        (&[3], "line 3: "),
        (&[2, 3, 7], "lines 2, 3 and 7: "),
        (&many, "lines 2, 3, 4, 5, 6, 7, 8, 9 and 4 more: "),
    ] {
        assert_eq!(super::words::places(lines), said);
    }
}
