//! Whether an effect goes out: consent here; windows and caps are asked at this place, too.

use crate::engine::effect::Verdict;
use crate::engine::run::Run;
use crate::model::journey::Action;

/// Decides an effect of `action` now.
pub fn verdict(run: &Run<'_>, action: &Action) -> Verdict {
    let given = |purpose: u16| run.input.person.consent.get(usize::from(purpose)).copied().unwrap_or(false);
    match action.consent {
        Some(purpose) if !given(purpose) => Verdict::NoConsent,
        _ => Verdict::Sent,
    }
}
