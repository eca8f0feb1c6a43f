//! The document, as something that answers can be held against.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::support::Answer;

/// The description of the interface.
pub(crate) struct Contract {
    document: Value,
    /// The same with every object closed: what is not described is a mistake here, though a client
    /// should let it pass.
    closed: Value,
}

impl Contract {
    pub(crate) fn load() -> Self {
        let document = include_str!("../../openapi.json");
        let document: Value = serde_json::from_str(document).expect("JSON");
        let mut closed = document.clone();
        close(&mut closed["components"]["schemas"]);
        Self { document, closed }
    }

    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// The paths that have operations with this tag.
    pub(crate) fn paths(&self, tag: &str) -> BTreeSet<String> {
        let has_tag = |operations: &Value| {
            let mut operations = members(operations).values();
            operations.any(|operation| operation["tags"] == json!([tag]))
        };
        let paths = members(&self.document["paths"]).iter();
        let paths = paths.filter(|(_, operations)| has_tag(operations));
        paths.map(|(path, _)| path.clone()).collect()
    }

    /// Every path and method with every status that they answer.
    pub(crate) fn answers(&self, tag: &str) -> BTreeSet<(String, String, String)> {
        let mut answers = BTreeSet::new();
        for path in self.paths(tag) {
            for (method, operation) in members(&self.document["paths"][&path]) {
                let statuses = members(&operation["responses"]).keys();
                let answered = |status: &String| (path.clone(), method.clone(), status.clone());
                answers.extend(statuses.map(answered));
            }
        }
        answers
    }

    /// Whether a path takes a method.
    pub(crate) fn has(&self, path: &str, method: &str) -> bool {
        self.document["paths"][path].get(method).is_some()
    }

    /// The parameters of a path's GET.
    pub(crate) fn parameters(&self, path: &str) -> Vec<Value> {
        let parameters = self.document["paths"][path]["get"]["parameters"].as_array();
        let parameters = parameters.expect("a list").iter();
        parameters
            .map(|parameter| self.resolve(parameter).clone())
            .collect()
    }

    /// Holds an answer against what is described for its status.
    pub(crate) fn check_answer(&self, path: &str, method: &str, answer: &Answer) {
        let operation = &self.document["paths"][path][method];
        let status = answer.status.as_str();
        let described = operation["responses"].get(status);
        let Some(described) = described else {
            panic!("{method} {path} may not answer {status}: {}", answer.text());
        };
        let described = self.resolve(described);
        self.check_headers(path, &described["headers"], answer);
        let Some(content) = described.get("content") else {
            assert!(answer.body.is_empty(), "{path} {status} has a body");
            return;
        };
        let media_type = answer.header("content-type").expect("a type");
        let media_type = media_type.split(';').next().expect("a first part");
        let content = content.get(media_type).or_else(|| content.get("*/*"));
        let Some(content) = content else {
            panic!("{path} {status} may not be {media_type}");
        };
        let body = if media_type == "application/json" && content["schema"]["type"] != "string" {
            answer.json()
        } else {
            json!(answer.text())
        };
        self.check(&content["schema"], &body);
    }

    fn check_headers(&self, path: &str, described: &Value, answer: &Answer) {
        for (name, header) in described.as_object().into_iter().flatten() {
            let header = self.resolve(header);
            match answer.header(name) {
                None => assert_ne!(header["required"], true, "{path} has no {name}"),
                Some(text) if header["schema"]["type"] == "integer" => {
                    let number: u64 = text.parse().expect("a number");
                    self.check(&header["schema"], &json!(number));
                }
                Some(text) => self.check(&header["schema"], &json!(text)),
            }
        }
    }

    pub(crate) fn check_schema(&self, name: &str, json: &Value) {
        self.check(&reference(name), json);
    }

    pub(crate) fn is_valid(&self, name: &str, json: &Value) -> bool {
        self.validator(&reference(name)).is_valid(json)
    }

    fn check(&self, schema: &Value, json: &Value) {
        let validator = self.validator(schema);
        let errors = validator.iter_errors(json);
        let errors: Vec<_> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?} in {json:#}");
    }

    fn validator(&self, schema: &Value) -> jsonschema::Validator {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema],
            "components": self.closed["components"],
        });
        let options = jsonschema::options().should_validate_formats(true);
        options.build(&whole).expect("a schema")
    }

    /// Follows a reference where there is one.
    fn resolve<'a>(&'a self, json: &'a Value) -> &'a Value {
        let Some(reference) = json.get("$ref").and_then(Value::as_str) else {
            return json;
        };
        let pointer = reference.trim_start_matches('#');
        let found = self.document.pointer(pointer);
        found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn members(json: &Value) -> &Map<String, Value> {
    json.as_object().expect("an object")
}

/// Lets no object have members that are not described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("type") == Some(&json!("object")) {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
