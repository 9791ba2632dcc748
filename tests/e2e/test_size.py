"""What a phone has to fetch before it shows the first page: counted over the built files."""

import gzip
import json
from pathlib import Path

import pytest

from app.main import PAGE
from tests.e2e.conftest import missing

MOST_KB = 300
MOST_FILES = 60
FIRST = ("index.html", "src/pages/sign-in/SignInPage.vue", "src/shell/AppShell.vue", "src/pages/home/HomePage.vue")
HOMES = ("Keeper", "Duty", "Approver", "Planner", "Sysadmin", "Security", "Auditor")


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, list[str] | str]]:
    listed = PAGE / ".vite" / "manifest.json"
    if not listed.is_file():
        missing("网页构建（make web）")
    found: dict[str, dict[str, list[str] | str]] = json.loads(listed.read_text())
    return found


def fetched(manifest: dict[str, dict[str, list[str] | str]], entries: tuple[str, ...]) -> set[str]:
    """The files of these modules with everything that they import at once, styles included."""
    seen: set[str] = set()
    files: set[str] = set()
    left = list(entries)
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        chunk = manifest[name]
        files |= {str(chunk["file"]), *chunk.get("css", [])}
        left += chunk.get("imports", [])
    return files


def weight(files: set[str]) -> int:
    """Bytes on the wire, each file compressed as a server does it."""
    return sum(len(gzip.compress((PAGE / file).read_bytes(), 6)) for file in files)


@pytest.mark.parametrize("home", HOMES)
def test_the_first_load_is_light(manifest: dict[str, dict[str, list[str] | str]], home: str) -> None:
    entries = (*FIRST, "src/shell/SignInAgain.vue", f"src/pages/home/{home}Home.vue")
    files = fetched(manifest, entries) | {"index.html", "favicon.svg"}
    assert not any("board" in Path(file).name or "maplibre" in file for file in files), "the map comes when it is seen"
    kilobytes = weight(files) / 1000
    print(f"{home}: {kilobytes:.0f} kB gzip in {len(files)} files")
    assert kilobytes <= MOST_KB
    assert len(files) <= MOST_FILES
