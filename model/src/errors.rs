//! v3's error envelope, `{"errors":[{"status","code","detail","source"}]}`: written in one form,
//! read in all the forms that occur.

use serde::Serialize;
use serde_json::Value;

use crate::{Json, ServicePoint, lenient};

/// The codes that v3 documents and we use.
pub mod code {
    /// A required parameter is missing.
    pub const REQUIRED: &str = "required";
    /// A value has the wrong form or lies out of range.
    pub const INVALID: &str = "invalid";
    /// A value is none of the allowed ones.
    pub const INVALID_CHOICE: &str = "invalid_choice";
    /// Parameters do not go together.
    pub const VALIDATION_ERROR: &str = "validation_error";
    /// There is no such parameter.
    pub const UNKNOWN_FIELD: &str = "unknown_field";
    /// There is no such thing.
    pub const NOT_FOUND: &str = "not_found";
    /// The credentials are missing or wrong.
    pub const AUTHENTICATION_FAILED: &str = "authentication_failed";
    /// The credentials do not allow it.
    pub const FORBIDDEN: &str = "forbidden";
}

/// The body of every error answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ErrorEnvelope {
    /// At least one error where we write it; what was readable where we read it.
    pub errors: Vec<ErrorObject>,
}

/// One error.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ErrorObject {
    /// The HTTP status as text.
    pub status: String,
    /// A stable code; `null` where v3's geocoder is down.
    pub code: Option<String>,
    /// A short summary that is the same for every such error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happened, for the developer who reads it.
    pub detail: String,
    /// What part of the request caused it.
    #[serde(skip_serializing_if = "ErrorSource::is_empty")]
    pub source: ErrorSource,
    /// What helps to go on; the proxy's own answers alone have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Box<ErrorMeta>>,
}

/// What helps to go on after an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ErrorMeta {
    /// The nearest service points instead of the one that was chosen, with their `distance` from
    /// it; at most [`Self::ALTERNATIVES_MAX`], perhaps none.
    pub alternatives: Vec<ServicePoint>,
}

/// What part of a request caused an error; one of the three at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ErrorSource {
    /// Name of a query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// JSON pointer into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

impl ErrorSource {
    /// Whether nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ErrorMeta {
    /// Most service points that are offered.
    pub const ALTERNATIVES_MAX: usize = 3;

    fn read<J: Json>(json: &J) -> Option<Box<Self>> {
        let points = json.member("alternatives")?.items()?;
        let points = points.iter().filter_map(ServicePoint::read);
        let alternatives = points.take(Self::ALTERNATIVES_MAX).collect();
        Some(Box::new(Self { alternatives }))
    }
}

impl ErrorObject {
    /// An error of the request as a whole.
    #[must_use]
    pub fn new(status: u16, code: &str, detail: impl Into<String>) -> Self {
        Self {
            status: status.to_string(),
            code: Some(code.to_owned()),
            detail: detail.into(),
            ..Self::default()
        }
    }

    /// A 400 that one query parameter caused.
    #[must_use]
    pub fn parameter(parameter: &str, code: &str, detail: impl Into<String>) -> Self {
        let mut error = Self::new(400, code, detail);
        error.source.parameter = Some(parameter.to_owned());
        error
    }
}

impl From<ErrorObject> for ErrorEnvelope {
    fn from(error: ErrorObject) -> Self {
        Self {
            errors: vec![error],
        }
    }
}

impl ErrorEnvelope {
    /// Reads `errors` as a list or as a single object, or a bare list without the envelope: v3's
    /// schemas allow all three. Whatever else stands there holds no errors.
    #[must_use]
    pub fn read<J: Json>(json: &J) -> Self {
        let errors = json.member("errors").unwrap_or_else(|| json.clone());
        let errors = errors.items().unwrap_or_else(|| vec![errors]);
        let errors = errors.iter().filter_map(ErrorObject::read).collect();
        Self { errors }
    }

    /// The same of a body, which may be anything.
    #[must_use]
    pub fn decode(body: &str) -> Self {
        let json: Value = serde_json::from_str(body).unwrap_or_default();
        Self::read(&&json)
    }
}

impl ErrorObject {
    /// Reads an error; none where nothing says so.
    fn read<J: Json>(json: &J) -> Option<Self> {
        let source = json.member("source");
        let source = |name| {
            source
                .as_ref()
                .and_then(|source| lenient::optional_text(source, name))
        };
        let error = Self {
            status: lenient::text(json, "status"),
            code: lenient::optional_text(json, "code"),
            title: lenient::optional_text(json, "title"),
            detail: lenient::text(json, "detail"),
            source: ErrorSource {
                parameter: source("parameter"),
                pointer: source("pointer"),
                header: source("header"),
            },
            meta: lenient::member(json, "meta").and_then(|meta| ErrorMeta::read(&meta)),
        };
        (error != Self::default()).then_some(error)
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorEnvelope, ErrorMeta, ErrorObject, code};

    #[test]
    fn every_form_that_occurs_is_read() {
        let expected = ErrorObject {
            code: None,
            ..ErrorObject::new(503, "", "Try again later.")
        };
        for json in [
            r#"{"errors":[{"status":"503","code":null,"detail":"Try again later."}]}"#,
            r#"{"errors":{"status":503,"code":null,"detail":"Try again later.","meta":{"a":1}}}"#,
            r#"[{"status":503,"detail":"Try again later.","links":{"about":"x"}}]"#,
        ] {
            assert_eq!(
                ErrorEnvelope::decode(json).errors,
                std::slice::from_ref(&expected),
                "{json}"
            );
        }
    }

    /// What the proxy offers instead of a point comes through, and no more of it than it offers.
    #[test]
    fn alternatives_are_read_and_bounded() {
        let point = |id: u64| {
            serde_json::json!({"id": id, "carrier": {"code": "dhl"},
                "position": {"latitude": 51.0, "longitude": 5.0}})
        };
        let mut points: Vec<_> = (1..=5).map(point).collect();
        points[0] = serde_json::json!({"id": 0});
        let json = serde_json::json!({"errors": [{"status": "409", "code": "expired",
            "detail": "x", "meta": {"alternatives": points}}]});
        let read = ErrorEnvelope::decode(&json.to_string());
        let meta = read.errors[0].meta.as_deref().unwrap();
        let ids: Vec<_> = meta
            .alternatives
            .iter()
            .map(|point| point.id.get())
            .collect();
        assert_eq!(ids, [2, 3, 4]);
        assert_eq!(ids.len(), ErrorMeta::ALTERNATIVES_MAX);
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(ErrorEnvelope::decode(&written), read);
    }

    /// A gateway in front of the API answers with a page of its own.
    #[test]
    fn what_is_no_envelope_holds_no_errors() {
        for body in [
            "",
            "<html>502</html>",
            "{}",
            "[]",
            "7",
            r#"{"errors":null}"#,
            r#"{"errors":7}"#,
        ] {
            assert_eq!(
                ErrorEnvelope::decode(body),
                ErrorEnvelope::default(),
                "{body}"
            );
        }
    }

    #[test]
    fn what_v3_documents_is_written_in_its_own_form() {
        let error = ErrorObject::parameter("country_code", code::REQUIRED, "Field required");
        let json = serde_json::to_value(ErrorEnvelope::from(error)).unwrap();
        let expected = serde_json::json!({"errors": [{
            "status": "400", "code": "required", "detail": "Field required",
            "source": {"parameter": "country_code"},
        }]});
        assert_eq!(json, expected);
    }
}
