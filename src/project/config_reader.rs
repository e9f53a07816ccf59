//! Reads `wayfare.toml` into a config, with all of its faults at once.

use std::path::PathBuf;

use toml::de::DeTable;

use crate::project::config::Config;
use crate::project::elements::{CONFIG, LEVELS, LIMITS, PROCESSING, SERVICE_TABLES};
use crate::project::files::Files;
use crate::project::service_keys::read_keys;
use crate::project::sink_reader::read_sink;
use crate::project::table::Table;
use crate::project::toml_faults::without_faults;
use crate::syntax::source::Source;
use crate::terms::catalogue::{self, LANGUAGE};
use crate::terms::element::{Form, Key};
use crate::terms::finding::Finding;
use crate::terms::fingerprint::is_fingerprint;
use crate::terms::name::is_id;
use crate::terms::rule::{Level, UNKNOWN_NAME, WRONG_SHAPE};
use crate::terms::span::Name;
use crate::terms::suggest;
use crate::terms::time::is_zone;

/// The config that `source` says; what is faulty keeps its default.
pub fn read_config(source: &Source, root: PathBuf, files: &dyn Files, findings: &mut Vec<Finding>) -> Config {
    let mut config = Config { root: Some(root), ..Config::default() };
    let before = findings.len();
    let text = without_faults(source, findings);
    config.sinks_hidden = findings.len() > before;
    let (file, _) = DeTable::parse_recoverable(&text);
    read_tables(&mut config, Table::root(source.id, file.get_ref(), findings), files);
    config
}

fn read_tables(config: &mut Config, mut file: Table<'_>, files: &dyn Files) {
    if let Some(table) = file.table("project") {
        read_project(config, table, files);
    }
    if let Some(mut sinks) = file.table("sinks") {
        for (name, value) in sinks.rest() {
            sinks.hold_name(&name, is_id(&name.value));
            if let Some(table) = sinks.inner(&name, value) {
                config.sinks.insert(name.value.clone(), read_sink(table));
            }
        }
    }
    if let Some(table) = file.table("consent") {
        read_consent(config, table);
    }
    if let Some(table) = file.table("time") {
        read_time(config, table);
    }
    if let Some(mut table) = file.table("idempotency") {
        config.idempotency_window = table.duration("window").unwrap_or(config.idempotency_window);
        table.finish();
    }
    if let Some(table) = file.table("lint") {
        read_lint(config, table);
    }
    if let Some(table) = file.table("diff") {
        read_diff(config, table);
    }
    for name in SERVICE_TABLES {
        if let (Some(mut table), Some(Form::Element(element))) =
            (file.table(name), CONFIG.key(name).map(|key| key.form))
        {
            read_keys(&mut table, element.keys.iter());
            table.finish();
        }
    }
    config.sinks_hidden |= file.finish().contains(&"sinks".into());
}

fn read_project(config: &mut Config, mut table: Table<'_>, files: &dyn Files) {
    config.name = table.text("name").map(|name| name.value);
    if let Some(folders) = table.texts("journeys") {
        let root = config.root.clone().unwrap_or_default();
        for folder in folders.iter().filter(|folder| !files.is_folder(&root.join(folder.value.as_str()))) {
            let message = format!("there is no folder `{}`", folder.value);
            let help = "name a folder with journeys, as seen from the folder of this file";
            table.report(Finding::new(UNKNOWN_NAME, folder.span, message).help(help));
        }
        config.journeys = folders.iter().map(|folder| PathBuf::from(folder.value.as_str())).collect();
    }
    table.finish();
}

fn read_consent(config: &mut Config, mut table: Table<'_>) {
    for purpose in table.texts("purposes").unwrap_or_default() {
        table.hold_name(&purpose, is_id(&purpose.value));
        if is_id(&purpose.value) && !config.purposes.contains(&purpose.value) {
            config.purposes.push(purpose.value);
        }
    }
    config.processing_opt_in = table.choice("processing", &PROCESSING).unwrap_or_default();
    table.finish();
}

fn read_time(config: &mut Config, mut table: Table<'_>) {
    if let Some(zone) = table.text("default_tz") {
        if is_zone(&zone.value) {
            config.default_tz = zone.value;
        } else {
            let message = format!("`{}` is no time zone", zone.value);
            let help = "write an IANA name such as `Europe/Paris` or `UTC`";
            table.report(Finding::new(WRONG_SHAPE, zone.span, message).help(help));
        }
    }
    table.finish();
}

fn read_diff(config: &mut Config, mut table: Table<'_>) {
    for print in table.texts("approved").unwrap_or_default() {
        if is_fingerprint(&print.value) {
            config.approved.push(print.value);
        } else {
            let message = format!("`{}` is no fingerprint of a change", print.value);
            let help = "copy it from `wayfare diff`: 12 digits and letters from `a` to `f`, such as `3f2a90c1d5e7`";
            table.report(Finding::new(WRONG_SHAPE, print.span, message).help(help));
        }
    }
    table.finish();
}

/// The limits between which a duration is not suspicious.
const SHORTEST: &str = "suspicious-duration-min";
const LONGEST: &str = "suspicious-duration-max";
/// The share of a journey that its tests have to reach.
const SHARE: &str = "coverage-below";

fn read_lint(config: &mut Config, mut table: Table<'_>) {
    if let Some(mut limits) = table.table("limits") {
        let (longest, share) = (limits.place(LONGEST), limits.place(SHARE));
        for Key { name, form, .. } in LIMITS.keys {
            let limit = if let Form::Count(_) = form { limits.count(name) } else { limits.duration(name) };
            config.limits.extend(limit.map(|limit| ((*name).into(), limit)));
        }
        let bound = |name: &str| config.limits.get(name).copied();
        if let (Some(min), Some(max), Some(span)) = (bound(SHORTEST), bound(LONGEST), longest)
            && max < min
        {
            let message = format!("`lint.limits.{LONGEST}` is below `{SHORTEST}`, so every duration is suspicious");
            limits.report(Finding::new(WRONG_SHAPE, span, message).help("swap the two"));
            config.limits.retain(|name, _| name != SHORTEST && name != LONGEST);
        }
        let above = config.limits.get(SHARE).copied().filter(|&percent| percent > 100);
        if let (Some(percent), Some(span)) = (above, share) {
            let message = format!("`lint.limits.{SHARE}` is {percent} per cent, more than all of a journey");
            limits.report(Finding::new(WRONG_SHAPE, span, message).help("write a whole number from 1 to 100"));
            config.limits.remove(SHARE);
        }
        limits.finish();
    }
    for (name, value) in table.rest() {
        let level = table.as_text(&name.value, value);
        let level = level.and_then(|text| table.chosen(&name.value, &text, &LEVELS));
        match name_fault(&name, level) {
            Some(fault) => table.report(fault),
            None => config.lint.extend(level.map(|level| (name.value, level))),
        }
    }
}

/// Why `[lint]` cannot set `name` to `level`.
fn name_fault(name: &Name, level: Option<Level>) -> Option<Finding> {
    if !catalogue::names().any(|known| known == name.value) {
        let message = format!("there is no rule and no group `{}`", name.value);
        let mut finding = Finding::new(UNKNOWN_NAME, name.span, message);
        finding.help = Some(suggest::nearest(&name.value, catalogue::names().chain(["limits"])).map_or_else(
            || "the groups are `correctness`, `suspicious`, `privacy`, `versions`, `style`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ));
        return Some(finding);
    }
    let language = name.value == LANGUAGE || catalogue::group_of(&name.value) == Some(LANGUAGE);
    if language && level.is_some_and(|level| level != Level::Error) {
        let message = format!("`{}` is always an error", name.value);
        let help = "a file that breaks the language cannot run; take the line out";
        return Some(Finding::new(WRONG_SHAPE, name.span, message).help(help));
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::read_config;
    use crate::project::config::Config;
    use crate::project::texts::Texts;
    use crate::syntax::source::Source;
    use crate::terms::finding::Finding;
    use crate::terms::rule::Level;
    use crate::terms::span::FileId;
    use crate::terms::time::{DAY, HOUR};

    fn read(text: &str) -> (Config, Vec<Finding>) {
        let mut findings = Vec::new();
        let source = Source::new(FileId(0), "wayfare.toml", text.to_owned());
        let files = Texts::new(&["journeys/a.yaml", "more/b.yaml"].map(|path| (PathBuf::from(path), String::new())));
        let config = read_config(&source, PathBuf::new(), &files, &mut findings);
        findings.sort();
        (config, findings)
    }

    #[track_caller]
    fn one_fault(text: &str, rule: &str, at: &str, help: &str) {
        let (_, findings) = read(text);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let finding = &findings[0];
        assert_eq!(finding.rule.0, rule, "{finding:?}");
        assert_eq!(text.get(finding.span.start as usize..finding.span.end as usize), Some(at), "{finding:?}");
        assert!(finding.help.as_ref().is_some_and(|text| text.contains(help)), "{finding:?}");
    }

    #[test]
    fn an_empty_file_is_fine() {
        let (config, findings) = read("# nothing yet\n");
        assert!(findings.is_empty());
        assert_eq!((config.journeys, config.default_tz.as_str()), (vec![PathBuf::from("journeys")], "UTC"));
        assert_eq!(config.idempotency_window, 30 * DAY);
    }

    #[test]
    fn every_table_is_read() {
        let (config, findings) = read(
            r#"
[project]
name = "shop"
journeys = ["journeys", "more"]
[sinks.email]
kind = "webhook"
purpose = "marketing"
rate = "100/s"
url = "https://mail.example.com"
token_env = "MAIL_TOKEN"
[sinks.plain]
[consent]
purposes = ["marketing"]
processing = "opt-in"
[time]
default_tz = "Europe/Paris"
[idempotency]
window = "14d"
[lint]
missing-timeout = "off"
style = "error"
[lint.limits]
too-many-states = 80
message-fatigue-window = "12h"
[diff]
approved = ["3f2a90c1d5e7"]
[clock]
mode = "event"
[http]
listen = "127.0.0.1:7400"
"#,
        );
        assert_eq!(findings, []);
        assert_eq!(config.journeys.len(), 2);
        assert_eq!(config.sinks["email"].purpose.as_deref(), Some("marketing"));
        assert_eq!(config.sinks["plain"].kind, "log");
        assert!(config.judged_sinks().unwrap()["email"]);
        assert!(config.processing_opt_in);
        assert_eq!(config.default_tz, "Europe/Paris");
        assert_eq!(config.idempotency_window, 14 * DAY);
        assert_eq!(config.lint["missing-timeout"], Level::Off);
        assert_eq!((config.limits["too-many-states"], config.limits["message-fatigue-window"]), (80, 12 * HOUR));
        assert_eq!(config.approved, ["3f2a90c1d5e7"]);
    }

    #[test]
    fn unknown_keys_have_a_near_one() {
        one_fault("[projct]\nname = \"x\"", "unknown-key", "projct", "did you mean `project`?");
        one_fault("[project]\njourneys = [\"jurneys\"]", "unknown-name", "\"jurneys\"", "folder");
        one_fault("[project]\nnaem = \"x\"", "unknown-key", "naem", "did you mean `name`?");
        one_fault("[sinks.a]\nkind = \"kafka\"\ntopics = \"t\"", "unknown-key", "topics", "did you mean `topic`?");
        one_fault("[lint.limits]\ntoo-many-state = 3", "unknown-key", "too-many-state", "too-many-states");
        one_fault("[lint]\nmissing-timeuot = \"off\"", "unknown-name", "missing-timeuot", "missing-timeout");
    }

    #[test]
    fn wrong_values_are_shown_where_they_stand() {
        one_fault("[project]\nname = 3", "wrong-shape", "3", "write a string");
        one_fault("project = 3", "wrong-shape", "3", "[project]");
        one_fault("[project]\njourneys = \"j\"", "wrong-shape", "\"j\"", "a list of strings");
        one_fault("[sinks.a]\nkind = \"webhok\"", "wrong-shape", "\"webhok\"", "did you mean `webhook`?");
        one_fault("[sinks.a]\nrate = \"fast\"", "wrong-shape", "\"fast\"", "100/s");
        one_fault("[idempotency]\nwindow = \"1y\"", "wrong-shape", "\"1y\"", "30");
        one_fault("[idempotency]\nwindow = \"0s\"", "wrong-shape", "\"0s\"", "30d");
        one_fault("[time]\ndefault_tz = \"Mars\"", "wrong-shape", "\"Mars\"", "IANA");
        one_fault("[lint.limits]\ntoo-many-states = 0", "wrong-shape", "0", "from 1");
        one_fault("[lint.limits]\ntoo-many-states = -1", "wrong-shape", "-1", "from 1");
        one_fault("[lint.limits]\ncoverage-below = 101", "wrong-shape", "101", "from 1 to 100");
        let turned = "[lint.limits]\nsuspicious-duration-min = \"60d\"\nsuspicious-duration-max = \"1d\"";
        one_fault(turned, "wrong-shape", "\"1d\"", "swap");
        one_fault("[lint]\nstyle = \"warn\"", "wrong-shape", "\"warn\"", "warning");
        one_fault("[diff]\napproved = [\"3f2a\"]", "wrong-shape", "\"3f2a\"", "copy it from `wayfare diff`");
        one_fault("[sinks.\"a b\"]", "bad-name", "\"a b\"", "letter");
    }

    #[test]
    fn the_language_is_not_to_be_turned_off() {
        one_fault("[lint]\nlanguage = \"off\"", "wrong-shape", "language", "cannot run");
        one_fault("[lint]\n\"yaml-syntax\" = \"warning\"", "wrong-shape", "\"yaml-syntax\"", "cannot run");
        assert!(read("[lint]\nlanguage = \"error\"").1.is_empty());
    }

    #[test]
    fn secrets_are_named_and_not_written() {
        one_fault("[sinks.a]\nkind = \"webhook\"\ntoken = \"abc\"", "wrong-shape", "token", "token_env");
    }

    #[test]
    fn all_faults_come_at_once_and_hide_nothing() {
        let (config, findings) = read("[project]\nname = 3\nx = 1\n[time]\ndefault_tz = \"Asia/Tokyo\"\n[y]\n");
        assert_eq!(
            findings.iter().map(|f| f.rule.0).collect::<Vec<_>>(),
            ["wrong-shape", "unknown-key", "unknown-key"]
        );
        assert_eq!(config.default_tz, "Asia/Tokyo");
    }

    #[test]
    fn what_is_not_toml_says_where() {
        let (_, findings) = read("[project]\nname = shop\n");
        assert_eq!(findings[0].rule.0, "wrong-shape");
        assert!(findings[0].message.starts_with("not TOML: "), "{}", findings[0].message);
        assert!(findings[0].span.start >= 10, "{findings:?}");
    }
}
