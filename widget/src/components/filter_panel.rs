//! What a shopper asks of points: a button that unfolds a panel of checkboxes above the list.

use crate::{
    actions,
    filters::{Choice, Filter, Filters},
    js::element::{El, button, el},
    signal::untrack,
    state::State,
    text::Text,
    words::Words,
};

/// After this minute of the day a shop is open in the evening; what `is_open_evenings` asks for
/// begins half an hour later.
const EVENING: u16 = 18 * 60;

/// Unfolds the panel, and says how many filters are set.
pub(crate) fn filter_toggle(state: State) -> El {
    let label = move || match state.filters.with(|filters| filters.count()) {
        0 => state.words.get(Text::Filters),
        set => {
            let count = state.words.count(set);
            state.words.with(Text::FiltersSet, &[("n", &count)])
        }
    };
    el("button")
        .attr("type", "button")
        .attr("aria-controls", "spp-filters")
        .aria("aria-expanded", move || state.shows_filters.get())
        // Its place is kept from the beginning, so that nothing moves when the first points come.
        .live("class", move || {
            let is_idle = !state.has_choices();
            if is_idle {
                "filter-toggle idle"
            } else {
                "filter-toggle"
            }
            .to_owned()
        })
        .on_click(move || {
            state.shows_filters.update(|shown| *shown = !*shown);
            // The panel stands above the list.
            state.shows_map.set(false);
        })
        .words(label)
}

/// The panel, while it is unfolded.
pub(crate) fn filter_panel(state: State) -> El {
    let group = move |label: Option<Text>, belongs: fn(&Filter) -> bool| {
        let keys = move || {
            let choices = state.choices();
            let choices = choices.iter().zip(0..);
            let choices = choices.filter(|(choice, _)| belongs(&choice.filter));
            // The names and counts of another search are other boxes.
            choices.map(|(choice, at)| key(at, choice)).collect()
        };
        let build = move |key: u64| {
            let choices = untrack(|| state.choices());
            match choices.get((key >> 32) as usize) {
                Some(choice) => checkbox(state, choice),
                None => el("span"),
            }
        };
        let legend = label.map(|label| el("legend").text(&state.words.get(label)));
        el("fieldset").children(legend).each(keys, build)
    };
    el("div")
        .class("filters")
        .part("filters")
        .attr("id", "spp-filters")
        .attr("role", "group")
        .attr("aria-label", &state.words.get(Text::Filters))
        .child(group(Some(Text::FilterType), |filter| {
            matches!(filter, Filter::Type(_))
        }))
        .child(group(Some(Text::FilterCarrier), |filter| {
            matches!(filter, Filter::Carrier(_))
        }))
        .child(group(Some(Text::OpeningTimes), |filter| {
            matches!(filter, Filter::Evenings | Filter::Day(_))
        }))
        .child(
            clear_button(state).hidden(move || state.filters.with(|filters| filters.count() == 0)),
        )
}

/// Takes all filters away.
pub(crate) fn clear_button(state: State) -> El {
    let clear = button(&state.words.get(Text::FiltersClear));
    let pressed = clear.clone();
    clear.on_click(move || {
        // The button goes, and the focus with it.
        pressed.focus_near(".filter-toggle");
        actions::filter(state, Filters::clear);
    })
}

/// Tells one box from another: which of them it is, and its count.
fn key(at: u64, choice: &Choice) -> u64 {
    let name = choice.carrier.as_deref().unwrap_or_default();
    let name = name
        .bytes()
        .fold(0_u64, |sum, byte| (sum * 31 + u64::from(byte)) & 0xffff);
    at << 32 | name << 16 | (choice.count as u64 & 0xffff)
}

fn checkbox(state: State, choice: &Choice) -> El {
    let words = state.words;
    let label = label(words, choice);
    let label = [&label, " (", &words.count(choice.count), ")"].concat();
    let filter = choice.filter.clone();
    let is_set = {
        let filter = filter.clone();
        move || state.filters.with(|filters| filters.has(&filter))
    };
    el("label")
        .child(
            el("input")
                .attr("type", "checkbox")
                .checked(is_set)
                .on("change", move |_| {
                    actions::filter(state, |filters| filters.toggle(&filter));
                }),
        )
        .child(el("span").text(&label))
}

fn label(words: Words, choice: &Choice) -> String {
    match &choice.filter {
        Filter::Type(text) => words.get(*text),
        Filter::Carrier(code) => choice.carrier.clone().unwrap_or_else(|| code.clone()),
        Filter::Evenings => {
            let time = words.browser().time(EVENING);
            words.with(Text::FilterEvenings, &[("time", &time)])
        }
        Filter::Day(model::Weekday::Sunday) => words.get(Text::FilterSunday),
        Filter::Day(_) => words.get(Text::FilterSaturday),
    }
}
