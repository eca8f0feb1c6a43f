//! What the picker is drawn with: elements of one type, whatever their tag and however many
//! attributes, so that no element brings rendering code of its own
//! (`docs/adr/0008-views-of-one-type.md`). What a closure gives follows the signals that it read.

use std::{cell::RefCell, ops::Range};

use leptos::prelude::Owner;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{
    Comment, Document, Event, HtmlElement, HtmlInputElement, KeyboardEvent, Node, SubmitEvent, Text,
};

use super::{dom, listener::Listener};
use crate::{
    signal::{effect, untrack},
    stored::keep,
};

/// An element, on its way into the page or in it already. A handle: copies are the same element.
#[derive(Clone, Debug)]
pub(crate) struct El(HtmlElement);

/// Makes an element.
///
/// # Panics
///
/// Where the page has no document, or its `createElement` throws: then nothing can be drawn.
pub(crate) fn el(tag: &str) -> El {
    let element = document().create_element(tag).unwrap_throw();
    El(element.unchecked_into())
}

/// A `<button>` that submits nothing.
pub(crate) fn button(label: &str) -> El {
    el("button").attr("type", "button").text(label)
}

fn document() -> Document {
    dom::window()
        .and_then(|window| window.document())
        .unwrap_throw()
}

impl El {
    /// Sets an attribute.
    pub(crate) fn attr(self, name: &str, value: &str) -> Self {
        set_attribute(&self.0, name, value);
        self
    }

    /// Sets the class.
    pub(crate) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets the part, by which a shop's style sheet reaches it.
    pub(crate) fn part(self, part: &str) -> Self {
        self.attr("part", part)
    }

    /// Keeps an attribute up to date.
    pub(crate) fn live(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.live_boxed(name, Box::new(value))
    }

    fn live_boxed(self, name: &'static str, value: Box<dyn Fn() -> String>) -> Self {
        let element = self.0.clone();
        effect(move || {
            let value = value();
            if element.get_attribute(name).as_ref() != Some(&value) {
                set_attribute(&element, name, &value);
            }
        });
        self
    }

    /// Keeps a state of ARIA up to date, `"true"` or `"false"`.
    pub(crate) fn aria(self, name: &'static str, value: impl Fn() -> bool + 'static) -> Self {
        self.live(name, move || {
            if value() { "true" } else { "false" }.to_owned()
        })
    }

    /// Has an attribute without a value while something holds.
    pub(crate) fn flag(self, name: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        let (element, holds): (_, Box<dyn Fn() -> bool>) = (self.0.clone(), Box::new(holds));
        effect(move || drop(element.toggle_attribute_with_force(name, holds())));
        self
    }

    /// Is hidden while something holds.
    pub(crate) fn hidden(self, holds: impl Fn() -> bool + 'static) -> Self {
        self.flag("hidden", holds)
    }

    /// Keeps a radio or checkbox as checked as the state says.
    pub(crate) fn checked(self, holds: impl Fn() -> bool + 'static) -> Self {
        let (input, holds): (_, Box<dyn Fn() -> bool>) = (self.input(), Box::new(holds));
        effect(move || input.set_checked(holds()));
        self
    }

    /// Keeps what stands in a field or menu up to date.
    pub(crate) fn value(self, value: impl Fn() -> String + 'static) -> Self {
        let (input, value): (_, Box<dyn Fn() -> String>) = (self.input(), Box::new(value));
        effect(move || {
            let value = value();
            // Setting it moves the cursor.
            if input.value() != value {
                input.set_value(&value);
            }
        });
        self
    }

    /// Adds a text.
    pub(crate) fn text(self, text: &str) -> Self {
        let node: Text = document().create_text_node(text);
        self.add(&node)
    }

    /// Adds a text that is kept up to date.
    pub(crate) fn words(self, text: impl Fn() -> String + 'static) -> Self {
        self.words_boxed(Box::new(text))
    }

    fn words_boxed(self, text: Box<dyn Fn() -> String>) -> Self {
        let node: Text = document().create_text_node("");
        let shown = node.clone();
        effect(move || {
            let text = text();
            // The same words again would be read out again.
            if shown.data() != text {
                shown.set_data(&text);
            }
        });
        self.add(&node)
    }

    /// Adds an element.
    pub(crate) fn child(self, child: Self) -> Self {
        self.add(&child.0)
    }

    /// Adds elements, in their order.
    pub(crate) fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Has an element in this place while something holds; it is built anew each time.
    pub(crate) fn when(
        self,
        holds: impl Fn() -> bool + 'static,
        build: impl Fn() -> Self + 'static,
    ) -> Self {
        self.when_boxed(Box::new(holds), Box::new(build))
    }

    fn when_boxed(self, holds: Box<dyn Fn() -> bool>, build: Box<dyn Fn() -> Self>) -> Self {
        let keys = move || if holds() { vec![0] } else { Vec::new() };
        self.each(keys, move |_| build())
    }

    /// Has an element in this place for every key, in the keys' order.
    pub(crate) fn each(
        self,
        keys: impl Fn() -> Vec<u64> + 'static,
        build: impl Fn(u64) -> Self + 'static,
    ) -> Self {
        self.each_boxed(Box::new(keys), Box::new(build))
    }

    fn each_boxed(self, keys: Box<dyn Fn() -> Vec<u64>>, build: Box<dyn Fn(u64) -> Self>) -> Self {
        let keyed = Keyed::new(&self, build);
        effect(move || keyed.set(&keys()));
        self
    }

    /// Makes place for elements that have keys.
    pub(crate) fn keyed(&self, build: impl Fn(u64) -> Self + 'static) -> Keyed {
        Keyed::new(self, Box::new(build))
    }

    /// Hears an event for as long as the current owner lives.
    pub(crate) fn on(self, event: &'static str, run: impl FnMut(Event) + 'static) -> Self {
        // Of a page whose `addEventListener` throws nothing better can be had.
        if let Ok(listener) = Listener::new(&self.0, event, Box::new(run)) {
            keep(listener);
        }
        self
    }

    /// Hears presses: by pointer, key or voice.
    pub(crate) fn on_click(self, run: impl Fn() + 'static) -> Self {
        self.on("click", move |_| run())
    }

    /// Hears keys.
    pub(crate) fn on_key(self, run: impl Fn(KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| run(event.unchecked_into()))
    }

    /// Hears a form being sent, which ends here: the page's own forms hear nothing of it.
    pub(crate) fn on_submit(self, run: impl Fn() + 'static) -> Self {
        self.on("submit", move |event| {
            let event: SubmitEvent = event.unchecked_into();
            event.prevent_default();
            event.stop_propagation();
            run();
        })
    }

    /// What stands in a field or menu.
    pub(crate) fn typed(&self) -> String {
        self.input().value()
    }

    /// Replaces what stands in a field.
    pub(crate) fn type_in(&self, text: &str) {
        self.input().set_value(text);
    }

    /// Moves the focus here, without scrolling the page.
    pub(crate) fn focus(&self) {
        dom::focus(&self.0);
    }

    /// Scrolls no further than it takes to show it.
    pub(crate) fn reveal(&self) {
        dom::reveal(&self.0);
    }

    /// Has an attribute with this value, or not at all.
    pub(crate) fn put(&self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => set_attribute(&self.0, name, value),
            // As above, there is nothing to throw.
            None => drop(self.0.remove_attribute(name)),
        }
    }

    /// Gives a length of its style in pixels; none takes it away. Not by the attribute, which a
    /// page's policy may forbid.
    pub(crate) fn put_px(&self, property: &str, length: Option<f64>) {
        let style = self.0.style();
        let length = length.map(|length| [&(length.round() as i64).to_string(), "px"].concat());
        drop(style.set_property(property, length.as_deref().unwrap_or_default()));
    }

    /// From where to where it is seen, in pixels from the top of the screen.
    pub(crate) fn span(&self) -> Range<f64> {
        let bounds = self.0.get_bounding_client_rect();
        bounds.top()..bounds.bottom()
    }

    /// The first element below that a selector names.
    pub(crate) fn find(&self, selector: &str) -> Option<Self> {
        let found = self.0.query_selector(selector).ok().flatten();
        found.map(|found| Self(found.unchecked_into()))
    }

    /// The nearest element above that a selector names, or this one.
    pub(crate) fn closest(&self, selector: &str) -> Option<Self> {
        let found = self.0.closest(selector).ok().flatten();
        found.map(|found| Self(found.unchecked_into()))
    }

    /// Moves the focus to what a selector names within the same picker: before an element goes that has it.
    pub(crate) fn focus_near(&self, selector: &str) {
        let picker = self.closest(".spp");
        if let Some(found) = picker.and_then(|picker| picker.find(selector)) {
            found.focus();
        }
    }

    /// Whether the focus is here or below.
    pub(crate) fn has_focus(&self) -> bool {
        self.0.matches(":focus-within").unwrap_or(false)
    }

    /// Scrolls to the beginning.
    pub(crate) fn scroll_to_top(&self) {
        self.0.set_scroll_top(0);
    }

    /// The element itself.
    pub(crate) fn node(&self) -> &HtmlElement {
        &self.0
    }

    /// Fields and menus alike have a value, and that is all that is asked of either.
    fn input(&self) -> HtmlInputElement {
        self.0.clone().unchecked_into()
    }

    fn add(self, node: &Node) -> Self {
        drop(self.0.append_child(node));
        self
    }
}

/// Elements by their keys, in one place of another element.
pub(crate) struct Keyed {
    parent: El,
    end: Comment,
    outer: Owner,
    build: Box<dyn Fn(u64) -> El>,
    rows: RefCell<Vec<Row>>,
}

impl Keyed {
    fn new(parent: &El, build: Box<dyn Fn(u64) -> El>) -> Self {
        let end: Comment = document().create_comment("");
        drop(parent.0.append_child(&end));
        Self {
            parent: parent.clone(),
            end,
            outer: Owner::current().unwrap_or_default(),
            build,
            rows: RefCell::default(),
        }
    }

    /// Has an element for every key, in the keys' order. One whose key stays is moved at most, and
    /// never while the order of the others can be had by moving those.
    pub(crate) fn set(&self, keys: &[u64]) {
        let mut rows: Vec<Row> = Vec::new();
        let mut old = self.rows.take();
        // What goes is taken out first, so that those who stay need not be moved past it.
        old.retain(|row| {
            let stays = keys.contains(&row.key);
            if !stays {
                row.remove();
            }
            stays
        });
        let mut next = old.first().map(|row| row.view.0.clone());
        for &key in keys {
            if rows.iter().any(|row| row.key == key) {
                continue;
            }
            let at = old.iter().position(|row| row.key == key);
            let row = match at {
                Some(at) => old.remove(at),
                None => untrack(|| Row::build(&self.outer, key, &*self.build)),
            };
            if next.as_ref() == Some(&row.view.0) {
                next = old.first().map(|row| row.view.0.clone());
            } else {
                let before: &Node = next.as_ref().map_or(&self.end, |next| next);
                drop(self.parent.0.insert_before(&row.view.0, Some(before)));
            }
            rows.push(row);
        }
        self.rows.replace(rows);
    }

    /// The element of a key.
    pub(crate) fn find(&self, key: u64) -> Option<El> {
        let rows = self.rows.borrow();
        let row = rows.iter().find(|row| row.key == key)?;
        Some(row.view.clone())
    }
}

/// An element of [`Keyed`].
struct Row {
    key: u64,
    view: El,
    owner: Owner,
}

impl Row {
    /// Builds it under an owner of its own, which outlives the run of the effect.
    fn build(outer: &Owner, key: u64, build: &dyn Fn(u64) -> El) -> Self {
        let owner = outer.with(Owner::new);
        let view = owner.with(|| build(key));
        Self { key, view, owner }
    }

    fn remove(&self) {
        self.view.0.remove();
        self.owner.cleanup();
    }
}

fn set_attribute(element: &HtmlElement, name: &str, value: &str) {
    // Our names are valid, so there is nothing to throw.
    drop(element.set_attribute(name, value));
}
