"""What the readers of answers hold: one document, and what tells the proposal behind an answer."""

from __future__ import annotations

from kg.extract.responses.replies import Replies


class ReplyReader:
    """Base of the readers that turn one predicate after the other into answers."""

    def __init__(self, replies: Replies) -> None:
        self.replies = replies
        self.scene = replies.scene
        self.tree = self.scene.tree
        self.tokens = self.scene.tokens
        self.lex = replies.lex
