"""For `scrapyd-deploy`, which builds its egg with setup.py: everything is said in pyproject.toml.

Without this file it writes one of its own that packs `tests` and leaves data files out.
"""

from setuptools import setup

setup()
