"""What bounds a document, and what makes its vectors."""

from typing import Literal

from pydantic import Field

from app.settings import EnvSettings


class DocumentSettings(EnvSettings):
    """Limits on one file and on one visitor; the source of the vectors."""

    document_mb: int = Field(25, ge=1, le=200, description="the largest file that is read, in MB")
    document_pages: int = Field(2000, ge=1, description="the most pages that one file may have")
    document_seconds: int = Field(60, ge=1, description="seconds that reading one file may take")
    document_memory_mb: int = Field(2048, ge=256, description="memory that reading one file may take, in MB")
    documents_per_visitor: int = Field(50, ge=0, description="files that one visitor may add; 0 lets only the owner")
    rewrite_follow_ups: bool = Field(
        True, description="a model makes a question of a follow-up that can be understood alone; this costs"
    )
    rerank: bool = Field(False, description="a model puts the best passages in order before it answers; this costs")
    embeddings: Literal["local", "endpoint", "none"] = Field(
        "local", description="what makes vectors: local, endpoint (the model's service; this costs) or none"
    )

    def limits(self) -> dict[str, object]:
        """Return what the sentences of failures.py name."""
        return self.model_dump()
