"""Checks a model's answer while it streams: a citation is shown once its quote is found in the passage it names."""

import re
from collections.abc import Iterable, Iterator, Sequence

from app.conversation.events import Note
from app.documents.citations import Citation, citation, noted
from app.documents.links import unlinked
from app.documents.marks import STOPS, Lexer, Mark, Proof, Token
from app.documents.matching import placed
from app.documents.passages import Passage
from app.documents.sentences import is_end
from app.llm import Delta

UNSUPPORTED = "[?]"  # stands after a sentence that no quote supports
FEWEST_WORDS = 3  # of a quote; two words stand anywhere and prove nothing
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
FENCE = re.compile(r"```|~~~")
NO_CLAIM = re.compile(r"\s*(?:#|```|~~~)|.*[:?：？]\W*\Z", re.DOTALL)  # headings, what leads to a list, questions
TABLE = re.compile(r"\s*\|")  # a mark would break its row


class Checker:
    """Takes the pieces of a reply and yields what may be shown of them, a note of the citations before each new one."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.citations: list[Citation] = []
        self.sentences = 0
        self.supported = 0
        self.declined = False  # the reply begins by saying that the passages do not answer; nothing of it is shown
        self._passages = passages
        self._texts = [passage.text for passage in passages]
        self._lexer = Lexer()
        self._space = ""  # since the last words; what follows says whether a sentence ended there
        self._sentence = ""
        self._is_supported = False
        self._is_code = False  # between two fences, where nothing is a claim or a mark
        self._numbers: list[int] = []  # of this sentence, to be written after the punctuation that may follow

    def take(self, piece: str) -> Iterator[Delta | Note]:
        """Yield what is certain by now."""
        return self._checked(self._lexer.take(piece))

    def end(self) -> Iterator[Delta | Note]:
        """Yield the rest of the reply, and what it all comes to."""
        yield from self._checked(self._lexer.end())
        if rest := self._numbered() + self._ended():
            yield Delta(rest)
        yield self.note()

    def note(self) -> Note:
        return noted(self.citations, self.supported > 0, self.sentences, self.supported)

    def _checked(self, tokens: Iterable[Token]) -> Iterator[Delta | Note]:
        """Join words to as few pieces as there can be."""
        said = ""
        for token in tokens:
            if self.declined:
                return
            known = len(self.citations)
            if isinstance(token, Mark) and not self._is_code:
                self._take_mark(token)
            else:
                said += self._written(token.text if isinstance(token, Mark) else token)
            if len(self.citations) > known:
                yield self.note()
        if said:
            yield Delta(said)

    def _written(self, token: str) -> str:
        """Return what is to be written now that the reply goes on with space, punctuation or words."""
        if token.isspace():
            self._space += token
            return ""
        if not self._space and STOPS.fullmatch(token):
            self._sentence += token
            return token
        before = self._numbered()
        if self._space and is_end(self._sentence, self._space):
            before += self._ended()
        space, self._space = self._space, ""
        if FENCE.match(token) and not self._sentence:
            self._is_code = not self._is_code
        self._sentence += space + token
        return before + space + unlinked(token, self._texts)

    def _take_mark(self, mark: Mark) -> None:
        """Number what the mark's quotes prove; the rest is left out, and the space before it."""
        self.declined = not mark.proofs and not self._sentence and not self.sentences
        found = [cited for proof in mark.proofs if (cited := self._cited(proof))]
        for each in found:
            if each not in self.citations:
                self.citations.append(each)
            self._numbers.append(self.citations.index(each) + 1)
            self._is_supported = True
        self._space = ""

    def _cited(self, proof: Proof) -> Citation | None:
        """Return the citation if its quote stands in the passage that it names."""
        if not 0 < proof.number <= len(self._passages) or len(WORD.findall(proof.quote)) < FEWEST_WORDS:
            return None
        passage = self._passages[proof.number - 1]
        if (place := placed(proof.quote, passage.text)) is None:
            return None
        start, end = place
        quote = passage.text[start:end]
        return citation(passage, proof.number, passage.start + start, passage.start + end, quote, checked=True)

    def _numbered(self) -> str:
        numbers, self._numbers = dict.fromkeys(self._numbers), []
        return "".join(f" [{number}]" for number in numbers)

    def _ended(self) -> str:
        """Count the sentence that ends here, and return its mark where nothing supports it."""
        sentence, is_supported = self._sentence, self._is_supported
        self._sentence, self._is_supported = "", False
        if self._is_code or not WORD.search(sentence) or (NO_CLAIM.match(sentence) and not is_supported):
            return ""
        self.sentences += 1
        self.supported += is_supported
        return "" if is_supported or TABLE.match(sentence) else f" {UNSUPPORTED}"
