//! Changes of the journey as a whole.

use crate::diff::change::{Change, Class};
use crate::diff::judge::known::Known;
use crate::diff::judge::states;
use crate::diff::kind::Kind;
use crate::diff::pair::Part;

/// The changes that `part` is.
pub fn judge(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    let pair = known.pair;
    for delta in &part.deltas {
        let change = match delta.key.as_str() {
            _ if delta.is_prose() => pair.prose(delta),
            "initial" => pair.change(
                Kind::InitialChanged,
                Class::Minor,
                delta,
                "whoever enters from now on begins elsewhere; people on the way stay where they are".into(),
            ),
            "steps" => match states::reordered(known, delta) {
                Some(change) => change,
                None => continue,
            },
            "exits" => {
                let Some((was, is)) = states::common_order(delta).filter(|(was, is)| was != is) else { continue };
                let meaning = format!(
                    "the exit rules are asked in another order: {} before, {} now",
                    was.join(", "),
                    is.join(", ")
                );
                Change { ack: true, ..pair.change(Kind::ExitRuleChanged, Class::Minor, delta, meaning) }
            }
            "merge" => Change {
                ack: true,
                ..pair.change(
                    Kind::IdentityPolicyChanged,
                    Class::Minor,
                    delta,
                    "where two instances become one, another one is kept".into(),
                )
            },
            "migrate" => pair.change(
                Kind::MigrateChanged,
                Class::Patch,
                delta,
                "people of other versions move otherwise; once this version is published, that is a new version".into(),
            ),
            // Two versions are of one journey.
            _ => continue,
        };
        out.push(change);
    }
}
