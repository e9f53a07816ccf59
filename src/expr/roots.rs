//! What `ctx`, `event`, `profile`, `user`, `state` and `old` hold, and what of it is there at this place.

use smol_str::SmolStr;

use crate::expr::checker::{Checker, Typed};
use crate::expr::facts::{Root, Spot};
use crate::expr::names::{Followed, Trail, narrowed};
use crate::expr::node::{Member, Node};
use crate::expr::scope::{EventScope, Variable};
use crate::expr::tokens::Place;
use crate::expr::tree::{Link, LinkKind, Tree, TreeKind};
use crate::terms::rule::{NOT_AVAILABLE_HERE, TYPE_MISMATCH, UNKNOWN_NAME};
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};

impl Checker<'_> {
    /// The beginning of a chain: what `ctx.x`, `event.payload.x` and the like mean, or any part of an expression.
    pub(crate) fn start(&mut self, base: &Tree, links: &[Link]) -> Option<Followed> {
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
            .map(|spot| Trail::new(spot.root, spot.path));
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
            let names = || variables.iter().map(|variable| variable.name.as_str());
            if !matches!(root(0), Root::Profile(_)) {
                let help = suggest::help(name, names());
                return self.fault_with(UNKNOWN_NAME, link.place, format!("there is no variable `{name}`"), help);
            }
            let near = suggest::nearest(name, names()).map(|near| format!("did you mean `{near}`?"));
            let declare = format!("declare it with its type: `profile: {{ {name}: string }}`");
            let known = || suggest::help(name, names()).map(|known| format!("{known}; {declare}"));
            let help = near.or_else(known).or(Some(declare.clone()));
            return self.fault_with(UNKNOWN_NAME, link.place, format!("the profile has no field `{name}`"), help);
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
        Followed { typed, source: Some(Trail::new(root, path)), links }
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
        if payload.partial {
            return None;
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

fn field_name(link: &Link) -> Option<&SmolStr> {
    match &link.kind {
        LinkKind::Field(name) | LinkKind::Index(Tree { kind: TreeKind::Str(name), .. }) => Some(name),
        _ => None,
    }
}
