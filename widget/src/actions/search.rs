//! Searching: from the page's attributes, from the shopper's words, and once more.

use std::rc::Rc;

use model::BoundingBox;

use super::{commit::withdraw, config, own, show::show};
use crate::{
    api::{self, ApiError, Refusal},
    js::{
        fetch::Abort,
        task::spawn,
        timer::{Timer, sleep},
    },
    query::{Place, Reach},
    signal::untrack,
    state::{Answer, CommitState, Failure, SearchState, State},
    text::Text,
};

/// A search that is answered sooner needs no word about it.
const SHOWN_AFTER_MS: i32 = 150;
/// From here on a shopper wonders.
const SLOW_AFTER_MS: i32 = 4_000;
/// A connection that broke is often there again.
const RETRY_AFTER_MS: i32 = 1_000;
/// The longest time to try again after without being asked.
const RETRY_AFTER_MAX_S: u32 = 10;
/// A screen reader need not say of every search that it goes on.
const ANNOUNCED_AFTER_MS: i32 = 1_000;

/// Begins: the shop's settings and the first search, side by side where the country is known.
pub(crate) fn start(state: State) {
    config::load(state);
    search_from_attributes(state);
}

/// Searches where the page's attributes point to; waits for words where they name no place. The page's
/// own points are all shown.
pub(crate) fn search_from_attributes(state: State) {
    if own::is_used(state) {
        return own::show_all(state);
    }
    match state
        .settings
        .with_untracked(|settings| settings.place.clone())
    {
        Some(place) => run(state, place, Reach::FIRST),
        None => {
            begin(state, None, None);
            state.is_waiting.set(false);
            state.search.set(SearchState::Start);
            if untrack(|| state.country()).is_some() {
                state.ready();
            } else if !config::is_awaited(state) {
                fail_without_country(state);
            }
        }
    }
}

/// The last search once more, or the first; with it the shop's settings, where they did not come.
pub(crate) fn retry(state: State) {
    if state.config.with_untracked(Option::is_none) && !config::is_awaited(state) {
        config::load(state);
    }
    again(state);
}

/// The last search once more, or the first.
pub(super) fn again(state: State) {
    let last = state
        .backstage
        .with(|backstage| backstage.last_search.clone());
    match last {
        Some((place, reach)) => run(state, place, reach),
        None => search_from_attributes(state),
    }
}

/// Searches near a place that the shopper named. A search under way is ended; its results, if any came,
/// stay until the answer.
pub(crate) fn search(state: State, place: Place) {
    state
        .backstage
        .update(|backstage| backstage.has_retried = false);
    // What was said of a point that was refused belongs to the earlier list.
    if state.commit.get_untracked() != CommitState::Pending {
        withdraw(state);
    }
    if own::is_used(state) {
        own::search(state, place);
    } else {
        run(state, place, Reach::FIRST);
    }
}

/// Searches what the map shows; the selection stays.
pub(crate) fn search_area(state: State, area: BoundingBox) {
    if !own::is_used(state) {
        run(state, Place::Area(area), Reach::AREA);
    }
}

/// Finds more points of the same neighbourhood.
pub(crate) fn show_more(state: State) {
    if own::is_used(state) {
        return;
    }
    let answer = state.search.with_untracked(|search| match search {
        SearchState::Answered(answer) => Some((answer.place.clone(), answer.reach)),
        _ => None,
    });
    if let Some((place, reach)) = answer
        && let Some(more) = reach.more()
    {
        run(state, place, more);
    }
}

/// Takes what was typed for a carrier's own number of a point.
pub(crate) fn look_up_number(state: State) {
    let last = state
        .backstage
        .with(|backstage| backstage.last_search.clone());
    if let Some((place, _)) = last {
        search(state, Place::Number(place.text()));
    }
}

/// The device has a connection again: what failed without one goes on.
pub(crate) fn back_online(state: State) {
    let is_offline = state
        .search
        .with_untracked(|search| *search == SearchState::Failed(Failure::Offline));
    if is_offline {
        retry(state);
    }
}

fn run(state: State, place: Place, reach: Reach) {
    let abort = Abort::new();
    let handle = abort.handle();
    let number = begin(state, Some((place.clone(), reach)), Some(abort));
    state.is_waiting.set(true);
    let Some(country) = untrack(|| state.country()) else {
        // The shop's settings may still bring one; then this search is made.
        if !config::is_awaited(state) {
            fail_without_country(state);
        }
        return;
    };
    // Read now: the picker may be gone when the task begins.
    let settings = state.settings.get_untracked();
    let browser = state.words.browser();
    spawn(async move {
        let mut answer = Answer {
            place,
            reach,
            widened_from_m: None,
            is_own: false,
            geocoding: None,
        };
        let mut has_retried = false;
        loop {
            let found = api::search(
                &browser,
                &settings,
                &country,
                &answer.place,
                answer.reach,
                handle.clone(),
            )
            .await;
            // Otherwise the picker is gone, or another search has begun.
            if !is_latest(state, number) {
                return;
            }
            match found {
                Err(ApiError::Network) if !has_retried => {
                    has_retried = true;
                    sleep(RETRY_AFTER_MS).await;
                    if !is_latest(state, number) {
                        return;
                    }
                }
                Err(error) => return fail(state, &error),
                Ok(results) => {
                    answer.geocoding.clone_from(&results.geocoding);
                    let is_neighbourhood =
                        !answer.is_unknown_address() && answer.place.is_neighbourhood();
                    let wider = answer.reach.wider(untrack(|| state.radius_max()));
                    match wider.filter(|_| results.results.is_empty() && is_neighbourhood) {
                        Some(wider) => {
                            answer.widened_from_m = Some(answer.reach.radius_m);
                            answer.reach = wider;
                        }
                        None => {
                            let points = results.results.into_iter().map(Rc::new);
                            return show(state, answer, points.collect());
                        }
                    }
                }
            }
        }
    });
}

/// Ends the search under way and numbers the next, so that no answer is taken for another's.
pub(super) fn begin(state: State, search: Option<(Place, Reach)>, abort: Option<Abort>) -> u32 {
    let is_search = search.is_some();
    let say = move |said: SearchState| move || state.search.set(said);
    let timers = vec![
        Timer::after(SHOWN_AFTER_MS, say(SearchState::Searching)).filter(|_| is_search),
        Timer::after(SLOW_AFTER_MS, say(SearchState::Slow)).filter(|_| is_search),
        Timer::after(ANNOUNCED_AFTER_MS, move || {
            state.announce(state.words.get(Text::Searching));
        })
        .filter(|_| is_search),
    ];
    let number = state.backstage.update(|backstage| {
        // Dropping the earlier one ends its request.
        backstage.running_search = abort;
        backstage.last_search = search;
        backstage.search_timers = timers;
        backstage.search += 1;
        backstage.search
    });
    number.unwrap_or_default()
}

pub(super) fn is_latest(state: State, number: u32) -> bool {
    let latest = state.backstage.try_with(|backstage| backstage.search);
    latest == Some(number)
}

/// Without a country the shopper chooses one, where the shop has several.
fn fail_without_country(state: State) {
    if state.config.with_untracked(Option::is_some) {
        let was_wanted = state
            .backstage
            .with(|backstage| backstage.last_search.is_some());
        settle(state, Vec::new());
        state.search.set(match was_wanted {
            true => SearchState::Failed(Failure::NoCountry),
            false => SearchState::Start,
        });
        return state.ready();
    }
    let refusal = Refusal {
        status: 400,
        detail: "`country` is missing, and the shop's settings did not come".to_owned(),
        ..Refusal::default()
    };
    fail(state, &ApiError::Refused(Box::new(refusal)));
}

/// Tells the shopper, and the page, that a search failed.
pub(super) fn fail(state: State, error: &ApiError) {
    let is_online = state.words.browser().is_online();
    let Some(failure) = Failure::of(error, is_online) else {
        return;
    };
    state.search.set(SearchState::Failed(failure));
    let retry_after_s = error.refusal().and_then(|refusal| refusal.retry_after_s);
    let timer = match failure {
        Failure::RateLimited(seconds) => after_seconds(seconds, move || {
            let over = SearchState::Failed(Failure::RateLimited(0));
            state.search.set(over);
        }),
        Failure::Unavailable | Failure::GeocoderDown => {
            let has_retried = state
                .backstage
                .update(|backstage| std::mem::replace(&mut backstage.has_retried, true));
            let soon = retry_after_s.filter(|seconds| *seconds <= RETRY_AFTER_MAX_S);
            let soon = soon.filter(|_| has_retried == Some(false));
            soon.and_then(|seconds| {
                after_seconds(seconds, move || {
                    state.announce(state.words.get(Text::Retrying));
                    retry(state);
                })
            })
        }
        Failure::Offline
        | Failure::Unreachable
        | Failure::TimedOut
        | Failure::Misconfigured
        | Failure::NoCountry
        | Failure::NoLocation(_) => None,
    };
    settle(state, vec![timer]);
    if let Some((code, is_retryable)) = failure.code() {
        let detail = error.refusal().map(|refusal| refusal.detail.clone());
        let detail = detail.filter(|detail| !detail.is_empty());
        let message = detail.unwrap_or_else(|| state.words.get(Text::Unavailable));
        state.tell(|host| host.error(code, &message, is_retryable));
    }
    state.ready();
}

fn after_seconds(seconds: u32, run: impl FnOnce() + 'static) -> Option<Timer> {
    // An hour is as good as never, and fits.
    Timer::after(seconds.min(3600) as i32 * 1000, run)
}

/// The search is over: what was to be said while it went on is not said any more.
pub(super) fn settle(state: State, timers: Vec<Option<Timer>>) {
    let old = state
        .backstage
        .update(|backstage| std::mem::replace(&mut backstage.search_timers, timers));
    // One of them may be running right now.
    drop(old);
    state.is_waiting.set(false);
}
