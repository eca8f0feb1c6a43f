//! The reading of variables: through a function, so that no test touches the environment, and with
//! every secret readable from a file.

use std::{fs::File, io::Read};

use secrecy::SecretString;

use super::Findings;

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

/// Longest secret file, in bytes; more is a mistaken path.
const SECRET_FILE_MAX: u64 = 16 * 1024;

/// Variables under examination: values are taken out, findings pile up.
pub(crate) struct Variables<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    findings: Vec<String>,
}

impl<'a> Variables<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            lookup,
            findings: Vec::new(),
        }
    }

    /// Notes what is wrong with a variable; never its value, which may be a secret.
    pub(crate) fn find(&mut self, name: &str, what: &str) {
        self.findings.push(format!("{name} {what}"));
    }

    /// A value without blanks around it; an empty one counts as not set.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = (self.lookup)(name)?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The parts of a list, parted by commas or blanks; none where nothing is set. Commas alone are
    /// a template that was filled in with nothing, and would forbid everything.
    pub(crate) fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let text = self.text(name)?;
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        let parts: Vec<_> = parts.map(str::to_owned).collect();
        if parts.is_empty() {
            self.find(name, "lists nothing");
        }
        Some(parts)
    }

    /// A value that has to be understood, if it is set.
    pub(crate) fn parse<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(name)?;
        parse(&text).map_err(|what| self.find(name, &what)).ok()
    }

    /// A secret that must be there, in the variable or in the file that its `_FILE` twin names.
    pub(crate) fn secret(&mut self, name: &str, purpose: &str) -> Option<SecretString> {
        let file_name = format!("{name}_FILE");
        match (self.text(name), self.text(&file_name)) {
            (Some(secret), None) => Some(secret.into()),
            (None, Some(path)) => {
                let secret = read_secret(&path);
                secret
                    .map_err(|what| self.find(&file_name, &what))
                    .ok()
                    .map(SecretString::from)
            }
            (Some(_), Some(_)) => {
                self.find(name, &format!("and {file_name} are both set: keep one"));
                None
            }
            (None, None) => {
                self.find(
                    name,
                    &format!("(or {file_name}) is not set: it is {purpose}"),
                );
                None
            }
        }
    }

    /// The value, where nothing was found wrong with it; there is none only where something was.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Findings> {
        value
            .filter(|_| self.findings.is_empty())
            .ok_or(Findings(self.findings))
    }
}

/// The content of a secret's file, without the line end that editors add.
fn read_secret(path: &str) -> Result<String, String> {
    let file =
        File::open(path).map_err(|error| format!("names a file that cannot be opened: {error}"))?;
    let mut text = String::new();
    let length = file
        .take(SECRET_FILE_MAX + 1)
        .read_to_string(&mut text)
        .map_err(|error| format!("names a file that cannot be read: {error}"))?;
    // Cut, it would be another secret, and nobody would know.
    if length as u64 > SECRET_FILE_MAX {
        return Err(format!("names a file of over {SECRET_FILE_MAX} bytes"));
    }
    let text = text.trim();
    if text.is_empty() {
        return Err("names an empty file".to_owned());
    }
    Ok(text.to_owned())
}
