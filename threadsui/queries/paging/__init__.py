"""Ways through long lists by key, which cost the same on every page."""
