//! Git as a program: a question and its answer, and one process that hands out objects.

use std::cell::RefCell;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub reason: String,
    /// What to do next.
    pub help: String,
}

impl Refusal {
    /// A refusal with its way out.
    pub fn new(reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: help.into() }
    }
}

/// What git answers, without the line break at the end.
pub fn ask(arguments: &[&str]) -> Result<Vec<u8>, Refusal> {
    let output = Command::new("git").args(arguments).stdin(Stdio::null()).output().map_err(|error| absent(&error))?;
    if !output.status.success() {
        return Err(own_words(&String::from_utf8_lossy(&output.stderr)));
    }
    let mut answer = output.stdout;
    answer.pop_if(|last| *last == b'\n');
    Ok(answer)
}

fn absent(error: &io::Error) -> Refusal {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "the program `git` is not there".to_owned(),
        _ => format!("the program `git` cannot be started: {error}"),
    };
    Refusal::new(reason, "install git, or name a file or folder instead of a commit")
}

/// What git says, its first line as the reason and the rest, where it has advice, as the help.
fn own_words(text: &str) -> Refusal {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("git does not say why");
    let reason = first.strip_prefix("fatal: ").or_else(|| first.strip_prefix("error: ")).unwrap_or(first);
    let rest = lines.collect::<Vec<_>>().join(" ");
    let help = if rest.is_empty() { "run the command in a git repository that can be read".to_owned() } else { rest };
    Refusal::new(format!("git says: {reason}"), help)
}

/// An object of git.
#[derive(Debug)]
pub struct Object {
    /// Its id, as hex.
    pub id: String,
    /// `commit`, `tree`, `blob` or `tag`.
    pub kind: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Why an object could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoObject {
    /// There is none of that name.
    Missing,
    /// Several ids begin with that name.
    Ambiguous,
    /// Git stopped.
    Broken,
}

/// A running `git cat-file --batch`.
pub struct Batch {
    child: Child,
    pipe: RefCell<Pipe>,
}

struct Pipe {
    /// Absent once git was told that nothing more will be asked.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Batch {
    /// Starts git.
    pub fn start() -> Result<Self, Refusal> {
        let mut command = Command::new("git");
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| absent(&error))?;
        let (questions, answers) = (child.stdin.take(), child.stdout.take());
        let answers = answers.ok_or_else(|| absent(&io::ErrorKind::BrokenPipe.into()))?;
        Ok(Self { child, pipe: RefCell::new(Pipe { questions, answers: BufReader::new(answers) }) })
    }

    /// The object that `name`, which is handed over as a line and never as an argument, stands for.
    pub fn object(&self, name: &str) -> Result<Object, NoObject> {
        if name.contains(['\n', '\0']) {
            return Err(NoObject::Missing);
        }
        self.pipe.borrow_mut().ask(name).unwrap_or(Err(NoObject::Broken))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // Git ends when nobody can ask any more; what it says then concerns nobody.
        self.pipe.get_mut().questions = None;
        let _ = self.child.wait();
    }
}

impl Pipe {
    fn ask(&mut self, name: &str) -> io::Result<Result<Object, NoObject>> {
        let questions = self.questions.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        questions.write_all(format!("{name}\n").as_bytes())?;
        questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let mut words = head.trim_end_matches('\n').rsplitn(3, ' ');
        let (last, kind, id) = (words.next(), words.next(), words.next());
        let (size, kind, id) = match (last.unwrap_or_default(), kind, id) {
            ("missing", Some(_), _) => return Ok(Err(NoObject::Missing)),
            ("ambiguous", Some(_), _) => return Ok(Err(NoObject::Ambiguous)),
            (size, Some(kind), Some(id)) => (size, kind, id),
            _ => return Err(io::ErrorKind::UnexpectedEof.into()),
        };
        let size: u64 = size.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        let mut bytes = Vec::new();
        self.answers.by_ref().take(size + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != size + 1 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.pop();
        Ok(Ok(Object { id: id.to_owned(), kind: kind.to_owned(), bytes }))
    }
}
