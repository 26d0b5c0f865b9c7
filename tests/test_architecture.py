"""Who imports whom: the contracts stand in pyproject.toml, under [tool.importlinter]."""

from importlinter.cli import lint_imports


def test_import_contracts_hold(capsys):
    result = lint_imports(no_cache=True)

    assert result == 0, capsys.readouterr().out
