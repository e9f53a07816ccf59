//! What is meant where a command is given no path.

use std::path::{Path, PathBuf};

use crate::project::config::Config;
use crate::project::config_reader::read_config;
use crate::project::files::{CONFIG, Tree, plain};
use crate::syntax::source::Source;
use crate::terms::span::FileId;

/// The folders of journeys of the project around `here`, or `here` itself where there are none.
pub fn around(tree: &dyn Tree, here: &Path) -> Vec<PathBuf> {
    let folders = nearest_config(tree, here).map(|(root, config)| journeys(tree, &root, config)).unwrap_or_default();
    if folders.is_empty() { vec![here.to_owned()] } else { folders }
}

/// The folder of the nearest config above, and what it says.
fn nearest_config(tree: &dyn Tree, here: &Path) -> Option<(PathBuf, Vec<u8>)> {
    let mut root = plain(here);
    // The current folder may be younger than a commit, the project around it not.
    for _ in tree.real(here).unwrap_or_else(|_| root.clone()).ancestors() {
        if let Ok(config) = tree.read(&root.join(CONFIG)) {
            return Some((root, config));
        }
        root = plain(&root.join(".."));
    }
    None
}

/// Those folders that are there. What is wrong with a config is told when the project is read.
fn journeys(tree: &dyn Tree, root: &Path, config: Vec<u8>) -> Vec<PathBuf> {
    let config = read(tree, root, config);
    config.journeys.iter().map(|folder| root.join(folder)).filter(|folder| tree.is_folder(folder)).collect()
}

/// What the config of the project around `here` says, as far as it can be read, and the folder in which it stands.
pub fn config_around(tree: &dyn Tree, here: &Path) -> Option<(PathBuf, Config)> {
    let (root, config) = nearest_config(tree, here)?;
    let config = read(tree, &root, config);
    Some((root, config))
}

fn read(tree: &dyn Tree, root: &Path, config: Vec<u8>) -> Config {
    let (source, _) = Source::decode(FileId(0), CONFIG, config);
    read_config(&source, root.to_owned(), tree, &mut Vec::new())
}
