//! Whatever Sendcloud answers: it is refused, or it is a list whose texts can be shown as they are,
//! and which reads the same when it is written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use model::{Data, LIMIT_MAX};
use proxy::fuzz::{is_invisible, read_list};
use serde_json::Value;

fuzz_target!(|body: &str| {
    let Some(read) = read_list(body) else {
        return;
    };
    assert!(read.results.results.len() <= usize::from(LIMIT_MAX));
    let data = Data {
        data: &read.results,
    };
    let written = serde_json::to_value(&data).expect("it can be written");
    check(&written);
    let again = read_list(&written.to_string()).expect("what we write is a list");
    assert_eq!(again.dropped, 0);
    assert_eq!(again.results, read.results);
});

/// Every text of a document can be seen whole, and has its bound.
fn check(json: &Value) {
    match json {
        Value::String(text) => {
            assert!(text.chars().count() <= 200, "{text:?}");
            assert!(!text.chars().any(is_invisible), "{text:?}");
        }
        Value::Array(items) => items.iter().for_each(check),
        Value::Object(members) => members.values().for_each(check),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
