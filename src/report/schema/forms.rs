//! What may stand somewhere, as a schema.
//!
//! Forms are told apart by their type with `if`, not tried with `anyOf`: so a validator names the one fault there is, at
//! its place, and an editor knows which keys to offer.

use serde_json::json;

use crate::report::schema::definitions::Definitions;
use crate::report::schema::patterns;
use crate::report::schema::rules::NOT_NULL;
use crate::report::schema::tree::{Object, Tree, object};
use crate::terms::element::{Form, Naming, Pattern, Word};

/// The schema of `form`.
pub fn form(all: &mut Definitions, form: &'static Form) -> Object {
    match form {
        Form::Element(inner) => all.element(inner, None),
        Form::OneKeyOr(single, group) => all.element(single, Some(group)),
        Form::Defined(name, inner) => all.refer(name, |all| self::form(all, inner)),
        Form::Either(forms) => either(all, forms),
        Form::Maybe(inner) => if_type(&["null"]).with("else", self::form(all, inner)),
        Form::ListOfOne(item) => list(all, item, 1).with("maxItems", 1),
        Form::List(item, least) => list(all, item, *least),
        Form::Many(item, least) => many(all, item, *least),
        Form::Map(naming, of, least) => map(all, naming, of, *least),
        Form::Value | Form::SomeValue | Form::Literal | Form::Computed(_) | Form::Expression => value(all, form),
        Form::Duration { .. } | Form::Instant | Form::Due | Form::DurationValue | Form::InstantValue | Form::Limit => {
            time(all, form)
        }
        Form::Text => all.refer("text", |_| scalar(Object::default(), true)),
        Form::Filled => all.refer("filled-text", |_| scalar(object("minLength", 1), true)),
        Form::Name(naming) => name(all, naming),
        Form::TypeWord(words) => type_word(words, false),
        Form::OptionalTypeWord(words) => type_word(words, true),
        _ => plain(form),
    }
}

/// The schema of a form that has no other inside.
fn plain(form: &Form) -> Object {
    match form {
        Form::Language => object("const", json!(1)),
        Form::Match(pattern) => matching(pattern),
        Form::Flag => object("type", "boolean"),
        Form::Yes => object("const", true),
        Form::Count(least) => object("type", "integer").with("minimum", json!(least)),
        Form::AboveZero => object("type", "number").with("exclusiveMinimum", json!(0)),
        Form::Choice(words) => choice(words),
        Form::String => object("type", "string"),
        Form::NonEmpty => object("type", "string").with("minLength", 1),
        Form::MaybeString => object("type", &["string", "null"][..]).with("minLength", 1),
        Form::MaybeFlag => object("type", &["boolean", "null"][..]),
        Form::MaybeObject => object("type", &["object", "null"][..]),
        Form::Nothing => object("type", "null"),
        Form::Plain => object("type", &["string", "number", "boolean", "array"][..]),
        Form::Secret => object("not", Object::default()),
        Form::Members => if_type(&["array"])
            .with("then", object("items", object("type", "string")).with("minItems", 1).with("uniqueItems", true))
            .with("else", object("type", "string")),
        _ => Object::default(),
    }
}

/// The types that tell `form` from others.
fn types(form: &'static Form) -> &'static [&'static str] {
    match form {
        Form::Element(element) if element.may_be_empty => &["object", "null"],
        Form::Element(_) | Form::OneKeyOr(..) => &["object"],
        Form::Map(..) => &["object", "null"],
        Form::List(..) | Form::ListOfOne(_) => &["array"],
        Form::Defined(_, inner) => types(inner),
        _ => &[],
    }
}

fn if_type(types: &[&'static str]) -> Object {
    object("if", object("type", type_list(types)))
}

fn type_list(types: &[&'static str]) -> Tree {
    match types {
        [one] => (*one).into(),
        several => several.into(),
    }
}

fn either(all: &mut Definitions, forms: &'static [Form]) -> Object {
    let Some((last, told_apart)) = forms.split_last() else { return Object::default() };
    // Editors look for what they offer at the top alone.
    let offers = match last {
        Form::TypeWord(words) => offers(words, false),
        Form::OptionalTypeWord(words) => offers(words, true),
        _ => Object::default(),
    };
    let last = form(all, last);
    let told = told_apart
        .iter()
        .rev()
        .fold(last, |rest, form| if_type(types(form)).with("then", self::form(all, form)).with("else", rest));
    offers.and(told)
}

fn list(all: &mut Definitions, item: &'static Form, least: usize) -> Object {
    let list = object("type", "array").with("items", form(all, item));
    list.maybe("minItems", (least > 0).then_some(least))
}

/// One or a list; of what is more than a word an editor begins a list.
fn many(all: &mut Definitions, item: &'static Form, least: usize) -> Object {
    let one = form(all, item);
    let items = object("items", one.clone()).maybe("minItems", (least > 0).then_some(least));
    let alone: &[&str] = if least > 0 { &["array"] } else { &["array", "null"] };
    if is_word(item) {
        return if_type(alone).with("then", items).with("else", one);
    }
    items.and(if_type(alone)).with("else", one)
}

fn is_word(form: &Form) -> bool {
    matches!(form, Form::Name(_) | Form::Filled | Form::Choice(_))
}

fn map(all: &mut Definitions, naming: &'static Naming, of: &'static Form, least: usize) -> Object {
    let types: &[&str] = if least > 0 { &["object"] } else { &["object", "null"] };
    let map = object("type", type_list(types)).maybe("minProperties", (least > 0).then_some(least));
    map.with("propertyNames", key(all, naming)).with("additionalProperties", form(all, of))
}

/// A name where it is the key of a mapping.
pub fn key(all: &mut Definitions, naming: &'static Naming) -> Object {
    all.refer(&format!("key-{}", naming.id), |_| object("title", naming.id).and(limits(naming)))
}

/// A name where it is a value.
fn name(all: &mut Definitions, naming: &'static Naming) -> Object {
    all.refer(&format!("name-{}", naming.id), |_| scalar(limits(naming), naming.digits))
}

fn limits(naming: &Naming) -> Object {
    let Some(pattern) = naming.pattern else { return object("minLength", 1) };
    let limits = object("pattern", pattern).with("patternErrorMessage", format!("This is not {}.", naming.what));
    let except: Vec<&str> = naming.except.iter().flat_map(|words| words.iter().copied()).collect();
    limits.maybe("not", (!except.is_empty()).then(|| object("enum", except)))
}

/// A scalar that is taken as it is written. A bool is one too, but no editor is to offer `true` as a name.
fn scalar(limits: Object, numbers: bool) -> Object {
    let types: &[&str] = if numbers { &["string", "number"] } else { &["string"] };
    if_type(&["boolean"]).with("else", object("type", type_list(types)).and(limits))
}

fn matching(pattern: &Pattern) -> Object {
    let types: &[&str] = if pattern.digits { &["string", "number"] } else { &["string"] };
    let limits = object("type", type_list(types)).with("pattern", pattern.is);
    limits.with("patternErrorMessage", format!("This is not {}.", pattern.what))
}

fn choice(words: &[Word]) -> Object {
    let members: Vec<&str> = words.iter().map(|word| word.word).collect();
    let about: Vec<&str> = words.iter().map(|word| word.about).collect();
    object("enum", members).with("markdownEnumDescriptions", about)
}

const ABOUT_TYPES: &str = "string, int, number, bool, timestamp, duration or any; a ? behind it says that the value may be missing, \
     a list is [T], and the long form { type: T } has limits, a default and a description.";

fn type_word(words: &'static [Word], optional: bool) -> Object {
    let names: Vec<&str> = words.iter().map(|word| word.word).collect();
    let message = if optional {
        "This is not a type that may be missing, such as string?; a variable without ? needs a default."
    } else {
        "This is not a type such as string, int? or [string]."
    };
    object("type", "string").with("pattern", patterns::type_word(&names, optional)).with("patternErrorMessage", message)
}

/// Words that an editor offers, each with what it means, and a hover is not cluttered with.
fn offers(words: &'static [Word], optional: bool) -> Object {
    let offer = |word: &Word| {
        let spelt = if optional { format!("{}?", word.word) } else { word.word.to_owned() };
        object("label", spelt.clone()).with("body", spelt).with("description", word.about.replace('`', ""))
    };
    object("title", "A type")
        .with("description", ABOUT_TYPES)
        .with("defaultSnippets", words.iter().map(offer).collect::<Vec<_>>())
}

/// Values and expressions.
fn value(all: &mut Definitions, form: &'static Form) -> Object {
    match form {
        Form::Expression => all.refer("expression", |_| {
            let text = object("type", &["string", "number", "boolean"][..]).with("pattern", patterns::EXPRESSION);
            text.with("patternErrorMessage", "There is no expression here.")
        }),
        Form::Literal => Object::default(),
        Form::Computed(words) => {
            let word = choice(words);
            let text = object("type", "string").with("pattern", patterns::COMPUTED);
            word_or(words, word, text)
        }
        Form::SomeValue => object("type", &NOT_NULL[..]).and(self::form(all, &Form::Value)),
        _ => all.refer("value", |_| {
            let again = || object("$ref", "#/$defs/value");
            let text = object("pattern", patterns::VALUE);
            if_type(&["array", "object"])
                .with("then", object("items", again()).with("additionalProperties", again()))
                .with("else", text.with("patternErrorMessage", "There is no expression after the sign =."))
        }),
    }
}

fn word_or(words: &'static [Word], word: Object, text: Object) -> Object {
    let members: Vec<&str> = words.iter().map(|word| word.word).collect();
    object("if", object("enum", members)).with("then", word).with("else", text)
}

/// Durations and instants, literal or computed.
fn time(all: &mut Definitions, form: &'static Form) -> Object {
    let text = |all: &mut Definitions, name, types: &[&'static str], patterns: &[&str], what: &str| {
        let (types, pattern) = (type_list(types), patterns.join("|"));
        let message = format!("This is not {what}.");
        all.refer(name, |_| object("type", types).with("pattern", pattern).with("patternErrorMessage", message))
    };
    let (duration, instant, computed) = (patterns::DURATION, patterns::INSTANT, patterns::COMPUTED);
    let length = "a duration such as 90s, 15m, 1h30m, 3d, 2w or P3D";
    match form {
        Form::Duration { positive: false } => text(all, "duration", &["string"], &[duration], length),
        Form::Duration { positive: true } => {
            let longer = "a duration above zero such as 90s, 15m, 3d or P3D";
            text(all, "positive-duration", &["string"], &[patterns::POSITIVE_DURATION], longer)
        }
        Form::DurationValue => {
            let either = "a duration such as 15m or 3d, or = and an expression that gives one";
            text(all, "duration-or-expression", &["string"], &[duration, computed], either)
        }
        Form::Instant => {
            let when = "an instant such as 2026-11-24T09:00:00Z";
            text(all, "instant", &["string", "integer"], &[instant], when)
        }
        Form::InstantValue => {
            let either = "an instant such as 2026-11-24T09:00:00Z, or = and an expression that gives one";
            text(all, "instant-or-expression", &["string", "integer"], &[instant, computed], either)
        }
        Form::Due => {
            let either = "an instant such as 2026-11-24T09:00:00Z, or a duration such as 3d";
            text(all, "due", &["string", "integer"], &[instant, duration], either)
        }
        _ => text(all, "limit", &["string", "number"], &[instant, duration], "a number, an instant or a duration"),
    }
}
