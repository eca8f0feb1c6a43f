//! What the loader sees: a picker is mounted, told of changes, and freed.

use any_spawner::Executor;
use js_sys::Function;
use leptos::prelude::Owner;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::{
    actions,
    components::{picker, summary_card},
    js::{Host, browser::Browser, element::El, json::Document},
    settings::Settings,
    state::State,
};

/// A mounted picker. Dropping it removes everything that it drew and every listener.
#[wasm_bindgen]
pub struct Picker {
    state: State,
    owner: Owner,
    views: [El; 2],
}

/// Renders the picker into one element and the summary of a selection into another, both empty
/// and in the same shadow root. `browser` knows the shopper's language.
///
/// # Errors
///
/// Throws where `settings` is not the JSON of the element's attributes.
#[wasm_bindgen]
pub fn mount(
    picker_box: HtmlElement,
    summary_box: HtmlElement,
    host: Host,
    browser: Browser,
    settings: &str,
) -> Result<Picker, JsError> {
    let settings = read(&browser, settings)?;
    // Effects run on it; an error says that it is there already.
    drop(Executor::init_wasm_bindgen());
    let owner = Owner::new();
    let (state, views) = owner.with(|| {
        let state = State::new(host, browser, settings);
        (state, [picker(state), summary_card(state)])
    });
    for (place, view) in [picker_box, summary_box].iter().zip(&views) {
        // Into an empty element of ours everything can be put.
        drop(place.append_child(view.node()));
    }
    Ok(Picker {
        state,
        owner,
        views,
    })
}

fn read(browser: &Browser, settings: &str) -> Result<Settings, JsError> {
    let json = Document::parse(browser, settings);
    let json = json.ok_or_else(|| JsError::new("settings are no JSON"))?;
    Ok(Settings::read(&json.root()))
}

#[wasm_bindgen]
impl Picker {
    /// The element's attributes changed: another place is searched for. Whether a selection can stay
    /// is the loader's to say, which knows it without us.
    ///
    /// # Errors
    ///
    /// Throws where `settings` is not the JSON of the element's attributes.
    pub fn update(&self, settings: &str) -> Result<(), JsError> {
        let settings = read(&self.state.words.browser(), settings)?;
        let old = self.state.settings.get_untracked();
        let is_same_delivery = settings.has_same_delivery(&old);
        let moves = !is_same_delivery || settings.place != old.place;
        let is_other_shop = settings.shop != old.shop;
        // What was found for another delivery may not be chosen for this one.
        if !is_same_delivery && self.state.own.with_untracked(Option::is_none) {
            self.state.points.set(Vec::new());
        }
        self.state.settings.set(settings);
        if !self.state.backstage.with(|backstage| backstage.is_begun) {
            return Ok(());
        }
        if is_other_shop {
            actions::start(self.state);
        } else if moves {
            actions::search_from_attributes(self.state);
        }
        Ok(())
    }

    /// Takes the page's own service points, a list of v3's, to be searched instead of the proxy's;
    /// `null` and `undefined` take them away again.
    pub fn own(&self, points: JsValue) {
        actions::take_own(self.state, points);
    }

    /// Begins the first search, once: where the shopper has no selection or wants another.
    pub fn begin(&self) {
        let backstage = self.state.backstage;
        let was_begun =
            backstage.update(|backstage| std::mem::replace(&mut backstage.is_begun, true));
        if was_begun == Some(false) {
            actions::start(self.state);
        }
    }

    /// Asks the proxy for the selection that the body of `POST /api/selections/restore` names, and
    /// calls `answered` with its JSON, `null` where there is none any more, `undefined` where the
    /// proxy did not tell; and with a message for the shopper.
    pub fn restore(&self, request: String, answered: Function) {
        actions::restore(self.state, request, answered);
    }

    /// Shows a selection that the proxy confirmed earlier.
    pub fn show(&self, selection: &str) {
        actions::show_selection(self.state, selection);
    }

    /// Forgets the selection.
    pub fn reset(&self) {
        actions::reset(self.state);
    }
}

impl Drop for Picker {
    fn drop(&mut self) {
        // An answer that is awaited is late now, and no form waits for it.
        actions::withdraw(self.state);
        for view in &self.views {
            view.node().remove();
        }
        self.owner.cleanup();
    }
}

impl std::fmt::Debug for Picker {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Picker")
    }
}
