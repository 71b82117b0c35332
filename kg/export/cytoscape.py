"""The actor network in the JSON of Cytoscape and Cytoscape.js, as networkx writes it."""

from __future__ import annotations

import json

from kg.model import ActorNetwork


def cytoscape(network: ActorNetwork) -> str:
    """Return the network as Cytoscape JSON (``.cyjs``): actor IRIs as node ids, relation IRIs as edge keys."""
    import networkx

    data = networkx.cytoscape_data(network.to_networkx(), name="label")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
