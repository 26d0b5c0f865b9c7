"""What people keep for themselves, or share under a name: drafts, presets, snippets, saved views, displays."""
