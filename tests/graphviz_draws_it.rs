//! The real Graphviz takes every graph without a warning, and draws all of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod services;
mod sketch;

use std::path::Path;

use wayfare::picture::chart::Chart;
use wayfare::picture::compose;
use wayfare::picture::mark::Marks;
use wayfare::project::workspace::Workspace;
use wayfare::report::picture::direction::Direction;
use wayfare::report::picture::dot;

#[test]
fn every_graph_is_drawn_without_a_warning() {
    let Some(graphviz) = services::installed("graphviz.sh") else { return };
    let samples = Workspace::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")]).unwrap();
    let journeys = samples.projects.iter().flat_map(|project| &project.journeys).cloned();
    for (number, journey) in journeys.chain((0..20).map(|seed| sketch::journey(seed, 26))).enumerate() {
        let chart = compose::chart(&journey);
        for (marks, direction) in [(Marks::default(), Direction::Down), (sketch::painted(&chart), Direction::Right)] {
            let text = dot::render(&chart, &marks, direction);
            let (drawn, said) = services::fed(&graphviz, &["-Tjson0"], &text);
            // How it bends lines where many meet is its own affair.
            let about_us = said.lines().filter(|line| !line.contains("spline routing"));
            assert_eq!(about_us.collect::<String>(), "", "{text}");
            complete(number, &chart, &drawn);
        }
    }
}

/// Each box and each line is an object of the drawing; what was written is in it.
fn complete(number: usize, chart: &Chart, drawn: &str) {
    let drawn: serde_json::Value = serde_json::from_str(drawn).unwrap();
    assert_eq!(drawn["edges"].as_array().unwrap().len(), chart.lines.len(), "journey {number}");
    let all = drawn.to_string();
    let words = chart.lines.iter().filter_map(|line| line.words.as_ref());
    for words in words.chain(chart.boxes.iter().flat_map(|node| &node.rows).map(|row| &row.words)) {
        assert!(all.contains(words.id.as_str()), "journey {number}: {}", words.id);
    }
    for node in &chart.boxes {
        assert!(all.contains(node.label.as_str()), "journey {number}: {}", node.label);
    }
}
