//! The people of a test: whom each item is about.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::syntax::scenarios::{AnonymousDecl, Deed, SendDecl, TestDecl};
use crate::terms::finding::Finding;
use crate::terms::span::Name;
use crate::trial::drift;
use crate::trial::script::Role;

/// What the test's own person is called where nothing else is said.
const USER: SmolStr = SmolStr::new_static("user");

/// The people of a test.
#[derive(Debug)]
pub struct Persons {
    /// The test's own.
    pub user: Role,
    /// An unknown id that is theirs from the beginning.
    pub link: Option<SmolStr>,
    known: FxHashSet<SmolStr>,
    unknown: FxHashSet<SmolStr>,
    /// Whether there may be others.
    hidden: bool,
}

impl Persons {
    /// Those of `test`.
    pub fn of(test: &TestDecl) -> Self {
        let id = test.user.id.as_ref().map(|id| id.value.clone());
        let (user, link) = match (&test.user.anonymous, id) {
            (None | Some(AnonymousDecl::Flag(false)), id) => (known(id.unwrap_or(USER)), None),
            (Some(AnonymousDecl::Flag(true)), id) => (unknown(id.unwrap_or(USER)), None),
            (Some(AnonymousDecl::Id(anonymous)), None) => (unknown(anonymous.value.clone()), None),
            (Some(AnonymousDecl::Id(anonymous)), Some(id)) => (known(id), Some(anonymous.value.clone())),
        };
        let (known, unknown, hidden) = (FxHashSet::default(), FxHashSet::default(), test.persons_hidden);
        let mut persons = Self { user, link, known, unknown, hidden };
        persons.unknown.extend(persons.link.clone());
        for deed in test.steps.iter().filter_map(|item| item.deed.as_ref()) {
            if let Deed::Send(send) = &deed.value {
                persons.unknown.extend(send.anonymous.iter().map(|name| name.value.clone()));
                persons.known.extend(send.as_.iter().map(|name| name.value.clone()));
            }
        }
        persons
    }

    /// Whose an event is, and the unknown id that it links with them.
    pub fn sender<'d>(&self, send: &'d SendDecl) -> (Role, Option<&'d SmolStr>) {
        match (&send.as_, &send.anonymous) {
            (None, None) => (self.user.clone(), None),
            (None, Some(anonymous)) => (unknown(anonymous.value.clone()), None),
            (Some(name), None) => (self.own(name).unwrap_or_else(|| known(name.value.clone())), None),
            (Some(name), Some(anonymous)) => {
                let own = self.own(name).filter(|own| !own.anonymous);
                (own.unwrap_or_else(|| known(name.value.clone())), Some(&anonymous.value))
            }
        }
    }

    /// The person that `name` means.
    pub fn named(&self, name: &Name) -> Result<Role, Box<Finding>> {
        if let Some(own) = self.own(name) {
            Ok(own)
        } else if self.known.contains(&name.value) || (self.hidden && !self.unknown.contains(&name.value)) {
            Ok(known(name.value.clone()))
        } else if self.unknown.contains(&name.value) {
            Ok(unknown(name.value.clone()))
        } else {
            let mut all: Vec<&str> = self.known.iter().chain(&self.unknown).map(SmolStr::as_str).collect();
            all.push(&self.user.id);
            all.sort_unstable();
            all.dedup();
            Err(Box::new(drift::unknown(name, "nobody in this test is called", all)))
        }
    }

    /// The test's own person, if `name` means them.
    fn own(&self, name: &Name) -> Option<Role> {
        (name.value == USER || name.value == self.user.id).then(|| self.user.clone())
    }
}

const fn known(id: SmolStr) -> Role {
    Role { id, anonymous: false }
}

const fn unknown(id: SmolStr) -> Role {
    Role { id, anonymous: true }
}
