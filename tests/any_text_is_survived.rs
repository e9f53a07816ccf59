//! Whatever stands in the files of a project, reading, compiling and linting end with findings inside the files.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

use std::path::PathBuf;
use std::sync::Arc;

use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::lint::levels::Judged;
use wayfare::project::workspace::Workspace;
use wayfare::trial::check::judged;

const WHOLE: &str = include_str!("reading/whole-language.yaml");
const SUBSCRIPTION: &str = include_str!("../journeys/subscription.yaml");
const CONFIG: &str = r#"
[project]
name = "p"
journeys = ["journeys"]

[sinks.email]
kind = "webhook"
purpose = "marketing"
url = "https://example.com/hook"

[consent]
purposes = ["marketing", "sms"]
processing = "opt-in"

[time]
default_tz = "Europe/Paris"

[idempotency]
window = "30d"

[lint]
"unreachable-state" = "warning"
style = "off"

[lint.limits]
too-many-states = 60

[diff]
approved = ["3f2a90c1d5e7"]
"#;
const CATALOG: &str = r#"wayfare: 1
catalog: shop
events:
  CART: { payload: { id: string, lines: [{ fields: { sku: string, n: { type: int, min: 1 } } }] } }
  PLACED: { schema: placed.json }
profile: { tz: string? }
define: { local: profile.tz ?? "UTC" }
functions: { twice: { params: { n: int }, returns: int, body: "n * 2" } }
actions: { mail: { sink: email, params: { n: int }, consent: marketing, cap: weekly, window: day } }
windows: { day: { from: "08:00", to: "21:00", tz: =local } }
caps: { weekly: { max: 3, per: 7d } }
"#;
const JOURNEY: &str = r#"wayfare: 1
journey: cart
version: 1.2.0
title: From a cart to an order
owner: shop-team
uses: shop
context: { n: { type: int, default: 0 }, at: timestamp? }
entry: { triggers: CART, set: { at: =now + days(1) }, key: { CART: =event.payload.id, PLACED: =event.payload.id } }
exit: [{ id: out, triggers: PLACED, guard: ctx.n > 3 }]
goals: [{ id: done, state: D, within: 3d, value: =ctx.n }]
identity: { merge: newest, context: { n: sum } }
initial: S
states:
  S: { split: { key: =user.id, salt: s, arms: [{ id: a, weight: 1, to: P }, { id: b, weight: 2, to: D, set: { n: 1 } }] } }
  P:
    parallel: true
    states:
      P1:
        initial: Q
        states:
          Q: { steps: [{ id: q, triggers: [CART, PLACED], guard: event.payload.id != "x" && ctx.n < 2, set: { n: =twice(ctx.n) }, to: F }] }
          F: { final: true }
          H: { history: deep, default: Q }
      P2: { initial: R, states: { R: { steps: [{ id: r, every: [1d, 2d], to: G }, { id: m, at: =ctx.at, actions: [mail: { n: 1 }, { schedule: { event: CART, after: 1d, payload: { id: a, lines: [] } } }] }] }, G: { final: true } } }
    steps: [{ id: all, triggers: done.P, to: D }, { id: back, triggers: failed.mail, to: [H, R] }]
  D: { final: true }
migrate: [{ from: "<1.2", states: { OLD: D }, set: { n: =old.n }, timers: { r: 1d }, steps: { z: q } }]
"#;
const SCHEMA: &str = r##"{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"integer","minimum":0}}}"##;

#[test]
fn the_corpus_itself_is_clean() {
    let findings = run(&files());
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn no_text_makes_it_panic() {
    let mut draw = Draw(7);
    for _ in 0..1_500 {
        let mut files = files();
        let changed = draw.below(files.len());
        for _ in 0..=draw.below(3) {
            files[changed].1 = damaged(&files[changed].1, &mut draw);
        }
        run(&files);
    }
}

fn files() -> Vec<(PathBuf, String)> {
    let all = [
        ("wayfare.toml", CONFIG),
        ("journeys/cart.yaml", JOURNEY),
        ("journeys/placed.json", SCHEMA),
        ("journeys/shop.yaml", CATALOG),
    ];
    all.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
}

/// Everything that happens to files before events come; returns what is told.
fn run(files: &[(PathBuf, String)]) -> Vec<String> {
    let workspace = Workspace::from_texts(files);
    let mut told = Vec::new();
    for Judged { finding, .. } in judged(&workspace) {
        let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
        for span in spans.chain(finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span)) {
            let text = &workspace.sources[span.file.0 as usize].text;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{finding:?} lies outside");
        }
        assert!(!finding.message.is_empty());
        told.push(format!("{}: {}", finding.rule.0, finding.message));
    }
    for project in &workspace.projects {
        if told.is_empty() {
            let machines = project.journeys.iter().map(|journey| Arc::new(Machine::new(Arc::clone(journey))));
            Fleet::new(machines.collect());
        }
    }
    told
}

/// The text with one thing wrong: a line gone, doubled, moved or re-indented, or words exchanged, cut or made up.
fn damaged(text: &str, draw: &mut Draw) -> String {
    const WORDS: [&str; 20] = [
        "states",
        "to",
        "triggers",
        "guard",
        "=ctx.n",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "- ",
        "\"",
        "&a",
        "*a",
        "~",
        "3d",
        "done.P",
        "initial",
        "\t",
        "é\u{301}🚀",
    ];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let (a, b) = (draw.below(lines.len().max(1)), draw.below(lines.len().max(1)));
    match draw.below(8) {
        0 if !lines.is_empty() => drop(lines.remove(a)),
        1 if !lines.is_empty() => lines.insert(b, lines[a].clone()),
        2 if !lines.is_empty() => lines.swap(a, b),
        3 if !lines.is_empty() => lines[a] = format!("{}{}", " ".repeat(draw.below(7)), lines[a].trim_start()),
        4 => return text.chars().take(draw.below(text.chars().count() + 1)).collect(),
        5 => return exchanged(text, draw),
        _ => {
            let at = draw.below(text.chars().count() + 1);
            let mut out: String = text.chars().take(at).collect();
            out.push_str(WORDS[draw.below(WORDS.len())]);
            out.extend(text.chars().skip(at + draw.below(4)));
            return out;
        }
    }
    lines.join("\n") + "\n"
}

/// Puts a word of the text, or of other journeys, where another stood.
fn exchanged(text: &str, draw: &mut Draw) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '=';
    let donors = [text, WHOLE, SUBSCRIPTION][draw.below(3)];
    let words: Vec<&str> = donors.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let places: Vec<(usize, &str)> = text
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    if places.is_empty() || words.is_empty() {
        return text.to_owned();
    }
    let (at, old) = places[draw.below(places.len())];
    format!("{}{}{}", &text[..at], words[draw.below(words.len())], &text[at + old.len()..])
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}
