//! The least that a checker does: the YAML read with serde, names resolved, the graph walked once.

use std::collections::{HashMap, HashSet};

use serde_yaml::{Mapping, Value};

/// How many states are reached in the journey of `text`.
pub fn read_resolve_walk(text: &str) -> usize {
    let journey: Value = serde_yaml::from_str(text).unwrap();
    let mut graph = Graph::default();
    graph.add_all(journey.get("states").and_then(Value::as_mapping).unwrap());
    let events: HashSet<&str> =
        journey.get("events").and_then(Value::as_mapping).unwrap().keys().filter_map(Value::as_str).collect();
    let resolved: Vec<Vec<usize>> = graph.states.iter().map(|state| graph.resolve(state, &events)).collect();
    let first = graph.numbers[journey.get("initial").and_then(Value::as_str).unwrap()];
    let mut reached = vec![false; resolved.len()];
    let mut open = vec![first];
    while let Some(state) = open.pop() {
        if !std::mem::replace(&mut reached[state], true) {
            open.extend(&resolved[state]);
        }
    }
    reached.into_iter().filter(|reached| *reached).count()
}

#[derive(Default)]
struct Graph<'a> {
    numbers: HashMap<&'a str, usize>,
    states: Vec<&'a Mapping>,
}

impl<'a> Graph<'a> {
    fn add_all(&mut self, states: &'a Mapping) {
        for (name, state) in states {
            let state = state.as_mapping().unwrap();
            self.numbers.insert(name.as_str().unwrap(), self.states.len());
            self.states.push(state);
            if let Some(inside) = state.get("states").and_then(Value::as_mapping) {
                self.add_all(inside);
            }
        }
    }

    fn resolve(&self, state: &Mapping, events: &HashSet<&str>) -> Vec<usize> {
        let mut targets = Vec::new();
        targets.extend(state.get("initial").and_then(Value::as_str).map(|name| self.numbers[name]));
        for step in state.get("steps").and_then(Value::as_sequence).into_iter().flatten() {
            for event in names(step.get("triggers")) {
                assert!(events.contains(event));
            }
            targets.extend(names(step.get("to")).map(|name| self.numbers[name]));
        }
        targets
    }
}

/// One name or a list of them.
fn names(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let one = value.and_then(Value::as_str);
    let many = value.and_then(Value::as_sequence).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many)
}
