"""A network of actors as GEXF, the format that Gephi opens.

Source: GEXF 1.3 Primer (gexf.net), static and undirected. Labels come from a file of the user:
they are escaped, and characters that XML cannot hold are replaced.
"""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from indexer.api import Actor, Neighbour, Tie
from webapp.source_lines import xml_text

NAMESPACE = "http://gexf.net/1.3"
_COUNTS = (("passages", "integer"), ("documents", "integer"))


def write_gexf(actor: Actor, neighbours: Iterable[Neighbour], ties: Iterable[Tie], built_at: str) -> bytes:
    """The actor, those named with it, and every tie among them; weights are passages.

    A node's counts are those of passages that name it with `actor`. `built_at` is UTC, ISO 8601.
    """
    root = ET.Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    meta = ET.SubElement(root, "meta", {"lastmodifieddate": built_at[:10]})
    ET.SubElement(meta, "creator").text = "Cuttings"
    says = f"Actors named in the same passages as {actor.label}"
    ET.SubElement(meta, "description").text = xml_text(says)
    graph = ET.SubElement(root, "graph", {"mode": "static", "defaultedgetype": "undirected"})
    _declare(graph, "node", (("type", "string"), *_COUNTS))
    _declare(graph, "edge", _COUNTS)
    nodes = ET.SubElement(graph, "nodes")
    _add_node(nodes, actor, {})
    for other in neighbours:
        _add_node(nodes, other.actor, {"passages": other.passages, "documents": other.documents})
    edges = ET.SubElement(graph, "edges")
    for number, tie in enumerate(ties):
        edge = ET.SubElement(
            edges,
            "edge",
            {
                "id": str(number),
                "source": xml_text(tie.first),
                "target": xml_text(tie.second),
                "weight": str(tie.passages),
            },
        )
        _add_values(edge, {"passages": tie.passages, "documents": tie.documents})
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _declare(graph: ET.Element, kind: str, columns: Iterable[tuple[str, str]]) -> None:
    attributes = ET.SubElement(graph, "attributes", {"class": kind})
    for name, type_ in columns:
        ET.SubElement(attributes, "attribute", {"id": name, "title": name, "type": type_})


def _add_node(nodes: ET.Element, actor: Actor, counts: Mapping[str, str | int]) -> None:
    node = ET.SubElement(nodes, "node", {"id": xml_text(actor.id), "label": xml_text(actor.label)})
    _add_values(node, {"type": xml_text(actor.type), **counts})


def _add_values(element: ET.Element, values: Mapping[str, str | int]) -> None:
    own = ET.SubElement(element, "attvalues")
    for name, value in values.items():
        ET.SubElement(own, "attvalue", {"for": name, "value": str(value)})
