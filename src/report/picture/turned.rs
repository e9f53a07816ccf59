//! What is said of a step in few words; of what two versions say otherwise, what it was and what it is.

use crate::picture::chart::{Effect, EffectKind, Words};
use crate::report::picture::clip::{LONG, clip, turned};

/// A value of so many bytes is told.
const SHORT: usize = 12;

/// What makes it happen.
pub fn trigger(words: &Words) -> String {
    let was = words.before.as_ref().map_or(&words.trigger, |was| &was.trigger);
    turned(was, &words.trigger, LONG)
}

/// What must hold.
pub fn guard(words: &Words) -> Option<String> {
    const NONE: &str = "no guard";
    let is = words.guard.as_deref();
    let was = words.before.as_ref().map_or(is, |was| was.guard.as_deref());
    (was.is_some() || is.is_some()).then(|| turned(was.unwrap_or(NONE), is.unwrap_or(NONE), LONG))
}

/// What is done, what changed first: with `+` what is new, with `−` what is gone.
pub fn done(words: &Words) -> Vec<String> {
    let is = effects(&words.effects);
    let Some(before) = words.before.as_ref().filter(|was| was.effects != words.effects) else { return is };
    let was = effects(&before.effects);
    if was == is {
        return within(&before.effects, &words.effects, &is);
    }
    let gone = was.iter().filter(|item| !is.contains(item)).map(|item| format!("− {item}"));
    let new = is.iter().filter(|item| !was.contains(item)).map(|item| format!("+ {item}"));
    let kept = is.iter().filter(|item| was.contains(item)).cloned();
    gone.chain(new).chain(kept).collect()
}

/// Of effects with the same short forms those whole that differ, and the short forms of the others.
fn within(was: &[Effect], is: &[Effect], short: &[String]) -> Vec<String> {
    let differing: Vec<(&Effect, &Effect)> = was.iter().zip(is).filter(|(was, is)| was != is).collect();
    let told = |item: &&String| differing.iter().all(|(_, is)| self::short(is) != **item);
    let others: Vec<String> = short.iter().filter(told).cloned().collect();
    differing.iter().map(|(was, is)| turned(&was.full, &is.full, LONG)).chain(others).collect()
}

/// What is done, by its short forms, requests to the world first and variables last; what is done only under a condition
/// has `perhaps` before it.
pub fn effects(effects: &[Effect]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for kind in [EffectKind::Act, EffectKind::Event, EffectKind::Set] {
        for effect in effects.iter().filter(|effect| effect.kind == kind) {
            let short = short(effect);
            let text = if effect.depth == 0 { short } else { format!("perhaps {short}") };
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    all
}

/// A variable with a long value is only named.
fn short(effect: &Effect) -> String {
    match effect.short.split_once(" = ") {
        Some((name, value)) if effect.kind == EffectKind::Set && value.len() > SHORT => format!("set {name}"),
        _ => clip(&effect.short, LONG),
    }
}

#[cfg(test)]
mod tests {
    use super::{done, guard, trigger};
    use crate::picture::chart::{Effect, EffectKind, Words};

    fn words(trigger: &str, guard: Option<&str>, effects: &[(&str, &str)]) -> Words {
        let effect = |&(short, full): &(&str, &str)| Effect {
            kind: EffectKind::Act,
            short: short.to_owned(),
            full: full.to_owned(),
            depth: 0,
        };
        Words {
            trigger: trigger.to_owned(),
            guard: guard.map(str::to_owned),
            effects: effects.iter().map(effect).collect(),
            ..Words::default()
        }
    }

    #[test]
    fn what_was_is_told_beside_what_is() {
        let was = words("after 3d", None, &[("send", "send (a)"), ("log", "log")]);
        let mut is = words("after 2d", Some("ctx.n > 2"), &[("send", "send (b)"), ("log", "log")]);
        is.before = Some(Box::new(was));
        assert_eq!(trigger(&is), "after 3d → after 2d");
        assert_eq!(guard(&is).as_deref(), Some("no guard → ctx.n > 2"));
        assert_eq!(done(&is), ["send (a) → send (b)", "log"]);
        is.effects.remove(0);
        assert_eq!(done(&is), ["− send", "log"]);
        is.before = None;
        assert_eq!((trigger(&is).as_str(), done(&is)), ("after 2d", vec!["log".to_owned()]));
    }
}
