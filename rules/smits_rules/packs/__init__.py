"""Rule packs: loading, validating and describing TOML files."""
