//! What a run came to, for people.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::engine::instance::Status;
use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::orchestrator::person::{Person, Visit};
use crate::report::names;
use crate::report::table::{Table, thousands};
use crate::report::tally::{Tally, Verdicts};

/// What a run left.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// The journeys.
    pub fleet: &'a Fleet,
    /// Everyone.
    pub people: &'a [Person],
    /// What was counted on the way.
    pub tally: &'a Tally,
    /// Lines that were not blank.
    pub lines: u64,
}

/// What a clock and the machine said of a run.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// How long it took.
    pub elapsed: Duration,
    /// The most memory that it held, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
}

/// The counts, the same for every run of the same input; then two lines that depend on the machine.
pub fn render(outcome: &Outcome<'_>, measured: &Measured) -> String {
    let mut table = Table::default();
    let Outcome { tally, lines, .. } = *outcome;
    table.row(0, "events", lines, "");
    table.row(0, "steps", tally.steps, "");
    reasons(&mut table, "ignored", tally.ignored.iter().map(|(&reason, &count)| (reason, count)));
    reasons(&mut table, "dead letters", tally.dead_letters.iter().map(|(reason, &count)| (reason.as_str(), count)));
    table.row(0, "timers", tally.timers, "");
    effects(&mut table, &tally.effects());
    for (label, count) in [
        ("moves", tally.moved),
        ("merges", tally.merges),
        ("links refused", tally.refused_links),
        ("guards that failed", tally.failures),
    ] {
        if count > 0 {
            table.row(0, label, count, "");
        }
    }
    instances(&mut table, outcome);
    format!("{}{}", table.render(), speed(lines, measured))
}

/// A total, and each reason below it.
fn reasons<'a>(table: &mut Table, label: &str, counts: impl Iterator<Item = (&'a str, u64)>) {
    let counts: Vec<_> = counts.collect();
    table.row(0, label, counts.iter().map(|(_, count)| count).sum(), "");
    for (reason, count) in counts {
        table.row(1, reason, count, "");
    }
}

fn effects(table: &mut Table, effects: &BTreeMap<&smol_str::SmolStr, Verdicts>) {
    table.row(0, "effects sent", effects.values().map(|verdicts| verdicts.sent()).sum(), "");
    for (action, verdicts) in effects {
        let held: Vec<String> = verdicts.held().map(|(why, count)| format!("{} {why}", thousands(count))).collect();
        let note = if held.is_empty() { String::new() } else { format!("held back: {}", held.join(", ")) };
        table.row(1, action, verdicts.sent(), note);
    }
}

fn instances(table: &mut Table, outcome: &Outcome<'_>) {
    let visits = || outcome.people.iter().flat_map(|person| &person.visits);
    table.row(0, "instances", visits().count() as u64, "");
    let mut census: Vec<Census> = outcome.fleet.machines.iter().map(|machine| Census::of(machine)).collect();
    for visit in visits() {
        if let Some(census) = census.get_mut(visit.machine as usize) {
            census.count(visit);
        }
    }
    for versions in &outcome.fleet.journeys {
        for number in versions.machines.clone() {
            let (Some(machine), Some(census)) = (outcome.fleet.machine(number), census.get(number as usize)) else {
                continue;
            };
            let several = versions.machines.len() > 1;
            let version = if several { format!(" {}", machine.journey.version) } else { String::new() };
            census.rows(machine, &version, table);
        }
    }
}

/// The instances of one journey, by status and by state.
struct Census {
    statuses: [u64; 3],
    states: Vec<u64>,
}

impl Census {
    fn of(machine: &Machine) -> Self {
        Self { statuses: [0; 3], states: vec![0; machine.journey.states.len()] }
    }

    fn count(&mut self, visit: &Visit) {
        let at = match visit.instance.status {
            Status::Active => 0,
            Status::Completed => 1,
            Status::Exited => 2,
        };
        self.statuses[at] += 1;
        for active in &visit.instance.configuration {
            if let Some(count) = self.states.get_mut(active.state.index()) {
                *count += 1;
            }
        }
    }

    fn rows(&self, machine: &Machine, version: &str, table: &mut Table) {
        let [active, completed, exited] = self.statuses;
        let statuses = [(active, Status::Active), (completed, Status::Completed), (exited, Status::Exited)];
        let parts = statuses.into_iter().filter(|&(count, _)| count > 0);
        let note: Vec<_> = parts.map(|(count, status)| format!("{} {}", thousands(count), status.as_str())).collect();
        let name = format!("{}{version}", machine.journey.id.value);
        table.row(1, &name, active + completed + exited, note.join(", "));
        for (state, &count) in machine.journey.states.iter().zip(&self.states) {
            if count > 0 && names::is_atomic(state) {
                table.row(2, &state.name.value, count, "");
            }
        }
    }
}

fn speed(lines: u64, measured: &Measured) -> String {
    let seconds = measured.elapsed.as_secs_f64();
    let rate = if seconds > 0.0 { (lines as f64 / seconds) as u64 } else { 0 };
    let speed = format!("events per second: {} ({seconds:.2} s)\n", thousands(rate));
    match measured.peak_memory {
        Some(bytes) => format!("{speed}peak memory: {} MiB\n", thousands(bytes.div_ceil(1 << 20))),
        None => speed,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use insta::assert_snapshot;

    use super::{Measured, Outcome, render};
    use crate::report::sample::{every_record, people, sample};
    use crate::report::tally::Tally;

    #[test]
    fn counts_are_aligned_and_the_clock_comes_last() {
        let (sample, people) = (sample(), people());
        let mut tally = Tally::new(&sample.fleet);
        every_record(|record| tally.count(record));
        let mut twice = tally.clone();
        twice.add(&tally);
        let outcome = Outcome { fleet: &sample.fleet, people: &people, tally: &twice, lines: 12_345 };
        let measured = Measured { elapsed: Duration::from_millis(1_500), peak_memory: Some(12_345_678) };
        assert_snapshot!(render(&outcome, &measured));
    }
}
