//! The picker's signals: Leptos' triggers, effects and owners over plain values.
//!
//! Leptos' own signals bring a copy of the reactive graph for every type that they hold. These share
//! one (`docs/adr/0008-views-of-one-type.md`); what follows them are Leptos' effects.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    marker::PhantomData,
    rc::Rc,
};

pub(crate) use leptos::prelude::untrack;
use leptos::prelude::{
    ArcTrigger, LocalStorage, Notify, RenderEffect, StoredValue, Track, WithValue,
};

/// A value that views follow. A handle: copies are the same value. It lives as long as the reactive
/// owner that it was made under.
pub(crate) struct Signal<T> {
    slot: StoredValue<Slot, LocalStorage>,
    value: PhantomData<fn() -> T>,
}

/// What all signals are, whatever they hold.
#[derive(Clone)]
struct Slot {
    trigger: ArcTrigger,
    /// Counts the changes.
    version: Rc<Cell<u32>>,
    /// A `RefCell` of the signal's type.
    value: Rc<dyn Any>,
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
        let value = Rc::new(RefCell::new(value));
        Self {
            slot: StoredValue::new_local(Slot {
                trigger: ArcTrigger::new(),
                version: Rc::default(),
                value,
            }),
            value: PhantomData,
        }
    }

    /// Reads the value; the effect that does is run again when it changes.
    ///
    /// # Panics
    ///
    /// Where the owner is gone, or `read` changes this very signal.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let slot = slot(self.slot);
        slot.trigger.track();
        read(&cell::<T>(&slot).borrow())
    }

    /// Reads the value without following it.
    ///
    /// # Panics
    ///
    /// As [`Self::with`].
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&cell::<T>(&slot(self.slot)).borrow())
    }

    /// Changes the value, and tells all who follow it; nothing happens once the owner is gone.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(slot) = find_slot(self.slot) {
            change(&mut cell::<T>(&slot).borrow_mut());
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
        find_slot(self.slot).is_some()
    }

    /// Has the current effect follow the value.
    pub(crate) fn track(self) {
        slot(self.slot).trigger.track();
    }

    /// Follows the value, and tells one state of it from another.
    pub(crate) fn version(self) -> u32 {
        let slot = slot(self.slot);
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

fn find_slot(slot: StoredValue<Slot, LocalStorage>) -> Option<Slot> {
    slot.try_with_value(Slot::clone)
}

fn slot(slot: StoredValue<Slot, LocalStorage>) -> Slot {
    find_slot(slot).expect("the owner is there")
}

fn cell<T: 'static>(slot: &Slot) -> &RefCell<T> {
    slot.value
        .downcast_ref()
        .expect("a signal holds its own type")
}

/// Runs `run` now and again whenever a signal that it read changes, until the owner is gone.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(mut run: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_| run()));
}

/// Keeps a thing until the current owner is gone.
pub(crate) fn keep(thing: impl Any) {
    let thing: Box<dyn Any> = Box::new(thing);
    // A handle to take it out again nobody needs.
    let _: StoredValue<Box<dyn Any>, LocalStorage> = StoredValue::new_local(thing);
}
