//! A selection of an earlier page: the proxy is asked for it, and the loader decides whether it stands.

use std::rc::Rc;

use js_sys::Function;
use model::{Reference, SelectionRequest, ServicePointId};
use wasm_bindgen::JsValue;

use super::commit::{alternatives, reason};
use crate::{
    api::{self, ApiError},
    js::{Host, browser::Browser, task::spawn},
    settings::Settings,
    signal::untrack,
    state::{CommitState, State},
    text::Text,
};

/// What became of an earlier selection.
enum Earlier {
    /// It stands; its JSON.
    Stands(String),
    /// There is none any more. Why, where the shopper should hear of it.
    Gone(Option<String>),
    /// Nobody could tell.
    Unknown,
}

/// Asks for the cart's selection: first for the one that the proxy keeps, by the loader's request
/// `{reference}`, with the `id` where the browser knows it, since a post number is given back to nobody
/// else; an empty request asks nothing. Then for the one that the page names, by `value` and
/// `post-number`. `answered` gets its JSON, `null` where there is none, `undefined` where nobody can
/// tell; and what the shopper should be told.
pub(crate) fn restore(state: State, request: String, answered: Function) {
    let settings = state.settings.get_untracked();
    let browser = state.words.browser();
    spawn(async move {
        let mut earlier = Earlier::Gone(None);
        if !request.is_empty() {
            earlier = ask(state, &browser, &settings, "/restore", &request).await;
        }
        if matches!(earlier, Earlier::Gone(None))
            && let Some(request) = request_of_page(&settings)
        {
            earlier = ask(state, &browser, &settings, "", &request).await;
        }
        let (answer, message) = match earlier {
            Earlier::Stands(json) => (json.into(), None),
            Earlier::Gone(message) => (JsValue::NULL, message),
            Earlier::Unknown => (JsValue::UNDEFINED, None),
        };
        let message = message.unwrap_or_default().into();
        // It is the loader's own and throws nothing but what a listener of the page did.
        drop(answered.call2(&JsValue::NULL, &answer, &message));
    });
}

/// The selection that the page's attributes name, to be confirmed once more.
fn request_of_page(settings: &Settings) -> Option<String> {
    let id = settings.value.as_deref()?.parse().ok()?;
    let request = SelectionRequest {
        service_point_id: ServicePointId::new(id)?,
        to_post_number: settings.post_number.clone(),
        reference: match settings.reference.as_deref() {
            None => None,
            Some(reference) => Some(Reference::parse(reference).ok()?),
        },
    };
    Some(api::selection_request(&request))
}

async fn ask(
    state: State,
    browser: &Browser,
    settings: &Settings,
    route: &str,
    request: &str,
) -> Earlier {
    let error = match api::select(browser, settings, route, request).await {
        Ok((_, json)) => return Earlier::Stands(json),
        Err(error) => error,
    };
    // Gone while the proxy was asked: nobody is there to be told.
    if !state.settings.exists() {
        return Earlier::Unknown;
    }
    match error.refusal().map(|refusal| refusal.status) {
        // The proxy knows of no selection of that cart.
        Some(404) if !route.is_empty() => Earlier::Gone(None),
        Some(404 | 409) => Earlier::Gone(Some(refuse(state, &error))),
        // Its post number is missing or malformed: the shopper chooses it once more.
        Some(422) => Earlier::Gone(Some(state.words.get(Text::PostNumberMissing))),
        _ => Earlier::Unknown,
    }
}

/// Shows a selection that the loader has, without telling anybody but that there is something to see.
/// One that is only proposed may be out of date: then it is listed, and no more.
pub(crate) fn show_selection(state: State, json: &str) {
    let selection = api::read_selection(&state.words.browser(), json).map(Rc::new);
    state.selection.set(selection.clone());
    if let Some(selection) = selection
        && (!selection.id.is_empty() || untrack(|| state.is_choosable(&selection.service_point)))
    {
        state.checked.set(Some(selection.service_point_id));
        let number = selection.to_post_number.clone();
        state.post_number.set(number.unwrap_or_default());
    }
    state
        .backstage
        .update(|backstage| backstage.is_ready = true);
    state.tell(Host::ready);
}

/// The earlier point cannot be chosen any more. The loader shows why, since no row may stand for it;
/// the picker offers others.
fn refuse(state: State, error: &ApiError) -> String {
    let (code, text) = reason(error);
    let name = state.words.get(Text::SelectedPoint);
    let message = state.words.with(text, &[("name", &name)]);
    let instead = alternatives(state, error);
    state
        .commit
        .set(CommitState::Refused(String::new(), instead));
    state.tell(|host| host.error(code, &message, false));
    message
}
