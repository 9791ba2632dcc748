"""``python -m app`` is ``yingcang``."""

from app.cli import main

if __name__ == "__main__":
    main()
