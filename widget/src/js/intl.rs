//! What the browser knows of days, zones and countries, so that the WASM carries no such data.

use model::Weekday;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Intl.DateTimeFormat`, with a constructor that throws on an unknown time zone.
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &js_sys::Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, date: &js_sys::Date) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &js_sys::Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<JsValue, JsValue>;
}

/// The weekday in a time zone now; none where the browser does not know the zone.
pub(crate) fn weekday_now(time_zone: &str) -> Option<Weekday> {
    let name = long_weekday("en", time_zone, &js_sys::Date::new_0())?;
    let names = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let at = names.iter().position(|known| *known == name)?;
    Some(Weekday::ALL[at])
}

/// A weekday's name in a language.
pub(crate) fn weekday_name(language: &str, weekday: Weekday) -> String {
    // 1 January 2024 was a Monday.
    let date = js_sys::Date::new(&JsValue::from_f64(
        js_sys::Date::utc(2024.0, 0.0) + f64::from(weekday as u8) * 86_400_000.0,
    ));
    long_weekday(language, "UTC", &date).unwrap_or_default()
}

/// A country's name in a language; its code where the browser has no name for it.
pub(crate) fn country_name(language: &str, country_code: &str) -> String {
    let options = options([("type", "region")]);
    let names = options.and_then(|options| DisplayNames::new(language, &options).ok());
    let name = names.and_then(|names| names.of(country_code).ok()?.as_string());
    name.unwrap_or_else(|| country_code.to_owned())
}

fn long_weekday(language: &str, time_zone: &str, date: &js_sys::Date) -> Option<String> {
    let options = options([("weekday", "long"), ("timeZone", time_zone)])?;
    DateTimeFormat::new(language, &options)
        .ok()?
        .format(date)
        .ok()
}

/// An options object; none where the page has broken `Reflect`.
fn options<const N: usize>(pairs: [(&str, &str); N]) -> Option<js_sys::Object> {
    let options = js_sys::Object::new();
    for (name, value) in pairs {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    Some(options)
}
