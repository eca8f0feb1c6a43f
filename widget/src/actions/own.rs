//! The page's own points: read once, then searched here instead of at the proxy.

use std::rc::Rc;

use model::{Json, ServicePoint};
use wasm_bindgen::JsValue;

use super::{
    search::{begin, search_from_attributes},
    show::show,
};
use crate::{
    js::{browser::Browser, json::Document, task::spawn, timer::sleep},
    order,
    query::{Place, Reach},
    state::{Answer, State},
};

/// So many are read before the browser has its turn again.
const AT_ONCE: u32 = 1_000;
/// So many are read of a list that is longer.
const POINTS_MAX: u32 = 20_000;

/// Takes the page's own points, a list of v3's; `null` or `undefined` where the proxy is to be asked
/// again.
pub(crate) fn take(state: State, list: JsValue) {
    let browser = state.words.browser();
    let count = browser.length(&list);
    let Some(count) = (count >= 0.0).then_some(count as u32) else {
        drop_own(state);
        if !list.is_null() && !list.is_undefined() {
            let message = "`servicePoints` is no array";
            state.tell(|host| host.error("config", message, false));
        }
        return;
    };
    let number = next_reading(state);
    begin(state, None, None);
    browser.mark_set();
    state.reads_own.set(true);
    state.is_waiting.set(true);
    spawn(async move {
        let end = count.min(POINTS_MAX);
        let mut points = Vec::new();
        for start in (0..end).step_by(AT_ONCE as usize) {
            if start > 0 {
                sleep(0).await;
            }
            // Otherwise the picker is gone, or the page has others.
            let latest = state.backstage.try_with(|backstage| backstage.own_reading);
            if latest != Some(number) {
                return;
            }
            let part = (start + AT_ONCE).min(end);
            read(&browser, &list, start, part, &mut points);
        }
        let points = without_twins(points);
        let left_out = count - points.len() as u32;
        state.own.set(Some(Rc::new(points)));
        state.reads_own.set(false);
        let asked = state
            .backstage
            .update(|backstage| backstage.own_asked.take());
        match asked.flatten() {
            Some(place) => search(state, place),
            None => begun(state),
        }
        // Last: who hears of it may have other points ready.
        if left_out > 0 {
            let message = left_out_message(left_out, count);
            state.tell(|host| host.error("config", &message, false));
        }
    });
}

/// The proxy is asked again, where it was not.
fn drop_own(state: State) {
    if !is_used(state) {
        return;
    }
    next_reading(state);
    state.own.set(None);
    state.reads_own.set(false);
    // What the page had is not what the shop has.
    state.together.set(None);
    state.origin.set(None);
    state.points.set(Vec::new());
    begun(state);
}

/// An earlier list that is still read is nobody's any more.
fn next_reading(state: State) -> u32 {
    let number = state.backstage.update(|backstage| {
        backstage.own_asked = None;
        backstage.own_reading += 1;
        backstage.own_reading
    });
    number.unwrap_or_default()
}

/// Searches, where a search was begun.
fn begun(state: State) {
    if state.backstage.with(|backstage| backstage.is_begun) {
        search_from_attributes(state);
    }
}

/// Whether the page has points of its own, or they are being read.
pub(super) fn is_used(state: State) -> bool {
    state.own.with_untracked(Option::is_some) || state.reads_own.get_untracked()
}

/// Shows all of them, by distance where the page says where the shopper is.
pub(super) fn show_all(state: State) {
    let place = state
        .settings
        .with_untracked(|settings| settings.place.clone());
    let is_position = |place: &Place| {
        state
            .settings
            .with_untracked(|settings| place.position(settings).is_some())
    };
    let all = Place::Text(String::new());
    search(state, place.filter(is_position).unwrap_or(all));
}

/// Shows those that a text fits, or all by their distance from a place.
pub(super) fn search(state: State, place: Place) {
    let reads = state.reads_own.get_untracked();
    let Some(own) = state.own.get_untracked().filter(|_| !reads) else {
        // Searched as soon as they are read.
        state
            .backstage
            .update(|backstage| backstage.own_asked = Some(place));
        return;
    };
    begin(state, None, None);
    let points = match &place {
        Place::Text(text) => fitting(&state.words.browser(), &own, text),
        Place::Here(_) | Place::Attributes(_) | Place::Area(_) | Place::Number(_) => {
            own.as_ref().clone()
        }
    };
    let answer = Answer {
        place,
        reach: Reach::FIRST,
        widened_from_m: None,
        is_own: true,
        geocoding: None,
    };
    show(state, answer, points);
}

fn read(
    browser: &Browser,
    list: &JsValue,
    start: u32,
    end: u32,
    points: &mut Vec<Rc<ServicePoint>>,
) {
    let Some(document) = Document::of_points(browser, list, start, end) else {
        return;
    };
    for item in document.root().items().unwrap_or_default() {
        if let Some(point) = ServicePoint::read(&item) {
            points.push(Rc::new(point));
        }
    }
}

/// The points without those whose id an earlier one has.
fn without_twins(mut points: Vec<Rc<ServicePoint>>) -> Vec<Rc<ServicePoint>> {
    let keys = points.iter().zip(0..);
    let keys = keys.map(|(point, at)| ((0, point.id.get()), at)).collect();
    let mut is_twin = vec![false; points.len()];
    let mut before = None;
    // Equal ids keep their order, so a twin comes right behind the first.
    for at in order::positions(keys) {
        let id = Some(points[at].id);
        is_twin[at] = id == before;
        before = id;
    }
    let mut is_twin = is_twin.into_iter();
    points.retain(|_| is_twin.next() == Some(false));
    points
}

fn left_out_message(left_out: u32, count: u32) -> String {
    format!(
        "{left_out} of {count} in `servicePoints` are left out: no id, carrier code or position, an id \
         twice, an error as they were read, or more than {POINTS_MAX}"
    )
}

/// The points whose name and address a text fits.
fn fitting(browser: &Browser, points: &[Rc<ServicePoint>], text: &str) -> Vec<Rc<ServicePoint>> {
    // All at once: each call out of here costs.
    let mut lines = String::new();
    for point in points {
        let address = &point.address;
        for part in [
            &point.name,
            &address.street,
            &address.house_number,
            &address.postal_code,
            &address.city,
        ] {
            lines.push_str(part);
            lines.push(' ');
        }
        lines.push('\0');
    }
    let fitting = browser.fitting(text, &lines).into_iter();
    fitting
        .filter_map(|at| points.get(at as usize).cloned())
        .collect()
}
