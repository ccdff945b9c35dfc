"""The language of a text is told, and a product is written in one that there are texts for."""

from __future__ import annotations

import pytest

from quickship.choices import LANGUAGES
from quickship.idea import clean, read
from quickship.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Trợ lý ảo trả lời câu hỏi của bệnh nhân", "vi"),
        ("tro ly tra loi cau hoi cho hoc sinh", "vi"),
        ("A coach that helps job seekers rehearse interviews", "en"),
        ("Phở", "vi"),
        ("A guide to Hà Nội's best food for people in town", "en"),
        ("A tutor of 中文 for people who travel in China", "en"),
        ("Un asistente que responde las preguntas de los pacientes", "es"),
        ("Un coach pour les étudiants qui préparent des entretiens", "fr"),
        ("Um assistente que ajuda os alunos com matemática", "pt"),
        ("Ein Assistent für Mieter mit Fragen zur Hausordnung", "de"),
        ("帮助牙科患者解答问题的虚拟助手", "zh"),
        ("歯科患者の質問に答えるアシスタント", "ja"),
        ("Asisten yang membantu petani menjawab pertanyaan tentang padi", "id"),
        ("मरीजों के सवालों का जवाब देने वाला सहायक", "hi"),
        ("x", "en"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language
    assert read(clean(text), ["chatbot"]).language == (language if language in LANGUAGES else "en")
