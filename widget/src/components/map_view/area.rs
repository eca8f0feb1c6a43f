//! Searching what the map shows: offered once the shopper has really moved it.

use model::BoundingBox;

use super::stage::{Loading, Stage};
use crate::{
    actions,
    clusters::{Bounds, World},
    js::{
        element::{El, el},
        map::View,
    },
    origin,
    signal::untrack,
    state::SearchState,
    text::Text,
};

/// A move is one from this part of the view's smaller side on.
const MOVED: f64 = 0.3;
/// What the view has around what is seen makes it so much wider and higher.
const AHEAD: f64 = 1.4;
/// The longest diagonal that is searched, in metres: v3's, less what rounding the corners may add.
const DIAGONAL_MAX_M: u32 = BoundingBox::DIAGONAL_MAX_M as u32 - 50;

/// Whether what is seen can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// The shopper has not moved the map.
    None,
    /// It can.
    Search,
    /// It is too large for that.
    TooLarge,
}

/// Something else is seen.
pub(super) fn note(stage: Stage, view: View, is_moved: bool) {
    let Some(pins) = stage.pins() else {
        return;
    };
    if !is_moved && stage.offer.get_untracked() == Offer::None {
        pins.borrow_mut().settle();
        return;
    }
    let home = pins.borrow().home();
    // The page's own points are all there.
    let has_own = stage.state.own.with_untracked(Option::is_some);
    let is_far = home.is_some_and(|home| is_far(home, view, is_cut_off(stage))) && !has_own;
    let diagonal_m = area(stage).map(|area| origin::distance_m(area.south_west, area.north_east));
    let offer = match diagonal_m {
        Some(metres) if is_far && metres <= DIAGONAL_MAX_M => Offer::Search,
        Some(_) if is_far => Offer::TooLarge,
        _ => Offer::None,
    };
    if offer != stage.offer.get_untracked() {
        stage.offer.set(offer);
    }
}

/// The button that does it.
pub(super) fn area_button(stage: Stage) -> El {
    let words = stage.state.words;
    let press = move || {
        let area = area(stage).filter(|_| stage.offer.get_untracked() == Offer::Search);
        if let (Some(area), Some(pins)) = (area, stage.pins()) {
            // The button goes, and the focus with it.
            if let Some(region) = stage.region() {
                region.focus();
            }
            pins.borrow_mut().settle();
            stage.offer.set(Offer::None);
            untrack(|| actions::search_area(stage.state, area));
        }
    };
    el("button")
        .attr("type", "button")
        .class("area-search")
        .words(move || {
            words.get(match stage.offer.get() {
                Offer::TooLarge => Text::AreaTooLarge,
                Offer::None | Offer::Search => Text::AreaSearch,
            })
        })
        .aria("aria-disabled", move || {
            stage.offer.get() == Offer::TooLarge
        })
        .hidden(move || stage.loading.get() != Loading::Ready || stage.offer.get() == Offer::None)
        .on_click(press)
}

fn area(stage: Stage) -> Option<BoundingBox> {
    stage.map()?.area()
}

/// Whether there are more points in the area than were found.
fn is_cut_off(stage: Stage) -> bool {
    let count = stage.state.points.with_untracked(Vec::len);
    stage.state.search.with_untracked(|search| match search {
        SearchState::Answered(answer) => count >= answer.reach.limit,
        _ => false,
    })
}

/// Whether the shopper has moved from one view to another; nearer counts where that shows more.
fn is_far(home: View, view: View, is_cut_off: bool) -> bool {
    let (from, width, height) = extent(home.bounds);
    let (to, near_width, near_height) = extent(view.bounds);
    let (x, y) = (to.x - from.x, to.y - from.y);
    let side = width.min(height).min(near_width.min(near_height));
    let least = MOVED * side / AHEAD;
    let is_nearer = is_cut_off && view.zoom > home.zoom;
    is_nearer || view.zoom < home.zoom || x * x + y * y > least * least
}

/// The middle of what is seen, and how wide and high it is.
fn extent(Bounds { min, max }: Bounds) -> (World, f64, f64) {
    let middle = World {
        x: (min.x + max.x) / 2.0,
        y: (min.y + max.y) / 2.0,
    };
    (middle, max.x - min.x, max.y - min.y)
}

#[cfg(test)]
mod tests {
    use super::is_far;
    use crate::{
        clusters::{Bounds, World},
        js::map::View,
    };

    fn view(x: f64, y: f64, zoom: u8) -> View {
        let min = World { x, y };
        let max = World {
            x: x + 0.14,
            y: y + 0.28,
        };
        View {
            bounds: Bounds { min, max },
            zoom,
        }
    }

    #[test]
    fn a_real_move_is_a_third_of_the_view_or_a_step_away() {
        let home = view(0.3, 0.3, 12);
        let is_far = |view| is_far(home, view, false);
        assert!(!is_far(view(0.3, 0.3, 12)));
        assert!(!is_far(view(0.32, 0.32, 12)));
        assert!(is_far(view(0.34, 0.3, 12)));
        assert!(is_far(view(0.3, 0.26, 12)));
        assert!(!is_far(view(0.3, 0.3, 13)));
        assert!(is_far(view(0.3, 0.3, 11)));
    }

    /// "Zoom in and search again to see others" was said, and could not be done.
    #[test]
    fn nearer_is_a_move_where_there_are_more_points_than_were_found() {
        let home = view(0.3, 0.3, 12);
        assert!(is_far(home, view(0.3, 0.3, 13), true));
        assert!(!is_far(home, view(0.3, 0.3, 12), true));
    }

    #[test]
    fn a_move_is_measured_by_the_nearer_of_the_two_views() {
        let home = view(0.3, 0.3, 12);
        let mut near = view(0.36, 0.4, 14);
        near.bounds.max = World { x: 0.4, y: 0.47 };
        assert!(is_far(home, near, false));
    }
}
