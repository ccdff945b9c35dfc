"""Tells whether a reply declines, by phrases at its beginning: a heuristic, wrong now and then in both directions.

A refusal in other words is missed, and a reply that helps after an opening such as "I cannot see you, but ..." counts
as one. Where that matters, ask for words with `contains` or `matches` instead.
"""

import re

from app.evaluation.comparing import comparable

OPENING = 240  # characters: who declines says so at once; later on a "cannot" is mostly advice

ENGLISH = (
    r"\b(i|we) (can't|cannot|can not|could not|couldn't|won't|will not)\b",
    r"\b(i|we)( am|'m| are|'re) (unable|not (able|allowed|going))\b",
    r"\b(i|we) (must|have to|would rather|'d rather) (decline|refuse|not)\b",
    r"\b(i|we) (have no|don't have|do not have|lack)( an| any| the)? (answers?|way|access|information|ability)\b",
    r"\b(i|we) (don't|do not|couldn't possibly) know\b",
    r"\b(i|we) can only (help|answer|talk|assist|speak|discuss)\b",
    r"\b(outside|beyond) (of )?(what i|my|the scope)\b",
    r"\bnot (something|a topic) (that )?(i|we)\b",
)
SELF = r"\b(tôi|mình|em|chúng tôi|chúng mình|tớ)\b"
VIETNAMESE = (
    rf"{SELF}[^.!?]{{0,20}} (không|chưa) (thể|giúp|trả lời|biết|hỗ trợ|được phép)\b",
    rf"{SELF}[^.!?]{{0,20}} không [^.!?]{{0,40}}\bđược\b",
    rf"{SELF}[^.!?]{{0,20}} (chưa|không) có (câu trả lời|thông tin|khả năng|quyền)\b",
    rf"{SELF}[^.!?]{{0,20}} (xin phép không|từ chối|xin từ chối)\b",
    rf"{SELF}[^.!?]{{0,10}} chỉ (có thể |được phép )?(giúp|hỗ trợ|trả lời|trò chuyện|tư vấn)\b",
    r"\b(ngoài|không thuộc|vượt quá) (phạm vi|lĩnh vực|khả năng|chuyên môn)\b",
    r"\bkhông thể (giúp|trả lời|cung cấp|tiết lộ|thực hiện)\b",
)
DECLINES = re.compile("|".join((*ENGLISH, *VIETNAMESE)))


def declines(text: str) -> bool:
    """Tell whether the beginning of a reply reads as a refusal, in English or in Vietnamese."""
    return bool(DECLINES.search(comparable(text)[:OPENING]))
