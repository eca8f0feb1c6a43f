//! Settings that nobody may see: in the open, in a variable, or in a file.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use toml::de::{DeTable, DeValue};

use super::Section;
use super::examination::Place;
use super::lookup::variable;
use super::section::{Name, Written};

/// Longest secret file, in bytes; more is a mistaken path.
const SECRET_FILE_MAX: u64 = 16 * 1024;

impl<'d> Section<'_, 'd> {
    /// A secret that must be there: in the file `"…"`, `{ env = "NAME" }` or `{ file = "PATH" }`,
    /// else in the variable or in the file that its `_FILE` twin names.
    pub(super) fn secret(
        &mut self,
        name: (&'static str, &'static str),
        purpose: &str,
    ) -> Option<SecretString> {
        self.long_secret(name, purpose, 1)
    }

    /// As [`Self::secret`], of so many bytes at least.
    pub(super) fn long_secret(
        &mut self,
        name: (&'static str, &'static str),
        purpose: &str,
        least: usize,
    ) -> Option<SecretString> {
        if !self.is_secret_set(name) {
            let what = match self.is_file() {
                true => format!("is not set: it is {purpose}"),
                false => format!("(or {}_FILE) is not set: it is {purpose}", name.1),
            };
            self.find_missing(name, &what);
        }
        self.optional_secret(name, least)
    }

    /// Whether a secret is there and has not been taken out.
    pub(super) fn is_secret_set(&self, name: impl Into<Name>) -> bool {
        let name = name.into();
        let twin = twin(name).filter(|_| !self.is_file());
        self.is_set(name)
            || twin.is_some_and(|twin| variable(self.examination.lookup, &twin).is_some())
    }

    /// As [`Self::long_secret`], of a secret that the proxy can do without.
    pub(super) fn optional_secret(
        &mut self,
        name: impl Into<Name>,
        least: usize,
    ) -> Option<SecretString> {
        let name = name.into();
        let (place, written) = self.take(name);
        let twin = twin(name).unwrap_or_default();
        let secret = match written {
            Some(Written::Value(value)) => self.written_secret(&place, value),
            Some(Written::Variable(secret)) => self.only_secret(&place, secret, &twin),
            None if self.is_file() => None,
            None => self.twin_secret(&place, twin.clone()),
        };
        self.examination.overrule(&twin);
        let secret = secret?;
        if secret.expose_secret().len() < least {
            let what = format!("is shorter than {least} bytes: `openssl rand -hex {least}`");
            self.examination.find(&place, &what);
            return None;
        }
        Some(secret)
    }

    fn only_secret(&mut self, place: &Place, secret: String, twin: &str) -> Option<SecretString> {
        if variable(self.examination.lookup, twin).is_some() {
            let what = format!("and {twin} are both set: keep one");
            self.examination.find(place, &what);
            return None;
        }
        Some(secret.into())
    }

    fn twin_secret(&mut self, place: &Place, twin: String) -> Option<SecretString> {
        let path = variable(self.examination.lookup, &twin)?;
        let place = Place {
            at: place.at,
            name: twin,
        };
        self.secret_file(&place, Path::new(&path))
    }

    fn written_secret(&mut self, place: &Place, value: DeValue<'d>) -> Option<SecretString> {
        match value {
            DeValue::String(secret) if secret.trim().is_empty() => {
                self.examination.find(place, "is empty");
                None
            }
            DeValue::String(secret) => Some(secret.trim().into()),
            DeValue::Table(table) => self.referred_secret(place, table),
            _ => {
                let what = "takes a text, { env = \"NAME\" } or { file = \"PATH\" }";
                self.examination.find(place, what);
                None
            }
        }
    }

    fn referred_secret(&mut self, place: &Place, table: DeTable<'d>) -> Option<SecretString> {
        let mut section = Section::new(self.examination, Some(table), place.name.clone(), place.at);
        let text = |text: &str| Ok(text.to_owned());
        let variable = section.parse("env", text);
        let path = section.parse("file", text);
        section.finish();
        match (variable, path) {
            (Some(variable), None) => {
                let secret = self.examination.refer(&variable);
                if secret.is_none() {
                    let what = match is_variable(&variable) {
                        true => format!("names the variable {variable}, which is not set"),
                        // It may be the secret itself, in the wrong place.
                        false => "names a variable that is not set".to_owned(),
                    };
                    self.examination.find(place, &what);
                }
                secret.map(SecretString::from)
            }
            (None, Some(path)) => {
                let path = self.examination.folder().join(path);
                self.secret_file(place, &path)
            }
            _ => {
                let what = "takes one of { env = \"NAME\" } and { file = \"PATH\" }";
                self.examination.find(place, what);
                None
            }
        }
    }

    /// The content of a secret's file, without the line end that editors add.
    fn secret_file(&mut self, place: &Place, path: &Path) -> Option<SecretString> {
        let text = self.examination.files.read(path, SECRET_FILE_MAX);
        let text = text.and_then(|text| match text.trim() {
            "" => Err("is empty".to_owned()),
            text => Ok(SecretString::from(text)),
        });
        let find = |what: String| {
            let what = format!("names a file that {what}");
            self.examination.find(place, &what);
        };
        text.map_err(find).ok()
    }
}

/// The variable that names a secret's file.
fn twin(name: Name) -> Option<String> {
    name.variable.map(|variable| format!("{variable}_FILE"))
}

/// Whether a text is spelled as variables are, and as keys are not.
fn is_variable(text: &str) -> bool {
    let is_upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.contains('_') && text.len() <= 64 && text.bytes().all(is_upper)
}
