//! Experiments: the arm of a person is a pure function of salt, key and arms.

use smol_str::{SmolStr, ToSmolStr};

use crate::engine::input::Rollback;
use crate::engine::run::{Remembered, Run};
use crate::engine::scratch::{Selected, Taken};
use crate::graph::sets;
use crate::model::ids::StateId;
use crate::model::journey::Split;
use crate::terms::digest;
use crate::terms::value::Value;

/// The step of the active split `state`: to the person's arm.
pub fn selected(run: &mut Run<'_>, state: StateId, split: &Split) -> Result<Selected, Rollback> {
    let machine = run.machine;
    let (entered_at, name) = (run.entered_at(state), &machine.state(state).name.value);
    let scene = run.bare_scene().entered(entered_at);
    let key = text(run.eval(&split.key, scene, name)?);
    let salt = text(run.eval(&split.salt, scene, name)?);
    let Some(arm) = draw(split, &salt, &key) else {
        return Err(Rollback::at(name, &"the split has no arm"));
    };
    let targets = &split.arms[usize::from(arm)].to;
    let memory = Remembered(&run.instance.history);
    let domain = sets::domain(&machine.journey, state, (targets, false), &memory, &mut run.work.sets);
    Ok(Selected { what: Taken::Arm(arm), source: state, domain, entered_at })
}

/// Notes that the arm was taken; a split that was passed before has its latest.
pub fn note(run: &mut Run<'_>, split: StateId, arm: u16) {
    run.work.undo.arms(run.instance);
    match run.instance.arms.iter_mut().find(|(of, _)| *of == split) {
        Some(known) => known.1 = arm,
        None => run.instance.arms.push((split, arm)),
    }
    run.trace.arms.push((split, arm));
}

fn draw(split: &Split, salt: &str, key: &str) -> Option<u16> {
    let score = |arm: u16| {
        let arm = &split.arms[usize::from(arm)];
        digest::arm_score(salt, key, &arm.id.value, arm.weight)
    };
    (0..split.arms.len() as u16).map(|arm| (score(arm), arm)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, arm)| arm)
}

/// Whole numbers in decimal, other values as they would be written.
fn text(value: Value) -> SmolStr {
    match value {
        Value::Str(text) => text,
        other => other.to_smolstr(),
    }
}

#[cfg(test)]
mod tests {
    use super::{draw, text};
    use crate::expr::term::Term;
    use crate::model::journey::{Arm, Split};
    use crate::terms::span::{Name, Span};
    use crate::terms::value::Value;

    fn split(arms: &[(&str, f64)]) -> Split {
        let arm = |&(id, weight): &(&str, f64)| Arm {
            id: Name::new(id.into(), Span::default()),
            weight,
            to: Vec::new(),
            set: Vec::new(),
        };
        let term = || Term::Constant(Value::str("s"));
        Split { key: term(), salt: term(), arms: arms.iter().map(arm).collect() }
    }

    #[test]
    fn a_new_arm_takes_people_and_moves_no_one_else() {
        let (two, three) = (split(&[("a", 1.0), ("b", 1.0)]), split(&[("c", 1.0), ("a", 1.0), ("b", 1.0)]));
        let mut taken = 0;
        for person in 0..1_000 {
            let key = format!("u-{person}");
            let before = draw(&two, "s", &key).map(|arm| two.arms[usize::from(arm)].id.value.clone());
            let after = draw(&three, "s", &key).map(|arm| three.arms[usize::from(arm)].id.value.clone());
            if after.as_deref() == Some("c") {
                taken += 1;
            } else {
                assert_eq!(before, after);
            }
        }
        assert!((250..420).contains(&taken), "{taken}");
    }

    #[test]
    fn whole_numbers_are_written_in_decimal() {
        assert_eq!(text(Value::Int(42)), "42");
        assert_eq!(text(Value::str("42")), "42");
    }
}
