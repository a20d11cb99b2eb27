"""datasketch is the oracle: the same hashes under the same orders give the same signature."""

import numpy as np
import pytest
from datasketch import MinHash

from entraide.engines.link.texts import bands, from_bytes, shingles, signature, similarity, to_bytes
from entraide.engines.link.texts._signature import FACTORS, SHIFTS

TEXTS = [
    "the company pays flight visa room and three meals a day and nobody asks for a certificate or for experience "
    * 2,
    "บริษัทออกค่าตั๋วเครื่องบินให้ที่พักและอาหารฟรีไม่ต้องมีประสบการณ์รับสมัครพนักงานตอบแชท",
    "高薪诚聘泰国客服人员无需经验包吃包住包机票名额仅剩联系飞机电话请尽快报名机会难得不要错过",
    "одна компания ищет людей для работы за границей и платит за дорогу жильё и еду а опыта ей не нужно совсем",
]


def oracle(text: str) -> MinHash:
    made = MinHash(64, permutations=np.array([FACTORS, SHIFTS]), hashfunc=int, scheme="affine32")
    made.update_batch(shingles(text).tolist())
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_the_signature_is_the_oracles(text: str) -> None:
    assert signature(text).tolist() == oracle(text).hashvalues.tolist()


def test_the_similarity_is_the_oracles() -> None:
    for left in TEXTS:
        for right in (*TEXTS, left[: len(left) * 4 // 5]):
            expected = oracle(left).jaccard(oracle(right))
            assert similarity(signature(left), signature(right)) == pytest.approx(expected)


def test_it_stays_as_it_is_for_stored_signatures_rest_on_it() -> None:
    assert signature(TEXTS[0])[:4].tolist() == [103426416, 129965703, 167791844, 186846437]
    assert bands(signature(TEXTS[0]))[:4].tolist() == [-1698750999, 1153434145, 1591897566, -1917029709]


def test_it_is_stored_in_256_bytes_and_read_again() -> None:
    made = signature(TEXTS[1])
    stored = to_bytes(made)
    assert len(stored) == 256
    assert from_bytes(memoryview(stored)).tolist() == made.tolist()
    with pytest.raises(ValueError, match="64 numbers"):
        from_bytes(stored[:-4])


def test_a_band_is_equal_where_its_four_places_are_and_nowhere_else() -> None:
    made = signature(TEXTS[0])
    other = made.copy()
    other[[0, 13, 63]] ^= 1  # of the bands 0, 3 and 15
    equal = bands(made) == bands(other)
    assert np.flatnonzero(~equal).tolist() == [0, 3, 15]
    same_places = np.tile(made[:4], 16)
    assert len(set(bands(same_places).tolist())) == 16, "the band's number is hashed in"


def test_orders_are_permutations() -> None:
    assert (FACTORS % 2 == 1).all()
    assert len({*zip(FACTORS.tolist(), SHIFTS.tolist(), strict=True)}) == 64
