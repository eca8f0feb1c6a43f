//! Settings, read one by one: out of a table of the file, or out of variables where there is no
//! file. Whoever reads a setting does not see the difference; whoever wrote it is told by the name
//! that they used.

mod unknown;

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use toml::de::{DeTable, DeValue};

use super::examination::{Examination, Place};
use super::lookup::variable;
pub(super) use unknown::shown;

/// A setting's key in the file, and its variable where it has one.
#[derive(Clone, Copy)]
pub(super) struct Name {
    pub(super) key: &'static str,
    pub(super) variable: Option<&'static str>,
}

impl From<&'static str> for Name {
    fn from(key: &'static str) -> Self {
        Self {
            key,
            variable: None,
        }
    }
}

impl From<(&'static str, &'static str)> for Name {
    fn from((key, variable): (&'static str, &'static str)) -> Self {
        Self {
            key,
            variable: Some(variable),
        }
    }
}

/// Settings that stand together.
pub(super) struct Section<'s, 'd> {
    pub(super) examination: &'s mut Examination<'d>,
    /// None where variables are read.
    table: Option<DeTable<'d>>,
    /// The path in the document, empty at its top, and its offset.
    path: String,
    at: usize,
    /// The keys that were asked for.
    known: Vec<&'static str>,
}

/// A setting as it was written.
pub(super) enum Written<'d> {
    Variable(String),
    Value(DeValue<'d>),
}

impl<'s, 'd> Section<'s, 'd> {
    pub(super) fn of_variables(examination: &'s mut Examination<'d>) -> Self {
        Self::new(examination, None, String::new(), 0)
    }

    pub(super) fn of_document(examination: &'s mut Examination<'d>, table: DeTable<'d>) -> Self {
        Self::new(examination, Some(table), String::new(), 0)
    }

    pub(super) fn new(
        examination: &'s mut Examination<'d>,
        table: Option<DeTable<'d>>,
        path: String,
        at: usize,
    ) -> Self {
        Self {
            examination,
            table,
            path,
            at,
            known: Vec::new(),
        }
    }

    /// Whether a file is read.
    pub(super) fn is_file(&self) -> bool {
        self.table.is_some()
    }

    /// Notes what is wrong with a setting that is not there.
    pub(super) fn find_missing(&mut self, name: impl Into<Name>, what: &str) {
        let place = self.place(name.into());
        self.examination.find(&place, what);
    }

    /// Notes what is wrong with the section itself.
    pub(super) fn find_here(&mut self, what: &str) {
        let place = Place {
            at: self.at,
            name: self.path.clone(),
        };
        self.examination.find(&place, what);
    }

    /// Looks whether a variable is set that a file's section stands in for.
    pub(super) fn overrule(&mut self, variable: &str) {
        self.examination.overrule(variable);
    }

    /// Whether a setting is there and has not been taken out.
    pub(super) fn is_set(&self, name: impl Into<Name>) -> bool {
        let name = name.into();
        match (&self.table, name.variable) {
            (Some(table), _) => table.contains_key(name.key),
            (None, Some(name)) => variable(self.examination.lookup, name).is_some(),
            (None, None) => false,
        }
    }

    /// Notes that a setting is not there, where it is not.
    pub(super) fn require(&mut self, name: impl Into<Name>, purpose: &str) {
        let name = name.into();
        if !self.is_set(name) {
            self.find_missing(name, &format!("is not set: {purpose}"));
        }
    }

    /// Takes a setting out.
    pub(super) fn take(&mut self, name: Name) -> (Place, Option<Written<'d>>) {
        let place = self.place(name);
        let Some(table) = &mut self.table else {
            let text = name
                .variable
                .and_then(|name| variable(self.examination.lookup, name));
            return (place, text.map(Written::Variable));
        };
        if let Some(variable) = name.variable {
            self.examination.overrule(variable);
        }
        self.known.push(name.key);
        let value = table.remove(name.key);
        (place, value.map(|value| Written::Value(value.into_inner())))
    }

    /// A text that has to be understood, if it is set.
    pub(super) fn parse<T>(
        &mut self,
        name: impl Into<Name>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (place, written) = self.take(name.into());
        let text = match written? {
            Written::Variable(text) => text,
            Written::Value(DeValue::String(text)) => text.trim().to_owned(),
            Written::Value(_) => {
                self.examination.find(&place, "takes a text, in quotes");
                return None;
            }
        };
        let parsed = parse(&text);
        parsed
            .map_err(|what| self.examination.find(&place, &what))
            .ok()
    }

    /// A whole number in `range`, if it is set.
    pub(super) fn number<T>(&mut self, name: impl Into<Name>, range: RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + Display,
    {
        let (place, written) = self.take(name.into());
        let digits = match written? {
            Written::Variable(text) => Some(text),
            Written::Value(DeValue::Integer(number)) => {
                let number = i64::from_str_radix(number.as_str(), number.radix());
                number.ok().map(|number| number.to_string())
            }
            Written::Value(_) => None,
        };
        let number = digits.and_then(|digits| digits.parse().ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = range.into_inner();
            let what = format!("takes a whole number from {least} to {most}");
            self.examination.find(&place, &what);
        }
        number
    }

    /// True or false, if it is set.
    pub(super) fn flag(&mut self, name: impl Into<Name>) -> Option<bool> {
        let (place, written) = self.take(name.into());
        let flag = match written? {
            Written::Value(DeValue::Boolean(flag)) => Some(flag),
            Written::Value(_) => None,
            Written::Variable(text) => text.parse().ok(),
        };
        if flag.is_none() {
            self.examination.find(&place, "takes true or false");
        }
        flag
    }

    /// A list of texts that have to be understood, if it is set: no two alike. In a variable,
    /// commas or white space part them. One that lists nothing is a template that was filled in with
    /// nothing, and would forbid everything.
    pub(super) fn list<T: PartialEq>(
        &mut self,
        name: impl Into<Name>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let (place, written) = self.take(name.into());
        let texts = self.texts(&place, written?)?;
        if texts.is_empty() {
            self.examination.find(&place, "lists nothing");
        }
        let mut values = Vec::new();
        for (at, text) in texts {
            let place = Place {
                at,
                name: place.name.clone(),
            };
            match parse(&text) {
                Ok(value) if values.contains(&value) => {
                    let what = format!("holds {text:?} more than once");
                    self.examination.find(&place, &what);
                }
                Ok(value) => values.push(value),
                Err(what) => self.examination.find(&place, &what),
            }
        }
        Some(values)
    }

    /// The texts of a list, each with its offset.
    fn texts(&mut self, place: &Place, written: Written<'d>) -> Option<Vec<(usize, String)>> {
        match written {
            Written::Variable(text) => {
                let parts = text.split(|char: char| char == ',' || char.is_whitespace());
                let parts = parts.filter(|part| !part.is_empty());
                Some(parts.map(|part| (place.at, part.to_owned())).collect())
            }
            Written::Value(DeValue::Array(values)) => {
                let texts = values.into_iter().map(|value| {
                    let at = value.span().start;
                    match value.into_inner() {
                        DeValue::String(text) => Some((at, text.trim().to_owned())),
                        _ => None,
                    }
                });
                let texts: Option<Vec<_>> = texts.collect();
                if texts.is_none() {
                    self.examination.find(place, "takes texts alone, in quotes");
                }
                texts
            }
            Written::Value(_) => {
                let what = "takes a list of texts, in brackets";
                self.examination.find(place, what);
                None
            }
        }
    }

    /// Where a setting stands; the section's place where it is not there.
    pub(super) fn place(&self, name: Name) -> Place {
        let value = self.table.as_ref().and_then(|table| table.get(name.key));
        let at = value.map_or(self.at, |value| value.span().start);
        let name = match (&self.table, name.variable) {
            (None, Some(variable)) => variable.to_owned(),
            (_, _) if self.path.is_empty() => name.key.to_owned(),
            (_, _) => format!("{}.{}", self.path, name.key),
        };
        Place { at, name }
    }
}
