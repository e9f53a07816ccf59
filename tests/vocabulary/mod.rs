//! The words of the language, and which of them texts have said.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_yaml::Value;

/// The keys of the language by where they may stand, with what stands behind them: `=place` what that place takes (one or
/// a list of them), `=*place` such things by name. A place may have words of its own (`merge: newest`), and forms: `<plain>`
/// and `<formula>` are a scalar without and with `=`, `<list>` is a list.
pub const PLACES: &[(&str, &str)] = &[
    (
        "journey",
        "wayfare journey version title description owner tags uses events=*event profile=*type context=*type define=*expression \
         functions=*function actions=*action windows=*window caps=*cap entry=entry exit=rule goals=goal identity=identity \
         initial=initial steps=step states=*state migrate=migrate <no-entry>",
    ),
    (
        "catalog",
        "wayfare catalog description events=*event profile=*type define=*expression functions=*function actions=*action windows=*window \
         caps=*cap",
    ),
    ("event", "payload=*type schema closed description"),
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
    ("answer", "result reason as"),
    ("expect", "state status context profile actions actions_include held steps no_step ignored dead_letter timers as"),
];

// What an expression may call; what may stand in it; how its names may begin.
const CALLS: &str = "in_state days hours minutes seconds duration timestamp next_time start_of_day add_workdays weekday hour date \
                     has hash lower upper trim contains starts_with ends_with len min max abs round floor ceil without bucket";
const SIGNS: &str = "+ - * / % ** == != < <= > >= && || ! ?? ?. .. [ #{ ` in if else let for while";
const NAMES: &str = "ctx. event.type event.id event.timestamp event.session_id event.payload user.id user.consent. \
                     user.anonymous profile. now state.entered_at";

/// Texts and comments inside of an expression.
static ASIDE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""(?:[^"\\]|\\.)*"|//.*"#).unwrap());
static CALL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([A-Za-z_]\w*)\(").unwrap());
static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*|\*\*|&&|\|\||\?\?|\?\.|[=!<>]=|\.\.|#\{|[-+*/%<>!\[`]").unwrap()
});
static HOLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\$?)\$\{([^}]*)\}").unwrap());

/// What texts of the language say: `place.key`, and the parts of expressions.
#[derive(Default)]
pub struct Said {
    /// Whether what is read is a test, whose values are literals.
    literal: bool,
    keys: BTreeSet<String>,
    calls: BTreeSet<String>,
    parts: BTreeSet<String>,
}

impl Said {
    /// Reads a whole file.
    pub fn read(&mut self, text: &str) {
        let document: Value = serde_yaml::from_str(text).unwrap();
        let mut kinds = ["journey", "catalog", "scenarios"].into_iter();
        let kind = kinds.find(|kind| document.get(*kind).is_some()).unwrap();
        self.literal = kind == "scenarios";
        if document.get("entry").is_none() {
            self.keys.insert(format!("{kind}.<no-entry>"));
        }
        self.visit(kind, &document);
    }

    /// Reads a part of one: what stands at `place`, or with a `*` such things by name.
    pub fn read_part(&mut self, place: &str, text: &str) {
        self.literal = ["test", "deed"].contains(&place);
        let part: Value = serde_yaml::from_str(text).unwrap();
        match (place.strip_prefix('*'), &part) {
            (Some(place), Value::Mapping(named)) => named.values().for_each(|value| self.visit(place, value)),
            _ => self.visit(place, &part),
        }
    }

    /// Reads an expression.
    pub fn expression(&mut self, text: &str) {
        let text = ASIDE.replace_all(text, "\"\"");
        self.calls.extend(CALL.captures_iter(&text).map(|call| call[1].to_owned()));
        self.parts.extend(PART.find_iter(&text).map(|part| part.as_str().to_owned()));
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
        for hole in HOLE.captures_iter(text) {
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

    /// What of the language was not said.
    pub fn unsaid(&self) -> Vec<String> {
        let keys = PLACES.iter().flat_map(|(place, words)| words.split_whitespace().map(move |word| (place, word)));
        let keys = keys.map(|(place, word)| match word.split_once('=') {
            Some((key, behind)) if !key.is_empty() && !behind.is_empty() => format!("{place}.{key}"),
            _ => format!("{place}.{word}"),
        });
        let mut unsaid: Vec<String> = keys.filter(|key| !self.keys.contains(key)).collect();
        let calls = CALLS.split_whitespace().filter(|call| !self.calls.contains(*call));
        unsaid.extend(calls.map(|call| format!("{call}(…)")));
        unsaid.extend(SIGNS.split_whitespace().filter(|sign| !self.parts.contains(*sign)).map(str::to_owned));
        let begins = |name: &str| self.parts.iter().any(|part| part.starts_with(name));
        unsaid.extend(NAMES.split_whitespace().filter(|name| !begins(name)).map(str::to_owned));
        unsaid
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
