//! Bringing an older ledger up to this program's format: alone, and with the ledger as it was kept beside it (FAULTS U3, U6).

use super::engine::Engine;
use super::fault::{Fault, Res};
use super::lease::Lease;
use super::protocol::StoreError;
use super::{backup, migrate, presence};
use std::path::Path;

/// Upgrades the ledger that is open here, or waits for somebody who does.
pub(super) fn upgrade(path: &Path, engine: &mut Engine, lease: &mut Lease, format: i64) -> Res<()> {
    if !lease.make_exclusive("bringing it up to date")? {
        // Either it is upgraded right now, and waiting is all there is to do; or somebody works on it with the same older format.
        *lease = Lease::shared(path)?;
        return match migrate::is_older(engine)? {
            None => Ok(()),
            Some(_) => Err(presence::in_use(
                path,
                &format!(
                    "it can be brought up from format {format} to {}",
                    migrate::VERSION
                ),
            )),
        };
    }
    // Asked again alone: another process may have been faster.
    if let Some(format) = migrate::is_older(engine)? {
        let kept = backup::before_upgrade(engine, format)?;
        migrate::bring_up(engine).map_err(|fault| -> Fault {
            StoreError::Storage(format!(
                "{} stays of format {format} ({}); a copy as it was is {}",
                path.display(),
                fault.said(),
                kept.display()
            ))
            .into()
        })?;
    }
    lease.share()
}
