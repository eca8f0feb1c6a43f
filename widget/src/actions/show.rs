//! Putting what was found on the screen: in order, with distances, around the place searched for.

use std::rc::Rc;

use model::{Distance, Position, ServicePoint};

use super::{commit::withdraw, search::settle};
use crate::{
    order, origin,
    query::Place,
    settings::Mode,
    signal::untrack,
    state::{Answer, CommitState, SearchState, State},
};

/// Puts an answer on the screen.
pub(super) fn show(state: State, answer: Answer, points: Vec<Rc<ServicePoint>>) {
    settle(state, Vec::new());
    let browser = state.words.browser();
    if !answer.is_own {
        browser.mark_set();
    }
    state
        .backstage
        .update(|backstage| backstage.has_retried = false);
    state.together.set(None);
    let points = around_origin(state, &answer, points);
    // v3 promises an order only around a reference point; points without distance keep theirs.
    let points = order::by_key(points, |point| match point.distance.metres() {
        Some(metres) => (metres, point.id.get()),
        None => (u32::MAX, 0),
    });
    state.points.set(points);
    keep_checked(state);
    state.unfolded.set(None);
    state.search.set(SearchState::Answered(answer));
    state.ready();
    browser.mark_shown();
}

/// What is checked stays so while it is in the list. A dialog proposes the nearest point.
fn keep_checked(state: State) {
    let checked = state.checked.get_untracked();
    let (is_there, nearest) = untrack(|| {
        let is_there = state.listed().iter().any(|point| Some(point.id) == checked);
        (is_there, state.nearest_choosable(1).pop())
    });
    // A confirmation under way goes on, whatever the list shows meanwhile.
    if is_there || state.commit.get_untracked() == CommitState::Pending {
        return;
    }
    let is_dialog = state
        .settings
        .with_untracked(|settings| settings.mode == Mode::Dialog);
    if checked.is_some() {
        withdraw(state);
    }
    state
        .checked
        .set(nearest.filter(|_| is_dialog).map(|point| point.id));
    state.post_number.set(String::new());
}

/// Finds out where the search started, and measures from there what nobody else has measured so: the
/// proxy may have answered for a place nearby, an area has no distances, and the page's own points
/// need not.
fn around_origin(
    state: State,
    answer: &Answer,
    points: Vec<Rc<ServicePoint>>,
) -> Vec<Rc<ServicePoint>> {
    let known = state
        .settings
        .with_untracked(|settings| answer.place.position(settings));
    let measured_from = match answer.place {
        Place::Area(_) => state.origin.get_untracked(),
        _ => known,
    };
    let origin = match answer.place {
        _ if measured_from.is_some() || answer.is_own => measured_from,
        Place::Text(_) | Place::Attributes(_) => solve(&points),
        Place::Here(_) | Place::Area(_) | Place::Number(_) => None,
    };
    state.origin.set(origin);
    match measured_from {
        Some(from) => points.iter().map(|point| measure(point, from)).collect(),
        None => points,
    }
}

/// Where an address lies, which v3 does not say, from the distances that it does.
fn solve(points: &[Rc<ServicePoint>]) -> Option<Position> {
    let measured = points.iter().filter_map(|point| {
        let metres = point.distance.metres()?;
        let position = point.position.is_on_earth().then_some(point.position)?;
        Some((position, metres))
    });
    let nearest = order::by_key(measured.collect(), |(_, metres)| (*metres, 0));
    // Three may agree on a place by chance, where the proxy answered for one nearby.
    (nearest.len() > 3)
        .then(|| origin::solve(&nearest))
        .flatten()
}

fn measure(point: &Rc<ServicePoint>, from: Position) -> Rc<ServicePoint> {
    let distance = if point.position.is_on_earth() {
        Distance::Metres(origin::distance_m(from, point.position))
    } else {
        Distance::Unknown
    };
    if point.distance == distance {
        return point.clone();
    }
    Rc::new(ServicePoint {
        distance,
        ..ServicePoint::clone(point)
    })
}
