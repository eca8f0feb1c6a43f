//! The map: an aid to the list, loaded when it is first seen and never needed.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use model::{ServicePoint, ServicePointId};
use wasm_bindgen_futures::spawn_local;

use super::words::{flag, text_signal, words};
use crate::{
    actions, format,
    js::{
        dom,
        map::{Map, Marker},
        visible::FirstSight,
    },
    settings::MapMode,
    state::State,
    text::Text,
};

/// How far an arrow key moves the view, in pixels.
const PAN_PX: i32 = 80;

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

/// The map with its buttons and its attribution.
#[component]
pub(crate) fn MapView(state: State) -> impl IntoView {
    let canvas = NodeRef::<html::Div>::new();
    let parts = StoredValue::new_local(Parts::default());
    let loading = RwSignal::new(Loading::Waiting);
    let has_tiles = RwSignal::new(true);
    let load = move || {
        if loading.get_untracked() == Loading::Waiting {
            loading.set(Loading::Wanted);
            spawn_local(create(state, canvas, parts, loading, has_tiles));
        }
    };
    let with_map =
        move |run: &dyn Fn(&Map)| parts.with_value(|parts| parts.map.iter().for_each(run));
    let is_on_click = move || {
        state
            .settings
            .with(|settings| settings.map == MapMode::Click)
    };
    let region = NodeRef::<html::Div>::new();
    let show = move |_| {
        load();
        // The button goes, and the focus with it.
        if let Some(region) = region.get_untracked() {
            dom::focus(&region);
        }
    };
    Effect::new(move |_| {
        if !is_on_click()
            && let Some(canvas) = canvas.get()
        {
            let sight = FirstSight::of(&canvas, load);
            parts.update_value(|parts| parts.sight = sight);
        }
    });
    Effect::new(move |_| {
        let markers = state.points.with(|points| {
            let markers = points.iter().filter_map(|point| marker(point));
            markers.collect::<Vec<_>>()
        });
        if loading.get() == Loading::Ready {
            let checked = state.checked.get_untracked().map(ServicePointId::get);
            with_map(&|map| {
                map.show(&markers);
                // The mark went with the old markers; the other effect may have run before.
                map.set_checked(checked);
            });
        }
    });
    Effect::new(move |_| {
        let checked = state.checked.get().map(ServicePointId::get);
        if loading.get() == Loading::Ready {
            with_map(&|map| map.set_checked(checked));
        }
    });
    let press_key = move |event: KeyboardEvent| {
        // Those are the browser's: zooming the page, going back.
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let handled = match event.key().as_str() {
            "ArrowUp" => Some((0, -PAN_PX, 0)),
            "ArrowDown" => Some((0, PAN_PX, 0)),
            "ArrowLeft" => Some((-PAN_PX, 0, 0)),
            "ArrowRight" => Some((PAN_PX, 0, 0)),
            "+" => Some((0, 0, 1)),
            "-" => Some((0, 0, -1)),
            "0" => Some((0, 0, 0)),
            _ => None,
        };
        let Some((x, y, steps)) = handled else {
            return;
        };
        event.prevent_default();
        match (x, y, steps) {
            (0, 0, 0) => with_map(&|map| map.fit()),
            (0, 0, steps) => with_map(&|map| map.zoom_by(steps)),
            (x, y, _) => with_map(&|map| map.pan_by(x, y)),
        }
    };
    let note = move || match (loading.get(), has_tiles.get()) {
        (Loading::Failed, _) => Text::MapUnavailable.get(),
        (Loading::Ready, false) => Text::MapTilesFailed.get(),
        (Loading::Ready, true) | (Loading::Waiting | Loading::Wanted, _) => "",
    };
    let attribution = move || {
        let config = state.config.get();
        config
            .and_then(|config| config.tiles)
            .map(|tiles| tiles.attribution)
            .unwrap_or_default()
    };
    view! {
        <div class="map" part="map">
            <p id="spp-map-hint" class="hidden">{Text::MapHint.get()}</p>
            <div
                node_ref=region
                class="map-region"
                role="region"
                tabindex="0"
                aria-label=Text::Map.get()
                aria-describedby="spp-map-hint"
                on:keydown=press_key
            >
                <div node_ref=canvas class="map-canvas" dir="ltr"></div>
            </div>
            <button
                type="button"
                class="map-show"
                hidden=flag(move || !is_on_click() || loading.get() != Loading::Waiting)
                on:click=show
            >
                {Text::MapShow.get()}
            </button>
            <div class="map-buttons" hidden=flag(move || loading.get() != Loading::Ready)>
                {[(Text::ZoomIn, "+", 1), (Text::ZoomOut, "−", -1)]
                    .map(|(label, sign, steps)| {
                        let press = move |_| with_map(&|map| map.zoom_by(steps));
                        view! {
                            <button type="button" aria-label=label.get() on:click=press>{sign}</button>
                        }
                    })}
            </div>
            <p class="map-note" role="status">{text_signal(note)}</p>
            <p class="attribution">{words(attribution)}</p>
        </div>
    }
}

/// Loads `map.js` and draws the map into its place.
async fn create(
    state: State,
    canvas: NodeRef<html::Div>,
    parts: StoredValue<Parts, LocalStorage>,
    loading: RwSignal<Loading>,
    has_tiles: RwSignal<bool>,
) {
    let host = state
        .backstage
        .try_with_value(|backstage| backstage.host.clone());
    let module = match host {
        Some(host) => host.load_map().await,
        None => None,
    };
    // Gone while the module came: the picker was removed, or its map switched off.
    let Some(canvas) = canvas.try_get_untracked().flatten() else {
        return;
    };
    let tiles = state
        .config
        .with_untracked(|config| config.as_ref()?.tiles.clone());
    let created = module.zip(tiles).and_then(|(module, tiles)| {
        let press = move |id| press_marker(state, id);
        // Where the picker is gone already, nobody needs to know.
        let fail = move || _ = has_tiles.try_set(false);
        let map = Map::create(&module, &canvas, press, fail)?;
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
    parts.update_value(|parts| parts.map = created);
    loading.set(stands);
}

/// A marker was pressed: its point is looked at, like a row.
fn press_marker(state: State, id: u64) {
    let point = state.points.try_with_untracked(|points| {
        let point = points.iter().find(|point| point.id.get() == id);
        point.cloned()
    });
    if let Some(point) = point.flatten()
        && untrack(|| state.is_choosable(&point))
    {
        actions::check(state, point.id);
    }
}

/// What the map shows of a point; none where nobody knows its position.
fn marker(point: &ServicePoint) -> Option<Marker> {
    let position = point.position.is_on_earth().then_some(point.position)?;
    let mut label = vec![format::name(point), format::shop_type(point).to_owned()];
    label.extend(point.distance.metres().map(format::distance));
    let shop_type = point.general_shop_type.as_ref();
    Some(Marker {
        id: point.id.get(),
        position: (position.latitude, position.longitude),
        label: label.join(", "),
        shop_type: shop_type.map_or("", |kind| kind.as_str()).to_owned(),
    })
}
