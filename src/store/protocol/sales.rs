//! Who sells, and where mail reaches them.

use serde::{Deserialize, Serialize};

/// A salesperson.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seller {
    /// As the accounts name them.
    pub name: String,
    /// Where mail reaches them; none = nobody has said.
    pub mail: Option<String>,
    /// So many accounts name them.
    pub accounts: u64,
}
