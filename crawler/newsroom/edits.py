"""What an editor does to a world between two crawls: stories change, vanish, or were not out yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.newsroom.world import Story, World


class EditError(ValueError):
    """An edit cannot be made; the message is a sentence."""


def apply(world: World, edits: Mapping[str, Mapping[str, Any]]) -> None:
    """Edit stories in place: URL -> {"headline", "paragraph" (one more), "tags", "gone"}; raise `EditError`.

    A story keeps its address. One that is gone answers 404 and is in no list; links to it stay, as they do.
    """
    known = {story.url: story for story in world.all()}
    for url, edit in edits.items():
        story = known.get(url)
        if story is None:
            raise EditError(f"no story has the address {url}")
        if strange := set(edit) - {"headline", "paragraph", "tags", "gone"}:
            raise EditError(f"nothing is known of {', '.join(sorted(strange))}")
        _edit(world, story, edit)


def _edit(world: World, story: Story, edit: Mapping[str, Any]) -> None:
    if edit.get("gone"):
        world.of(story.outlet).remove(story)
    if "headline" in edit:
        story.first_headline = story.first_headline or story.headline
        story.headline = edit["headline"]
    if "paragraph" in edit:
        story.paragraphs = (*story.paragraphs, edit["paragraph"])
    if "tags" in edit:
        story.tags = tuple(edit["tags"])
