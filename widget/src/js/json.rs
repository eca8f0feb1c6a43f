//! JSON by the browser's own parser: no parser and no tables for numbers in the WASM.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use model::Json;

/// A parsed value, walked as tolerantly as any: a page may have put its own parser in place.
#[derive(Clone, Debug)]
pub(crate) struct JsJson(JsValue);

impl JsJson {
    /// Parses a text; none where it is no JSON.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }
}

impl Json for JsJson {
    fn member(&self, name: &str) -> Option<Self> {
        // Of an object only: a text has members too, and `null` throws.
        let member = self
            .0
            .is_object()
            .then(|| Reflect::get(&self.0, &name.into()))?;
        member
            .ok()
            .filter(|member| !member.is_undefined())
            .map(Self)
    }

    fn items(&self) -> Option<Vec<Self>> {
        let items = self.0.dyn_ref::<Array>()?;
        Some(
            (0..items.length())
                .map(|index| Self(items.get(index)))
                .collect(),
        )
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        let text = || Some(js_sys::Number::parse_float(&self.0.as_string()?));
        let number = self.0.as_f64().or_else(text);
        number.filter(|number| number.is_finite())
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }
}
