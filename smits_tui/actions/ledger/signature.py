"""The end of the ledger, signed with an existing SSH key, so that it can be kept elsewhere and trusted there.

The format is that of `ssh-keygen -Y sign` (PROTOCOL.sshsig of OpenSSH): it can be checked without smits.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import Tip
from smits_tui.settings import Signing
from smits_tui.workspace import Workspace

NAMESPACE = "smits-ledger"
"""What the signature is for: one made for mail or git does not pass as one of a ledger."""
_SECONDS = 30.0
"""A key on a token waits for a touch; a helper that hangs must not hold up an export for longer."""


def message_of(tip: Tip) -> bytes:
    """What is signed: the number and the hash of an entry, which covers all entries before it."""
    return f"smits ledger entry {tip.seq} {tip.hash}\n".encode()


def tip_fields(workspace: Workspace, tip: Tip) -> dict[str, Any]:
    """An end of the ledger as JSON, signed if smits.toml names a key.

    Raises:
        ActionRefused: the key can't be used; the message says what to do.
        SettingsError: smits.toml is invalid.
    """
    fields: dict[str, Any] = {"seq": tip.seq, "hash": tip.hash}
    signing = workspace.settings().signing
    if signing.key:
        fields["signature"] = _sign(workspace.root / Path(signing.key).expanduser(), tip)
    return fields


def tip_of(fields: object) -> Tip | None:
    """The end of the ledger that a receipt or an export names; None if it names none."""
    if not isinstance(fields, dict):
        return None
    seq, digest = fields.get("seq"), fields.get("hash")
    return Tip(seq, digest) if isinstance(seq, int) and isinstance(digest, str) else None


def check_signature(fields: dict[str, Any], signing: Signing | None) -> str:
    """Check the signature of an end of the ledger.

    Args:
        fields: as from `tip_fields`.
        signing: whose keys are trusted; None where there is no workspace to ask.

    Returns:
        Who signed it, a sentence.

    Raises:
        LedgerDamaged: the signature does not fit the entry, or is of nobody who is trusted.
        ActionRefused: ssh-keygen is not installed.
    """
    signature, tip = str(fields.get("signature", "")), tip_of(fields)
    if not signature or tip is None:
        return "The end of the record that it names is not signed."
    trusted = signing.signers if signing else ()
    with TemporaryDirectory() as folder:
        file, allowed = Path(folder, "signature"), Path(folder, "signers")
        file.write_text(signature, encoding="utf-8")
        allowed.write_text("\n".join(trusted) + "\n", encoding="utf-8")
        checked = _run("check-novalidate", "-s", str(file), content=message_of(tip))
        if checked.returncode:
            raise LedgerDamaged(f"The signature does not fit entry {tip.seq}: it, or the entry, was changed.")
        key = checked.stdout.decode(errors="replace").rpartition(" ")[2].strip()
        if not trusted:
            return f"Entry {tip.seq} is signed with {key}; 'signing.signers' does not say whose key that is."
        principals = _run(
            "find-principals", "-s", str(file), "-f", str(allowed), content=b"", namespace=False
        )
        names = (
            principals.stdout.decode(errors="replace").split("\n")[0] if principals.returncode == 0 else ""
        )
        verified = (
            names
            and not _run(
                *("verify", "-s", str(file), "-f", str(allowed), "-I", names), content=message_of(tip)
            ).returncode
        )
    if not verified:
        raise LedgerDamaged(
            f"Entry {tip.seq} is signed with the key {key}, which is not among 'signing.signers' "
            "in smits.toml."
        )
    return f"Entry {tip.seq} is signed by {names} ({key})."


def _sign(key: Path, tip: Tip) -> str:
    made = _run("sign", "-f", str(key), content=message_of(tip))
    if made.returncode:
        reason = made.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ActionRefused(
            f"The end of the record can't be signed with {key} ({reason}). Use a key without a passphrase, "
            "or add it to ssh-agent and name its .pub file in 'signing.key'."
        )
    return made.stdout.decode()


def _run(
    action: str, *options: str, content: bytes, namespace: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen in a session of its own, where it can't ask a person anything.

    Raises:
        ActionRefused: it is not installed, or does not answer.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ActionRefused(
            "ssh-keygen is not installed, so nothing can be signed or checked; install OpenSSH."
        )
    command = [program, "-Y", action, *(("-n", NAMESPACE) if namespace else ()), *options]
    try:
        return subprocess.run(  # noqa: S603  # only our own options
            command, input=content, capture_output=True, timeout=_SECONDS, check=False, start_new_session=True
        )
    except subprocess.TimeoutExpired as error:
        raise ActionRefused(f"ssh-keygen did not answer within {_SECONDS:.0f} s.") from error
