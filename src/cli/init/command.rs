//! `init`: plans, checks what it planned, and only then writes.

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::init::arguments::Init;
use crate::cli::init::files::Role;
use crate::cli::init::found::{Found, Kind};
use crate::cli::init::judge::{Verdict, judge};
use crate::cli::init::place::Place;
use crate::cli::init::plan::{Fate, Planned, plan};
use crate::cli::init::templates::{Template, find};
use crate::cli::init::{story, write};
use crate::cli::terminal;
use crate::report::findings::text;

/// Makes a project, or adds a journey to one.
pub fn init(command: &Init) -> anyhow::Result<Exit> {
    if command.list {
        terminal::print(story::list(terminal::paint_of_output()).as_bytes())?;
        return Ok(Exit::Done);
    }
    let template = find(&command.template).ok_or_else(|| {
        Failure::new(format!("there is no template `{}`", command.template), "`wayfare init --list` names them")
    })?;
    let place = Place::at(&command.dir)?;
    let found = Found::at(&place)?;
    let plan = good_plan(template, (&place, &found))?;
    let paint = terminal::paint_of_errors();
    if !command.dry_run {
        write::write(&plan, &place)?;
    }
    terminal::tell(&story::fates(&plan, &place, (paint, command.dry_run)));
    if !command.dry_run {
        if !Found::at(&place)?.ids.contains_key(&(Kind::Journey, template.name.to_owned())) {
            terminal::tell(&story::unseen(&plan, paint));
        }
        terminal::tell(&story::next(&plan, (&place, paint)));
    }
    Ok(Exit::Done)
}

/// The first plan after which `check` says nothing new; a refusal is told with what it would say.
fn good_plan(template: &Template, (place, found): (&Place, &Found)) -> anyhow::Result<Vec<Planned>> {
    let first = plan(template, (place, found), "")?;
    let verdict = judge(&first, (place, found))?;
    if verdict.new.is_empty() {
        return Ok(first);
    }
    // Catalogs of the same name that are there may say something else; then the journey brings its own.
    let shared = first.iter().any(|it| matches!(it.part.role, Role::Catalog(_)) && it.fate != Fate::Create);
    let is_new = first.iter().any(|it| it.part.role == Role::Journey && it.fate == Fate::Create);
    if shared && is_new {
        let second = plan(template, (place, found), &format!("{}-", template.name))?;
        if judge(&second, (place, found))?.new.is_empty() {
            return Ok(second);
        }
    }
    Err(refusal(template, place, &verdict).into())
}

fn refusal(template: &Template, place: &Place, verdict: &Verdict) -> Failure {
    terminal::tell(&text::render(&verdict.new, &verdict.workspace.sources, terminal::paint_of_errors()));
    let message = format!(
        "`{}` does not go together with what is in `{}`: nothing was written",
        template.name,
        crate::project::files::or_here(&place.dir).display()
    );
    Failure::new(message, "settle what is told above, or take another template or folder")
}
