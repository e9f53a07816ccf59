//! A difference in every format: JSON is as its schema says, a comment keeps to the limits of forges and calls nobody,
//! and a large journey is no trouble to any.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it stands")]

mod services;
mod versions;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;
use versions::Versions;
use wayfare::diff::kind::Kind;
use wayfare::report::changes::markdown::{MOST, Settings};
use wayfare::report::changes::style::Style;
use wayfare::report::changes::{html, json, markdown, text};
use wayfare::report::paint::Paint;
use wayfare::report::picture::mermaid::limits::{Limits, MOST_CHARACTERS, MOST_LINES};
use wayfare::report::picture::svg::{self, Theme};

fn comment(versions: &Versions) -> String {
    versions.told(false, |written, pictured| markdown::render(written, pictured, Settings { all: false, most: MOST }))
}

fn printed(versions: &Versions, width: usize) -> String {
    versions.told(false, |written, _| text::render(written, Style { paint: Paint::Plain, width, all: false }))
}

fn flowchart(versions: &Versions) -> String {
    versions.told(false, |_, pictured| pictured.mermaid(Limits::FORGE).text)
}

/// Every object of a schema is closed, and says of each member that it is there, but for `may_be_missing`.
fn closed(schema: &Value, may_be_missing: &[&str], at: &str) {
    if let Some(members) = schema.get("properties").and_then(Value::as_object) {
        assert_eq!(schema["additionalProperties"], false, "{at} takes any member");
        let required: Vec<&Value> = schema["required"].as_array().unwrap().iter().collect();
        for member in members.keys().filter(|member| !may_be_missing.contains(&member.as_str())) {
            assert!(required.iter().any(|name| *name == member), "{at}.{member} may be missing");
        }
    } else if schema.get("type").is_some_and(|kind| *kind == "object" || *kind == serde_json::json!(["object", "null"]))
    {
        panic!("{at} takes any object");
    }
    match schema {
        Value::Object(inside) => {
            for (name, of) in inside {
                closed(of, may_be_missing, &format!("{at}/{name}"));
            }
        }
        Value::Array(inside) => inside.iter().for_each(|of| closed(of, may_be_missing, at)),
        _ => {}
    }
}

#[test]
fn the_schema_of_a_difference_takes_nothing_else() {
    let schema: Value = serde_json::from_str(include_str!("../docs/diff.schema.json")).unwrap();
    let of_deeds = ["event", "timer", "rule", "reason", "detail", "steps", "from", "to", "entered", "emitted", "goals"];
    closed(&schema, &[&["renamed_from", "renamed_to", "events"][..], &of_deeds].concat(), "");
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../docs/diff.schema.json")).unwrap();
    jsonschema::meta::validate(&schema).expect("a schema of its own dialect");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let known = schema["$defs"]["change"]["properties"]["kind"]["enum"].as_array().unwrap();
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(known, &kinds, "the schema names every kind, in the order of the catalogue");
    let mut members = BTreeSet::new();
    for versions in Versions::of_pages() {
        let bytes =
            versions.told(true, |written, _| json::render(written, &written.difference.verdict.to_approve, None));
        let tree: Value = serde_json::from_slice(&bytes).unwrap();
        let faults: Vec<String> = validator.iter_errors(&tree).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}\n{tree:#}", versions.title);
        for change in tree["changes"].as_array().unwrap() {
            members.extend(change.as_object().unwrap().keys().cloned());
            for member in change.as_object().unwrap().keys() {
                let mut less = tree.clone();
                less["changes"][0].as_object_mut().unwrap().remove(member);
                assert!(!validator.is_valid(&less), "{member} may be missing");
            }
        }
    }
    assert!(members.len() >= 14, "{members:?}");
}

const OLD: &str = "wayfare: 1
journey: trial
version: 1.2.0
title: From trial to customer
owner: growth
events: { SIGNED_UP: {}, PAID: {}, ASKED: { payload: { what: string } } }
context: { seats: { type: int, default: 1 }, note: { type: string, default: \"\" } }
define: { greeting: '\"hello\"' }
actions: { call: { params: { text: string } }, tag: { params: { as: string } } }
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    on_entry: [call: { text: =greeting }]
    steps:
      - { id: asks, triggers: ASKED, guard: ctx.seats > 3, actions: [tag: { as: a }, tag: { as: b }, tag: { as: c }, tag: { as: d }, tag: { as: e }, tag: { as: f }, tag: { as: g }], to: WAITING }
      - { id: over, after: 14d, to: LOST }
  WAITING: { steps: [{ id: paid, triggers: PAID, to: CUSTOMER }] }
  CUSTOMER: { final: true }
  LOST: { final: true }
";

fn new() -> String {
    OLD.replace("version: 1.2.0", "version: 2.0.0")
        .replace("\"hello\"", "\"good day\"")
        .replace("ctx.seats > 3", "ctx.seats > 2")
        .replace("tag: { as: d }", "tag: { as: x }")
        .replace("WAITING", "HELPED")
        .replace("  LOST: {", "  THINKING: { steps: [{ id: gone, after: 30d, to: LOST }] }\n  LOST: {")
        .replace("after: 14d, to: LOST", "after: 14d, to: THINKING")
        .replace("note: { type: string, default: \"\" }", "note: { type: string, default: \"\", pii: true }")
}

#[test]
fn an_ordinary_change_takes_one_screen() {
    let versions = Versions::of_texts("ordinary", OLD, &new());
    let text = printed(&versions, 100);
    assert!(text.lines().count() <= 60, "{text}");
    assert_snapshot!(text);
}

#[test]
fn a_comment_has_the_verdict_first() {
    assert_snapshot!(comment(&Versions::of_texts("ordinary", OLD, &new())));
}

#[test]
fn a_flowchart_has_what_was_and_what_is() {
    assert_snapshot!(flowchart(&Versions::of_texts("ordinary", OLD, &new())));
}

#[test]
fn a_flowchart_tells_what_a_label_said_before() {
    let more = "seats > 3 && ctx.note != \"a note that is long enough to be cut off at its end\" && ctx.seats";
    let old = OLD.replace("guard: ctx.seats > 3", &format!("guard: 'ctx.{more} < 9'"));
    let new = old.replace("< 9'", "< 8'").replace("triggers: PAID", "triggers: [PAID, ASKED], guard: ctx.seats > 1");
    let new =
        new.replace("after: 14d", "after: 15d").replace("1.2.0", "1.3.0").replace("[tag: { as: a }", "[tag: { as: b }");
    let said = flowchart(&Versions::of_texts("labels", &old, &new));
    for label in [
        "[…ctx.seats #lt; 9 → …ctx.seats #lt; 8]",
        "PAID → PAID or ASKED<br>[no guard → ctx.seats #gt; 1]",
        "after 2w → after 15d",
        "/ tag (as: #quot;a#quot;) → tag (as: #quot;b#quot;)",
    ] {
        assert!(said.contains(label), "{label}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() < 600), "{said}");
}

#[test]
fn that_nothing_changed_is_one_line() {
    let versions = Versions::of_texts("the same", OLD, OLD);
    assert_eq!(printed(&versions, 80), "trial 1.2.0: nothing changed\n");
    assert_eq!(comment(&versions), "### ✅ `trial` 1.2.0: nothing changed\n");
}

/// Every bar of a table's row that is not escaped parts two cells; blocks and folded parts end where they should.
#[track_caller]
fn holds_together(comment: &str, title: &str) {
    let mut fence: Option<String> = None;
    let (mut open, mut heading) = (0, None);
    for line in comment.lines() {
        let ticks: String = line.trim_start().chars().take_while(|&c| c == '`').collect();
        match &fence {
            Some(inside) if *inside == line.trim() => fence = None,
            Some(_) => continue,
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {}
        }
        open += line.matches("<details").count();
        open -= line.matches("</details>").count();
        if line.starts_with('|') {
            let bars = line.replace("\\|", "").matches('|').count();
            assert_eq!(bars, *heading.get_or_insert(bars), "{title}: {line}");
        }
    }
    assert!(fence.is_none() && open == 0, "{title}: something is not closed\n{comment}");
    assert!(comment.len() <= MOST, "{title}: {} bytes", comment.len());
}

#[test]
fn a_comment_holds_together_whatever_texts_say() {
    for versions in Versions::of_pages() {
        holds_together(&comment(&versions), &versions.title);
    }
    let hostile = "a | b \\\\| c `code` ```` @crm-team #12 <img src=x> </details> [x](y) *x* $x$ \u{202e}turned \u{5e9}\u{5dc}\u{5d5}\u{5dd} \\n# head 🎉";
    let old = OLD.replace("as: a }", &format!("as: \"{hostile}\" }}"));
    let new = OLD
        .replace("as: a }", &format!("as: \"{hostile} too\" }}"))
        .replace("default: \"\" }", &format!("default: \"{hostile}\" }}"))
        .replace("ctx.seats > 3", "'ctx.seats > 3 || ctx.note == \"@all | `x`\"'");
    let versions = Versions::of_texts("hostile", &old, &new);
    let comment = comment(&versions);
    holds_together(&comment, "hostile");
    for line in comment.lines().filter(|line| !line.starts_with(' ')) {
        // What stands in code calls nobody; outside of it every sign that could is a number.
        let outside: String = line.split('`').step_by(2).collect();
        assert!(!outside.contains("@crm") && !outside.contains("#12 ") && !outside.contains("<img"), "{line}");
    }
    assert!(!comment.contains('\u{202e}'), "nothing turns the direction of what follows it");
    assert_snapshot!(comment);
}

#[test]
fn a_comment_with_little_room_says_what_has_none() {
    let versions = Versions::of_texts("ordinary", OLD, &new());
    for most in [400, 900, 1_500, 2_500, 4_000, 6_000] {
        let settings = Settings { all: false, most };
        let comment = versions.told(false, |written, pictured| markdown::render(written, pictured, settings));
        holds_together(&comment, "little room");
        assert!(comment.len() <= most, "{} of {most} bytes", comment.len());
        let told = comment.matches("| **").count();
        let left = 7 - told;
        assert_eq!(comment.contains(&format!("**{left} more change")), left > 0, "{most}: {comment}");
    }
}

/// What a forge reads in a comment, as a tree.
fn read(cmark: &Path, comment: &str) -> String {
    let extensions = ["table", "strikethrough", "autolink"].map(|name| ["-e", name]).concat();
    services::fed(cmark, &[&["-t", "xml"], extensions.as_slice()].concat(), comment).0
}

#[test]
fn a_forge_reads_a_comment_as_it_is_meant() {
    let Some(cmark) = services::installed("cmark.sh") else { return };
    let hostile =
        r"a | b \ `code` ```` @crm-team #12 <img src=x> </details> [x](y) *x* _y_ ~~z~~ $x$ https://x.y :tada:";
    let old =
        OLD.replace("note: { type: string, default: \"\"", &format!("note: {{ type: string, default: '{hostile}'"));
    let new = old.replace("https://x.y", "https://x.z").replace("1.2.0", "1.3.0");
    let mut all = Versions::of_pages();
    all.push(Versions::of_texts("hostile", &old, &new));
    for versions in all {
        let tree = read(&cmark, &comment(&versions));
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        let document = roxmltree::Document::parse_with_options(&tree, options).unwrap();
        for row in document.descendants().filter(|node| node.has_tag_name("table_row")) {
            let cells = row.children().filter(|node| node.has_tag_name("table_cell")).count();
            assert_eq!(cells, 4, "{}: {tree}", versions.title);
        }
        for node in document.descendants() {
            let name = node.tag_name().name();
            assert!(!matches!(name, "link" | "image" | "emph" | "strikethrough"), "{}: {name}\n{tree}", versions.title);
        }
        let blocks = document.descendants().filter(|node| node.has_tag_name("code_block"));
        assert!(blocks.filter(|node| node.attribute("info") == Some("mermaid")).count() <= 1, "{}", versions.title);
        if versions.title == "hostile" {
            let codes = document.descendants().filter(|node| node.has_tag_name("code")).filter_map(|node| node.text());
            let said: String = codes.collect();
            assert!(said.contains(r"a | b \\ `code` ```` @crm-team #12 <img src=x>"), "{said}");
        }
    }
}

/// A journey with about so many states, of which each `every`th waits another time in the second version.
fn large(states: usize, every: usize, second: bool) -> String {
    let version = if second { "1.1.0" } else { "1.0.0" };
    let mut text = format!(
        "wayfare: 1\njourney: large\nversion: {version}\nevents: {{ GO: {{}}, NEXT: {{}} }}\nentry: {{ triggers: GO }}\ninitial: S0\nstates:\n"
    );
    for number in 0..states {
        let wait = if second && number % every == 0 { "4d" } else { "3d" };
        let _ = writeln!(
            text,
            "  S{number}: {{ steps: [{{ id: n{number}, triggers: NEXT, to: {} }}, {{ id: w{number}, after: {wait}, to: END }}] }}",
            if number + 1 == states { "END".to_owned() } else { format!("S{}", number + 1) }
        );
    }
    text.push_str("  END: { final: true }\n");
    text
}

#[test]
fn of_many_states_a_comment_shows_what_changed_and_says_what_it_leaves_out() {
    let versions = Versions::of_texts("large", &large(10_000, 100, false), &large(10_000, 100, true));
    let (comment, flowchart, printed, svg) = versions.told(false, |written, pictured| {
        let style = Style { paint: Paint::Plain, width: 100, all: false };
        let settings = Settings { all: false, most: MOST };
        let comment = markdown::render(written, pictured, settings);
        let svg = pictured.svg(svg::Settings::default());
        (comment, pictured.mermaid(Limits::FORGE).text, text::render(written, style), svg)
    });
    holds_together(&comment, "large");
    assert!(comment.contains("**100** that people on the way will notice"), "{}", &comment[..400]);
    assert!(comment.contains("Not in the picture: "), "it says what it leaves out");
    let lines = flowchart.lines().filter(|line| line.contains("-->") || line.contains("-.->")).count();
    assert!(lines <= MOST_LINES && flowchart.encode_utf16().count() <= MOST_CHARACTERS, "{lines}");
    for number in (0..10_000).step_by(100) {
        assert!(flowchart.contains(&format!("s_S{number}(")), "S{number} changed and is drawn");
    }
    assert!(flowchart.contains("states farther from what changed"));
    assert_eq!(printed.matches("timer-changed").count(), 100);
    let count = |what: &str| svg.matches(what).count();
    assert_eq!((count("class=\"old\""), count("class=\"new\"")), (1, 1));
    assert!(count("data-box=") <= 2_000 && svg.contains("states farther from what changed are not drawn"));
    for number in (0..10_000).step_by(100) {
        let drawn = |was: &str| count(&format!("class=\"label\" data-element=\"{was}step:w{number}\""));
        assert_eq!((drawn(""), drawn("was:")), (1, 1), "w{number} changed and is drawn twice");
    }
}

#[test]
fn of_many_states_a_page_draws_what_changed_and_lists_all_of_it() {
    let versions = Versions::of_texts("large", &large(1_500, 15, false), &large(1_500, 15, true));
    let page = versions.told(false, |written, pictured| html::render(written, pictured, Theme::Auto, None));
    let count = |what: &str| page.matches(what).count();
    let boxes = count("data-box=");
    assert!((200..=2_000).contains(&boxes), "{boxes} boxes of both versions, those of at most 1,000 of one");
    assert!(page.contains("states farther from what changed are not drawn"));
    assert_eq!(count("<strong>timer-changed</strong>"), 100, "every change is listed");
    for number in (0..1_500).step_by(15) {
        for was in ["", "was:"] {
            let drawn = count(&format!("class=\"label\" data-element=\"{was}step:w{number}\""));
            assert_eq!(drawn, 1, "{was}w{number} changed and is drawn");
        }
    }
    let versions = Versions::of_texts("larger", &large(3_000, 30, false), &large(3_000, 30, true));
    let larger = versions.told(false, |written, pictured| html::render(written, pictured, Theme::Auto, None));
    assert!(
        larger.len() < page.len() + page.len() / 10,
        "{} bytes, and {} of half the states",
        larger.len(),
        page.len()
    );
}

#[test]
fn a_journey_of_one_state_and_names_of_any_length_are_drawn() {
    let one = "wayfare: 1\njourney: one\nversion: 1.0.0\nevents: { GO: {} }\nentry: { triggers: GO }\ninitial: A\nstates: { A: { final: true } }\n";
    let long = "L".repeat(200);
    let pairs = [
        (
            one.to_owned(),
            one.replace("1.0.0", "1.1.0").replace("A: { final: true }", "A: { final: true, description: x }"),
        ),
        (
            OLD.to_owned(),
            new().replace("THINKING", &long).replace("title: From", "title: \u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{202e}"),
        ),
        (new(), OLD.replace("1.2.0", "3.0.0")),
    ];
    for (old, new) in pairs {
        let versions = Versions::of_texts("odd", &old, &new);
        holds_together(&comment(&versions), &new);
        let svg = versions.told(true, |_, pictured| pictured.svg(svg::Settings::default()));
        roxmltree::Document::parse(&svg).unwrap();
        let page = versions.told(true, |written, pictured| html::render(written, pictured, Theme::Auto, None));
        assert!(page.ends_with("</html>\n"));
        let texts = [flowchart(&versions), printed(&versions, 40)];
        assert!(texts.iter().all(|text| !text.is_empty() && !text.contains('\u{202e}')));
    }
}
