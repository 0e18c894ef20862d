from pathlib import Path

import pytest

from tests.unit.bootstrap.fakes import FakeSystem


@pytest.fixture
def system(tmp_path: Path) -> FakeSystem:
    """A machine with Python, a checkout with two locks, and nothing made yet."""
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("flask==3.1.3\npytest==9.2.0\n", encoding="utf-8")
    return FakeSystem(tmp_path)
