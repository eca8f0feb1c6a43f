//! Reading of single members that tolerates the wrong type, because the carriers' data behind v3
//! is uneven: what cannot be read becomes the empty value and never costs the service point.

use crate::Json;

/// The largest whole number that a JSON number holds exactly everywhere.
const INTEGER_MAX: f64 = 9_007_199_254_740_991.0;

/// A member; none where it is `null` too.
pub(crate) fn member<J: Json>(json: &J, name: &str) -> Option<J> {
    json.member(name).filter(|member| !member.is_null())
}

/// A text; a whole number is written out, anything else is none.
pub(crate) fn optional_text<J: Json>(json: &J, name: &str) -> Option<String> {
    let member = member(json, name)?;
    member.text().or_else(|| {
        let number = member.number()?;
        let is_whole = number.fract() == 0.0 && number.abs() <= INTEGER_MAX;
        // Exact, by the line above.
        is_whole.then(|| (number as i64).to_string())
    })
}

/// A text; whatever is none is empty.
pub(crate) fn text<J: Json>(json: &J, name: &str) -> String {
    optional_text(json, name).unwrap_or_default()
}

/// The texts of a list, none where there is no list; items that are no texts are left out.
pub(crate) fn texts<J: Json>(json: &J, name: &str) -> Option<Vec<String>> {
    let items = member(json, name)?.items()?;
    Some(items.iter().filter_map(Json::text).collect())
}

/// A truth value; anything else is `false`.
pub(crate) fn flag<J: Json>(json: &J, name: &str) -> bool {
    json.member(name)
        .and_then(|member| member.flag())
        .unwrap_or(false)
}

/// A finite number.
pub(crate) fn number<J: Json>(json: &J, name: &str) -> Option<f64> {
    member(json, name)?.number()
}

/// A whole number that is not negative, also where it stands as text.
pub(crate) fn integer<J: Json>(json: &J, name: &str) -> Option<u64> {
    number(json, name).and_then(whole)
}

/// The number, where it is whole, not negative and exact.
pub(crate) fn whole(number: f64) -> Option<u64> {
    let is_whole = number.fract() == 0.0 && (0.0..=INTEGER_MAX).contains(&number);
    // Exact, by the line above.
    is_whole.then_some(number as u64)
}
