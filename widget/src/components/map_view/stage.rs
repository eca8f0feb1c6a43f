//! How the map stands: waiting to be seen, on its way, there; and what is done to it then.

use std::{cell::RefCell, rc::Rc};

use super::{
    area::{self, Offer},
    pins::{self, Pins},
};
use crate::{
    components::map_buttons::Act,
    js::{
        element::El,
        map::{Map, MapListener, MapModule},
        task::spawn,
        timer::Timer,
        visible::FirstSight,
    },
    settings::MapMode,
    signal::{Signal, effect},
    state::State,
    stored::Stored,
    text::Text,
};

/// How long a word about a gesture stands, in milliseconds.
const HINT_MS: i32 = 3_000;

/// How the map stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loading {
    /// Waits until it is wanted.
    Waiting,
    /// On its way.
    Wanted,
    /// There.
    Ready,
    /// `map.js` could not be loaded, or not be started.
    Failed,
}

/// What the page holds for us; dropped with the component.
#[derive(Default)]
struct Parts {
    map: Option<Rc<Map>>,
    sight: Option<FirstSight>,
    hint: Option<Timer>,
    pins: Rc<RefCell<Pins>>,
}

/// A map that may still be on its way. A handle.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    pub(super) state: State,
    pub(super) loading: Signal<Loading>,
    /// Whether it shows a part of the world.
    pub(super) is_seen: Signal<bool>,
    /// Whether what is seen can be searched.
    pub(super) offer: Signal<Offer>,
    has_tiles: Signal<bool>,
    hint: Signal<String>,
    region: Stored<El>,
    parts: Stored<RefCell<Parts>>,
}

impl Stage {
    /// A map that nobody has seen yet; `region` is around it. Belongs to the current owner.
    pub(super) fn new(state: State, region: El) -> Self {
        Self {
            state,
            loading: Signal::new(Loading::Waiting),
            is_seen: Signal::new(false),
            offer: Signal::new(Offer::None),
            has_tiles: Signal::new(true),
            hint: Signal::new(String::new()),
            region: Stored::new(region),
            parts: Stored::new(RefCell::default()),
        }
    }

    /// Whether it is loaded at a press only.
    pub(super) fn is_on_click(self) -> bool {
        self.state
            .settings
            .with(|settings| settings.map == MapMode::Click)
    }

    /// Loads it as soon as its place is on the screen.
    pub(super) fn wait_until_seen(self, canvas: &El) {
        let canvas = canvas.clone();
        effect(move || {
            if !self.is_on_click() {
                let seen = canvas.clone();
                let sight = FirstSight::of(canvas.node(), move || self.load(&seen));
                self.parts.update(|parts| parts.sight = sight);
            }
        });
    }

    /// Loads it, once.
    pub(super) fn load(self, canvas: &El) {
        if self.loading.get_untracked() == Loading::Waiting {
            self.loading.set(Loading::Wanted);
            spawn(self.create(canvas.clone()));
        }
    }

    /// Something to be said on the map.
    pub(super) fn note(self) -> String {
        let text = match (self.loading.get(), self.has_tiles.get()) {
            (Loading::Failed, _) => Text::MapUnavailable,
            (Loading::Ready, false) => Text::MapTilesFailed,
            (Loading::Ready, true) | (Loading::Waiting | Loading::Wanted, _) => {
                return self.hint.get();
            }
        };
        self.state.words.get(text)
    }

    /// The map, once it is there. It may call back while something is done to it, so nothing is held
    /// meanwhile.
    pub(super) fn map(self) -> Option<Rc<Map>> {
        self.parts.try_with(|parts| parts.map.clone()).flatten()
    }

    /// What stands on it.
    pub(super) fn pins(self) -> Option<Rc<RefCell<Pins>>> {
        self.parts.try_with(|parts| parts.pins.clone())
    }

    /// Around the map, and where the focus stays when what had it goes.
    pub(super) fn region(self) -> Option<El> {
        self.region.find().map(|region| El::clone(&region))
    }

    /// Does something to the view.
    pub(super) fn act(self, act: Act) {
        let Some(map) = self.map() else {
            return;
        };
        match act {
            Act::Pan(x, y) => map.pan_by(x, y),
            Act::Zoom(steps) => map.zoom_by(steps),
            Act::Fit => drop(pins::fit(self)),
        }
    }

    /// Says for a while how a gesture is to be made.
    fn show_hint(self, gesture: &str) {
        let words = self.state.words;
        let hint = match gesture {
            "fingers" => words.get(Text::MapTwoFingers),
            "meta" => words.with(Text::MapWheel, &[("key", "⌘")]),
            _ => words.with(Text::MapWheel, &[("key", "Ctrl")]),
        };
        self.hint.set(hint);
        let timer = Timer::after(HINT_MS, move || self.hint.set(String::new()));
        self.parts.update(|parts| parts.hint = timer);
    }

    /// Loads `map.js` and draws the map into its place.
    async fn create(self, canvas: El) {
        let host = self
            .state
            .backstage
            .try_with(|backstage| backstage.host.clone());
        let module = match host {
            Some(host) => host.load_map().await,
            None => None,
        };
        // Gone while the module came: the picker was removed, or its map switched off.
        if !self.loading.exists() {
            return;
        }
        let map = module.and_then(|module| self.draw(&module, &canvas));
        let stands = if map.is_some() {
            Loading::Ready
        } else {
            Loading::Failed
        };
        self.parts.update(|parts| parts.map = map.map(Rc::new));
        self.loading.set(stands);
    }

    fn draw(self, module: &MapModule, canvas: &El) -> Option<Map> {
        let tiles = self
            .state
            .config
            .with_untracked(|config| config.as_ref()?.tiles.clone())?;
        // Where the picker is gone already, nobody needs to know.
        let listener = MapListener {
            on_pin: Box::new(move |key| {
                if self.loading.exists() {
                    pins::press(self, key);
                }
            }),
            on_view: Box::new(move |view, is_moved| {
                if self.loading.exists() {
                    pins::show(self, view);
                    area::note(self, view, is_moved);
                }
            }),
            on_tiles_failed: Box::new(move || self.has_tiles.set(false)),
            on_hint: Box::new(move |gesture| {
                if self.loading.exists() {
                    self.show_hint(&gesture);
                }
            }),
        };
        let map = Map::create(module, canvas.node(), listener)?;
        let proxy = self
            .state
            .settings
            .with_untracked(|settings| settings.proxy.clone());
        let url = format!("{proxy}{}", tiles.url.trim_start_matches('/'));
        map.set_tiles(&url, tiles.max_zoom);
        Some(map)
    }
}
