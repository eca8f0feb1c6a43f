//! The picker's signals: Leptos' triggers, effects and owners over plain values.
//!
//! Leptos' own signals bring a copy of the reactive graph for every type that they hold. These share
//! one (`docs/adr/0008-views-of-one-type.md`); what follows them are Leptos' effects.

use std::cell::{Cell, RefCell};

pub(crate) use leptos::prelude::untrack;
use leptos::prelude::{ArcTrigger, Notify, RenderEffect, Track};

use crate::stored::{Stored, keep};

/// A value that views follow. A handle: copies are the same value. It lives as long as the reactive
/// owner that it was made under.
pub(crate) struct Signal<T>(Stored<Slot<T>>);

struct Slot<T> {
    trigger: ArcTrigger,
    /// Counts the changes.
    version: Cell<u32>,
    value: RefCell<T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    /// Makes a signal that belongs to the current owner.
    pub(crate) fn new(value: T) -> Self {
        Self(Stored::new(Slot {
            trigger: ArcTrigger::new(),
            version: Cell::new(0),
            value: RefCell::new(value),
        }))
    }

    /// Reads the value; the effect that does is run again when it changes.
    ///
    /// # Panics
    ///
    /// Where the owner is gone, or `read` changes this very signal.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let slot = self.0.get();
        slot.trigger.track();
        read(&slot.value.borrow())
    }

    /// Reads the value without following it.
    ///
    /// # Panics
    ///
    /// As [`Self::with`].
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.get().value.borrow())
    }

    /// Changes the value, and tells all who follow it; nothing happens once the owner is gone.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(slot) = self.0.find() {
            change(&mut slot.value.borrow_mut());
            slot.version.set(slot.version.get().wrapping_add(1));
            slot.trigger.notify();
        }
    }

    /// Replaces the value, and tells all who follow it; nothing happens once the owner is gone.
    pub(crate) fn set(self, value: T) {
        self.update(|old| *old = value);
    }

    /// Whether its owner still lives: what waited for something asks before it goes on.
    pub(crate) fn exists(self) -> bool {
        self.0.find().is_some()
    }

    /// Has the current effect follow the value.
    pub(crate) fn track(self) {
        self.0.get().trigger.track();
    }

    /// Follows the value, and tells one state of it from another.
    pub(crate) fn version(self) -> u32 {
        let slot = self.0.get();
        slot.trigger.track();
        slot.version.get()
    }
}

impl<T: Clone + 'static> Signal<T> {
    /// The value; the effect that asks is run again when it changes.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, without following it.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// Runs `run` now and again whenever a signal that it read changes, until the owner is gone.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(mut run: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_| run()));
}
