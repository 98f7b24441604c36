//! Histories of promises, as text, at random, and judged a second time by a naive twin.

pub mod history;
pub mod naive;
pub mod random;
pub mod text;

mod twin;
