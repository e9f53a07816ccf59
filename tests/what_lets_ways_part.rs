//! `diff --events`: of a parting those changes are told that had a part in it, all of them and no others.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod harness;

use std::collections::BTreeMap;

use harness::Wayfare;
use serde_json::Value;

/// What everybody is on where nothing else is said.
const SMALL: &str = "wayfare: 1
journey: j
version: 1.0.0
context: { n: { type: int, default: 0 }, m: { type: int, default: 0 } }
events: { GO: { payload: { k: int } }, E: { payload: { k: int } }, X: {}, Y: {} }
actions: { mail: { params: { t: int }, basis: contract } }
entry: { triggers: GO }
initial: A
states:
  A:
    steps:
      - { id: s, triggers: E, to: B }
      - { id: z, triggers: Y, guard: ctx.n > 0 }
  B:
    on_entry: [mail: { t: 1 }]
    steps:
      - { id: t, after: 30d, to: F }
      - { id: x, triggers: X, to: F }
  C:
    on_entry: [mail: { t: 1 }]
    steps:
      - { id: c, always: true, to: F }
  F: { final: true }
";

/// Versions that part at one point, and why.
struct Case<'c> {
    /// Files of the old version.
    old: &'c [(&'c str, &'c str)],
    /// Edits that make the new one.
    edits: &'c [(&'c str, &'c str)],
    /// Type and day and hour of what happens to one person.
    events: &'c [(&'c str, &'c str)],
    /// The changes, and the variables with their values and the line.
    because: &'c [&'c str],
}

#[track_caller]
fn check(case: &Case<'_>) {
    let mut run = Wayfare::new("diff old new --events events.jsonl --format json");
    for (name, text) in case.old {
        let edited = |text: String, (was, is): &(&str, &str)| text.replace(was, is);
        let new = case.edits.iter().fold((*text).to_owned(), edited);
        let new = if new == *text || !text.contains("journey: ") {
            new
        } else {
            new.replace("version: 1.0.0", "version: 2.0.0") + "migrate: [{ from: 1.x, finish: true }]\n"
        };
        run = run.file(&format!("old/{name}.yaml"), text).file(&format!("new/{name}.yaml"), new);
    }
    for (was, _) in case.edits {
        assert!(case.old.iter().any(|(_, text)| text.contains(was)), "{was} is nowhere");
    }
    let line = |(number, (what, at)): (usize, &(&str, &str))| {
        let time = format!("2026-01-{at}:00:00Z");
        format!(
            "{{\"eventId\":\"{number}\",\"userId\":\"u\",\"type\":\"{what}\",\"timestamp\":\"{time}\",\"payload\":{{\"k\":1}}}}\n"
        )
    };
    let lines: String = case.events.iter().enumerate().map(line).collect();
    let said = run.file("events.jsonl", lines).exits(0).json_lines().remove(0);
    assert_eq!(told(&said), case.because, "{:?}", case.edits);
}

/// Why the one parting is.
fn told(said: &Value) -> Vec<String> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
    let journeys = said["journeys"].as_array().map_or(std::slice::from_ref(said), Vec::as_slice);
    let changes = journeys.iter().flat_map(|each| each["changes"].as_array().unwrap());
    let changes: BTreeMap<String, String> =
        changes.map(|it| (text(it, "fingerprint"), format!("{} {}", text(it, "kind"), text(it, "element")))).collect();
    let [parting] = &said["events"]["partings"].as_array().unwrap()[..] else { panic!("{said:#}") };
    let because = parting["because"].as_array().unwrap().iter().map(|print| changes[print.as_str().unwrap()].clone());
    let values = parting["values"].as_array().unwrap().iter();
    let values = values
        .map(|it| format!("{}: {} instead of {} since {}", text(it, "variable"), it["new"], it["old"], it["line"]));
    because.chain(values).collect()
}

const GO: (&str, &str) = ("GO", "01T00");
const E: (&str, &str) = ("E", "02T12");
const AGAIN: (&str, &str) = ("E", "02T15");

#[track_caller]
fn small(edits: &[(&str, &str)], events: &[(&str, &str)], because: &[&str]) {
    check(&Case { old: &[("j", SMALL)], edits, events, because });
}

#[test]
fn what_both_took_may_lead_one_of_them_further() {
    small(&[("triggers: E, to: B", "triggers: E, to: C")], &[GO, E], &["step-retargeted step s"]);
    let raise = ("triggers: E, to: B", "triggers: E, actions: [raise: X], to: B");
    small(&[raise], &[GO, E], &["step-actions-changed step s"]);
    // What is sent in both is as it was.
    let more = ("mail: { params: { t: int }, ", "mail: { params: { t: { type: int, max: 9 } }, ");
    small(&[raise, more], &[GO, E], &["step-actions-changed step s"]);
}

#[test]
fn what_is_held_back_may_lead_one_of_them_further() {
    let old = SMALL
        .replace("basis: contract }", "basis: contract, window: w, outside: drop }")
        .replace("\nentry:", "\nwindows: { w: { from: \"09:00\", to: \"18:00\", tz: UTC } }\nentry:")
        .replace("triggers: X, to: F", "triggers: held.mail, to: F");
    check(&Case {
        old: &[("j", &old)],
        edits: &[("09:00", "13:00"), ("after: 30d", "after: 40d")],
        events: &[GO, E],
        because: &["window-changed window w"],
    });
}

#[test]
fn a_timer_waits_for_other_hours() {
    let old = SMALL
        .replace("\nentry:", "\nwindows: { w: { from: \"09:00\", to: \"18:00\", tz: UTC } }\nentry:")
        .replace("{ id: s, triggers: E, to: B }", "{ id: s, every: 5h, times: 3, within: w }");
    // What else changed plays no part, so that it is not the one change there is.
    let edits = [("\"09:00\"", "\"11:00\""), ("after: 30d", "after: 40d")];
    let because = &["window-changed window w"];
    check(&Case { old: &[("j", &old)], edits: &edits, events: &[GO, ("Y", "03T00")], because });
    // It takes its time in one of them only.
    check(&Case { old: &[("j", &old)], edits: &edits, events: &[GO, ("Y", "01T10")], because });
}

#[test]
fn what_alone_changed_is_the_cause() {
    let old = SMALL
        .replace("mail: { params: { t: int }, ", "mail: { params: { t: int }, on_success: Y, result: { k: int }, ")
        .replace(
            "{ id: s, triggers: E, to: B }",
            "{ id: s, triggers: E, actions: [schedule: { event: X, after: 1d }] }",
        )
        .replace("{ id: z, triggers: Y, guard: ctx.n > 0 }", "{ id: z, triggers: X, to: B }");
    let later = ("after: 1d", "after: 2d");
    let events = [GO, E, ("Y", "04T00")];
    check(&Case { old: &[("j", &old)], edits: &[later], events: &events, because: &["step-actions-changed step s"] });
}

#[test]
fn where_a_step_leads_that_was_not_taken_plays_no_part() {
    let leads = ("triggers: E, to: B", "triggers: E, guard: event.payload.k > 5, to: C");
    small(&[leads], &[GO, E], &["guard-tightened step s"]);
    let enters = ("{ triggers: GO }", "{ triggers: GO, guard: event.payload.k > 5 }");
    let steps = [("triggers: E, to: B", "triggers: [E, GO], to: B")];
    let old = steps.iter().fold(SMALL.to_owned(), |text, (was, is)| text.replace(was, is));
    check(&Case {
        old: &[("j", &old)],
        edits: &[enters, ("[E, GO], to: B", "[E, GO], to: C")],
        events: &[GO],
        because: &["entry-changed entry"],
    });
    let leaves = ("initial: A", "exit: [{ id: out, triggers: E }]\ninitial: A");
    small(&[leaves, ("triggers: E, to: B", "triggers: E, to: C")], &[GO, E], &["exit-rule-added exit out"]);
    let wins =
        ("- { id: s, triggers: E, to: B }", "- { id: new, triggers: E, to: F }\n      - { id: s, triggers: E, to: C }");
    small(&[wins], &[GO, E], &["step-added step new"]);
    let after = (
        "- { id: s, triggers: E, to: B }",
        "- { id: s, triggers: E, guard: event.payload.k > 5, to: C }\n      - { id: new, triggers: E, to: F }",
    );
    small(&[after], &[GO, E], &["step-added step new", "guard-tightened step s"]);
}

#[test]
fn the_limits_of_a_catalog_hold_for_all() {
    let catalog = "wayfare: 1
catalog: cat
events: { GO: {}, E: {} }
caps: { c: { max: 1, per: 3d } }
windows: { w: { from: \"09:00\", to: \"18:00\", tz: UTC } }
actions:
  note: { basis: contract, cap: c }
  push: { basis: contract, window: w, outside: drop }
";
    let journey = "wayfare: 1
journey: j
version: 1.0.0
uses: cat
entry: { triggers: GO }
initial: A
states:
  A:
    steps:
      - { id: s, triggers: E, actions: [note, push] }
      - { id: t, after: 30d, to: F }
  F: { final: true }
";
    let old = [("cat", catalog), ("j", journey)];
    for (edit, events, because) in [
        (("max: 1", "max: 2"), &[GO, E, AGAIN][..], "cap-changed cap c"),
        (("09:00", "13:00"), &[GO, E], "window-changed window w"),
    ] {
        check(&Case { old: &old, edits: &[edit], events, because: &[because] });
    }
}

#[test]
fn values_are_those_of_the_parting() {
    let old = SMALL.replace("triggers: E, to: B", "triggers: E, set: { n: =ctx.n + 2 }, to: A");
    let set = ("entry: { triggers: GO }", "entry: { triggers: GO, set: { n: 4 } }");
    let y = ("Y", "03T00");
    check(&Case {
        old: &[("j", &old.replace("ctx.n > 0", "ctx.n > 5"))],
        edits: &[set],
        events: &[GO, E, y],
        because: &["entry-changed entry", "n: 6 instead of 2 since 1"],
    });
    // What is alike again is no reason.
    let alike = old.replace("=ctx.n + 2", "7").replace("ctx.n > 0", "ctx.n > 5");
    check(&Case {
        old: &[("j", &alike)],
        edits: &[set, ("ctx.n > 5", "ctx.n > 8")],
        events: &[GO, E, y],
        because: &["guard-tightened step z"],
    });
    // Both are due before one line: what the second one sets itself comes too late.
    let timers = SMALL
        .replace("id: s, triggers: E, to: B", "id: s, after: 1h, set: { n: 1 }, to: B")
        .replace("id: t, after: 30d, to: F", "id: t, after: 1h, guard: ctx.n == 2, to: F");
    check(&Case {
        old: &[("j", &timers)],
        edits: &[("set: { n: 1 }", "set: { n: 2 }"), ("ctx.n == 2, to", "ctx.n == 2, set: { n: 77 }, to")],
        events: &[GO, E],
        because: &["step-set-changed step s", "n: 2 instead of 1 since 2"],
    });
}

#[test]
fn what_came_at_another_time_lets_what_follows_do_so() {
    let old = SMALL
        .replace("id: s, triggers: E, to: B", "id: s, after: 1d, to: B")
        .replace("id: t, after: 30d, to: F", "id: t, after: 1d, guard: ctx.n < 5, to: C")
        .replace("id: c, always: true, to: F", "id: c, triggers: E, set: { n: =ctx.n + 1 }");
    let (later, noon) = (("after: 1d, to: B", "after: 2d, to: B"), ("E", "03T12"));
    check(&Case { old: &[("j", &old)], edits: &[later], events: &[GO, noon], because: &["timer-changed step s"] });
    // What follows comes with a later line.
    let (later, first) = (("after: 1d, to: B", "after: 30h, to: B"), ("Y", "02T08"));
    check(&Case {
        old: &[("j", &old)],
        edits: &[later],
        events: &[GO, first, noon],
        because: &["timer-changed step s"],
    });
}

#[test]
fn what_cannot_be_processed_has_its_change() {
    let old = SMALL.replace("triggers: E, to: B", "triggers: E, actions: [mail: { t: =event.payload.k * 5 }], to: B");
    let to = ("triggers: Y, guard", "triggers: X, guard");
    check(&Case {
        old: &[("j", &old)],
        edits: &[("t: int }, basis", "t: { type: int, max: 4 } }, basis"), to],
        events: &[GO, E],
        because: &["action-param-retyped action mail"],
    });
    check(&Case {
        old: &[("j", &old)],
        edits: &[("k * 5 }], to: B", "k * 5 }], set: { n: =1 / (event.payload.k - 1) }, to: C")],
        events: &[GO, E],
        because: &["step-set-changed step s"],
    });
}

#[test]
fn an_event_that_is_called_otherwise_is_not_heard() {
    let old = SMALL.replace("triggers: X, to: F", "triggers: X, guard: ctx.n == 0, to: F");
    let edits = [("X: {}", "XX: {}"), ("triggers: X, guard", "triggers: XX, guard")];
    check(&Case {
        old: &[("j", &old)],
        edits: &edits,
        events: &[GO, E, ("X", "03T00")],
        because: &["event-renamed event XX"],
    });
}

#[test]
fn what_another_journey_says_has_its_change_there() {
    let says = SMALL
        .replace("Y: {} }", "Y: {}, M: { payload: { k: int } } }")
        .replace("triggers: E, to: B", "triggers: E, actions: [emit: { event: M, payload: { k: =ctx.n + 1 } }], to: B");
    let hears = "wayfare: 1
journey: h
version: 1.0.0
events: { M: { payload: { k: int } } }
entry: { triggers: M, guard: event.payload.k == 1 }
initial: A
states:
  A:
    steps:
      - { id: s, after: 30d, to: F }
  F: { final: true }
";
    for (edit, because) in [
        (("=ctx.n + 1", "=ctx.n + 2"), "step-actions-changed step s"),
        (("n: { type: int, default: 0 }", "n: { type: int, default: 5 }"), "default-changed variable n"),
    ] {
        let (old, edits) = (
            [("j", says.as_str()), ("h", hears)],
            [edit, ("after: 30d, to: F }\n      - { id: x", "after: 40d, to: F }\n      - { id: x")],
        );
        check(&Case { old: &old, edits: &edits, events: &[GO, E], because: &[because] });
    }
}

#[test]
fn what_was_set_on_the_way_has_its_change() {
    let entered = SMALL
        .replace("  A:\n", "  A:\n    on_entry: [set: { n: 1 }]\n")
        .replace("triggers: X, to: F", "triggers: E, guard: ctx.n == 5, to: F");
    let left = entered.replace("on_entry: [set", "on_exit: [set");
    let set = ("set: { n: 1 }", "set: { n: 5 }");
    for (old, kind, line) in [(entered, "entry", 1), (left, "exit", 2)] {
        let (change, value) = (format!("{kind}-actions-changed state A"), format!("n: 5 instead of 1 since {line}"));
        check(&Case { old: &[("j", &old)], edits: &[set], events: &[GO, E, AGAIN], because: &[&change, &value] });
    }
    // The value comes from another one.
    let from = SMALL
        .replace("triggers: E, to: B", "triggers: E, set: { n: =ctx.m + 1 }, to: B")
        .replace("triggers: X, to: F", "triggers: E, guard: ctx.n == 5, to: F");
    check(&Case {
        old: &[("j", &from)],
        edits: &[("m: { type: int, default: 0 }", "m: { type: int, default: 4 }")],
        events: &[GO, E, AGAIN],
        because: &["default-changed variable m", "n: 5 instead of 1 since 2"],
    });
}

#[test]
fn what_lets_people_in_and_what_is_counted_reads_variables_too() {
    let default = ("n: { type: int, default: 0 }", "n: { type: int, default: 3 }");
    let enters = SMALL.replace("{ triggers: GO }", "{ triggers: GO, guard: ctx.n == 0 }");
    check(&Case { old: &[("j", &enters)], edits: &[default], events: &[GO], because: &["default-changed variable n"] });
    let counted = SMALL
        .replace("triggers: E, to: B", "triggers: E, set: { n: 1 }")
        .replace("initial: A", "goals: [{ id: q, triggers: E, guard: ctx.n == 5 }]\ninitial: A");
    check(&Case {
        old: &[("j", &counted)],
        edits: &[("set: { n: 1 }", "set: { n: 5 }")],
        events: &[GO, E, AGAIN],
        because: &["step-set-changed step s", "n: 5 instead of 1 since 2"],
    });
}
