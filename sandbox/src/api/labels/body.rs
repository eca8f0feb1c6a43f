//! Reads JSON bodies: everything that is wrong with one is found at once, each with its pointer.

use axum::{Json, extract::rejection::JsonRejection};
use model::{ErrorObject, code};
use serde_json::Value;

use crate::api::Refusal;

/// A body as axum hands it over.
pub(super) type JsonBody = Result<Json<Value>, JsonRejection>;

/// The JSON of a body.
pub(super) fn read(body: JsonBody) -> Result<Value, Refusal> {
    let Json(value) = body.map_err(|rejection| {
        let status = rejection.status();
        let detail = "The body could not be read as JSON";
        let error = ErrorObject::new(status.as_u16(), code::INVALID, detail);
        Refusal::Errors(status, vec![error])
    })?;
    Ok(value)
}

/// What is wrong with a body.
#[derive(Default)]
pub(super) struct Findings(Vec<ErrorObject>);

impl Findings {
    pub(super) fn add(&mut self, part: &Part<'_>, code: &str, detail: impl Into<String>) {
        let mut error = ErrorObject::new(400, code, detail);
        error.source.pointer = Some(part.pointer.clone());
        self.0.push(error);
    }

    /// Refuses the body where anything was found.
    pub(super) fn into_result(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Refusal::invalid(self.0))
        }
    }
}

/// A place in a body, and what stands there.
#[derive(Clone)]
pub(super) struct Part<'a> {
    /// None where nothing does; `null` counts as nothing.
    value: Option<&'a Value>,
    pointer: String,
}

impl<'a> Part<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        let pointer = String::new();
        Self {
            value: Some(value),
            pointer,
        }
    }

    pub(super) fn member(&self, name: &str) -> Self {
        let value = self.value.and_then(|value| value.get(name));
        Self {
            value: value.filter(|value| !value.is_null()),
            pointer: format!("{}/{name}", self.pointer),
        }
    }

    pub(super) fn value(&self) -> Option<&'a Value> {
        self.value
    }

    pub(super) fn is_missing(&self) -> bool {
        self.value.is_none()
    }

    /// Complains where nothing stands.
    pub(super) fn require(&self, findings: &mut Findings) {
        if self.is_missing() {
            findings.add(self, code::REQUIRED, "Field required");
        }
    }

    /// What `read` makes of what stands here; complains where it makes nothing of it.
    fn typed<T>(
        &self,
        findings: &mut Findings,
        kind: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let read = read(self.value?);
        if read.is_none() {
            let detail = format!("Input should be a valid {kind}");
            findings.add(self, code::INVALID, detail);
        }
        read
    }

    /// A text, where there is one.
    pub(super) fn text(&self, findings: &mut Findings) -> Option<&'a str> {
        self.typed(findings, "string", Value::as_str)
    }

    /// A text that must be there and must not be empty.
    pub(super) fn required_text(&self, findings: &mut Findings) -> Option<&'a str> {
        self.require(findings);
        let text = self.text(findings);
        if text.is_some_and(str::is_empty) {
            let detail = "This field may not be blank";
            findings.add(self, code::REQUIRED, detail);
        }
        text
    }

    /// A whole number above zero, and no text that looks like one.
    pub(super) fn id(&self, findings: &mut Findings) -> Option<u64> {
        self.typed(findings, "integer", Value::as_u64)
    }

    pub(super) fn flag(&self, findings: &mut Findings) -> Option<bool> {
        self.typed(findings, "boolean", Value::as_bool)
    }

    /// An object that must be there.
    pub(super) fn require_object(&self, findings: &mut Findings) {
        self.require(findings);
        self.object(findings);
    }

    /// An object, where there is anything.
    pub(super) fn object(&self, findings: &mut Findings) {
        let _ = self.typed(findings, "dictionary", Value::as_object);
    }

    /// The items of a list that must be there and have so many at most.
    pub(super) fn items(&self, findings: &mut Findings, most: usize) -> Vec<Part<'a>> {
        self.require(findings);
        let Some(value) = self.value else {
            return Vec::new();
        };
        let Some(items) = value.as_array() else {
            findings.add(self, "not_a_list", "Input should be a valid list");
            return Vec::new();
        };
        if items.is_empty() || items.len() > most {
            let detail = format!("List should have 1 to {most} items");
            findings.add(self, code::INVALID, detail);
        }
        let parts = items.iter().take(most).enumerate();
        let parts = parts.map(|(index, item)| Part {
            value: Some(item),
            pointer: format!("{}/[{index}]", self.pointer),
        });
        parts.collect()
    }
}
