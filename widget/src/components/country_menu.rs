//! The country to search in, where neither the page nor the shop's settings say it.

use crate::{
    actions,
    js::element::{El, el},
    signal::untrack,
    state::State,
    text::Text,
};

/// Whether the shopper has to say it.
pub(crate) fn is_needed(state: State) -> bool {
    let is_named = state.settings.with(|settings| settings.country.is_some());
    let is_own = state.own.with(Option::is_some);
    !is_named && !is_own && state.countries().len() > 1
}

/// A menu of the shop's countries, by their names.
pub(crate) fn country_menu(state: State) -> El {
    let browser = state.words.browser();
    let mut countries: Vec<(String, String, &str)> = Vec::new();
    for code in untrack(|| state.countries()) {
        let name = browser.country(code);
        let country = (browser.fold(&name), name, code);
        // A few dozen: a generic sort is more code than that is worth.
        let at = countries.iter().position(|known| *known > country);
        countries.insert(at.unwrap_or(countries.len()), country);
    }
    let options = countries
        .into_iter()
        .map(|(_, name, code)| el("option").attr("value", code).text(&name));
    let menu = el("select")
        .attr("id", "spp-country")
        .child(el("option").attr("value", ""))
        .children(options)
        .value(move || state.chosen_country.get().unwrap_or_default());
    let chosen = menu.clone();
    let choose = move |_| {
        let country = chosen.typed();
        state
            .chosen_country
            .set((!country.is_empty()).then_some(country));
        actions::retry(state);
    };
    el("div")
        .class("country")
        .child(
            el("label")
                .attr("for", "spp-country")
                .text(&state.words.get(Text::Country)),
        )
        .child(menu.on("change", choose))
}
