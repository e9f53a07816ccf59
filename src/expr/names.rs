//! What a name and the fields after it stand for.

use smol_str::SmolStr;

use crate::expr::checker::{Checker, Typed};
use crate::expr::facts::{Facts, Root, Spot};
use crate::expr::kinds::{NEVER, show};
use crate::expr::node::{Member, Node, Source};
use crate::expr::scope::{EventScope, Variable};
use crate::expr::tokens::Place;
use crate::expr::tree::{Link, LinkKind, Tree, TreeKind};
use crate::terms::rule::{NOT_AVAILABLE_HERE, TYPE_MISMATCH, UNKNOWN_NAME};
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};

/// A chain as far as it was followed.
struct Followed {
    typed: Typed,
    /// What its fields are read from, while it is nothing but fields.
    source: Option<Trail>,
    /// How many links are done.
    links: usize,
}

/// A slot and the fields below it.
struct Trail {
    root: Root,
    path: Vec<SmolStr>,
}

impl Checker<'_> {
    pub(crate) fn name(&mut self, name: &SmolStr, place: Place) -> Option<Typed> {
        if let Some(local) = self.locals.iter().rev().find(|local| local.name == *name) {
            let spot = Spot { root: Root::Local(local.slot), path: Vec::new() };
            let ty = narrowed(local.ty.clone(), &spot, &self.facts);
            let node = Node::Read(Source::Local(local.slot));
            return Some(Typed { node, ty, spot: Some(spot), truth: None });
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
        if let Some(variable) = self.scope.context.iter().find(|variable| variable.name == name) {
            let help = Some(format!("a variable of the context is written `ctx.{}`", variable.name));
            return self.fault_with(UNKNOWN_NAME, place, format!("there is no `{name}`"), help);
        }
        let later = self.scope.definitions.iter().any(|definition| definition.name == name);
        let help = if later {
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

    fn roots(&self) -> Vec<&'static str> {
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
            at = self.link(at, link, place, lenient)?;
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
        }
        Some(at.typed)
    }

    fn link(&mut self, at: Followed, link: &Link, before: Place, lenient: bool) -> Option<Followed> {
        let links = at.links + 1;
        match &link.kind {
            LinkKind::Method(name, args) => {
                let receiver = self.settle(at, before)?;
                let mut receiver = receiver;
                receiver.ty.optional &= !link.optional;
                let typed = self.call_method(name, link, (receiver, before), args, lenient)?;
                Some(Followed { typed, source: None, links })
            }
            LinkKind::Field(name) => self.field(at, name, link, lenient),
            LinkKind::Index(Tree { kind: TreeKind::Str(name), .. }) if !matches!(at.typed.ty.kind, Kind::List(_)) => {
                self.field(at, name, link, lenient)
            }
            LinkKind::Index(index) => {
                let base = self.settle(at, before)?;
                let by = self.check(index)?;
                self.present(&by, index.place)?;
                let ty = match (&base.ty.kind, &by.ty.kind) {
                    (Kind::List(item), Kind::Int | Kind::Any) if **item != NEVER => (**item).clone(),
                    (Kind::List(_), Kind::Int | Kind::Any) => Type::of(Kind::Any),
                    (Kind::Any, _) => Type::of(Kind::Any),
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
                let typed = Typed::new(Node::Index(lenient, Box::new((base.node, by.node))), ty);
                Some(Followed { typed, source: None, links })
            }
        }
    }

    fn field(&mut self, at: Followed, name: &SmolStr, link: &Link, lenient: bool) -> Option<Followed> {
        let links = at.links + 1;
        match &at.typed.ty.kind {
            Kind::Object(fields) => {
                let Some((_, ty)) = fields.iter().find(|field| field.0 == *name) else {
                    let help = suggest::help(name, fields.iter().map(|field| field.0.as_str()));
                    return self.fault_with(UNKNOWN_NAME, link.place, format!("there is no field `{name}`"), help);
                };
                let ty = ty.clone();
                let spot = at.typed.spot.map(|mut spot| {
                    spot.path.push(name.clone());
                    spot
                });
                let ty = spot.iter().fold(ty, |ty, spot| narrowed(ty, spot, &self.facts));
                let source = at.source.map(|mut trail| {
                    trail.path.push(name.clone());
                    trail
                });
                let node = if source.is_some() {
                    at.typed.node
                } else {
                    Node::Field(lenient, Box::new(at.typed.node), name.clone())
                };
                Some(Followed { typed: Typed { node, ty, spot, truth: None }, source, links })
            }
            Kind::Any => {
                let base = self.settle(at, link.place)?;
                let node = Node::Field(lenient, Box::new(base.node), name.clone());
                Some(Followed { typed: Typed::of(node, Kind::Any), source: None, links })
            }
            other => {
                let message = format!("{} has no field `{name}`", show(&Type::of(other.clone())));
                self.fault(UNKNOWN_NAME, link.place, message)
            }
        }
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

    /// The beginning of a chain: what `ctx.x`, `event.payload.x` and the like mean, or any part of an expression.
    fn start(&mut self, base: &Tree, links: &[Link]) -> Option<Followed> {
        let TreeKind::Name(root) = &base.kind else { return self.start_anywhere(base) };
        let known = self.locals.iter().any(|local| local.name == *root);
        let Some(link) = links.first().filter(|_| !known && self.roots().contains(&root.as_str())) else {
            return self.start_anywhere(base);
        };
        let place = Place { start: base.place.start, end: link.end };
        let Some(name) = field_name(link) else {
            let help = Some(format!("name what you mean: `{root}.…`"));
            return self.fault_with(TYPE_MISMATCH, place, format!("`{root}` itself is no value"), help);
        };
        let scope = self.scope;
        match root.as_str() {
            "ctx" => self.variable(scope.context, name, link, Root::Context),
            "old" => self.variable(scope.old, name, link, Root::Old),
            "profile" => self.variable(scope.profile, name, link, Root::Profile),
            "event" => self.event(name, link, links, base),
            "user" => self.user(name, link, links),
            _ => match name.as_str() {
                "entered_at" => {
                    self.reads.time = true;
                    Some(done(Typed::of(Node::EnteredAt, Kind::Timestamp), 1))
                }
                _ => self.no_member("state", name, link.place, &["entered_at"]),
            },
        }
    }

    fn start_anywhere(&mut self, base: &Tree) -> Option<Followed> {
        let typed = self.check(base)?;
        let source = typed
            .spot
            .clone()
            .filter(|spot| matches!(spot.root, Root::Local(_)))
            .map(|spot| Trail { root: spot.root, path: spot.path });
        Some(Followed { typed, source, links: 0 })
    }

    fn variable(
        &mut self,
        variables: &[Variable],
        name: &SmolStr,
        link: &Link,
        root: fn(u16) -> Root,
    ) -> Option<Followed> {
        let Some(slot) = variables.iter().position(|variable| variable.name == *name) else {
            let help = suggest::help(name, variables.iter().map(|variable| variable.name.as_str()));
            return self.fault_with(UNKNOWN_NAME, link.place, format!("there is no variable `{name}`"), help);
        };
        let root = root(u16::try_from(slot).ok()?);
        match root {
            Root::Context(slot) => self.reads.context.push(slot),
            Root::Profile(slot) => self.reads.profile.push(slot),
            _ => {}
        }
        let mut ty = variables.get(slot)?.ty.clone();
        // Whatever a project declares, a profile may be empty.
        ty.optional |= matches!(root, Root::Profile(_));
        Some(self.rooted(root, Vec::new(), ty, 1))
    }

    fn rooted(&self, root: Root, path: Vec<SmolStr>, ty: Type, links: usize) -> Followed {
        let spot = Spot { root, path: path.clone() };
        let ty = narrowed(ty, &spot, &self.facts);
        let typed = Typed { node: Node::Now, ty, spot: Some(spot), truth: None };
        Followed { typed, source: Some(Trail { root, path }), links }
    }

    fn event(&mut self, name: &SmolStr, link: &Link, links: &[Link], base: &Tree) -> Option<Followed> {
        let place = Place { start: base.place.start, end: link.end };
        if let EventScope::Absent(reason) = self.scope.event {
            return self.fault(NOT_AVAILABLE_HERE, place, format!("`event.{name}` is not available here: {reason}"));
        }
        let (index, member, kind) = match name.as_str() {
            "type" => (0, Member::Kind, Kind::String),
            "id" => (1, Member::Id, Kind::String),
            "timestamp" => (2, Member::Timestamp, Kind::Timestamp),
            "session_id" => (3, Member::Session, Kind::String),
            "payload" => return self.payload(links, place),
            _ => {
                let all = ["payload", "type", "id", "timestamp", "session_id"];
                if let EventScope::Payload(payload) = self.scope.event
                    && payload.fields.iter().any(|field| field.name == *name)
                {
                    let help = Some(format!("a field of the payload is written `event.payload.{name}`"));
                    return self.fault_with(UNKNOWN_NAME, link.place, format!("`event` has no `{name}`"), help);
                }
                return self.no_member("event", name, link.place, &all);
            }
        };
        self.reads.envelope = true;
        let optional = matches!(self.scope.event, EventScope::Envelope) || member == Member::Session;
        let spot = Spot { root: Root::Envelope(index), path: Vec::new() };
        let ty = narrowed(Type { kind, optional }, &spot, &self.facts);
        let typed = Typed { node: Node::Envelope(member), ty, spot: Some(spot), truth: None };
        Some(done(typed, 1))
    }

    fn payload(&mut self, links: &[Link], before: Place) -> Option<Followed> {
        let EventScope::Payload(payload) = self.scope.event else {
            let message = "`event.payload` is not available here: no trigger of this step brings one";
            return self.fault(NOT_AVAILABLE_HERE, before, message);
        };
        let Some((link, name)) = links.get(1).and_then(|link| Some((link, field_name(link)?))) else {
            let help = Some("name a field of it: `event.payload.…`".to_owned());
            return self.fault_with(TYPE_MISMATCH, before, "`event.payload` itself is no value", help);
        };
        if let Some(field) = payload.fields.iter().find(|field| field.name == *name) {
            return Some(self.rooted(Root::Payload, vec![name.clone()], field.ty.clone(), 2));
        }
        if let Some((_, why)) = payload.refused.iter().find(|refused| refused.0 == *name) {
            let why = why.clone();
            return self.fault(UNKNOWN_NAME, link.place, format!("`{name}` cannot be read here: {why}"));
        }
        let help = suggest::help(name, payload.fields.iter().map(|field| field.name.as_str()));
        self.fault_with(UNKNOWN_NAME, link.place, format!("the payload has no field `{name}`"), help)
    }

    fn user(&mut self, name: &SmolStr, link: &Link, links: &[Link]) -> Option<Followed> {
        match name.as_str() {
            "id" | "anonymous" => {
                self.reads.user = true;
                let typed = if name == "id" {
                    Typed::of(Node::UserId, Kind::String)
                } else {
                    Typed::of(Node::UserAnonymous, Kind::Bool)
                };
                Some(done(typed, 1))
            }
            "consent" => {
                let Some((link, purpose)) = links.get(1).and_then(|link| Some((link, field_name(link)?))) else {
                    let help = Some("name a purpose: `user.consent.marketing`".to_owned());
                    return self.fault_with(TYPE_MISMATCH, link.place, "`user.consent` itself is no value", help);
                };
                let Some(slot) = self.scope.purposes.iter().position(|known| known == purpose) else {
                    let help = suggest::help(purpose, self.scope.purposes.iter().map(SmolStr::as_str));
                    let message = format!("no action and no config names the purpose `{purpose}`");
                    return self.fault_with(UNKNOWN_NAME, link.place, message, help);
                };
                let slot = u16::try_from(slot).ok()?;
                self.reads.purposes.push(slot);
                Some(done(Typed::of(Node::Consent(slot), Kind::Bool), 2))
            }
            _ => self.no_member("user", name, link.place, &["id", "consent", "anonymous"]),
        }
    }

    fn no_member<T>(&mut self, of: &str, name: &str, place: Place, all: &[&str]) -> Option<T> {
        let help = suggest::help(name, all.iter().copied());
        self.fault_with(UNKNOWN_NAME, place, format!("`{of}` has no `{name}`"), help)
    }
}

fn done(typed: Typed, links: usize) -> Followed {
    Followed { typed, source: None, links }
}

fn narrowed(mut ty: Type, spot: &Spot, facts: &Facts) -> Type {
    if facts.knows(spot) {
        ty.optional = false;
    }
    ty
}

fn field_name(link: &Link) -> Option<&SmolStr> {
    match &link.kind {
        LinkKind::Field(name) | LinkKind::Index(Tree { kind: TreeKind::Str(name), .. }) => Some(name),
        _ => None,
    }
}

fn end_before(base: &Tree, links: &[Link], index: usize) -> usize {
    index.checked_sub(1).and_then(|before| links.get(before)).map_or(base.place.end, |link| link.end)
}
