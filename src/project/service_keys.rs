//! Keys of `wayfare.toml` that the tools only hold against their forms, so that a slip in one is found by every command.

use crate::project::table::Table;
use crate::terms::element::{Choice, Form, Key};

/// Takes `keys` from `table`, each by its form; the service reads their values.
pub fn read_keys<'k>(table: &mut Table<'_>, keys: impl Iterator<Item = &'k Key>) {
    for key in keys {
        match key.form {
            Form::Secret => table.secret(key.name),
            Form::Duration { .. } => {
                table.duration(key.name);
            }
            Form::Choice(words) => {
                let choices: Vec<_> = words.iter().map(|word| Choice::new(word.word, (), word.about)).collect();
                table.choice(key.name, &choices);
            }
            _ => table.loose(key.name),
        }
    }
}
