//! Fixes end where what they mean ends, and take out nothing that is needed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod mending;

use std::collections::BTreeMap;
use std::path::PathBuf;

use mending::{FILE, QUOTES, errors, look, mended, mended_with, text};
use wayfare::lint::mend::candidates::Choice;

/// A journey with these events, of which `lines` are those of the first state.
fn buying(events: &str, lines: &str) -> String {
    format!(
        "wayfare: 1\njourney: t\nversion: 1.0.0\ntitle: T\nowner: o\nevents:\n{events}entry: {{ triggers: GO }}\ninitial: \
         NEW\nstates:\n  NEW:\n    steps:\n{lines}      - {{ id: give-up, after: 30d, to: END }}\n  END: {{ final: true }}\n"
    )
}

const EVENTS: &str = "  GO: {}\n  BUY: { payload: { n: int, s: string, b: bool } }\n";

/// The rules of everything that is found in `text`.
fn rules(text: &str) -> Vec<&'static str> {
    let look = look(&[(PathBuf::from(FILE), text.to_owned())], |_| Vec::new());
    look.judged.iter().map(|judged| judged.finding.rule.0).collect()
}

#[test]
fn an_expression_in_brackets_over_lines_ends_where_its_item_does() {
    for (lines, whole) in [
        ("- { id: buy, triggers: BUY,\n          guard: GUARD, to: END }", "\"a\" == event.payload.s"),
        ("- { id: buy, triggers: BUY, to: END,\n          guard: GUARD }", "'a' == event.payload.s"),
        ("- { id: buy, triggers: BUY, to: END,\n        guard: GUARD }  # why", "\"a\" == event.payload.s"),
        ("- { id: buy,\n          triggers: BUY, guard: GUARD,\n          to: END }", "\"a, }\" == event.payload.s"),
        (
            "- {\n          id: buy, name: \"x\", triggers: BUY,\n          guard: GUARD,\n          to: END\n        }",
            "\"a\" == event.payload.s",
        ),
        (
            "- { id: buy, to: END, triggers: BUY,\n          guard: { all: [event.payload.b,\n            GUARD ] } }",
            "\"a\" == event.payload.s",
        ),
        ("- { id: buy, triggers: BUY,\n          guard: GUARD, to: END }", "max(event.payload.n, 2) > 1"),
    ] {
        for line_break in ["\n", "\r\n"] {
            let lines = format!("      {lines}\n");
            let text_with = |guard: &str| buying(EVENTS, &lines.replace("GUARD", guard)).replace('\n', line_break);
            assert_eq!(rules(&text_with(whole)), [QUOTES], "{lines}");
            let mended = mended(&text_with(whole));
            let quoted = format!("'{}'", whole.replace('\'', "\""));
            assert_eq!(text(&mended), text_with(&quoted), "{lines} {:?}", mended.refused);
            assert_eq!(errors(&mended.look), BTreeMap::new(), "{lines}");
        }
    }
}

#[test]
fn strings_in_single_quotes_stand_in_double_ones_inside_the_quotes() {
    for (bare, quoted) in [
        ("'pro' == event.payload.s", "'\"pro\" == event.payload.s'"),
        ("!event.payload.b && event.payload.s == 'it'", "'!event.payload.b && event.payload.s == \"it\"'"),
    ] {
        let with = |guard: &str| {
            buying(
                EVENTS,
                &format!("      - id: buy\n        triggers: BUY\n        guard: {guard}\n        to: END\n"),
            )
        };
        assert_eq!(text(&mended(&with(bare))), with(quoted));
    }
}

#[test]
fn quotes_that_would_not_help_are_not_offered() {
    for guard in ["{ event.payload.b }", "event.payload.b: true", "!event.payload.b && (", "!x == 'a\"b'"] {
        let text = buying(
            EVENTS,
            &format!("      - id: buy\n        triggers: BUY\n        guard: {guard}\n        to: END\n"),
        );
        let look = look(&[(PathBuf::from(FILE), text)], |_| Vec::new());
        let quotes = look.judged.iter().map(|judged| &judged.finding).find(|finding| finding.rule.0 == QUOTES);
        let finding = quotes.unwrap_or_else(|| panic!("{guard}: {:?}", look.judged));
        assert!(finding.fix.is_none() && finding.help.is_some(), "{guard}: {finding:?}");
    }
}

#[test]
fn line_breaks_do_not_decide_what_is_safe() {
    let lines = "      - id: buy\n        triggers: BUY\n        guard: !(event.payload.s == \"a\"\n          || \
                 event.payload.n > 2)   # c\n        to: END\n";
    for line_break in ["\n", "\r\n"] {
        let mended = mended(&buying(EVENTS, lines).replace('\n', line_break));
        assert!(mended.texts.is_empty(), "nobody knows whether the second line belongs to it");
    }
}

#[test]
fn a_name_in_quotes_is_put_right_and_what_it_means_stays() {
    let more = |rest: &str| {
        format!(
            "{EVENTS}windows:\n  working: {{ from: \"08:00\", to: \"20:00\" }}\ncaps:\n  weekly: {{ max: 1, per: 7d }}\nactions:\n  \
             send: {{ cap: 'weekly' }}\n{rest}"
        )
    };
    let lines = "      - { id: buy, triggers: 'BUY', actions: [\"send\"], to: END }\n      - { id: w, after: 3d, within: \
                 'working', to: END }\n";
    let good = buying(&more("exit:\n  - { id: out, triggers: [\"BUY\"] }\n"), lines);
    for (right, wrong) in [
        ("'BUY'", "'BUYY'"),
        ("[\"send\"]", "[\"sendd\"]"),
        ("within: 'working'", "within: 'wrking'"),
        ("cap: 'weekly'", "cap: 'weeekly'"),
    ] {
        let alone = if right == "'BUY'" { good.replace("[\"BUY\"]", "GO") } else { good.clone() };
        let broken = alone.replace(right, wrong);
        assert_ne!(broken, alone);
        assert!(rules(&broken).iter().all(|rule| !rule.ends_with("-unused")), "{wrong}: {:?}", rules(&broken));
        let mended = mended_with(&broken, Choice::All, |_| Vec::new());
        assert_eq!(text(&mended), alone, "{:?}", mended.refused);
    }
}

#[test]
fn an_entry_goes_wherever_it_stands_but_not_with_a_comment() {
    let lines = "      - { id: buy, triggers: BUY, to: END }\n";
    let kept = format!("{EVENTS}actions:\n  send: {{ params: {{ x: int }} }}\n");
    for (before, after) in [
        (format!("  AAA: {{}}\n{EVENTS}"), EVENTS.to_owned()),
        (format!("  AAA:\n    payload: {{ n: int }}\n\n{EVENTS}"), EVENTS.to_owned()),
        (format!("  AAA: {{}}\n  AAB: {{}}\n{EVENTS}"), EVENTS.to_owned()),
        (format!("{EVENTS}  AAA: {{}}\n"), EVENTS.to_owned()),
        (format!("  AAA: {{}} # why\n{EVENTS}"), format!("  AAA: {{}} # why\n{EVENTS}")),
        (format!("  AAA:\n    # why\n    payload: {{ n: int }}\n{EVENTS}"), String::new()),
        (kept.replace("actions:\n", "actions:\n  first: {}\n"), kept.clone()),
    ] {
        let lines = if before.contains("send") {
            lines.replace("BUY,", "BUY, actions: [send: { x: 1 }],")
        } else {
            lines.to_owned()
        };
        let after = if after.is_empty() { before.clone() } else { after };
        for line_break in ["\n", "\r\n"] {
            let whole = |events: &str| buying(events, &lines).replace('\n', line_break);
            let mended = mended_with(&whole(&before), Choice::All, |_| Vec::new());
            assert_eq!(text(&mended), whole(&after), "{before} {:?}", mended.refused);
            assert!(mended.refused.is_empty(), "what cannot hold is not offered: {:?}", mended.refused);
        }
    }
}
