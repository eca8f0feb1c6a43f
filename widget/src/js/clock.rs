//! The passing of minutes, while somebody looks.

use std::{cell::RefCell, rc::Rc};

use super::{dom, listener::Listener, timer::Timer};

const MINUTE_MS: i64 = 60_000;

/// Runs something at the beginning of every minute, and when a hidden page is shown again; until drop.
#[must_use = "it ends as soon as this is dropped"]
pub(crate) struct EveryMinute {
    _ticking: Rc<Ticking>,
    _listener: Option<Listener>,
}

struct Ticking {
    run: Box<dyn Fn()>,
    timer: RefCell<Option<Timer>>,
}

impl EveryMinute {
    /// Begins with the next minute.
    pub(crate) fn new(run: impl Fn() + 'static) -> Self {
        let ticking = Rc::new(Ticking {
            run: Box::new(run),
            timer: RefCell::new(None),
        });
        ticking.wait();
        let shown = Rc::downgrade(&ticking);
        let document = dom::window().and_then(|window| window.document());
        let listener = document.and_then(|document| {
            let on_change = move |_| {
                if let Some(ticking) = shown.upgrade() {
                    ticking.tick();
                }
            };
            Listener::new(&document, "visibilitychange", Box::new(on_change)).ok()
        });
        Self {
            _ticking: ticking,
            _listener: listener,
        }
    }
}

impl Ticking {
    /// Waits for the next minute.
    fn wait(self: &Rc<Self>) {
        let left_ms = MINUTE_MS - (js_sys::Date::now() as i64).rem_euclid(MINUTE_MS);
        let ticking = Rc::downgrade(self);
        let timer = Timer::after(left_ms as i32 + 1, move || {
            if let Some(ticking) = ticking.upgrade() {
                ticking.tick();
            }
        });
        self.timer.replace(timer);
    }

    fn tick(self: &Rc<Self>) {
        let document = dom::window().and_then(|window| window.document());
        // Nobody looks: the next change of visibility goes on.
        if document.is_none_or(|document| document.hidden()) {
            return;
        }
        (self.run)();
        self.wait();
    }
}
