"""The five seeds are the user's, byte for byte."""

import hashlib
from pathlib import Path

SEEDS = {
    "000_85dbce1b230a2048.txt": "fa70271c66eae83fd91d6aec1402a628db8288eb416dae0394b424564854114a",
    "001_c49576111bc90fa8.txt": "1ccf7bf6fdc2471abbad0a29bad62e678419dc07c86ba0465a1a47912507331d",
    "002_22711d4565ddccbb.txt": "cd4cc5866c05ed34e2c54e5f73dedf20440f4d641583547b7963e9d201a6baec",
    "003_e6e3e9937ade9599.txt": "5835519c19051a9a06e5555f92493f726ad50d4627cf7d00c2994985d8fd8b95",
    "004_9d1832ef43bf8fd4.txt": "830cfa3b1ad6389773c0637b09a8e094fee839e880fa7d0bcc302507315d14cc",
}


def test_the_seeds_are_unchanged(seeds_dir: Path) -> None:
    """Each seed has the bytes that were given, and no seed is missing or new."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in seeds_dir.glob("*.txt")}
    assert SEEDS == found


def test_the_list_of_checksums_names_every_seed(seeds_dir: Path) -> None:
    """`sha256sum -c SHA256SUMS` checks the same five files against the same sums."""
    lines = (seeds_dir / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert SEEDS == {name: digest for digest, name in (line.split("  ") for line in lines)}
