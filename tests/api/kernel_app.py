"""A small room of its own, so that the kernel's promises are tested without any other room."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text

from app.auth import Actor, acting_anyone
from app.kernel.database import Database, Session
from app.kernel.errors import Conflict
from app.kernel.idempotency import CommandRoute
from app.kernel.versions import SeenVersion, require, tag
from app.main import create_app

NOTES = (
    "CREATE TABLE note (id serial PRIMARY KEY, words text NOT NULL CONSTRAINT ck_note_words_short"
    " CHECK (length(words) < 50))",
    """CREATE FUNCTION refuse_doomed() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.words LIKE 'doomed%' THEN RAISE EXCEPTION 'refused at commit'
             USING ERRCODE = split_part(NEW.words, ' ', 2), CONSTRAINT = 'refused_at_commit'; END IF;
       RETURN NULL; END $$""",
    """CREATE CONSTRAINT TRIGGER refused_at_commit AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION refuse_doomed()""",
)

router = APIRouter()
commands = APIRouter(route_class=CommandRoute)

Anyone = Annotated[Actor, acting_anyone()]


class Line(BaseModel):
    quantity: int = Field(gt=0)


class NoteIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: str = Field(min_length=1)
    lines: list[Line] = []


class NoteOut(BaseModel):
    id: int
    words: str
    actor: str


async def write(session: Session, words: str) -> int:
    made = await session.execute(text("INSERT INTO note (words) VALUES (:words) RETURNING id"), {"words": words})
    return int(made.scalar_one())


@commands.post("/notes", status_code=201)
async def post_note(session: Session, actor: Anyone, command: NoteIn, response: Response) -> NoteOut:
    number = await write(session, command.words)
    if command.words == "refused":
        raise Conflict("不行。")
    tag(response, number)
    return NoteOut(id=number, words=command.words, actor=actor.code)


@router.post("/plain-notes", status_code=201)
async def post_plain_note(session: Session, command: NoteIn) -> NoteOut:
    return NoteOut(id=await write(session, command.words), words=command.words, actor="")


@router.put("/notes/{number}")
async def change_note(number: int, seen: SeenVersion) -> NoteOut:
    require(3, seen)
    return NoteOut(id=number, words="", actor="")


@router.get("/broken")
async def break_down() -> NoteOut:
    raise RuntimeError("secret words")


async def noted(database: Database) -> FastAPI:
    """The app with the notes' room, their table made."""
    async with database.transaction() as session:
        for statement in NOTES:
            await session.execute(text(statement))
    app = create_app(database=database)
    routes = list(app.router.routes)
    app.router.routes.clear()  # before the page, which answers whatever is left
    app.include_router(router)
    app.include_router(commands)
    app.router.routes.extend(routes)
    return app


async def count(database: Database) -> int:
    async with database.transaction() as session:
        return int((await session.execute(text("SELECT count(*) FROM note"))).scalar_one())
