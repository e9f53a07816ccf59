//! Changes of actions.

use crate::diff::change::{Change, Class};
use crate::diff::judge::declared::pii;
use crate::diff::judge::known::Known;
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Part};
use crate::diff::shapes::{Fit, fit, is_needed};
use crate::graph::content::said::{Line, Said};
use crate::terms::shape::Shape;

/// The changes that `part` is.
pub fn judge(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    match (part.was, part.is) {
        (false, _) => {
            out.push(pair.whole(Kind::ActionAdded, Class::Minor, part, "nothing was ever asked of it".into()));
        }
        (_, false) => out.push(if known.is_called(&part.element.id) {
            let meaning = "what the old version asked of it may still wait in the outbox".to_owned();
            pair.whole(Kind::ActionRemoved, Class::Major, part, meaning)
        } else {
            pair.whole(Kind::ActionRemoved, Class::Minor, part, "nothing ever asked anything of it".into())
        }),
        _ => {
            for delta in &part.deltas {
                // Told with the window that came or went.
                if delta.key == "outside" && is_whole_window(part) {
                    continue;
                }
                if delta.is_prose() {
                    out.extend((!part.comes_with(delta)).then(|| pair.prose(delta)));
                } else if delta.key.starts_with("param.") {
                    param(known, delta, out);
                } else {
                    out.extend(said(known, delta));
                }
            }
        }
    }
}

/// Whether the action got its window, or lost it.
fn is_whole_window(part: &Part<'_>) -> bool {
    part.deltas.iter().any(|delta| delta.key == "window" && delta.was.is_some() != delta.is.is_some())
}

fn said(known: &Known<'_>, delta: &Delta<'_>) -> Option<Change> {
    let (kind, class, meaning) = match delta.key.as_str() {
        "consent" => {
            (Kind::ActionConsentChanged, Class::Major, "the consent that people gave covers the old purpose only")
        }
        "basis" => (Kind::ActionBasisChanged, Class::Major, "it was sent on another legal basis so far"),
        "sink" => (Kind::ActionSinkChanged, Class::Minor, "what waits in the outbox goes there too"),
        "cap" => (Kind::ActionCapChanged, Class::Minor, "what people got so far counts under the new limits"),
        "window" if known.pair.renames_window(delta) => {
            let meaning = "its window is called otherwise".to_owned();
            return Some(known.pair.change(Kind::ActionWindowChanged, Class::Minor, delta, meaning));
        }
        "window" | "outside" => (Kind::ActionWindowChanged, Class::Minor, "people get it at other hours"),
        "timeout" | "retry" => (Kind::ActionRetryChanged, Class::Minor, "a sink that fails is asked again otherwise"),
        "on_success" | "on_failure" => {
            (Kind::ActionAnswerChanged, Class::Minor, "what becomes of it is told by another event")
        }
        key if key.starts_with("result.") => {
            (Kind::ActionResultChanged, Class::Minor, "answers on their way have the old fields")
        }
        _ => return None,
    };
    Some(Change { ack: class == Class::Minor, ..known.pair.change(kind, class, delta, meaning.to_owned()) })
}

fn param(known: &Known<'_>, delta: &Delta<'_>, out: &mut Vec<Change>) {
    let is_used = known.is_called(&delta.element.id);
    let made = |kind, class, meaning: &str| match class {
        Class::Major if !is_used => {
            known.pair.change(kind, Class::Minor, delta, "nothing ever asked anything of it".into())
        }
        _ => known.pair.change(kind, class, delta, meaning.to_owned()),
    };
    let (was, is) = match (shape(delta.was), shape(delta.is)) {
        (None, Some(is)) if is_needed(is) => {
            out.push(made(Kind::ActionParamAdded, Class::Major, "effects that wait in the outbox do not have it"));
            return;
        }
        (None, Some(_)) => {
            out.push(made(
                Kind::ActionParamAdded,
                Class::Minor,
                "effects that wait in the outbox do not have it, which is fine",
            ));
            return;
        }
        (Some(_), None) => {
            out.push(made(Kind::ActionParamRemoved, Class::Major, "effects that wait in the outbox still have it"));
            return;
        }
        (Some(was), Some(is)) => (was, is),
        (None, None) => return,
    };
    match fit(was, is) {
        Fit::Same => {}
        Fit::Wider => {
            out.push(made(Kind::ActionParamWidened, Class::Minor, "effects that wait in the outbox fit as before"));
        }
        Fit::Narrower | Fit::Other => {
            out.push(made(Kind::ActionParamRetyped, Class::Major, "effects that wait in the outbox may not fit"));
        }
    }
    out.extend(pii(known, delta, was, is));
    if was.default != is.default {
        let change = made(Kind::DefaultChanged, Class::Minor, "where nothing is given, another value goes out");
        out.push(Change { ack: true, ..change });
    }
}

fn shape<'d>(line: Option<&'d Line<'d>>) -> Option<&'d Shape> {
    match &line?.said {
        Said::Shape(shape) => Some(shape),
        _ => None,
    }
}
