"""The agent for the call-next buttons and their lamps, of any number of counters on one machine."""
