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

#[test]
fn a_line_break_goes_and_no_blank_of_the_text() {
    let actions = "actions:\n  mail: { params: { c: string } }\n";
    let whole = |sign: &str| {
        let lines = format!(
            "      - id: buy\n        triggers: BUY\n        actions:\n          - mail:\n              c: {sign}\n                  three\n        to: END\n"
        );
        buying(&format!("{EVENTS}{actions}"), &lines)
    };
    for (sign, mended_sign) in [("|", "|-"), ("|2", "|2-"), ("|1", "|1-"), ("|2 # cc", "|2- # cc"), ("|+2", "|-2")] {
        let mended = mended_with(&whole(sign), Choice::All, |_| Vec::new());
        assert_eq!(text(&mended), whole(mended_sign), "{sign} {:?}", mended.refused);
    }
}

#[test]
fn a_lost_line_break_is_no_text_that_lacks_quotes() {
    let line = "      - { id: buy, triggers: BUY, to: END }\n";
    let good = buying(EVENTS, line);
    for (right, wrong) in [
        ("initial: NEW\nstates:\n", "initial: NEW states:\n"),
        ("title: T\n", "title: T steps:\n"),
        (line, "      - id: buy, triggers\n        : BUY, to: END }\n"),
        (line, "      - id: buy\n        triggers: BUY, to: END }\n"),
        ("  END: { final: true }", "  END: final: true\n    name: x"),
    ] {
        assert!(good.contains(right), "{right}");
        let broken = good.replace(right, wrong);
        let mended = mended_with(&broken, Choice::All, |_| Vec::new());
        assert_eq!(text(&mended), broken, "{wrong}");
    }
    let titled = |title: &str| good.replace("title: T\n", &format!("title: {title}\n"));
    let mended = mended_with(&titled("Hi: you"), Choice::All, |_| Vec::new());
    assert_eq!(text(&mended), titled("'Hi: you'"));
}

#[test]
fn a_comment_behind_the_fix_stays_one() {
    let with = |guard: &str| {
        let lines =
            format!("      - id: buy\n        triggers: BUY\n        guard: {guard}  # real\n        to: END\n");
        buying(EVENTS, &lines)
    };
    let bare = "event.payload.s == \"a #x\" && event.payload.n > 1";
    assert_eq!(text(&mended(&with(bare))), with(&format!("'{bare}'")));
}

#[test]
fn a_text_that_goes_on_behind_a_comma_is_quoted_whole_or_not_at_all() {
    let actions = "actions:\n  mail: { params: { c: string, d: int } }\n";
    let with = |c: &str| {
        let line = format!("      - {{ id: buy, triggers: BUY, actions: [mail: {{ c: {c}, d: 1 }}], to: END }}\n");
        buying(&format!("{EVENTS}{actions}"), &line)
    };
    let bare = with("Hi ${event.payload.s}, you");
    assert_eq!(text(&mended(&bare)), bare, "who knows where it ends");
    let mended = mended_with(&bare, Choice::All, |_| Vec::new());
    assert_eq!(text(&mended), with("'Hi ${event.payload.s}, you'"), "{:?}", mended.refused);
}

#[test]
fn fixes_that_hold_only_together_come_together() {
    let with = |guard: &str| {
        let lines = format!("      - id: buy\n        triggers: BUY\n        guard: {guard}\n        to: END\n");
        buying(EVENTS, &lines)
    };
    let broken = with("\"x\" == event.payload.ss");
    let safely = mended(&broken);
    assert_eq!(text(&safely), broken);
    assert_eq!(safely.refused.len(), 1);
    let mended = mended_with(&broken, Choice::All, |_| Vec::new());
    assert_eq!(text(&mended), with("'\"x\" == event.payload.s'"), "{:?}", mended.refused);
    let good = buying(EVENTS, "      - { id: buy, triggers: BUY, to: END }\n");
    let inside = good.replace("states:", "staes:").replace("    steps:", "    stps:").replace("final:", "finl:");
    let mended = mended_with(&inside, Choice::All, |_| Vec::new());
    assert_eq!(text(&mended), good, "{:?}", mended.refused);
}

#[test]
fn a_key_that_is_there_is_not_meant_once_more() {
    for more in ["trigger: BUY", "id2: x"] {
        let line = format!("      - {{ id: buy, triggers: BUY, {more}, to: END }}\n");
        let look = look(&[(PathBuf::from(FILE), buying(EVENTS, &line))], |_| Vec::new());
        let [one] = &*look.judged else { panic!("{:?}", look.judged) };
        let help = one.finding.help.as_deref().unwrap_or_default();
        assert!(one.finding.fix.is_none() && help.contains("is there already"), "{:?}", one.finding);
    }
}

#[test]
fn places_are_those_of_the_text_that_people_have() {
    let lines = "      - { id: buy, triggers: BUY, to: ENDD }\n      - { id: b, triggers: BUY, guard: \"x\" == event.payload.zzzzz, to: END }\n";
    let text_before = buying(EVENTS, lines).replace("events:\n", "events:\n  UNUSED: {}\n");
    let mended = mended_with(&text_before, Choice::All, |_| Vec::new());
    let place = |text: &str| {
        let line = text.lines().position(|line| line.contains("zzzzz")).unwrap();
        let column = text.lines().nth(line).unwrap().find("\"x\"").unwrap();
        format!("{FILE}:{}:{}", line + 1, column + 1)
    };
    let [now] = &*mended.refused else { panic!("{:?}", mended.refused) };
    let [before] = &*mended.refused_at_first else { panic!("{:?}", mended.refused_at_first) };
    assert_eq!(now.place.shown, place(text(&mended)));
    assert_eq!(before.place.shown, place(&text_before));
    assert_ne!(now.place, before.place);
    let line = now.place.shown.rsplit_once(':').unwrap().0;
    assert!(now.doubt.to_string().contains(&format!("at {line}:")), "{}", now.doubt);
}
