//! Charts for tests: those of journeys, and charts of any shape from a seed.

use std::path::{Path, PathBuf};

use wayfare::picture::chart::{Cause, Chart, Effect, EffectKind, Line, Node, Row, Shape, Words};
use wayfare::picture::compose;
use wayfare::picture::element::Element;
use wayfare::project::workspace::Workspace;

/// The chart of the only journey in a text.
pub fn of_text(text: &str) -> Chart {
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text.to_owned())]);
    let project = &workspace.projects[0];
    assert!(project.journeys.len() == 1, "the journey is valid: {:?}", project.findings.first());
    compose::chart(&project.journeys[0])
}

/// The charts of the project's own journeys.
pub fn of_samples() -> Vec<Chart> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let workspace = Workspace::open(&[folder]).unwrap();
    let charts: Vec<Chart> = workspace
        .projects
        .iter()
        .flat_map(|project| &project.journeys)
        .map(|journey| compose::chart(journey))
        .collect();
    assert!(charts.len() >= 9, "journeys are there");
    charts
}

/// Numbers that look random, the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

pub fn node(number: usize, parent: Option<usize>, shape: Shape) -> Node {
    Node {
        element: Element::State(format!("S{number}").into()),
        parent,
        shape,
        label: format!("S{number}").into(),
        title: None,
        description: None,
        tags: Vec::new(),
        goals: Vec::new(),
        rows: Vec::new(),
    }
}

pub fn line(from: usize, to: usize, trigger: &str) -> Line {
    let words = (!trigger.is_empty()).then(|| Words {
        id: format!("{from}-{to}").into(),
        trigger: trigger.to_owned(),
        ..Words::default()
    });
    Line { element: Element::Step(format!("{from}-{to}").into()), from, to, words }
}

pub fn chart(boxes: Vec<Node>, lines: Vec<Line>) -> Chart {
    Chart {
        journey: "any".into(),
        version: "1.0.0".to_owned(),
        title: None,
        description: None,
        owner: None,
        tags: Vec::new(),
        boxes,
        lines,
        panels: Vec::new(),
    }
}

/// A chart of any shape: up to `most` boxes in one another, and lines from any to any, also to themselves.
pub fn any(seed: u64, most: usize) -> Chart {
    let mut dice = Dice::new(seed);
    let count = 1 + dice.roll(most);
    let deep = dice.roll(3);
    let mut boxes: Vec<Node> = Vec::new();
    for number in 0..count {
        let parent = (number > 0 && dice.roll(3) < deep).then(|| dice.roll(number));
        boxes.push(any_node(&mut dice, number, parent));
    }
    for number in 0..count {
        if let Some(parent) = boxes[number].parent {
            let parallel = dice.roll(4) == 0;
            boxes[parent].shape = if parallel { Shape::Parallel } else { Shape::Compound };
        }
    }
    let lines = (0..dice.roll(3 * count)).map(|_| any_line(&mut dice, count)).collect();
    chart(boxes, lines)
}

fn any_node(dice: &mut Dice, number: usize, parent: Option<usize>) -> Node {
    const SHAPES: [Shape; 9] = [
        Shape::Atomic,
        Shape::Atomic,
        Shape::Final,
        Shape::Split,
        Shape::Fork,
        Shape::Start,
        Shape::Exit,
        Shape::Anywhere,
        Shape::History { deep: true },
    ];
    let mut node = node(number, parent, SHAPES[dice.roll(SHAPES.len())]);
    node.label = any_text(dice, 3).into();
    node.title = (dice.roll(2) == 0).then(|| any_text(dice, 14).into());
    node.goals = (0..dice.roll(4) / 2).map(|goal| format!("goal-{goal}").into()).collect();
    let states = matches!(node.shape, Shape::Atomic | Shape::Final);
    node.rows = (0..if states { dice.roll(6) / 2 } else { 0 })
        .map(|row| Row { element: Element::Step(format!("row-{number}-{row}").into()), words: any_words(dice) })
        .collect();
    node
}

fn any_line(dice: &mut Dice, count: usize) -> Line {
    let mut line = line(dice.roll(count), dice.roll(count), "");
    line.words = (dice.roll(5) > 0).then(|| any_words(dice));
    line
}

fn any_words(dice: &mut Dice) -> Words {
    let effects = (0..dice.roll(4)).map(|_| {
        let text = any_text(dice, 4);
        let kind = [EffectKind::Act, EffectKind::Set, EffectKind::If, EffectKind::Else][dice.roll(4)];
        Effect { kind, short: text.clone(), full: text, depth: dice.roll(3) as u16 }
    });
    let effects = effects.collect();
    Words {
        id: "any".into(),
        cause: [Cause::Event, Cause::Timer, Cause::Always, Cause::Done, Cause::Fate, Cause::Share][dice.roll(6)],
        trigger: any_text(dice, 5),
        guard: (dice.roll(2) == 0).then(|| any_text(dice, 12)),
        effects,
        ..Words::default()
    }
}

/// Up to `words` words, some of them long, some of other scripts, some of them markup.
fn any_text(dice: &mut Dice, words: usize) -> String {
    const WORDS: [&str; 12] = [
        "a",
        "of",
        "TRIAL_STARTED",
        "ctx.features.len() >= 20",
        "<b>&amp;\"</b>",
        "お客様が支払いました",
        "🎉",
        "überraschend",
        "event.payload.a_very_long_name_that_nobody_would_write_but_somebody_did_all_the_same",
        "\u{1b}[31m",
        "pays",
        "line\nbreak",
    ];
    (0..=dice.roll(words)).map(|_| WORDS[dice.roll(WORDS.len())]).collect::<Vec<_>>().join(" ")
}
