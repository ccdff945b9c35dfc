"""`quickship draft`: the product file of an idea, for its owner to edit; or the same file drafted anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quickship import by_hand, console, drafting, idea, own, request, road, write
from quickship.context import as_data
from quickship.draft_reply import Brief
from quickship.errors import IdeaError, UsageError
from quickship.flags import Flags
from quickship.product_file import with_drafted
from quickship.types import Product


def run(flags: Flags, output: str) -> None:
    """Writes the product file, or prints it where no file is named."""
    if flags.domain and own.is_source(flags.domain, "domain"):
        raise UsageError(f"draft takes no template of others: `{flags.domain}`", "name a built-in domain, or none")
    if flags.product_file:
        _redraft(flags, Path(flags.product_file).expanduser(), output)
    else:
        _draft(flags, output)


def _draft(flags: Flags, output: str) -> None:
    asked = request.of_idea(flags)
    found = road.understand(asked)
    if found.reading and found.reading.missing and flags.strict:
        raise IdeaError(console.unmet(found.reading), "say --app to have that kind, or leave out --strict")
    drafted = drafting.drafted(flags, found.product, Brief(drafting.settled(found)), wanted=True, asks=True)
    if drafted.product.app:
        found = road.understand(replace(asked, drafted=drafted.product))
    console.understood(found.product, found.reading, (), output)
    written = {*by_hand.digests(found.product)} - {*by_hand.digests(found.mine)}
    _put(with_drafted(found.text, written), output, over=False)
    for sentence in drafted.warnings:
        console.warning(sentence)


def _redraft(flags: Flags, file: Path, output: str) -> None:
    path = file / "product.toml" if file.is_dir() else file
    if not flags.words:
        raise UsageError("there is no wish", 'say what shall be different: "the same, but more formal"')
    wish = idea.clean(request.idea_of(flags.words))
    known, written = road.read_file(path)
    asked = replace(request.of_idea(replace(flags, words=())), product_file=path)
    mine = by_hand.by_hand(known, {*written, *_by_rules(known, asked)})
    kept = by_hand.kept(mine)
    found = road.understand(replace(asked, mine=mine))
    brief = Brief(drafting.settled(found), wish, as_data(known), kept)
    drafted = drafting.drafted(flags, known, brief, wanted=True, asks=True, instead=f"{path} is left as it was")
    if drafted.product.app:
        found = road.understand(replace(asked, mine=mine, drafted=drafted.product))
        console.kept(kept)
        _put(found.text, output or str(path), over=not output)
    for sentence in drafted.warnings:
        console.warning(sentence)


def _by_rules(known: Product, asked: road.Request) -> set[str]:
    """The digests of what the rules write for the idea: by itself, and with the names that are there."""
    if not known.idea:
        raise UsageError("the file holds no idea to draft from", "say it there as `idea`, below [product]")
    alone = Product(idea=known.idea, app=known.app, language=known.language, domain=known.domain)
    named = replace(alone, name=known.name, tagline=known.tagline, audience=known.audience)
    both = [road.by_rules(said, asked) for said in (alone, named)]
    return {*by_hand.digests(both[0]), *by_hand.digests(replace(both[1], name="", tagline="", audience=""))}


def _put(text: str, output: str, *, over: bool) -> None:
    if output in ("", "-"):
        console.line(text.rstrip("\n"))
        return
    place = Path(output).expanduser()
    write.write_text(text, place, over=over)
    console.wrote(place)
