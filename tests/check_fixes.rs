//! `check --fix`: files are changed where a fix is certain, and only as much as was shown.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::collections::BTreeSet;
use std::fs;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;

const GOOD: &str = include_str!("harness/welcome.yaml");
const GUARD: &str = "guard: event.payload.amount > 10.0";
const BARE: &str = "guard: !(event.payload.amount > 10.0)  # small ones";
const QUOTED: &str = "guard: '!(event.payload.amount > 10.0)'  # small ones";

/// The sample journey with this guard in the place of its own.
fn with(guard: &str) -> String {
    assert!(GOOD.contains(GUARD));
    GOOD.replace(GUARD, guard)
}

/// The same with a guard that quotes alone do not mend, and a target that is not there.
fn stubborn(guard: &str) -> String {
    with(guard).replace("  LOST: {", "      - { id: more, triggers: LEFT, guard: !ctx.nowhere, to: LOST }\n  LOST: {")
}

fn check(args: &str, text: impl AsRef<[u8]>) -> Wayfare {
    Wayfare::new(args).file("welcome.yaml", text)
}

#[test]
fn what_is_certain_is_fixed_in_the_file() {
    let ran = check("check --fix welcome.yaml", with(BARE)).exits(0);
    assert_eq!(ran.read("welcome.yaml"), with(QUOTED));
    assert_eq!(
        (ran.stdout().as_str(), ran.stderr().as_str()),
        ("", "fixed 1 finding in 1 file\nno findings in 1 file\n")
    );
    assert_eq!(ran.files(), ["welcome.yaml"], "nothing is left beside it");
    let again = ran.then("check --fix").exits(0);
    assert_eq!(again.stderr(), "nothing was fixed\nno findings in 1 file\n");
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let windows = |text: String| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let ran = check("check --fix", windows(with(BARE))).exits(0);
    assert_eq!(ran.read("welcome.yaml"), windows(with(QUOTED)));
}

#[test]
fn what_is_left_is_told_and_fails() {
    let ran = check("check --fix welcome.yaml", stubborn(BARE)).exits(1);
    assert_eq!(ran.read("welcome.yaml"), stubborn(QUOTED));
    assert_snapshot!("left", ran.snapshot());
    let json = check("check --fix welcome.yaml --format json", stubborn(BARE)).exits(1);
    let tree: serde_json::Value = serde_json::from_str(&json.stdout()).expect("JSON");
    assert_eq!(tree["summary"]["errors"], 1, "{tree}");
}

#[test]
fn a_difference_shows_it_and_writes_nothing() {
    let ran = check("check --fix --diff", stubborn(BARE)).exits(1);
    assert_eq!(ran.read("welcome.yaml"), stubborn(BARE));
    assert_snapshot!("difference", ran.snapshot());
    let patched = ran.then("check --fix --diff").file("welcome.yaml", with(QUOTED)).exits(0);
    assert_eq!((patched.stdout().as_str(), patched.stderr().as_str()), ("", "nothing would be fixed\n"));
}

#[test]
fn the_difference_is_a_patch_that_git_takes() {
    let ran = check("check --fix --diff", with(BARE)).exits(1);
    let patch = ran.stdout();
    let wayfare = ran.then("check").file("fix.patch", patch).git(&["apply", "-p0", "fix.patch"]);
    assert_eq!(fs::read_to_string(wayfare.path("welcome.yaml")).unwrap(), with(QUOTED));
}

#[test]
fn a_path_with_a_blank_in_it_ends_with_a_tab_in_a_patch() {
    let ran = Wayfare::new("check --fix --diff").file("wel come.yaml", with(BARE)).exits(1);
    assert!(ran.stdout().starts_with("--- wel come.yaml\t\n+++ wel come.yaml\t\n@@ "), "{}", ran.stdout());
    let patch = ran.stdout();
    let wayfare = ran.then("check").file("fix.patch", patch).git(&["apply", "-p0", "fix.patch"]);
    assert_eq!(fs::read_to_string(wayfare.path("wel come.yaml")).unwrap(), with(QUOTED));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let ran = Wayfare::new("check --fix -").stdin(with(BARE)).exits(0);
    assert_eq!(
        (ran.stdout(), ran.stderr().as_str()),
        (with(QUOTED), "fixed 1 finding in 1 file\nno findings in 1 file\n")
    );
    let good = Wayfare::new("check --fix -").stdin(GOOD).exits(0);
    assert_eq!(good.stdout(), GOOD);
    let broken = Wayfare::new("check --fix -").stdin(stubborn(BARE)).exits(1);
    assert_eq!(broken.stdout(), stubborn(QUOTED));
    assert!(broken.stderr().contains("--> <stdin>:"), "{}", broken.stderr());
    let shown = Wayfare::new("check --fix --diff -").stdin(with(BARE)).exits(1);
    assert!(shown.stdout().starts_with("--- <stdin>\n+++ <stdin>\n"), "{}", shown.stdout());
}

#[test]
fn what_is_no_text_goes_nowhere() {
    let ran = Wayfare::new("check --fix -").stdin(b"wayfare: 1\njourney: \xff\n").exits(2);
    assert_eq!(ran.stdout(), "");
    assert!(ran.stderr().contains("is no text"), "{}", ran.stderr());
}

#[test]
fn a_baseline_is_written_from_what_is_left() {
    let ran = check("check --fix --baseline known.toml --update-baseline", with(BARE)).exits(0);
    assert_eq!(ran.read("welcome.yaml"), with(QUOTED));
    assert!(ran.stderr().contains("0 findings are known from now on"), "{}", ran.stderr());
}

#[test]
fn only_what_is_asked_for_is_changed() {
    let catalog = "wayfare: 1\ncatalog: shop\ndefine:\n  big: \"x\" == \"y\"\n";
    let journey = GOOD.replace("version: ", "uses: shop\nversion: ");
    let project = || {
        let project = Wayfare::new("check --fix journeys/welcome.yaml").file("wayfare.toml", "");
        project.file("journeys/welcome.yaml", &journey).file("journeys/shop.catalog.yaml", catalog)
    };
    let ran = project().exits(1);
    assert_eq!(ran.read("journeys/shop.catalog.yaml"), catalog);
    assert_snapshot!("elsewhere", ran.stderr());
    let ran = ran.then("check --fix").exits(0);
    assert_eq!(ran.read("journeys/shop.catalog.yaml"), catalog.replace("\"x\" == \"y\"", "'\"x\" == \"y\"'"));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let wayfare = check("check --fix link.yaml", with(BARE));
    fs::set_permissions(wayfare.path("welcome.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("welcome.yaml", wayfare.path("link.yaml")).unwrap();
    let ran = wayfare.exits(0);
    assert_eq!(ran.read("welcome.yaml"), with(QUOTED));
    assert!(ran.path("link.yaml").symlink_metadata().unwrap().is_symlink());
    assert_eq!(ran.path("welcome.yaml").metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_told() {
    let wayfare = check("check --fix", with(BARE));
    let mut permissions = fs::metadata(wayfare.path("welcome.yaml")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(wayfare.path("welcome.yaml"), permissions).unwrap();
    let ran: Ran = wayfare.exits(2);
    assert_eq!(ran.read("welcome.yaml"), with(BARE));
    assert!(ran.stderr().contains("`welcome.yaml` cannot be written"), "{}", ran.stderr());
}

#[test]
fn what_cannot_be_fixed_at_all_is_refused() {
    let mut all = String::new();
    for args in [
        "check --fix git:HEAD",
        "check --fix - welcome.yaml",
        "check --fix --format json -",
        "check --unsafe-fixes",
        "check --diff",
        "check --fix --diff --format json",
        "check --fix missing.yaml",
    ] {
        let ran = check(args, with(BARE)).exits(2);
        assert_eq!((ran.stdout(), ran.read("welcome.yaml")), (String::new(), with(BARE)));
        all = format!("{all}$ wayfare {args}\n{}\n", ran.stderr());
    }
    assert_snapshot!("refused", all);
}

#[test]
fn that_something_can_be_fixed_is_said() {
    let ran = check("check", with(BARE)).exits(1);
    assert_eq!(ran.stderr(), "1 error in 1 file\n1 can be fixed with `--fix`\n");
}

#[test]
fn a_name_that_was_meant_is_written_on_request() {
    let typos = GOOD
        .replace("to: LOST", "to: LSOT  # é")
        .replace("triggers: LEFT", "trigger: LEFT")
        .replace("amount > 10.0", "amont > 10.0");
    let ran = check("check --fix", &typos).exits(1);
    assert_eq!(ran.read("welcome.yaml"), typos);
    assert!(ran.stderr().ends_with("4 can be fixed with `--fix --unsafe-fixes`\n"), "{}", ran.stderr());
    let ran = ran.then("check --fix --unsafe-fixes").exits(0);
    assert_eq!(ran.read("welcome.yaml"), GOOD.replace("to: LOST", "to: LOST  # é"));
}

/// What the sample journey has besides, and uses.
const USED: [(&str, &str); 3] = [
    (
        "actions:\n  greet: { params: { template: string } }\n",
        "functions:\n  half:\n    params: { n: number }\n    returns: number\n    body: n / 2.0\ndefine:\n  large: \
         half(event.payload.amount) > 5.0\nwindows:\n  daytime: { from: \"08:00\", to: \"20:00\" }\ncaps:\n  weekly: { \
         max: 3, per: 7d }\nactions:\n  greet: { params: { template: string }, window: daytime, cap: weekly }\n",
    ),
    (GUARD, "guard: large"),
    ("{ template: w1 }", "{ template: =ctx.source }\n      - greet:\n          template: |-\n            w2"),
];

/// A fault for each rule: what is right, and what was written.
const FAULTS: [(&str, &str, &str); 11] = [
    ("event-unused", "  LEFT: {}\n", "  LEFT: {}\n  RETURNED: {}\n"),
    (
        "function-unused",
        "define:\n",
        "  third:\n    params: { n: number }\n    returns: number\n    body: n / 3.0\ndefine:\n",
    ),
    ("define-unused", "windows:\n", "  small: event.payload.amount < 5.0\nwindows:\n"),
    ("window-unused", "caps:\n", "  night: { from: \"22:00\", to: \"23:00\" }\ncaps:\n"),
    ("cap-unused", "actions:\n  greet", "  daily: { max: 1, per: 1d }\nactions:\n  greet"),
    ("action-unused", "\nentry:", "  forget: { params: { reason: string } }\n\nentry:"),
    ("expression-as-text", "=ctx.source }", "ctx.source }"),
    ("newline-in-string", "template: |-\n", "template: |\n"),
    (
        "unused-allow",
        "  CUSTOMER:\n",
        "  # wayfare: allow(dead-end-state) support moves them on by hand\n  CUSTOMER:\n",
    ),
    (
        "guard-always-true",
        "      - id: again\n        triggers: BOUGHT\n",
        "      - id: again\n        triggers: BOUGHT\n        guard: event.payload.amount >= 0.0\n",
    ),
    ("duplicate-step", "  LOST: { final", "      - { id: gone, after: 365d, to: LOST }\n  LOST: { final"),
];

fn replaced(text: &str, (from, to): (&str, &str)) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

#[test]
fn what_is_too_much_goes_and_what_lacks_comes() {
    let good = USED.iter().fold(GOOD.to_owned(), |text, &pair| replaced(&text, pair));
    assert_eq!(check("check", &good).exits(0).stderr(), "no findings in 1 file\n");
    let faulty = FAULTS.iter().fold(good.clone(), |text, &(_, right, wrong)| replaced(&text, (right, wrong)));
    let told = check("check --format json", &faulty).exits(0).stdout();
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let told = told["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap());
    assert_eq!(told.collect::<BTreeSet<_>>(), FAULTS.iter().map(|&(rule, ..)| rule).collect());
    // Only a comment that allows nothing goes unasked: all else changes what the journey does, or loses a thought.
    let ran = check("check --fix", &faulty).exits(0);
    let (_, without, with) = FAULTS[8];
    assert_eq!(ran.read("welcome.yaml"), replaced(&faulty, (with, without)));
    assert!(ran.stderr().contains("10 can be fixed with `--fix --unsafe-fixes`"), "{}", ran.stderr());
    for (mark, line_break) in [("", "\n"), ("\u{feff}", "\r\n")] {
        let whole = |text: &str| format!("{mark}{}", text.replace('\n', line_break));
        let ran = check("check --fix --unsafe-fixes", whole(&faulty)).exits(0);
        assert_eq!(ran.read("welcome.yaml"), whole(&good), "{}", ran.stderr());
        assert_eq!(ran.stderr(), "fixed 11 findings in 1 file\nno findings in 1 file\n");
    }
}

#[test]
fn what_a_test_names_is_not_taken_out() {
    let good = USED.iter().fold(GOOD.to_owned(), |text, &pair| replaced(&text, pair));
    let faulty = [FAULTS[0], FAULTS[5]].iter().fold(good, |text, &(_, right, wrong)| replaced(&text, (right, wrong)));
    let tests = "wayfare: 1\nscenarios: welcome\ntests:\n  - name: others\n    steps:\n      - send: RETURNED\n      - expect: \
                 { held: { forget: capped } }\n";
    let ran = check("check", &faulty).exits(0);
    assert!(ran.stderr().contains("2 can be fixed with"), "{}", ran.stderr());
    let ran = check("check .", &faulty).file("wayfare.toml", "").file("welcome.test.yaml", tests).exits(0);
    assert!(!ran.stderr().contains("can be fixed with"), "{}", ran.stderr());
}

#[test]
fn what_held_off_a_fix_and_is_gone_holds_it_off_no_more() {
    let lines = "      # wayfare: allow(integer-division, float-equality) two\n      - { id: g, triggers: BUY, guard: ctx.n / 2 > 1, \
                 set: { n: 3 }, to: END }\n";
    let text = format!(
        "wayfare: 1\njourney: t\nversion: 1.0.0\ntitle: T\nowner: o\nevents: {{ GO: {{}}, BUY: {{}} }}\ncontext:\n  n: {{ type: int, \
         default: 7 }}\nentry: {{ triggers: GO }}\ninitial: NEW\nstates:\n  NEW:\n    steps:\n{lines}      - {{ id: give-up, after: \
         30d, to: END }}\n  END: {{ final: true }}\n"
    );
    let ran = check("check --fix --unsafe-fixes", &text).file("wayfare.toml", "").exits(0);
    let once = ran.read("welcome.yaml");
    assert!(!once.contains("allow(") && !once.contains("guard"), "{once}");
    assert!(ran.stderr().contains("fixed 3 findings") && !ran.stderr().contains("taken back"), "{}", ran.stderr());
    let again = ran.then("check --fix --unsafe-fixes").exits(0);
    assert_eq!(again.read("welcome.yaml"), once);
}

#[test]
fn a_config_that_is_named_is_fixed() {
    let config = "[project]\nnam = \"x\"\n";
    let project = |args: &str| check(args, GOOD).file("wayfare.toml", config);
    let ran = project("check wayfare.toml").exits(1);
    assert_eq!(ran.stderr(), "1 error in 1 file\n1 can be fixed with `--fix --unsafe-fixes`\n");
    for args in ["check --fix --unsafe-fixes wayfare.toml", "check --fix --unsafe-fixes"] {
        let ran = project(args).exits(0);
        assert_eq!(ran.read("wayfare.toml"), config.replace("nam ", "name "), "{}", ran.stderr());
        assert!(ran.stderr().starts_with("fixed 1 finding in 1 file\n"), "{}", ran.stderr());
    }
    let ran = project("check --fix --unsafe-fixes welcome.yaml").exits(1);
    assert_eq!(ran.read("wayfare.toml"), config);
    assert!(ran.stderr().contains("1 finding in files that are only used can be fixed"), "{}", ran.stderr());
}

#[test]
fn a_comment_of_the_config_that_allows_nothing_is_taken_out() {
    let config = "[project]\nname = \"x\"\n# wayfare: allow(naming) as it was\njourneys = [\".\"]\n";
    let ran = check("check --fix", GOOD).file("wayfare.toml", config).exits(0);
    let without = config.replace("# wayfare: allow(naming) as it was\n", "");
    assert_eq!(ran.read("wayfare.toml"), without, "{}", ran.stderr());
}

#[test]
fn a_fix_after_which_there_is_an_error_is_taken_back() {
    let text = |guard: &str, out: &str| {
        format!(
            "wayfare: 1\njourney: t\nversion: 1.0.0\ntitle: T\nowner: o\nevents: {{ GO: {{}} }}\ncontext: {{ n: {{ type: int, \
             default: 0, min: 0 }} }}\nentry: {{ triggers: GO }}\ninitial: A\nstates:\n  A:\n    steps:\n      - {{ id: more, \
             triggers: GO, {guard}set: {{ n: =ctx.n + 1 }}, to: B }}\n{out}      - {{ id: late, after: 1d, to: B }}\n  B:\n    \
             steps:\n      - {{ id: b, after: 1d, guard: ctx.n < 9, to: C }}\n      - {{ id: d, after: 2d, to: C }}\n  C: {{ \
             final: true }}\n"
        )
    };
    let (guard, out) = ("guard: ctx.n >= 0, ", "      - { id: out, triggers: GO, to: C }\n");
    let ran = check("check --fix --unsafe-fixes", text(guard, out)).exits(0);
    assert_eq!(ran.read("welcome.yaml"), text(guard, out), "{}", ran.stderr());
    assert_snapshot!("taken-back", ran.snapshot());
    // An error that is there already holds nothing off.
    let unseen =
        "      - { id: out, triggers: GO, to: C }\n      - { id: out-too, triggers: GO, guard: ctx.n == 1, to: C }\n";
    assert!(check("check", text("", unseen)).exits(1).stdout().contains("shadowed-step"));
    let twice = text("guard: ctx.n >= 0, ", "")
        .replace("to: B }\n  B:", "to: B }\n      - { id: later, after: 2d, to: C }\n  B:");
    let ran = check("check --fix --unsafe-fixes", &twice).exits(1);
    assert_eq!(ran.read("welcome.yaml"), twice.replace(guard, ""), "{}", ran.stderr());
}
