
use builtin;
use str;

set edit:completion:arg-completer[wayfare] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'wayfare'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'wayfare'= {
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Make a project to start from, or add a journey of the trade to one'
            cand check 'Read, compile and lint journeys: everything that is wrong, where, and what to do about it'
            cand fmt 'Lay files out in one way, all comments kept'
            cand explain 'Say what a rule catches, why it matters, and what is wrong and right'
            cand can 'Say which step an event would take in a state, and why not the others'
            cand graph 'Draw the state graph of a journey'
            cand diff 'Say what changed between two versions, and what it means for people on the way'
            cand lock 'Record what was published, so that a version keeps its content and its names their meaning'
            cand run 'Run events through journeys, in memory'
            cand test 'Run the scenario tests of journeys, in virtual time'
            cand schema 'Print a JSON Schema of files, for editors and validators'
            cand completions 'Write the completions of a shell'
            cand man 'Write the manual'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'wayfare;init'= {
            cand --template 'The journey to start with: see `--list`'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --list 'List the journeys that there are'
            cand --dry-run 'Say what would be written, and write nothing'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;check'= {
            cand --format 'How findings are written'
            cand --threads 'How many threads; all cores if left out'
            cand --baseline 'Show only what is more than this file knows'
            cand --now 'The present instant, for rules that speak of the past; without it they are silent'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --watch 'Check again whenever a file is saved, until Ctrl-C'
            cand --fix 'Change the files where a fix is certain; `-` goes to standard output'
            cand --unsafe-fixes 'With `--fix`, carry out the fixes that are only likely as well: read what they change'
            cand --diff 'With `--fix`, write nothing; show what would change, and exit 1 if anything would'
            cand --deny-warnings 'Exit 1 on warnings too'
            cand --update-baseline 'Write the file that `--baseline` names, if it is not there; else take out what is gone'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;fmt'= {
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --check 'Write nothing; name the files that are not laid out, and exit 1 if there are any'
            cand --diff 'Write nothing; show what would change, and exit 1 if anything would'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;explain'= {
            cand --format 'How it is written'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --all 'Every rule in full'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;can'= {
            cand --state 'Where the person is; again for a state in each of several regions'
            cand --event 'What happens: an event, `done.STATE`, or an action''s fate such as `succeeded.charge`'
            cand --format 'How the answer is written'
            cand --context 'Variables that are not what they are by default'
            cand --payload 'What the event says'
            cand --consent 'What the person has consented to, by purpose; to nothing, if left out'
            cand --traits 'What is known of the person, as `traits` on events say it'
            cand --user 'Who it is'
            cand --at 'When it happens; now, if left out'
            cand --entered 'Since when the person is there; since the event, if left out'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --anonymous 'That this is no known person'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;graph'= {
            cand --journey 'Which journey, by its id, where there are several'
            cand --format 'What is drawn'
            cand -o 'The file to write; standard output, if left out'
            cand --output 'The file to write; standard output, if left out'
            cand --theme 'Colours of `svg` and `html`'
            cand --direction 'Where lines of `mermaid` and `dot` lead'
            cand --width 'How many columns a drawing in characters takes'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;diff'= {
            cand --against 'Compare with where the history of this commit, branch or tag and that of `HEAD` parted'
            cand --format 'How it is written'
            cand --events 'Run these events through both versions, one JSON object a line, and tell who goes elsewhere; `-` for standard input'
            cand --until 'Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds'
            cand --threads 'How many threads; all cores if left out'
            cand --approve 'A change that you have thought about, by its fingerprint; may be given several times'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --git-driver 'Compare the two versions that git hands over, for `diff.wayfare.command` of its config'
            cand --all 'Show what nobody notices as well: layout, texts for people, owner and tags'
            cand --require-approval 'Exit with 1 until every change that people on the way will notice is approved'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;lock'= {
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --check 'Write nothing; exit 1 if a version is not recorded in `wayfare.lock`'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;run'= {
            cand --events 'Events, one JSON object a line; `-` for standard input'
            cand --format 'How records are written: `text` on a terminal, `jsonl` elsewhere, if left out'
            cand --final 'Write the state that each instance ended in, as `.csv` or `.jsonl`'
            cand --dead-letters 'Write the events that could not be processed, each with its line'
            cand --until 'Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds'
            cand --deploy-at 'People on an older version move to the next one at this instant, each in their own time'
            cand --threads 'How many threads; all cores if left out'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand --trace 'Add the records of events that did nothing'
            cand --quiet 'Print only the summary'
            cand --strict 'Exit 1 if an event could not be processed'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;test'= {
            cand --filter 'Run only the tests that have this in their name, in upper or lower case'
            cand --threads 'How many threads; all cores if left out'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand -v 'Name the tests that passed too'
            cand --verbose 'Name the tests that passed too'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;schema'= {
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;completions'= {
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;man'= {
            cand --dir 'Write a page for the program and one for each command into this folder'
            cand --color 'When to use colours: `auto`, `always` or `never`'
            cand -h 'Print help; `-h` is shorter'
            cand --help 'Print help; `-h` is shorter'
        }
        &'wayfare;help'= {
            cand init 'Make a project to start from, or add a journey of the trade to one'
            cand check 'Read, compile and lint journeys: everything that is wrong, where, and what to do about it'
            cand fmt 'Lay files out in one way, all comments kept'
            cand explain 'Say what a rule catches, why it matters, and what is wrong and right'
            cand can 'Say which step an event would take in a state, and why not the others'
            cand graph 'Draw the state graph of a journey'
            cand diff 'Say what changed between two versions, and what it means for people on the way'
            cand lock 'Record what was published, so that a version keeps its content and its names their meaning'
            cand run 'Run events through journeys, in memory'
            cand test 'Run the scenario tests of journeys, in virtual time'
            cand schema 'Print a JSON Schema of files, for editors and validators'
            cand completions 'Write the completions of a shell'
            cand man 'Write the manual'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'wayfare;help;init'= {
        }
        &'wayfare;help;check'= {
        }
        &'wayfare;help;fmt'= {
        }
        &'wayfare;help;explain'= {
        }
        &'wayfare;help;can'= {
        }
        &'wayfare;help;graph'= {
        }
        &'wayfare;help;diff'= {
        }
        &'wayfare;help;lock'= {
        }
        &'wayfare;help;run'= {
        }
        &'wayfare;help;test'= {
        }
        &'wayfare;help;schema'= {
        }
        &'wayfare;help;completions'= {
        }
        &'wayfare;help;man'= {
        }
        &'wayfare;help;help'= {
        }
    ]
    $completions[$command]
}
