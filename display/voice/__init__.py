"""The board's voice: clips strung into sentences, spoken one after another, never in the screen's way."""
