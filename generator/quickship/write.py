"""tree -> folder: staged beside the target and put in place by one rename, never over a person's files."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quickship.errors import WriteError
from quickship.staging import Staging
from quickship.types import File, Tree


def check_target(target: Path) -> None:
    """Refuses a target that exists and is not an empty folder."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise WriteError(f"{target} exists and is no folder", "choose another --name or --output-dir")
    if target.is_dir() and any(target.iterdir()):
        raise WriteError(f"{target} exists and is not empty", "choose another --name or --output-dir")


def write(tree: Tree, target: Path, staging: Staging, finish: Callable[[Path], None]) -> None:
    """Writes the tree as a new folder; `finish` completes the staged project before it is put in place."""
    check_target(target)
    try:
        missing = _first_missing(target)
        stage = staging.folder(beside=missing.parent)
        staged = stage / target.relative_to(missing.parent)
        fill(tree, staged)
        finish(staged)
        check_target(target)
        _rename(stage / missing.name, missing)
    except OSError as error:
        raise _refusal(error, target) from error


def write_into(tree: Tree, folder: Path, staging: Staging, finish: Callable[[Path], None]) -> None:
    """Adds the tree to a folder that is there: nothing that exists is touched, all is added or nothing."""
    check_absent(tree, folder)
    made: list[Path] = []
    try:
        for path, file in tree.items():
            place = folder / path
            for missing in _missing_folders(place if path.endswith("/") else place.parent):
                _promise(missing, staging, made)
                missing.mkdir()
            if not path.endswith("/"):
                _promise(place, staging, made)
                _create(place, file)
        if not (folder / ".git").exists():
            _promise(folder / ".git", staging, made)
        finish(folder)
    except OSError as error:
        raise _refusal(error, folder) from error
    staging.keep(made)


def write_text(text: str, place: Path, *, over: bool) -> None:
    """Writes one file by one rename; what is there is replaced only where it is what is rewritten."""
    if not over and os.path.lexists(place):
        raise WriteError(f"{place} exists", "name another file, or redraft it with --from")
    try:
        with tempfile.TemporaryDirectory(prefix=".quickship-", dir=place.parent) as folder:
            fresh = Path(folder, place.name)
            fresh.write_bytes(text.encode())
            if over:
                fresh.chmod(place.stat().st_mode & 0o777)
            fresh.replace(place)
    except OSError as error:
        raise _refusal(error, place) from error


@dataclass(frozen=True)
class Swap:
    """A place and the file that comes there, which lies on the same disk; None takes away what is there."""

    place: Path
    fresh: Path | None


def swap(swaps: Sequence[Swap], copies: Path, staging: Staging) -> list[Path]:
    """Puts files in their places and takes others away; returns what is to be kept once all is done, for until then
    everything is taken back at the end, out of `copies`, a new folder on the same disk."""
    changed: list[Path] = []
    copies.mkdir()
    for number, one in enumerate(sorted(swaps, key=lambda one: one.fresh is not None)):
        if os.path.lexists(one.place) and not (one.place.is_dir() and not one.place.is_symlink()):
            _copy(one.place, copies / str(number))
            staging.restore_at_end(one.place, copies / str(number))
            changed.append(one.place)
            if one.fresh:
                one.fresh.replace(one.place)
            else:
                _take_away(one.place)
        elif one.fresh:
            for missing in _missing_folders(one.place.parent):
                _promise(missing, staging, changed)
                missing.mkdir()
            _promise(one.place, staging, changed)
            one.fresh.replace(one.place)
    return changed


def adopt(objects: Path, into: Path) -> None:
    """Copies git's objects into those of another repository; that they are many is nothing that git must be told."""
    for file in sorted(objects.rglob("*"), key=lambda file: file.suffix == ".idx"):  # an index after its pack
        place = into / file.relative_to(objects)
        if file.is_file() and file.parent.name != "info" and not place.exists():
            place.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(prefix="tmp_obj_", dir=into, delete=False) as fresh:
                fresh.write(file.read_bytes())
            os.chmod(fresh.name, 0o444)
            os.replace(fresh.name, place)


def check_absent(tree: Tree, folder: Path) -> None:
    """Refuses where one path of the tree exists in the folder already."""
    taken = [path for path in tree if os.path.lexists(folder / path) and not _is_shared(folder / path, path)]
    if taken:
        more = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise WriteError(f"{taken[0]}{more} exists already in {folder}", "move it away; nothing was written")


def _is_shared(place: Path, path: str) -> bool:
    """A folder of the tree may be there already."""
    return path.endswith("/") and place.is_dir()


def fill(tree: Tree, folder: Path) -> None:
    """Writes every file of the tree below a new folder."""
    folder.mkdir(parents=True)
    for path, file in tree.items():
        place = folder / path
        (place if path.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            _create(place, file)
    for path, file in reversed(tree.items()):
        if path.endswith("/") and file.mode is not None:
            (folder / path).chmod(file.mode)


def _create(place: Path, file: File) -> None:
    with open(place, "xb") as new:
        new.write(file.data)
    if file.mode is not None:
        place.chmod(file.mode)
    elif file.executable:
        place.chmod(place.stat().st_mode | 0o111)


def _copy(place: Path, copy: Path) -> None:
    """A second name for the file, or where the disk has no such thing a copy."""
    try:
        os.link(place, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(place, copy, follow_symlinks=False)


def _take_away(place: Path) -> None:
    """Removes a file, and the folders that it leaves empty."""
    place.unlink()
    for folder in place.parents:
        try:
            folder.rmdir()
        except OSError:
            return


def _missing_folders(place: Path) -> list[Path]:
    """This folder and those above it that do not exist yet, the topmost first."""
    return [folder for folder in (*reversed(place.parents), place) if not folder.exists()]


def _promise(place: Path, staging: Staging, made: list[Path]) -> None:
    if os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, "exists", str(place))
    staging.remove_at_end(place)
    made.append(place)


def _first_missing(target: Path) -> Path:
    """The topmost folder on the way to the target that does not exist: the one that is renamed into place."""
    missing = target
    while not missing.parent.exists():
        missing = missing.parent
    return missing


def _rename(staged: Path, target: Path) -> None:
    if os.name == "nt" and target.is_dir():
        target.rmdir()
    staged.rename(target)


def _refusal(error: OSError, target: Path) -> WriteError:
    if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
        return WriteError(f"{target} came to be while quickship worked; it was left alone", "choose another --name")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return WriteError(f"there is no room to write {target}", "free some space; nothing was left behind")
    return WriteError(f"{target} cannot be written: {error.strerror}", "choose another --output-dir")
