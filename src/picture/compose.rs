//! From a compiled journey to the boxes and lines of its picture.

use smol_str::SmolStr;

use crate::expr::term::Condition;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Block, ExitRule, GoalBy, Journey, Split, State, StateKind};
use crate::picture::chart::{BoxId, Cause, Chart, Line, Node, Row, Shape, Words};
use crate::picture::element::Element;
use crate::picture::{frame, words};
use crate::syntax::chart::HistoryDepth;

/// The picture of `journey`.
pub fn chart(journey: &Journey) -> Chart {
    let mut composer = Composer { journey, boxes: Vec::new(), lines: Vec::new(), box_of: Vec::new() };
    composer.boxes_of_states();
    composer.beginnings();
    composer.steps();
    composer.splits_and_histories();
    composer.anywhere();
    let about = journey.prose.journey.clone();
    Chart {
        journey: journey.id.value.clone(),
        version: journey.version.to_string(),
        title: about.title,
        description: about.description,
        owner: about.owner,
        tags: about.tags,
        boxes: composer.boxes,
        lines: composer.lines,
        panels: frame::panels(journey),
    }
}

struct Composer<'a> {
    journey: &'a Journey,
    boxes: Vec<Node>,
    lines: Vec<Line>,
    /// By state number; the root has none.
    box_of: Vec<Option<BoxId>>,
}

impl Composer<'_> {
    fn boxes_of_states(&mut self) {
        self.box_of.push(None);
        for number in 1..self.journey.states.len() as u32 {
            let state = &self.journey.states[StateId(number).index()];
            let parent = state.parent.and_then(|parent| self.box_of[parent.index()]);
            let node = self.state(StateId(number), state, parent);
            self.box_of.push(Some(self.boxes.len()));
            self.boxes.push(node);
        }
    }

    fn state(&self, id: StateId, state: &State, parent: Option<BoxId>) -> Node {
        let about = self.journey.prose.states.get(&id).cloned().unwrap_or_default();
        let reaches = |by: &GoalBy| matches!(by, GoalBy::State(of) if *of == id);
        let goals = self.journey.goals.iter().filter(|goal| reaches(&goal.by));
        Node {
            element: Element::State(state.name.value.clone()),
            parent,
            shape: shape(&state.kind),
            label: state.name.value.clone(),
            title: about.title,
            description: about.description,
            tags: about.tags,
            goals: goals.map(|goal| goal.id.value.clone()).collect(),
            rows: self.rows(state),
        }
    }

    /// What happens in a state without leaving it.
    fn rows(&self, state: &State) -> Vec<Row> {
        let name = &state.name.value;
        let entered = self.block(Element::OnEntry(name.clone()), "on entry", &state.on_entry);
        let left = self.block(Element::OnExit(name.clone()), "on exit", &state.on_exit);
        let staying = state.steps.iter().filter_map(|&number| {
            let step = &self.journey.steps[number.index()];
            let words = || words::step(self.journey, number, step);
            (!leads_on(self.journey, number))
                .then(|| Row { element: Element::Step(step.id.value.clone()), words: words() })
        });
        entered.into_iter().chain(staying).chain(left).collect()
    }

    fn block(&self, element: Element, trigger: &str, block: &Block) -> Option<Row> {
        if block.is_empty() {
            return None;
        }
        let mut effects = Vec::new();
        words::block(self.journey, block, 0, &mut effects);
        let words = Words { cause: Cause::Structure, trigger: trigger.to_owned(), effects, ..Words::default() };
        Some(Row { element, words })
    }

    /// Where the journey and its compound states begin.
    fn beginnings(&mut self) {
        for number in 0..self.journey.states.len() {
            let state = &self.journey.states[number];
            let StateKind::Compound(initial) = &state.kind else { continue };
            let inside = self.box_of[number];
            let (element, words) = match inside {
                None => (Element::Entry, Some(frame::entry_words(self.journey))),
                Some(_) => (Element::Initial(state.name.value.clone()), None),
            };
            let start = self.dot(Shape::Start, Element::Initial(state.name.value.clone()), inside);
            self.lead(element, start, initial, words);
        }
    }

    fn steps(&mut self) {
        let all = self.journey.states.iter().skip(1).flat_map(|state| &state.steps);
        for &number in all.filter(|&&number| leads_on(self.journey, number)) {
            let step = &self.journey.steps[number.index()];
            let Some(from) = self.box_of[step.source.index()] else { continue };
            let targets = if step.to.is_empty() { vec![step.source] } else { step.to.clone() };
            let words = words::step(self.journey, number, step);
            self.lead(Element::Step(step.id.value.clone()), from, &targets, Some(words));
        }
    }

    fn splits_and_histories(&mut self) {
        for (number, state) in self.journey.states.iter().enumerate() {
            let Some(from) = self.box_of[number] else { continue };
            match &state.kind {
                StateKind::Split(split) => self.arms(from, &state.name.value, split),
                StateKind::History(_, default) => {
                    self.lead(Element::Default(state.name.value.clone()), from, default, None);
                }
                _ => {}
            }
        }
    }

    fn arms(&mut self, from: BoxId, name: &SmolStr, split: &Split) {
        let whole: f64 = split.arms.iter().map(|arm| arm.weight).sum();
        for arm in &split.arms {
            let mut effects = Vec::new();
            words::assignments(self.journey, &arm.set, 0, &mut effects);
            let words = Words {
                id: arm.id.value.clone(),
                cause: Cause::Share,
                trigger: share(arm.weight / whole),
                effects,
                ..Words::default()
            };
            self.lead(Element::Arm(name.clone(), arm.id.value.clone()), from, &arm.to, Some(words));
        }
    }

    /// Steps that hold in every state, and exit rules: they lead from wherever a person is.
    fn anywhere(&mut self) {
        let own: Vec<StepId> = self.journey.states.first().map_or_else(Vec::new, |root| root.steps.clone());
        let leading: Vec<StepId> = own.into_iter().filter(|&number| leads_on(self.journey, number)).collect();
        if leading.is_empty() && self.journey.exit.is_empty() {
            return;
        }
        let from = self.dot(Shape::Anywhere, Element::Journey, None);
        for number in leading {
            let step = &self.journey.steps[number.index()];
            let words = words::step(self.journey, number, step);
            self.lead(Element::Step(step.id.value.clone()), from, &step.to, Some(words));
        }
        if self.journey.exit.is_empty() {
            return;
        }
        let end = self.dot(Shape::Exit, Element::Journey, None);
        for rule in &self.journey.exit {
            let words = Some(self.rule(rule));
            self.lines.push(Line { element: Element::Exit(rule.id.value.clone()), from, to: end, words });
        }
    }

    fn rule(&self, rule: &ExitRule) -> Words {
        let mut effects = Vec::new();
        words::block(self.journey, &rule.actions, 0, &mut effects);
        Words {
            id: rule.id.value.clone(),
            cause: words::cause_of(self.journey, &rule.triggers),
            trigger: words::events(self.journey, &rule.triggers),
            guard: rule.guard.as_ref().map(Condition::written),
            effects,
            ..Words::default()
        }
    }

    /// A line from a box to its target, or over a bar to its targets.
    fn lead(&mut self, element: Element, from: BoxId, targets: &[StateId], words: Option<Words>) {
        let targets: Vec<BoxId> = targets.iter().filter_map(|target| self.box_of[target.index()]).collect();
        if let [to] = targets[..] {
            return self.lines.push(Line { element, from, to, words });
        }
        if targets.is_empty() {
            return;
        }
        let around = self.around(from, &targets);
        let bar = self.dot(Shape::Fork, element.clone(), around);
        self.lines.push(Line { element: element.clone(), from, to: bar, words });
        self.lines.extend(targets.into_iter().map(|to| Line { element: element.clone(), from: bar, to, words: None }));
    }

    /// The innermost box around `from`, or `from` itself, that has all of `targets` inside.
    fn around(&self, from: BoxId, targets: &[BoxId]) -> Option<BoxId> {
        let outward = |of: BoxId| std::iter::successors(Some(of), |&at| self.boxes[at].parent);
        outward(from).find(|&at| targets.iter().all(|&to| to != at && outward(to).any(|around| around == at)))
    }

    fn dot(&mut self, shape: Shape, element: Element, parent: Option<BoxId>) -> BoxId {
        self.boxes.push(Node {
            element,
            parent,
            shape,
            label: if shape == Shape::Anywhere { "in any state".into() } else { SmolStr::default() },
            title: None,
            description: None,
            tags: Vec::new(),
            goals: Vec::new(),
            rows: Vec::new(),
        });
        self.boxes.len() - 1
    }
}

/// Whether a step is drawn as a line: it has a target, or leaves its state to enter it again.
fn leads_on(journey: &Journey, step: StepId) -> bool {
    let step = &journey.steps[step.index()];
    !step.to.is_empty() || step.reenter
}

const fn shape(kind: &StateKind) -> Shape {
    match kind {
        StateKind::Atomic => Shape::Atomic,
        StateKind::Compound(_) => Shape::Compound,
        StateKind::Parallel => Shape::Parallel,
        StateKind::Final => Shape::Final,
        StateKind::History(depth, _) => Shape::History { deep: matches!(depth, HistoryDepth::Deep) },
        StateKind::Split(_) => Shape::Split,
    }
}

/// A share of people in percent, with one decimal where it matters.
fn share(of: f64) -> String {
    let tenths = (of * 1000.0).round();
    if tenths % 10.0 == 0.0 { format!("{}%", tenths / 10.0) } else { format!("{:.1}%", tenths / 10.0) }
}
