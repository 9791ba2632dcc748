"""Names of the places that grants speak of. The rooms that know them stand above this one and tell us how to ask."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Grant
from app.auth.scope import Scope

WHOLE = "全部区域"

DivisionNames = Callable[[AsyncSession, Collection[str]], Awaitable[dict[str, str]]]
SiteNames = Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, tuple[str, str | None]]]]
"""Name and division of each site."""


@dataclass
class _Sources:
    divisions: DivisionNames | None = None
    sites: SiteNames | None = None


_sources = _Sources()


def named_by(divisions: DivisionNames, sites: SiteNames) -> None:
    """Called once where the rooms are put together."""
    _sources.divisions, _sources.sites = divisions, sites


@dataclass(frozen=True)
class Names:
    """Names by division code and site id; what has none is not there."""

    divisions: dict[str, str] = field(default_factory=dict)
    sites: dict[UUID, str] = field(default_factory=dict)
    site_divisions: dict[UUID, str | None] = field(default_factory=dict)

    def division(self, code: str) -> str:
        return WHOLE if code == "" else self.divisions.get(code, code)

    def site(self, site_id: UUID) -> str:
        return self.sites.get(site_id, "（已不存在的库点）")

    def of(self, scope: Scope) -> list[str]:
        """The places of a scope, the whole installation standing for everything in it."""
        if scope.everywhere:
            return [WHOLE]
        return [*map(self.division, sorted(scope.divisions)), *map(self.site, sorted(scope.sites))]


async def names(session: AsyncSession, divisions: Iterable[str | None], sites: Iterable[UUID | None]) -> Names:
    codes, ids = {one for one in divisions if one}, {one for one in sites if one}
    found = await _sources.sites(session, ids) if _sources.sites and ids else {}
    return Names(
        await _sources.divisions(session, codes) if _sources.divisions and codes else {},
        {site: name for site, (name, _) in found.items()},
        {site: division for site, (_, division) in found.items()},
    )


async def names_of(session: AsyncSession, grants: Collection[Grant]) -> Names:
    divisions = [code for grant in grants for code in (grant.reads, grant.writes)]
    return await names(session, divisions, [grant.site_id for grant in grants])
