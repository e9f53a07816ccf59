//! One file a command: argv, files, terminal.
