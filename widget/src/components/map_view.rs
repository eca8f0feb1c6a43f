//! The map: an aid to the list, loaded when it is first seen and never needed.

use std::rc::Rc;

use leptos::prelude::{LocalStorage, StoredValue, UpdateValue, WithValue};
use model::{ServicePoint, ServicePointId};
use wasm_bindgen_futures::spawn_local;

use super::{
    confirm_bar::Focus,
    map_buttons::{WithMap, map_buttons, press_key},
};
use crate::{
    actions, format,
    js::{
        element::{El, button, el},
        map::{Map, Marker},
        visible::FirstSight,
    },
    settings::MapMode,
    signal::{Signal, effect, untrack},
    state::State,
    text::Text,
};

/// How the map stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loading {
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
    map: Option<Map>,
    sight: Option<FirstSight>,
}

/// A map that may still be on its way. A handle.
#[derive(Clone, Copy)]
struct View {
    state: State,
    parts: StoredValue<Parts, LocalStorage>,
    loading: Signal<Loading>,
    has_tiles: Signal<bool>,
}

/// The map with its buttons and its attribution; `skip` leads past it.
pub(crate) fn map_view(state: State, skip: Focus) -> El {
    let words = state.words;
    let view = View {
        state,
        parts: StoredValue::new_local(Parts::default()),
        loading: Signal::new(Loading::Waiting),
        has_tiles: Signal::new(true),
    };
    let canvas = el("div").class("map-canvas").attr("dir", "ltr");
    view.wait_until_seen(&canvas);
    view.follow();
    let with_map: WithMap = Rc::new(move |run| view.with_map(run));
    let keys = with_map.clone();
    let region = el("div")
        .class("map-region")
        .attr("role", "region")
        .attr("tabindex", "0")
        .attr("aria-label", &words.get(Text::Map))
        .attr("aria-describedby", "spp-map-hint")
        .on_key(move |event| press_key(&keys, &event))
        .child(canvas.clone());
    let shown = region.clone();
    let show = move || {
        view.load(&canvas);
        // The button goes, and the focus with it.
        shown.focus();
    };
    let attribution = move || {
        let config = state.config.get();
        let tiles = config.and_then(|config| config.tiles);
        let parts = tiles.map(|tiles| tiles.attribution).unwrap_or_default();
        parts.into_iter().map(|part| part.text).collect::<String>()
    };
    el("div")
        .class("map")
        .part("map")
        .child(
            button(&words.get(Text::MapSkip))
                .class("skip")
                .on_click(move || skip()),
        )
        .child(
            el("p")
                .attr("id", "spp-map-hint")
                .class("hidden")
                .text(&words.get(Text::MapHint)),
        )
        .child(region)
        .child(
            button(&words.get(Text::MapShow))
                .class("map-show")
                .hidden(move || !view.is_on_click() || view.loading.get() != Loading::Waiting)
                .on_click(show),
        )
        .child(map_buttons(words, &with_map).hidden(move || {
            let is_empty = state.points.with(|points| points.is_empty());
            view.loading.get() != Loading::Ready || is_empty
        }))
        .child(
            el("p")
                .class("map-note")
                .attr("role", "status")
                .words(move || view.note()),
        )
        .child(el("p").class("attribution").words(attribution))
}

impl View {
    fn with_map(self, run: &dyn Fn(&Map)) {
        self.parts
            .with_value(|parts| parts.map.iter().for_each(run));
    }

    fn is_on_click(self) -> bool {
        self.state
            .settings
            .with(|settings| settings.map == MapMode::Click)
    }

    fn wait_until_seen(self, canvas: &El) {
        let canvas = canvas.clone();
        effect(move || {
            if !self.is_on_click() {
                let seen = canvas.clone();
                let sight = FirstSight::of(canvas.node(), move || self.load(&seen));
                self.parts.update_value(|parts| parts.sight = sight);
            }
        });
    }

    /// Keeps the markers as the list is.
    fn follow(self) {
        let state = self.state;
        effect(move || {
            // An earlier selection may lie far away, and the map shows what is near.
            let fitting = state.fitting();
            let markers = fitting.iter().filter_map(|point| marker(state, point));
            let markers = markers.collect::<Vec<_>>();
            if self.loading.get() == Loading::Ready {
                let checked = state.checked.get_untracked().map(ServicePointId::get);
                self.with_map(&|map| {
                    map.show(&markers);
                    // The mark went with the old markers; the other effect may have run before.
                    map.set_checked(checked);
                });
            }
        });
        effect(move || {
            let checked = state.checked.get().map(ServicePointId::get);
            if self.loading.get() == Loading::Ready {
                self.with_map(&|map| map.set_checked(checked));
            }
        });
    }

    fn note(self) -> String {
        let text = match (self.loading.get(), self.has_tiles.get()) {
            (Loading::Failed, _) => Text::MapUnavailable,
            (Loading::Ready, false) => Text::MapTilesFailed,
            (Loading::Ready, true) | (Loading::Waiting | Loading::Wanted, _) => {
                return String::new();
            }
        };
        self.state.words.get(text)
    }

    fn load(self, canvas: &El) {
        if self.loading.get_untracked() == Loading::Waiting {
            self.loading.set(Loading::Wanted);
            spawn_local(self.create(canvas.clone()));
        }
    }

    /// Loads `map.js` and draws the map into its place.
    async fn create(self, canvas: El) {
        let state = self.state;
        let host = state
            .backstage
            .try_with_value(|backstage| backstage.host.clone());
        let module = match host {
            Some(host) => host.load_map().await,
            None => None,
        };
        // Gone while the module came: the picker was removed, or its map switched off.
        if !self.loading.exists() {
            return;
        }
        let tiles = state
            .config
            .with_untracked(|config| config.as_ref()?.tiles.clone());
        let created = module.zip(tiles).and_then(|(module, tiles)| {
            let press = move |id| press_marker(state, id);
            // Where the picker is gone already, nobody needs to know.
            let fail = move || self.has_tiles.set(false);
            let map = Map::create(&module, canvas.node(), press, fail)?;
            let proxy = state
                .settings
                .with_untracked(|settings| settings.proxy.clone());
            let url = format!("{proxy}{}", tiles.url.trim_start_matches('/'));
            map.set_tiles(&url, tiles.max_zoom);
            Some(map)
        });
        let stands = if created.is_some() {
            Loading::Ready
        } else {
            Loading::Failed
        };
        self.parts.update_value(|parts| parts.map = created);
        self.loading.set(stands);
    }
}

/// A marker was pressed: its point is looked at, like a row.
fn press_marker(state: State, id: u64) {
    if !state.checked.exists() {
        return;
    }
    let point = ServicePointId::new(id).and_then(|id| untrack(|| state.find(id)));
    let Some(point) = point else {
        return;
    };
    if untrack(|| state.is_choosable(&point)) {
        actions::check(state, point.id);
    } else {
        // Its row says why it cannot be chosen.
        state.unfolded.set(Some(point.id));
    }
}

/// What the map shows of a point; none where nobody knows its position.
fn marker(state: State, point: &ServicePoint) -> Option<Marker> {
    let position = point.position.is_on_earth().then_some(point.position)?;
    let words = state.words;
    let mut label = vec![
        format::name(words, point),
        words.get(format::shop_type(point)),
    ];
    label.extend(point.distance.metres().map(|metres| words.distance(metres)));
    let shop_type = point.general_shop_type.as_ref();
    Some(Marker {
        id: point.id.get(),
        position: (position.latitude, position.longitude),
        label: label.join(", "),
        shop_type: shop_type.map_or("", |kind| kind.as_str()).to_owned(),
    })
}
