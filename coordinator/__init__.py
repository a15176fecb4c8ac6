"""The queue: pure rules, a store that never loses what was answered, and the web around them."""
