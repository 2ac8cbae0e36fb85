"""The lengths of the coded oracle are those of Lucene, by known values and by the real server."""

import pytest

from tests.coded_oracle import byte_of_length, coded, length_of_byte

# From the table that Lucene decodes lengths with: a byte, and the length it stands for.
KNOWN = {
    **{byte: byte for byte in range(41)},
    41: 42,
    42: 44,
    43: 46,
    47: 54,
    48: 56,
    49: 60,
    55: 84,
    56: 88,
    57: 96,
    64: 152,
    72: 280,
    80: 536,
    87: 984,
    88: 1048,
    255: 2013265944,
}


@pytest.mark.parametrize(("byte", "length"), KNOWN.items())
def test_a_byte_stands_for_the_length_of_the_table(byte: int, length: int) -> None:
    """And that length is kept as this byte."""
    assert length == length_of_byte(byte)
    assert byte == byte_of_length(length)


def test_small_lengths_are_exact_and_others_have_four_bits() -> None:
    """Up to 40 nothing is lost; above, less than an eighth of what is past 24, and always downwards."""
    assert list(range(41)) == [coded(length) for length in range(41)]
    for length in range(41, 20_000):
        assert 0 <= length - coded(length) < (length - 24) / 8
        assert coded(length) == coded(coded(length)) >= coded(length - 1)
