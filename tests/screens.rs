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
fn the_wrap_up() {
    golden("wrap", |desk| {
        desk.find("harbor framing")
            .press("Enter d")
            .type_text("fri")
            .press("Enter b");
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
