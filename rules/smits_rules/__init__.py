"""From facts to decisions: vocabulary, rule packs, the engine and its explanation."""
