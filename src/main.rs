//! bywhen: a collections desk for the terminal. Everything is in the library; this file prepares the process and leaves.

use std::process::ExitCode;

fn main() -> ExitCode {
    bywhen::cli::prepare_process();
    bywhen::cli::run(std::env::args_os())
}
