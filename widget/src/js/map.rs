//! The map module, `map.js`: all knowledge of Leaflet is in there, here are its few verbs.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// The namespace of `map.js`.
    #[derive(Clone, Debug)]
    pub(crate) type MapModule;

    #[wasm_bindgen(method, catch, js_name = create)]
    fn create(
        this: &MapModule,
        container: &HtmlElement,
        on_point: &JsValue,
        on_tiles_failed: &JsValue,
    ) -> Result<PickerMap, JsValue>;

    /// A map in its container.
    #[derive(Clone, Debug)]
    type PickerMap;

    #[wasm_bindgen(method, catch, js_name = setTiles)]
    fn set_tiles(this: &PickerMap, url: &str, max_zoom: u8) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setPoints)]
    fn set_points(
        this: &PickerMap,
        ids: &[f64],
        positions: &[f64],
        labels: Vec<String>,
        types: Vec<String>,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setChecked)]
    fn set_checked(this: &PickerMap, id: Option<f64>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn fit(this: &PickerMap) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = panBy)]
    fn pan_by(this: &PickerMap, x: i32, y: i32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = zoomBy)]
    fn zoom_by(this: &PickerMap, steps: i32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn destroy(this: &PickerMap) -> Result<(), JsValue>;
}

/// What one marker shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Marker {
    /// Id of the service point.
    pub(crate) id: u64,
    /// Degrees north and east.
    pub(crate) position: (f64, f64),
    /// Its name for people who do not see it.
    pub(crate) label: String,
    /// The general type, which draws it.
    pub(crate) shop_type: String,
}

/// A map that dropping removes. Whatever goes wrong inside is a map that stays as it was: the
/// list has everything.
#[derive(Debug)]
pub(crate) struct Map {
    map: PickerMap,
    _on_point: Closure<dyn FnMut(f64)>,
    _on_tiles_failed: Closure<dyn FnMut()>,
}

impl Map {
    /// Draws an empty map into the container; none where that failed.
    pub(crate) fn create(
        module: &MapModule,
        container: &HtmlElement,
        mut on_point: impl FnMut(u64) + 'static,
        on_tiles_failed: impl FnMut() + 'static,
    ) -> Option<Self> {
        // Ids are below 2^53, which a JavaScript number holds exactly.
        let on_point: Closure<dyn FnMut(f64)> = Closure::new(move |id: f64| on_point(id as u64));
        let on_tiles_failed: Closure<dyn FnMut()> = Closure::new(on_tiles_failed);
        let map = module
            .create(container, on_point.as_ref(), on_tiles_failed.as_ref())
            .ok()?;
        Some(Self {
            map,
            _on_point: on_point,
            _on_tiles_failed: on_tiles_failed,
        })
    }

    /// Where the background comes from.
    pub(crate) fn set_tiles(&self, url: &str, max_zoom: u8) {
        drop(self.map.set_tiles(url, max_zoom));
    }

    /// Replaces all markers and brings them into view.
    pub(crate) fn show(&self, markers: &[Marker]) {
        let ids: Vec<f64> = markers.iter().map(|marker| marker.id as f64).collect();
        let positions = markers.iter().map(|marker| marker.position);
        let positions: Vec<f64> = positions.flat_map(|(north, east)| [north, east]).collect();
        let words = markers
            .iter()
            .map(|marker| (marker.label.clone(), marker.shop_type.clone()));
        let (labels, types) = words.unzip();
        drop(self.map.set_points(&ids, &positions, labels, types));
        drop(self.map.fit());
    }

    /// Marks one point, or none.
    pub(crate) fn set_checked(&self, id: Option<u64>) {
        drop(self.map.set_checked(id.map(|id| id as f64)));
    }

    /// Brings all markers into view.
    pub(crate) fn fit(&self) {
        drop(self.map.fit());
    }

    /// Moves the view, in pixels.
    pub(crate) fn pan_by(&self, x: i32, y: i32) {
        drop(self.map.pan_by(x, y));
    }

    /// Zooms by whole steps.
    pub(crate) fn zoom_by(&self, steps: i32) {
        drop(self.map.zoom_by(steps));
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        drop(self.map.destroy());
    }
}
