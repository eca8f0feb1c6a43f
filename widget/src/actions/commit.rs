//! Committing to a point: the post number is checked, the proxy confirms, the shop is told.

use std::rc::Rc;

use model::{
    Distance, PostNumber, PostNumberRule, Reference, Requirement, SelectionRequest, ServicePoint,
};

use super::check;
use crate::{
    api::{self, ApiError},
    format,
    js::task::spawn,
    signal::untrack,
    state::{CommitState, State},
    text::Text,
};

/// Commits to an alternative, at one press; one that asks for a post number is only checked, and
/// its field says so.
pub(crate) fn choose(state: State, point: &Rc<ServicePoint>) {
    let is_listed = state
        .points
        .with_untracked(|points| points.iter().any(|known| known.id == point.id));
    if !is_listed {
        // Nobody knows how far it is from the shopper, so it heads the list.
        state
            .points
            .update(|points| points.insert(0, point.clone()));
    }
    check(state, point.id);
    commit(state);
}

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
    let to_post_number = match rule.map(|rule| (read_post_number(&typed, &rule), rule)) {
        None => None,
        Some((Ok(number), _)) => number.map(|number| number.as_str().to_owned()),
        Some((Err(text), rule)) => {
            let count = |digits: usize| state.words.count(digits);
            let (min, max) = (count(rule.min_digits), count(rule.max_digits));
            let message = state.words.with(text, &[("min", &min), ("max", &max)]);
            return state.commit.set(CommitState::PostNumber(message));
        }
    };
    let settings = state.settings.get_untracked();
    let reference = match settings.reference.as_deref().map(Reference::parse) {
        None => None,
        Some(Ok(reference)) => Some(reference),
        Some(Err(error)) => {
            // Without its reference the shop would refuse the order: better now than then.
            state.tell(|host| host.error("config", &error.to_string(), false));
            let message = state.words.get(Text::Misconfigured);
            return state.commit.set(CommitState::Failed(message));
        }
    };
    let request = SelectionRequest {
        service_point_id: point.id,
        to_post_number,
        reference,
    };
    let request = api::selection_request(&request);
    state.commit.set(CommitState::Pending);
    let commit = next_commit(state);
    let host = state.backstage.with(|backstage| backstage.host.clone());
    let browser = state.words.browser();
    host.committing(true);
    spawn(async move {
        let outcome = api::select(&browser, &settings, "", &request).await;
        let latest = state.backstage.try_with(|backstage| backstage.commit);
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
                let name = format::name(state.words, &selection.service_point);
                state.announce(state.words.with(Text::Selected, &[("name", &name)]));
                state.selection.set(Some(Rc::new(selection)));
                host.select(&json);
            }
            Err(error) => refuse(state, &point, &error),
        }
    });
}

/// Forgets the selection and what led to it; the results stay.
pub(crate) fn reset(state: State) {
    withdraw(state);
    if state.selection.with_untracked(Option::is_some) {
        state.announce(state.words.get(Text::SelectionRemoved));
    }
    state.selection.set(None);
    state.checked.set(None);
    state.unfolded.set(None);
    state.post_number.set(String::new());
    state.refused.set(Vec::new());
}

/// Takes a commit back that the proxy has not answered, and what was said of the last one.
pub(crate) fn withdraw(state: State) {
    if state.commit.get_untracked() == CommitState::Pending {
        next_commit(state);
        state.tell(|host| host.committing(false));
    }
    state.commit.set(CommitState::Idle);
}

/// Numbers a commit, so that the answer to an earlier one is not taken for its own.
fn next_commit(state: State) -> u32 {
    state.backstage.update(|backstage| backstage.commit += 1);
    state.backstage.with(|backstage| backstage.commit)
}

/// The number to send, none where it may be left out and was; else what to tell the shopper.
fn read_post_number(typed: &str, rule: &PostNumberRule) -> Result<Option<PostNumber>, Text> {
    if typed.trim().is_empty() {
        return match rule.requirement {
            Requirement::Optional => Ok(None),
            Requirement::Required => Err(Text::PostNumberMissing),
        };
    }
    let number = PostNumber::parse(typed, rule);
    number.map(Some).map_err(|_| Text::PostNumberInvalid)
}

/// Tells the shopper why the proxy did not confirm, and what can be done.
fn refuse(state: State, point: &ServicePoint, error: &ApiError) {
    let (code, text) = reason(error);
    let name = format::name(state.words, point);
    let message = state.words.with(text, &[("name", &name)]);
    let is_retryable = matches!(text, Text::ConfirmFailed | Text::PostNumberMissing);
    let failure = if is_retryable || text == Text::AlreadyOrdered {
        CommitState::Failed(message.clone())
    } else {
        CommitState::Refused(message.clone(), alternatives(state, error))
    };
    if text != Text::AlreadyOrdered && !is_retryable {
        // The row stays, so that the shopper sees which one it was, but cannot be chosen again.
        state
            .refused
            .update(|refused| refused.push((point.id, text)));
        state.checked.set(None);
        state.post_number.set(String::new());
    }
    state.commit.set(failure);
    state.tell(|host| host.error(code, &message, is_retryable));
}

/// What the proxy offers instead, nearest first.
pub(super) fn alternatives(state: State, error: &ApiError) -> Vec<Rc<ServicePoint>> {
    let offered = error.refusal().map(|refusal| refusal.alternatives.clone());
    let offered = offered.unwrap_or_default().into_iter();
    let offered = offered.map(|point| {
        let listed = untrack(|| state.find(point.id));
        // Its distance is the one from the point that was refused, and would be read as the shopper's.
        listed.unwrap_or_else(|| {
            Rc::new(ServicePoint {
                distance: Distance::Absent,
                ..point
            })
        })
    });
    offered.collect()
}

/// Code and text of what stands against a point.
pub(super) fn reason(error: &ApiError) -> (&'static str, Text) {
    let refusal = error.refusal();
    let status = refusal.map(|refusal| refusal.status);
    match (status, refusal.and_then(|refusal| refusal.code.as_deref())) {
        // The proxy's rules ask for what ours did not: its own check is the one that counts.
        (Some(422), _) => ("post_number", Text::PostNumberMissing),
        (Some(404), _) => ("point_not_found", Text::NoLongerOffered),
        (Some(409), Some("expired")) => ("point_unavailable", Text::NoLongerExpired),
        (Some(409), Some("conflict")) => ("already_ordered", Text::AlreadyOrdered),
        (Some(409), _) => ("point_unavailable", Text::NoLongerUnavailable),
        _ => ("confirm_failed", Text::ConfirmFailed),
    }
}

#[cfg(test)]
mod tests {
    use model::default_post_number_rules;

    use super::read_post_number;
    use crate::text::Text;

    #[test]
    fn a_required_number_cannot_be_left_out_and_an_optional_one_can() {
        let rules = default_post_number_rules();
        assert!(read_post_number("  ", &rules[0]).is_err());
        assert_eq!(read_post_number("  ", &rules[1]), Ok(None));
    }

    #[test]
    fn a_wrong_number_is_answered_with_its_form() {
        let rules = default_post_number_rules();
        let text = read_post_number("12", &rules[0]).unwrap_err();
        assert_eq!(text, Text::PostNumberInvalid);
    }
}
