//! Golden screens: the sample desk at the sizes that people use. `cargo insta review` (or `INSTA_UPDATE=always`) accepts a change that was
//! looked at.

mod harness;
use harness::{Desk, TODAY};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn golden(name: &str, keys: impl Fn(&mut Desk)) {
    for (w, h) in SIZES {
        let mut desk = Desk::sample(TODAY).sized(w, h);
        keys(&mut desk);
        insta::assert_snapshot!(format!("{name}_{w}x{h}"), desk.screen());
    }
}

#[test]
fn the_queue() {
    golden("queue", |desk| {
        desk.find("harbor framing").press("Esc");
    });
}

#[test]
fn the_prep() {
    golden("prep", |desk| {
        desk.find("harbor framing");
    });
}

#[test]
fn the_call() {
    golden("call", |desk| {
        desk.find("harbor framing").press("Enter Right Right Right");
    });
}

#[test]
fn a_promise_being_typed() {
    golden("promise", |desk| {
        desk.find("harbor framing")
            .press("Enter d")
            .type_text("sat");
    });
}

#[test]
fn the_forms_of_the_answers() {
    for (name, keys) in [
        ("claim_late", "s Tab Tab n o v Space 9"),
        ("vague", "v"),
        ("send", "i"),
        ("dispute", "q Tab Tab Tab"),
        ("paper", "w"),
        ("wait", "a Right"),
        ("plan", "c"),
        ("waiver", "e"),
        ("holdback", "r"),
        ("person", "x"),
        ("barrier", "b p"),
        ("angry", "z"),
    ] {
        let mut desk = Desk::sample(TODAY).sized(80, 24);
        desk.find("harbor framing").press("Enter").press(keys);
        insta::assert_snapshot!(format!("form_{name}_80x24"), desk.screen());
    }
}

#[test]
fn a_call_with_four_answers() {
    golden("four", |desk| {
        desk.find("harbor framing").press("Enter q 4 0 0");
        desk.press("Enter a w Enter a c Enter a a Enter a");
    });
    golden("four_wrap", |desk| {
        desk.find("harbor framing").press("Enter q 4 0 0");
        desk.press("Enter a w Enter a c Enter a a Enter");
    });
}

#[test]
fn the_wrap_up() {
    golden("wrap", |desk| {
        desk.find("harbor framing")
            .press("Enter d")
            .type_text("fri")
            .press("Enter");
    });
}

#[test]
fn the_promises() {
    golden("promises", |desk| {
        desk.press("2 j");
    });
}

#[test]
fn the_month() {
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.press("2 c");
    insta::assert_snapshot!("month_80x24", desk.screen());
}

#[test]
fn the_review() {
    golden("review", |desk| {
        desk.press("3 j");
    });
    golden("review_approvals", |desk| {
        desk.press("3 S y Tab");
    });
    golden("review_decided", |desk| {
        desk.press("3 S y h Enter s Enter Tab Tab");
    });
    golden("review_collectors", |desk| {
        desk.press("3 S y Shift-Tab g j w")
            .type_text("Ana")
            .press("Tab Tab")
            .type_text("fri")
            .press("Enter");
    });
    golden("review_move", |desk| {
        desk.press("3 S y Shift-Tab b");
    });
    golden("review_decide", |desk| {
        desk.press("3 S y t Right");
    });
}

#[test]
fn what_lies_over_a_screen() {
    for (name, keys) in [
        ("why", "j x"),
        ("help", "?"),
        ("palette", ":"),
        ("note", "n"),
    ] {
        let mut desk = Desk::sample(TODAY).sized(80, 24);
        desk.press(keys);
        insta::assert_snapshot!(format!("{name}_80x24"), desk.screen());
    }
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.press("Ctrl-F").type_text("104");
    insta::assert_snapshot!("find_80x24", desk.screen());
}

#[test]
fn the_welcome() {
    for (w, h) in SIZES {
        let mut desk = Desk::first_run(TODAY).sized(w, h);
        insta::assert_snapshot!(format!("welcome_{w}x{h}"), desk.screen());
    }
}

/// An import screen after these keys, on a ledger that holds last week's report.
fn import_golden(name: &str, file: &str, keys: impl Fn(&mut Desk)) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (w, h) in SIZES {
        let mut desk = Desk::empty(TODAY).sized(w, h);
        let before = root.join("qbo_ar_aging_detail_2026-11-13.csv");
        desk.press("5").paste(&before.display().to_string());
        desk.press("Enter y 5");
        if !file.is_empty() {
            desk.paste(&root.join(file).display().to_string())
                .press("Enter");
        }
        keys(&mut desk);
        insta::assert_snapshot!(format!("{name}_{w}x{h}"), desk.screen());
    }
}

#[test]
fn the_past_imports() {
    import_golden("imports", "", |_| {});
}

#[test]
fn what_was_read_of_a_file() {
    import_golden("import_review", "qbo_ar_aging_detail.csv", |_| {});
}

#[test]
fn what_a_file_changes() {
    import_golden("import_changes", "qbo_ar_aging_detail.csv", |desk| {
        desk.press("Tab Tab");
    });
}

#[test]
fn a_file_with_bad_rows() {
    import_golden("import_errors", "errors_mixed.csv", |desk| {
        desk.type_text("11/20").press("Enter Tab");
    });
}

#[test]
fn the_day_of_a_report_being_asked() {
    import_golden("import_day", "generic_open_items.csv", |desk| {
        desk.type_text("fri");
    });
}

#[test]
fn an_unknown_layout_being_mapped() {
    for (w, h) in SIZES {
        let mut desk = Desk::empty(TODAY).sized(w, h);
        let path = desk.home.path().join("Hausbank.csv");
        let text = "Hausbank\n\nKunde;Beleg;Belegdatum;F\u{e4}llig;Rest;Filiale\n\
            Bau \u{c4}rger GmbH;7001;01.09.2026;01.10.2026;1.234,00;Nord\n\
            Holz & Co;7002;13.09.2026;13.10.2026;100,50;S\u{fc}d\n";
        std::fs::write(&path, text).expect("a file");
        desk.press("5")
            .paste(&path.display().to_string())
            .press("Enter");
        insta::assert_snapshot!(format!("import_map_{w}x{h}"), desk.screen());
    }
}

#[test]
fn dates_both_ways() {
    for (w, h) in SIZES {
        let mut desk = Desk::empty(TODAY).sized(w, h);
        let path = desk.home.path().join("both.csv");
        let text = "Customer,Invoice no,Date,Open balance\nHarbor,1,02/03/2026,5.00\nSummit,2,04/05/2026,7.00\n";
        std::fs::write(&path, text).expect("a file");
        desk.press("5")
            .paste(&path.display().to_string())
            .press("Enter");
        insta::assert_snapshot!(format!("import_dates_{w}x{h}"), desk.screen());
    }
}

#[test]
fn the_reports() {
    for (w, h) in SIZES {
        let mut desk = Desk::sample(TODAY).sized(w, h);
        desk.press("4");
        for name in [
            "aging",
            "promises",
            "broken",
            "forecast",
            "barriers",
            "activity",
            "metrics",
            "roll_rates",
            "concentration",
        ] {
            insta::assert_snapshot!(format!("report_{name}_{w}x{h}"), desk.screen());
            desk.press("Tab");
        }
        desk.press("Enter");
        insta::assert_snapshot!(format!("report_rows_{w}x{h}"), desk.screen());
    }
}

#[test]
fn the_outbox() {
    golden("outbox", |desk| {
        desk.find("harbor framing").press("Enter i Enter Enter");
        desk.press("6");
    });
}
