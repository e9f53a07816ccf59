//! `diff --events`: what it says of the same people in two versions is what two runs say, each by itself.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod harness;
mod rehearsed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use harness::Wayfare;
use insta::assert_snapshot;
use rehearsed::{EDITS, NEWS, OLD, edited, events};
use serde_json::Value;

const UNTIL: &str = "--until 2026-03-10T00:00:00Z";

fn diff(arguments: &str, new: &str, events: &str) -> Wayfare {
    files(&format!("diff old new --events events.jsonl {arguments}"), new, events)
}

fn files(arguments: &str, new: &str, events: &str) -> Wayfare {
    Wayfare::new(arguments)
        .file("old/trial.yaml", OLD)
        .file("old/news.yaml", NEWS)
        .file("new/trial.yaml", new)
        .file("new/news.yaml", NEWS)
        .file("events.jsonl", events)
}

/// What `diff --events` says.
fn told(arguments: &str, new: &str, events: &str) -> Value {
    said(diff(&format!("--format json {UNTIL} {arguments}"), new, events))
}

/// What it says in JSON, which is as the schema says.
fn said(run: Wayfare) -> Value {
    let mut lines = run.exits(0).json_lines();
    let schema: Value = serde_json::from_str(include_str!("../docs/diff.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = schema.iter_errors(&lines[0]).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    called(&lines.remove(0)["events"].to_string())
}

/// A line of JSON, in which what an edit renames has its old name.
fn called(line: &str) -> Value {
    serde_json::from_str(&line.replace("ASLEEP", "LOST")).unwrap()
}

type Instance = (String, String, String);

/// Status and states.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct End(String, Vec<String>);

/// What one run by itself says: where each instance is, what happened to each person, and how often.
#[derive(Default)]
struct Alone {
    ends: BTreeMap<Instance, End>,
    effects: BTreeMap<(String, String, String), i64>,
    params: BTreeMap<(String, String), i64>,
    deeds: BTreeMap<String, Vec<Value>>,
}

fn alone(side: &str, new: &str, events: &str) -> Alone {
    let ran =
        files(&format!("run {side} --events events.jsonl --format jsonl --final final.jsonl {UNTIL}"), new, events)
            .exits(0);
    let mut all = Alone::default();
    let table = std::fs::read_to_string(ran.folder.path().join("final.jsonl")).unwrap();
    for line in table.lines() {
        let row = called(line);
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let states = row["states"].as_array().unwrap().iter().map(|state| state.as_str().unwrap().to_owned());
        let end = End(text("status"), states.collect());
        all.ends.insert((text("user_id"), text("journey"), text("instance")), end);
    }
    for record in ran.stdout().lines().map(called) {
        let user = record["user"].as_str().unwrap_or_default().to_owned();
        let mut deed = record.clone();
        for name in ["version", "set", "detail"] {
            deed.as_object_mut().unwrap().remove(name);
        }
        for effect in deed["effects"].as_array_mut().into_iter().flatten() {
            effect.as_object_mut().unwrap().remove("key");
            let action = effect["action"].as_str().unwrap().to_owned();
            let held = effect["held"].as_str().unwrap_or("sent").to_owned();
            *all.effects.entry((user.clone(), action, held)).or_default() += 1;
            *all.params.entry((user.clone(), effect.to_string())).or_default() += 1;
        }
        if let Some(reason) = record["reason"].as_str().filter(|_| record["kind"] == "dead_letter") {
            *all.params.entry((user.clone(), reason.to_owned())).or_default() += 1;
        }
        all.deeds.entry(user).or_default().push(deed);
    }
    all
}

/// How many instances of a journey come from where to where.
type Ways = BTreeMap<(String, [Option<End>; 2]), i64>;

/// As `diff --events` says it.
fn ways(told: &Value) -> Ways {
    let end = |cell: &Value| {
        let states = cell["states"].as_array()?.iter().map(|state| state.as_str().unwrap().to_owned());
        Some(End(cell["status"].as_str()?.to_owned(), states.collect()))
    };
    let mut ways = Ways::new();
    for journey in told["ends"].as_array().unwrap() {
        for cell in journey["matrix"].as_array().unwrap() {
            let key = (journey["journey"].as_str().unwrap().to_owned(), ["old", "new"].map(|side| end(&cell[side])));
            assert!(ways.insert(key, cell["instances"].as_i64().unwrap()).is_none(), "a cell is there twice");
        }
    }
    ways
}

/// As two runs say it.
fn joined(old: &Alone, new: &Alone) -> Ways {
    let instances: BTreeSet<&Instance> = old.ends.keys().chain(new.ends.keys()).collect();
    let mut ways = Ways::new();
    for instance in instances {
        let both = [old, new].map(|side| side.ends.get(instance).cloned());
        *ways.entry((instance.1.clone(), both)).or_default() += 1;
    }
    ways
}

/// For each action and verdict, how often it is gained and lost.
type Shifts = BTreeMap<(String, String), (i64, i64)>;

fn shifts(told: &Value) -> Shifts {
    let one = |each: &Value| {
        let held = each["held"].as_str().unwrap_or("sent").to_owned();
        let key = (each["action"].as_str().unwrap().to_owned(), held);
        (key, (each["gained"].as_i64().unwrap(), each["lost"].as_i64().unwrap()))
    };
    told["effects"].as_array().unwrap().iter().map(one).collect()
}

fn shifted(old: &Alone, new: &Alone) -> Shifts {
    let keys: BTreeSet<_> = old.effects.keys().chain(new.effects.keys()).collect();
    let mut shifts = Shifts::new();
    for key in keys {
        let [was, is] = [old, new].map(|side| side.effects.get(key).copied().unwrap_or_default());
        let (gained, lost) = shifts.entry((key.1.clone(), key.2.clone())).or_default();
        *gained += (is - was).max(0);
        *lost += (was - is).max(0);
    }
    shifts.retain(|_, shift| *shift != (0, 0));
    shifts
}

fn total(shifts: &Shifts) -> BTreeMap<(String, String), i64> {
    let nets = shifts.iter().map(|(key, (gained, lost))| (key.clone(), gained - lost));
    nets.filter(|(_, net)| *net != 0).collect()
}

/// How many people there are of each kind, as two runs say it.
fn people(old: &Alone, new: &Alone, all: &BTreeSet<String>) -> Value {
    let mut counts = [0; 4];
    for user in all {
        let ends = |side: &Alone| {
            let of = side.ends.iter().filter(|(instance, _)| instance.0 == *user);
            of.map(|(instance, end)| (instance.clone(), end.clone())).collect::<Vec<_>>()
        };
        let asked = |side: &Alone| {
            let of = side.params.iter().filter(|(key, _)| key.0 == *user);
            of.map(|(key, count)| (key.clone(), *count)).collect::<Vec<_>>()
        };
        let kind = if ends(old) != ends(new) {
            3
        } else if asked(old) != asked(new) {
            2
        } else {
            usize::from(old.deeds.get(user) != new.deeds.get(user))
        };
        counts[kind] += 1;
    }
    let [same, otherwise, effects, elsewhere] = counts;
    serde_json::json!({ "all": all.len(), "same": same, "otherwise": otherwise, "effects": effects, "elsewhere": elsewhere })
}

/// Everybody of whom there is an event that can be read.
fn everybody(events: &str) -> BTreeSet<String> {
    let lines = events.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter_map(|event| Some(event["userId"].as_str()?.to_owned())).collect()
}

#[test]
fn it_says_what_two_runs_say() {
    for number in 0..EDITS.len() as u64 + 8 {
        let new = match number.checked_sub(EDITS.len() as u64) {
            None => edited([number as usize]),
            Some(seed) => edited((0..EDITS.len()).filter(|edit| (seed * 37 + 11) >> edit & 1 == 1)),
        };
        let events = events(number, 60, false);
        let told = told("", &new, &events);
        let [was, is] = ["old", "new"].map(|side| alone(side, &new, &events));
        assert_eq!(ways(&told), joined(&was, &is), "edit {number}");
        assert_eq!(shifts(&told), shifted(&was, &is), "edit {number}");
        assert_eq!(told["people"], people(&was, &is, &everybody(&events)), "edit {number}");
        let parted = told["partings"].as_array().unwrap().len() as i64;
        let differ = told["people"]["all"].as_i64().unwrap() - told["people"]["same"].as_i64().unwrap();
        assert_eq!(parted, differ.min(10), "edit {number}");
    }
}

#[test]
fn unknown_people_who_turn_out_to_be_known_ones_are_one() {
    for seed in 0..6 {
        let new = edited([0, 1, 5]);
        let events = events(seed, 60, true);
        let told = told("", &new, &events);
        let [was, is] = ["old", "new"].map(|side| alone(side, &new, &events));
        // Each of the two worlds by itself: where people are who are not the same in both, no join can say.
        for side in [0, 1] {
            let mut of_one: BTreeMap<(String, Option<End>), i64> = BTreeMap::new();
            for ((journey, ends), count) in ways(&told) {
                *of_one.entry((journey, ends[side].clone())).or_default() += count;
            }
            of_one.retain(|(_, end), _| end.is_some());
            let mut run: BTreeMap<(String, Option<End>), i64> = BTreeMap::new();
            for (instance, end) in &[&was, &is][side].ends {
                *run.entry((instance.1.clone(), Some(end.clone()))).or_default() += 1;
            }
            assert_eq!(of_one, run, "seed {seed}");
        }
        assert_eq!(total(&shifts(&told)), total(&shifted(&was, &is)), "seed {seed}");
    }
}

#[test]
fn it_says_the_same_for_any_number_of_threads() {
    for (seed, edits) in [(1, vec![0, 1, 4]), (2, vec![2, 3, 5]), (3, vec![0, 6, 7])] {
        let (new, events) = (edited(edits), events(seed, 400, true));
        let one = told("--threads 1", &new, &events);
        for threads in [2, 3, 7] {
            assert_eq!(one, told(&format!("--threads {threads}"), &new, &events), "{threads} threads");
        }
    }
}

/// What is told of people in these lines, which have a type, ids and a payload each and are so long that later ones are
/// in later batches; the same for any number of threads. The guard reads how often they visited, of which a step of
/// the new version has another opinion.
fn remembered(lines: &[(String, String, &str)]) -> Value {
    let pad = "x".repeat(60_000);
    let mut events = String::new();
    for (number, (kind, ids, payload)) in lines.iter().enumerate() {
        let at = 1_767_225_600_000 + number as u64 * 60_000;
        writeln!(
            events,
            "{{\"eventId\":\"e-{number}\",\"type\":\"{kind}\",{ids},\"timestamp\":{at},\"pad\":\"{pad}\",\"payload\":{payload}}}"
        )
        .unwrap();
    }
    let old = edited([0]).replace("2.0.0", "1.9.0");
    let run = |threads: usize| {
        let run = diff(&format!("--format json --threads {threads}"), &edited([0, 2]), &events);
        said(run.file("old/trial.yaml", &old))["partings"].take()
    };
    let one = run(1);
    for threads in [2, 3, 7] {
        assert_eq!(one, run(threads), "{threads} threads");
    }
    one
}

#[test]
fn what_is_remembered_of_people_goes_with_them() {
    let line = |kind: &str, ids: String, payload| (kind.to_owned(), ids, payload);
    let user = |name: &str, n: usize| format!("\"userId\":\"{name}-{n}\"");
    let both = |name: &str, n: usize| format!("\"userId\":\"{name}-{n}\",\"anonymousId\":\"b-{n}\"");
    let alone = |n: usize| format!("\"anonymousId\":\"b-{n}\"");
    let people = || 0..10;
    // Whoever names an unknown person who is somebody else already comes to be beside them.
    let mut lines: Vec<_> = people().map(|n| line("SIGNED_UP", user("u", n), "{\"seats\":1}")).collect();
    lines.extend(people().flat_map(|n| [0, 1].map(|_| line("VISITED", user("u", n), "{}"))));
    lines.extend(people().map(|n| line("CANCELLED", both("v", n), "{}")));
    lines.extend(people().map(|n| line("SIGNED_UP", both("u", n), "{\"seats\":1}")));
    lines.extend(people().map(|n| line("PURCHASED", user("u", n), "{\"total\":20}")));
    let moved = remembered(&lines);
    // Whoever turns out to be somebody brings along since when they have other values.
    let mut lines: Vec<_> = people().map(|n| line("SIGNED_UP", alone(n), "{\"seats\":1}")).collect();
    lines.extend(people().flat_map(|n| [0, 1].map(|_| line("VISITED", alone(n), "{}"))));
    lines.extend(people().map(|n| line("SIGNED_UP", both("u", n), "{\"seats\":1}")));
    lines.extend(people().map(|n| line("PURCHASED", user("u", n), "{\"total\":20}")));
    for told in [moved, remembered(&lines)] {
        let partings = told.as_array().unwrap();
        assert_eq!(partings.len(), 10);
        for (n, parting) in partings.iter().enumerate() {
            let values = parting["values"].as_array().unwrap();
            assert_eq!(values.len(), 1, "{parting:#}");
            assert_eq!(values[0]["line"], 11 + 2 * n, "since the first visit: {parting:#}");
        }
    }
}

#[test]
fn nobody_goes_elsewhere_between_a_version_and_itself() {
    let events = events(5, 200, true);
    let told = told("", OLD, &events);
    let people = &told["people"];
    assert_eq!(people["all"], people["same"]);
    assert!(people["all"].as_i64().unwrap() > 100);
    for name in ["effects", "reworded", "goals", "partings"] {
        assert_eq!(told[name], Value::Array(Vec::new()), "{name}");
    }
    assert!(ways(&told).keys().all(|(_, [old, new])| old == new));
}

#[test]
fn renames_are_no_difference() {
    let rename =
        |text: &str| text.replace("TRYING", "TRIAL").replace("id: buy,", "id: purchase,").replace("visits", "calls");
    let new = rename(OLD).replace("1.2.0", "2.0.0");
    let new = format!("{new}migrate: [{{ from: 1.x, states: {{ TRYING: TRIAL }}, set: {{ calls: =old.visits }} }}]\n");
    let told = told("", &new, &events(6, 100, false));
    assert_eq!(told["people"]["all"], told["people"]["same"], "{told:#}");
}

#[test]
fn the_first_whose_ways_part_are_told_with_the_change_that_did_it() {
    let (new, events) = (edited([0, 1, 2, 3, 5]), events(9, 80, true));
    for (format, name) in [("text", "text"), ("markdown", "markdown"), ("json", "json"), ("html", "html")] {
        let paths = if format == "html" { "old/trial.yaml new/trial.yaml" } else { "old new" };
        let run = format!("diff {paths} --events events.jsonl {UNTIL} --format {format}");
        let said = files(&run, &new, &events).exits(0).stdout();
        let end = if format == "html" { said.find("</aside>").unwrap() } else { said.len() };
        let from = match format {
            "html" => said.find("<section id=\"events\">").unwrap(),
            "text" => said.find("the same events in both").unwrap(),
            "markdown" => said.find("#### The same events").unwrap(),
            _ => said.find("\"events\":").unwrap(),
        };
        assert_snapshot!(name, &said[from..end]);
    }
}

/// The kinds of the changes by which the ways of people part, and the variables that are told with them.
fn reasons(old: &str, new: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let run = diff(&format!("--format json {UNTIL}"), new, &events(4, 80, true)).file("old/trial.yaml", old);
    let said = run.exits(0).json_lines().remove(0);
    let changes = said["journeys"].as_array().unwrap().iter().flat_map(|each| each["changes"].as_array().unwrap());
    let kinds: BTreeMap<&str, &str> = changes
        .flat_map(|change| std::iter::once(change).chain(change["parts"].as_array().unwrap()))
        .map(|change| (change["fingerprint"].as_str().unwrap(), change["kind"].as_str().unwrap()))
        .collect();
    let (mut because, mut values) = (BTreeSet::new(), BTreeSet::new());
    for parting in said["events"]["partings"].as_array().unwrap() {
        let changes = parting["because"].as_array().unwrap();
        assert!(!changes.is_empty(), "nothing says why: {parting:#}");
        because.extend(changes.iter().map(|print| kinds[print.as_str().unwrap()].to_owned()));
        values
            .extend(parting["values"].as_array().unwrap().iter().map(|it| it["variable"].as_str().unwrap().to_owned()));
    }
    (because, values)
}

#[test]
fn each_parting_has_its_change() {
    for (edit, kinds) in [
        (0, &["guard-changed"][..]),
        (1, &["timer-changed"]),
        (2, &[]),
        (3, &["entry-actions-changed"]),
        (4, &["action-cap-changed"]),
        (5, &["event-field-narrowed"]),
        (6, &[]),
        (7, &[]),
    ] {
        let (because, values) = reasons(OLD, &edited([edit]));
        assert_eq!(because, kinds.iter().map(|&kind| kind.to_owned()).collect(), "edit {edit}");
        assert!(values.is_empty(), "edit {edit}: no guard of either version reads a variable");
    }
    // The guard reads what another step, or the beginning, has put there.
    let old = edited([0]).replace("2.0.0", "1.9.0");
    for (edit, kind) in [(2, "step-set-changed"), (7, "default-changed")] {
        let (because, values) = reasons(&old, &edited([0, edit]));
        assert_eq!(because, BTreeSet::from([kind.to_owned()]), "edit {edit}");
        assert_eq!(values, BTreeSet::from(["visits".to_owned()]), "edit {edit}");
    }
}

/// Two versions, and lines of events: who, when and what.
struct Case<'c> {
    old: &'c str,
    edits: &'c [(&'c str, &'c str)],
    events: &'c [(&'c str, &'c str, &'c str)],
}

const SMALL: &str = "wayfare: 1
journey: j
version: 1.0.0
context: { n: { type: int, default: 0 } }
events: { E: { payload: { n: int } }, F: {}, G: {}, H: {}, X: {} }
actions:
  mail: { basis: contract, cap: { max: 3, per: 7d } }
  pay: { basis: contract, timeout: 1m, params: { a: int } }
entry: { triggers: E, set: { n: =event.payload.n } }
initial: A
states:
  A:
    steps:
      - { id: big, triggers: F, guard: ctx.n > 3, to: B }
      - { id: small, triggers: F, to: C }
      - { id: go, triggers: G, actions: [pay: { a: =ctx.n }] }
      - { id: back, triggers: H, set: { n: 7 }, to: BH }
  B:
    initial: B1
    states:
      B1: { on_entry: [mail], steps: [{ id: b1, triggers: H, to: C }] }
      B2: { steps: [{ id: b2, triggers: H, to: C }] }
      BH: { history: shallow, default: B1 }
  C: { final: true }
";

/// The kinds that are told of each parting of the case.
fn explained(case: &Case<'_>) -> Vec<Vec<String>> {
    let new = case.edits.iter().fold(case.old.replace("1.0.0", "2.0.0"), |text, (was, is)| {
        assert!(text.contains(was), "{was}");
        text.replace(was, is)
    });
    let new = format!("{new}migrate: [{{ from: 1.x, finish: true }}]\n");
    let line = |(number, (who, at, what)): (usize, &(&str, &str, &str))| {
        format!("{{\"eventId\":\"e{number}\",{who},\"timestamp\":\"2026-06-{at}:00:00Z\",{what}}}\n")
    };
    let lines: String = case.events.iter().enumerate().map(line).collect();
    let run = Wayfare::new(&format!("diff old.yaml new.yaml --events events.jsonl --format json {UNTIL}"))
        .file("old.yaml", case.old)
        .file("new.yaml", new)
        .file("events.jsonl", lines);
    let said = run.exits(0).json_lines().remove(0);
    let kinds: BTreeMap<&str, &str> = said["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["fingerprint"].as_str().unwrap(), change["kind"].as_str().unwrap()))
        .collect();
    let partings = said["events"]["partings"].as_array().unwrap();
    let of = |parting: &Value| {
        let prints = parting["because"].as_array().unwrap().iter();
        prints.map(|print| kinds[print.as_str().unwrap()].to_owned()).collect()
    };
    partings.iter().map(of).collect()
}

#[test]
fn what_had_no_part_in_it_is_not_blamed() {
    let ada = "\"userId\":\"ada\"";
    let (e, f) = ("\"type\":\"E\",\"payload\":{\"n\":3}", "\"type\":\"F\"");
    let (g, h) = ("\"type\":\"G\"", "\"type\":\"H\"");
    let more = ("=event.payload.n", "=event.payload.n + 1");
    for (edits, events, because) in [
        // Another step is taken because of a value; what is sent there has another cap, which held nothing back.
        (&[more, ("max: 3", "max: 4")][..], &[e, f][..], &["entry-changed"][..]),
        // Another param because of a value; that the action has another timeout changes no param.
        (&[more, ("timeout: 1m", "timeout: 2m")], &[e, g], &["entry-changed"]),
        (&[("default: B1", "default: B2")], &[e, h], &["history-default-changed"]),
        (
            &[("n: 7", "n: 8"), ("B1: { on_entry: [mail]", "B1: { on_entry: [pay: { a: =ctx.n }]")],
            &[e, h],
            &["entry-actions-changed"],
        ),
        (&[("initial: A", "initial: B")], &[e], &["initial-changed"]),
        (
            &[("max: 3", "max: 1"), ("B1: { on_entry: [mail]", "B1: { on_entry: [mail, mail]")],
            &[e, h],
            &["entry-actions-changed", "action-cap-changed"],
        ),
    ] {
        let days = ["01T08", "02T08", "03T08"];
        let lines: Vec<_> = events.iter().zip(days).map(|(event, day)| (ada, day, *event)).collect();
        let told = explained(&Case { old: SMALL, edits, events: &lines });
        assert_eq!(told, [because.iter().map(|&kind| kind.to_owned()).collect::<Vec<_>>()], "{edits:?}");
    }
}

#[test]
fn a_journey_that_came_has_people_who_were_not_in_it() {
    let events = events(3, 40, false);
    let said = files(&format!("diff old/trial.yaml old --events events.jsonl {UNTIL}"), OLD, &events).exits(0).stdout();
    assert_snapshot!(&said[said.find("the same events in both").unwrap()..]);
}

#[test]
fn events_come_from_standard_input_too() {
    let events = events(2, 40, false);
    let from_file = diff(UNTIL, &edited([0]), &events).exits(0).stdout();
    let piped = files(&format!("diff old new --events - {UNTIL}"), &edited([0]), "").stdin(&events).exits(0).stdout();
    assert_eq!(from_file, piped);
}

#[test]
fn one_journey_and_a_branch_are_told_alike() {
    let (new, events) = (edited([0]), events(2, 40, false));
    let arguments = format!("--events events.jsonl --format json {UNTIL}");
    let alone = said(files(&format!("diff old/trial.yaml new/trial.yaml {arguments}"), &new, &events));
    let branch = Wayfare::new(&format!("diff --against main journeys {arguments}"))
        .file("wayfare.toml", "")
        .file("journeys/trial.yaml", OLD)
        .commit("begun")
        .git(&["checkout", "-q", "-b", "branch"])
        .file("journeys/trial.yaml", &new)
        .file("events.jsonl", &events);
    assert_eq!(alone, said(branch));
    assert_eq!(alone["ends"][0]["journey"], "trial");
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    for (arguments, says) in [
        ("diff old new --events missing.jsonl", "`missing.jsonl` cannot be read: there is no such file or folder"),
        ("diff old new --events old", "`old` cannot be read: it is a folder"),
        ("diff old - --events -", "standard input cannot be both a journey and the events"),
        ("diff old/trial.yaml new/trial.yaml --events events.jsonl --format svg", "`--format svg` is a picture"),
        ("diff old new --until 2026-01-01T00:00:00Z", "--events"),
    ] {
        let said = files(arguments, &edited([0]), "").stdin("").exits(2).stderr();
        assert!(said.contains(says), "{arguments}: {said}");
    }
}
