//! The rows of the list that are in the page: all of a short list, those around the view of a long
//! one. Others would cost nodes and time by the thousand.

use std::{cell::RefCell, ops::Range, rc::Rc};

use model::ServicePointId;

use crate::{
    js::{
        element::{El, Keyed, el},
        timer::Timer,
    },
    signal::untrack,
    state::{Points, State},
    window::{FIRST, STEP, Window},
};

use super::super::point_row::point_row;

/// When the rest of a short list is drawn, in milliseconds: not before the first rows are seen.
const GROW_AFTER_MS: i32 = 30;

/// The rows, with what stands above and below for those that are not drawn. A handle.
#[derive(Clone)]
pub(super) struct Rows(Rc<Shared>);

struct Shared {
    state: State,
    list: El,
    above: El,
    below: El,
    drawn: Keyed,
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    listed: Points,
    window: Window,
    /// The rows that are drawn one after the other.
    range: Range<usize>,
    /// The list is not at its beginning.
    is_scrolled: bool,
    /// Draws the rest of a short list.
    growing: Option<Timer>,
}

impl Rows {
    /// No rows yet. Belongs to the current owner.
    pub(super) fn new(state: State) -> Self {
        let gap = || el("div").attr("aria-hidden", "true");
        let list = el("ul").attr("role", "list");
        let drawn = list.keyed(move |id| {
            let point = ServicePointId::new(id).and_then(|id| untrack(|| state.find(id)));
            point.map_or_else(|| el("li"), |point| point_row(state, point))
        });
        Self(Rc::new(Shared {
            state,
            list,
            above: gap(),
            below: gap(),
            drawn,
            inner: RefCell::default(),
        }))
    }

    /// What is to be put into the page, in this order.
    pub(super) fn elements(&self) -> [El; 3] {
        let Shared {
            above, list, below, ..
        } = &*self.0;
        [above.clone(), list.clone(), below.clone()]
    }

    /// The points that the rows are of.
    pub(super) fn listed(&self) -> Points {
        self.0.inner.borrow().listed.clone()
    }

    /// Whether a row has the focus.
    pub(super) fn has_focus(&self) -> bool {
        self.0.list.has_focus()
    }

    /// Shows these points.
    pub(super) fn show(&self, listed: Points) {
        let is_scrolled = {
            let mut inner = self.0.inner.borrow_mut();
            if Rc::ptr_eq(&inner.listed, &listed) {
                return;
            }
            let count = listed.len();
            inner.window.restart(count);
            inner.listed = listed;
            let drawn = match inner.window.is_whole() {
                true => inner.range.end.max(FIRST),
                false => FIRST,
            };
            inner.range = 0..drawn.min(count);
            inner.is_scrolled
        };
        self.draw();
        self.grow();
        // Wherever it was scrolled to, it may still be.
        if is_scrolled {
            self.scrolled();
        }
    }

    /// The list was scrolled.
    pub(super) fn scrolled(&self) {
        let Some(scroller) = self.0.list.closest(".results") else {
            return;
        };
        let changed = {
            let mut inner = self.0.inner.borrow_mut();
            let (view, list) = (scroller.span(), self.0.above.span());
            let top = view.start - list.start;
            inner.is_scrolled = top > 0.0;
            let is_hidden = view.is_empty();
            if is_hidden || inner.window.is_whole() {
                return;
            }
            self.measure(&mut inner);
            let seen = top..top + (view.end - view.start);
            let range = inner.window.rows(seen, inner.range.clone());
            let changed = range != inner.range;
            inner.range = range;
            changed
        };
        if changed {
            self.draw();
        }
    }

    /// A point's radio, drawn if it was not.
    pub(super) fn radio(&self, id: ServicePointId) -> Option<El> {
        let changed = {
            let mut inner = self.0.inner.borrow_mut();
            let row = inner.listed.iter().position(|point| point.id == id)?;
            let range = inner.window.rows_with(row, inner.range.clone());
            let changed = range != inner.range;
            if changed && !inner.window.is_whole() {
                self.measure(&mut inner);
            }
            inner.range = range;
            changed
        };
        if changed {
            self.draw();
        }
        self.0.list.find(&selector(id))
    }

    /// The first radio there is.
    pub(super) fn first_radio(&self) -> Option<El> {
        self.0.list.find("input[type=radio]")
    }

    /// The point whose radio has the focus.
    pub(super) fn focused(&self) -> Option<ServicePointId> {
        id_of(&self.0.list.find("input[type=radio]:focus")?)
    }

    /// Adds the rest of a short list, some rows at a time: the first are seen sooner.
    fn grow(&self) {
        let rest = {
            let inner = self.0.inner.borrow();
            inner.window.is_whole() && inner.range.end < inner.window.count()
        };
        let rows = Rc::downgrade(&self.0);
        let more = move || {
            let Some(rows) = rows.upgrade().map(Self) else {
                return;
            };
            {
                let mut inner = rows.0.inner.borrow_mut();
                inner.range.end = (inner.range.end + STEP).min(inner.window.count());
            }
            rows.draw();
            rows.grow();
        };
        let timer = rest.then(|| Timer::after(GROW_AFTER_MS, more)).flatten();
        // The one before may be running right now.
        let old = std::mem::replace(&mut self.0.inner.borrow_mut().growing, timer);
        drop(old);
    }

    /// Notes how high the rows are, before others take their place.
    fn measure(&self, inner: &mut Inner) {
        let Inner {
            listed,
            window,
            range,
            ..
        } = inner;
        let mut heights = Vec::new();
        for row in range.clone() {
            if let Some(drawn) = self.0.drawn.find(listed[row].id.get()) {
                let span = drawn.span();
                heights.push((row, span.end - span.start));
            }
        }
        window.measure(&heights);
    }

    /// Has the rows of the range in the page. The checked one is there wherever the list is scrolled
    /// to, because it is the list's one stop for the Tab key, and so is one that has the focus.
    fn draw(&self) {
        let focused = self.0.list.find(".row:focus-within input");
        let focused = focused.as_ref().and_then(id_of);
        let checked = self.0.state.checked.get_untracked();
        let (listed, range) = {
            let inner = self.0.inner.borrow();
            (inner.listed.clone(), inner.range.clone())
        };
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        for (row, point) in listed.iter().enumerate() {
            let id = Some(point.id);
            if range.contains(&row) || id == focused || id == checked {
                rows.push(row);
                ids.push(point.id.get());
            }
        }
        self.0.drawn.set(&ids);
        let inner = self.0.inner.borrow();
        let window = &inner.window;
        let is_long = !window.is_whole();
        let (start, end) = (window.top(range.start), window.top(range.end));
        let below = window.top(window.count()) - end;
        self.0.above.put_px("height", is_long.then_some(start));
        self.0.below.put_px("height", is_long.then_some(below));
        for (row, id) in rows.into_iter().zip(ids) {
            if let Some(drawn) = self.0.drawn.find(id) {
                let is_away = is_long && !range.contains(&row);
                let top = is_away.then(|| window.top(row) - start);
                drawn.put("data-away", is_away.then_some(""));
                drawn.put_px("top", top);
                number(&drawn, is_long.then_some((row, window.count())));
            }
        }
    }
}

/// Says which of how many a row is, where not all of them are there to be counted.
fn number(row: &El, place: Option<(usize, usize)>) {
    let (at, count) = place.unwrap_or_default();
    let (at, count) = ((at + 1).to_string(), count.to_string());
    let put = |element: &El| {
        element.put("aria-posinset", place.is_some().then_some(&*at));
        element.put("aria-setsize", place.is_some().then_some(&*count));
    };
    put(row);
    if let Some(radio) = row.find("input") {
        put(&radio);
    }
}

/// Selects a point's radio.
fn selector(id: ServicePointId) -> String {
    format!("#spp-point-{id}")
}

fn id_of(radio: &El) -> Option<ServicePointId> {
    let id = radio.node().id();
    ServicePointId::new(id.strip_prefix("spp-point-")?.parse().ok()?)
}
