//! What the browser knows and the WASM need not carry: texts in the shopper's language, how numbers,
//! times and distances are written in it, clocks of other zones, where the device is.

use wasm_bindgen::prelude::*;

use super::json::Flat;

#[wasm_bindgen]
extern "C" {
    /// The object that the loader passes to `mount` (`embed/src/browser.ts`). It catches what the
    /// browser throws, so no method here can.
    #[derive(Clone, Debug)]
    pub type Browser;

    /// The language of the texts, a BCP 47 tag.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn language(this: &Browser) -> String;
    /// Its direction, `ltr` or `rtl`.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn dir(this: &Browser) -> String;
    /// The text with a number.
    #[wasm_bindgen(method)]
    pub(crate) fn text(this: &Browser, text: u8) -> String;
    /// The form of a text that goes with a count.
    #[wasm_bindgen(method)]
    pub(crate) fn plural(this: &Browser, text: u8, count: u32) -> String;
    /// A whole number.
    #[wasm_bindgen(method)]
    pub(crate) fn count(this: &Browser, count: u32) -> String;
    /// A distance in metres, in the reader's units.
    #[wasm_bindgen(method)]
    pub(crate) fn distance(this: &Browser, metres: u32) -> String;
    /// A duration in minutes.
    #[wasm_bindgen(method)]
    pub(crate) fn minutes(this: &Browser, minutes: u32) -> String;
    /// A time of day, in minutes after midnight.
    #[wasm_bindgen(method)]
    pub(crate) fn time(this: &Browser, minute: u16) -> String;
    /// From one time of day to another, which may be of the next day.
    #[wasm_bindgen(method)]
    pub(crate) fn times(this: &Browser, start: u16, end: u16) -> String;
    /// The weekday of a day, counted from 1970-01-01.
    #[wasm_bindgen(method)]
    pub(crate) fn weekday(this: &Browser, day: i32) -> String;
    /// Day and month of a day, counted from 1970-01-01.
    #[wasm_bindgen(method)]
    pub(crate) fn date(this: &Browser, day: i32) -> String;
    /// A country's name; its code where there is no name for it.
    #[wasm_bindgen(method)]
    pub(crate) fn country(this: &Browser, country_code: &str) -> String;
    /// What the clock shows in a time zone, where none is given at the shopper's: minutes since
    /// 1970-01-01 00:00 there. Not a number where the zone is not known.
    #[wasm_bindgen(method)]
    pub(crate) fn clock(this: &Browser, time_zone: Option<&str>) -> f64;
    /// Parses a JSON text; none where it is none.
    #[wasm_bindgen(method)]
    pub(crate) fn parse(this: &Browser, json: &str) -> Option<Flat>;
    /// How many items a list of the page's has; -1 for what is no list.
    #[wasm_bindgen(method)]
    pub(crate) fn length(this: &Browser, list: &JsValue) -> f64;
    /// The points of a list of the page's, from one to before another; `null` in the place of one that
    /// cannot be read.
    #[wasm_bindgen(method)]
    pub(crate) fn points(this: &Browser, list: &JsValue, start: u32, end: u32) -> Option<Flat>;
    /// A text without case and accents, to compare with.
    #[wasm_bindgen(method)]
    pub(crate) fn fold(this: &Browser, text: &str) -> String;
    /// Which of the lines, each ended by U+0000, have all words of a text, or its letters one after the
    /// other without their blanks: a postal code is written with one or without.
    #[wasm_bindgen(method)]
    pub(crate) fn fitting(this: &Browser, text: &str, lines: &str) -> Vec<u32>;
    /// Whether the device says that it has a connection.
    #[wasm_bindgen(method, getter, js_name = isOnline)]
    pub(crate) fn is_online(this: &Browser) -> bool;
    /// Marks for whoever measures that points are in hand.
    #[wasm_bindgen(method, js_name = markSet)]
    pub(crate) fn mark_set(this: &Browser);
    /// Marks, a frame after they are drawn, that they are shown.
    #[wasm_bindgen(method, js_name = markShown)]
    pub(crate) fn mark_shown(this: &Browser);
    /// Asks for the device's position: latitude, longitude, and how far off they may be in metres;
    /// one number where there is none, that of `GeolocationPositionError`.
    #[wasm_bindgen(method)]
    pub(crate) async fn locate(this: &Browser) -> JsValue;
}
