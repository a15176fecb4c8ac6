"""The command line: one subcommand a process. Nothing else lives here."""
