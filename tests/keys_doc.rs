//! `docs/keys.md` is made from the key table and is current. `UPDATE_DOCS=1 cargo test --test keys_doc` writes it anew.

use bywhen::app::keymap::manual;
use std::fs;
use std::path::Path;

#[test]
fn the_manual_of_keys_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let made = manual();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &made).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/keys.md is not what the key table says: run `UPDATE_DOCS=1 cargo test --test keys_doc`"
    );
}
