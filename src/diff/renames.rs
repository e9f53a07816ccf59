//! What is called otherwise: as `migrate` says, or because what is gone and what is new are alike.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need, fingerprint};
use crate::diff::kind::Kind;
use crate::diff::pair::Pair;
use crate::diff::places;
use crate::diff::side::Side;
use crate::engine::moves::{Way, way};
use crate::graph::content::calls::Forms;
use crate::graph::content::element::{Element, Sort};
use crate::graph::content::lines::lines;
use crate::graph::content::said::{Line, Said};
use crate::model::journey::Migration;
use crate::syntax::content::ValueKind;
use crate::terms::renames::{Names, Renames};
use crate::terms::suggest;

/// Alike enough to be the same under another name, in hundredths of what either says.
const ALIKE: usize = 55;

/// So many states inside each other are looked through.
const MOST_ROUNDS: usize = 8;

/// What is called otherwise.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// All of it.
    pub renames: Renames,
    /// What of it `migrate` does not say.
    pub proposed: Renames,
}

/// Finds what `new` calls otherwise than `old`.
pub fn find(old: &Side<'_>, new: &Side<'_>) -> Found {
    let entry = match way(&old.machine.journey.version, &new.machine.journey) {
        Way::Told(entry) => Some(entry),
        Way::ByName | Way::Finish => None,
    };
    let mut found = Found { renames: entry.map(|entry| told(entry, old, new)).unwrap_or_default(), ..Found::default() };
    // What states are called decides whether their steps are alike, and so on; what variables are called, whether states
    // are: until a round finds nothing more.
    loop {
        let mut ends = true;
        for sort in [Sort::State, Sort::Step, Sort::Variable, Sort::Event] {
            for _ in 0..MOST_ROUNDS {
                let more = alike(old, new, sort, &found.renames, entry);
                ends &= more.is_empty();
                for names in [of_mut(&mut found.renames, sort), of_mut(&mut found.proposed, sort)] {
                    names.0.extend(more.iter().map(|(old, new)| (old.clone(), new.clone())));
                }
                // What a state is called decides as well whether those inside it are alike.
                if more.is_empty() || sort != Sort::State {
                    break;
                }
            }
        }
        if ends {
            return found;
        }
    }
}

fn of_mut(renames: &mut Renames, sort: Sort) -> &mut Names {
    match sort {
        Sort::State => &mut renames.states,
        Sort::Step => &mut renames.steps,
        Sort::Variable => &mut renames.variables,
        _ => &mut renames.events,
    }
}

/// What `migrate` says of names that only one version has.
fn told(entry: &Migration, old: &Side<'_>, new: &Side<'_>) -> Renames {
    let (before, after) = (&old.machine, &new.machine);
    let mut renames = Renames::default();
    for (name, image) in &entry.states {
        let Some(image) = image.map(|image| &after.state(image).name.value) else { continue };
        if after.state_named(name).is_none() && before.state_named(image).is_none() {
            renames.states.0.insert(name.clone(), image.clone());
        }
    }
    // Two states of one image are no renamed ones.
    let mut images: BTreeMap<SmolStr, usize> = BTreeMap::new();
    renames.states.0.values().for_each(|image| *images.entry(image.clone()).or_default() += 1);
    renames.states.0.retain(|_, image| images[image] == 1);
    for (id, step) in &entry.steps {
        let now = &after.step(*step).id.value;
        if after.step_named(id).is_none() && before.step_named(now).is_none() {
            renames.steps.0.insert(id.clone(), now.clone());
        }
    }
    let has = |side: &Side<'_>, name: &str| side.machine.journey.context.iter().any(|of| of.name.value == name);
    for assign in &entry.set {
        let ValueKind::Expr(text) = &assign.value.kind else { continue };
        let Some(was) = text.text.trim().strip_prefix("old.") else { continue };
        if has(old, was) && !has(new, was) && !has(old, &assign.variable.value) {
            renames.variables.0.insert(was.into(), assign.variable.value.clone());
        }
    }
    renames
}

/// What is gone and what is new of one sort, where they are alike.
fn alike(
    old: &Side<'_>,
    new: &Side<'_>,
    sort: Sort,
    renames: &Renames,
    entry: Option<&Migration>,
) -> BTreeMap<SmolStr, SmolStr> {
    let is_told = |name: &SmolStr| {
        entry.is_some_and(|entry| match sort {
            Sort::State => entry.states.iter().any(|(old, _)| old == name),
            Sort::Step => entry.steps.iter().any(|(old, _)| old == name),
            _ => false,
        })
    };
    let (mut gone, come) = came_and_went(old, new, sort, renames);
    gone.retain(|name| !is_told(name));
    if gone.is_empty() || come.is_empty() {
        return BTreeMap::new();
    }
    let (was, is) = (Features::of(old, sort, renames, gone), Features::of(new, sort, Renames::NONE, come));
    let mut pairs = pairs(&was, &is);
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    // Where two are equally like it, nobody can say which one it became.
    let mut equal: [BTreeMap<(usize, &SmolStr), usize>; 2] = Default::default();
    for (score, name, other) in &pairs {
        *equal[0].entry((*score, name)).or_default() += 1;
        *equal[1].entry((*score, other)).or_default() += 1;
    }
    let (mut found, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (score, name, other) in &pairs {
        let rivals = equal[0][&(*score, *name)] + equal[1][&(*score, *other)] > 2;
        if !rivals && !found.contains_key(*name) && taken.insert(*other) {
            found.insert((*name).clone(), (*other).clone());
        }
    }
    found
}

/// So many things may say one thing that is said of another, for that to make them worth a look.
const COMMON: usize = 16;

/// Pairs that are alike enough, each with how much; what they have in common is said of few others.
fn pairs<'f>(was: &'f Features, is: &'f Features) -> Vec<(usize, &'f SmolStr, &'f SmolStr)> {
    let mut saying: BTreeMap<&str, Vec<&SmolStr>> = BTreeMap::new();
    for (name, features) in &is.all {
        for feature in features {
            saying.entry(feature).or_default().push(name);
        }
    }
    let mut pairs = Vec::new();
    for (name, features) in &was.all {
        let shared = features.iter().filter_map(|feature| saying.get(feature.as_str()));
        let others: BTreeSet<&SmolStr> = shared.filter(|others| others.len() <= COMMON).flatten().copied().collect();
        let likeness = others.into_iter().map(|other| (likeness(name, features, other, &is.all[other]), name, other));
        pairs.extend(likeness.filter(|pair| pair.0 >= ALIKE));
    }
    pairs
}

/// The names of one sort that are gone, and those that are new.
fn came_and_went(
    old: &Side<'_>,
    new: &Side<'_>,
    sort: Sort,
    renames: &Renames,
) -> (BTreeSet<SmolStr>, BTreeSet<SmolStr>) {
    let names = |side: &Side<'_>, renames: &Renames| -> BTreeSet<SmolStr> {
        let journey = &side.machine.journey;
        match sort {
            Sort::State => journey.states.iter().map(|of| renames.states.new_of(&of.name.value).clone()).collect(),
            Sort::Step => journey.steps.iter().map(|of| renames.steps.new_of(&of.id.value).clone()).collect(),
            Sort::Variable => {
                journey.context.iter().map(|of| renames.variables.new_of(&of.name.value).clone()).collect()
            }
            _ => journey.events.iter().map(|of| renames.events.new_of(&of.name).clone()).collect(),
        }
    };
    let (was, is) = (names(old, renames), names(new, Renames::NONE));
    (was.difference(&is).cloned().collect(), is.difference(&was).cloned().collect())
}

/// In hundredths, how much two things say in common, and how much their names are alike.
fn likeness(name: &str, features: &BTreeSet<String>, other: &str, others: &BTreeSet<String>) -> usize {
    let common = features.intersection(others).count();
    let all = features.union(others).count();
    if common == 0 || all == 0 {
        return 0;
    }
    let said = common * 100 / all;
    let names = suggest::likeness(name, other);
    (said * 4 + names) / 5
}

/// What is said of some things of one sort, and by others of them.
struct Features {
    all: BTreeMap<SmolStr, BTreeSet<String>>,
}

impl Features {
    fn of(side: &Side<'_>, sort: Sort, renames: &Renames, names: BTreeSet<SmolStr>) -> Self {
        let journey = &*side.machine.journey;
        let lines = lines(journey, &side.subject.document.declares, renames);
        let forms = Forms::of(journey, renames);
        let mut all = Self { all: names.into_iter().map(|name| (name, BTreeSet::new())).collect() };
        for line in &lines {
            if line.element.sort == sort {
                all.own(line, &forms);
            } else {
                all.others(line, sort, &forms);
            }
            all.leads(line, sort);
        }
        all
    }

    fn note(&mut self, name: &SmolStr, feature: String) {
        if let Some(features) = self.all.get_mut(name) {
            features.insert(feature);
        }
    }

    fn own(&mut self, line: &Line<'_>, forms: &Forms<'_>) {
        if !self.all.contains_key(&line.element.id) {
            return;
        }
        // What it begins with is called otherwise where it is; its steps are spoken of one by one.
        if line.element.sort == Sort::State && matches!(line.key.as_str(), "steps" | "initial") {
            return;
        }
        self.note(&line.element.id, format!("{} {}", line.key, forms.form(&line.said)));
    }

    /// What other things say of it.
    fn others(&mut self, line: &Line<'_>, sort: Sort, forms: &Forms<'_>) {
        match (sort, &line.said) {
            (Sort::State, Said::Text(name)) if line.element.sort == Sort::Step && line.key == "state" => {
                self.note(name, format!("has {}", line.element.id));
            }
            (Sort::Variable, Said::Term(_) | Said::Condition(_) | Said::Block(_) | Said::Due(_)) => {
                let text = forms.form(&line.said).to_string();
                let set = line.key.rsplit_once("set.").map(|(_, name)| SmolStr::new(name));
                for name in variables_in(&text).into_iter().chain(set) {
                    self.note(&name, format!("{} {}", line.element, key_of(&line.key)));
                }
            }
            (Sort::Event, Said::Names(names)) if line.key == "triggers" => {
                for name in names {
                    self.note(name, format!("heard by {}", line.element));
                }
            }
            _ => {}
        }
    }

    /// Which steps lead to it.
    fn leads(&mut self, line: &Line<'_>, sort: Sort) {
        if let (Sort::State, Said::Names(names)) = (sort, &line.said)
            && matches!(line.element.sort, Sort::Step | Sort::Journey)
            && matches!(line.key.as_str(), "to" | "initial")
        {
            for name in names {
                self.note(name, format!("led to by {}", line.element));
            }
        }
    }
}

/// The key without the variable that it is about.
fn key_of(key: &str) -> &str {
    key.split_once("set.").map_or(key, |_| "set")
}

/// Each `x` of `(. ctx "x")`.
fn variables_in(form: &str) -> Vec<SmolStr> {
    let found = form.match_indices("(. ctx \"").filter_map(|(at, open)| {
        let rest = &form[at + open.len()..];
        Some(SmolStr::new(&rest[..rest.find('"')?]))
    });
    found.collect()
}

/// The changes that renames are.
pub(in crate::diff) fn changes(pair: &Pair<'_>) -> Vec<Change> {
    let renames = pair.renames;
    let states = renames.states.0.iter().map(|(old, new)| {
        let meaning = format!("whoever is in `{old}` is in `{new}` now, if `migrate` says so");
        Change {
            needs: Need::Images(vec![old.clone()]),
            ..renamed(pair, Kind::StateRenamed, Sort::State, (old, new), meaning)
        }
    });
    let steps = renames.steps.0.iter().map(|(old, new)| {
        let meaning =
            "effects, timers and coverage hang on the id: without a word in `migrate` they are lost".to_owned();
        Change { needs: Need::Step(old.clone()), ..renamed(pair, Kind::StepRenamed, Sort::Step, (old, new), meaning) }
    });
    let variables = renames.variables.0.iter().map(|(old, new)| {
        let meaning = format!("what people have in `{old}` is lost if `migrate` does not take it over");
        Change {
            needs: Need::Set(vec![new.clone()]),
            ..renamed(pair, Kind::ContextRenamed, Sort::Variable, (old, new), meaning)
        }
    });
    let events = renames.events.0.iter().map(|(old, new)| {
        let meaning = format!("whoever sends `{old}` still does: it is ignored from now on");
        renamed(pair, Kind::EventRenamed, Sort::Event, (old, new), meaning)
    });
    states.chain(steps).chain(variables).chain(events).collect()
}

fn renamed(pair: &Pair<'_>, kind: Kind, sort: Sort, (old, new): (&SmolStr, &SmolStr), meaning: String) -> Change {
    let element = Element::of(sort, new);
    Change {
        kind,
        key: SmolStr::default(),
        class: Class::Major,
        ack: false,
        hidden: false,
        before: Some(old.to_string()),
        after: Some(new.to_string()),
        meaning,
        fingerprint: fingerprint(pair.id(), kind, &element, "", [Some(old), Some(new)]),
        places: places::of(pair, &element, ""),
        witnesses: Vec::new(),
        needs: Need::Bump,
        parts: Vec::new(),
        part_of: None,
        through: Vec::new(),
        element,
    }
}
