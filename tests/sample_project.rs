//! The journeys that come with Wayfare: clean, tested step by step, and walked by the sample events.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod walked;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_yaml::Value;
use wayfare::embed::happening::{Happening, What};
use wayfare::embed::journeys::Journeys;
use wayfare::lint::levels::judge;
use wayfare::model::journey::StateKind;
use wayfare::project::workspace::Workspace;

const FOLDER: &str = "journeys";

fn workspace() -> Workspace {
    Workspace::open_tests(&[PathBuf::from(FOLDER)]).unwrap()
}

#[test]
fn nothing_is_wrong_with_it() {
    let workspace = workspace();
    let judged: Vec<_> =
        workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config)).collect();
    assert!(judged.is_empty(), "{judged:#?}");
    assert_eq!(walked::steps(&workspace).len(), 9);
}

#[test]
fn its_tests_pass_and_see_each_step_taken() {
    let workspace = workspace();
    assert!(walked::passed(&workspace) >= 50);
    let unseen = walked::unseen(&workspace);
    assert!(unseen.is_empty(), "no test sees these steps taken: {unseen:#?}");
}

#[test]
fn the_sample_events_visit_all_of_it() {
    let journeys = Journeys::from_folder(FOLDER).unwrap();
    let mut runtime = journeys.runtime();
    let events = std::fs::read_to_string(Path::new(FOLDER).join("sample.events.jsonl")).unwrap();
    let mut told: Vec<Happening> = events.lines().flat_map(|line| runtime.process_event(line)).collect();
    told.extend(runtime.advance(wayfare::terms::time::parse_instant("2030-01-01T00:00:00Z").unwrap()));
    let mut unseen = BTreeSet::new();
    for machine in &journeys.fleet.machines {
        let journey = &machine.journey;
        unseen.extend(journey.steps.iter().map(|step| format!("{}: {}", journey.id.value, step.id.value)));
        let states = journey.states.iter().skip(1).filter(|state| !matches!(state.kind, StateKind::History(..)));
        unseen.extend(states.map(|state| format!("{}: {}", journey.id.value, state.name.value)));
    }
    let everything = unseen.len();
    for happening in &told {
        let journey = happening.journey.clone().unwrap_or_default();
        for name in happening.steps.iter().chain(&happening.entered) {
            unseen.remove(&format!("{journey}: {name}"));
        }
    }
    assert!(unseen.is_empty(), "of {everything} steps and states no one took or entered these: {unseen:#?}");
    for (what, least) in [("duplicate", 20), ("no-match", 20), ("completed", 20), ("no-key", 0)] {
        let count = told.iter().filter(|it| it.what == What::Ignored(what)).count();
        assert!(count >= least, "{count} {what}");
    }
    let dead = told.iter().filter(|it| matches!(it.what, What::DeadLetter { .. })).count();
    let merged = told.iter().filter(|it| matches!(it.what, What::Merged(_))).count();
    assert!(dead >= 10 && merged >= 10, "{dead} dead letters, {merged} merges");
}

/// The keys of the language by where they may stand, with what stands behind them: `=place` what that place takes (one or
/// a list of them), `=*place` such things by name. A place may have words of its own (`merge: newest`), and forms: `<plain>`
/// and `<formula>` are a scalar without and with `=`, `<list>` is a list.
const PLACES: &[(&str, &str)] = &[
    (
        "journey",
        "wayfare journey version title description owner tags uses events=*event profile=*type context=*type define=*expression \
         functions=*function actions=*action windows=*window caps=*cap entry=entry exit=rule goals=goal identity=identity \
         initial=initial steps=step states=*state migrate=migrate <no-entry>",
    ),
    (
        "catalog",
        "wayfare catalog events=*event profile=*type define=*expression functions=*function actions=*action windows=*window \
         caps=*cap",
    ),
    ("event", "payload=*type schema closed"),
    (
        "type",
        "string int number bool timestamp duration any ? <list> type=type fields=*type enum default min max pattern pii \
         required description",
    ),
    ("function", "description params=*type returns=type body=expression"),
    ("window", "days=day from to=closing tz"),
    ("day", "mon tue wed thu fri sat sun"),
    ("closing", "<plain> 24:00"),
    ("cap", "<plain> <list> max per"),
    (
        "action",
        "sink params=*type consent basis=basis cap=cap window outside=outside timeout retry=retry on_success on_failure \
         result=*type description",
    ),
    ("basis", "contract legal interest"),
    ("outside", "defer drop"),
    ("retry", "max backoff limit"),
    ("entry", "triggers=trigger guard=guard set key=*key reentry=reentry"),
    ("key", "<formula> all"),
    ("reentry", "never after_end always after"),
    ("trigger", "<plain> <list> * x.* done. succeeded. failed. held."),
    ("rule", "id triggers=trigger guard=guard actions=item"),
    ("goal", "id state triggers=trigger guard=guard within value"),
    ("identity", "merge=merge context=*policy"),
    ("merge", "furthest newest known"),
    ("policy", "kept newest oldest max min union sum"),
    (
        "state",
        "steps=step on_entry=item on_exit=item name description tags states=*state initial=initial parallel history=history \
         default final split=split",
    ),
    ("initial", "<plain> <list>"),
    ("history", "shallow deep"),
    ("split", "key salt arms=arm"),
    ("arm", "id weight to set"),
    (
        "step",
        "id name description triggers=trigger after=after at=at every=every within times always guard=guard set \
         actions=item to=target reenter",
    ),
    ("after", "<plain> <formula>"),
    ("at", "<plain> <formula>"),
    ("every", "<plain> <formula> <list>"),
    ("target", "<plain> <list>"),
    ("guard", "<plain> all=guard any=guard not=guard"),
    ("item", "<plain> raise=raise emit=emit schedule=schedule cancel set if=expression then=item else=item"),
    ("raise", "<plain> event payload"),
    ("emit", "<plain> event payload"),
    ("schedule", "event after at payload id"),
    ("migrate", "from states=*image set timers steps finish"),
    ("image", "<plain> exit"),
    ("value", "formula hole null escaped-formula escaped-hole"),
    ("scenarios", "wayfare scenarios tests=test"),
    ("test", "name journeys start context user=user steps=deed"),
    ("user", "id anonymous consent profile"),
    ("deed", "send=send answer=answer wait until deploy expect=expect"),
    ("send", "<plain> event payload as anonymous traits consent at key"),
    ("answer", "result reason"),
    ("expect", "state status context profile actions actions_include held steps no_step ignored dead_letter timers as"),
];

// What an expression may call; what may stand in it; how its names may begin.
const CALLS: &str = "in_state days hours minutes seconds duration timestamp next_time start_of_day add_workdays weekday hour date \
                     has hash lower upper trim contains starts_with ends_with len min max abs round floor ceil without bucket";
const SIGNS: &str = "+ - * / % ** == != < <= > >= && || ! ?? ?. .. [ #{ ` in if else let for while";
const NAMES: &str = "ctx. event.type event.id event.timestamp event.session_id event.payload user.id user.consent. \
                     user.anonymous profile. now state.entered_at";

/// What texts of the language say: `place.key`, and the parts of expressions.
#[derive(Default)]
struct Said {
    /// Whether what is read is a test, whose values are literals.
    literal: bool,
    keys: BTreeSet<String>,
    calls: BTreeSet<String>,
    parts: BTreeSet<String>,
}

impl Said {
    fn read(&mut self, text: &str) {
        let document: Value = serde_yaml::from_str(text).unwrap();
        let mut kinds = ["journey", "catalog", "scenarios"].into_iter();
        let kind = kinds.find(|kind| document.get(*kind).is_some()).unwrap();
        self.literal = kind == "scenarios";
        if document.get("entry").is_none() {
            self.keys.insert(format!("{kind}.<no-entry>"));
        }
        self.visit(kind, &document);
    }

    fn visit(&mut self, place: &str, value: &Value) {
        match value {
            Value::Mapping(fields) => {
                for (key, value) in fields {
                    self.field(place, key.as_str().unwrap_or_default(), value);
                }
            }
            Value::Sequence(items) => {
                self.keys.insert(format!("{place}.<list>"));
                for item in items {
                    self.visit(place, item);
                }
            }
            Value::String(text) if ["expression", "guard"].contains(&place) => self.expression(text),
            Value::String(text) => {
                for word in words(text) {
                    self.keys.insert(format!("{place}.{word}"));
                }
                self.value(value);
            }
            _ => {}
        }
        if value.is_bool() || value.as_str().is_some_and(|text| !text.starts_with('=')) {
            self.keys.insert(format!("{place}.<plain>"));
        }
    }

    fn field(&mut self, place: &str, key: &str, value: &Value) {
        let known = PLACES.iter().find(|(name, _)| *name == place).map(|(_, words)| *words).unwrap_or_default();
        let behind = known.split_whitespace().map(|word| word.split_once('=').unwrap_or((word, "")));
        let Some((_, behind)) = behind.into_iter().find(|(word, _)| *word == key) else { return self.value(value) };
        self.keys.insert(format!("{place}.{key}"));
        match (behind.strip_prefix('*'), value) {
            (Some(each), Value::Mapping(named)) => named.values().for_each(|value| self.visit(each, value)),
            (Some(each), value) => self.visit(each, value),
            (None, value) if behind.is_empty() => self.value(value),
            (None, value) => self.visit(behind, value),
        }
    }

    /// A value of the journey's own: what is in it are formulas and literals.
    fn value(&mut self, value: &Value) {
        match value {
            _ if self.literal => {}
            Value::Mapping(fields) => fields.values().for_each(|value| self.value(value)),
            Value::Sequence(items) => items.iter().for_each(|item| self.value(item)),
            Value::String(text) => self.scalar(text),
            Value::Null => drop(self.keys.insert("value.null".to_owned())),
            _ => {}
        }
    }

    fn scalar(&mut self, text: &str) {
        let mut said = |form: &str| self.keys.insert(format!("value.{form}"));
        let mut expressions = Vec::new();
        match text.strip_prefix('=') {
            Some(rest) if rest.starts_with('=') => drop(said("escaped-formula")),
            Some(formula) => {
                said("formula");
                expressions.push(formula);
            }
            None => {}
        }
        for hole in Regex::new(r"(\$?)\$\{([^}]*)\}").unwrap().captures_iter(text) {
            if hole[1].is_empty() {
                said("hole");
                expressions.extend(hole.get(2).map(|inside| inside.as_str()));
            } else {
                said("escaped-hole");
            }
        }
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn expression(&mut self, text: &str) {
        let text = Regex::new(r#""(?:[^"\\]|\\.)*"|//.*"#).unwrap().replace_all(text, "\"\"");
        let calls = Regex::new(r"([A-Za-z_]\w*)\(").unwrap();
        self.calls.extend(calls.captures_iter(&text).map(|call| call[1].to_owned()));
        let part = Regex::new(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*|\*\*|&&|\|\||\?\?|\?\.|[=!<>]=|\.\.|#\{|[-+*/%<>!\[`]");
        self.parts.extend(part.unwrap().find_iter(&text).map(|part| part.as_str().to_owned()));
    }
}

/// A scalar as the words of a place that it may be.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![text.to_owned()];
    words.extend(text.strip_suffix('?').map(str::to_owned));
    words.extend(text.strip_suffix('?').map(|_| "?".to_owned()));
    words.extend(text.starts_with('=').then(|| "<formula>".to_owned()));
    words.extend(text.strip_suffix(".*").map(|_| "x.*".to_owned()));
    words.extend(text.split_once('.').map(|(prefix, _)| format!("{prefix}.")));
    words
}

/// What of the language these texts do not say.
fn unsaid(texts: &[String]) -> Vec<String> {
    let mut said = Said::default();
    for text in texts {
        said.read(text);
    }
    let keys = PLACES.iter().flat_map(|(place, words)| words.split_whitespace().map(move |word| (place, word)));
    let keys = keys.map(|(place, word)| match word.split_once('=') {
        Some((key, behind)) if !key.is_empty() && !behind.is_empty() => format!("{place}.{key}"),
        _ => format!("{place}.{word}"),
    });
    let mut unsaid: Vec<String> = keys.filter(|key| !said.keys.contains(key)).collect();
    unsaid.extend(CALLS.split_whitespace().filter(|call| !said.calls.contains(*call)).map(|call| format!("{call}(…)")));
    unsaid.extend(SIGNS.split_whitespace().filter(|sign| !said.parts.contains(*sign)).map(str::to_owned));
    let begins = |name: &str| said.parts.iter().any(|part| part.starts_with(name));
    unsaid.extend(NAMES.split_whitespace().filter(|name| !begins(name)).map(str::to_owned));
    unsaid
}

#[test]
fn it_uses_all_of_the_language() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let unsaid = unsaid(&texts);
    assert!(unsaid.is_empty(), "no journey, catalog or test says this: {unsaid:#?}");
}

#[test]
fn what_is_only_mentioned_is_not_used() {
    let text = r#"
wayfare: 1
journey: a                              # deploy: seconds(1)
title: "seconds(1), raise: X"
states:
  A:
    on_entry:
      - note: { text: "hours(1), ==, =, emit: =days(1)", more: "=`minutes(1)` + \"floor(1)\" // ceil(1)" }
      - note: { text: "$${hash(1)} ${round(1)}" }
"#;
    let unsaid = unsaid(&[text.to_owned()]);
    for mentioned in
        ["seconds(…)", "hours(…)", "days(…)", "floor(…)", "ceil(…)", "hash(…)", "item.raise", "deed.deploy"]
    {
        assert!(unsaid.iter().any(|word| word == mentioned), "{mentioned} is only mentioned");
    }
    for used in ["minutes(…)", "round(…)", "state.on_entry", "value.hole", "value.escaped-hole", "value.formula", "+"]
    {
        assert!(!unsaid.iter().any(|word| word == used), "{used} is used");
    }
}

/// What the project leaves out can be named all the same, and is no second journey of its id.
#[test]
fn an_earlier_version_can_be_checked_by_name() {
    let earlier = PathBuf::from(FOLDER).join("earlier/trial-1.3.0.yaml");
    for paths in [vec![earlier.clone()], vec![PathBuf::from(FOLDER), earlier]] {
        let workspace = Workspace::open_tests(&paths).unwrap();
        let project = &workspace.projects[0];
        let judged = judge(project.findings.clone(), &project.config);
        assert!(
            judged.is_empty() && project.journeys.iter().any(|it| it.version.to_string() == "1.3.0"),
            "{judged:#?}"
        );
    }
}
