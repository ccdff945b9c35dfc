from pathlib import Path

import pytest

from app import product
from app.faults import OwnerFault
from app.settings import PROJECT


def write(folder: Path, text: str) -> Path:
    path = folder / "product.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_project_s_own_file_is_right() -> None:
    assert product.load(PROJECT / "product.toml").product.name


def test_words_come_through_as_they_were_written(tmp_path: Path) -> None:
    name = "{{ 7*7 }} $HOME `id` \u202etfel 🦷 \\\" ' <b>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    loaded = product.load(write(tmp_path, f'starters = ["a", "b"]\n[product]\nname = "{quoted}"\n'))
    assert (loaded.product.name, loaded.starters, loaded.product.language) == (name, ("a", "b"), "en")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[product]\nname = ", "product.toml is not valid TOML: Invalid value (at end of document)"),
        ("[product]\n", "product.toml: `name` in [product] is missing"),
        ("name = 'A'", "product.toml: `product` is missing"),
        ("[product]\nname = 'A'\ntaglin = 'B'", "`taglin` in [product] is not a known key; did you mean `tagline`?"),
        ("starter = []\n[product]\nname = 'A'", "`starter` is not a known key; did you mean `starters`?"),
        (
            "[product]\nname = 'A'\nhue = 361",
            "`hue` in [product] is 361, but input should be less than or equal to 360",
        ),
        ("[product]\nname = 'A'\nhue = -1", "`hue` in [product] is -1, but"),
        ("[product]\nname = 'A'\nhue = 'red'", "`hue` in [product] is 'red', but"),
        ("[product]\nname = 'A'\nlanguage = '\"><b>'", "`language` in [product] is '\"><b>', but"),
        ("starters = [1]\n[product]\nname = 'A'", "product.toml: `0` in [starters] is 1, but"),
        ("product = 1", "product.toml: `product` is 1, but"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(OwnerFault) as caught:
        product.load(write(tmp_path, text))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OwnerFault, match=r"product\.toml cannot be read: No such file"):
        product.load(tmp_path / "product.toml")
    (tmp_path / "product.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OwnerFault, match=r"product\.toml is not UTF-8 text"):
        product.load(tmp_path / "product.toml")
