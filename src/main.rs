//! bywhen
fn main() {}
