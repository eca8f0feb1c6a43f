//! The reading of a whole configuration: what is wrong piles up, and is told together.

use std::collections::BTreeSet;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::lookup::{Files, Lookup, variable};
use super::{Findings, Section};

/// Most findings that are told: a file with more is another kind of file.
const FINDINGS_MAX: usize = 100;

/// A configuration under examination.
pub(super) struct Examination<'d> {
    pub(super) lookup: Lookup<'d>,
    pub(super) files: &'d mut Files,
    /// None where variables alone configure the proxy.
    document: Option<Document<'d>>,
    /// With their offset in the document, 0 for variables.
    findings: Vec<(usize, String)>,
    /// Variables that the document stands in for, and that are set.
    overruled: BTreeSet<String>,
    /// Variables that the document refers to.
    referred: BTreeSet<String>,
    /// Secrets that may be in one place alone, with that place.
    claims: Vec<(SecretString, String)>,
}

/// A configuration file.
#[derive(Clone, Copy)]
pub(super) struct Document<'d> {
    /// As the operator named it.
    pub(super) path: &'d Path,
    pub(super) text: &'d str,
}

/// Where a setting stands, or would.
pub(super) struct Place {
    /// Its offset in the document, 0 for variables.
    pub(super) at: usize,
    /// Its path in the document, or its variable.
    pub(super) name: String,
}

impl<'d> Examination<'d> {
    pub(super) fn new(
        lookup: Lookup<'d>,
        files: &'d mut Files,
        document: Option<Document<'d>>,
    ) -> Self {
        Self {
            lookup,
            files,
            document,
            findings: Vec::new(),
            overruled: BTreeSet::new(),
            referred: BTreeSet::new(),
            claims: Vec::new(),
        }
    }

    /// Reads it all with `read`, unless the document is no TOML.
    ///
    /// # Errors
    ///
    /// Everything that was found.
    pub(super) fn run<T>(
        mut self,
        read: impl FnOnce(&mut Section<'_, 'd>) -> Option<T>,
    ) -> Result<T, Findings> {
        let Some(document) = self.document else {
            let value = read(&mut Section::of_variables(&mut self));
            return self.finish(value);
        };
        let (table, mut errors) = toml::de::DeTable::parse_recoverable(document.text);
        // What could be saved of a broken document would be full of gaps that are none.
        if !errors.is_empty() {
            errors.sort_by_key(start);
            let errors = errors.iter().take(FINDINGS_MAX);
            let findings = errors.map(|error| document.syntax(error)).collect();
            return Err(Findings(findings));
        }
        let mut section = Section::of_document(&mut self, table.into_inner());
        let value = read(&mut section);
        section.finish();
        self.finish(value)
    }

    /// Notes what is wrong with a setting; never its value where that may be a secret.
    pub(super) fn find(&mut self, place: &Place, what: &str) {
        let finding = format!("{} {what}", place.name);
        self.findings.push((place.at, finding));
    }

    /// Notes a key that nobody asked for.
    pub(super) fn find_key(&mut self, at: usize, what: String) {
        self.findings.push((at, what));
    }

    /// Looks whether a variable is set for which the document is read instead.
    pub(super) fn overrule(&mut self, name: &str) {
        if self.document.is_some() && variable(self.lookup, name).is_some() {
            self.overruled.insert(name.to_owned());
        }
    }

    /// The value of a variable that the document refers to.
    pub(super) fn refer(&mut self, name: &str) -> Option<String> {
        self.referred.insert(name.to_owned());
        variable(self.lookup, name)
    }

    /// Notes a secret, or what tells a key from others, that stands at `place` and so may stand
    /// nowhere else: who knows it for one shop or purpose must not have another's with it. Places
    /// whose names begin with `owner` are one.
    pub(super) fn claim(&mut self, place: &Place, owner: &str, secret: SecretString) {
        let is_same = |other: &SecretString| other.expose_secret() == secret.expose_secret();
        let mut others = self.claims.iter();
        let other = others.find(|(other, name)| is_same(other) && !name.starts_with(owner));
        if let Some((_, name)) = other {
            let what = format!("is the same as {name}: every shop and purpose has its own");
            self.find(place, &what);
        }
        self.claims.push((secret, place.name.clone()));
    }

    /// Where files lie that the document names by a relative path.
    pub(super) fn folder(&self) -> &'d Path {
        let folder = self.document.and_then(|document| document.path.parent());
        folder.unwrap_or(Path::new(""))
    }

    /// The value, where nothing was found; there is none only where something was.
    fn finish<T>(mut self, value: Option<T>) -> Result<T, Findings> {
        self.findings.sort_by_key(|(at, _)| *at);
        let line = |at| self.document.map(|document| document.line(at));
        let placed = |(at, finding): &(usize, String)| match line(*at) {
            Some(line) => format!("{line}: {finding}"),
            None => finding.clone(),
        };
        let mut findings: Vec<_> = self
            .findings
            .iter()
            .take(FINDINGS_MAX)
            .map(placed)
            .collect();
        let untold = self.findings.len() - findings.len();
        if untold > 0 {
            findings.push(format!("and {untold} more"));
        }
        if let Some(document) = self.document {
            for name in self.overruled.difference(&self.referred) {
                let path = document.path.display();
                findings.push(format!(
                    "{name} is set, but {path} says it instead: unset it"
                ));
            }
        }
        match value {
            Some(value) if findings.is_empty() => Ok(value),
            _ => Err(Findings(findings)),
        }
    }
}

impl Document<'_> {
    /// What is no TOML, and where; the message alone, for the line may hold a secret.
    fn syntax(&self, error: &toml::de::Error) -> String {
        let (line, column) = self.position(start(error));
        let (path, message) = (self.path.display(), error.message());
        format!("{path}:{line}:{column}: {message}")
    }

    /// `path:line`.
    fn line(&self, at: usize) -> String {
        format!("{}:{}", self.path.display(), self.position(at).0)
    }

    /// Line and column, each from 1; columns count characters.
    fn position(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        (line, before[start..].chars().count() + 1)
    }
}

fn start(error: &toml::de::Error) -> usize {
    error.span().map_or(0, |span| span.start)
}
