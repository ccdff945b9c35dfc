"""Where an update starts from: in a clone, after a squash, without a scaffold commit, in a larger repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import Quickship
from test_update import MAIN, line
from trees import contents
from update_world import NUMBERS, World

SECOND = line(MAIN, 7, "SECOND = 2")
THIRD = line(line(MAIN, 7, "THIRD = 3"), 20, "THIRD_20 = 3")
README = "# Made\n\n" + NUMBERS


def updated_twice(world: World) -> World:
    """A project that was brought to the second version, to which the third is there; with work of the person's own."""
    world.write("app/main.py", line(MAIN, 28, "MINE = 1"))
    world.template("base", "base", {"app/main.py": SECOND})
    world.update()
    world.commit("to the second")
    world.template("base", "base", {"app/main.py": THIRD})
    return world


def moved(world: World, folder: Path) -> World:
    """The same world with its project elsewhere."""
    world.project = folder
    return world


def test_the_new_scaffold_commit_is_merged_and_a_clone_has_it(world: World) -> None:
    updated_twice(world)
    assert world.git("log", "-1", "--format=%P").count(" ") == 1
    assert world.git("branch", "--format=%(refname:short)").split() == [world.git("branch", "--show-current").strip()]
    world.git("clone", "--quiet", str(world.project), str(world.place / "clone"), cwd=world.place)
    found = moved(world, world.place / "clone").update()
    assert (found["base"]["found"], found["conflicts"]) == ("commit", [])
    assert world.read("app/main.py") == line(THIRD, 28, "MINE = 1")


def test_after_a_squash_the_scaffold_commit_is_found_by_its_ref(world: World) -> None:
    updated_twice(world)
    world.git("reset", "--quiet", "--soft", "HEAD~1")
    world.git("commit", "--quiet", "--message", "squashed\n\nQuickship-Scaffold: " + "0" * 64)
    found = world.update()
    assert (found["base"]["found"], found["conflicts"]) == ("commit", [])
    assert world.read("app/main.py") == line(THIRD, 28, "MINE = 1")


def squashed_elsewhere(world: World) -> World:
    """A clone of a history in which the update was squashed."""
    updated_twice(world)
    world.git("reset", "--quiet", "--soft", "HEAD~1")
    world.git("commit", "--quiet", "--message", "squashed")
    world.git("clone", "--quiet", "--no-local", str(world.project), str(world.place / "clone"), cwd=world.place)
    return moved(world, world.place / "clone")


def test_after_a_squash_in_a_clone_the_same_templates_are_rendered_again(world: World) -> None:
    squashed_elsewhere(world)
    world.template("base", "base", {"app/main.py": SECOND})
    world.template("extra", "feature", {"lib/extra.txt": "extra\n"})
    world.run("add", world.place / "templates/extra")
    assert world.read("lib/extra.txt") == "extra\n"
    world.commit("with extra")
    world.template("base", "base", {"app/main.py": THIRD})
    found = world.update()
    assert (found["base"]["found"], found["conflicts"]) == ("commit", [])
    assert world.read("app/main.py") == line(THIRD, 28, "MINE = 1")


def test_after_a_squash_in_a_clone_an_older_one_stands_in_and_that_is_said(world: World) -> None:
    found = squashed_elsewhere(world).update(code=1)
    assert found["base"]["found"] == "older"
    assert "an older one stood in" in found["warnings"][-1]
    assert "MINE = 1" in world.read("app/main.py")


def test_a_first_commit_that_was_amended_is_not_taken_for_the_render(world: World) -> None:
    world.write("app/main.py", "MINE = 1\n", commit=False)
    world.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    world.template("base", "base", {"app/main.py": SECOND})
    done = world.run("update", code=1)
    assert "say --base COMMIT" in done.err
    assert world.git("rev-parse", "--short", "HEAD").strip() in done.err


def no_scaffold(world: World, quickship: Quickship) -> World:
    shutil.rmtree(world.project)
    world.new(repository=False)
    world.git("init", "--quiet")
    world.commit("mine")
    return world


def test_without_a_scaffold_commit_the_same_templates_are_rendered_again(world: World, quickship: Quickship) -> None:
    no_scaffold(world, quickship)
    world.write("app/main.py", line(MAIN, 28, "MINE = 1"))
    world.template("extra", "feature", {"lib/extra.txt": "extra\n"})
    done = world.run("add", world.place / "templates/extra")
    assert "the same templates, rendered again" in done.err
    assert world.read("lib/extra.txt") == "extra\n"
    world.commit("with extra")
    world.template("base", "base", {"app/main.py": SECOND})
    assert world.update()["base"]["found"] == "commit"
    assert world.read("app/main.py") == line(SECOND, 28, "MINE = 1")


def test_without_any_base_one_is_asked_for_by_name(world: World, quickship: Quickship) -> None:
    no_scaffold(world, quickship)
    first = world.git("rev-parse", "HEAD").strip()
    world.write("app/main.py", line(MAIN, 28, "MINE = 1"))
    world.template("base", "base", {"app/main.py": SECOND})
    advice = f"--base COMMIT, one in which the files are as quickship wrote them, such as {first[:7]}"
    assert advice in world.run("update", code=1).err
    assert "no commit that holds this project" in world.run("update", "--base", "nothing", code=1).err
    found = world.update("--base", first)
    assert (found["base"]["found"], found["conflicts"]) == ("given", [])
    assert world.read("app/main.py") == line(SECOND, 28, "MINE = 1")
    world.commit("updated")
    world.template("base", "base", {"app/main.py": THIRD})
    assert world.update()["base"]["found"] == "commit"


def test_a_dirty_tree_is_refused_and_a_preview_is_not(world: World) -> None:
    world.template("base", "base", {"app/main.py": SECOND})
    world.write("app/other.py", "MINE = 1\n", commit=False)
    done = world.run("update", code=1)
    assert "app/other.py changed since the last commit" in done.err
    assert world.read("app/main.py") == MAIN
    before = world.git("status", "--porcelain"), world.git("count-objects")
    found = world.update("--dry-run")
    assert ([row["path"] for row in found["changes"]], found["written"]) == (["app/main.py", "product.toml"], False)
    assert (world.git("status", "--porcelain"), world.git("count-objects")) == before
    world.git("add", "app/other.py")
    assert "app/other.py changed" in world.run("update", code=1).err
    world.commit("mine")
    world.write("notes.txt", "untracked", commit=False)
    world.update()
    assert world.read("notes.txt") == "untracked"


def test_an_unfinished_merge_is_refused(world: World) -> None:
    world.template("base", "base", {"app/main.py": SECOND})
    world.update()
    assert "in the middle of a merge" in world.run("update", code=1).err


@pytest.mark.parametrize("larger", [False, True])
def test_reset_takes_it_all_back(larger: bool, world: World, quickship: Quickship) -> None:
    if larger:
        in_a_larger_repository(world, quickship)
    world.write("app/main.py", line(MAIN, 7, "MINE = 1"))
    world.template("base", "base", {"app/main.py": SECOND, "lib/one.txt": None, "lib/new.txt": "new\n"})
    before = contents(world.project)
    assert world.update(code=1)["undo"] == "git reset --merge"
    world.git("reset", "--merge")
    assert contents(world.project) == before
    assert world.git("status", "--porcelain") == ""
    assert world.update(code=1)["base"]["found"] == "commit"


def in_a_larger_repository(world: World, quickship: Quickship, here: bool = False) -> World:
    """The same project in a repository of a person's own, at its top or in a folder of it."""
    shutil.rmtree(world.project)
    repository = world.place / "theirs"
    world.git("init", "--quiet", str(repository), cwd=world.place)
    (repository / "notes.txt").write_text("theirs")
    world.project = repository if here else repository / "made"
    if here:
        world.new(cwd=repository)
    else:
        world.new("-o", repository)
    world.git("add", "--all", cwd=repository)
    world.git("commit", "--quiet", "--message", "mine", cwd=repository)
    return world


@pytest.mark.parametrize("here", [True, False])
def test_in_a_larger_repository_nothing_but_the_project_changes(here: bool, world: World, quickship: Quickship) -> None:
    in_a_larger_repository(world, quickship, here)
    world.write("app/main.py", line(MAIN, 28, "MINE = 1"))
    world.template("base", "base", {"app/main.py": SECOND, "notes.txt": "ours"})
    found = world.update(code=1 if here else 0)
    assert found["base"]["found"] == "commit"
    assert world.read("app/main.py") == line(SECOND, 28, "MINE = 1")
    assert not (world.place / "theirs/.git/MERGE_HEAD").exists()
    assert world.git("status", "--porcelain", "../theirs" if here else "../notes.txt", check=False).count("M") <= 2
    assert ((world.place / "theirs/notes.txt").read_text() == "theirs") is not here
    world.git("checkout", "HEAD", "--", "notes.txt", check=False)
    world.commit("updated")
    assert world.git("log", "-1", "--format=%P").count(" ") == 0
    world.template("base", "base", {"app/main.py": THIRD})
    assert world.update()["base"]["found"] == "commit"
    assert world.read("app/main.py") == line(THIRD, 28, "MINE = 1")


def test_staged_work_elsewhere_in_the_repository_is_refused_and_other_work_is_not(
    world: World, quickship: Quickship
) -> None:
    in_a_larger_repository(world, quickship)
    notes = world.place / "theirs/notes.txt"
    notes.write_text("more")
    world.template("base", "base", {"app/main.py": SECOND})
    world.update()
    assert notes.read_text() == "more"
    world.git("reset", "--merge")
    assert notes.read_text() == "more"
    world.git("add", "../notes.txt")
    assert "notes.txt changed since the last commit" in world.run("update", code=1).err


def test_a_project_that_was_moved_is_found_from_below(world: World) -> None:
    elsewhere = world.place / "else where/đây"
    elsewhere.parent.mkdir()
    shutil.move(world.project, elsewhere)
    moved(world, elsewhere).template("base", "base", {"app/main.py": SECOND})
    world.run("update", cwd=elsewhere / "app")
    assert world.read("app/main.py") == SECOND
    world.commit("updated")
    (elsewhere / "backend").mkdir()
    for name in world.git("ls-files").split():
        (elsewhere / "backend" / name).parent.mkdir(parents=True, exist_ok=True)
        world.git("mv", name, f"backend/{name}")
    world.commit("into a folder")
    world.template("base", "base", {"app/main.py": THIRD})
    assert moved(world, elsewhere / "backend").update()["base"]["found"] == "commit"
    assert world.read("app/main.py") == THIRD


def test_a_linked_worktree_is_updated_alone(world: World) -> None:
    world.git("worktree", "add", "--quiet", str(world.place / "linked"))
    world.template("base", "base", {"app/main.py": SECOND})
    found = moved(world, world.place / "linked").update()
    assert found["base"]["found"] == "commit"
    assert world.read("app/main.py") == SECOND
    assert (world.place / "made/app/main.py").read_text() == MAIN


def test_outside_of_a_project_or_a_repository_is_one_sentence(world: World, quickship: Quickship) -> None:
    assert "there is no product.toml here" in world.run("update", code=1, cwd=world.place).err
    shutil.rmtree(world.project / ".git")
    assert "lies in no git repository" in world.run("update", code=1).err
    world.git("init", "--quiet")
    assert "not committed yet" in world.run("update", code=1).err
    text = world.read("product.toml")
    world.write("product.toml", text.partition("[scaffold]")[0])
    assert "does not say which templates" in world.run("update", code=1).err


def test_settings_of_git_change_nothing_and_no_hook_runs(world: World) -> None:
    hooks = world.place / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {world.place}/hook-ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    settings = (
        f"[core]\nhooksPath = {hooks}\n[merge]\nrenames = false\nconflictStyle = diff3\n[diff]\nnoprefix = true\n"
        "renames = false\n[log]\nshowSignature = true\n[status]\nshort = true\n[safe]\nbareRepository = explicit\n"
        "[commit]\ngpgSign = true\n"
    )
    with (world.place / ".gitconfig").open("a") as file:
        file.write(settings)
    world.git("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "mv", "app/main.py", "app/start.py")
    world.git("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "commit", "--quiet", "-m", "renamed")
    world.template("base", "base", {"app/main.py": SECOND})
    world.update()
    assert world.read("app/start.py") == SECOND
    assert not (world.place / "hook-ran").exists()
