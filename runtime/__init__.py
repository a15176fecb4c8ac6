"""What any process needs to live: a clock, backoff, a clean stop, word to systemd, logs."""
