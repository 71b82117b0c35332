"""Networks of a graph: who is tied to whom, by what, and which sentences say so.

``project`` gives one view, ``views`` all of them, ``narrowed`` the part of one that is asked for, ``affairs`` the
negotiation threads to choose among. Which relations are
ties and what appears in which view is data (``ontology/display.ttl``). Ties and nodes without evidence are left out.
"""

from kg.model import ActorNetwork, Affair
from kg.network.affairs import affairs
from kg.network.narrow import members, narrowed
from kg.network.text import clipped, plain
from kg.network.views import project, views

__all__ = ["ActorNetwork", "Affair", "affairs", "clipped", "members", "narrowed", "plain", "project", "views"]
