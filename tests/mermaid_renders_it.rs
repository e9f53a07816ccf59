//! The real Mermaid renders every flowchart: of the samples, of texts that want to be more, of journeys beyond its limits.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod services;
mod sketch;
mod versions;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use versions::Versions;
use wayfare::graph::content::element::Sort;
use wayfare::model::journey::Journey;
use wayfare::picture::chart::Chart;
use wayfare::picture::compose;
use wayfare::picture::mark::Marks;
use wayfare::project::workspace::Workspace;
use wayfare::report::picture::direction::Direction;
use wayfare::report::picture::mermaid::limits::{Limits, MOST_CHARACTERS, MOST_LINES, render};

/// Renders the texts one after the other, and leaves a line for each in the page: `ok` with the texts in its picture, or
/// what Mermaid says.
const SCRIPT: &str = r#"
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
(async () => {
  const told = [];
  for (const [number, text] of texts.entries()) {
    try {
      await mermaid.parse(text);
      const { svg } = await mermaid.render("m" + number, text);
      const page = document.createElement("div");
      page.innerHTML = svg;
      const labels = [...page.querySelectorAll(".nodeLabel, .edgeLabel, .cluster-label")].map((each) => each.textContent);
      told.push({ ok: true, labels: labels.join("\n"), scripts: page.querySelectorAll("script").length });
    } catch (error) {
      told.push({ ok: false, error: String(error) });
    }
  }
  const out = document.createElement("pre");
  out.id = "told";
  out.textContent = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(told))));
  document.body.replaceChildren(out);
})();
"#;

#[test]
fn every_flowchart_is_rendered() {
    let (Some(chromium), Some(bundle)) = (services::installed("chromium.sh"), services::installed("mermaid.sh")) else {
        return;
    };
    let charts = charts();
    let texts: Vec<String> =
        charts.iter().map(|(_, chart, marks)| render(chart, marks, Direction::Down).text).collect();
    let told = rendered(&chromium, &bundle, &texts);
    assert_eq!(told.len(), texts.len());
    for ((name, chart, _), (told, text)) in charts.iter().zip(told.iter().zip(&texts)) {
        assert_eq!(told["ok"], true, "{name}: {}\n{text}", told["error"]);
        assert_eq!(told["scripts"], 0, "{name}");
        let labels = told["labels"].as_str().unwrap();
        if render(chart, &Marks::default(), Direction::Down).left_out.is_empty() {
            complete(name, chart, labels);
        }
    }
}

#[test]
fn every_difference_is_rendered() {
    let (Some(chromium), Some(bundle)) = (services::installed("chromium.sh"), services::installed("mermaid.sh")) else {
        return;
    };
    let mut all = Versions::of_pages();
    all.extend((0..4).map(|seed| Versions::of_texts("sketches", &sketch::yaml(seed, 14), &sketch::yaml(seed + 1, 20))));
    let texts: Vec<String> =
        all.iter().map(|versions| versions.told(true, |_, pictured| pictured.mermaid(Limits::FORGE).text)).collect();
    let told = rendered(&chromium, &bundle, &texts);
    assert_eq!(told.len(), texts.len());
    for (versions, (told, text)) in all.iter().zip(told.iter().zip(&texts)) {
        let title = &versions.title;
        assert_eq!(told["ok"], true, "{title}: {}\n{text}", told["error"]);
        assert_eq!(told["scripts"], 0, "{title}");
        let labels = told["labels"].as_str().unwrap();
        let changes = versions.difference().changes;
        for change in changes.iter().filter(|change| change.element.sort == Sort::State) {
            assert!(labels.contains(change.element.id.as_str()), "{title}: {}\n{labels}", change.element);
        }
    }
}

/// Guards of the chart are in the picture as they were written.
fn complete(name: &str, chart: &Chart, labels: &str) {
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let labels = flat(labels);
    for node in &chart.boxes {
        assert!(labels.contains(&flat(&node.label)), "{name}: {}\n{labels}", node.label);
    }
    let words = chart.lines.iter().filter_map(|line| line.words.as_ref());
    for words in words.chain(chart.boxes.iter().flat_map(|node| &node.rows).map(|row| &row.words)) {
        assert!(labels.contains(&flat(&words.id)), "{name}: {}", words.id);
        if let Some(guard) = words.guard.as_ref().filter(|guard| guard.chars().count() < 60) {
            assert!(labels.contains(&flat(guard)), "{name}: {guard}\n{labels}");
        }
    }
}

#[test]
fn a_flowchart_stays_within_the_limits_and_says_what_it_leaves_out() {
    for states in [5, 60, 200, 1_500] {
        let chart = compose::chart(&sketch::journey(7, states));
        let diagram = render(&chart, &Marks::default(), Direction::Down);
        let lines = diagram.text.lines().filter(|line| line.contains("-->") || line.contains("-.->")).count();
        assert!(lines <= MOST_LINES, "{states} states: {lines} lines");
        assert!(diagram.text.encode_utf16().count() <= MOST_CHARACTERS, "{states} states");
        assert_eq!(diagram.left_out.is_empty(), states < 300, "{states} states: {:?}", diagram.left_out);
        for what in &diagram.left_out {
            assert!(diagram.text.starts_with(&format!("%% left out: {}", diagram.left_out[0])), "{what}");
            assert_eq!(diagram.text.matches(what.as_str()).count(), 2, "a comment and a note: {what}");
        }
    }
}

/// What the browser tells of each of `texts`; a page has so much time for its script, and so many of them fit into that.
fn rendered(chromium: &Path, bundle: &Path, texts: &[String]) -> Vec<serde_json::Value> {
    texts.chunks(24).flat_map(|some| rendered_at_once(chromium, bundle, some)).collect()
}

fn rendered_at_once(chromium: &Path, bundle: &Path, texts: &[String]) -> Vec<serde_json::Value> {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    let texts = serde_json::to_string(texts).unwrap().replace('<', "\\u003c");
    let content = format!(
        "<!doctype html><meta charset=\"utf-8\"><body><script src=\"file://{}\"></script><script>const texts = {texts};{SCRIPT}</script>",
        bundle.display()
    );
    fs::write(&page, content).unwrap();
    let page = services::page_in_browser(chromium, &page);
    let told = page.split("<pre id=\"told\">").nth(1).expect("the script ended").split('<').next().unwrap();
    serde_json::from_slice(&unbase64(told)).unwrap()
}

fn unbase64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0_u32, |bits, &byte| bits << 6 | u32::from(value(byte))) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}

fn charts() -> Vec<(String, Chart, Marks)> {
    let samples = Workspace::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")]).unwrap();
    let journeys: Vec<Arc<Journey>> = samples
        .projects
        .iter()
        .flat_map(|project| &project.journeys)
        .cloned()
        .chain((0..6).map(|seed| sketch::journey(seed, 26)))
        .collect();
    let mut all: Vec<(String, Chart, Marks)> = journeys
        .iter()
        .enumerate()
        .map(|(number, journey)| (format!("{number} {}", journey.id.value), compose::chart(journey), Marks::default()))
        .collect();
    let chart = compose::chart(&sketch::journey(5, 26));
    let marks = sketch::painted(&chart);
    all.push(("painted".to_owned(), chart, marks));
    all
}
