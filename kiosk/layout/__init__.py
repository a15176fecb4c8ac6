"""Where everything stands, in millimetres made pixels. Pure: a view and a screen's measures make a page."""
