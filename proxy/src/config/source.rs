//! Where a configuration is written: in a file, or in variables alone for one shop.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::examination::{Document, Examination};
use super::lookup::{Contents, Files, Lookup};
use super::{Config, Findings};
use crate::clock::Clock;

/// Longest configuration file, in bytes.
const FILE_MAX: u64 = 1024 * 1024;

/// Where to read a configuration, and what was said on the command line already.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// `--config`, `PICKER_CONFIG`: a file in TOML. None: variables alone.
    pub file: Option<PathBuf>,
    /// `--listen`, `PICKER_LISTEN`: goes before what the file says.
    pub listen: Option<SocketAddr>,
    /// `--admin-listen`, `PICKER_ADMIN_LISTEN`: the same.
    pub admin_listen: Option<SocketAddr>,
    /// What the time is when keys are read that begin or end. Default: the machine's.
    pub clock: Clock,
}

/// A configuration as it was read.
pub struct Reading {
    /// What was read, or all that is wrong with it.
    pub config: Result<Config, Findings>,
    /// What the file and the files of secrets held.
    pub contents: Contents,
}

impl Source {
    /// Reads the configuration, with variables from `lookup`; the real ones are behind
    /// [`super::Environment`].
    #[must_use]
    pub fn read(&self, lookup: Lookup<'_>) -> Reading {
        let mut files = Files::new();
        let config = self.read_with(lookup, &mut files);
        Reading {
            config,
            contents: files.contents(),
        }
    }

    fn read_with(&self, lookup: Lookup<'_>, files: &mut Files) -> Result<Config, Findings> {
        let text = match &self.file {
            Some(path) => Some(files.read(path, FILE_MAX).map_err(|what| {
                let path = path.display();
                Findings(vec![format!("{path} {what}")])
            })?),
            None => None,
        };
        let document = self.file.as_deref().zip(text.as_deref());
        let document = document.map(|(path, text)| Document { path, text });
        Examination::new(lookup, files, document).run(|top| Config::read_from(top, self))
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reading")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
