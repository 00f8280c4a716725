"""Rule packs: TOML files, how they are loaded, checked and described."""
