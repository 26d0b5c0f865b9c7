"""What people keep for themselves, or share under a name: presets, snippets, saved views, displays of lists."""
