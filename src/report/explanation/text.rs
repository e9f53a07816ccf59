//! The answer for people: a sentence, then each state outward with its steps, and each guard with its parts.

use std::fmt::Write as _;

use crate::engine::explain::Verdict;
use crate::engine::instance::Status;
use crate::expr::explain::Part;
use crate::graph::sets::is_inside;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Step;
use crate::report::explanation::guard;
use crate::report::explanation::phrases;
use crate::report::explanation::question::Question;
use crate::report::names;
use crate::report::paint::{Paint, Tame, Tone};

/// Where a guard's parts begin.
const MARGIN: usize = 6;

/// The answer.
pub fn render(asked: Question<'_>, paint: Paint) -> String {
    let mut page = Page { asked, paint, out: String::new() };
    page.headline();
    page.notes();
    page.entry();
    let rules = &asked.explanation.rules;
    let first = rules.iter().any(|answer| answer.verdict != Verdict::Deaf);
    if first {
        page.rules();
    }
    page.states();
    if !first {
        page.rules();
    }
    page.out
}

/// A row of a block.
struct Row<'a> {
    id: &'a str,
    verdict: &'a Verdict,
    words: String,
    guard: Option<&'a Part>,
}

/// The answer on its way. Writing to a string cannot fail, so results are dropped.
struct Page<'a> {
    asked: Question<'a>,
    paint: Paint,
    out: String,
}

impl Page<'_> {
    fn headline(&mut self) {
        let asked = self.asked;
        let (event, from) = (Tame(asked.event), self.side_by_side(asked.from));
        let taken = asked.explanation.taken();
        let (yes, sentence) = if asked.explanation.status != Status::Active {
            let entry =
                if asked.explanation.enters() { format!(", but {event} enters it anew") } else { String::new() };
            (false, format!("the journey is over in {from}{entry}"))
        } else if asked.explanation.enters() {
            (false, format!("{event} enters the journey anew, which ends this visit before any step"))
        } else if let Some(rule) = asked.explanation.rule() {
            (false, format!("the exit rule {} ends the journey before any step", asked.rule(rule)))
        } else if !taken.is_empty() {
            (true, format!("{event} takes {}, {}", asked.ids(&taken).join(" and "), self.way(&taken)))
        } else if asked.is_heard() {
            (false, format!("{event} takes no step in {from}: no guard holds"))
        } else {
            (false, format!("{event} takes no step in {from}: nothing listens to it there"))
        };
        let answer = if yes { self.paint.tone(Tone::Good, "yes") } else { self.paint.tone(Tone::Bad, "no") };
        let _ = writeln!(self.out, "{answer}: {sentence}");
    }

    /// From where to where, by those of the steps that lead somewhere.
    fn way(&self, taken: &[StepId]) -> String {
        let journey = self.asked.journey;
        let steps = taken.iter().filter_map(|step| journey.steps.get(step.index()));
        let moving: Vec<&Step> = steps.filter(|step| !step.to.is_empty()).collect();
        let owned =
            |state: StateId| moving.iter().any(|step| step.source == state || is_inside(journey, step.source, state));
        let from: Vec<StateId> =
            self.asked.from.iter().copied().filter(|&state| moving.is_empty() || owned(state)).collect();
        let from = self.side_by_side(&from);
        let targets: Vec<StateId> = moving.iter().flat_map(|step| step.to.iter().copied()).collect();
        if targets.is_empty() {
            format!("stays in {from}")
        } else {
            format!("{from} → {}", self.side_by_side(&targets))
        }
    }

    fn side_by_side(&self, states: &[StateId]) -> String {
        let named: Vec<&str> = states.iter().map(|&state| names::state(self.asked.journey, state)).collect();
        named.join(" + ")
    }

    /// What makes the question a strange one.
    fn notes(&mut self) {
        for &(state, step) in &self.asked.explanation.restless {
            let state = names::state(self.asked.journey, state);
            let note = self.paint.tone(Tone::Wary, "note");
            let _ = match step.map(|step| names::step(self.asked.journey, step)) {
                Some(step) => {
                    writeln!(self.out, "{note}: nobody stays like this: `{step}` of {state} leads on at once")
                }
                None => writeln!(self.out, "{note}: nobody stays like this: the split {state} leads on at once"),
            };
        }
    }

    fn entry(&mut self) {
        let asked = self.asked;
        let rows = asked.explanation.entry.iter().map(|answer| Row {
            id: asked.event,
            verdict: &answer.verdict,
            words: phrases::entry(asked, &answer.verdict),
            guard: answer.guard.as_ref(),
        });
        self.block("entry", rows.collect());
    }

    fn states(&mut self) {
        let asked = self.asked;
        for answer in &asked.explanation.states {
            let steps = answer.steps.iter().map(|step| Row {
                id: names::step(asked.journey, step.step),
                verdict: &step.verdict,
                words: phrases::step(asked, step.step, &step.verdict),
                guard: step.guard.as_ref(),
            });
            let title =
                if answer.state == StateId(0) { "in every state" } else { names::state(asked.journey, answer.state) };
            self.block(title, steps.collect());
        }
    }

    fn rules(&mut self) {
        let asked = self.asked;
        let rows = asked.explanation.rules.iter().map(|answer| Row {
            id: asked.rule(answer.rule),
            verdict: &answer.verdict,
            words: phrases::rule(asked, answer.rule, &answer.verdict),
            guard: answer.guard.as_ref(),
        });
        self.block("exit rules", rows.collect());
    }

    fn block(&mut self, title: &str, rows: Vec<Row<'_>>) {
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n{}", self.paint.tone(Tone::Strong, title));
        let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
        for row in rows {
            let (mark, tone) = mark(row.verdict);
            let id = format!("{:<width$}", row.id);
            let id = if tone == Tone::Faint { self.paint.tone(tone, id).to_string() } else { id };
            let words = self.paint.tone(if tone == Tone::Good { tone } else { Tone::Faint }, &row.words);
            let _ = writeln!(self.out, "  {} {id}   {words}", self.paint.tone(tone, mark));
            if let Some(guard) = row.guard {
                guard::write(&guard::rows(guard), MARGIN, self.paint, &mut self.out);
            }
        }
    }
}

const fn mark(verdict: &Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Taken => ("✓", Tone::Good),
        Verdict::GuardFalse => ("✗", Tone::Bad),
        Verdict::GuardFailed => ("!", Tone::Wary),
        Verdict::Behind(_) | Verdict::Outside(_) | Verdict::Conflict(_) | Verdict::Ended(_) | Verdict::Reentered => {
            ("–", Tone::Wary)
        }
        Verdict::Deaf | Verdict::Timer | Verdict::Always => ("·", Tone::Faint),
    }
}
