"""What the page on addresses for programs gets. All but its frame is in English, as answers are."""

from dataclasses import dataclass

from webapp.context_parts import Frame


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """One address.

    Attributes:
        path: the address, with names in braces for what varies.
        says: what it gives.
        media: its media types.
        searches: whether it takes the parameters of a search.
        takes: the parameters that it takes; after those of a search, how they differ from them.
        url: an example of this collection.
        curl: a command that fetches it.
    """

    path: str
    says: str
    media: str
    searches: bool
    takes: str
    url: str
    curl: str


@dataclass(frozen=True, slots=True)
class ApiParameter:
    """A parameter of a search.

    Attributes:
        name: its name.
        says: what it does.
        values: what it may hold, in words.
        example: a value; empty for none.
    """

    name: str
    says: str
    values: str
    example: str


@dataclass(frozen=True, slots=True)
class ApiStatus:
    """Why an address is refused.

    Attributes:
        status: the number.
        says: what it means.
    """

    status: str
    says: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    """api.html: the addresses for programs.

    Attributes:
        frame: what stands around the page.
        version: the version that the promise holds for.
        openapi: the address of the description for programs.
        addresses: every address.
        parameters: the parameters of a search.
        statuses: how errors are numbered.
        error: an error as it looks.
    """

    frame: Frame
    version: str
    openapi: str
    addresses: tuple[ApiAddress, ...]
    parameters: tuple[ApiParameter, ...]
    statuses: tuple[ApiStatus, ...]
    error: str
