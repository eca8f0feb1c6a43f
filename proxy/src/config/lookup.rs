//! What lies outside: variables, behind a function so that no test touches the environment, and
//! files, of which it is remembered what they held.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use aws_lc_rs::digest;

/// Finds the value of a variable.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The process's environment, as the lookup that [`super::Config::read`] takes.
#[derive(Clone, Copy, Debug)]
pub struct Environment;

impl Environment {
    /// The value of a variable; one that is no Unicode counts as not set.
    #[must_use]
    pub fn get(name: &str) -> Option<String> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the environment"
        )]
        std::env::var(name).ok()
    }
}

/// A variable without blanks around it; an empty one counts as not set.
pub(super) fn variable(lookup: Lookup<'_>, name: &str) -> Option<String> {
    let text = lookup(name)?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the files of a configuration held, all together: two readings differ where a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents([u8; 32]);

/// The reading of files, which are as long as somebody else decides.
pub(super) struct Files {
    contents: digest::Context,
}

impl Files {
    pub(super) fn new() -> Self {
        Self {
            contents: digest::Context::new(&digest::SHA256),
        }
    }

    /// The text of a file, up to `most` bytes. Fails with the rest of a sentence that begins with
    /// the file.
    pub(super) fn read(&mut self, path: &Path, most: u64) -> Result<String, String> {
        let text = read(path, most);
        // A file that went away or came back is another content too.
        let (tag, seen) = match &text {
            Ok(text) => (1, text),
            Err(what) => (0, what),
        };
        self.contents.update(&[tag]);
        self.contents.update(&seen.len().to_be_bytes());
        self.contents.update(seen.as_bytes());
        text
    }

    pub(super) fn contents(self) -> Contents {
        let digest = self.contents.finish();
        Contents(digest.as_ref().try_into().expect("a digest of 32 bytes"))
    }
}

fn read(path: &Path, most: u64) -> Result<String, String> {
    let file = File::open(path).map_err(|error| format!("cannot be opened: {error}"))?;
    let mut bytes = Vec::new();
    let length = file
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    // Cut, it would be something else, and nobody would know.
    if length as u64 > most {
        return Err(format!("has over {most} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| "is no text in UTF-8".to_owned())
}
