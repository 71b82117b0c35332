"""The actor network as GraphML (Brandes and others 2002) and GEXF 1.2, both as networkx writes them."""

from __future__ import annotations

import re

from kg.model import ActorNetwork


def graphml(network: ActorNetwork) -> str:
    """Return the network as GraphML: actor IRIs as node ids, numbers as edge ids, relations as ``iri``.

    An edge's id is unique in the file (GraphML 1.0, section 2.3.1, and Gephi keeps only the first of equal ids), which
    the relation as the key of a pair is not; the ids of attributes are numbers for the same reason.
    """
    import networkx

    graph = network.to_networkx()
    numbered: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    numbered.add_nodes_from(graph.nodes(data=True))
    for number, (source, target, relation, data) in enumerate(graph.edges(keys=True, data=True), start=1):
        # networkx writes the key as the id
        numbered.add_edge(source, target, key=f"e{number}", iri=relation, **data)
    return "\n".join(networkx.generate_graphml(numbered)) + "\n"


def gexf(network: ActorNetwork) -> str:
    """Return the network as GEXF.

    networkx writes the day of writing into the file; it is taken out, so that the same network is the same bytes.
    """
    import networkx

    text = "\n".join(networkx.generate_gexf(network.to_networkx()))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1) + "\n"
