//! What history states remember when the state around them is left.

use std::ops::Range;

use crate::engine::run::Run;
use crate::model::ids::StateId;
use crate::model::journey::StateKind;
use crate::syntax::chart::HistoryDepth;

/// Records, for each state at these places of the configuration, what its history states are to remember.
pub fn record(run: &mut Run<'_>, places: Range<usize>) {
    let machine = run.machine;
    for place in places.clone() {
        let state = run.instance.configuration[place].state;
        for &history in machine.dispatch.histories(state) {
            let StateKind::History(depth, _) = machine.state(history).kind else {
                continue;
            };
            let states = run.instance.configuration[place + 1..places.end].iter().map(|active| active.state);
            let inside = states.take_while(|&of| machine.is_inside(state, of));
            let remembered = match depth {
                HistoryDepth::Shallow => inside.filter(|&of| machine.state(of).parent == Some(state)).collect(),
                HistoryDepth::Deep => inside.filter(|&of| machine.dispatch.is_atomic(of)).collect(),
            };
            remember(run, history, remembered);
        }
    }
}

fn remember(run: &mut Run<'_>, history: StateId, states: Vec<StateId>) {
    run.work.undo.history(run.instance);
    match run.instance.history.iter_mut().find(|(of, _)| *of == history) {
        Some(known) => known.1 = states,
        None => run.instance.history.push((history, states)),
    }
}
