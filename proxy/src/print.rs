//! What the program says on standard output.

use std::fmt;
use std::io::{self, Write};

/// Prints a line. A reader that goes away early, as `head` does, has what it wanted: `println!`
/// would panic.
pub(crate) fn line(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stdout(), "{line}");
}
