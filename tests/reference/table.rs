//! Tables of expressions: what each row says is what the engine computes.
//!
//! The header says what a row is: `expression` or `written` (a YAML value), then `value`, `error` or `finding`. Other
//! columns are words.

use wayfare::embed::happening::What;
use wayfare::embed::journeys::Journeys;
use wayfare::embed::refusal::Refusal;

use crate::reference::example::World;
use crate::reference::frame::Framed;
use crate::reference::page::code;

/// What is wrong with the rows of a table, by line; nothing where it is no table of expressions.
pub fn check(header: &[String], rows: &[(usize, Vec<String>)], world: &World) -> Vec<(usize, String)> {
    let column = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.as_str()));
    let (Some(what), Some(result)) = (column(&["expression", "written"]), column(&["value", "error", "finding"]))
    else {
        return Vec::new();
    };
    let row = |(line, cells): &(usize, Vec<String>)| {
        let cell = |at: usize| cells.get(at).and_then(|cell| code(cell)).ok_or("a cell that is no code");
        let told = cell(what).and_then(|what| Ok((what, cell(result)?))).map_err(str::to_owned);
        let fault = told.and_then(|(what, said)| {
            if what == said && header.iter().any(|it| it == "expression") {
                return Err(format!("`{what}` is what it is"));
            }
            let written = if header.iter().any(|it| it == "written") { what.to_owned() } else { quoted(what) };
            let happened = shown(world, &written, (header[result] == "value").then_some(said));
            compare(&header[result], what, said, happened)
        });
        fault.err().map(|fault| (*line, fault))
    };
    rows.iter().filter_map(row).collect()
}

/// What came of an expression.
enum Came {
    /// Its value, and the one that was expected.
    Values(String, String),
    /// A runtime error.
    Error(String),
    /// Rule and message of what is found in it.
    Finding(String),
}

fn compare(kind: &str, what: &str, said: &str, came: Came) -> Result<(), String> {
    match (kind, came) {
        ("value", Came::Values(is, expected)) if is == expected => Ok(()),
        ("value", Came::Values(is, expected)) => Err(format!("`{what}` is {is}, not {expected}")),
        ("error", Came::Error(detail)) if detail.contains(said) => Ok(()),
        ("finding", Came::Finding(told)) if told.starts_with(&format!("{said}:")) => Ok(()),
        (_, Came::Values(is, _)) => Err(format!("`{what}` is {is}")),
        (_, Came::Error(told) | Came::Finding(told)) => Err(format!("`{what}`: {told}")),
    }
}

/// Sends the event to the fragment with a step that shows the value, and the expected one beside it.
fn shown(world: &World, written: &str, said: Option<&str>) -> Came {
    let mut lines = world.fragment.clone();
    let place = lines.iter().position(|line| line == "actions:");
    let declared = "  show: { params: { value: any, expected: any } }".to_owned();
    match place {
        Some(place) => lines.insert(place + 1, declared),
        None => lines.extend(["actions:".to_owned(), declared]),
    }
    let expected = said.map_or_else(|| "null".to_owned(), quoted);
    let event = item(&world.event);
    let name = event["event"].as_str().expect("an event");
    lines.push(format!("states:\n  HERE:\n    steps:\n      - id: shows\n        triggers: {name}\n        actions:"));
    lines.push(format!("          - show:\n              value: {written}\n              expected: {expected}"));
    let lines: Vec<&str> = lines.iter().flat_map(|line| line.split('\n')).collect();
    let framed = Framed::new("journey", &lines).expect("a frame");
    let journeys = match Journeys::from_text([("shop.yaml", framed.text())]) {
        Ok(journeys) => journeys,
        Err(Refusal::Faults(faults)) => {
            let finding = &faults.findings[0].finding;
            return Came::Finding(format!("{}: {}", finding.rule.0, finding.message));
        }
        Err(other) => panic!("{other}"),
    };
    let mut runtime = journeys.runtime();
    runtime.process_event(ENTERS);
    for happening in runtime.process_event(&json(&event)) {
        if let What::DeadLetter { detail, .. } = happening.what {
            return Came::Error(detail);
        }
        if let Some(request) = happening.effects.iter().find(|request| request.action == "show") {
            let value = |name: &str| format!("{:?}", request.params.iter().find(|it| it.0 == name).map(|it| &it.1));
            return Came::Values(value("value"), value("expected"));
        }
    }
    panic!("nothing was shown of {written}")
}

/// The event by which the person enters before.
const ENTERS: &str = r#"{"eventId":"e-1","userId":"ada","type":"SIGNED_UP","timestamp":"2026-01-05T09:00:00Z"}"#;

/// The item of a test as an event of the file format.
fn json(item: &serde_json::Value) -> String {
    let mut out = serde_json::json!({
        "eventId": "e-2", "userId": "ada", "type": item["event"], "timestamp": "2026-01-05T09:30:00Z",
        "sessionId": "s-7",
    });
    for key in ["payload", "traits", "consent"] {
        if !item[key].is_null() {
            out[key] = item[key].clone();
        }
    }
    out.to_string()
}

fn item(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).expect("an item")
}

/// An expression as a YAML value.
fn quoted(expression: &str) -> String {
    serde_json::Value::String(format!("={expression}")).to_string()
}
