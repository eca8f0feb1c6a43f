//! A selection of an earlier page: the proxy is asked for it, and the loader decides whether it stands.

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::commit::reason;
use crate::{
    api::{self, ApiError},
    js::Host,
    state::State,
    text::Text,
};

/// Asks for the cart's selection. The request is the loader's: `{reference}`, with the `id` where the
/// browser knows it, since a post number is given back to nobody else. `answered` gets its JSON, `null` where there is none, `undefined`
/// where nobody can tell; and what the shopper should be told.
pub(crate) fn restore(state: State, request: String, answered: Function) {
    let settings = state.settings.get_untracked();
    spawn_local(async move {
        let mut message = String::new();
        let answer = match api::select(&settings, "/restore", &request).await {
            Ok((_, json)) => JsValue::from(json),
            Err(error) => match &error {
                ApiError::Refused { status: 409, .. } => {
                    message = refuse(state, &error);
                    JsValue::NULL
                }
                ApiError::Refused { status: 404, .. } => JsValue::NULL,
                ApiError::Refused { .. }
                | ApiError::Aborted
                | ApiError::NoAnswer
                | ApiError::Unreadable => JsValue::UNDEFINED,
            },
        };
        // It is the loader's own and throws nothing but what a listener of the page did.
        drop(answered.call2(&JsValue::NULL, &answer, &message.into()));
    });
}

/// Shows a selection that the loader has, without telling anybody but that there is something to see.
pub(crate) fn show_selection(state: State, json: &str) {
    state.selection.set(api::read_selection(json));
    state
        .backstage
        .update_value(|backstage| backstage.is_ready = true);
    state.tell(Host::ready);
}

/// The earlier point cannot be chosen any more. The loader shows why, since no row may stand for it.
fn refuse(state: State, error: &ApiError) -> String {
    let (code, text) = reason(error);
    let message = text.with(&[("name", Text::SelectedPoint.get())]);
    state.tell(|host| host.error(code, &message, false));
    message
}
