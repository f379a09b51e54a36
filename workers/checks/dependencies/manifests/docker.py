"""The base images of Dockerfiles."""

from __future__ import annotations

from workers.checks.dependencies.manifests.model import Entry, Manifest
from workers.reading.dockerfiles import images


def dockerfile(text: str) -> Manifest:
    entries: list[Entry] = []
    stages: set[str] = set()
    for image in images(text):
        if image.name and image.name.lower() not in stages and image.name != "scratch" and "$" not in image.name:
            entries.append(_image(image.name))
        if image.stage:
            stages.add(image.stage.lower())
    return Manifest(tuple(entries))


def _image(image: str) -> Entry:
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    name = name.removesuffix(f":{tag}") if tag else name
    return Entry("image", name, tag or "latest", "" if tag == "latest" else tag, hashes=frozenset({digest} - {""}))
