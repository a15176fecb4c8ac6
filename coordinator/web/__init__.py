"""The coordinator over HTTP: one blueprint a topic, each a thin skin over the desk; errors as problem details."""
