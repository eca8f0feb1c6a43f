//! Sendcloud's shipping options, read field by field: what a shop needs to choose one and to announce
//! a shipment with it, and nothing that is not listed here.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::clean::{clean, is_invisible};
use crate::upstream::Error;

/// Most options of a list.
const LIST_MAX: usize = 200;
/// Most characters of a text.
const TEXT_MAX: usize = 200;
/// Most characters of what Sendcloud says beside a list.
const MESSAGE_MAX: usize = 300;
/// Most functionalities of an option; Sendcloud documents 45.
const FUNCTIONALITIES_MAX: usize = 100;
/// Most fields that an option may require; Sendcloud documents five.
const FIELDS_MAX: usize = 50;

/// `{"data": […], "message": null}`: Sendcloud's own form, without its `null` for an empty list.
#[derive(Debug, Serialize)]
pub(crate) struct ShippingOptions {
    /// At most 200.
    pub(crate) data: Vec<ShippingOption>,
    /// Why there are none, where Sendcloud says so.
    pub(crate) message: Option<String>,
}

/// One way to ship a parcel.
#[derive(Debug, Serialize)]
pub(crate) struct ShippingOption {
    /// What a shipment is announced with; never changed.
    code: String,
    name: String,
    carrier: Option<Named>,
    product: Option<Named>,
    /// By name: true, false, a number, a text or `null`.
    functionalities: Map<String, Value>,
    weight: Option<WeightRange>,
    max_dimensions: Option<Dimensions>,
    contract: Option<Contract>,
    requirements: Requirements,
}

#[derive(Debug, Serialize)]
struct Named {
    code: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct WeightRange {
    min: Option<Weight>,
    max: Option<Weight>,
}

/// A number in a text, as Sendcloud writes it.
#[derive(Debug, Serialize)]
struct Weight {
    value: String,
    unit: String,
}

#[derive(Debug, Serialize)]
struct Dimensions {
    length: String,
    width: String,
    height: String,
    unit: String,
}

#[derive(Debug, Serialize)]
struct Contract {
    id: Option<u64>,
    client_id: String,
    carrier_code: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct Requirements {
    fields: Vec<String>,
    is_service_point_required: bool,
    export_documents: bool,
}

/// Reads the body of an answer: the options, and how many of them could not be read.
///
/// `to_points_only` leaves out what does not end at a service point, for questions that could not ask
/// for that.
///
/// # Errors
///
/// Where it is no list, or most of it cannot be used.
pub(super) fn read(body: &str, to_points_only: bool) -> Result<(ShippingOptions, usize), Error> {
    let no_list = Error::Malformed("it is no list of shipping options");
    let Ok(Value::Object(answer)) = serde_json::from_str(body) else {
        return Err(no_list);
    };
    let listed = match answer.get("data") {
        Some(Value::Array(listed)) => listed.as_slice(),
        // Sendcloud's word for a question that is too wide, and for no options.
        Some(Value::Null) => &[],
        _ => return Err(no_list),
    };
    let mut data: Vec<_> = listed.iter().filter_map(ShippingOption::read).collect();
    let dropped = listed.len() - data.len();
    if listed.len() >= 10 && dropped > listed.len() / 2 {
        return Err(Error::Malformed(
            "most of its shipping options are malformed",
        ));
    }
    data.retain(|option| !to_points_only || option.requirements.is_service_point_required);
    data.truncate(LIST_MAX);
    let message = answer.get("message").and_then(Value::as_str);
    let message = message.map(|message| clean(message, MESSAGE_MAX));
    let message = message.filter(|message| !message.is_empty());
    Ok((ShippingOptions { data, message }, dropped))
}

impl ShippingOption {
    /// Reads an option; none where it has no code, without which nobody can use it.
    fn read(json: &Value) -> Option<Self> {
        Some(Self {
            code: code(json.get("code")?)?,
            name: text(json, "name"),
            carrier: object(json, "carrier").and_then(Named::read),
            product: object(json, "product").and_then(Named::read),
            functionalities: object(json, "functionalities").map_or_else(Map::new, functionalities),
            weight: object(json, "weight").map(|range| WeightRange {
                min: object(range, "min").map(Weight::read),
                max: object(range, "max").map(Weight::read),
            }),
            max_dimensions: object(json, "max_dimensions").map(|size| Dimensions {
                length: text(size, "length"),
                width: text(size, "width"),
                height: text(size, "height"),
                unit: text(size, "unit"),
            }),
            contract: object(json, "contract").map(|contract| Contract {
                id: contract.get("id").and_then(Value::as_u64),
                client_id: text(contract, "client_id"),
                carrier_code: text(contract, "carrier_code"),
                name: text(contract, "name"),
            }),
            requirements: Requirements::read(json.get("requirements").unwrap_or(&Value::Null)),
        })
    }
}

impl Named {
    fn read(json: &Value) -> Option<Self> {
        Some(Self {
            code: code(json.get("code")?)?,
            name: text(json, "name"),
        })
    }
}

impl Weight {
    fn read(json: &Value) -> Self {
        Self {
            value: text(json, "value"),
            unit: text(json, "unit"),
        }
    }
}

impl Requirements {
    fn read(json: &Value) -> Self {
        let flag = |name| json.get(name).and_then(Value::as_bool).unwrap_or(false);
        let fields = json.get("fields").and_then(Value::as_array);
        let fields = fields.map(Vec::as_slice).unwrap_or_default();
        Self {
            fields: fields.iter().filter_map(code).take(FIELDS_MAX).collect(),
            is_service_point_required: flag("is_service_point_required"),
            export_documents: flag("export_documents"),
        }
    }
}

/// Those whose name is one, and whose value is none that could hold more values.
fn functionalities(json: &Value) -> Map<String, Value> {
    let members = json.as_object().into_iter().flatten();
    let read = members.filter_map(|(name, value)| {
        let value = match value {
            Value::String(text) => Value::String(clean(text, TEXT_MAX)),
            Value::Array(_) | Value::Object(_) => return None,
            plain => plain.clone(),
        };
        is_code(name).then(|| (name.clone(), value))
    });
    read.take(FUNCTIONALITIES_MAX).collect()
}

/// A member that is an object.
fn object<'a>(json: &'a Value, name: &str) -> Option<&'a Value> {
    json.get(name).filter(|member| member.is_object())
}

/// A text that is compared, and so kept as it is or not at all.
fn code(json: &Value) -> Option<String> {
    json.as_str()
        .filter(|code| is_code(code))
        .map(str::to_owned)
}

fn is_code(text: &str) -> bool {
    let fits = (1..=TEXT_MAX).contains(&text.chars().count());
    fits && !text.chars().any(is_invisible)
}

/// A text for people; a number is written out, anything else is empty.
fn text(json: &Value, name: &str) -> String {
    match json.get(name) {
        Some(Value::String(text)) => clean(text, TEXT_MAX),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn option(code: &str) -> Value {
        json!({
            "code": code, "name": "PostNL Service Point",
            "carrier": {"code": "postnl", "name": "PostNL"},
            "product": {"code": "postnl:pakjegemak", "name": "PostNL Service Point"},
            "functionalities": {"last_mile": "service_point", "signature": true, "insurance": null},
            "weight": {"min": {"value": "0.001", "unit": "kg"},
                "max": {"value": "23.001", "unit": "kg"}},
            "max_dimensions": {"length": "175.00", "width": "78.00", "height": "58.00",
                "unit": "cm"},
            "contract": {"id": 60, "client_id": "", "carrier_code": "postnl", "name": "Ours"},
            "requirements": {"fields": ["to_email"], "export_documents": false,
                "is_service_point_required": true},
        })
    }

    fn read_all(data: Value) -> (Value, usize) {
        let body = json!({"data": data, "message": null}).to_string();
        let (options, dropped) = read(&body, false).expect("a list");
        let json = serde_json::to_value(options).expect("JSON");
        (json["data"].clone(), dropped)
    }

    #[test]
    fn an_option_keeps_what_is_listed_and_nothing_else() {
        let mut sent = option("postnl:pakjegemak");
        sent["quotes"] = json!([{"price": "1"}]);
        sent["charging_type"] = json!("label_creation");
        let (read, dropped) = read_all(json!([sent]));
        assert_eq!(read, json!([option("postnl:pakjegemak")]));
        assert_eq!(dropped, 0);
    }

    #[test]
    fn an_option_without_a_sound_code_costs_only_itself() {
        let odd = [
            json!({}),
            json!("x"),
            json!(null),
            option(""),
            option("a\u{200B}b"),
        ];
        let mut all = odd.to_vec();
        all.push(option("good"));
        let (read, dropped) = read_all(Value::Array(all));
        assert_eq!(read, json!([option("good")]));
        assert_eq!(dropped, odd.len());
    }

    #[test]
    fn gaps_and_wrong_types_are_empty() {
        let sent = json!({"code": "x", "name": 7, "carrier": "postnl", "weight": {"min": 1},
            "functionalities": {"a": [1], "b": {"c": 1}, "d\u{0}": true, "e": "\u{202E}f"},
            "contract": {"id": "60"}, "requirements": {"fields": "all"}});
        let (read, _) = read_all(json!([sent]));
        let expected = json!([{
            "code": "x", "name": "7", "carrier": null, "product": null,
            "functionalities": {"e": "f"}, "weight": {"min": null, "max": null},
            "max_dimensions": null,
            "contract": {"id": null, "client_id": "", "carrier_code": "", "name": ""},
            "requirements": {"fields": [], "is_service_point_required": false,
                "export_documents": false},
        }]);
        assert_eq!(read, expected);
    }

    #[test]
    fn no_list_holds_no_options_and_says_why() {
        let body = json!({"data": null, "message": " Too\u{0} wide. "}).to_string();
        let (options, _) = read(&body, false).expect("an empty list");
        assert!(options.data.is_empty());
        assert_eq!(options.message.as_deref(), Some("Too wide."));
        for message in [json!(""), json!(7), json!({})] {
            let body = json!({"data": [], "message": message}).to_string();
            assert_eq!(read(&body, false).expect("a list").0.message, None);
        }
    }

    #[test]
    fn what_is_no_list_is_malformed() {
        let mostly = vec![json!({}); 10];
        for body in [
            json!([]),
            json!({"message": null}),
            json!({"data": {}}),
            json!({ "data": mostly }),
        ] {
            let result = read(&body.to_string(), false);
            assert!(matches!(result, Err(Error::Malformed(_))), "{body}");
        }
        assert!(matches!(read("{", false), Err(Error::Malformed(_))));
    }

    #[test]
    fn where_a_locker_was_asked_for_only_points_are_left() {
        let mut home = option("home");
        home["requirements"]["is_service_point_required"] = json!(false);
        let body = json!({"data": [home, option("locker")]}).to_string();
        let codes = |to_points_only| {
            let (options, dropped) = read(&body, to_points_only).expect("a list");
            assert_eq!(dropped, 0);
            let codes = options.data.into_iter().map(|option| option.code);
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes(true), ["locker"]);
        assert_eq!(codes(false), ["home", "locker"]);
    }

    #[test]
    fn a_list_and_an_option_have_an_end() {
        let many: Map<String, Value> = (0..300)
            .map(|number| (format!("f{number:03}"), json!("x".repeat(300))))
            .collect();
        let mut sent = option("x");
        sent["functionalities"] = Value::Object(many);
        let (read, _) = read_all(json!(vec![sent; 201]));
        assert_eq!(read.as_array().map(Vec::len), Some(200));
        let functionalities = read[0]["functionalities"].as_object().expect("an object");
        assert_eq!(functionalities.len(), 100);
        let longest = functionalities.values().filter_map(Value::as_str);
        assert!(longest.into_iter().all(|text| text.len() == 200));
    }
}
