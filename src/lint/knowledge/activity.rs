//! Which states are active while an expression is asked: certainly, certainly not, or perhaps.

use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;

/// When an expression is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Between two moves, while this state is active: a guard. The journey itself always is.
    Between(StateId),
    /// While this step does what it does: what it leaves is left, and nothing is entered yet.
    Taking(StepId),
    /// While this state is entered or left: the states inside it are not active.
    Passing(StateId),
    /// Before a person has entered or after everything was left.
    Outside,
}

/// Whether `asked` is active at `moment`; absent where it may be or not.
pub fn is_active(machine: &Machine, moment: Moment, asked: StateId) -> Option<bool> {
    if matches!(machine.state(asked).kind, StateKind::History(..)) {
        return Some(false);
    }
    match moment {
        // Nothing is asked any more where the journey is over.
        Moment::Between(Machine::ROOT) if machine.is_end(asked) => Some(false),
        Moment::Between(owner) if apart(machine, owner, asked) => Some(false),
        Moment::Between(owner) => is_surely_active(machine, owner, asked).then_some(true),
        Moment::Passing(state) if machine.is_inside(state, asked) || apart(machine, state, asked) => Some(false),
        Moment::Passing(state) => (asked == state || machine.is_inside(asked, state)).then_some(true),
        Moment::Taking(step) => while_taking(machine, step, asked),
        Moment::Outside => Some(false),
    }
}

/// Whether two states can be active at the same time: one is around the other, or they are in different regions.
pub fn together(machine: &Machine, a: StateId, b: StateId) -> bool {
    let around = common(machine, a, b);
    around == a || around == b || matches!(machine.state(around).kind, StateKind::Parallel)
}

/// The innermost state that is one of both, or has both inside it.
pub fn common(machine: &Machine, a: StateId, b: StateId) -> StateId {
    let holds = |&at: &StateId| at == b || machine.is_inside(at, b);
    machine.outward(a).find(holds).unwrap_or(Machine::ROOT)
}

/// Whether it is certain that two states are never active at the same time.
pub fn apart(machine: &Machine, a: StateId, b: StateId) -> bool {
    let around = common(machine, a, b);
    !together(machine, a, b) && !machine.unread.is_uncertain(around, machine.state(around).last)
}

/// Whether `asked` is active whenever `owner` is, between two moves: it is the same, around it, or a region of one that is.
fn is_surely_active(machine: &Machine, owner: StateId, asked: StateId) -> bool {
    if asked == owner || machine.is_inside(asked, owner) {
        return true;
    }
    let Some(parent) = machine.state(asked).parent else { return true };
    let known = !machine.unread.is_uncertain(parent, machine.state(parent).last);
    known && matches!(machine.state(parent).kind, StateKind::Parallel) && is_surely_active(machine, owner, parent)
}

fn while_taking(machine: &Machine, step: StepId, asked: StateId) -> Option<bool> {
    let source = machine.step(step).source;
    match machine.dispatch.route(step) {
        Route::Stay if apart(machine, source, asked) => Some(false),
        Route::Stay => {
            // A step of another region that is taken along with it may leave all of them.
            let parallel = |at: StateId| matches!(machine.state(at).kind, StateKind::Parallel);
            let stays = !machine.outward(source).any(parallel);
            (stays && (asked == source || machine.is_inside(asked, source))).then_some(true)
        }
        Route::Simple { domain, .. } | Route::Inside(domain) => {
            if machine.is_inside(domain, asked) || apart(machine, domain, asked) {
                return Some(false);
            }
            (asked == domain || machine.is_inside(asked, domain)).then_some(true)
        }
        Route::Remembering => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, is_active};
    use crate::graph::testing::machine;

    const JOURNEY: &str = "
J > A
  A
    a1 on E to P
    a2 on F
  P parallel
    L > L1
      L1
        l1 on E to L2
      L2
    R > R1
      R1
  END final
";

    #[test]
    fn a_state_and_what_is_around_it_are_active_and_what_excludes_it_is_not() {
        let machine = machine(JOURNEY);
        let state = |name: &str| machine.state_named(name).unwrap();
        let between = |owner: &str, asked: &str| is_active(&machine, Moment::Between(state(owner)), state(asked));
        for (owner, asked, expected) in [
            ("A", "A", Some(true)),
            ("A", "P", Some(false)),
            ("L1", "P", Some(true)),
            ("L1", "L2", Some(false)),
            ("L1", "R", Some(true)),
            ("L1", "R1", None),
            ("P", "L", Some(true)),
            ("P", "L1", None),
        ] {
            assert_eq!(between(owner, asked), expected, "{owner} {asked}");
        }
    }

    #[test]
    fn what_a_step_leaves_is_left_while_it_is_taken() {
        let machine = machine(JOURNEY);
        let state = |name: &str| machine.state_named(name).unwrap();
        let taking = |step: &str, asked: &str| {
            is_active(&machine, Moment::Taking(machine.step_named(step).unwrap()), state(asked))
        };
        assert_eq!(taking("a1", "A"), Some(false));
        assert_eq!(taking("a1", "P"), Some(false));
        assert_eq!(taking("a2", "A"), Some(true));
        assert_eq!(taking("l1", "L1"), Some(false));
        assert_eq!(taking("l1", "L"), Some(true));
        assert_eq!(taking("l1", "R1"), None);
    }

    #[test]
    fn what_is_entered_has_nothing_inside_yet() {
        let machine = machine(JOURNEY);
        let state = |name: &str| machine.state_named(name).unwrap();
        let passing = |at: &str, asked: &str| is_active(&machine, Moment::Passing(state(at)), state(asked));
        assert_eq!(passing("P", "P"), Some(true));
        assert_eq!(passing("P", "L1"), Some(false));
        assert_eq!(passing("L1", "R"), None);
        assert_eq!(is_active(&machine, Moment::Outside, state("A")), Some(false));
    }
}
