//! What the picker knows right now: signals that components read and `actions` write.

use std::sync::Arc;

use leptos::prelude::*;
use model::{
    GeocodingResult, PostNumberRule, PublicConfig, Selection, ServicePoint, ServicePointId,
    default_post_number_rules, find_post_number_rule,
};

use crate::{
    api::ApiError,
    js::{Host, fetch::Abort},
    query::Place,
    settings::Settings,
};

/// All of a picker's state. A handle: copies are the same picker.
#[derive(Clone, Copy)]
pub(crate) struct State {
    /// What no component watches.
    pub(crate) backstage: StoredValue<Backstage, LocalStorage>,
    /// The element's attributes.
    pub(crate) settings: RwSignal<Settings>,
    /// The shop's public settings; none until they came, or where they did not.
    pub(crate) config: RwSignal<Option<PublicConfig>>,
    /// How the search stands.
    pub(crate) search: RwSignal<SearchState>,
    /// The points of the last search that brought an answer.
    pub(crate) points: RwSignal<Vec<Arc<ServicePoint>>>,
    /// The point whose radio is checked.
    pub(crate) checked: RwSignal<Option<ServicePointId>>,
    /// The point whose details are unfolded.
    pub(crate) unfolded: RwSignal<Option<ServicePointId>>,
    /// What stands in the post number's field.
    pub(crate) post_number: RwSignal<String>,
    /// How the confirmation stands.
    pub(crate) commit: RwSignal<CommitState>,
    /// Points that the proxy refused to confirm.
    pub(crate) refused: RwSignal<Vec<ServicePointId>>,
    /// The confirmed selection.
    pub(crate) selection: RwSignal<Option<Selection>>,
    /// Whether the narrow layout shows the map instead of the list.
    pub(crate) shows_map: RwSignal<bool>,
}

/// What no component watches.
pub(crate) struct Backstage {
    /// The element around us.
    pub(crate) host: Host,
    /// The place searched for last.
    pub(crate) last_place: Option<Place>,
    /// Number of the latest search; an answer to an earlier one is nobody's any more.
    pub(crate) search: u32,
    /// Ends the search under way when it is dropped.
    pub(crate) running_search: Option<Abort>,
    /// Number of the latest commit; an answer to an earlier one is nobody's any more.
    pub(crate) commit: u32,
    /// Whether the shop's settings are still on their way.
    pub(crate) awaits_config: bool,
    /// Whether the first search was begun.
    pub(crate) is_begun: bool,
    /// Whether the element was told that the picker is ready.
    pub(crate) is_ready: bool,
}

/// How the search stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SearchState {
    /// Nothing was searched for yet.
    Start,
    /// An answer is awaited, or the first search is still to come; earlier results stay.
    Searching,
    /// An answer came, with points or without.
    Answered {
        /// What was searched for, in the shopper's words.
        query: String,
        /// How it was understood.
        geocoding: Option<GeocodingResult>,
    },
    /// No answer came; earlier results stay.
    Failed(Failure),
}

/// What a shopper can be told of a failed search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The proxy cannot be reached.
    Unreachable,
    /// The proxy answered, but had nothing to answer with.
    Unavailable,
    /// Too many searches; seconds to wait.
    RateLimited(u32),
    /// Addresses cannot be looked up for the moment.
    GeocoderDown,
    /// Something that only the shop can mend.
    Misconfigured,
}

/// How the confirmation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CommitState {
    /// Nothing is under way.
    Idle,
    /// The proxy was asked.
    Pending,
    /// The post number is missing or malformed; the text says how.
    PostNumber(String),
    /// It failed or was refused; the text says why.
    Failed(String),
}

impl State {
    /// The state of a picker that has not searched yet. Belongs to the current reactive owner.
    pub(crate) fn new(host: Host, settings: Settings) -> Self {
        Self {
            backstage: StoredValue::new_local(Backstage {
                host,
                last_place: None,
                search: 0,
                running_search: None,
                commit: 0,
                awaits_config: false,
                is_begun: false,
                is_ready: false,
            }),
            settings: RwSignal::new(settings),
            config: RwSignal::new(None),
            search: RwSignal::new(SearchState::Searching),
            points: RwSignal::new(Vec::new()),
            checked: RwSignal::new(None),
            unfolded: RwSignal::new(None),
            post_number: RwSignal::new(String::new()),
            commit: RwSignal::new(CommitState::Idle),
            refused: RwSignal::new(Vec::new()),
            selection: RwSignal::new(None),
            shows_map: RwSignal::new(false),
        }
    }

    /// Tells the element something; nothing once the picker is gone. It may call back before it
    /// returns, so nothing is held meanwhile.
    pub(crate) fn tell(self, tell: impl FnOnce(&Host)) {
        let host = self
            .backstage
            .try_with_value(|backstage| backstage.host.clone());
        if let Some(host) = host {
            tell(&host);
        }
    }

    /// Tells the element, once, that the picker shows something to work with.
    pub(crate) fn ready(self) {
        let was_ready = self
            .backstage
            .try_update_value(|backstage| std::mem::replace(&mut backstage.is_ready, true));
        if was_ready == Some(false) {
            self.tell(Host::ready);
        }
    }

    /// The checked point, of those in the list.
    pub(crate) fn checked_point(self) -> Option<Arc<ServicePoint>> {
        let id = self.checked.get()?;
        self.points
            .with(|points| points.iter().find(|point| point.id == id).cloned())
    }

    /// Whether a point can be chosen.
    pub(crate) fn is_choosable(self, point: &ServicePoint) -> bool {
        !point.is_expired && !self.refused.with(|refused| refused.contains(&point.id))
    }

    /// The rule by which a point asks for a post number. Without the shop's settings the usual
    /// rules hold; the proxy has the last word in any case.
    pub(crate) fn post_number_rule(self, point: &ServicePoint) -> Option<PostNumberRule> {
        self.config.with(|config| {
            let defaults = config.is_none().then(default_post_number_rules);
            let rules = config.as_ref().map(|config| &config.post_number_rules);
            let rules = rules.or(defaults.as_ref())?;
            find_post_number_rule(rules, point).cloned()
        })
    }

    /// The country to search in: the page's, else the shop's only one.
    pub(crate) fn country(self) -> Option<String> {
        let country = self.settings.with(|settings| settings.country.clone());
        country.filter(|country| !country.is_empty()).or_else(|| {
            self.config
                .with(|config| match config.as_ref()?.countries.as_deref()? {
                    [only] => Some(only.to_string()),
                    _ => None,
                })
        })
    }
}

impl Failure {
    /// What a shopper is told; none where a newer search made the answer pointless.
    pub(crate) fn of(error: &ApiError) -> Option<Self> {
        match error {
            ApiError::Aborted => None,
            ApiError::NoAnswer => Some(Self::Unreachable),
            ApiError::Unreadable => Some(Self::Unavailable),
            ApiError::Refused {
                status,
                code,
                retry_after_s,
                ..
            } => Some(match (status, code.as_deref()) {
                (429, _) => Self::RateLimited(retry_after_s.unwrap_or(5)),
                (503, None) => Self::GeocoderDown,
                (400..=499, _) | (502, Some("upstream_refused")) => Self::Misconfigured,
                _ => Self::Unavailable,
            }),
        }
    }

    /// The code of the `service-point-error` event, and whether trying again may help.
    pub(crate) fn code(self) -> (&'static str, bool) {
        match self {
            Self::Unreachable => ("network", true),
            Self::Unavailable => ("unavailable", true),
            Self::RateLimited(_) => ("rate_limited", true),
            Self::GeocoderDown => ("geocoder_down", true),
            Self::Misconfigured => ("config", false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use crate::api::ApiError;

    fn refused(status: u16, code: Option<&str>) -> ApiError {
        ApiError::Refused {
            status,
            code: code.map(str::to_owned),
            detail: String::new(),
            retry_after_s: Some(7),
        }
    }

    #[test]
    fn each_answer_has_its_own_message() {
        for (error, failure) in [
            (ApiError::Aborted, None),
            (ApiError::NoAnswer, Some(Failure::Unreachable)),
            (ApiError::Unreadable, Some(Failure::Unavailable)),
            (
                refused(429, Some("rate_limited")),
                Some(Failure::RateLimited(7)),
            ),
            (refused(503, None), Some(Failure::GeocoderDown)),
            (refused(503, Some("overloaded")), Some(Failure::Unavailable)),
            (
                refused(504, Some("upstream_timeout")),
                Some(Failure::Unavailable),
            ),
            (
                refused(400, Some("validation_error")),
                Some(Failure::Misconfigured),
            ),
            (
                refused(403, Some("forbidden")),
                Some(Failure::Misconfigured),
            ),
            (
                refused(502, Some("upstream_refused")),
                Some(Failure::Misconfigured),
            ),
            (
                refused(502, Some("upstream_invalid")),
                Some(Failure::Unavailable),
            ),
        ] {
            assert_eq!(Failure::of(&error), failure, "{error:?}");
        }
    }
}
