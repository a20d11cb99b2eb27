"""What each level says, in plain English sentences without inserted values, for pages to translate."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "name": {
        "missing": "One of the two has no name",
        "different": "The names are different",
        "faint": "The names have little in common",
        "alike": "The names are alike",
        "close": "The names are nearly the same",
        "same": "The names are the same",
    },
    "birth": {
        "missing": "A birth date or age is missing",
        "contradicted": "The birth dates contradict each other",
        "near": "The birth dates are about a year apart",
        "wide": "The birth dates can be the same, within some years",
        "slip": "The birth dates differ in one part, as by a slip of the pen",
        "year": "The year of birth is the same",
        "swapped": "The birth dates are the same with day and month exchanged",
        "month": "The month of birth is the same",
        "day": "The birth dates are the same",
    },
    "sex": {
        "missing": "The sex is missing",
        "different": "The sex is different",
        "same": "The sex is the same",
    },
    "nationality": {
        "missing": "A nationality is missing",
        "different": "The nationalities are different",
        "one_of_several": "One nationality of several is the same",
        "same": "The nationality is the same",
    },
    "document": {
        "missing": "There are no documents to compare",
        "different": "The documents of one kind have different numbers",
        "same": "A document number is the same",
    },
    "place": {
        "missing": "A place is missing",
        "different": "The places are different",
        "overlap": "The places have something in common",
        "same": "The place is the same",
    },
    "selectors": {
        "missing": "There are no selectors to compare",
        "none": "No selector is shared",
        "one": "One selector is shared",
        "two": "Two selectors are shared",
        "several": "Three selectors or more are shared",
    },
    "beside": {
        "missing": "The two reports hold no number or account in common",
        "apart": "Both reports hold the same number or account, which says nothing of people whose names differ",
        "number": "Both reports hold the same number or account, and the names agree",
        "paper": "Both reports hold the same passport number, and the names agree",
    },
}
