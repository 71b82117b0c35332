"""The actor network as GraphML (Brandes and others 2002) and GEXF 1.2, both as networkx writes them."""

from __future__ import annotations

import re

from kg.model import ActorNetwork


def graphml(network: ActorNetwork) -> str:
    """Return the network as GraphML: actor IRIs as node ids, relations as edge ids within a pair."""
    import networkx

    return "\n".join(networkx.generate_graphml(network.to_networkx(), named_key_ids=True)) + "\n"


def gexf(network: ActorNetwork) -> str:
    """Return the network as GEXF.

    networkx writes the day of writing into the file; it is taken out, so that the same network is the same bytes.
    """
    import networkx

    text = "\n".join(networkx.generate_gexf(network.to_networkx()))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1) + "\n"
