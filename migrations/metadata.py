"""Every table the rooms of ``app`` declare."""

import importlib
import importlib.util
import pkgutil

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import app


def metadata() -> MetaData:
    """Import each room's models and return what they registered."""
    for room in pkgutil.iter_modules(app.__path__):
        name = f"app.{room.name}.models"
        if room.ispkg and importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    return SQLModel.metadata
