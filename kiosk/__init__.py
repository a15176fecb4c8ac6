"""The touchscreen where a citizen takes a number: a pure flow, a pure layout, painters, one sender."""
