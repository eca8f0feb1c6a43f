//! Committing to a point: the post number is checked, the proxy confirms, the shop is told.

use leptos::prelude::*;
use model::{PostNumber, PostNumberRule, Reference, Requirement, SelectionRequest, ServicePoint};
use wasm_bindgen_futures::spawn_local;

use crate::{
    api::{self, ApiError},
    format,
    state::{CommitState, State},
    text::Text,
};

/// Asks the proxy to confirm the checked point. One at a time: a press while one is under way
/// does nothing.
pub(crate) fn commit(state: State) {
    if state.commit.get_untracked() == CommitState::Pending {
        return;
    }
    let Some(point) = untrack(|| state.checked_point()) else {
        return;
    };
    let rule = untrack(|| state.post_number_rule(&point));
    let typed = state.post_number.get_untracked();
    let to_post_number = match rule.map(|rule| read_post_number(&typed, &rule)) {
        None => None,
        Some(Ok(number)) => number.map(|number| number.as_str().to_owned()),
        Some(Err(message)) => return state.commit.set(CommitState::PostNumber(message)),
    };
    let settings = state.settings.get_untracked();
    let reference = match settings.reference.as_deref().map(Reference::parse) {
        None => None,
        Some(Ok(reference)) => Some(reference),
        Some(Err(error)) => {
            // Without its reference the shop would refuse the order: better now than then.
            state.tell(|host| host.error("config", &error.to_string(), false));
            let message = Text::Misconfigured.get().to_owned();
            return state.commit.set(CommitState::Failed(message));
        }
    };
    let request = SelectionRequest {
        service_point_id: point.id,
        to_post_number,
        reference,
    };
    // It holds texts and a number: nothing that could fail.
    let request = serde_json::to_string(&request).unwrap_or_default();
    state.commit.set(CommitState::Pending);
    let commit = next_commit(state);
    let host = state
        .backstage
        .with_value(|backstage| backstage.host.clone());
    host.committing(true);
    spawn_local(async move {
        let outcome = api::select(&settings, "", &request).await;
        let latest = state.backstage.try_with_value(|backstage| backstage.commit);
        if latest != Some(commit) {
            // Taken back while we waited, and the picker perhaps removed: the proxy does not know.
            if let Ok((selection, _)) = outcome {
                host.late(&selection.id);
            }
            return;
        }
        host.committing(false);
        match outcome {
            Ok((selection, json)) => {
                state.commit.set(CommitState::Idle);
                state.selection.set(Some(selection));
                host.select(&json);
            }
            Err(error) => refuse(state, &point, &error),
        }
    });
}

/// Forgets the selection and what led to it; the results stay.
pub(crate) fn reset(state: State) {
    withdraw(state);
    state.selection.set(None);
    state.checked.set(None);
    state.unfolded.set(None);
    state.post_number.set(String::new());
    state.refused.set(Vec::new());
}

/// Takes a commit back that the proxy has not answered, and what was said of the last one.
pub(super) fn withdraw(state: State) {
    if state.commit.get_untracked() == CommitState::Pending {
        next_commit(state);
        state.tell(|host| host.committing(false));
    }
    state.commit.set(CommitState::Idle);
}

/// Numbers a commit, so that the answer to an earlier one is not taken for its own.
fn next_commit(state: State) -> u32 {
    state
        .backstage
        .update_value(|backstage| backstage.commit += 1);
    state.backstage.with_value(|backstage| backstage.commit)
}

/// The number to send, none where it may be left out and was; else what to tell the shopper.
fn read_post_number(typed: &str, rule: &PostNumberRule) -> Result<Option<PostNumber>, String> {
    if typed.trim().is_empty() {
        return match rule.requirement {
            Requirement::Optional => Ok(None),
            Requirement::Required => Err(Text::PostNumberMissing.get().to_owned()),
        };
    }
    let number = PostNumber::parse(typed, rule);
    number.map(Some).map_err(|_| {
        let (min, max) = (rule.min_digits.to_string(), rule.max_digits.to_string());
        Text::PostNumberInvalid.with(&[("min", &min), ("max", &max)])
    })
}

/// Tells the shopper why the proxy did not confirm, and what can be done.
fn refuse(state: State, point: &ServicePoint, error: &ApiError) {
    let (code, text) = reason(error);
    let message = text.with(&[("name", &format::name(point))]);
    let is_retryable = matches!(text, Text::ConfirmFailed | Text::PostNumberMissing);
    if !is_retryable {
        // The row stays, so that the shopper sees which one it was, but cannot be chosen again.
        state.refused.update(|refused| refused.push(point.id));
        state.checked.set(None);
        state.post_number.set(String::new());
    }
    state.tell(|host| host.error(code, &message, is_retryable));
    state.commit.set(CommitState::Failed(message));
}

/// Code and text of what stands against a point.
pub(super) fn reason(error: &ApiError) -> (&'static str, Text) {
    match error {
        // The proxy's rules ask for what ours did not: its own check is the one that counts.
        ApiError::Refused { status: 422, .. } => ("post_number", Text::PostNumberMissing),
        ApiError::Refused { status: 404, .. } => ("point_not_found", Text::NoLongerOffered),
        ApiError::Refused {
            status: 409,
            code: Some(code),
            ..
        } if code == "expired" => ("point_unavailable", Text::NoLongerExpired),
        ApiError::Refused {
            status: 409,
            code: Some(code),
            ..
        } if code == "conflict" => ("already_ordered", Text::AlreadyOrdered),
        ApiError::Refused { status: 409, .. } => ("point_unavailable", Text::NoLongerUnavailable),
        ApiError::Refused { .. }
        | ApiError::Aborted
        | ApiError::NoAnswer
        | ApiError::Unreadable => ("confirm_failed", Text::ConfirmFailed),
    }
}

#[cfg(test)]
mod tests {
    use model::default_post_number_rules;

    use super::read_post_number;

    #[test]
    fn a_required_number_cannot_be_left_out_and_an_optional_one_can() {
        let rules = default_post_number_rules();
        assert!(read_post_number("  ", &rules[0]).is_err());
        assert_eq!(read_post_number("  ", &rules[1]), Ok(None));
    }

    #[test]
    fn a_wrong_number_is_answered_with_its_form() {
        let rules = default_post_number_rules();
        let message = read_post_number("12", &rules[0]).unwrap_err();
        assert_eq!(message, "A post number has 6 to 10 digits.");
    }
}
