"""What the documentation says is what the program does."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from indexer import api, cli
from indexer.cli_errors import EXIT_CODES
from indexer.cli_output import setting_value
from webapp import query_examples
from webapp.app import create_app
from webapp.params import KNOWN

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
}
SHARED = {"--index", "--engine", "--url"}


def section(title: str) -> str:
    """The part of the reference under a heading, up to the next one of its level."""
    found = re.search(rf"^(#+) {re.escape(title)}$(.*?)(?=^\1 |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference.md has no section {title}"
    return found[2]


@pytest.mark.parametrize("name", cli.commands.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    """A command stands in the table of the README; its section has its options and no others."""
    command = cli.commands.commands[name]
    options = {param.opts[0] for param in command.params if isinstance(param, click.Option)}
    text = section(name)
    assert f"| `{name}` |" in README
    assert options - SHARED == set(re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE))
    assert (options & SHARED == SHARED) == ("And `--index`, `--engine`, `--url`." in text)


@pytest.mark.parametrize("row", api.ROWS, ids=lambda row: row.name)
def test_every_setting_is_documented(row: object) -> None:
    """With its default, what it may hold, and what it is for, as the table in the code says."""
    assert isinstance(row, type(api.ROWS[0]))
    value = setting_value(getattr(api.Settings(), row.name))
    default = f"`{value}`" if value else "none"
    assert f"| `{row.name}` | {default} | {row.allowed} | {row.help} |" in section("Settings")


def test_no_setting_is_documented_that_does_not_exist() -> None:
    """A setting that is gone leaves the table."""
    named = re.findall(r"^\| `(\w+)` \|", section("Settings"), re.MULTILINE)
    assert [row.name for row in api.ROWS] == named


def test_every_address_and_parameter_is_documented() -> None:
    """The tables name each address of the page and each parameter of a search, and no other."""
    routes = {str(rule) for rule in create_app(api.Settings()).url_map.iter_rules()} - {
        "/static/<path:filename>"
    }
    assert routes == set(re.findall(r"^\| `(/[^`]*)` \|", section("Addresses"), re.MULTILINE))
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", section("Addresses"), re.MULTILINE)
    assert KNOWN == {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


def test_no_word_of_a_template_is_left_in_the_documentation() -> None:
    """A heading has a text below it, and no line is a bare word in capitals."""
    for page, text in PAGES.items():
        assert [] == re.findall(r"^[A-Z]{4,}$", text, re.MULTILINE), page


def test_every_error_is_documented_with_its_exit_code() -> None:
    """The table names each class of the tree once, with the code that the commands give."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (\d) \|", section("Errors"), re.MULTILINE)
    assert {kind.__name__: str(code) for kind, code in EXIT_CODES.items()} == dict(rows)


def test_pages_name_only_commands_settings_and_targets_that_exist() -> None:
    """What a reader copies from any page works: command names, CUTTINGS_ variables, make targets."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    variables = {f"CUTTINGS_{row.name.upper()}" for row in api.ROWS}
    for page, text in PAGES.items():
        commands = set(re.findall(r"python -m indexer ([a-z]+)", text))
        assert set() == commands - {*cli.commands.commands}, page
        assert set() == set(re.findall(r"CUTTINGS_[A-Z_]+[A-Z]", text)) - variables, page
        assert set() == set(re.findall(r"`make ([a-z-]+)", text)) - targets, page


def test_every_link_and_picture_of_the_pages_is_there() -> None:
    """A link to a file of the project leads to one."""
    for page, text in PAGES.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def shell_examples() -> list[str]:
    """The command lines of the README's shell blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("line", [line for line in shell_examples() if line.startswith("python -m indexer")])
def test_the_examples_of_the_readme_run(
    line: str,
    run: Callable[..., tuple[int, str, str]],
    seeds_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each command of the README does its work on the seeds, and prints something."""
    argv = shlex.split(line)[3:]
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("CUTTINGS_INDEX", str(tmp_path if argv[0] == "rebuild" else seeds_index))
    code, out, _ = run(*argv)
    assert 0 == code
    assert out


def table_queries() -> list[str]:
    """The queries of the README's table of the query language, and those of the help."""
    table = README.split("## What you can ask")[1].split("\n## ")[0]
    written = [
        code for row in re.findall(r"^\| (.*?) \|", table, re.MULTILINE) for code in row.split("`")[1::2]
    ]
    return [
        *(query for query in written if query != "( )"),
        *(query for query, _ in query_examples.EXAMPLES + query_examples.MORE),
    ]


@pytest.mark.parametrize("query", table_queries())
def test_every_query_that_is_taught_finds_something_in_the_seeds(query: str, search: api.Search) -> None:
    """Who tries an example sees that it works, and no note says that a part was ignored."""
    answer = search.search(api.SearchRequest(text=query))
    assert answer.total
    assert [] == [note.message for note in answer.notes if note.kind in ("ignored", "loosened")]


def test_the_first_two_commands_of_the_readme_are_targets() -> None:
    """`make run` and `make test` are what a new user types first."""
    assert ["make run", "make test"] == shell_examples()[:2]


def test_the_python_example_of_the_readme_runs(seeds_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds the one document that names both."""
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    exec(code[1].replace('"index"', repr(str(seeds_index))), {})
    assert "001_c49576111bc90fa8" in capsys.readouterr().out


@pytest.mark.parametrize("command", cli.commands.commands.values(), ids=lambda command: command.name)
def test_every_command_and_option_has_help(command: click.Command) -> None:
    """No option is left to be guessed."""
    assert command.help
    assert [] == [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
