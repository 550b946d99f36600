"""A passkey made of software: it answers as a browser and a key would, or wrongly."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


@dataclass
class SoftKey:
    """Counts its answers, as keys do that can tell that they were copied."""

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def made(self, question: dict[str, Any]) -> str:
        """What the browser sends of a new key (the field `answer`)."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(
            sha256(self.host.encode()), FLAG.UP | FLAG.AT, self.count, credential
        )
        attested = AttestationObject.create("none", data, {})
        said = self._said(question, CollectedClientData.TYPE.CREATE)
        return self._answer(clientDataJSON=said, attestationObject=bytes(attested))

    def used(self, question: dict[str, Any]) -> str:
        """What the browser sends of a key that it was asked for."""
        self.count += 1
        data = AuthenticatorData.create(sha256(self.host.encode()), FLAG.UP, self.count)
        said = self._said(question, CollectedClientData.TYPE.GET)
        signature = self.key.sign(data + sha256(said), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=said, authenticatorData=data, signature=signature
        )

    def _said(self, question: dict[str, Any], kind: Any) -> bytes:
        challenge = websafe_decode(question["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self.id)
        parts = {part: websafe_encode(bytes(each)) for part, each in response.items()}
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": parts,
                "clientExtensionResults": {},
            }
        )
