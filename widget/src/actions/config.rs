//! The shop's settings: asked for beside the first search, and again where they did not come.

use super::{
    own,
    search::{again, fail},
};
use crate::{api, js::task::spawn, signal::untrack, state::State};

/// Asks for the settings. Where they bring the country that was missing, the search is made that waited.
pub(super) fn load(state: State) {
    let number = state
        .backstage
        .update(|backstage| {
            backstage.config += 1;
            backstage.awaits_config = true;
            backstage.config
        })
        .unwrap_or_default();
    // Read now: the picker may be gone when the task begins.
    let settings = state.settings.get_untracked();
    let browser = state.words.browser();
    spawn(async move {
        let config = api::config(&browser, &settings).await;
        let latest = state.backstage.try_with(|backstage| backstage.config);
        // Otherwise the picker is gone, or another shop was asked for.
        if latest != Some(number) {
            return;
        }
        state
            .backstage
            .update(|backstage| backstage.awaits_config = false);
        let knew_country = untrack(|| state.country()).is_some();
        match config {
            Ok(config) => {
                state.config.set(Some(config));
                if !knew_country && !own::is_used(state) {
                    again(state);
                }
            }
            // With a country, the search tells the shopper what is wrong; without, there is none.
            Err(error) if !knew_country && !own::is_used(state) => fail(state, &error),
            Err(_) => {}
        }
    });
}

/// Whether an answer is awaited.
pub(super) fn is_awaited(state: State) -> bool {
    state.backstage.with(|backstage| backstage.awaits_config)
}
