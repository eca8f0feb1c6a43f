//! The lines that `picker-proxy check` prints.

use std::process::ExitCode;

use crate::print;

/// What was found so far; each finding is printed as soon as it is known.
#[derive(Default)]
pub(super) struct Report {
    has_failed: bool,
}

impl Report {
    /// Something that is good.
    pub(super) fn ok(&mut self, what: &str) {
        print::line(format_args!("ok   {what}"));
    }

    /// Something that works, though perhaps not as meant.
    pub(super) fn warn(&mut self, what: &str) {
        print::line(format_args!("warn {what}"));
    }

    /// Something that keeps the picker from working.
    pub(super) fn fail(&mut self, what: &str) {
        self.has_failed = true;
        print::line(format_args!("fail {what}"));
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        match self.has_failed {
            true => ExitCode::FAILURE,
            false => ExitCode::SUCCESS,
        }
    }
}
