//! Zooming and moving the map without dragging, and the keys that do the same.

use std::rc::Rc;

use web_sys::KeyboardEvent;

use crate::{
    js::element::{El, button, el},
    text::Text,
    words::Words,
};

/// How far an arrow moves the view, in pixels.
const PAN_PX: i32 = 80;

/// What can be done to the view.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// By pixels, to the right and down.
    Pan(i32, i32),
    /// By whole steps.
    Zoom(i32),
    /// All results into view.
    Fit,
}

/// Does something to the view, once there is a map.
pub(super) type Do = Rc<dyn Fn(Act)>;

impl Act {
    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Pan(0, -PAN_PX),
            "ArrowDown" => Self::Pan(0, PAN_PX),
            "ArrowLeft" => Self::Pan(-PAN_PX, 0),
            "ArrowRight" => Self::Pan(PAN_PX, 0),
            "+" => Self::Zoom(1),
            "-" => Self::Zoom(-1),
            "0" => Self::Fit,
            _ => return None,
        })
    }
}

/// Keys of the map's region.
pub(super) fn press_key(run: &Do, event: &KeyboardEvent) {
    // Those are the browser's: zooming the page, going back.
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if let Some(act) = Act::of(&event.key()) {
        event.prevent_default();
        run(act);
    }
}

/// Buttons for all of it.
pub(super) fn map_buttons(words: Words, run: &Do) -> El {
    let press = |label: Text, class: &str, act: Act| {
        let run = run.clone();
        button("")
            .class(class)
            .attr("aria-label", &words.get(label))
            .on_click(move || run(act))
    };
    let pan = |label, class, key| Act::of(key).map(|act| press(label, class, act));
    el("div")
        .class("map-buttons")
        .child(press(Text::ZoomIn, "zoom-in", Act::Zoom(1)))
        .child(press(Text::ZoomOut, "zoom-out", Act::Zoom(-1)))
        .child(
            el("div")
                .class("pan")
                .attr("dir", "ltr")
                .children(pan(Text::PanUp, "up", "ArrowUp"))
                .children(pan(Text::PanLeft, "left", "ArrowLeft"))
                .children(pan(Text::PanRight, "right", "ArrowRight"))
                .children(pan(Text::PanDown, "down", "ArrowDown")),
        )
}
