//! What the picker knows right now: signals that components read and `actions` write.

mod derived;
mod search_state;

use std::{cell::RefCell, rc::Rc};

use model::{
    Position, PostNumberRule, PublicConfig, RADIUS_MAX_M, Selection, ServicePoint, ServicePointId,
    default_post_number_rules, find_post_number_rule,
};

pub(crate) use search_state::{Answer, Failure, SearchState};

use derived::Derived;

use crate::{
    filters::{self, Choice, Filters},
    js::{Host, browser::Browser, fetch::Abort, timer::Timer},
    query::{Place, Reach},
    settings::Settings,
    signal::Signal,
    stored::Stored,
    text::Text,
    words::Words,
};

/// How long the live region waits for better news, in milliseconds.
const ANNOUNCE_AFTER_MS: i32 = 500;

/// Points in the order of the list.
pub(crate) type Points = Rc<Vec<Rc<ServicePoint>>>;

/// All of a picker's state. A handle: copies are the same picker.
#[derive(Clone, Copy)]
pub(crate) struct State {
    /// What no component watches.
    pub(crate) backstage: Stored<RefCell<Backstage>>,
    /// Texts and formats in the shopper's language.
    pub(crate) words: Words,
    /// The element's attributes.
    pub(crate) settings: Signal<Settings>,
    /// The shop's public settings; none until they came, or where they did not.
    pub(crate) config: Signal<Option<PublicConfig>>,
    /// The country that the shopper chose to search in.
    pub(crate) chosen_country: Signal<Option<String>>,
    /// How the search stands.
    pub(crate) search: Signal<SearchState>,
    /// Whether an answer is awaited.
    pub(crate) is_waiting: Signal<bool>,
    /// The points of the last search that brought an answer, nearest first.
    pub(crate) points: Signal<Vec<Rc<ServicePoint>>>,
    /// The page's own points, among which is searched; none where the proxy is asked.
    pub(crate) own: Signal<Option<Points>>,
    /// Whether those are still being read.
    pub(crate) reads_own: Signal<bool>,
    /// Where the last search started, as far as that is known.
    pub(crate) origin: Signal<Option<Position>>,
    /// What the shopper asks of points.
    pub(crate) filters: Signal<Filters>,
    /// The points that the list is narrowed to, because the map cannot tell them apart; smallest first.
    pub(crate) together: Signal<Option<Vec<ServicePointId>>>,
    fitting: Derived<Vec<Rc<ServicePoint>>>,
    listed: Derived<Vec<Rc<ServicePoint>>>,
    counted: Derived<Vec<Choice>>,
    /// Whether the filters are unfolded.
    pub(crate) shows_filters: Signal<bool>,
    /// The point whose radio is checked.
    pub(crate) checked: Signal<Option<ServicePointId>>,
    /// The point whose details are unfolded.
    pub(crate) unfolded: Signal<Option<ServicePointId>>,
    /// What stands in the post number's field.
    pub(crate) post_number: Signal<String>,
    /// How the confirmation stands.
    pub(crate) commit: Signal<CommitState>,
    /// Points that the proxy refused to confirm, and why.
    pub(crate) refused: Signal<Vec<(ServicePointId, Text)>>,
    /// The confirmed selection; one without an id is only proposed, for the shopper to confirm.
    pub(crate) selection: Signal<Option<Rc<Selection>>>,
    /// Whether the narrow layout shows the map instead of the list.
    pub(crate) shows_map: Signal<bool>,
    /// What the live region says.
    pub(crate) announcement: Signal<String>,
    /// Counts the minutes, for what is open.
    pub(crate) minute: Signal<u32>,
}

/// What no component watches.
pub(crate) struct Backstage {
    /// The element around us.
    pub(crate) host: Host,
    /// What was searched for last.
    pub(crate) last_search: Option<(Place, Reach)>,
    /// Number of the latest search; an answer to an earlier one is nobody's any more.
    pub(crate) search: u32,
    /// Ends the search under way when it is dropped.
    pub(crate) running_search: Option<Abort>,
    /// What is said while a search goes on, or done after one that failed.
    pub(crate) search_timers: Vec<Option<Timer>>,
    /// Whether a failed search was repeated without being asked to.
    pub(crate) has_retried: bool,
    /// Number of the latest commit; an answer to an earlier one is nobody's any more.
    pub(crate) commit: u32,
    /// Number of the latest question for the shop's settings.
    pub(crate) config: u32,
    /// Whether the shop's settings are still on their way.
    pub(crate) awaits_config: bool,
    /// Number of the latest list of the page's own points.
    pub(crate) own_reading: u32,
    /// Where to search among them once they are read.
    pub(crate) own_asked: Option<Place>,
    /// Whether the first search was begun.
    pub(crate) is_begun: bool,
    /// Whether the element was told that the picker is ready.
    pub(crate) is_ready: bool,
    /// Waits to say something.
    announcing: Option<Timer>,
}

/// How the confirmation stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CommitState {
    /// Nothing is under way.
    Idle,
    /// The proxy was asked.
    Pending,
    /// The post number is missing or malformed; the text says how.
    PostNumber(String),
    /// It failed, and may succeed at the next try; the text says why.
    Failed(String),
    /// The point cannot be chosen; the text says why, unless the element says it.
    Refused(String, Vec<Rc<ServicePoint>>),
}

impl State {
    /// The state of a picker that has not searched yet. Belongs to the current reactive owner.
    pub(crate) fn new(host: Host, browser: Browser, settings: Settings) -> Self {
        Self {
            backstage: Stored::new(RefCell::new(Backstage {
                host,
                last_search: None,
                search: 0,
                running_search: None,
                search_timers: Vec::new(),
                has_retried: false,
                commit: 0,
                config: 0,
                awaits_config: false,
                own_reading: 0,
                own_asked: None,
                is_begun: false,
                is_ready: false,
                announcing: None,
            })),
            words: Words::new(browser),
            settings: Signal::new(settings),
            config: Signal::new(None),
            chosen_country: Signal::new(None),
            search: Signal::new(SearchState::Searching),
            is_waiting: Signal::new(true),
            points: Signal::new(Vec::new()),
            own: Signal::new(None),
            reads_own: Signal::new(false),
            origin: Signal::new(None),
            filters: Signal::new(Filters::default()),
            together: Signal::new(None),
            fitting: Derived::new(),
            listed: Derived::new(),
            counted: Derived::new(),
            shows_filters: Signal::new(false),
            checked: Signal::new(None),
            unfolded: Signal::new(None),
            post_number: Signal::new(String::new()),
            commit: Signal::new(CommitState::Idle),
            refused: Signal::new(Vec::new()),
            selection: Signal::new(None),
            shows_map: Signal::new(false),
            announcement: Signal::new(String::new()),
            minute: Signal::new(0),
        }
    }

    /// Tells the element something; nothing once the picker is gone. It may call back before it
    /// returns, so nothing is held meanwhile.
    pub(crate) fn tell(self, tell: impl FnOnce(&Host)) {
        let host = self.backstage.try_with(|backstage| backstage.host.clone());
        if let Some(host) = host {
            tell(&host);
        }
    }

    /// Tells the element, once, that the picker shows something to work with.
    pub(crate) fn ready(self) {
        let was_ready = self
            .backstage
            .update(|backstage| std::mem::replace(&mut backstage.is_ready, true));
        if was_ready == Some(false) {
            self.tell(Host::ready);
        }
    }

    /// Has the live region say something, unless there is other news in a moment.
    pub(crate) fn announce(self, text: String) {
        let say = move || self.announcement.set(text);
        let timer = Timer::after(ANNOUNCE_AFTER_MS, say);
        self.backstage
            .update(|backstage| backstage.announcing = timer);
    }

    /// The points found that fit the filters, and that the list is narrowed to.
    pub(crate) fn fitting(self) -> Points {
        let versions = [
            self.points.version(),
            self.filters.version(),
            self.together.version(),
            0,
        ];
        self.fitting.get(versions, || {
            let mut fitting = self.points.get_untracked();
            self.filters
                .with_untracked(|filters| fitting.retain(|point| filters.fit(point)));
            self.together.with_untracked(|together| {
                if let Some(ids) = together {
                    fitting.retain(|point| ids.binary_search(&point.id).is_ok());
                }
            });
            fitting
        })
    }

    /// What can be asked for among the points found.
    pub(crate) fn choices(self) -> Vec<Choice> {
        let counted = self.counted.get([self.points.version(), 0, 0, 0], || {
            self.points.with_untracked(|points| filters::count(points))
        });
        let total = self.points.with_untracked(Vec::len);
        self.filters
            .with(|filters| filters.choices(&counted, total))
    }

    /// Whether anything can be.
    pub(crate) fn has_choices(self) -> bool {
        let is_set = self.filters.with(|filters| filters.count() > 0);
        is_set || self.points.with(|points| filters::is_any(points))
    }

    /// The points that fit the filters, and above all others an earlier selection, unless the list is
    /// narrowed to what the map shows at one place.
    pub(crate) fn listed(self) -> Points {
        let fitting = self.fitting();
        let selection = self.selection.get();
        let is_whole = self.together.with(Option::is_none);
        let Some(selection) = selection.filter(|_| is_whole) else {
            return fitting;
        };
        let versions = [
            self.points.version(),
            self.filters.version(),
            self.together.version(),
            self.selection.version(),
        ];
        self.listed.get(versions, || {
            let id = selection.service_point_id;
            let others = fitting.iter().filter(|point| point.id != id).cloned();
            self.find(id).into_iter().chain(others).collect()
        })
    }

    /// A point of the list, whatever the filters.
    pub(crate) fn find(self, id: ServicePointId) -> Option<Rc<ServicePoint>> {
        let found = self
            .points
            .with(|points| points.iter().find(|point| point.id == id).cloned());
        found.or_else(|| {
            let selection = self.selection.get()?;
            let point = &selection.service_point;
            (point.id == id).then(|| Rc::new(point.clone()))
        })
    }

    /// The checked point.
    pub(crate) fn checked_point(self) -> Option<Rc<ServicePoint>> {
        self.find(self.checked.get()?)
    }

    /// Whether a point can be chosen.
    pub(crate) fn is_choosable(self, point: &ServicePoint) -> bool {
        let is_refused =
            |refused: &Vec<(ServicePointId, Text)>| refused.iter().any(|(id, _)| *id == point.id);
        (!point.is_expired || self.allows_expired()) && !self.refused.with(is_refused)
    }

    /// Whether the shop lets points be chosen whose details are out of date.
    pub(crate) fn allows_expired(self) -> bool {
        self.config
            .with(|config| config.as_ref().is_some_and(|config| config.allow_expired))
    }

    /// The nearest points that can be chosen, most `count` of them.
    pub(crate) fn nearest_choosable(self, count: usize) -> Vec<Rc<ServicePoint>> {
        let near = self.fitting();
        let choosable = near.iter().filter(|point| self.is_choosable(point));
        choosable.take(count).cloned().collect()
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

    /// The country to search in: the page's, else the shopper's choice, else the shop's only one.
    pub(crate) fn country(self) -> Option<String> {
        let country = self.settings.with(|settings| settings.country.clone());
        country.or_else(|| self.chosen_country.get()).or_else(|| {
            match self.countries().as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            }
        })
    }

    /// The countries of the shop, none where its settings are not known: all of Europe's where it
    /// names none.
    pub(crate) fn countries(self) -> Vec<&'static str> {
        self.config.with(|config| {
            let Some(config) = config else {
                return Vec::new();
            };
            match &config.countries {
                Some(countries) => countries.iter().map(|country| country.as_str()).collect(),
                None => model::countries_with_time_zone().collect(),
            }
        })
    }

    /// The largest radius of a search that the shop allows, in metres.
    pub(crate) fn radius_max(self) -> u32 {
        self.config.with(|config| {
            config
                .as_ref()
                .map_or(RADIUS_MAX_M, |config| config.radius_max)
        })
    }
}
