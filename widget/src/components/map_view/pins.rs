//! What stands on the map: the points of the list, those close together as one pin.

use std::rc::Rc;

use model::{ServicePoint, ServicePointId};

use super::stage::{Loading, Stage};
use crate::{
    actions,
    clusters::{self, Parting, Pin, World},
    format,
    js::map::{Map, Marker, ORIGIN, View},
    query::Place,
    signal::{effect, untrack},
    state::{SearchState, State},
    text::Text,
};

/// What stands on the map.
#[derive(Default)]
pub(super) struct Pins {
    /// The points that have a place on the Earth, and where that is in the world.
    points: Vec<Rc<ServicePoint>>,
    worlds: Vec<World>,
    /// How many of them are in the list; behind them there may be the checked one.
    found: usize,
    /// Which of them zooming in tells apart.
    parting: Option<Parting>,
    /// Where the search started.
    origin: Option<World>,
    /// What is seen.
    view: Option<View>,
    /// The pins in the view.
    pins: Vec<Pin>,
    /// The view before the shopper moved the map.
    home: Option<View>,
}

/// Keeps the map as the list is.
pub(super) fn follow(stage: Stage) {
    let state = stage.state;
    let mut answer = None;
    effect(move || {
        state.origin.track();
        let points = state.points.version();
        let fitting = state.fitting();
        if stage.loading.get() != Loading::Ready {
            return;
        }
        place(stage, &fitting);
        let is_new = answer.replace(points) != Some(points);
        // What was searched for on the map is seen already, if this is the map.
        let is_area = state.search.with_untracked(|search| match search {
            SearchState::Answered(answer) => matches!(answer.place, Place::Area(_)),
            _ => false,
        });
        if is_new || !is_area {
            stage.offer.set(super::area::Offer::None);
        }
        let is_seen = stage.is_seen.get_untracked();
        // A view that is fitted is told, and drawn then.
        if (is_area && is_seen) || !fit(stage) {
            draw(stage);
        }
    });
    effect(move || {
        let checked = state.checked.get();
        if stage.loading.get() != Loading::Ready {
            return;
        }
        let Some(pins) = stage.pins() else {
            return;
        };
        // An earlier selection may lie far away, and the map shows what is near, until it is checked.
        if pins.borrow().has_other_than(checked) {
            place(stage, &untrack(|| state.fitting()));
        }
        let at = pins.borrow().find(checked);
        if let (Some(map), Some(at)) = (stage.map(), at) {
            map.show(at);
        }
        draw(stage);
    });
}

/// The shopper sees another part of the world.
pub(super) fn show(stage: Stage, view: View) {
    if let Some(pins) = stage.pins() {
        pins.borrow_mut().view = Some(view);
    }
    if !stage.is_seen.get_untracked() {
        stage.is_seen.set(true);
    }
    draw(stage);
}

/// Brings all results into view; false where none of them has a place.
pub(super) fn fit(stage: Stage) -> bool {
    let (Some(map), Some(pins)) = (stage.map(), stage.pins()) else {
        return false;
    };
    let bounds = {
        let pins = pins.borrow();
        clusters::bounds(pins.worlds.iter().take(pins.found).copied())
    };
    let Some(bounds) = bounds else {
        return false;
    };
    map.fit(&bounds);
    true
}

/// A pin was pressed. A point is looked at, like a row; several are parted, or listed by themselves.
pub(super) fn press(stage: Stage, key: i64) {
    let state = stage.state;
    let point = u64::try_from(key).ok().and_then(ServicePointId::new);
    if let Some(id) = point {
        match untrack(|| state.find(id)) {
            Some(point) if untrack(|| state.is_choosable(&point)) => actions::check(state, id),
            Some(_) => {
                // Its row says why it cannot be chosen.
                state.shows_map.set(false);
                state.unfolded.set(Some(id));
            }
            None => {}
        }
        return;
    }
    let (Some(map), Some(pins)) = (stage.map(), stage.pins()) else {
        return;
    };
    let (bounds, together) = {
        let pins = pins.borrow();
        let pressed = pins.pins.iter().find(|pin| pins.key(pin) == key);
        let Some(pressed) = pressed else {
            return;
        };
        let bounds = clusters::bounds(pressed.points.iter().map(|at| pins.worlds[*at]));
        let ids = pressed.points.iter().map(|at| pins.points[*at].id);
        let together = (!pins.can_part(pressed)).then(|| ids.collect());
        (bounds, together)
    };
    if together.is_some() {
        actions::narrow(state, together);
    } else if let Some(bounds) = bounds {
        map.zoom_into(&bounds);
    }
}

/// Finds out where in the world the points lie.
fn place(stage: Stage, fitting: &[Rc<ServicePoint>]) {
    let state = stage.state;
    let (Some(map), Some(pins)) = (stage.map(), stage.pins()) else {
        return;
    };
    let mut points: Vec<Rc<ServicePoint>> = fitting.to_vec();
    points.retain(|point| point.position.is_on_earth());
    let found = points.len();
    if let Some(checked) = untrack(|| state.checked_point())
        && checked.position.is_on_earth()
        && points.iter().all(|point| point.id != checked.id)
    {
        points.push(checked);
    }
    let max_zoom = state
        .config
        .with_untracked(|config| Some(config.as_ref()?.tiles.as_ref()?.max_zoom));
    let origin = state.origin.get_untracked();
    let mut pins = pins.borrow_mut();
    pins.worlds = map.project(points.iter().map(|point| point.position));
    pins.origin = map.project(origin.into_iter()).pop();
    pins.parting = Some(Parting::new(&pins.worlds, max_zoom.unwrap_or_default()));
    pins.points = points;
    pins.found = found;
}

/// Has the pins of the view on the map.
fn draw(stage: Stage) {
    let (Some(map), Some(pins)) = (stage.map(), stage.pins()) else {
        return;
    };
    let checked = stage.state.checked.get_untracked();
    let region = stage.region();
    let had_focus = region.as_ref().is_some_and(|region| region.has_focus());
    pins.borrow_mut().draw(&map, stage.state, checked);
    map.set_checked(checked.map(ServicePointId::get));
    if let Some(region) = region.filter(|region| had_focus && !region.has_focus()) {
        region.focus();
    }
}

impl Pins {
    /// What is seen now is what the next move is measured from.
    pub(super) fn settle(&mut self) {
        self.home = self.view;
    }

    /// The view before the shopper moved the map.
    pub(super) fn home(&self) -> Option<View> {
        self.home
    }

    /// Whether a point stands on the map that is neither in the list nor checked, or the checked one
    /// does not.
    fn has_other_than(&self, checked: Option<ServicePointId>) -> bool {
        let beside = self.points.get(self.found).map(|point| point.id);
        if beside.is_some() {
            return beside != checked;
        }
        checked.is_some() && self.find(checked).is_none()
    }

    /// Where a point lies.
    fn find(&self, id: Option<ServicePointId>) -> Option<World> {
        let at = self.points.iter().position(|point| Some(point.id) == id)?;
        self.worlds.get(at).copied()
    }

    fn draw(&mut self, map: &Map, state: State, checked: Option<ServicePointId>) {
        let Some(view) = self.view else {
            return;
        };
        let apart = self.points.iter().position(|it| Some(it.id) == checked);
        self.pins = clusters::pins(&self.worlds, view.zoom, &view.bounds, apart);
        let mut markers = Vec::new();
        for pin in &self.pins {
            markers.push(match *pin.points {
                [only] => marker(state, &self.points[only], pin.at),
                _ => self.cluster(state, pin),
            });
        }
        markers.extend(self.origin.map(|at| Marker {
            key: ORIGIN,
            at,
            name: state.words.get(Text::Origin),
            kind: "origin".to_owned(),
            written: String::new(),
        }));
        map.set_pins(&markers);
    }

    fn cluster(&self, state: State, pin: &Pin) -> Marker {
        let count = pin.points.len();
        let text = if self.can_part(pin) {
            Text::Cluster
        } else {
            Text::ClusterList
        };
        Marker {
            key: self.key(pin),
            at: pin.at,
            name: state.words.plural(text, count, &[]),
            kind: "cluster".to_owned(),
            written: state.words.count(count),
        }
    }

    /// The id of a point; that of the first of several, below zero.
    fn key(&self, pin: &Pin) -> i64 {
        let id = pin.points.first().map(|at| self.points[*at].id.get());
        // Ids are below 2^53.
        let id = id.unwrap_or_default() as i64;
        if pin.points.len() > 1 { -id } else { id }
    }

    fn can_part(&self, pin: &Pin) -> bool {
        let parting = self.parting.as_ref();
        parting.is_some_and(|parting| parting.can_part(&pin.points))
    }
}

fn marker(state: State, point: &ServicePoint, at: World) -> Marker {
    let words = state.words;
    let mut name = vec![
        format::name(words, point),
        words.get(format::shop_type(point)),
    ];
    name.extend(point.distance.metres().map(|metres| words.distance(metres)));
    let kind = point.general_shop_type.as_ref();
    Marker {
        // Ids are below 2^53.
        key: point.id.get() as i64,
        at,
        name: name.join(", "),
        kind: kind.map_or("", |kind| kind.as_str()).to_owned(),
        written: String::new(),
    }
}
