
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'wayfare' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'wayfare'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'wayfare' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a project to start from, or add a journey of the trade to one')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Read, compile and lint journeys: everything that is wrong, where, and what to do about it')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Lay files out in one way, all comments kept')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a rule catches, why it matters, and what is wrong and right')
            [CompletionResult]::new('can', 'can', [CompletionResultType]::ParameterValue, 'Say which step an event would take in a state, and why not the others')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw the state graph of a journey')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two versions, and what it means for people on the way')
            [CompletionResult]::new('lock', 'lock', [CompletionResultType]::ParameterValue, 'Record what was published, so that a version keeps its content and its names their meaning')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run events through journeys, in memory')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the scenario tests of journeys, in virtual time')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print a JSON Schema of files, for editors and validators')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Write the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wayfare;init' {
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'The journey to start with: see `--list`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the journeys that there are')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be written, and write nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How findings are written')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads; all cores if left out')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Show only what is more than this file knows')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The present instant, for rules that speak of the past; without it they are silent')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Check again whenever a file is saved, until Ctrl-C')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Change the files where a fix is certain; `-` goes to standard output')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'With `--fix`, carry out the fixes that are only likely as well: read what they change')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'With `--fix`, write nothing; show what would change, and exit 1 if anything would')
            [CompletionResult]::new('--deny-warnings', '--deny-warnings', [CompletionResultType]::ParameterName, 'Exit 1 on warnings too')
            [CompletionResult]::new('--update-baseline', '--update-baseline', [CompletionResultType]::ParameterName, 'Write the file that `--baseline` names, if it is not there; else take out what is gone')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;fmt' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; name the files that are not laid out, and exit 1 if there are any')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Write nothing; show what would change, and exit 1 if anything would')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every rule in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;can' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Where the person is; again for a state in each of several regions')
            [CompletionResult]::new('--event', '--event', [CompletionResultType]::ParameterName, 'What happens: an event, `done.STATE`, or an action''s fate such as `succeeded.charge`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the answer is written')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Variables that are not what they are by default')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'What the event says')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'What the person has consented to, by purpose; to nothing, if left out')
            [CompletionResult]::new('--traits', '--traits', [CompletionResultType]::ParameterName, 'What is known of the person, as `traits` on events say it')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Who it is')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happens; now, if left out')
            [CompletionResult]::new('--entered', '--entered', [CompletionResultType]::ParameterName, 'Since when the person is there; since the event, if left out')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--anonymous', '--anonymous', [CompletionResultType]::ParameterName, 'That this is no known person')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;graph' {
            [CompletionResult]::new('--journey', '--journey', [CompletionResultType]::ParameterName, 'Which journey, by its id, where there are several')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What is drawn')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write; standard output, if left out')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write; standard output, if left out')
            [CompletionResult]::new('--theme', '--theme', [CompletionResultType]::ParameterName, 'Colours of `svg` and `html`')
            [CompletionResult]::new('--direction', '--direction', [CompletionResultType]::ParameterName, 'Where lines of `mermaid` and `dot` lead')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'How many columns a drawing in characters takes')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;diff' {
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'Compare with where the history of this commit, branch or tag and that of `HEAD` parted')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How it is written')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Run these events through both versions, one JSON object a line, and tell who goes elsewhere; `-` for standard input')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads; all cores if left out')
            [CompletionResult]::new('--approve', '--approve', [CompletionResultType]::ParameterName, 'A change that you have thought about, by its fingerprint; may be given several times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--git-driver', '--git-driver', [CompletionResultType]::ParameterName, 'Compare the two versions that git hands over, for `diff.wayfare.command` of its config')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show what nobody notices as well: layout, texts for people, owner and tags')
            [CompletionResult]::new('--require-approval', '--require-approval', [CompletionResultType]::ParameterName, 'Exit with 1 until every change that people on the way will notice is approved')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;lock' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; exit 1 if a version is not recorded in `wayfare.lock`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;run' {
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Events, one JSON object a line; `-` for standard input')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How records are written: `text` on a terminal, `jsonl` elsewhere, if left out')
            [CompletionResult]::new('--final', '--final', [CompletionResultType]::ParameterName, 'Write the state that each instance ended in, as `.csv` or `.jsonl`')
            [CompletionResult]::new('--dead-letters', '--dead-letters', [CompletionResultType]::ParameterName, 'Write the events that could not be processed, each with its line')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds')
            [CompletionResult]::new('--deploy-at', '--deploy-at', [CompletionResultType]::ParameterName, 'People on an older version move to the next one at this instant, each in their own time')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads; all cores if left out')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Add the records of events that did nothing')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the summary')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit 1 if an event could not be processed')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;test' {
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Run only the tests that have this in their name, in upper or lower case')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads; all cores if left out')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Name the tests that passed too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Name the tests that passed too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write a page for the program and one for each command into this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: `auto`, `always` or `never`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; `-h` is shorter')
            break
        }
        'wayfare;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a project to start from, or add a journey of the trade to one')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Read, compile and lint journeys: everything that is wrong, where, and what to do about it')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Lay files out in one way, all comments kept')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a rule catches, why it matters, and what is wrong and right')
            [CompletionResult]::new('can', 'can', [CompletionResultType]::ParameterValue, 'Say which step an event would take in a state, and why not the others')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw the state graph of a journey')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two versions, and what it means for people on the way')
            [CompletionResult]::new('lock', 'lock', [CompletionResultType]::ParameterValue, 'Record what was published, so that a version keeps its content and its names their meaning')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run events through journeys, in memory')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the scenario tests of journeys, in virtual time')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print a JSON Schema of files, for editors and validators')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Write the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wayfare;help;init' {
            break
        }
        'wayfare;help;check' {
            break
        }
        'wayfare;help;fmt' {
            break
        }
        'wayfare;help;explain' {
            break
        }
        'wayfare;help;can' {
            break
        }
        'wayfare;help;graph' {
            break
        }
        'wayfare;help;diff' {
            break
        }
        'wayfare;help;lock' {
            break
        }
        'wayfare;help;run' {
            break
        }
        'wayfare;help;test' {
            break
        }
        'wayfare;help;schema' {
            break
        }
        'wayfare;help;completions' {
            break
        }
        'wayfare;help;man' {
            break
        }
        'wayfare;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
