//! Timers that wait for a window, and lists of gaps that do not stretch.

use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert_eq, prop_oneof, proptest};

use crate::engine::due::next_due;
use crate::engine::instance::Instance;
use crate::engine::ledger::NothingSent;
use crate::engine::step::{Input, Stimulus, follow_data};
use crate::engine::tests::person::{Person, STRANGER};
use crate::expr::term::Term;
use crate::graph::machine::Machine;
use crate::graph::testing::{journey, machine};
use crate::model::ids::StepId;
use crate::terms::time::{DAY, HOUR};
use crate::terms::value::Value;
use crate::terms::window::Hours;
use crate::terms::zone;

fn due(person: &Person) -> Option<i64> {
    next_due(&person.instance).map(|due| due.at)
}

/// A person in a state with one timer that waits for 08:00 to 21:00; they enter at midnight of day 0.
fn waiting(timer: &str) -> Person {
    Person::enter(machine(&chart(timer, "UTC")))
}

fn chart(timer: &str, zone: &str) -> String {
    format!(
        "
J > A
  window awake 480 1260 {zone}
  A
    t {timer} within awake do t
    v on V do v=1
    w on W do v=2
"
    )
}

/// Fires the timer so often; when it was due each time, in hours.
fn firings(person: &mut Person, count: usize) -> Vec<i64> {
    let mut found = Vec::new();
    while let Some(at) = due(person).filter(|_| found.len() < count) {
        found.push(at / HOUR);
        person.now = at;
        person.fire("t").unwrap();
    }
    found
}

#[test]
fn a_timer_waits_for_its_window() {
    for (timer, hour) in [("after", 8), ("at", 8)] {
        assert_eq!(due(&waiting(&format!("{timer} {}", 3 * HOUR))), Some(hour * HOUR), "{timer}");
        assert_eq!(due(&waiting(&format!("{timer} {}", 8 * HOUR))), Some(8 * HOUR), "`from` is inside");
        assert_eq!(due(&waiting(&format!("{timer} {}", 21 * HOUR - 1))), Some(21 * HOUR - 1));
        assert_eq!(due(&waiting(&format!("{timer} {}", 21 * HOUR))), Some(32 * HOUR), "`to` is not");
    }
}

#[test]
fn multiples_that_fall_into_one_closed_window_fire_once() {
    assert_eq!(firings(&mut waiting(&format!("every {}", 5 * HOUR)), 6), [8, 10, 15, 20, 32, 35]);
    // The multiple at which it opens is not another firing.
    assert_eq!(firings(&mut waiting(&format!("every {}", 4 * HOUR)), 4), [8, 12, 16, 20]);
    assert_eq!(firings(&mut waiting(&format!("every {} x3", 5 * HOUR)), 9), [8, 10, 15], "each firing counts");
}

#[test]
fn gaps_that_pass_while_the_window_is_closed_do_not_stretch_the_list() {
    let gaps = |hours: &[i64]| {
        let gaps: Vec<String> = hours.iter().map(|gap| (gap * HOUR).to_string()).collect();
        format!("gaps {}", gaps.join(" "))
    };
    // 2, 5 and 7 o'clock fire once at 8; then 9 o'clock, and 22 o'clock on the next day's morning.
    let mut person = waiting(&gaps(&[2, 3, 2, 2, 13]));
    assert_eq!(firings(&mut person, 9), [8, 9, 32]);
    assert_eq!(person.instance.timers.first().map(|timer| (timer.fired, timer.pending)), Some((5, false)));
    assert_eq!(firings(&mut waiting(&gaps(&[2, 1])), 9), [8], "the rest had passed");
}

#[test]
fn a_timer_set_for_the_past_waits_as_well() {
    let mut person = waiting("at never");
    person.machine = machine(&chart(&format!("at {}", 9 * HOUR), "UTC"));
    person.now = 22 * HOUR;
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(32 * HOUR), "22:00 is no time to catch up");
}

#[test]
fn a_timer_that_fired_in_its_window_is_not_set_again_by_the_window() {
    let mut person = waiting(&format!("at {}", 9 * HOUR));
    assert_eq!(firings(&mut person, 1), [9]);
    person.now = 22 * HOUR;
    person.send("V").unwrap();
    assert_eq!(due(&person), None, "its instant lies behind, though the next opening lies ahead");
}

#[test]
fn an_instant_that_moved_ahead_and_back_behind_is_no_second_firing() {
    let at = |hour: i64| machine(&chart(&format!("at {}", hour * HOUR), "UTC"));
    let mut person = Person::enter(at(9));
    assert_eq!(firings(&mut person, 1), [9]);
    person.now = 10 * HOUR;
    for (hour, event, expected) in [(15, "V", Some(15 * HOUR)), (9, "W", None), (16, "V", Some(16 * HOUR))] {
        person.machine = at(hour);
        person.send(event).unwrap();
        assert_eq!(due(&person), expected, "{hour}");
    }
}

#[test]
fn a_pending_timer_moves_with_the_zone_of_its_window() {
    let mut person = waiting(&format!("after {}", 3 * HOUR));
    // In Honolulu it is ten hours earlier: 17:00 of the day before.
    person.machine = machine(&chart(&format!("after {}", 3 * HOUR), "Pacific/Honolulu"));
    person.now = HOUR;
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(3 * HOUR));
}

#[test]
fn a_zone_that_is_none_counts_as_the_default_and_is_told() {
    let person = Person::enter(machine(&chart(&format!("after {}", 3 * HOUR), "Mars/Base")));
    assert_eq!(due(&person), Some(8 * HOUR));
    let told: Vec<_> = person.scratch.trace.errors.iter().map(|(at, detail)| (at.as_str(), detail.as_str())).collect();
    assert_eq!(told, [("t", "`Mars/Base` is no time zone; `UTC` was taken")]);
}

#[test]
fn a_window_without_days_never_lets_a_timer_go() {
    let mut journey = journey(&chart(&format!("every {HOUR}"), "UTC"));
    journey.windows[0].hours.days = [false; 7];
    assert_eq!(due(&Person::enter(Machine::new(journey))), None);
}

#[test]
fn a_gap_that_data_puts_behind_is_passed_over() {
    let chart = |gaps: [i64; 2]| machine(&chart(&format!("gaps {} {}", gaps[0] * HOUR, gaps[1] * HOUR), "UTC"));
    let mut person = Person::enter(chart([40, 40]));
    person.machine = chart([1, 33]);
    person.now = 12 * HOUR;
    person.send("V").unwrap();
    assert_eq!(firings(&mut person, 9), [34], "one o'clock has passed; its gap counts as fired");
}

/// The instance after data changed from outside at this hour.
fn followed(person: &mut Person, hour: i64) -> Instance {
    person.scratch.context_changed.push(0);
    let input = Input {
        stimulus: Stimulus::Timer(StepId(0)),
        now: hour * HOUR,
        person: &STRANGER,
        ledger: &NothingSent,
        out: None,
        cause: "e:2",
    };
    follow_data(&person.machine, &mut person.instance, &input, &mut person.scratch).unwrap();
    person.instance.clone()
}

#[test]
fn computing_again_what_has_not_changed_changes_nothing() {
    for timer in ["after 7200000", "at 50400000", "every 18000000 x4", "gaps 3600000 50400000 43200000"] {
        let mut person = waiting(timer);
        for hour in [9, 10, 20] {
            while let Some(at) = due(&person).filter(|&at| at <= hour * HOUR) {
                person.now = at;
                person.fire("t").unwrap();
            }
            let before = person.instance.clone();
            assert_eq!(followed(&mut person, hour), before, "{timer} at {hour}");
        }
    }
}

#[test]
fn a_zone_of_another_type_counts_as_none() {
    let mut journey = journey(&chart(&format!("after {DAY}"), "UTC"));
    journey.windows[0].tz = Term::Constant(Value::Int(1));
    let person = Person::enter(Machine::new(journey));
    assert_eq!(due(&person), Some(DAY + 8 * HOUR));
    assert_eq!(person.scratch.trace.errors.len(), 1);
}

/// When something that is asked for at these instants fires: each at the opening, those at one opening once.
fn once_each(hours: Hours, zone: &str, asked: impl Iterator<Item = i64>) -> impl Iterator<Item = i64> {
    let zone = zone::zone(zone).unwrap();
    let mut last = None;
    asked.filter_map(move |at| {
        let opens = hours.opening(at, &zone);
        (opens != std::mem::replace(&mut last, opens)).then_some(opens).flatten()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repeated_timers_fire_once_at_each_opening_that_they_wait_for(
        (from, to) in (0..1440u16, 0..=1440u16).prop_filter("they differ", |(from, to)| from != to),
        // Its clocks changed on 1970-04-26.
        zone in prop_oneof![Just("UTC"), Just("America/New_York")],
        gaps in vec(1..60i64, 1..12),
        period in 1..60i64,
        times in 1..90u32,
    ) {
        let text = gaps.iter().map(|gap| (gap * HOUR).to_string()).collect::<Vec<_>>().join(" ");
        let sums = gaps.iter().scan(0, |sum, gap| { *sum += gap * HOUR; Some(*sum) });
        let multiples = (1..).map(|number| number * period * HOUR);
        let hours = Hours { days: [true; 7], from, to };
        let expected: [Vec<i64>; 2] = [
            once_each(hours, zone, sums).collect(),
            once_each(hours, zone, multiples).take(times as usize).collect(),
        ];
        for (timer, expected) in [format!("gaps {text}"), format!("every {} x{times}", period * HOUR)].iter().zip(expected) {
            let chart = chart(timer, zone).replace("480 1260", &format!("{from} {to}"));
            let mut person = Person::enter(machine(&chart));
            let mut found = Vec::new();
            while let Some(at) = due(&person) {
                found.push(at);
                person.now = at;
                person.fire("t").unwrap();
            }
            prop_assert_eq!(found, expected, "{}", timer);
        }
    }
}
