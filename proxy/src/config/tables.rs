//! Sections within sections: one, several with a key each, several in a row.

use toml::de::{DeTable, DeValue};

use super::Section;
use super::examination::Place;
use super::section::{Written, shown};

impl<'d> Section<'_, 'd> {
    /// Reads the section of this key, which is empty where there is none.
    pub(super) fn within<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Section<'_, 'd>) -> T,
    ) -> T {
        let (place, written) = self.take(key.into());
        let table = match written {
            _ if !self.is_file() => None,
            Some(Written::Value(value)) => Some(self.table_of(&place, value)),
            _ => Some(DeTable::new()),
        };
        self.read_section(table, place, read)
    }

    /// Reads the sections below this key, of which there is at least one, in the order of their
    /// keys.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&str, &mut Section<'_, 'd>) -> T,
    ) -> Vec<T> {
        let (place, written) = self.take(key.into());
        let Some(Written::Value(value)) = written else {
            return Vec::new();
        };
        let tables = self.table_of(&place, value);
        if tables.is_empty() {
            let what = format!("takes tables, such as [{}.KEY]", place.name);
            self.examination.find(&place, &what);
        }
        let mut values = Vec::new();
        for (key, value) in tables {
            let key = key.into_inner();
            let place = Place {
                at: value.span().start,
                name: format!("{}.{}", place.name, shown(&key)),
            };
            let table = self.table_of(&place, value.into_inner());
            values.push(self.read_section(Some(table), place, |section| read(&key, section)));
        }
        values
    }

    /// Reads the sections in a row that this key holds, if it does.
    pub(super) fn rows<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Section<'_, 'd>) -> T,
    ) -> Option<Vec<T>> {
        let (place, written) = self.take(key.into());
        let values = match written {
            Some(Written::Value(DeValue::Array(values))) => values,
            Some(_) => {
                let what = format!("takes a list of tables: [[{}]]", place.name);
                self.examination.find(&place, &what);
                return None;
            }
            None => return None,
        };
        let mut rows = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let place = Place {
                at: value.span().start,
                name: format!("{}[{index}]", place.name),
            };
            let table = self.table_of(&place, value.into_inner());
            rows.push(self.read_section(Some(table), place, &mut read));
        }
        Some(rows)
    }

    fn read_section<T>(
        &mut self,
        table: Option<DeTable<'d>>,
        place: Place,
        read: impl FnOnce(&mut Section<'_, 'd>) -> T,
    ) -> T {
        let mut section = Section::new(self.examination, table, place.name, place.at);
        let value = read(&mut section);
        section.finish();
        value
    }

    /// The table that a value is; an empty one in its place where it is none.
    fn table_of(&mut self, place: &Place, value: DeValue<'d>) -> DeTable<'d> {
        match value {
            DeValue::Table(table) => table,
            _ => {
                let what = format!("takes a table: [{}]", place.name);
                self.examination.find(place, &what);
                DeTable::new()
            }
        }
    }
}
