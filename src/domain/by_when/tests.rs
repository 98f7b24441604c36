//! By-when entry, tried.
