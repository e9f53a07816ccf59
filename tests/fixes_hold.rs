//! Fixes change what they say and nothing else, and one that does not hold is taken back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod mending;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mending::{FILE, QUOTES, errors, look, mended, mended_with, text};
use wayfare::lint::mend::candidates::Choice;
use wayfare::lint::mend::look::Look;
use wayfare::terms::finding::{Edit, Finding, Fix};
use wayfare::terms::rule::RuleName;
use wayfare::terms::span::Span;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A journey of which `steps` are the steps of its first state.
fn journey(steps: &str) -> String {
    format!(
        "wayfare: 1\njourney: a\nversion: 1.0.0\ncontext:\n  gone: {{ type: bool, default: false }}\n  n: {{ type: int, \
         default: 1 }}\n  plan: {{ type: string, default: \"x\" }}\nevents:\n  E: {{}}\ninitial: A\nstates:\n  A:\n    \
         steps:\n{steps}  B: {{ final: true }}\n"
    )
}

/// The rule and the place of each finding.
fn named(look: &Look) -> Vec<(&'static str, Span)> {
    look.judged.iter().map(|judged| (judged.finding.rule.0, judged.finding.span)).collect()
}

#[test]
fn quotes_come_and_nothing_else_changes() {
    for (broken, fixed) in [
        ("guard: !ctx.gone && ctx.n > 1   # 😀 why", "guard: '!ctx.gone && ctx.n > 1'   # 😀 why"),
        ("guard: \"x\\ty\" == ctx.plan", "guard: '\"x\\ty\" == ctx.plan'"),
        ("guard: \"\t\" == ctx.plan #\t", "guard: '\"\t\" == ctx.plan' #\t"),
        ("guard: ctx.plan == \"it's: ü\"", "guard: 'ctx.plan == \"it''s: ü\"'"),
        ("guard: ctx.plan == \"e\u{301}: x\"", "guard: 'ctx.plan == \"e\u{301}: x\"'"),
        ("set: { n: =max(5, ctx.n), plan: \"x\" }", "set: { n: '=max(5, ctx.n)', plan: \"x\" }"),
        ("guard: { all: [!ctx.gone, \"x\" == ctx.plan] }", "guard: { all: ['!ctx.gone', '\"x\" == ctx.plan'] }"),
        ("guard: { any: [ctx.n in [1, 2], !ctx.gone] } # é", "guard: { any: ['ctx.n in [1, 2]', '!ctx.gone'] } # é"),
        (
            "set:\n          plan: |\n            !a: [\n\n            b\n        guard: !ctx.gone",
            "set:\n          plan: |\n            !a: [\n\n            b\n        guard: '!ctx.gone'",
        ),
    ] {
        for (mark, line_break) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n"), ("\u{feff}", "\r\n")] {
            let whole = |line: &str| {
                let step = format!(
                    "      # first\n      - id: one\n        triggers: E\n        {line}\n\n        to: B  # last\n"
                );
                format!("{mark}{}", journey(&step).replace('\n', line_break))
            };
            let mended = mended(&whole(broken));
            assert_eq!(text(&mended), whole(fixed), "{:?}", mended.refused);
            assert_eq!(errors(&mended.look), BTreeMap::new(), "{broken}");
            assert!(mended.refused.is_empty(), "{broken}: {:?}", mended.refused);
            let fresh = look(&[(PathBuf::from(FILE), whole(fixed))], |_| Vec::new());
            assert_eq!(named(&mended.look), named(&fresh), "{broken}: what is told is what is there afterwards");
        }
    }
}

#[test]
fn a_fix_that_brings_an_error_is_taken_back_and_the_others_stay() {
    let step = |id: &str, guard: &str| format!("      - {{ id: {id}, triggers: E, guard: {guard}, to: B }}\n");
    let steps = |guards: [&str; 3]| {
        journey(&["a", "b", "c"].iter().zip(guards).map(|(id, it)| step(id, it)).collect::<String>())
    };
    let mended = mended(&steps(["!ctx.gone", "!ctx.gon", "!ctx.gone && ctx.n > 1"]));
    assert_eq!(text(&mended), steps(["'!ctx.gone'", "!ctx.gon", "'!ctx.gone && ctx.n > 1'"]));
    let [refused] = mended.refused.as_slice() else { panic!("{:?}", mended.refused) };
    assert_eq!((refused.place.shown.as_str(), refused.rule.0), ("a.yaml:15:38", QUOTES));
    assert!(refused.doubt.to_string().contains("unknown-name"), "{}", refused.doubt);
    assert_eq!(mended.fixed.len(), 2);
}

#[test]
fn faults_that_were_covered_are_fixed_in_later_rounds() {
    let step =
        |number: usize, guard: &str| format!("      - {{ id: s{number}, triggers: E, guard: {guard}, to: B }}\n");
    let steps = |guard: &str| journey(&(0..90).map(|number| step(number, guard)).collect::<String>());
    let mended = mended(&steps("\"x\" == ctx.plan"));
    assert_eq!(text(&mended), steps("'\"x\" == ctx.plan'"), "{:?}", mended.refused);
    assert_eq!(mended.fixed.len(), 90);
}

/// Rules of the tests' own; the names are some of the catalogue's, and mean nothing.
const RULES: [RuleName; 3] = [RuleName("any-type"), RuleName("any-order"), RuleName("naming")];

/// A finding for each `wrong` in the text, whose fix writes `right`.
fn replace(look: &Look, rule: usize, (wrong, right): (&str, &str), safe: bool) -> Vec<Finding> {
    let source = &look.workspace.sources[0];
    let found = source.text.match_indices(wrong).map(|(at, _)| {
        let span = Span::new(source.id, at as u32, (at + wrong.len()) as u32);
        let edits = vec![Edit { span, text: right.to_owned() }];
        Finding::new(RULES[rule], span, "wrong").fix(Fix { message: "write it right".to_owned(), edits, safe })
    });
    found.collect()
}

#[test]
fn what_only_may_be_right_waits_to_be_asked_for() {
    let good = journey("      - { id: wrong, triggers: E, to: B }\n");
    let rule = |look: &Look| replace(look, 0, ("wrong", "right"), false);
    assert!(mended_with(&good, Choice::Safe, rule).texts.is_empty());
    let mended = mended_with(&good, Choice::All, rule);
    assert_eq!(text(&mended), good.replace("wrong", "right"));
}

#[test]
fn what_reads_differently_elsewhere_or_stays_wrong_is_taken_back() {
    let good = journey("      - { id: one, triggers: E, to: B }\n      - { id: two, triggers: E, to: B } # two\n");
    for (wrong, right) in [
        ("{ id: one, triggers: E, to: B }", "{ id: one, triggers: E, to: B } # \\\n"),
        ("one,", "one, guard: \"ctx.n > 1\", triggers: E, to: B }\n      - { id: three,"),
        ("E, to: B }\n", "E, to: B, title: 'x }\n"),
        ("id: one", "id: id: one"),
        ("id: one", "id: two"),
    ] {
        let mended = mended_with(&good, Choice::Safe, |look| replace(look, 0, (wrong, right), true));
        assert_eq!(mended.texts, BTreeMap::new(), "{right}: {:?}", mended.fixed);
        assert!(!mended.refused.is_empty(), "{right}");
    }
}

#[test]
fn fixes_that_call_for_one_another_end() {
    let good = journey("      - { id: a1, triggers: E, to: B }\n");
    let swap = |look: &Look| [replace(look, 0, ("a1", "a2"), true), replace(look, 1, ("a2", "a1"), true)].concat();
    let mended = mended_with(&good, Choice::Safe, swap);
    assert!(mended.unfinished, "{:?}", mended.fixed);
}

#[test]
fn fixes_that_overlap_come_one_after_the_other() {
    let good = journey("      - { id: xyz, triggers: E, to: B }\n");
    let rule = |look: &Look| {
        [replace(look, 0, ("xy", "a"), true), replace(look, 1, ("yz", "b"), true), replace(look, 2, ("az", "c"), true)]
            .concat()
    };
    let mended = mended_with(&good, Choice::Safe, rule);
    assert_eq!(text(&mended), good.replace("xyz", "c"), "{:?}", mended.refused);
    assert_eq!(mended.fixed.len(), 2);
}

/// The journeys and pages of the corpus: what is good, and what is broken already.
fn corpus() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut folders = ["journeys", "src/cli/init", "tests/reading"].map(|folder| Path::new(ROOT).join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let ending = path.extension().and_then(|ending| ending.to_str());
            match ending {
                _ if path.is_dir() => folders.push(path),
                Some("yaml") => texts.push((path.display().to_string(), fs::read_to_string(&path).unwrap())),
                Some("md") => {
                    let page = fs::read_to_string(&path).unwrap();
                    let blocks = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
                    texts.extend(blocks.map(|block| (path.display().to_string(), block.to_owned())));
                }
                _ => {}
            }
        }
    }
    texts
}

/// `text` without the quotes around what stands in them, as far as it is an expression: what people write first.
fn without_quotes(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let value = line.find(": '").or_else(|| line.find(": \"")).map(|at| at + 2);
        let bare = value.and_then(|at| {
            let (quote, rest) = line[at..].split_at(1);
            let inside = rest.split(quote).next()?;
            let is_expression = ["ctx.", "event.", "profile."].iter().any(|root| inside.contains(root));
            let twice = rest.matches(quote).count() > 1;
            (is_expression && !twice && !inside.contains('\\'))
                .then(|| line.replacen(&format!("{quote}{inside}{quote}"), inside, 1))
        });
        out.push_str(bare.as_deref().unwrap_or(line));
    }
    out
}

#[test]
fn on_the_corpus_fixes_hold() {
    let (mut fixed, mut files) = (0, 0);
    for (name, good) in corpus() {
        let (good, bare) = (good.clone(), without_quotes(&good));
        for text in [good, bare.replace('\n', "\r\n"), format!("\u{feff}{bare}")] {
            fixed += holds(&name, &text);
            files += 1;
        }
    }
    assert!(files > 100 && fixed > 80, "{fixed} fixes in {files} files");
}

/// Checks everything that holds of the fixes of `before`; how many there are.
fn holds(name: &str, before: &str) -> usize {
    let mended = mended(before);
    let after = text(&mended);
    let first = look(&[(PathBuf::from(FILE), before.to_owned())], |_| Vec::new());
    let safe =
        |look: &Look| look.judged.iter().filter(|it| it.finding.fix.as_ref().is_some_and(|fix| fix.safe)).count();
    assert_eq!(safe(&mended.look), mended.refused.len(), "{name}: each is fixed or told");
    assert!(!mended.unfinished, "{name}");

    let known = errors(&first);
    let new: Vec<_> = errors(&mended.look)
        .into_iter()
        .filter(|(error, many)| known.get(error).is_none_or(|before| many > before))
        .collect();
    assert!(new.iter().all(|((rule, _), _)| *rule == QUOTES || *rule == "yaml-syntax"), "{name}: {new:?}");

    assert_eq!(before.matches('\n').count(), after.matches('\n').count(), "{name}");
    let without = |line: &str| line.replace(['\'', '"'], "");
    for (old, new) in before.split('\n').zip(after.split('\n')) {
        assert_eq!(without(old), without(new), "{name}: only quotes come");
        let changed = old != new;
        assert!(!changed || new.matches('\'').count() > old.matches('\'').count(), "{name}: {old:?} became {new:?}");
    }

    let again = mending::mended(after);
    assert!(again.texts.is_empty(), "{name}: fixing twice changes something: {:?}", again.fixed);
    mended.fixed.len()
}
