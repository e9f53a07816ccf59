//! Whatever a journey has is in its picture, in every format, and the same each time.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod sketch;

use std::collections::BTreeMap;

use proptest::prelude::{ProptestConfig, any, proptest};
use wayfare::model::journey::{Journey, StateKind};
use wayfare::picture::chart::Chart;
use wayfare::picture::compose;
use wayfare::picture::element::Element;
use wayfare::picture::fold::fold;
use wayfare::picture::mark::{Colour, Mark, Marks};
use wayfare::report::paint::Paint;
use wayfare::report::picture::direction::Direction;
use wayfare::report::picture::mermaid::limits as mermaid;
use wayfare::report::picture::svg::{Settings, Theme, svg};
use wayfare::report::picture::text::draw::{self as text, Style};
use wayfare::report::picture::{dot, html, json};

/// The picture in every format, by the format's name. None of these journeys is beyond the limits of a forge.
fn formats(chart: &Chart, marks: &Marks) -> BTreeMap<&'static str, String> {
    let places = BTreeMap::new();
    let style = |ascii| Style { paint: Paint::Plain, width: 10_000, ascii };
    let diagram = mermaid::render(chart, marks, Direction::Down);
    assert!(diagram.left_out.is_empty());
    BTreeMap::from([
        ("text", text::render(chart, marks, style(false))),
        ("ascii", text::render(chart, marks, style(true))),
        ("mermaid", diagram.text),
        ("dot", dot::render(chart, marks, Direction::Down)),
        ("json", String::from_utf8(json::render(chart, marks, &places)).unwrap()),
        ("svg", svg(chart, marks, Settings::default())),
        ("html", html::render(chart, marks, &places, Theme::Auto)),
    ])
}

/// The names of all that a picture must show.
fn names(journey: &Journey) -> Vec<String> {
    let mut names: Vec<String> = journey.states.iter().skip(1).map(|state| state.name.value.to_string()).collect();
    names.extend(journey.steps.iter().map(|step| step.id.value.to_string()));
    names.extend(journey.exit.iter().map(|rule| rule.id.value.to_string()));
    names.extend(journey.goals.iter().map(|goal| goal.id.value.to_string()));
    for state in &journey.states {
        if let StateKind::Split(split) = &state.kind {
            names.extend(split.arms.iter().map(|arm| arm.id.value.to_string()));
        }
    }
    names
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_name_is_in_every_format(seed in any::<u64>(), states in 1_usize..30) {
        let journey = sketch::journey(seed, states);
        let chart = compose::chart(&journey);
        let marked = sketch::painted(&chart);
        for marks in [Marks::default(), marked] {
            let formats = formats(&chart, &marks);
            for (format, drawn) in &formats {
                for name in names(&journey) {
                    assert!(drawn.contains(&name), "{name} is not in {format}:\n{drawn}");
                }
            }
            assert_eq!(formats, self::formats(&compose::chart(&journey), &marks), "the same each time");
        }
        let ascii = &formats(&chart, &Marks::default())["ascii"];
        let foreign: String = ascii.chars().filter(|c| !c.is_ascii()).collect();
        let texts = serde_json::to_string(&sketch::yaml(seed, states)).unwrap();
        assert!(foreign.chars().all(|c| texts.contains(c) || c == '…'), "{foreign}");
    }

    #[test]
    fn a_closed_box_keeps_the_lines_of_its_inside(seed in any::<u64>(), states in 5_usize..40) {
        let chart = compose::chart(&sketch::journey(seed, states));
        for closed in 0..chart.boxes.len() {
            let folded = fold(&chart, &[closed].into());
            let hidden = |mut at: usize| loop {
                let Some(parent) = chart.boxes[at].parent else { return false };
                if parent == closed { return true }
                at = parent;
            };
            let seen = |at: usize| if hidden(at) { closed } else { at };
            let shown = chart.lines.iter().filter(|line| seen(line.from) != seen(line.to) || line.from == line.to && !hidden(line.from));
            let ends = |chart: &Chart, from: usize, to: usize| (chart.boxes[from].element.clone(), chart.boxes[to].element.clone());
            let expected: Vec<_> = shown.map(|line| ends(&chart, seen(line.from), seen(line.to))).collect();
            let got: Vec<_> = folded.lines.iter().map(|line| ends(&folded, line.from, line.to)).collect();
            assert_eq!(got, expected);
            let inside = (0..chart.boxes.len()).filter(|&at| hidden(at)).count();
            assert_eq!(folded.boxes.len(), chart.boxes.len() - inside);
        }
    }
}

#[test]
fn marks_are_told_where_they_are_painted() {
    let yaml = "wayfare: 1\njourney: small\nversion: 1.0.0\nevents: { IN: {}, GO: {} }\nentry: { triggers: IN }\ninitial: A\nstates:\n  \
                A: { steps: [{ id: go, triggers: GO, to: B }, { id: old, after: 1d, to: B }] }\n  B: { final: true }\n";
    let chart = compose::chart(&sketch::compiled(yaml));
    let mark = |colour, count, badge: &str, gone| Mark {
        colour: Some(colour),
        count,
        badge: (!badge.is_empty()).then(|| badge.to_owned()),
        note: (!badge.is_empty()).then(|| "what is told of it".to_owned()),
        gone,
    };
    let marks = Marks {
        by_element: BTreeMap::from([
            (Element::State("A".into()), mark(Colour::Heat(80), Some(1_204), "", false)),
            (Element::Step("go".into()), mark(Colour::Green, Some(7), "new", false)),
            (Element::Step("old".into()), mark(Colour::Red, None, "", true)),
        ]),
        legend: vec![(Colour::Green, "new in this version".to_owned()), (Colour::Red, "gone".to_owned())],
    };
    let style = Style { paint: Paint::Colour, width: 80, ascii: false };
    insta::assert_snapshot!(text::render(&chart, &marks, style).replace('\u{1b}', "^"));
    insta::assert_snapshot!(mermaid::render(&chart, &marks, Direction::Down).text);
    insta::assert_snapshot!(dot::render(&chart, &marks, Direction::Down));
}
