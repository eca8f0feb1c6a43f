//! A PostgreSQL for the tests of the store: they start one of their own where its programs are.

use std::path::Path;

use crate::{paths, tools};

/// Installs PostgreSQL where its programs are missing and that may be done. Without it the tests run
/// all the same, and say that they leave its store out.
pub(crate) fn ensure() {
    let is_named = std::env::var_os("PICKER_TEST_POSTGRES").is_some();
    if is_named || is_there() || tools::apt_install(&["postgresql"]) {
        return;
    }
    println!(
        "SKIPPED: the store in PostgreSQL is not tested. Install PostgreSQL, or name a server to \
         make databases in: PICKER_TEST_POSTGRES=postgres://user@host"
    );
}

fn is_there() -> bool {
    Path::new("/usr/lib/postgresql").is_dir() || paths::find_program(&["initdb"]).is_some()
}
