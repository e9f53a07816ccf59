# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_wayfare_global_optspecs
    string join \n color= h/help V/version
end

function __fish_wayfare_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_wayfare_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_wayfare_using_subcommand
    set -l cmd (__fish_wayfare_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c wayfare -n "__fish_wayfare_needs_command" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_needs_command" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_needs_command" -s V -l version -d 'Print version'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "init" -d 'Make a project to start from, or add a journey of the trade to one'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "check" -d 'Read, compile and lint journeys: everything that is wrong, where, and what to do about it'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "fmt" -d 'Lay files out in one way, all comments kept'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "explain" -d 'Say what a rule catches, why it matters, and what is wrong and right'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "can" -d 'Say which step an event would take in a state, and why not the others'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "graph" -d 'Draw the state graph of a journey'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "diff" -d 'Say what changed between two versions, and what it means for people on the way'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "lock" -d 'Record what was published, so that a version keeps its content and its names their meaning'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "run" -d 'Run events through journeys, in memory'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "test" -d 'Run the scenario tests of journeys, in virtual time'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "schema" -d 'Print a JSON Schema of files, for editors and validators'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "completions" -d 'Write the completions of a shell'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "man" -d 'Write the manual'
complete -c wayfare -n "__fish_wayfare_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wayfare -n "__fish_wayfare_using_subcommand init" -l template -d 'The journey to start with: see `--list`' -r -f -a "welcome-series\t''
onboarding-checklist\t''
trial-to-paid\t''
abandoned-cart\t''
win-back\t''
dunning\t''
appointment-reminders\t''
price-test\t''
kyc-onboarding\t''"
complete -c wayfare -n "__fish_wayfare_using_subcommand init" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand init" -l list -d 'List the journeys that there are'
complete -c wayfare -n "__fish_wayfare_using_subcommand init" -l dry-run -d 'Say what would be written, and write nothing'
complete -c wayfare -n "__fish_wayfare_using_subcommand init" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l format -d 'How findings are written' -r -f -a "text\t'For people, as compilers print them'
json\t'One JSON object'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations of GitHub, as workflow commands'
junit\t'JUnit XML, for the test reports of CI servers'"
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l threads -d 'How many threads; all cores if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l baseline -d 'Show only what is more than this file knows' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l now -d 'The present instant, for rules that speak of the past; without it they are silent' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l watch -d 'Check again whenever a file is saved, until Ctrl-C'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l fix -d 'Change the files where a fix is certain; `-` goes to standard output'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l unsafe-fixes -d 'With `--fix`, carry out the fixes that are only likely as well: read what they change'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l diff -d 'With `--fix`, write nothing; show what would change, and exit 1 if anything would'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l deny-warnings -d 'Exit 1 on warnings too'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -l update-baseline -d 'Write the file that `--baseline` names, if it is not there; else take out what is gone'
complete -c wayfare -n "__fish_wayfare_using_subcommand check" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand fmt" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand fmt" -l check -d 'Write nothing; name the files that are not laid out, and exit 1 if there are any'
complete -c wayfare -n "__fish_wayfare_using_subcommand fmt" -l diff -d 'Write nothing; show what would change, and exit 1 if anything would'
complete -c wayfare -n "__fish_wayfare_using_subcommand fmt" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand explain" -l format -d 'How it is written' -r -f -a "text\t'For people'
markdown\t'For a page or a comment'
json\t'One JSON object, or a list of them'"
complete -c wayfare -n "__fish_wayfare_using_subcommand explain" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand explain" -l all -d 'Every rule in full'
complete -c wayfare -n "__fish_wayfare_using_subcommand explain" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l state -d 'Where the person is; again for a state in each of several regions' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l event -d 'What happens: an event, `done.STATE`, or an action\'s fate such as `succeeded.charge`' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l format -d 'How the answer is written' -r -f -a "text\t'For people'
json\t'One JSON object'"
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l context -d 'Variables that are not what they are by default' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l payload -d 'What the event says' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l consent -d 'What the person has consented to, by purpose; to nothing, if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l traits -d 'What is known of the person, as `traits` on events say it' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l user -d 'Who it is' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l at -d 'When it happens; now, if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l entered -d 'Since when the person is there; since the event, if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -l anonymous -d 'That this is no known person'
complete -c wayfare -n "__fish_wayfare_using_subcommand can" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -l journey -d 'Which journey, by its id, where there are several' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -l format -d 'What is drawn' -r -f -a "text\t'A drawing in characters'
ascii\t'The same in ASCII alone'
svg\t'A drawing for a page or a document'
html\t'A page to look around in: zoom, search, collapse'
mermaid\t'A Mermaid flowchart, as GitHub and GitLab render it'
dot\t'A graph for Graphviz'
json\t'One JSON object'"
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -s o -l output -d 'The file to write; standard output, if left out' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -l theme -d 'Colours of `svg` and `html`' -r -f -a "auto\t'As the reader\'s screen'
light\t'Light'
dark\t'Dark'"
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -l direction -d 'Where lines of `mermaid` and `dot` lead' -r -f -a "down\t'From the top down'
right\t'From the left to the right'"
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -l width -d 'How many columns a drawing in characters takes' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand graph" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l against -d 'Compare with where the history of this commit, branch or tag and that of `HEAD` parted' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l format -d 'How it is written' -r -f -a "text\t'For a terminal'
markdown\t'A comment for a pull request: what needs a decision first, with a picture that the forge renders'
json\t'One JSON object'
html\t'A page with both versions side by side and the list of changes'
svg\t'A picture of both versions side by side'
mermaid\t'A Mermaid flowchart of what changed and what is around it, as GitHub and GitLab render it'"
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l events -d 'Run these events through both versions, one JSON object a line, and tell who goes elsewhere; `-` for standard input' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l until -d 'Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l threads -d 'How many threads; all cores if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l approve -d 'A change that you have thought about, by its fingerprint; may be given several times' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l git-driver -d 'Compare the two versions that git hands over, for `diff.wayfare.command` of its config'
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l all -d 'Show what nobody notices as well: layout, texts for people, owner and tags'
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -l require-approval -d 'Exit with 1 until every change that people on the way will notice is approved'
complete -c wayfare -n "__fish_wayfare_using_subcommand diff" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand lock" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand lock" -l check -d 'Write nothing; exit 1 if a version is not recorded in `wayfare.lock`'
complete -c wayfare -n "__fish_wayfare_using_subcommand lock" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l events -d 'Events, one JSON object a line; `-` for standard input' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l format -d 'How records are written: `text` on a terminal, `jsonl` elsewhere, if left out' -r -f -a "text\t'For people'
jsonl\t'One JSON object a line'"
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l final -d 'Write the state that each instance ended in, as `.csv` or `.jsonl`' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l dead-letters -d 'Write the events that could not be processed, each with its line' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l until -d 'Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l deploy-at -d 'People on an older version move to the next one at this instant, each in their own time' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l threads -d 'How many threads; all cores if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l trace -d 'Add the records of events that did nothing'
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l quiet -d 'Print only the summary'
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -l strict -d 'Exit 1 if an event could not be processed'
complete -c wayfare -n "__fish_wayfare_using_subcommand run" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand test" -l filter -d 'Run only the tests that have this in their name, in upper or lower case' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand test" -l threads -d 'How many threads; all cores if left out' -r
complete -c wayfare -n "__fish_wayfare_using_subcommand test" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand test" -s v -l verbose -d 'Name the tests that passed too'
complete -c wayfare -n "__fish_wayfare_using_subcommand test" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand schema" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand schema" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand completions" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand completions" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand man" -l dir -d 'Write a page for the program and one for each command into this folder' -r -F
complete -c wayfare -n "__fish_wayfare_using_subcommand man" -l color -d 'When to use colours: `auto`, `always` or `never`' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it always'
always\t'Always'
never\t'Never'"
complete -c wayfare -n "__fish_wayfare_using_subcommand man" -s h -l help -d 'Print help; `-h` is shorter'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "init" -d 'Make a project to start from, or add a journey of the trade to one'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "check" -d 'Read, compile and lint journeys: everything that is wrong, where, and what to do about it'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "fmt" -d 'Lay files out in one way, all comments kept'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "explain" -d 'Say what a rule catches, why it matters, and what is wrong and right'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "can" -d 'Say which step an event would take in a state, and why not the others'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "graph" -d 'Draw the state graph of a journey'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "diff" -d 'Say what changed between two versions, and what it means for people on the way'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "lock" -d 'Record what was published, so that a version keeps its content and its names their meaning'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "run" -d 'Run events through journeys, in memory'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "test" -d 'Run the scenario tests of journeys, in virtual time'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "schema" -d 'Print a JSON Schema of files, for editors and validators'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "completions" -d 'Write the completions of a shell'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "man" -d 'Write the manual'
complete -c wayfare -n "__fish_wayfare_using_subcommand help; and not __fish_seen_subcommand_from init check fmt explain can graph diff lock run test schema completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wayfare -n "__fish_wayfare_using_subcommand explain" -f -a "yaml-syntax expression-needs-quotes unknown-key missing-key wrong-shape bad-name unsupported-language-version expression-syntax unknown-name not-available-here type-mismatch nullable-use action-params effect-in-expression duplicate-id no-initial bad-target split-weights several-triggers unreachable-state dead-end-state no-path-to-final eventless-cycle shadowed-step guard-never-true timer-never-fires busy-timer-loop timer-not-positive choice-without-default parallel-never-done parallel-write-conflict step-from-final journey-cycle failure-unhandled unbounded-list merge-undefined guard-always-true constant-expression guards-overlap expression-as-text event-guards-gap event-without-key entry-counts-twice missing-timeout event-unused event-unhandled context-never-read context-never-written define-unused function-unused action-unused window-unused cap-unused duplicate-step superfluous-state numbered-states too-many-states too-many-branches message-fatigue reentry-without-cooldown send-without-window basis-and-consent goal-unreachable float-equality integer-division newline-in-string suspicious-duration leaves-parallel reenter-no-effect target-no-effect timer-moves-itself any-type in-state-always in-state-never pii-to-action pii-without-consent pii-laundered pii-in-key pii-literal secret-literal send-without-consent special-category version-not-bumped bump-too-small migration-missing migration-incomplete migration-invalid name-reused rename-without-migrate event-contract-narrowed naming missing-description missing-owner complex-guard unused-allow allow-without-reason any-order title-case long-journey scenario-drift coverage-below language correctness suspicious privacy versions style"
complete -c wayfare -n "__fish_wayfare_using_subcommand schema" -f -a "journey catalog scenarios config event file"
complete -c wayfare -n "__fish_wayfare_using_subcommand completions" -f -a "bash elvish fish powershell zsh"
