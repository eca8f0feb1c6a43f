//! The query of a backend that reads or erases: one reference, or a page of the list.

use axum::http::Uri;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use model::{ErrorObject, Reference, code};

use super::path::is_id;
use crate::routes::query::{Pair, take_shop};
use crate::selections::Cursor;
use crate::{error::Error, settings::Settings};

/// Selections of a page where the query does not say how many.
const LIMIT_DEFAULT: usize = 50;
/// Most of them.
const LIMIT_MAX: usize = 100;
/// Longest cursor, in characters; ours have fewer.
const CURSOR_MAX: usize = 128;
const REFERENCE: &str = "reference";
const ORDER_REFERENCE: &str = "order_reference";

/// What of a shop's selections is read.
pub(super) enum Reading {
    /// The current one of a cart or an order.
    Current(Reference),
    /// The one of an order, whatever carts are called.
    Order(Reference),
    /// So many of all, after the end of an earlier page.
    Page { limit: usize, after: Option<Cursor> },
}

impl Reading {
    /// # Errors
    ///
    /// 400 for what is unknown, repeated or malformed, and for a reference beside a page.
    pub(super) fn read(uri: &Uri, settings: &Settings) -> Result<Self, Error> {
        let (_, pairs) = take_shop(uri, settings)?;
        let names = [REFERENCE, ORDER_REFERENCE, "limit", "after"];
        let [reference, order, limit, after] = take(pairs, names)?;
        let is_alone = limit.is_none() && after.is_none();
        match (reference, order) {
            (None, None) => {}
            (Some(reference), None) if is_alone => {
                return parse_reference(REFERENCE, &reference).map(Self::Current);
            }
            (None, Some(order)) if is_alone => {
                return parse_reference(ORDER_REFERENCE, &order).map(Self::Order);
            }
            (reference, _) => {
                let name = reference.map_or(ORDER_REFERENCE, |_| REFERENCE);
                let detail =
                    "a reference leads to one selection: no other, limit or after beside it";
                return Err(invalid(name, code::VALIDATION_ERROR, detail));
            }
        }
        let limit = limit.map_or(Ok(LIMIT_DEFAULT), |limit| parse_limit(&limit))?;
        let after = after.map(|after| parse_cursor(&after)).transpose()?;
        Ok(Self::Page { limit, after })
    }
}

/// The reference whose selections are erased.
///
/// # Errors
///
/// 400 where there is none, or anything else.
pub(super) fn read_reference(uri: &Uri, settings: &Settings) -> Result<Reference, Error> {
    let (_, pairs) = take_shop(uri, settings)?;
    let [reference] = take(pairs, [REFERENCE])?;
    let missing = || invalid(REFERENCE, code::REQUIRED, "Field required");
    parse_reference(REFERENCE, &reference.ok_or_else(missing)?)
}

/// The end of a page, as its reader is given it: opaque, and of no use but to go on from there.
pub(super) fn write_cursor(cursor: &Cursor) -> String {
    let text = format!("{}.{}", cursor.selected_at.as_millisecond(), cursor.id);
    URL_SAFE_NO_PAD.encode(text)
}

fn parse_cursor(text: &str) -> Result<Cursor, Error> {
    let read = || {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (at_ms, id) = text.split_once('.')?;
        let selected_at = Timestamp::from_millisecond(at_ms.parse().ok()?).ok()?;
        is_id(id).then(|| Cursor {
            selected_at,
            id: id.to_owned(),
        })
    };
    let cursor = (text.len() <= CURSOR_MAX).then(read).flatten();
    cursor.ok_or_else(|| invalid("after", code::INVALID, "Not the end of a page"))
}

fn parse_limit(text: &str) -> Result<usize, Error> {
    let limit = text.parse().ok();
    let limit = limit.filter(|limit| (1..=LIMIT_MAX).contains(limit));
    let detail = format!("A number from 1 to {LIMIT_MAX}");
    limit.ok_or_else(|| invalid("limit", code::INVALID, &detail))
}

fn parse_reference(name: &str, text: &str) -> Result<Reference, Error> {
    Reference::parse(text).map_err(|error| invalid(name, code::INVALID, &error.to_string()))
}

/// The values of these parameters, where they are given.
fn take<const N: usize>(
    pairs: Vec<Pair<'_>>,
    names: [&str; N],
) -> Result<[Option<String>; N], Error> {
    let mut values = [const { None }; N];
    for (name, value) in pairs {
        let Some(place) = names.iter().position(|known| *known == name) else {
            let name: String = name.chars().take(40).collect();
            return Err(invalid(&name, code::UNKNOWN_FIELD, "Unknown parameter"));
        };
        if values[place].replace(value.into_owned()).is_some() {
            let detail = "Parameter given too many times";
            return Err(invalid(names[place], code::INVALID, detail));
        }
    }
    Ok(values)
}

fn invalid(parameter: &str, code: &str, detail: &str) -> Error {
    Error::InvalidParameters(vec![ErrorObject::parameter(parameter, code, detail)])
}
