//! A JSON value from outside, whoever parsed it: `serde_json` on servers, the browser's own parser
//! in the widget (`docs/adr/0001-json-is-walked.md`).

use serde_json::Value;

/// A parsed JSON value that can be walked. Asking for what is not there gives none, never a panic.
pub trait Json: Clone {
    /// A member of an object; none where there is no such member, or no object.
    fn member(&self, name: &str) -> Option<Self>;

    /// The items of a list; none where it is no list.
    fn items(&self) -> Option<Vec<Self>>;

    /// A text.
    fn text(&self) -> Option<String>;

    /// A finite number, also where it stands as text (v2 wrote positions so).
    fn number(&self) -> Option<f64>;

    /// A truth value.
    fn flag(&self) -> Option<bool>;

    /// Whether it is `null`.
    fn is_null(&self) -> bool;
}

impl Json for &Value {
    fn member(&self, name: &str) -> Option<Self> {
        self.get(name)
    }

    fn items(&self) -> Option<Vec<Self>> {
        Some(self.as_array()?.iter().collect())
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f64> {
        let text = || self.as_str()?.trim().parse().ok();
        let number = self.as_f64().or_else(text);
        number.filter(|number| number.is_finite())
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        Value::is_null(self)
    }
}
