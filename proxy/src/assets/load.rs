//! The reading of `dist/`, once.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use axum::body::Bytes;

use super::{Asset, Assets, Encoding, LOADER};

/// Most bytes of all files together; `dist/` has about one megabyte, so more is another folder.
const TOTAL_MAX: u64 = 64 * 1024 * 1024;
/// How deep folders lie in each other: `assets/{hash}/locales/` is three.
const DEPTH_MAX: usize = 4;

/// Why the widget's files cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// The folder is not what the build makes.
    #[error(
        "there is no {file} in {}: build it with `cargo xtask build`, or name the folder \
         with --assets",
        directory.display()
    )]
    Missing {
        /// Where it was looked for.
        directory: PathBuf,
        /// What is missing.
        file: &'static str,
    },
    /// A file or folder cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// More than could be the widget.
    #[error("{} holds far more than the widget: is it the right folder?", directory.display())]
    TooMuch {
        /// Which folder.
        directory: PathBuf,
    },
}

impl Assets {
    /// Reads what `cargo xtask build` put into `directory`.
    ///
    /// # Errors
    ///
    /// Where `picker.js` is missing, a file cannot be read, or it is far too much.
    pub fn load(directory: &Path) -> Result<Self, AssetsError> {
        let mut reader = Reader {
            root: directory,
            files: HashMap::new(),
            total: 0,
        };
        if directory.is_dir() {
            reader.read_folder(directory, 0)?;
        }
        let assets = Self::new(reader.into_assets());
        assets.require(LOADER, directory)?;
        Ok(assets)
    }

    /// Makes sure that a file is there.
    pub(crate) fn require(&self, file: &'static str, directory: &Path) -> Result<(), AssetsError> {
        let directory = directory.to_owned();
        let missing = AssetsError::Missing { directory, file };
        self.find(file).map(|_| ()).ok_or(missing)
    }
}

struct Reader<'a> {
    root: &'a Path,
    files: HashMap<String, Bytes>,
    total: u64,
}

impl Reader<'_> {
    fn read_folder(&mut self, folder: &Path, depth: usize) -> Result<(), AssetsError> {
        let too_much = || AssetsError::TooMuch {
            directory: self.root.to_owned(),
        };
        if depth > DEPTH_MAX {
            return Err(too_much());
        }
        let unreadable = |path: &Path, source| AssetsError::Unreadable {
            path: path.to_owned(),
            source,
        };
        for entry in fs::read_dir(folder).map_err(|source| unreadable(folder, source))? {
            let path = entry.map_err(|source| unreadable(folder, source))?.path();
            let metadata = fs::metadata(&path).map_err(|source| unreadable(&path, source))?;
            if metadata.is_dir() {
                self.read_folder(&path, depth + 1)?;
                continue;
            }
            self.total += metadata.len();
            if self.total > TOTAL_MAX {
                return Err(AssetsError::TooMuch {
                    directory: self.root.to_owned(),
                });
            }
            let bytes = fs::read(&path).map_err(|source| unreadable(&path, source))?;
            if let Some(name) = name_below(self.root, &path) {
                self.files.insert(name, bytes.into());
            }
        }
        Ok(())
    }

    /// Puts the encodings of a file beside it.
    fn into_assets(mut self) -> HashMap<String, Asset> {
        let is_encoded = |name: &str| {
            let mut suffixes = Encoding::SUFFIXES.into_iter();
            suffixes.any(|(_, suffix)| name.ends_with(suffix))
        };
        let names: Vec<String> = self
            .files
            .keys()
            .filter(|it| !is_encoded(it))
            .cloned()
            .collect();
        let mut assets = HashMap::new();
        for name in names {
            let encoded = Encoding::SUFFIXES
                .into_iter()
                .filter_map(|(encoding, suffix)| {
                    let bytes = self.files.remove(&format!("{name}{suffix}"))?;
                    Some((encoding, bytes))
                });
            let encoded: Vec<_> = encoded.collect();
            if let Some(identity) = self.files.remove(&name) {
                let asset = Asset::new(&name, identity, encoded);
                assets.insert(name, asset);
            }
        }
        assets
    }
}

/// The path as addresses write it; none for names that are no Unicode.
fn name_below(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.iter();
    let parts: Option<Vec<&str>> = parts.map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
