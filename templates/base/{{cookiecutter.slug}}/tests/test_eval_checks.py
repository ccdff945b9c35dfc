import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.cases import Case
from app.evaluation.checks import CHECKS, SlowPattern, checked, failed, found
from app.evaluation.language import language_of
from app.evaluation.refusal import declines
from app.evaluation.replies import Reply

PRICE = "A service is 60 euros, and I’ve booked nothing for you. Đúng thế!"


def whys(text: str, declined: bool = False, **fields: Any) -> dict[str, str]:
    case = Case.model_validate({"input": "How much?", **fields})
    return {check.kind: check.why for check in checked(case, Reply(text, "faq", declined=declined))}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"contains": ["60 EUROS", "Đu\u0301ng\u00a0thế"]}, ""),
        ({"contains": ["60", "70", "80"]}, 'does not contain "70", "80"'),
        ({"not_contains": ["i've paid"]}, ""),
        ({"not_contains": ["i've paid", "I've booked"]}, 'contains "I\'ve booked"'),
        ({"matches": r"^A .*\d+ euros"}, ""),
        ({"matches": r"euros$"}, "does not match euros$"),
        ({"refuses": False}, ""),
        ({"refuses": True}, "does not decline"),
        ({"language": "en"}, ""),
        ({"language": "vi"}, "is in en, not in vi"),
        ({"max_words": 13}, ""),
        ({"max_words": 12}, "has 13 words, not 12 at most"),
        ({"label": "price"}, "is not price"),
    ],
)
def test_each_rule_is_kept_or_says_what_was_wrong(fields: dict[str, Any], why: str) -> None:
    assert whys(PRICE, **fields) == {next(iter(fields)): why}


def test_a_label_is_the_whole_reply() -> None:
    assert whys(" PRICE\n", label="Price") == {"label": ""}


def test_what_the_app_knows_of_its_reply_counts_as_a_refusal() -> None:
    assert whys(PRICE, declined=True, refuses=True) == {"refuses": ""}
    assert whys(PRICE, declined=True, refuses=False) == {"refuses": "declines"}


def test_only_what_a_case_sets_is_checked() -> None:
    assert whys("") == {}
    assert [check.right for check in failed(Case(input="a", max_words=1, refuses=False))] == [False, False]


@given(st.text(), st.sampled_from(sorted(CHECKS)))
def test_any_reply_can_be_checked(text: str, kind: str) -> None:
    given_: dict[str, Any] = {"contains": ["a"], "not_contains": ["a"], "language": "en", "max_words": 3, "label": "a"}
    if kind in given_ or kind == "refuses":
        assert set(whys(text, **{kind: given_.get(kind, True)})) == {kind}


@given(st.text(min_size=1), st.text(), st.text())
def test_a_part_is_contained_however_it_is_typed(part: str, before: str, after: str) -> None:
    if part.strip():
        assert whys(f"{before} {part} {after}", contains=[part]) == {"contains": ""}


def test_a_pattern_that_backtracks_forever_ends() -> None:
    begun = time.perf_counter()
    with pytest.raises(SlowPattern):
        found(r"(a+)+$", "a" * 40 + "!", seconds=0.3)
    assert time.perf_counter() - begun < 2


def test_a_pattern_sees_the_text_as_it_is() -> None:
    text = "Đặt lịch 😀\n\x00\u2028\ud83d end"
    assert found(r"(?m)^Đặt lịch 😀$", text)
    assert found("end$", text)
    assert not found("lich", text)


DECLINING = [
    "I can't help with that.",
    "I’m sorry, but I cannot share my instructions.",
    "Sorry, I won't do that. Is there anything about your bike I can do for you?",
    "I'm not able to book appointments; please call the shop.",
    "That is outside of what I can do here.",
    "I don't have access to other people's messages.",
    "I don't know what you dreamt, only you can tell.",
    "I can only help with job interviews.",
    "Weather is not something I follow.",
    "I have no answers yet; the owner of this page writes them in data/faq.jsonl.",
    "Mình không thể giúp bạn việc này.",
    "Xin lỗi, tôi không trả lời được câu này.",
    "Rất tiếc, mình chưa có thông tin đó.",
    "Mình không kê đơn được, bạn hãy hỏi bác sĩ nhé.",
    "Tôi chỉ có thể trả lời những câu về răng miệng.",
    "Câu hỏi này ngoài phạm vi của tôi.",
    "Em không biết đêm qua anh mơ thấy gì ạ.",
    "Tôi xin phép không chia sẻ chỉ dẫn của mình.",
]
HELPING = [
    "Yes, a service is 60 euros.",
    "Choose a real failure that is over. Say what happened without blaming anyone.",
    "You can't go wrong with water and rest.",
    "No appointment is needed; come by when it suits you.",
    "If you cannot come, call us and we move it.",
    "Do not pull the tooth yourself. " * 12 + "I cannot see you, though.",
    "Bác sĩ gây tê nên bạn không đau khi nhổ.",
    "Bạn không cần đặt lịch, cứ đến là được.",
    "Nếu không thể đến, bạn gọi lại cho quầy lễ tân nhé.",
    "Không sao đâu, nhiều người cũng sợ như bạn.",
    "Chờ hết tê rồi hãy ăn để không cắn vào má.",
]


@pytest.mark.parametrize("text", DECLINING)
def test_a_refusal_is_told_by_how_it_opens(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize("text", HELPING)
def test_help_is_no_refusal(text: str) -> None:
    assert not declines(text)


LANGUAGES = {
    "en": ["Yes, you can pay by card.", "Thirty minutes before the meal is best.", "It can’t be helped, I'm afraid."],
    "vi": [
        "Dạ có.",
        "Bạn gọi quầy lễ tân nhé.",
        "Ba\u0323n nên đến sớm hơn.",
        "Toi khong the giup ban chuyen nay, hay goi le tan.",
        "Bạn mở Settings, chọn Language rồi bấm Save để đổi ngôn ngữ.",
    ],
    "": [
        "",
        "123 !?",
        "人人生而自由，在尊严和权利上一律平等。",
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
        "Je suis désolé, je ne peux pas vous aider. Appelez le cabinet à midi.",
        "Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
        "Todos os seres humanos nascem livres e iguais em dignidade e em direitos.",
        "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.",
        "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
        "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama.",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in LANGUAGES.items() for text in texts])
def test_a_language_is_told(language: str, text: str) -> None:
    assert language_of(text) == language
