//! What the program says of itself, of each command and of a wrong command line, as people read it.

mod harness;

use harness::Wayfare;
use insta::assert_snapshot;

/// The commands, as `wayfare` lists them.
fn commands() -> Vec<String> {
    let help = Wayfare::new("--help").exits(0).stdout();
    let listed = help.split("Options:").next().unwrap_or_default().lines().skip(3);
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_program_lists_its_commands_by_what_people_come_for() {
    let nothing = Wayfare::new("").exits(2);
    assert_eq!((nothing.stdout(), nothing.stderr()), (String::new(), Wayfare::new("-h").exits(0).stdout()));
    assert_eq!(Wayfare::new("help").exits(0).stdout(), Wayfare::new("--help").exits(0).stdout());
    assert_snapshot!("help", nothing.stderr());
    assert!(commands().len() > 5, "{:?}", commands());
}

#[test]
fn every_command_explains_itself() {
    for name in commands() {
        let long = Wayfare::new(&format!("help {name}")).exits(0).stdout();
        assert_eq!(long, Wayfare::new(&format!("{name} --help")).exits(0).stdout());
        assert!(long.contains("\nExamples:\n  "), "{name} shows examples");
        assert!(long.lines().all(|line| line.chars().count() <= 100), "{long}");
        assert_snapshot!(format!("help-{name}"), long);
        assert_snapshot!(format!("short-{name}"), Wayfare::new(&format!("{name} -h")).exits(0).stdout());
    }
}

#[test]
fn the_examples_of_help_are_understood() {
    for name in commands() {
        let help = Wayfare::new(&format!("{name} --help")).exits(0).stdout();
        let examples = help.split("Examples:\n").nth(1).unwrap_or_default();
        for line in examples.lines().filter_map(|line| line.strip_prefix("  wayfare ")) {
            assert!(line.starts_with(&name), "`wayfare {line}` is an example of `{name}`");
        }
    }
}

#[test]
fn headings_are_coloured_and_only_where_colours_are_wanted() {
    let help = |args: &str| Wayfare::new(args).env("CLICOLOR_FORCE", "1").exits(0).stdout();
    assert!(help("--help").contains("\u{1b}[1m\u{1b}[32mRun journeys:\u{1b}[0m"), "{:?}", help("--help"));
    assert!(help("check --help").contains("\u{1b}[1m\u{1b}[32mExamples:"), "{:?}", help("check --help"));
    assert!(!Wayfare::new("--help").exits(0).stdout().contains('\u{1b}'));
}

#[test]
fn a_wrong_command_line_is_told_in_two_lines() {
    let mut all = String::new();
    for args in [
        "chek",
        "check --formt json",
        "check --format xml",
        "check --color",
        "run",
        "run journeys --events e.jsonl --threads many",
        "run journeys --events e.jsonl --until tomorrow",
        "run journeys --events",
        "can",
        "explain unreachable-state dead-end-state",
        "explain unreachable-state --all",
        "check --deny-warnings --deny-warnings",
        "explain unreachable-stat",
        "explain unreachable",
        "explain unreachble",
        "explain zebra",
        "completions tcsh",
        "man chek",
    ] {
        let ran = Wayfare::new(args).exits(2);
        assert_eq!(ran.stdout(), "");
        let said = ran.stderr();
        let lines: Vec<&str> = said.lines().collect();
        assert!(
            matches!(lines[..], [error, help] if error.starts_with("error: ") && help.starts_with("help: ")),
            "{said}"
        );
        all = format!("{all}$ wayfare {args}\n{said}\n");
    }
    assert_snapshot!("misuse", all);
}

#[test]
fn a_rule_is_explained() {
    assert_snapshot!("explain-list", Wayfare::new("explain").exits(0).stdout());
    assert_snapshot!("explain-rule", Wayfare::new("explain dead-end-state").exits(0).stdout());
    assert_snapshot!("explain-language", Wayfare::new("explain nullable-use").exits(0).stdout());
    assert_snapshot!("explain-json", Wayfare::new("explain scenario-drift --format json").exits(0).stdout());
    let group = Wayfare::new("explain correctness --format markdown").exits(0).stdout();
    assert!(group.contains("* `dead-end-state` (error): ") && !group.contains("yaml-syntax"), "{group}");
    let page = Wayfare::new("explain --all --format markdown").exits(0).stdout();
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    assert_eq!(Some(page), std::fs::read_to_string(file).ok());
}

#[test]
fn the_manual_has_a_page_for_all_and_one_for_each() {
    let all = Wayfare::new("man").exits(0).stdout();
    for name in commands() {
        assert!(all.contains(&format!(".SH \"WAYFARE {}\"", name.to_uppercase())), "{name}");
        let page = Wayfare::new(&format!("man {name}")).exits(0).stdout();
        assert!(page.contains(".SH EXAMPLES\n.nf\n"), "{page}");
    }
    let ran = Wayfare::new("man --dir pages").exits(0);
    assert!(ran.read("pages/wayfare.1").starts_with(".ie "), "{}", ran.read("pages/wayfare.1"));
    assert_eq!(ran.read("pages/wayfare-run.1"), Wayfare::new("man run").exits(0).stdout());
}
