//! The component tree, one file a component.

mod confirm_bar;
mod map_view;
mod picker;
mod point_details;
mod point_list;
mod point_row;
mod search_form;
mod search_message;
mod summary_card;
mod view_switch;
mod words;

pub(crate) use picker::Picker;
pub(crate) use summary_card::SummaryCard;
