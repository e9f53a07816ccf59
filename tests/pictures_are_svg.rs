//! A picture's file: well-formed, whole, harmless, and the same bytes for the same journey.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/charts.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod charts;
#[path = "support/lifecycle.rs"]
mod lifecycle;
mod sketch;
mod versions;

use std::collections::BTreeSet;
use std::process::Command;

use charts::{any, of_samples, of_text};
use lifecycle::lifecycle;
use roxmltree::{Document, Node};
use versions::Versions;
use wayfare::picture::chart::Chart;
use wayfare::picture::element::Element;
use wayfare::picture::mark::{Colour, Mark, Marks};
use wayfare::picture::placed::Placed;
use wayfare::report::picture::svg::{Settings, Theme, svg};

const SMALL: &str = r"
wayfare: 1
journey: welcome
version: 1.2.0
title: Welcome & hello
owner: growth
events:
  SIGNED_UP: {}
  BOUGHT: { payload: { total: number } }
context:
  letters: { type: int, default: 0 }
actions:
  greet: { params: { template: string } }
goals:
  - { id: bought, state: CUSTOMER }
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    description: Just came
    on_entry:
      - greet: { template: hello }
    steps:
      - { id: big, triggers: BOUGHT, guard: event.payload.total > 100.0, set: { letters: =ctx.letters + 1 }, to: CUSTOMER }
      - { id: late, after: 30d, to: GONE }
  CUSTOMER: { final: true }
  GONE: { final: true, description: Left }
";

fn plain(chart: &Chart) -> String {
    svg(chart, &Marks::default(), Settings::default())
}

#[test]
fn a_small_picture_is_this() {
    insta::assert_snapshot!(svg(&of_text(SMALL), &Marks::default(), Settings { theme: Theme::Light }));
}

#[test]
fn marks_are_painted() {
    let marks = marks();
    let text = svg(&of_text(SMALL), &marks, Settings { theme: Theme::Dark });
    let drawing = text.split_once("</style>").unwrap().1;
    insta::assert_snapshot!(drawing);
}

fn marks() -> Marks {
    let mark = |colour| Mark { colour: Some(colour), ..Mark::default() };
    let by_element = [
        (
            Element::State("NEW".into()),
            Mark { count: Some(12_345), badge: Some("changed".to_owned()), ..mark(Colour::Amber) },
        ),
        (
            Element::State("GONE".into()),
            Mark { gone: true, note: Some("removed in 1.2".to_owned()), ..mark(Colour::Red) },
        ),
        (Element::Step("big".into()), Mark { badge: Some("new".to_owned()), ..mark(Colour::Green) }),
        (Element::OnEntry("NEW".into()), mark(Colour::Blue)),
        (Element::State("CUSTOMER".into()), Mark { count: Some(7), ..mark(Colour::Heat(73)) }),
        (Element::Goal("bought".into()), mark(Colour::Violet)),
    ];
    let legend = vec![(Colour::Green, "new".to_owned()), (Colour::Red, "removed".to_owned())];
    Marks { by_element: by_element.into_iter().collect(), legend }
}

#[test]
fn every_picture_is_well_formed_whole_and_harmless() {
    let any = (0..24).map(|seed| any(seed, 25));
    for chart in of_samples().into_iter().chain([of_text(&lifecycle(40))]).chain(any) {
        for settings in [Theme::Auto, Theme::Light, Theme::Dark].map(|theme| Settings { theme }) {
            let text = svg(&chart, &marks(), settings);
            let document = Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", chart.journey));
            harmless(&document);
            named(&document, &chart);
        }
    }
}

#[test]
fn two_versions_stand_side_by_side() {
    let mut all = Versions::of_pages();
    all.extend((0..6).map(|seed| Versions::of_texts("sketches", &sketch::yaml(seed, 14), &sketch::yaml(seed + 1, 20))));
    for versions in all {
        let text = versions.told(true, |_, pictured| pictured.svg(Settings::default()));
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", versions.title));
        harmless(&document);
        let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{}: an id is there twice", versions.title);
        let (pair, _) = versions.told(true, |_, pictured| pictured.pair());
        for [was, is] in pair.twins {
            let (was, is) = (&pair.layout.boxes[was], &pair.layout.boxes[is]);
            let place = |of: &Placed| (of.x, of.y, of.width, of.height);
            assert_eq!(place(was), place(is), "{}: what is the same stands at the same place", versions.title);
        }
        let drawn: BTreeSet<&str> = document.descendants().filter_map(|node| node.attribute("data-element")).collect();
        for node in &pair.chart.boxes {
            assert!(drawn.contains(node.element.to_string().as_str()), "{}: {}", versions.title, node.element);
        }
        for (number, line) in pair.layout.lines.iter().enumerate() {
            let parts = document.descendants().filter(|node| node.attribute("data-line") == Some(&number.to_string()));
            assert_eq!(parts.count(), 1 + usize::from(line.label.is_some()), "{}: line {number}", versions.title);
        }
    }
}

#[test]
fn what_differs_has_a_sign_that_needs_no_colour() {
    let old = SMALL.replace("  GONE: { final: true", "  OLD: { final: true");
    let old = old
        .replace("to: GONE", "to: OLD")
        .replace("after: 30d", "after: 3d")
        .replace("description: Left", "description: Away");
    let new = SMALL.replace("1.2.0", "2.0.0").replace("  GONE:", "  FRESH: {}\n  GONE:");
    let text = Versions::of_texts("signs", &old, &new).told(false, |_, pictured| pictured.svg(Settings::default()));
    for sign in ["+ new", "− removed", "~ changed"] {
        assert!(text.matches(sign).count() >= 2, "{sign} is painted, and the legend tells it");
    }
}

fn harmless(document: &Document) {
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            ["svg", "title", "desc", "style", "g", "rect", "path", "circle", "text"].contains(&name),
            "<{name}> is none of the elements that a picture needs"
        );
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on") && !attribute.name().ends_with("href"), "{}", attribute.name());
            assert!(attribute.name() == "data-element" || !attribute.value().contains("NaN"), "{node:?}");
        }
    }
    let style = document.descendants().find(|node| node.has_tag_name("style")).unwrap().text().unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert!(root.attribute("viewBox").is_some());
}

/// Ids are there once, and every box, line and row says what it stands for.
fn named(document: &Document, chart: &Chart) {
    let mut ids = BTreeSet::new();
    let mut elements = BTreeSet::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id), "the id {id} is there twice");
        }
        elements.extend(node.attribute("data-element").map(str::to_owned));
    }
    let lines = chart.lines.iter().map(|line| &line.element);
    let rows = chart.boxes.iter().flat_map(|node| node.rows.iter().map(|row| &row.element));
    for element in chart.boxes.iter().map(|node| &node.element).chain(lines).chain(rows) {
        let element: String = element.to_string();
        assert!(elements.contains(&element), "{element} is not drawn");
    }
}

#[test]
fn names_can_be_searched() {
    let chart = of_text(&lifecycle(40));
    let text = plain(&chart);
    let document = Document::parse(&text).unwrap();
    let written: BTreeSet<&str> =
        document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
    for node in chart.boxes.iter().filter(|node| !node.label.is_empty()) {
        assert!(written.contains(node.label.as_str()), "{} is not text", node.label);
    }
}

#[test]
fn the_same_journey_gives_the_same_bytes_in_this_and_in_another_process() {
    let charts = of_samples();
    let own: String = charts.iter().map(plain).collect();
    assert_eq!(own, of_samples().iter().map(plain).collect::<String>());
    let file = std::env::temp_dir().join(format!("pictures-{}.svg", std::process::id()));
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes_where_it_is_told", "--ignored"])
        .env("WAYFARE_TEST_PICTURES", &file)
        .status()
        .unwrap();
    assert!(status.success());
    let other = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(own == other, "another process drew another picture");
}

#[test]
#[ignore = "the other process of the test above"]
fn writes_where_it_is_told() {
    if let Some(file) = std::env::var_os("WAYFARE_TEST_PICTURES") {
        std::fs::write(file, of_samples().iter().map(plain).collect::<String>()).unwrap();
    }
}
