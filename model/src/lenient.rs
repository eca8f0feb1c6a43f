//! Reading of single values that tolerates the wrong type, because the carriers' data behind v3
//! is uneven: a value that cannot be read becomes the empty one and never costs the service point.
//!
//! Documents are walked as [`Value`]s rather than derived into types: tolerance then is the
//! ordinary case, and the code is a fraction of the size, which counts in the widget
//! (`docs/adr/0001-json-is-walked.md`).

use serde_json::Value;

/// A text; a whole number is written out, anything else is none.
pub(crate) fn optional_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        Value::Number(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

/// A text; whatever is none is empty.
pub(crate) fn text(value: &Value) -> String {
    optional_text(value).unwrap_or_default()
}

/// The texts of a list; anything that is none is left out.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    list(value).iter().filter_map(optional_text).collect()
}

/// The items of a list; anything else has none.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A truth value; anything else is `false`.
pub(crate) fn flag(value: &Value) -> bool {
    value == &Value::Bool(true)
}

/// A finite number, also where it stands as text (v2 wrote positions so).
pub(crate) fn number(value: &Value) -> Option<f64> {
    let number = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok());
    number.filter(|number| number.is_finite())
}

/// A whole number that is not negative, also where it stands as text.
pub(crate) fn integer(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}
