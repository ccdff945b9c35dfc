"""What an update does to a person's work, case by case: where other tools lose some of it, nothing is lost here."""

from __future__ import annotations

import pytest

from update_world import BASE, NUMBERS, World

MAIN = str(BASE["app/main.py"])
MARKED = """<<<<<<< yours
LINE_7 = "mine"
=======
LINE_7 = "theirs"
>>>>>>> quickship-"""


def line(text: str, number: int, words: str) -> str:
    """The text with other words in the place of one of its lines."""
    for old in (f"line {number}\n", f"LINE_{number} = {number}\n"):
        text = text.replace(old, f"{words}\n")
    return text


def staged(world: World) -> dict[str, str]:
    """What `git status` says of each path."""
    rows = world.git("status", "--porcelain", "-z", "--no-renames").split("\0")
    return {row[3:]: row[:2] for row in rows if row}


def test_distant_edits_are_both_there_and_staged(world: World) -> None:
    world.write("app/main.py", line(MAIN, 3, 'LINE_3 = "mine"'))
    world.template("base", "base", {"app/main.py": line(MAIN, 25, 'LINE_25 = "theirs"')})
    found = world.update()
    assert world.read("app/main.py") == line(line(MAIN, 3, 'LINE_3 = "mine"'), 25, 'LINE_25 = "theirs"')
    assert [(row["path"], row["action"]) for row in found["changes"]] == [
        ("app/main.py", "changed"), ("product.toml", "changed"),
    ]  # fmt: skip
    assert staged(world) == {"app/main.py": "M ", "product.toml": "M "}
    assert (found["conflicts"], found["kept"], found["written"]) == ([], [], True)


def test_nearby_edits_are_both_there(world: World) -> None:
    world.write("app/main.py", line(MAIN, 10, 'LINE_10 = "mine"'))
    world.template("base", "base", {"app/main.py": line(MAIN, 12, 'LINE_12 = "theirs"')})
    world.update()
    assert world.read("app/main.py") == line(line(MAIN, 10, 'LINE_10 = "mine"'), 12, 'LINE_12 = "theirs"')


def test_the_same_line_is_marked_and_the_command_ends_with_1(world: World) -> None:
    world.write("app/main.py", line(MAIN, 7, 'LINE_7 = "mine"'))
    world.template("base", "base", {"app/main.py": line(MAIN, 7, 'LINE_7 = "theirs"'), "app/other.py": "OTHER = 1\n"})
    found = world.update(code=1)
    assert MARKED in world.read("app/main.py")
    assert staged(world) == {"app/main.py": "UU", "app/other.py": "M ", "product.toml": "M "}
    assert found["conflicts"] == [{"path": "app/main.py", "what": "both changed it"}]
    assert found["undo"] == "git reset --merge"


def test_a_file_that_the_person_renamed_gets_what_the_template_changed(world: World) -> None:
    world.git("mv", "app/main.py", "app/start.py")
    world.commit("renamed")
    world.template("base", "base", {"app/main.py": line(MAIN, 7, 'LINE_7 = "theirs"')})
    world.update()
    assert world.read("app/start.py") == line(MAIN, 7, 'LINE_7 = "theirs"')
    assert not (world.project / "app/main.py").exists()


def test_a_file_that_the_template_renamed_keeps_what_the_person_changed(world: World) -> None:
    world.write("app/main.py", line(MAIN, 7, 'LINE_7 = "mine"'))
    world.template("base", "base", {"app/main.py": None, "app/start.py": MAIN})
    found = world.update()
    assert world.read("app/start.py") == line(MAIN, 7, 'LINE_7 = "mine"')
    assert not (world.project / "app/main.py").exists()
    assert found["changes"][0] == {"path": "app/start.py", "action": "moved", "old": "app/main.py"}


def test_a_file_that_the_template_dropped_stays_if_the_person_changed_it(world: World) -> None:
    world.write("app/main.py", line(MAIN, 7, 'LINE_7 = "mine"'))
    world.template("base", "base", {"app/main.py": None, "app/other.py": None})
    found = world.update()
    assert world.read("app/main.py") == line(MAIN, 7, 'LINE_7 = "mine"')
    assert not (world.project / "app/other.py").exists()
    assert found["kept"] == [{"path": "app/main.py", "why": "you changed it; the templates no longer have it"}]
    assert staged(world) == {"app/other.py": "D ", "product.toml": "M "}


def test_a_folder_that_the_template_moved_takes_the_persons_work_along(world: World) -> None:
    world.write("lib/one.txt", line(str(BASE["lib/one.txt"]), 7, "mine"))
    world.write("lib/mine.txt", "mine\n")
    moved = {f"kit/{name}": str(BASE[f"lib/{name}"]) for name in ("one.txt", "two.txt")}
    world.template("base", "base", {"lib/one.txt": None, "lib/two.txt": None, **moved})
    found = world.update()
    assert world.read("kit/one.txt") == line(str(BASE["lib/one.txt"]), 7, "mine")
    assert world.read("kit/mine.txt") == "mine\n"
    assert not (world.project / "lib").exists()
    assert {"path": "kit/mine.txt", "action": "moved", "old": "lib/mine.txt"} in found["changes"]


def test_a_file_that_the_person_deleted_stays_deleted(world: World) -> None:
    world.git("rm", "--quiet", "app/main.py", "app/other.py")
    world.commit("deleted")
    world.template("base", "base", {"app/main.py": line(MAIN, 7, 'LINE_7 = "theirs"')})
    found = world.update()
    assert not (world.project / "app/main.py").exists()
    assert found["kept"] == [{"path": "app/main.py", "why": "you deleted it"}]
    assert staged(world) == {"product.toml": "M "}


@pytest.mark.parametrize("same", [True, False])
def test_a_path_that_both_add_is_theirs_or_marked(same: bool, world: World) -> None:
    world.write("app/new.py", "NEW = 1\n")
    world.template("base", "base", {"app/new.py": "NEW = 1\n" if same else "NEW = 2\n"})
    found = world.update(code=0 if same else 1)
    assert [row["path"] for row in found["conflicts"]] == ([] if same else ["app/new.py"])
    assert ("<<<<<<< yours\nNEW = 1" in world.read("app/new.py")) is not same


def test_a_file_that_the_person_indented_anew_is_marked(world: World) -> None:
    world.write("README.md", "".join(f"    {row}" for row in world.read("README.md").splitlines(keepends=True)))
    world.template("base", "base", {"README.md": line(str(BASE["README.md"]), 7, "theirs")})
    assert [row["path"] for row in world.update(code=1)["conflicts"]] == ["README.md"]


def test_modes_binaries_and_names_in_other_scripts_arrive(world: World) -> None:
    world.template(
        "base", "base", {"lib/run": "#!/bin/sh\n", "lib/tiếng Việt.txt": "có dấu\n", "lib/a b.bin": b"\0\1\2"}
    )
    place = world.place / "templates/base/{{cookiecutter.slug}}"
    (place / "lib/run").chmod(0o755)
    (place / "lib/one.txt").chmod(0o755)
    world.update()
    assert (world.project / "lib/run").stat().st_mode & 0o100
    assert (world.project / "lib/one.txt").stat().st_mode & 0o100
    assert world.read("lib/tiếng Việt.txt") == "có dấu\n"
    assert (world.project / "lib/a b.bin").read_bytes() == b"\0\1\2"
    world.commit("updated")
    world.template("base", "base", {"lib/a b.bin": b"\0\3"})
    world.write("lib/a b.bin", b"\0mine")
    found = world.update(code=1)
    assert found["conflicts"] == [{"path": "lib/a b.bin", "what": "both changed it; the file is yours"}]
    assert (world.project / "lib/a b.bin").read_bytes() == b"\0mine"


def test_what_was_resolved_by_hand_conflicts_no_more(world: World) -> None:
    world.write("app/main.py", line(MAIN, 7, 'LINE_7 = "mine"'))
    second = line(MAIN, 7, 'LINE_7 = "theirs"')
    world.template("base", "base", {"app/main.py": second})
    world.update(code=1)
    world.write("app/main.py", line(MAIN, 7, 'LINE_7 = "both"'))
    world.template("base", "base", {"app/main.py": line(second, 25, "LINE_25 = 'third'")})
    found = world.update()
    assert world.read("app/main.py") == line(line(MAIN, 7, 'LINE_7 = "both"'), 25, "LINE_25 = 'third'")
    assert found["base"]["found"] == "commit"


def test_a_filled_in_env_is_never_touched(world: World) -> None:
    (world.project / ".env").write_text("LLM_API_KEY=mine\n")
    world.template("base", "base", {".env": "LLM_API_KEY=\n"})
    found = world.update()
    assert world.read(".env") == "LLM_API_KEY=mine\n"
    assert found["kept"] == [{"path": ".env", "why": "it is not in git: your file stays as it is"}]
    world.commit("updated")
    world.template("base", "base", {".env": "LLM_API_KEY=\nLLM_MODEL=\n"})
    assert world.update()["kept"][0]["path"] == ".env"
    assert world.read(".env") == "LLM_API_KEY=mine\n"
    assert ".env" not in world.git("ls-files")


def test_an_env_that_was_in_git_once_is_not_touched_either(world: World) -> None:
    world.template("base", "base", {".env": "LLM_API_KEY=\n"})
    world.update()
    world.commit("updated")
    world.git("rm", "--quiet", "--cached", ".env")
    world.commit("a secret is not for git")
    (world.project / ".env").write_text("LLM_API_KEY=mine\n")
    world.template("base", "base", {".env": "LLM_API_KEY=\nLLM_MODEL=\n"})
    assert world.update()["kept"] == [{"path": ".env", "why": "you deleted it"}]
    assert world.read(".env") == "LLM_API_KEY=mine\n"


@pytest.mark.parametrize("lies", ["file", "folder", "link"])
def test_what_git_does_not_know_is_never_written_over_nor_through(lies: str, world: World) -> None:
    outside = world.place / "outside"
    outside.mkdir()
    place = world.project / "var"
    if lies == "file":
        place.write_text("mine")
    elif lies == "folder":
        (place / "new.txt").mkdir(parents=True)
    else:
        place.symlink_to(outside)
    world.template("base", "base", {"var/new.txt": "theirs\n"})
    found = world.update()
    assert [row["path"] for row in found["kept"]] == ["var/new.txt"]
    assert place.is_symlink() is (lies == "link")
    assert list(outside.iterdir()) == []
    if lies == "file":
        assert place.read_text() == "mine"


def test_a_file_that_git_is_told_to_overlook_stays(world: World) -> None:
    world.git("update-index", "--skip-worktree", "app/main.py")
    world.write("app/main.py", "MINE = 1\n", commit=False)
    world.template("base", "base", {"app/main.py": line(MAIN, 7, "THEIRS = 1"), "app/other.py": "OTHER = 1\n"})
    found = world.update()
    assert world.read("app/main.py") == "MINE = 1\n"
    assert [row["path"] for row in found["kept"]] == ["app/main.py"]


def test_what_was_laid_out_at_birth_is_the_persons(world: World) -> None:
    world.write("data/faq.txt", line(NUMBERS, 7, "mine"))
    world.template("base", "base", {"data/faq.txt": line(NUMBERS, 20, "theirs"), "evals/cases.txt": None,
                                    "data/new.txt": "new\n"})  # fmt: skip
    world.update()
    assert world.read("data/faq.txt") == line(NUMBERS, 7, "mine")
    assert world.read("evals/cases.txt") == NUMBERS
    assert world.read("data/new.txt") == "new\n"


def test_the_persons_bytes_of_product_toml_are_kept(world: World) -> None:
    text = world.read("product.toml")
    assert text.count("[scaffold]") == 1
    named = text.replace('name = "Made"', "name   =   'Made 2'   # the second")
    mine = "# mine\n" + named.replace("\n[scaffold]", "\n\n[scaffold]")
    world.write("product.toml", mine)
    world.template("base", "base", {"README.md": "# {{ cookiecutter._product.name }}\n\nnew\n" + NUMBERS})
    world.update()
    assert world.read("product.toml").partition("[scaffold]")[0] == mine.partition("[scaffold]")[0]
    assert world.read("product.toml").count("[scaffold]") == 1
    assert world.read("README.md").startswith("# Made 2\n\nnew\n")


def test_a_broken_scaffold_table_never_conflicts(world: World) -> None:
    text = world.read("product.toml")
    world.write("product.toml", text.replace('kind = "app"\n', 'kind = "app"\nodd = 1\n'))
    world.template("app", "app", {"app/routes.py": "ROUTES = (1,)\n"})
    found = world.update()
    assert "odd" not in world.read("product.toml")
    assert found["base"]["found"] in ("commit", "older")


@pytest.mark.parametrize(("mine", "theirs"), [("\r\n", "\n"), ("\n", "\r\n")])
def test_line_endings_are_no_difference(mine: str, theirs: str, world: World) -> None:
    world.template("base", "base", {"lib/ends.txt": NUMBERS.replace("\n", theirs)})
    world.update()
    world.write("lib/ends.txt", line(NUMBERS, 3, "mine").replace("\n", mine))
    world.template("base", "base", {"lib/ends.txt": line(NUMBERS, 25, "theirs").replace("\n", theirs)})
    assert world.update()["conflicts"] == []
    assert world.read("lib/ends.txt") == line(line(NUMBERS, 3, "mine"), 25, "theirs").replace("\n", mine)


def test_a_folder_in_windows_endings_is_written_in_them(world: World) -> None:
    world.git("config", "core.autocrlf", "true")
    for file in world.git("ls-files", "-z").split("\0"):
        if file:
            (world.project / file).unlink()
    world.git("checkout", "--", ".")
    assert "\r\n" in world.read("app/main.py")
    world.template("base", "base", {"app/main.py": line(MAIN, 7, "THEIRS = 1"), "app/new.py": "NEW = 1\n"})
    world.update()
    assert world.read("app/main.py") == line(MAIN, 7, "THEIRS = 1").replace("\n", "\r\n")
    assert world.read("app/new.py") == "NEW = 1\r\n"
    assert staged(world) == {"app/main.py": "M ", "app/new.py": "A ", "product.toml": "M "}
    assert "\r" not in world.git("show", ":app/main.py")


def test_a_file_that_becomes_a_folder_and_a_folder_that_becomes_a_file(world: World) -> None:
    world.template("base", "base", {"lib/one.txt": None, "lib/two.txt": None})
    (world.place / "templates/base/{{cookiecutter.slug}}/lib").rmdir()
    (world.place / "templates/base/{{cookiecutter.slug}}/README.md").unlink()
    world.template("base", "base", {"lib": "a file\n", "README.md/one.txt": "a folder\n"})
    world.update()
    assert world.read("lib") == "a file\n"
    assert world.read("README.md/one.txt") == "a folder\n"


def test_nothing_to_do_writes_nothing(world: World) -> None:
    before = world.git("for-each-ref")
    found = world.update()
    assert (found["up_to_date"], found["written"], found["changes"], found["undo"]) == (True, False, [], None)
    assert staged(world) == {}
    assert world.git("for-each-ref") == before
    assert "nothing to do" in world.run("update").err
