"""What a text shows: the methods of a network, and how alike two cases are in them.

    from entraide.engines.assess import similarity, tag_techniques

    text = "They took our passports. Whoever missed the target was beaten."
    for found in tag_techniques(text):
        words = [text[span.start : span.end] for span in found.spans]
        print(found.id, found.score, words)     # W2.06 0.94 ['took', 'passports'] …

    tag_techniques("The hotel was clean.")      # [] — nothing speaks for a technique strongly enough
    similarity(["W1.01", "W2.03"], ["W1.01", "W2.04"])

Ids are those of `entraide.vocabulary.modi_operandi`. A text is read in the languages of `languages()`; in another one
it has no techniques, which is not to say that it shows none: `languages_of` tells.
"""

from entraide.vocabulary.techniques import languages

from ._folding import LONGEST
from ._journeys import Journey, find_journeys
from ._languages import languages_of
from ._similarity import Similarity, similarity
from ._tagging import LEAST, FoundTechnique, Span, evidence_of, tag_techniques

__all__ = [
    "LEAST",
    "LONGEST",
    "FoundTechnique",
    "Journey",
    "Similarity",
    "Span",
    "evidence_of",
    "find_journeys",
    "languages",
    "languages_of",
    "similarity",
    "tag_techniques",
]
