//! Names and lengths as findings say them.

use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::model::ids::StateId;
use crate::terms::finding::Finding;
use crate::terms::time;

/// How many names a sentence bears.
const MOST_NAMES: usize = 5;
/// How many other places a finding shows.
const MOST_LABELS: usize = 12;

/// `` `A`, `B` and `C` ``; of many the first, and how many more there are.
pub fn names<'a>(names: impl IntoIterator<Item = &'a SmolStr>) -> String {
    let mut quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if quoted.len() > MOST_NAMES {
        let more = quoted.len() - MOST_NAMES + 1;
        quoted.truncate(MOST_NAMES - 1);
        quoted.push(format!("{more} more"));
    }
    let last = quoted.pop().unwrap_or_default();
    if quoted.is_empty() { last } else { format!("{} and {last}", quoted.join(", ")) }
}

/// `finding` with a label at each of `states`; of many, at the first.
#[must_use]
pub fn labelled(
    mut finding: Finding,
    machine: &Machine,
    states: &[StateId],
    say: &dyn Fn(&SmolStr) -> String,
) -> Finding {
    for &state in states.iter().take(MOST_LABELS) {
        let name = &machine.state(state).name;
        finding = finding.label(name.span, say(&name.value));
    }
    match states.len().saturating_sub(MOST_LABELS) {
        0 => finding,
        more => finding.note(format!("and {more} more states")),
    }
}

/// `90s`, `1h30m`: a span of time as the language writes it.
pub fn length(millis: i64) -> String {
    time::format_duration(millis)
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::names;

    #[test]
    fn many_names_are_the_first_and_a_count() {
        let all: Vec<SmolStr> = (0..9).map(|number| format!("S{number}").into()).collect();
        assert_eq!(names(&all[..1]), "`S0`");
        assert_eq!(names(&all[..3]), "`S0`, `S1` and `S2`");
        assert_eq!(names(&all), "`S0`, `S1`, `S2`, `S3` and 5 more");
    }
}
