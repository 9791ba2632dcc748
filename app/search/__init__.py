"""One field to find anything by name, number or pinyin initials."""
