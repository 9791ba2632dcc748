"""Every table the rooms of ``app`` declare."""

import importlib
import pkgutil

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import app


def metadata() -> MetaData:
    """Import each room's models and return what they registered."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    return SQLModel.metadata
