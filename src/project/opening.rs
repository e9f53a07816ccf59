//! The doors of a workspace: paths of a command, or texts at hand.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::project::around::around;
use crate::project::assembly::{Assembly, Lot};
use crate::project::discovery::{Discovery, Entry, Home};
use crate::project::disk::{Disk, reason};
use crate::project::files::{CONFIG, Files as _, Tree, is_yaml};
use crate::project::git::argument::Argument;
use crate::project::git::commit::Commit;
use crate::project::git::process::Refusal;
use crate::project::git::repository::Repository;
use crate::project::guesses;
use crate::project::head::id_after;
use crate::project::layered::Layered;
use crate::project::lock::book::LOCK;
use crate::project::texts::Texts;
use crate::project::workspace::{Meant, Project, Workspace, WorkspaceError};
use crate::syntax::source::Source;
use crate::terms::span::FileId;

/// How a command names standard input.
pub const INPUT: &str = "-";
/// How findings name standard input.
pub const INPUT_SHOWN: &str = "<stdin>";

/// How files are opened.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// Whether the tests of a journey that is meant are meant as well.
    pub tests: bool,
    /// How many threads read and compile; the result is the same for any number.
    pub threads: usize,
}

impl Default for Opening {
    fn default() -> Self {
        Self { tests: false, threads: 1 }
    }
}

impl Workspace {
    /// Reads and compiles `paths`: files, `-` for standard input, folders with all files of the language below them
    /// (ignore files respected), `git:REF` and `git:REF:PATH` for what stood in a commit. If there are none, the project
    /// around. A file counts once however often it is meant; what comes from commits stands behind what is there today.
    pub fn open(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        Self::open_as(paths, Opening::default())
    }

    /// The same for those who run tests: the tests of a journey that is meant are meant as well.
    pub fn open_tests(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        Self::open_as(paths, Opening { tests: true, ..Opening::default() })
    }

    /// Reads and compiles the project around `here`, a folder of `tree`, as a command without paths does there.
    pub fn around(tree: &dyn Tree, here: &Path) -> Result<Self, WorkspaceError> {
        let mut workspace = Self::default();
        let mut discovery = Discovery::new(tree);
        for path in around(tree, here) {
            discovery.ask(&path)?;
        }
        open_all(&mut workspace, tree, discovery, Opening::default())?;
        workspace.whole()
    }

    /// The same as `opening` says.
    pub fn open_as(paths: &[PathBuf], opening: Opening) -> Result<Self, WorkspaceError> {
        Self::open_over(paths, opening, &BTreeMap::new())?.whole()
    }

    /// The same with `texts` in the place of what stands at their paths; the one at `<stdin>` is standard input. What lies in
    /// folders and cannot be read is no error: it is named in the workspace.
    pub fn open_over(
        paths: &[PathBuf],
        opening: Opening,
        texts: &BTreeMap<PathBuf, String>,
    ) -> Result<Self, WorkspaceError> {
        let (mut present, mut past) = (Vec::new(), Vec::new());
        for path in paths {
            match Argument::parse(path) {
                Some(argument) => past.push(argument),
                None => present.push(path.clone()),
            }
        }
        let mut workspace = Self::default();
        if paths.is_empty() {
            present = around(&Disk, Path::new("."));
        }
        open_present(&mut workspace, present, (opening, texts))?;
        open_past(&mut workspace, &past, opening)?;
        if paths.is_empty() {
            let around = |project: &mut Project| project.config_meant = project.config_meant.max(Meant::Around);
            workspace.projects.iter_mut().for_each(around);
        }
        Ok(workspace)
    }

    /// Itself, if everything that was looked for could be read.
    fn whole(self) -> Result<Self, WorkspaceError> {
        match self.unreadable.first() {
            Some(error) => Err(error.clone()),
            None => Ok(self),
        }
    }

    /// Compiles `texts` as one project without touching a file; all of them are asked for. One that is called
    /// `wayfare.toml` is its config; without it they share catalogs all the same, and sinks are not judged.
    pub fn from_texts(texts: &[(PathBuf, String)]) -> Self {
        let files = Texts::new(texts);
        let config = files.paths().find(|path| path.file_name().is_some_and(|name| name == CONFIG)).cloned();
        let mut workspace = Self::default();
        let mut assembly = Assembly::new(&files, &mut workspace.sources, 1);
        let mut lot = Lot::default();
        if let Some(path) = config {
            let bytes = files.read(&path).unwrap_or_default();
            assembly.configure(&mut lot, &path, bytes);
        }
        let entry = |path: &PathBuf| Entry {
            path: path.clone(),
            bytes: Some(files.read(path).unwrap_or_default()),
            asked: true,
            named: true,
            inside: true,
        };
        lot.entries = files.paths().filter(|path| is_yaml(path)).map(entry).collect();
        let mut project = assembly.assemble(lot);
        project.config_meant = Meant::Around;
        guesses::add(&mut project.findings, &workspace.sources);
        workspace.projects.push(project);
        workspace
    }
}

fn open_present(
    workspace: &mut Workspace,
    paths: Vec<PathBuf>,
    (opening, texts): (Opening, &BTreeMap<PathBuf, String>),
) -> Result<(), WorkspaceError> {
    let (input, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.as_os_str() == INPUT);
    let drafted = Path::new(INPUT_SHOWN);
    let in_files = texts.iter().filter(|(path, _)| *path != drafted);
    let layered = Layered::new(&Disk, in_files.map(|(path, text)| (path.clone(), text.clone())));
    // To lay nothing over the disk would cost a look at every link of every path.
    let tree: &dyn Tree = if texts.is_empty() { &Disk } else { &layered };
    let mut discovery = Discovery::new(tree);
    for path in &files {
        discovery.ask(path)?;
    }
    if !input.is_empty() {
        let bytes = match texts.get(drafted) {
            Some(text) => text.clone().into_bytes(),
            None => read_input()?,
        };
        discovery.ask_text(Path::new(""), INPUT_SHOWN, bytes)?;
    }
    open_all(workspace, tree, discovery, opening)
}

fn open_past(workspace: &mut Workspace, arguments: &[Argument], opening: Opening) -> Result<(), WorkspaceError> {
    let refused = |argument: &Argument, Refusal { reason, help }| {
        let path = argument.written.clone();
        WorkspaceError::Unreadable { path, reason, help }
    };
    let Some(first) = arguments.first() else { return Ok(()) };
    let repository = Repository::around().map_err(|refusal| refused(first, refusal))?;
    let mut commits: Vec<(Commit<'_>, Vec<PathBuf>)> = Vec::new();
    for argument in arguments {
        let commit = Commit::at(&repository, &argument.rev).map_err(|refusal| refused(argument, refusal))?;
        let paths = match &argument.path {
            Some(path) => vec![repository.seen_from_root(path)],
            None => around(&commit, &repository.here),
        };
        match commits.iter_mut().find(|(known, _)| known.ids == commit.ids) {
            Some((_, known)) => known.extend(paths),
            None => commits.push((commit, paths)),
        }
    }
    for (commit, paths) in &commits {
        let mut discovery = Discovery::new(commit);
        for path in paths {
            discovery.ask(path)?;
        }
        open_all(workspace, commit, discovery, opening)?;
    }
    Ok(())
}

/// Adds the projects in which `discovery` found files of `tree`, by their first file.
pub(in crate::project) fn open_all(
    workspace: &mut Workspace,
    tree: &dyn Tree,
    mut discovery: Discovery<'_>,
    opening: Opening,
) -> Result<(), WorkspaceError> {
    for home in discovery.homes() {
        let project = open_home(workspace, tree, (&mut discovery, &home), opening)?;
        workspace.projects.push(project);
    }
    workspace.unreadable.extend_from_slice(discovery.lost());
    Ok(())
}

fn open_home(
    workspace: &mut Workspace,
    tree: &dyn Tree,
    (discovery, home): (&mut Discovery<'_>, &Home),
    opening: Opening,
) -> Result<Project, WorkspaceError> {
    let mut assembly = Assembly::new(tree, &mut workspace.sources, opening.threads);
    let mut lot = Lot { apart: matches!(home, Home::Alone(_)), tests: opening.tests, ..Lot::default() };
    if matches!(home, Home::Project(_)) {
        let path = discovery.root(home).join(CONFIG);
        let bytes = tree.read(&path).map_err(|reason| WorkspaceError::Unreadable {
            path: tree.shown(&path),
            reason,
            help: tree.advice(&path),
        })?;
        assembly.configure(&mut lot, &path, bytes);
        discovery.complete(home, &lot.config.journeys)?;
    }
    let config_meant = discovery.config(home);
    let lock = discovery.root(home).join(LOCK);
    lot.entries = discovery.take(home);
    let_input_stand_in(&mut lot.entries);
    let mut project = assembly.assemble(lot);
    guesses::add(&mut project.findings, &workspace.sources);
    project.config_meant = config_meant;
    add_lock((workspace, tree), &lock, &mut project);
    Ok(project)
}

/// Adds the lock at `path`, as it is written: what is wrong with it keeps no journey from running.
fn add_lock((workspace, tree): (&mut Workspace, &dyn Tree), path: &Path, project: &mut Project) {
    let bytes = if tree.is_file(path) { tree.read(path) } else { return };
    if let Ok(bytes) = bytes {
        let (source, _) = Source::decode(FileId(workspace.sources.len() as u32), tree.shown(path), bytes);
        project.lock = Some(source.id);
        project.reported.insert(source.id);
        workspace.sources.push(source);
    }
}

/// What comes from standard input.
pub fn read_input() -> Result<Vec<u8>, WorkspaceError> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| WorkspaceError::Unreadable {
        path: PathBuf::from(INPUT),
        reason: reason(&error),
        help: "hand a journey to standard input, or name its file".to_owned(),
    })?;
    Ok(bytes)
}

/// What comes from standard input is a draft of the project's own file of that id, which would be there twice.
fn let_input_stand_in(entries: &mut Vec<Entry>) {
    let Some(input) = entries.iter().find(|entry| entry.path.as_os_str() == INPUT_SHOWN) else { return };
    let id = |entry: &Entry| {
        let text = String::from_utf8_lossy(entry.bytes.as_deref().unwrap_or_default());
        ["journey", "catalog"].map(|kind| id_after(&text, kind))
    };
    let drafted = id(input);
    if drafted.iter().any(Option::is_some) {
        entries.retain(|entry| entry.asked || id(entry) != drafted);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Opening, open_all};
    use crate::project::discovery::Discovery;
    use crate::project::disk::Disk;
    use crate::project::files::{Files, Tree, Walk};
    use crate::project::workspace::Workspace;

    /// The machine's own files, of which those called `locked.yaml` and the folders called `closed` may not be read.
    struct Guarded;

    impl Files for Guarded {
        fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
            if path.ends_with("locked.yaml") { Err("permission is denied".to_owned()) } else { Disk.read(path) }
        }

        fn beside(&self, folder: &Path) -> Vec<PathBuf> {
            Disk.beside(folder)
        }

        fn is_folder(&self, path: &Path) -> bool {
            Disk.is_folder(path)
        }
    }

    impl Tree for Guarded {
        fn real(&self, path: &Path) -> Result<PathBuf, String> {
            Disk.real(path)
        }

        fn is_file(&self, path: &Path) -> bool {
            Disk.is_file(path)
        }

        fn walk(&self, folder: &Path) -> Result<Walk, String> {
            let closed = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "closed");
            let mut walk = Disk.walk(folder)?;
            walk.files.retain(|path| !closed(path));
            walk.closed.push((folder.join("closed"), "permission is denied".to_owned()));
            Ok(walk)
        }
    }

    #[test]
    fn what_cannot_be_read_hides_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("journeys");
        fs::create_dir_all(root.join("closed")).unwrap();
        fs::write(folder.path().join("wayfare.toml"), "").unwrap();
        fs::write(root.join("locked.yaml"), "wayfare: 1\ncatalog: shop\n").unwrap();
        let journey = "wayfare: 1\njourney: a\nversion: 1.0.0\nuses: shop\ninitial: A\nstates:\n  A: { final: tru }\n";
        fs::write(root.join("a.yaml"), journey).unwrap();
        let (mut workspace, mut discovery) = (Workspace::default(), Discovery::new(&Guarded));
        discovery.ask(&root).unwrap();
        open_all(&mut workspace, &Guarded, discovery, Opening::default()).unwrap();
        let told: Vec<String> = workspace.unreadable.iter().map(ToString::to_string).collect();
        let named = |name: &str| format!("`{}` cannot be read: permission is denied", root.join(name).display());
        assert_eq!(told, [named("closed"), named("locked.yaml")]);
        let findings: Vec<&str> =
            workspace.projects.iter().flat_map(|project| &project.findings).map(|finding| finding.rule.0).collect();
        assert_eq!(findings, ["wrong-shape"]);
        assert!(workspace.whole().is_err());
    }
}
