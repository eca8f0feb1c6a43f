//! The map module, `map.js`: all knowledge of Leaflet is in there, here are its few verbs.

use js_sys::{Object, Reflect};
use model::{BoundingBox, Position};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::clusters::{Bounds, World};

#[wasm_bindgen]
extern "C" {
    /// The namespace of `map.js`.
    #[derive(Clone, Debug)]
    pub(crate) type MapModule;

    #[wasm_bindgen(method, catch, js_name = create)]
    fn create(
        this: &MapModule,
        container: &HtmlElement,
        listener: &Object,
    ) -> Result<PickerMap, JsValue>;

    /// A map in its container.
    #[derive(Clone, Debug)]
    type PickerMap;

    #[wasm_bindgen(method, catch, js_name = setTiles)]
    fn set_tiles(this: &PickerMap, url: &str, max_zoom: u8) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn project(this: &PickerMap, positions: &[f64]) -> Result<Vec<f64>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = setPins)]
    fn set_pins(this: &PickerMap, keys: &[f64], at: &[f64], texts: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setChecked)]
    fn set_checked(this: &PickerMap, key: Option<f64>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn show(this: &PickerMap, x: f64, y: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn fit(this: &PickerMap, bounds: Vec<f64>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = zoomInto)]
    fn zoom_into(this: &PickerMap, bounds: Vec<f64>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = panBy)]
    fn pan_by(this: &PickerMap, x: i32, y: i32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = zoomBy)]
    fn zoom_by(this: &PickerMap, steps: i32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn area(this: &PickerMap) -> Result<Vec<f64>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn destroy(this: &PickerMap) -> Result<(), JsValue>;
}

/// The key of the mark where the search started. Others are the ids of points, and of several points
/// at one place that of the first, below zero.
pub(crate) const ORIGIN: i64 = 0;

/// What is seen of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// The box, with some more around it for what is dragged into view.
    pub(crate) bounds: Bounds,
    /// Whole steps, each twice as near.
    pub(crate) zoom: u8,
}

/// What one pin shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Marker {
    /// Tells it from the others; below 2^53.
    pub(crate) key: i64,
    /// Where it stands.
    pub(crate) at: World,
    /// Its name for people who do not see it.
    pub(crate) name: String,
    /// What draws it: a general type, `cluster`, `origin`.
    pub(crate) kind: String,
    /// What is written on it.
    pub(crate) written: String,
}

/// What a map tells. All of it may come at any time until the map is dropped.
pub(crate) struct MapListener {
    /// A pin was pressed: its key.
    pub(crate) on_pin: Box<dyn FnMut(i64)>,
    /// Something else is seen, and whether the shopper moved there.
    pub(crate) on_view: Box<dyn FnMut(View, bool)>,
    /// There is no background.
    pub(crate) on_tiles_failed: Box<dyn FnMut()>,
    /// A gesture was tried that does not work here: what would, `fingers` or the name of a key.
    pub(crate) on_hint: Box<dyn FnMut(String)>,
}

/// A map that dropping removes. Whatever goes wrong inside is a map that stays as it was: the
/// list has everything.
#[derive(Debug)]
pub(crate) struct Map {
    map: PickerMap,
    _on_pin: Closure<dyn FnMut(f64)>,
    _on_view: Closure<dyn FnMut(Vec<f64>, u8, bool)>,
    _on_tiles_failed: Closure<dyn FnMut()>,
    _on_hint: Closure<dyn FnMut(String)>,
}

impl Map {
    /// Draws an empty map into the container; none where that failed.
    pub(crate) fn create(
        module: &MapModule,
        container: &HtmlElement,
        listener: MapListener,
    ) -> Option<Self> {
        let MapListener {
            mut on_pin,
            mut on_view,
            on_tiles_failed,
            on_hint,
        } = listener;
        // Ids are below 2^53, which a JavaScript number holds exactly.
        let on_pin: Closure<dyn FnMut(f64)> = Closure::new(move |key: f64| on_pin(key as i64));
        let on_view: Closure<dyn FnMut(Vec<f64>, u8, bool)> =
            Closure::new(move |bounds: Vec<f64>, zoom, is_moved| {
                if let Some(bounds) = read_bounds(&bounds) {
                    on_view(View { bounds, zoom }, is_moved);
                }
            });
        let on_tiles_failed: Closure<dyn FnMut()> = Closure::new(on_tiles_failed);
        let on_hint: Closure<dyn FnMut(String)> = Closure::new(on_hint);
        let object = Object::new();
        for (name, function) in [
            ("pin", on_pin.as_ref()),
            ("view", on_view.as_ref()),
            ("tilesFailed", on_tiles_failed.as_ref()),
            ("hint", on_hint.as_ref()),
        ] {
            Reflect::set(&object, &name.into(), function).ok()?;
        }
        Some(Self {
            map: module.create(container, &object).ok()?,
            _on_pin: on_pin,
            _on_view: on_view,
            _on_tiles_failed: on_tiles_failed,
            _on_hint: on_hint,
        })
    }

    /// Where the background comes from.
    pub(crate) fn set_tiles(&self, url: &str, max_zoom: u8) {
        ignore(self.map.set_tiles(url, max_zoom));
    }

    /// Where positions lie in the world; nowhere on it, where that is not to be had.
    pub(crate) fn project(&self, positions: impl Iterator<Item = Position>) -> Vec<World> {
        let mut degrees = Vec::new();
        for position in positions {
            degrees.push(position.latitude);
            degrees.push(position.longitude);
        }
        let mut world = self.map.project(&degrees).unwrap_or_default();
        world.resize(degrees.len(), f64::NAN);
        let (pairs, _) = world.as_chunks();
        pairs.iter().map(|[x, y]| World { x: *x, y: *y }).collect()
    }

    /// Replaces all pins.
    pub(crate) fn set_pins(&self, markers: &[Marker]) {
        let (mut keys, mut at, mut texts) = (Vec::new(), Vec::new(), String::new());
        for marker in markers {
            keys.push(marker.key as f64);
            at.push(marker.at.x);
            at.push(marker.at.y);
            for text in [&marker.name, &marker.kind, &marker.written] {
                texts.push_str(text);
                texts.push('\0');
            }
        }
        ignore(self.map.set_pins(&keys, &at, &texts));
    }

    /// Marks one pin, or none.
    pub(crate) fn set_checked(&self, key: Option<u64>) {
        ignore(self.map.set_checked(key.map(|key| key as f64)));
    }

    /// Brings a place into view, if it is not.
    pub(crate) fn show(&self, at: World) {
        ignore(self.map.show(at.x, at.y));
    }

    /// Brings a box into view.
    pub(crate) fn fit(&self, bounds: &Bounds) {
        ignore(self.map.fit(write_bounds(bounds)));
    }

    /// Zooms in on a box, at least one step.
    pub(crate) fn zoom_into(&self, bounds: &Bounds) {
        ignore(self.map.zoom_into(write_bounds(bounds)));
    }

    /// Moves the view, in pixels.
    pub(crate) fn pan_by(&self, x: i32, y: i32) {
        ignore(self.map.pan_by(x, y));
    }

    /// Zooms by whole steps.
    pub(crate) fn zoom_by(&self, steps: i32) {
        ignore(self.map.zoom_by(steps));
    }

    /// What is seen, nothing around it.
    pub(crate) fn area(&self) -> Option<BoundingBox> {
        let edges: [f64; 4] = self.map.area().ok()?.try_into().ok()?;
        let [south, west, north, east] = edges;
        let at = |latitude, longitude| Position {
            latitude,
            longitude,
        };
        Some(BoundingBox {
            north_east: at(north, east),
            south_west: at(south, west),
        })
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        ignore(self.map.destroy());
    }
}

/// The map stays as it was: the list has everything.
fn ignore(outcome: Result<(), JsValue>) {
    drop(outcome);
}

/// From west, north, east and south.
fn read_bounds(edges: &[f64]) -> Option<Bounds> {
    let [west, north, east, south] = *edges else {
        return None;
    };
    Some(Bounds {
        min: World { x: west, y: north },
        max: World { x: east, y: south },
    })
}

fn write_bounds(bounds: &Bounds) -> Vec<f64> {
    let Bounds { min, max } = bounds;
    vec![min.x, min.y, max.x, max.y]
}
