"""What makes ``make web`` build the page anew."""

import bootstrap


def test_the_manual_and_its_pictures_are_part_of_the_page() -> None:
    folders = {path.parent.relative_to(bootstrap.ROOT).as_posix() for path in bootstrap._sources()}
    assert {"app/web/src", "docs/手册", "docs/pictures"} <= folders
    assert not any("node_modules" in folder or "/dist" in folder for folder in folders)
