from kg import lexicon
from kg.extract.citing import cited_in, find_cited
from kg.model import Article, Document, Sentence, Span


def test_examples_of_the_lexicon_are_read():
    cases = lexicon.lexicon("citing")["examples"]
    assert len(cases) == 4
    for text, names in cases:
        assert cited_in(text) == names, text


def test_near_misses_cite_nobody():
    cases = lexicon.lexicon("citing")["near_misses"]
    assert len(cases) == 3
    for text in cases:
        assert cited_in(text) == [], text


def test_the_publisher_does_not_cite_itself():
    text = "The talks are over, Reuters reported. Others wait, Interfax reported."
    article = Article("a", "a", text, publisher="Reuters")
    doc = Document(article, sentences=(Sentence(0, Span(0, len(text)), 0, 0, "body"),))
    assert find_cited(doc) == ("Interfax",)
