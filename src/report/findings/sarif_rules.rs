//! The tool of a SARIF log: this program, and what each rule says of itself.

use crate::lint::registry::RULES;
use crate::lint::rule::Rule;
use crate::report::findings::json::DOCS;
use crate::report::json::{self, Members};
use crate::report::paint::Paint;
use crate::report::rules::{markdown, text};
use crate::terms::rule::Level;

/// As wide as a page of text is read well.
const WIDTH: usize = 100;
/// Where the program is at home, once it is somewhere.
const HOME: &str = env!("CARGO_PKG_HOMEPAGE");

/// The member `tool` of a run.
pub fn tool(run: &mut Members<'_>) {
    let mut tool = Members::open(run.member("tool"));
    driver(Some(HOME).filter(|home| home.contains(':')), &mut tool);
    tool.close();
}

fn driver(home: Option<&str>, tool: &mut Members<'_>) {
    let mut driver = Members::open(tool.member("driver"));
    driver.string("name", "wayfare");
    driver.string("version", env!("CARGO_PKG_VERSION"));
    driver.string("semanticVersion", env!("CARGO_PKG_VERSION"));
    if let Some(home) = home {
        driver.string("informationUri", home);
    }
    driver.list("rules", RULES, |out, rule| descriptor(rule, home, out));
    driver.close();
}

/// `text` as a message, or what has the same shape.
pub fn message(members: &mut Members<'_>, name: &str, text: &str) {
    let mut message = Members::open(members.member(name));
    message.string("text", text);
    message.close();
}

fn descriptor(rule: &Rule, home: Option<&str>, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("id", rule.name.0);
    message(&mut members, "shortDescription", rule.catches);
    message(&mut members, "fullDescription", &format!("{} {}", rule.catches, rule.why));
    if let Some(home) = home {
        members.string("helpUri", &format!("{}/{DOCS}{}", home.trim_end_matches('/'), rule.name.0));
    }
    let mut help = Members::open(members.member("help"));
    help.string("text", &text::entry(rule, (Paint::Plain, WIDTH)));
    help.string("markdown", &markdown::entry(rule));
    help.close();
    let mut default = Members::open(members.member("defaultConfiguration"));
    default.bool("enabled", rule.level != Level::Off);
    default.string("level", if rule.level == Level::Error { "error" } else { "warning" });
    default.close();
    let mut more = Members::open(members.member("properties"));
    more.string("group", rule.group.name());
    more.string("docs", &format!("{DOCS}{}", rule.name.0));
    more.list("tags", [rule.group.name()], json::string);
    more.close();
    members.close();
}

#[cfg(test)]
mod tests {
    use super::driver;
    use crate::report::json::Members;

    #[test]
    fn with_a_home_the_program_and_its_rules_are_linked() {
        for home in [None, Some("https://wayfare.example/")] {
            let mut out = Vec::new();
            let mut tool = Members::open(&mut out);
            driver(home, &mut tool);
            tool.close();
            let tree: serde_json::Value = serde_json::from_slice(&out).unwrap();
            let driver = &tree["driver"];
            assert_eq!(driver["informationUri"].as_str(), home);
            let help = driver["rules"][0]["helpUri"].as_str();
            assert_eq!(help, home.map(|_| "https://wayfare.example/docs/rules.md#yaml-syntax"));
        }
    }
}
