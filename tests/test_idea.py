"""Reading an idea by rules: any text gives a valid product or one clear error."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quickship.choices import LANGUAGES
from quickship.errors import IdeaError
from quickship.idea import clean, read
from quickship.lexicon import load
from quickship.product import parse
from quickship.product_file import dump
from quickship.slug import TAKEN, slugify
from quickship.types import Product

ROOT = Path(__file__).parent.parent
APPS = ("chatbot", "classifier", "docqa")
DENTAL = "Trợ lý ảo trả lời câu hỏi của bệnh nhân phòng khám nha khoa"
COACH = "A coach that helps job seekers rehearse interviews"
NASTY = [
    "Quotes ' \" \"\"\" \\ and ''' in a bot",
    "{{ 7*7 }} cats",
    "{% raw %} cats {# x #}",
    "A bot\nwith lines\r\nof\ttext",
    "$HOME `id` $(id) ${PATH} for people",
    "$name $about $idea $reader {name} %(name)s %NAME%",
    "\u202eA coach for \u200bpeople\u202c",
    "😀 coach 👩\u200d🚀",
    "帮助牙科患者解答问题的虚拟助手",
    "ß",
    "ـ",
    "x",
    "مساعد يجيب عن أسئلة المرضى",
    "</script><script>alert(1)</script>",
    "con",
    "a" * 9_999,
    "word " * 1_999,
    "́" * 50 + "a",
    "... " * 400 + "late",
]  # fmt: skip


def understood(idea: str, said: Product = Product()) -> Product:  # noqa: B008
    return read(clean(idea), APPS, said)


def check(product: Product) -> None:
    """What holds for the product of any idea."""
    assert parse(dump(product))[0] == product
    assert product.language in LANGUAGES
    assert product.app in APPS
    assert 0 < len(product.name) <= 80
    assert 0 < len(product.tagline) <= 120
    assert product.name.isprintable()
    assert len(product.tagline.splitlines()) == 1
    assert product.idea in product.instructions
    assert slugify(product.slug, TAKEN) == product.slug
    if product.app == "classifier":  # nobody talks with it
        assert (product.starters, product.faq, product.cases) == ((), (), ())
        return
    assert 3 <= len(product.starters) <= 5
    if product.app == "docqa":  # which answers from documents
        assert (product.faq, len(product.documents), len(product.cases)) == ((), 1, 5)
        return
    assert set(product.starters) <= {entry.question for entry in product.faq}
    assert 6 <= len({entry.question for entry in product.faq}) <= 10
    assert len(product.cases) >= 3


@pytest.mark.parametrize("idea", NASTY)
def test_a_nasty_idea_gives_a_valid_product(idea: str) -> None:
    check(understood(idea))


@given(st.text(max_size=300))
def test_any_text_gives_a_valid_product_or_one_error(text: str) -> None:
    try:
        idea = clean(text)
    except IdeaError:
        assert "\0" in text or not any(char.isalpha() for char in text)
        return
    assert clean(idea) == idea
    check(read(idea, APPS))


COMMON = "A coach that helps people, về cho của 的 の un para into and phân loại"
WORDS = st.sampled_from([*NASTY[:12], *COMMON.split(" ")])


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_any_row_of_words_gives_a_valid_product(text: str) -> None:
    check(understood(text))


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_a_person_said_is_taken_as_it_is(name: str, audience: str) -> None:
    assume(any(char.isalnum() for char in name))
    product = understood(COACH, Product(name=name, audience=audience, language="vi", app="chatbot"))
    assert (product.name, product.language, product.app) == (name, "vi", "chatbot")
    assert name in product.instructions
    assert product.faq[0].question == f"{name} dùng để làm gì?"
    assert (audience or "job seekers") in product.faq[1].answer


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "\x07", "123 !?", "{{ 7*7 }}", "😀", "a\0b", "\ud800 bot", "a" * 10_001, "\u0958" * 6_000],
)
def test_what_is_no_idea_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(IdeaError) as caught:
        clean(text)
    assert caught.value.hint
    assert "\n" not in caught.value.message


def test_cleaning_keeps_lines_and_composes_letters() -> None:
    assert clean(unicodedata.normalize("NFD", " Trợ\x1b[31m lý\r\n\tnha\rkhoa\x85 ")) == "Trợ[31m lý\n\tnha\nkhoa"


@pytest.mark.parametrize(
    ("idea", "name", "audience"),
    [
        (DENTAL, "Trợ lý nha khoa", "bệnh nhân phòng khám nha khoa"),
        ("Tro ly ao tra loi cau hoi cua benh nhan nha khoa", "Tro ly nha khoa", "benh nhan nha khoa"),
        (COACH, "Interview coach", "job seekers"),
        ("Help students practise French conversation", "French conversation assistant", "students"),
        ("I want to build a bot that answers customer questions about our return policy", "Return policy bot", ""),
        ("An AI-powered meal planner for busy families", "Meal planner", "busy families"),
        ("Chatbot tư vấn du lịch Đà Nẵng cho du khách", "Chatbot du lịch Đà Nẵng", "du khách"),
        ("Hỏi đáp nội quy lao động công ty", "Hỏi đáp nội quy lao động", ""),
        ("Answer employees' questions from the handbook", "Handbook assistant", "employees"),
        ("Phân loại phản hồi của khách hàng thành khen, chê và góp ý", "Phân loại phản hồi", "khách hàng"),
        ("Un asistente que responde preguntas de pacientes", "Asistente", ""),
        ("帮助牙科患者解答问题的虚拟助手", "虚拟助手", ""),
    ],
)  # fmt: skip
def test_name_and_audience_come_from_the_nouns(idea: str, name: str, audience: str) -> None:
    product = understood(idea)
    assert (product.name, product.audience) == (name, audience)


@pytest.mark.parametrize(
    ("idea", "app"),
    [
        (DENTAL, "chatbot"),
        (COACH, "chatbot"),
        ("Answer employees' questions from the handbook", "docqa"),
        ("Trả lời nhân viên theo sổ tay và nội quy công ty", "docqa"),
        ("Sort support tickets into billing, technical and account", "classifier"),
        ("Gắn nhãn email khách hàng", "classifier"),
        ("Something for my aunt", "chatbot"),
    ],
)
def test_the_kind_of_app_is_told_by_sense(idea: str, app: str) -> None:
    assert understood(idea).app == app
    assert read(idea, ["chatbot"]).app == "chatbot"
    assert read(idea, ["mine"]).app == "mine"


@pytest.mark.parametrize(
    ("idea", "labels"),
    [
        ("Sort support tickets into billing, technical issue, and account.", ("billing", "technical issue", "account")),
        ("Tag reviews as either praise or blame", ("praise", "blame")),
        ("Phân loại phản hồi thành khen, chê và góp ý", ("khen", "chê", "góp ý")),
        ("Detect spam", ()),
        ("A coach that turns notes into cards, quizzes and summaries", ()),
    ],
)
def test_labels_are_those_that_the_idea_lists(idea: str, labels: tuple[str, ...]) -> None:
    assert tuple(label.name for label in understood(idea).labels) == labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_assistant_that_recites_its_instructions_fails_a_case(language: str) -> None:
    product = understood(COACH, Product(language=language))
    assert any(any(words in product.instructions for words in case.not_contains) for case in product.cases)
    assert any(case.refuses for case in product.cases)
    assert not any(
        words in entry.answer for case in product.cases for words in case.not_contains for entry in product.faq
    )


def test_the_hue_is_the_same_on_every_machine() -> None:
    assert (understood(COACH).hue, understood(DENTAL).hue) == (105, 99)


def test_reading_imports_little() -> None:
    script = (
        "import sys; from quickship.idea import clean, read; read(clean(sys.argv[1]), ['chatbot']); print(*sys.modules)"
    )
    imported = subprocess.check_output([sys.executable, "-c", script, DENTAL], text=True).split()
    assert "quickship.lexicon" in imported
    assert not {"openai", "cookiecutter", "pydantic", "jinja2", "click", "tomlkit", "anyascii"} & set(imported)


def test_the_longest_idea_takes_no_longer_than_its_words() -> None:
    text = "một trợ lý cho người mèo "
    load("vi")
    assert min(_seconds(text * 399) for _ in range(5)) < 100 * min(_seconds(text * 10) for _ in range(5))


def _seconds(text: str) -> float:
    start = time.process_time()
    read(clean(text), APPS)
    return time.process_time() - start


@pytest.mark.parametrize("folder", ["dental-assistant", "interview-coach"])
def test_an_example_is_whole(folder: str) -> None:
    product, _ = parse((ROOT / "examples" / folder / "product.toml").read_text(encoding="utf-8"))
    assert len(product.faq) >= 8
    assert len(product.starters) >= 4
    assert set(product.starters) <= {entry.question for entry in product.faq}
    assert len(product.cases) >= 5
    assert sum(case.refuses for case in product.cases) >= 2
    assert read(clean(product.idea), APPS, product).name == product.name
