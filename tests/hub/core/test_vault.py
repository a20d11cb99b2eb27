"""What the vault seals opens for its case and place alone, until the key is erased."""

import io
import multiprocessing
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from entraide.hub.core import vault
from entraide.hub.core.vault import CHUNK_BYTES, Damaged, Erased, Vault

CASE, OTHER = uuid4(), uuid4()
HERE = "intel_watch.sealed_value:1"
in_one_home = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@pytest.fixture
def keys(tmp_path: Path) -> Vault:
    (tmp_path / "secrets").mkdir()
    made = Vault(tmp_path)
    made.create(CASE)
    made.create(OTHER)
    return made


@given(plaintext=st.binary(max_size=3000))
@in_one_home
def test_what_is_sealed_opens_again(keys: Vault, plaintext: bytes) -> None:
    sealed = keys.encrypt(CASE, plaintext, HERE)
    assert keys.decrypt(CASE, memoryview(sealed), HERE) == plaintext
    assert len(plaintext) < 8 or plaintext not in sealed


@given(place=st.integers(0, 60), bit=st.integers(0, 7))
@in_one_home
def test_one_flipped_bit_is_found(keys: Vault, place: int, bit: int) -> None:
    sealed = bytearray(keys.encrypt(CASE, b"thirty-two bytes of plain text !", HERE))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(Damaged):
        keys.decrypt(CASE, bytes(sealed), HERE)


@pytest.mark.parametrize(
    ("case", "context"), [(OTHER, HERE), (CASE, "intel_watch.sealed_value:2"), (CASE, "")]
)
def test_a_value_moved_to_another_case_or_place_does_not_open(keys: Vault, case: UUID, context: str) -> None:
    with pytest.raises(Damaged):
        keys.decrypt(case, keys.encrypt(CASE, b"a name", HERE), context)


def test_erasing_the_key_erases_the_value_and_leaves_others(keys: Vault) -> None:
    sealed, other = keys.encrypt(CASE, b"a name", HERE), keys.encrypt(OTHER, b"another", HERE)
    keys.erase(CASE)
    keys.erase(CASE)
    with pytest.raises(Erased):
        keys.decrypt(CASE, sealed, HERE)
    with pytest.raises(Erased):
        keys.encrypt(CASE, b"more", HERE)
    assert keys.decrypt(OTHER, other, HERE) == b"another"
    assert set(keys.cases()) == {OTHER}


def test_a_key_made_anew_after_erasing_opens_nothing_old(keys: Vault) -> None:
    sealed = keys.encrypt(CASE, b"a name", HERE)
    keys.erase(CASE)
    keys.create(CASE)
    with pytest.raises(Damaged):
        keys.decrypt(CASE, sealed, HERE)


def test_the_keys_without_the_master_key_open_nothing(keys: Vault, tmp_path: Path) -> None:
    sealed = keys.encrypt(CASE, b"a name", HERE)
    (tmp_path / "secrets/vault").unlink()
    with pytest.raises(Damaged):
        Vault(tmp_path).decrypt(CASE, sealed, HERE)


def test_key_files_are_their_owners_alone(keys: Vault, tmp_path: Path) -> None:
    files = [*tmp_path.rglob("*.key"), tmp_path / "secrets/vault"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3


def test_a_case_asked_twice_keeps_its_key(keys: Vault) -> None:
    sealed = keys.encrypt(CASE, b"a name", HERE)
    keys.create(CASE)
    assert keys.decrypt(CASE, sealed, HERE) == b"a name"


def _create_and_seal(home: Path, case: UUID, start: "multiprocessing.synchronize.Barrier") -> bytes:
    start.wait()
    racing = Vault(home)
    racing.create(case)
    return racing.encrypt(case, b"both can read this", HERE)


def test_two_processes_that_make_one_key_at_once_share_it(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(2) as pool:
        start = manager.Barrier(2)
        for _ in range(10):
            case = uuid4()
            sealed = pool.starmap(_create_and_seal, [(tmp_path, case, start)] * 2)
            assert [Vault(tmp_path).decrypt(case, each, HERE) for each in sealed] == [
                b"both can read this"
            ] * 2


def test_secrets_of_the_hub_open_without_a_case(keys: Vault) -> None:
    sealed = keys.encrypt_for_instance(b"totp", "mfa:1")
    assert keys.decrypt_for_instance(sealed, "mfa:1") == b"totp"
    with pytest.raises(Damaged):
        keys.decrypt_for_instance(sealed, "mfa:2")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "CHUNK_BYTES", 64)


def _sealed_file(keys: Vault, folder: Path, content: bytes) -> Path:
    file = folder / f"{uuid4()}.sealed"
    keys.encrypt_file(CASE, io.BytesIO(content), file)
    return file


@given(content=st.binary(max_size=64 * 4))
@in_one_home
def test_a_file_of_any_length_opens_again(
    keys: Vault, tmp_path: Path, small_chunks: None, content: bytes
) -> None:
    sealed = _sealed_file(keys, tmp_path, content)
    opened = tmp_path / f"{uuid4()}.open"
    keys.decrypt_file(CASE, sealed, opened)
    assert opened.read_bytes() == content


@pytest.mark.parametrize("length", [0, 1, 64, 65, 128, 200])
def test_a_file_cut_short_anywhere_is_found(
    keys: Vault, tmp_path: Path, small_chunks: None, length: int
) -> None:
    sealed = _sealed_file(keys, tmp_path, bytes(length))
    whole = sealed.read_bytes()
    for end in range(len(whole)):
        sealed.write_bytes(whole[:end])
        with pytest.raises(Damaged):
            list(keys.read_file(CASE, sealed))


def test_chunks_dropped_doubled_or_swapped_are_found(keys: Vault, tmp_path: Path, small_chunks: None) -> None:
    sealed = _sealed_file(keys, tmp_path, bytes(range(256)))
    whole, head, size = sealed.read_bytes(), len(vault.FILE_MAGIC) + vault.SALT_BYTES, 64 + vault.TAG_BYTES
    one, two, rest = whole[head : head + size], whole[head + size : head + 2 * size], whole[head + 2 * size :]
    for body in (one + rest, one + one + two + rest, two + one + rest, one + two + rest + rest):
        sealed.write_bytes(whole[:head] + body)
        with pytest.raises(Damaged):
            list(keys.read_file(CASE, sealed))


def test_nothing_is_left_of_a_file_that_fails(keys: Vault, tmp_path: Path) -> None:
    sealed = _sealed_file(keys, tmp_path, bytes(2 * CHUNK_BYTES + 5))
    damaged = bytearray(sealed.read_bytes())
    damaged[-1] ^= 1
    sealed.write_bytes(damaged)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(Damaged):
        keys.decrypt_file(CASE, sealed, tmp_path / "opened")
    assert set(tmp_path.rglob("*")) == before


def test_a_sealed_file_is_never_overwritten(keys: Vault, tmp_path: Path) -> None:
    sealed = _sealed_file(keys, tmp_path, b"the original")
    with pytest.raises(FileExistsError):
        keys.encrypt_file(CASE, io.BytesIO(b"another"), sealed)
    assert b"".join(keys.read_file(CASE, sealed)) == b"the original"
