//! Where files lie: the XDG folders, on every system (also on macOS, where terminal users expect them too).
//!
//! Nothing here touches the disk; whoever writes makes the folder.

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use std::path::PathBuf;

/// The folders of this user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paths {
    /// The settings file.
    pub config: PathBuf,
    /// The folder with the user's own script pieces.
    pub scripts: PathBuf,
    /// The folder with the user's own letters.
    pub letters: PathBuf,
    /// The folder with the user's own sheets for customers.
    pub guides: PathBuf,
    /// The user's own ladder.
    pub ladder: PathBuf,
    /// The user's own lien rules.
    pub liens: PathBuf,
    /// Where letters are left as files, when the settings name no folder.
    pub outbox: PathBuf,
    /// The folder with the user's own import profiles.
    pub profiles: PathBuf,
    /// The ledger, where neither an argument nor the settings name one.
    pub ledger: PathBuf,
    /// The folder for logs and drafts.
    pub state: PathBuf,
}

impl Paths {
    /// The folders that the environment gives, with the XDG defaults below the home folder.
    ///
    /// # Errors
    /// When there is no home folder; the text says what to set.
    pub fn find() -> Result<Paths, String> {
        let base = Xdg::new().map_err(
            |_| "there is no home folder: set HOME, or name the ledger with --ledger FILE",
        )?;
        let config = base.config_dir().join("bywhen");
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Ok(Paths {
            scripts: config.join("scripts"),
            letters: config.join("letters"),
            guides: config.join("guides"),
            ladder: config.join("ladder.toml"),
            liens: config.join("liens.toml"),
            outbox: base.data_dir().join("bywhen").join("outbox"),
            profiles: config.join("profiles"),
            config: config.join("config.toml"),
            ledger: base.data_dir().join("bywhen").join("ledger.db"),
            state: state.join("bywhen"),
        })
    }
}
