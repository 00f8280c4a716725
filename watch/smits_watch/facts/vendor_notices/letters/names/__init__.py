"""The names in a letter: of products, of the subject of its title, and of the vendor."""
