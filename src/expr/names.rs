//! What a name and the fields after it stand for.

use smol_str::SmolStr;

use crate::expr::checker::{Checker, Typed};
use crate::expr::facts::{Facts, Root, Spot};
use crate::expr::kinds::{NEVER, show};
use crate::expr::node::{Node, Reach, Source};
use crate::expr::scope::EventScope;
use crate::expr::syntax_fault::instead_of_nothing;
use crate::expr::tokens::Place;
use crate::expr::tree::{Link, LinkKind, Tree, TreeKind};
use crate::terms::rule::{TYPE_MISMATCH, UNKNOWN_NAME};
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};

/// A chain as far as it was followed.
pub(crate) struct Followed {
    pub(crate) typed: Typed,
    /// What its fields are read from, while it is nothing but fields.
    pub(crate) source: Option<Trail>,
    /// How many links are done.
    pub(crate) links: usize,
}

/// A slot and the fields below it.
pub(crate) struct Trail {
    pub(crate) root: Root,
    pub(crate) path: Vec<SmolStr>,
    /// Which fields stand behind a `?.` that leaves something out.
    pub(crate) asked: Vec<bool>,
}

impl Trail {
    /// A slot and fields below it, none of them behind `?.`.
    pub(crate) fn new(root: Root, path: Vec<SmolStr>) -> Self {
        Self { root, asked: vec![false; path.len()], path }
    }
}

impl Checker<'_> {
    pub(crate) fn name(&mut self, name: &SmolStr, place: Place) -> Option<Typed> {
        if let Some(local) = self.locals.iter().rev().find(|local| local.name == *name) {
            let spot = Spot { root: Root::Local(local.slot), path: Vec::new() };
            let ty = narrowed(local.ty.clone(), &spot, &self.facts);
            let node = Node::Read(Source::Local(local.slot));
            return Some(Typed { node, ty, spot: Some(spot), truth: None });
        }
        if name == "now" && self.scope.definitions.iter().any(|definition| definition.name == *name) {
            // Which of the two is meant is not known: the name of the definition has a fault of its own.
            return None;
        }
        if name == "now" && self.scope.person {
            self.reads.time = true;
            return Some(Typed::of(Node::Now, Kind::Timestamp));
        }
        let visible = self.scope.definitions.get(..self.visible).unwrap_or_default();
        if let Some(index) = visible.iter().position(|definition| definition.name == *name) {
            return self.definition(index, place);
        }
        if self.roots().contains(&name.as_str()) {
            let help = Some(format!("name what you mean: `{name}.…`"));
            return self.fault_with(TYPE_MISMATCH, place, format!("`{name}` itself is no value"), help);
        }
        self.unknown(name, place)
    }

    fn unknown(&mut self, name: &str, place: Place) -> Option<Typed> {
        if self.frame.undeclared.iter().any(|told| told == name) {
            return None;
        }
        if let Some(variable) = self.scope.context.iter().find(|variable| variable.name == name) {
            let help = Some(format!("a variable of the context is written `ctx.{}`", variable.name));
            return self.fault_with(UNKNOWN_NAME, place, format!("there is no `{name}`"), help);
        }
        let later = self.scope.definitions.iter().any(|definition| definition.name == name);
        let before = self.source(Place { start: 0, end: place.start });
        let help = if let Some(help) = instead_of_nothing(name, before) {
            Some(help)
        } else if later {
            Some(format!("`{name}` is defined further down; a definition may use those above it"))
        } else if self.scope.person {
            let definitions = self.scope.definitions.iter().take(self.visible).map(|one| one.name.as_str());
            suggest::help(name, self.roots().into_iter().chain(["now"]).chain(definitions))
        } else {
            let locals = self.locals.iter().map(|local| local.name.as_str());
            suggest::nearest(name, locals)
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| Some("a function sees only its parameters and its own variables".to_owned()))
        };
        self.fault_with(UNKNOWN_NAME, place, format!("there is no `{name}`"), help)
    }

    pub(crate) fn roots(&self) -> Vec<&'static str> {
        let mut roots = Vec::new();
        if self.scope.person {
            roots.extend(["ctx", "event", "user", "profile", "state"]);
        }
        if !self.scope.old.is_empty() {
            roots.push("old");
        }
        roots
    }

    /// The body of a definition, checked where it is used: its faults stand in it, the use as a label.
    fn definition(&mut self, index: usize, place: Place) -> Option<Typed> {
        let scope = self.scope;
        let definition = scope.definitions.get(index)?;
        self.reads.definitions.push(definition.name.clone());
        let body = definition.body.as_ref()?;
        let use_span = place.span(self.text);
        self.uses.push((definition.name.clone(), use_span));
        let (text, visible) = (self.text, self.visible);
        let locals = std::mem::take(&mut self.locals);
        (self.text, self.visible) = (&body.text, index);
        let typed = self.check(&body.tree);
        (self.text, self.visible, self.locals) = (text, visible, locals);
        self.uses.pop();
        typed
    }

    pub(crate) fn chain(&mut self, base: &Tree, links: &[Link]) -> Option<Typed> {
        let mut at = self.start(base, links)?;
        let mut lenient = false;
        while let Some(link) = links.get(at.links) {
            let place = Place { start: base.place.start, end: end_before(base, links, at.links) };
            if link.optional {
                lenient |= at.typed.ty.optional || at.typed.ty.kind == Kind::Any;
            } else {
                self.present(&at.typed, place)?;
            }
            // Of a type that is known, nothing is missing here but what was left out; `any` has to be asked.
            let reach = match (lenient, &at.typed.ty.kind) {
                (false, _) => Reach::Must,
                (true, Kind::Any) if !link.optional && at.source.is_none() => Reach::Rest,
                (true, _) => Reach::May,
            };
            at = self.link(at, link, place, reach)?;
        }
        if lenient && at.typed.ty.kind != Kind::Any {
            at.typed.ty.optional = true;
            at.typed.ty = match &at.typed.spot {
                Some(spot) => narrowed(at.typed.ty, spot, &self.facts),
                None => at.typed.ty,
            };
        }
        if let Some(trail) = &at.source {
            at.typed.node = self.read(trail, base.place)?;
        } else if lenient {
            at.typed.node = Node::Chain(Box::new(at.typed.node));
        }
        Some(at.typed)
    }

    fn link(&mut self, at: Followed, link: &Link, before: Place, reach: Reach) -> Option<Followed> {
        let links = at.links + 1;
        match &link.kind {
            LinkKind::Method(name, args) => {
                let receiver = self.settle(at, before)?;
                let mut receiver = receiver;
                receiver.ty.optional &= !link.optional;
                let typed = self.call_method(name, link, (receiver, before), args, reach)?;
                Some(Followed { typed, source: None, links })
            }
            LinkKind::Field(name) => self.field(at, name, link, reach),
            LinkKind::Index(Tree { kind: TreeKind::Str(name), .. }) if !matches!(at.typed.ty.kind, Kind::List(_)) => {
                self.field(at, name, link, reach)
            }
            LinkKind::Index(index) => {
                let base = self.settle(at, before)?;
                let by = self.check(index)?;
                self.present(&by, index.place)?;
                let ty = match (&base.ty.kind, &by.ty.kind) {
                    (Kind::List(item), Kind::Int | Kind::Any) if **item != NEVER => (**item).clone(),
                    (Kind::List(_), Kind::Int | Kind::Any) | (Kind::Any, _) => Type::of(Kind::Any),
                    (Kind::List(_), other) => {
                        let message =
                            format!("the place in a list must be an int, not {}", show(&Type::of(other.clone())));
                        return self.fault(TYPE_MISMATCH, index.place, message);
                    }
                    _ => {
                        let message = format!("{} has no items", show(&base.ty.clone().present()));
                        return self.fault(TYPE_MISMATCH, before, message);
                    }
                };
                let typed = Typed::new(Node::Index(reach, Box::new((base.node, by.node))), ty);
                Some(Followed { typed, source: None, links })
            }
        }
    }

    fn field(&mut self, at: Followed, name: &SmolStr, link: &Link, reach: Reach) -> Option<Followed> {
        let links = at.links + 1;
        match &at.typed.ty.kind {
            Kind::Object(fields) => {
                let Some((_, ty)) = fields.iter().find(|field| field.0 == *name) else {
                    if self.is_unread(&at) {
                        return None;
                    }
                    let help = suggest::help(name, fields.iter().map(|field| field.0.as_str()));
                    return self.fault_with(UNKNOWN_NAME, link.place, format!("there is no field `{name}`"), help);
                };
                let ty = ty.clone();
                let spot = at.typed.spot.map(|mut spot| {
                    spot.path.push(name.clone());
                    spot
                });
                let ty = spot.iter().fold(ty, |ty, spot| narrowed(ty, spot, &self.facts));
                let asked = link.optional && at.typed.ty.optional;
                let source = at.source.map(|mut trail| {
                    trail.path.push(name.clone());
                    trail.asked.push(asked);
                    trail
                });
                let node = if source.is_some() {
                    at.typed.node
                } else {
                    Node::Field(reach, Box::new(at.typed.node), name.clone())
                };
                Some(Followed { typed: Typed { node, ty, spot, truth: None }, source, links })
            }
            Kind::Any => {
                let base = self.settle(at, link.place)?;
                let node = Node::Field(reach, Box::new(base.node), name.clone());
                Some(Followed { typed: Typed::of(node, Kind::Any), source: None, links })
            }
            _ if self.is_unread(&at) => None,
            other => {
                let message = format!("{} has no field `{name}`", show(&Type::of(other.clone())));
                self.fault(UNKNOWN_NAME, link.place, message)
            }
        }
    }

    /// Whether it is a part of a payload of which not all is known.
    fn is_unread(&self, at: &Followed) -> bool {
        let of_payload = at.source.as_ref().is_some_and(|trail| trail.root == Root::Payload);
        of_payload && matches!(self.scope.event, EventScope::Payload(payload) if payload.partial)
    }

    /// The part with a node that reads all of it.
    fn settle(&mut self, at: Followed, place: Place) -> Option<Typed> {
        let mut typed = at.typed;
        if let Some(trail) = &at.source {
            typed.node = self.read(trail, place)?;
        }
        Some(typed)
    }

    fn read(&mut self, trail: &Trail, place: Place) -> Option<Node> {
        let read = self.plain_read(trail, place)?;
        let asked = trail.asked.contains(&true);
        Some(if asked { Node::Asked(trail.asked.clone().into(), Box::new(read)) } else { read })
    }

    fn plain_read(&mut self, trail: &Trail, place: Place) -> Option<Node> {
        let source = match trail.root {
            Root::Context(slot) => Source::Context(slot),
            Root::Old(slot) => Source::Old(slot),
            Root::Profile(slot) => Source::Profile(slot),
            Root::Local(slot) => Source::Local(slot),
            Root::Envelope(_) => return None,
            Root::Payload => {
                let Some(path) = self.paths.intern(&trail.path) else {
                    return self.fault(UNKNOWN_NAME, place, "the journey reads too many payload fields");
                };
                self.reads.payload.push(path);
                return Some(Node::Read(Source::Payload(path)));
            }
        };
        Some(if trail.path.is_empty() { Node::Read(source) } else { Node::ReadPath(source, trail.path.clone().into()) })
    }
}

/// `ty` as it is where `facts` are known of the place that it is read from.
pub(crate) fn narrowed(mut ty: Type, spot: &Spot, facts: &Facts) -> Type {
    if facts.knows(spot) {
        ty.optional = false;
    }
    ty
}

fn end_before(base: &Tree, links: &[Link], index: usize) -> usize {
    index.checked_sub(1).and_then(|before| links.get(before)).map_or(base.place.end, |link| link.end)
}
