//! `diff`: exit codes, approvals, and the difference as JSON.

#![allow(clippy::unwrap_used, reason = "a test stops where it stands")]

mod harness;

use harness::Wayfare;

const OLD: &str = "wayfare: 1
journey: trial
version: 1.2.0
events: { START: {}, PAID: {} }
entry: { triggers: START }
initial: A
states:
  A: { steps: [{ id: paid, triggers: PAID, to: B }, { id: over, after: 3d, to: B }] }
  B: { final: true }
";

fn diff(args: &str, new: &str) -> Wayfare {
    Wayfare::new(&format!("diff old.yaml new.yaml {args}")).file("old.yaml", OLD).file("new.yaml", new)
}

fn later() -> String {
    OLD.replace("1.2.0", "1.3.0").replace("3d", "4d")
}

fn gone() -> String {
    OLD.replace("1.2.0", "2.0.0").replace("A: {", "C: {").replace("initial: A", "initial: C").replace("3d", "4d")
}

#[test]
fn a_version_that_says_what_changed_exits_with_0_and_any_other_with_1() {
    diff("", OLD).exits(0);
    diff("", &later()).exits(0);
    let said = diff("", &later().replace("1.3.0", "1.2.0")).exits(1).stdout();
    assert!(said.contains("`version-not-bumped`"), "{said}");
    let said = diff("", &later().replace("1.3.0", "1.2.1")).exits(1).stdout();
    assert!(said.contains("`bump-too-small`: from `1.2.0` to `1.2.1` is a patch version"), "{said}");
    let said = diff("", &gone()).exits(1).stdout();
    assert!(said.contains("`migration-missing`") && said.contains("A: C"), "{said}");
}

#[test]
fn what_satisfies_a_major_change_is_taken_as_it_was_proposed() {
    let said = diff("--format json", &gone()).exits(1).json_lines().remove(0);
    let entry = said["verdict"]["proposed_migrate"].as_str().unwrap();
    diff("", &format!("{}{entry}", gone())).exits(0);
    diff("", &format!("{}migrate: [{{ from: 1.x, finish: true }}]\n", gone())).exits(0);
}

#[test]
fn a_witness_without_values_is_whoever_it_is() {
    let said = diff("", &OLD.replace("after: 3d", "after: 3d, guard: \"false\"")).exits(1).stdout();
    assert!(said.contains("whoever it is: was true, is false"), "{said}");
}

#[test]
fn a_timer_that_goes_on_as_another_is_not_said_to_be_dropped() {
    let two = OLD.replace("{ id: over", "{ id: soon, after: 2d, to: B }, { id: over");
    let one = OLD.replace("1.2.0", "2.0.0") + "migrate: [{ from: 1.x, steps: { soon: over } }]\n";
    let run = Wayfare::new("diff old.yaml new.yaml").file("old.yaml", two).file("new.yaml", one);
    let said = run.exits(0).stdout();
    assert!(
        said.contains("go on as `over` when people move") && said.contains("if it was set before `over`"),
        "{said}"
    );
}

#[test]
fn a_proposal_says_each_state_once() {
    let old = "\
wayfare: 1
journey: trial
version: 1.0.0
events: { START: {}, F: {}, G: {} }
entry: { triggers: START }
initial: P
states:
  P:
    parallel: true
    steps: [{ id: pd, triggers: done.P, to: DONE }]
    states:
      R1: { initial: R1a, states: { R1a: { steps: [{ id: r1, triggers: F, to: R1z }] }, R1z: { final: true } } }
      R2: { initial: R2a, states: { R2a: { steps: [{ id: r2, triggers: G, to: R2z }] }, R2z: { final: true } } }
  DONE: { final: true }
";
    let mut new = old.replace("1.0.0", "2.0.0");
    for (was, is) in [
        ("P:", "Q:"),
        ("initial: P", "initial: Q"),
        ("done.P", "done.Q"),
        ("id: pd", "id: qd"),
        ("R2:", "S2:"),
        ("R2z", "S2z"),
    ] {
        new = new.replace(was, is);
    }
    let run = Wayfare::new("diff old.yaml new.yaml --format json").file("old.yaml", old).file("new.yaml", &new);
    let said = run.exits(1).json_lines().remove(0);
    let entry = said["verdict"]["proposed_migrate"].as_str().unwrap();
    let run = Wayfare::new("diff old.yaml new.yaml --format json").file("old.yaml", old);
    let again = run.file("new.yaml", format!("{new}{entry}"));
    assert!(!entry.contains("R2a: exit"), "{entry}");
    again.exits(0);
}

#[test]
fn a_proposal_takes_over_what_the_new_type_takes() {
    let journey = |version: &str, of: &str| {
        format!(
            "wayfare: 1
journey: trial
version: {version}
context: {{ x: {of} }}
events: {{ START: {{}}, GO: {{}} }}
entry: {{ triggers: START }}
initial: A
states:
  A: {{ steps: [{{ id: go, triggers: GO, to: B }}] }}
  B: {{ final: true }}
"
        )
    };
    for (was, is, proposed) in [
        ("{ type: int, default: 5 }", "{ type: int, default: 5, min: 2, max: 9 }", "x: =max(min(old.x, 9), 2) "),
        ("{ type: int? }", "{ type: int, default: 5 }", "x: =old.x ?? 5 "),
        (
            "{ type: string?, default: a }",
            "{ type: string, default: \"a: 'b' #c\" }",
            "x: '=old.x ?? \"a: ''b'' #c\"' ",
        ),
        ("{ type: number, default: 5 }", "{ type: int, default: 5 }", "x: =round(old.x) "),
        ("{ type: string, default: a }", "{ enum: [a, b], default: b }", "x: \"b\" "),
        ("{ enum: [a, b, c], default: a }", "{ enum: [a, b], default: b }", "x: \"b\" "),
        ("{ type: int, default: 5 }", "{ type: string, default: \"5\" }", "x: \"5\" "),
        ("{ type: int, default: 5 }", "{ type: duration, default: 5d }", "x: 5d "),
        ("{ type: int, default: 5 }", "{ type: string? }", "x: null "),
        ("{ type: int, default: 5 }", "{ type: [string], default: [a] }", "x: [\"a\"] "),
        ("{ type: duration? }", "{ type: duration, default: 1d }", "x: =old.x ?? duration(\"1d\") "),
        (
            "{ type: timestamp? }",
            "{ type: timestamp, default: \"2026-01-01T00:00:00Z\" }",
            "x: =old.x ?? timestamp(\"2026-01-01T00:00:00Z\") ",
        ),
        (
            "{ type: duration, default: 9d }",
            "{ type: duration, max: 5d, default: 1d }",
            "x: =min(old.x, duration(\"5d\")) ",
        ),
        ("{ type: string, default: a }", "{ type: string, pattern: \"^[a-z]*$\", default: a }", "x: \"a\" "),
        ("{ type: [int], default: [1] }", "{ type: [{ type: int, max: 9 }], default: [1] }", "x: [1] "),
        (
            "{ fields: { a: int? }, default: {} }",
            "{ fields: { a: int, b: string }, default: { a: 1, b: =b } }",
            "x: { a: 1, b: \"==b\" } ",
        ),
        ("{ type: int, default: 5 }", "{ type: string, default: \"==a ${b}\" }", "x: \"===a $${b}\" "),
    ] {
        let (old, new) = (journey("1.0.0", was), journey("2.0.0", is));
        is_proposed_and_accepted(&old, &new, proposed);
    }
    let (was, is) = ("{ type: int, default: 5 }", "{ type: int, default: 5, max: 9 }");
    is_proposed_and_accepted(&journey("1.0.0-rc.1", was), &journey("2.0.0", is), "from: \"=1.0.0-rc.1\"");
}

/// What is proposed for the way from `old` to `new` holds `proposed`, and is accepted.
fn is_proposed_and_accepted(old: &str, new: &str, proposed: &str) {
    let run = Wayfare::new("diff old.yaml new.yaml --format json").file("old.yaml", old).file("new.yaml", new);
    let said = run.exits(1).json_lines().remove(0);
    let entry = said["verdict"]["proposed_migrate"].as_str().unwrap();
    assert!(entry.contains(proposed), "{entry}");
    Wayfare::new("diff old.yaml new.yaml").file("old.yaml", old).file("new.yaml", format!("{new}{entry}")).exits(0);
}

const REGIONS: &str = "wayfare: 1
journey: trial
version: 1.0.0
events: { START: {}, GO: {}, OUT: {} }
entry: { triggers: START }
initial: BOTH
states:
  BOTH:
    parallel: true
    steps: [{ id: out, triggers: OUT, to: END }]
    states:
      LEFT: { initial: L1, states: { L1: { steps: [{ id: left, triggers: GO, to: L2 }] }, L2: {} } }
      RIGHT: { initial: R1, states: { R1: { steps: [{ id: right, triggers: GO, to: R2 }] }, R2: {} } }
      UNDER: { initial: U1, states: { U1: { steps: [{ id: under, triggers: GO, to: U2 }] }, U2: {} } }
  ALONE: { steps: [{ id: on, triggers: GO, to: END }] }
  END: { final: true }
";

#[test]
fn the_proposal_for_a_region_that_goes_is_accepted() {
    let start = REGIONS.find("      UNDER").unwrap();
    let mut without = REGIONS.to_owned();
    without.replace_range(start..REGIONS.find("  ALONE").unwrap(), "");
    let without = without.replace("1.0.0", "2.0.0");
    is_proposed_and_accepted(REGIONS, &without, "UNDER: BOTH\n");
}

#[test]
fn the_proposal_for_a_state_that_leaves_a_parallel_one_is_accepted() {
    let moved = REGIONS
        .replace(", L2: {} } }", " } }")
        .replace("  ALONE:", "  L2: { steps: [{ id: back, triggers: GO, to: BOTH }] }\n  ALONE:");
    is_proposed_and_accepted(REGIONS, &moved.replace("1.0.0", "2.0.0"), "L2: BOTH  # beside the other regions\n");
    let whole = REGIONS.replace("L2: {} } }", "L2: { initial: DEEP, states: { DEEP: {} } } } }");
    let moved = whole.replace(", L2: { initial: DEEP, states: { DEEP: {} } } } }", " } }").replace(
        "  ALONE:",
        "  L2: { initial: DEEP, steps: [{ id: back, triggers: GO, to: BOTH }], states: { DEEP: {} } }\n  ALONE:",
    );
    is_proposed_and_accepted(&whole, &moved.replace("1.0.0", "2.0.0"), "DEEP: BOTH  # beside the other regions\n");
}

#[test]
fn the_proposal_for_a_renamed_state_that_nobody_reaches_is_accepted() {
    let renamed = REGIONS.replace("1.0.0", "2.0.0").replace("ALONE", "BY_ITSELF");
    is_proposed_and_accepted(REGIONS, &renamed, "ALONE: BY_ITSELF\n");
}

#[test]
fn what_people_will_notice_is_approved_by_its_fingerprint() {
    let said = diff("--require-approval --format json", &later()).exits(1).json_lines().remove(0);
    let waits = said["verdict"]["unapproved"].as_array().unwrap();
    assert_eq!(waits.len(), 1, "{said}");
    let fingerprint = waits[0].as_str().unwrap();
    diff(&format!("--require-approval --approve {fingerprint}"), &later()).exits(0);
    diff("--require-approval --approve 000000000000", &later()).exits(1);
}

#[test]
fn a_schema_is_compared_by_what_it_says() {
    let journey = |version: &str, schema: &str| {
        format!(
            "wayfare: 1\njourney: trip\nversion: {version}\nevents: {{ GO: {{ schema: {schema} }} }}\n\
             context: {{ n: {{ type: number, default: 0 }} }}\n\
             entry: {{ triggers: GO, set: {{ n: =event.payload.total }} }}\n\
             initial: A\nstates: {{ A: {{ steps: [{{ id: t, after: 1d, to: Z }}] }}, Z: {{ final: true }} }}\n"
        )
    };
    let was = r##"{"type":"object","required":["total"],"properties":{"total":{"type":"number"},"note":{"$ref":"#/$defs/note"}},
        "$defs":{"note":{"type":"string","minLength":3}}}"##;
    let diff = |version: &str, is: &str, code| {
        let run = Wayfare::new("diff old.yaml new.yaml --format json").file("old.yaml", journey("1.0.0", "a.json"));
        let run = run.file("new.yaml", journey(version, "b.json")).file("a.json", was).file("b.json", is);
        let said = run.exits(code).json_lines().remove(0);
        let changes = said["changes"].as_array().unwrap().iter();
        let words = |of: &serde_json::Value| {
            ["kind", "before", "after"].map(|of_it| of[of_it].as_str().unwrap_or("-").to_owned()).join(" ")
        };
        changes.map(words).collect::<Vec<_>>()
    };
    let same = r#"{
      "title": "Somebody goes", "required": ["total"], "type": "object",
      "properties": { "note": { "minLength": 3, "type": "string", "description": "why" }, "total": { "type": "number" } }
    }"#;
    assert_eq!(diff("1.0.0", same, 0), ["layout - -"]);
    let wider = same.replace("\"minLength\": 3, ", "");
    assert_eq!(diff("1.1.0", &wider, 0), ["event-field-widened properties.note.minLength: 3 -"]);
    let narrower = same.replace('3', "4");
    let told = "event-field-narrowed properties.note.minLength: 3 properties.note.minLength: 4";
    assert_eq!(diff("2.0.0", &narrower, 1), [told]);
    // What is told of a field is not told of the schema as well.
    let typed = same.replace("\"type\": \"number\"", "\"type\": \"integer\"");
    assert_eq!(diff("2.0.0", &typed, 1), ["event-field-narrowed number int"]);
}

#[test]
fn an_approval_is_of_one_journey() {
    let fingerprint = |id: &str| {
        let of = |version: &str, days: u32| {
            format!(
                "wayfare: 1\njourney: {id}\nversion: {version}\nevents: {{ GO: {{}} }}\nentry: {{ triggers: GO }}\n\
                 initial: A\nstates: {{ A: {{ steps: [{{ id: t, after: {days}d, to: Z }}] }}, Z: {{ final: true }} }}\n"
            )
        };
        let run = Wayfare::new("diff old.yaml new.yaml --format json").file("old.yaml", of("1.0.0", 1));
        let said = run.file("new.yaml", of("1.1.0", 2)).exits(0).json_lines().remove(0);
        said["changes"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    assert_ne!(fingerprint("one"), fingerprint("other"));
    assert_eq!(fingerprint("one"), fingerprint("one"));
}

#[test]
fn json_has_both_versions_their_hashes_and_places() {
    let said = diff("--format json", &later()).exits(0).json_lines().remove(0);
    assert_eq!((&said["old"]["version"], &said["new"]["version"]), (&"1.2.0".into(), &"1.3.0".into()));
    assert_ne!(said["old"]["hash"], said["new"]["hash"]);
    let change = &said["changes"][0];
    assert_eq!((&change["kind"], &change["element"]), (&"timer-changed".into(), &"step over".into()));
    assert_eq!((&change["before"], &change["after"]), (&"after 3d".into(), &"after 4d".into()));
    assert_eq!((&change["class"], &change["ack"]), (&"minor".into(), &true.into()));
    assert_eq!(change["places"]["new"]["start"]["line"], 8);
    assert_eq!((&said["verdict"]["needed"], &said["verdict"]["made"]), (&"minor".into(), &"minor".into()));
}

#[test]
fn a_picture_shows_one_journey_and_a_comment_all_of_them() {
    let two = |format: &str| {
        let run = Wayfare::new(&format!("diff was is --format {format}"));
        let run = run.file("was/a.yaml", OLD).file("is/a.yaml", later());
        let other = |text: &str| text.replace("journey: trial", "journey: other");
        run.file("was/b.yaml", other(OLD)).file("is/b.yaml", other(&later()))
    };
    for format in ["html", "svg", "mermaid"] {
        let said = two(format).exits(2).stderr();
        let expected = format!("`--format {format}` shows one journey, and 2 changed: `other`, `trial`");
        assert!(said.contains(&expected), "{said}");
    }
    let said = two("markdown").exits(0).stdout();
    assert!(said.contains("### ✅ `other`") && said.contains("### ✅ `trial`"), "{said}");
    assert_eq!(said.matches("```mermaid").count(), 2, "{said}");
    diff("--format html", &later()).exits(0);
    diff("--format svg", &later().replace("1.3.0", "1.2.0")).exits(1);
}

#[test]
fn the_hash_of_what_was_published_stays_as_it_is() {
    let said = diff("--format json", OLD).exits(0).json_lines().remove(0);
    // As docs/diff.md says it is made; it was worked out by hand from that page as well.
    assert_eq!(said["old"]["hash"], "h1:680d142a5dd561e6dcc0fc5be52f009b539bbe59904e3ddd1af2878f4a19d6f6");
}

#[test]
fn what_cannot_be_compared_exits_with_2() {
    let said = diff("", &OLD.replace("journey: trial", "journey: other")).exits(2).stderr();
    assert!(said.contains("`old.yaml` has `trial`, `new.yaml` has `other`"), "{said}");
    diff("", "wayfare: 1\njourney: trial\n").exits(2);
}

#[test]
fn json_says_who_moves_and_who_would_be_stuck() {
    let old = OLD.replace(
        "to: B }] }",
        "to: C }] }\n  C: { steps: [{ id: late, triggers: PAID, to: B }, { id: end, after: 9d, to: B }] }",
    );
    let new = OLD.replace("1.2.0", "2.0.0") + "migrate: [{ from: 1.x }]\n";
    let diff = |new: &str, exit: i32| {
        let files = Wayfare::new("diff old.yaml new.yaml --format json").file("old.yaml", &old).file("new.yaml", new);
        files.exits(exit).json_lines().remove(0)
    };
    let said = diff(&new, 1);
    let fault = &said["migration"]["faults"][0];
    assert_eq!((&fault["rule"], &fault["kind"]), (&"migration-incomplete".into(), &"nowhere".into()), "{said}");
    assert_eq!((&fault["states"][0], &fault["person"]["states"][0]), (&"C".into(), &"C".into()));
    assert_eq!(fault["person"]["timers"][0], "end");
    assert_eq!(fault["person"]["by"][0], "`START`");
    assert_eq!(fault["places"]["new"]["start"]["line"], 10);
    let said = diff(&new.replace("from: 1.x", "from: 1.x, states: { C: exit }"), 0);
    let moves = said["migration"]["moves"].as_array().unwrap();
    let fates: Vec<&str> = moves.iter().map(|of| of["fate"].as_str().unwrap()).collect();
    assert_eq!((fates, said["migration"]["faults"].as_array().unwrap().len()), (vec!["stay", "leave"], 0));
    let said = diff(&new.replace("from: 1.x", "from: 1.x, finish: true"), 0);
    assert!(said["migration"].is_null(), "{said}");
}

#[test]
fn whoever_goes_on_with_the_move_is_not_said_to_stay() {
    let asks = "A: { steps: [{ id: on, always: true, guard: ctx.n > 2, to: C }, ";
    let rest = "  C: { steps: [{ id: end, after: 9d, to: B }] }\n";
    let old = OLD.replace("events:", "context: { n: { type: int, default: 0 } }\nevents:") + rest;
    let new = old.replace("1.2.0", "1.3.0").replace("A: { steps: [", asks);
    let said = |new: &str, args: &str| {
        Wayfare::new(&format!("diff old.yaml new.yaml {args}")).file("old.yaml", &old).file("new.yaml", new).exits(0)
    };
    let text = said(&new, "").stdout();
    assert!(text.contains("A           stays, and may go on at once to C by `on`\n"), "{text}");
    let kept = "timer over  keeps its due time for whoever does not go on at once by `on`; else it is dropped";
    assert!(text.contains(kept), "{text}");
    let of = said(&new, "--format json").json_lines().remove(0)["migration"]["moves"][0].clone();
    assert_eq!((&of["fate"], &of["to"][0], &of["stays"]), (&"stay".into(), &"A".into(), &true.into()), "{of}");
    assert_eq!((&of["onward"][0]["to"][0], &of["onward"][0]["by"][0]), (&"C".into(), &"on".into()));
    let text = said(&new.replace("guard: ctx.n > 2, ", ""), "").stdout();
    assert!(text.contains("A           goes on at once to C by `on`\n"), "{text}");
    assert!(text.contains("timer over  is dropped (it is set in `A`)"), "{text}");
    let of = said(&new.replace("guard: ctx.n > 2, ", ""), "--format json").json_lines().remove(0);
    let of = &of["migration"]["moves"][0];
    assert_eq!((&of["fate"], &of["stays"]), (&"move".into(), &false.into()), "{of}");
    for format in ["markdown", "html"] {
        let text = said(&new, &format!("--format {format}")).stdout();
        assert!(text.contains("may go on at once to"), "{text}");
    }
}

#[test]
fn whoever_moves_with_the_state_around_them_is_told_with_which() {
    let inner = "initial: B1, states: { B1: { steps: [{ id: more, triggers: PAID, to: B2 }] }, B2: {} }";
    let old = OLD.replace("A: { steps: [", &format!("A: {{ {inner}, steps: ["));
    let regions =
        "parallel: true, states: { L: { initial: L1, states: { L1: {} } }, R: { initial: R1, states: { R1: {} } } }";
    let new = old.replace(inner, regions).replace("A: {", "P: {").replace("initial: A", "initial: P");
    let new = new.replace("1.2.0", "2.0.0") + "migrate: [{ from: 1.x, states: { A: P } }]\n";
    let run = Wayfare::new("diff old.yaml new.yaml").file("old.yaml", old).file("new.yaml", new);
    let said = run.exits(0).stdout();
    assert!(said.contains("B1, B2  → L1 and R1, as `migrate` says of A\n"), "{said}");
}
