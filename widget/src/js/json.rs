//! JSON by the browser's own parser: no parser and no tables for numbers in the WASM. What it parsed
//! crosses the border at once, laid flat by `embed/src/browser/flat.ts`, which says how.

use wasm_bindgen::prelude::*;

use super::browser::Browser;
use model::Json;

#[wasm_bindgen]
extern "C" {
    /// A value laid flat.
    pub type Flat;

    #[wasm_bindgen(method, getter)]
    fn cells(this: &Flat) -> Vec<f64>;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Flat) -> String;
}

const FALSE: f64 = 1.0;
const TRUE: f64 = 2.0;
const NUMBER: f64 = 3.0;
const TEXT: f64 = 4.0;
const NUMBER_AS_TEXT: f64 = 5.0;
const LIST: f64 = 6.0;
const OBJECT: f64 = 7.0;

/// A parsed value and all that is in it.
#[derive(Debug)]
pub(crate) struct Document {
    cells: Vec<f64>,
    text: String,
    /// Where each text begins, and the last one ends.
    starts: Vec<usize>,
}

/// A value of a document. Where the cells are not what they should be it is `null`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsJson<'a> {
    document: &'a Document,
    at: usize,
}

impl Document {
    /// Parses a text; none where it is no JSON.
    pub(crate) fn parse(browser: &Browser, text: &str) -> Option<Self> {
        browser.parse(text).map(|flat| Self::of(&flat))
    }

    /// Takes the points of a list of the page's, from one to before another.
    pub(crate) fn of_points(
        browser: &Browser,
        list: &JsValue,
        start: u32,
        end: u32,
    ) -> Option<Self> {
        let flat = browser.points(list, start, end);
        flat.map(|flat| Self::of(&flat))
    }

    fn of(flat: &Flat) -> Self {
        Self::new(flat.cells(), flat.text())
    }

    fn new(cells: Vec<f64>, text: String) -> Self {
        let ends = text.bytes().zip(1..).filter(|(byte, _)| *byte == 0);
        let starts = [0].into_iter().chain(ends.map(|(_, next)| next));
        let starts = starts.collect();
        Self {
            cells,
            text,
            starts,
        }
    }

    /// The value itself.
    pub(crate) fn root(&self) -> JsJson<'_> {
        JsJson {
            document: self,
            at: 0,
        }
    }

    fn cell(&self, at: usize) -> f64 {
        self.cells.get(at).copied().unwrap_or_default()
    }

    /// The text of a number, which stands in the cell `at`.
    fn text(&self, at: usize) -> &str {
        let index = self.cell(at) as usize;
        let range = self.starts.get(index).zip(self.starts.get(index + 1));
        let text = range.and_then(|(start, end)| self.text.get(*start..end.saturating_sub(1)));
        text.unwrap_or_default()
    }

    /// Where the value at `at` ends.
    fn end(&self, at: usize) -> usize {
        match self.cell(at) {
            NUMBER | TEXT => at + 2,
            NUMBER_AS_TEXT => at + 3,
            LIST | OBJECT => (self.cell(at + 1) as usize).max(at + 2),
            _ => at + 1,
        }
    }
}

impl JsJson<'_> {
    fn kind(self) -> f64 {
        self.document.cell(self.at)
    }

    fn to(self, at: usize) -> Self {
        Self { at, ..self }
    }
}

impl Json for JsJson<'_> {
    fn member(&self, name: &str) -> Option<Self> {
        if self.kind() != OBJECT {
            return None;
        }
        let document = self.document;
        let (mut at, end) = (self.at + 2, document.end(self.at));
        while at < end {
            if document.text(at) == name {
                return Some(self.to(at + 1));
            }
            at = document.end(at + 1);
        }
        None
    }

    fn items(&self) -> Option<Vec<Self>> {
        if self.kind() != LIST {
            return None;
        }
        let mut items = Vec::new();
        let (mut at, end) = (self.at + 2, self.document.end(self.at));
        while at < end {
            items.push(self.to(at));
            at = self.document.end(at);
        }
        Some(items)
    }

    fn text(&self) -> Option<String> {
        let is_text = matches!(self.kind(), TEXT | NUMBER_AS_TEXT);
        is_text.then(|| self.document.text(self.at + 1).to_owned())
    }

    fn number(&self) -> Option<f64> {
        Some(match self.kind() {
            NUMBER => self.document.cell(self.at + 1),
            NUMBER_AS_TEXT => self.document.cell(self.at + 2),
            _ => return None,
        })
    }

    fn flag(&self) -> Option<bool> {
        match self.kind() {
            FALSE => Some(false),
            TRUE => Some(true),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        !(FALSE..=OBJECT).contains(&self.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, FALSE, LIST, NUMBER, NUMBER_AS_TEXT, OBJECT, TEXT, TRUE};
    use model::Json;

    /// `{"a": [1.5, "x", "07"], "ä": {"b": true, "c": null, "d": false}}`
    fn document() -> Document {
        let list = [LIST, 12.0, NUMBER, 1.5, TEXT, 1.0, NUMBER_AS_TEXT, 2.0, 7.0];
        let inner = [OBJECT, 21.0, 4.0, TRUE, 5.0, 0.0, 6.0, FALSE];
        let cells = [&[OBJECT, 21.0, 0.0], &list[..], &[3.0], &inner[..]].concat();
        Document::new(cells, ["a", "x", "07", "ä", "b", "c", "d", ""].join("\0"))
    }

    #[test]
    fn what_was_laid_flat_is_walked_as_json_is() {
        let document = document();
        let root = document.root();
        let list = root.member("a").and_then(|list| list.items());
        let list = list.expect("a list");
        assert_eq!(list.len(), 3);
        assert_eq!(list[0].number(), Some(1.5));
        assert_eq!(list[1].text().as_deref(), Some("x"));
        assert_eq!((list[1].number(), list[1].flag()), (None, None));
        assert_eq!(list[2].text().as_deref(), Some("07"));
        assert_eq!(list[2].number(), Some(7.0));
        let inner = root.member("ä").expect("an object");
        let member = |name| inner.member(name).expect("a member");
        assert_eq!(member("b").flag(), Some(true));
        assert!(member("c").is_null());
        assert_eq!(member("d").flag(), Some(false));
        assert!(inner.member("e").is_none() && root.member("b").is_none());
        assert!(inner.items().is_none() && list[0].member("a").is_none());
    }

    /// A page may have put its own parser in the place of the browser's.
    #[test]
    fn cells_that_are_cut_off_end_the_walk() {
        for length in 0..21 {
            let mut document = document();
            document.cells.truncate(length);
            let list = document.root().member("a").and_then(|list| list.items());
            for item in list.unwrap_or_default() {
                let _: (Option<String>, Option<f64>) = (item.text(), item.number());
            }
        }
    }
}
