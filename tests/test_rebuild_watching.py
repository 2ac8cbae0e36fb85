"""When a watch builds."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.rebuild.watching import MOST_LOOKS, watch


class Folder:
    """Says what each look sees and each build gives, and ends the watch when the looks are used up."""

    def __init__(self, looks, outcomes=()):
        self.looks = list(looks)
        self.outcomes = list(outcomes)
        self.seen = None
        self.built = []

    def look(self):
        """The next state; the last one for ever."""
        self.seen = self.looks.pop(0) if self.looks else self.seen
        return self.seen

    def build(self):
        """Note what was built."""
        self.built.append(self.seen)
        return self.outcomes.pop(0) if self.outcomes else "built"

    def wait(self):
        """Whether there is something to see yet."""
        return bool(self.looks)

    def watch(self, **options):
        """Watch until the looks are used up."""
        return watch(self.look, self.build, self.wait, **options)


def test_it_builds_at_first_and_after_each_change_that_rests():
    """A state that two looks in turn see is built once."""
    folder = Folder("aaaaabbbbcccc")
    assert "built" == folder.watch()
    assert ["a", "b", "c"] == folder.built


def test_files_that_are_being_written_are_waited_for():
    """Nothing is built while each look sees another state."""
    folder = Folder("aaa" + "123456" + "bbb")
    folder.watch()
    assert ["a", "b"] == folder.built


def test_a_folder_that_never_rests_is_built_after_some_looks():
    """A scraper that writes all day long does not keep the index from growing."""
    folder = Folder(range(MOST_LOOKS * 5))
    folder.watch()
    assert len(folder.built) >= 3


def test_a_change_while_it_builds_is_built_next():
    """What was read may be older than what is there now."""
    folder = Folder("aa" + "bbbb")
    folder.watch()
    assert ["a", "b"] == folder.built


def test_a_failed_build_is_tried_again_after_a_change_and_not_before():
    """The same files would fail again."""
    folder = Folder("aaaaaaaabbbb", ["failed", "built"])
    assert "built" == folder.watch()
    assert ["a", "b"] == folder.built


def test_a_build_for_later_is_tried_again_without_a_change():
    """Another run held the lock."""
    folder = Folder("aaaaaaaa", ["later", "later", "built"])
    assert "built" == folder.watch()
    assert ["a", "a", "a"] == folder.built


def test_once_ends_after_the_first_build_that_need_not_wait():
    """Its outcome is given; what changes after it is not looked at."""
    folder = Folder("aaaabbbb", ["later", "failed"])
    assert "failed" == folder.watch(once=True)
    assert ["a", "a"] == folder.built
    assert None is Folder("a").watch(once=True)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=50))
def test_the_state_at_the_end_is_the_last_one_built(states):
    """Whatever comes and goes before: once the folder rests, the index is of it."""
    folder = Folder([*states, *[states[-1]] * (MOST_LOOKS + 3)])
    folder.watch()
    assert states[-1] == folder.built[-1]
