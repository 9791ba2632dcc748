"""Who may be chosen as the acting person."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select

from app.auth.models import Person
from app.kernel.database import Session

router = APIRouter(tags=["人员"])


class PersonRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str = Field(title="编码")
    name: str = Field(title="姓名")


class People(BaseModel):
    items: list[PersonRead] = Field(title="人员")


@router.get("/people")
async def list_people(session: Session) -> People:
    found = await session.exec(select(Person).order_by(col(Person.id)))
    return People(items=[PersonRead.model_validate(person) for person in found])
