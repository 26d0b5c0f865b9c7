"""How long texts are kept, who reads what is masked, and that history and secrets stay good."""
