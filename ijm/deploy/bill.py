"""What we are made of, as CycloneDX 1.6, from the locks alone: `var/sbom.cdx.json`.

Needs no network. The same locks make the same bytes, so that two releases can be
compared. Licences are those that the installed packages state.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

# What runs the site, and what only the demo needs beside it.
LOCKS = {"requirements.txt": "required", "requirements-demo.txt": "optional"}
# What a package brings along of others, and its address: package, name, version.
BROUGHT = (("django-ckeditor", "ckeditor4", "4.22.1", "pkg:npm/ckeditor4@4.22.1"),)
PACKAGE = re.compile(r"^(?=[a-z0-9])", re.M)
NAMED = re.compile(r"([a-z0-9.-]+)==(\S+?)(?:\s*;[^\\\n]*)?(?:\s|\\|$)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VIA = re.compile(r"^    #(?: via|  ) (-r|[a-z0-9].*)", re.M)  # -r: we ourselves


@dataclass
class Locked:
    name: str
    version: str
    scope: str
    hashes: list[str] = field(default_factory=list)
    wanted_by: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(folder: Path) -> Iterator[Locked]:
    for file, scope in LOCKS.items():
        for part in PACKAGE.split((folder / file).read_text(encoding="utf-8")):
            if found := NAMED.match(part):
                wanted_by = VIA.findall(part)
                yield Locked(found[1], found[2], scope, HASH.findall(part), wanted_by)


def bill(folder: Path, name: str, version: str) -> dict[str, Any]:
    packages = sorted(locked(folder), key=lambda each: each.name)
    itself = f"pkg:generic/{name}@{version}"
    digest = hashlib.sha256("".join(p.address for p in packages).encode()).digest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": name,
                "version": version,
            }
        },
        "components": [*(_component(p) for p in packages), *map(_brought, BROUGHT)],
        "dependencies": list(_graph(itself, {p.name: p for p in packages})),
    }


def write(folder: Path, name: str, version: str) -> Path:
    path = folder / "var" / "sbom.cdx.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(bill(folder, name, version), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _component(package: Locked) -> dict[str, Any]:
    """The digests are those of its files: one wheel for each kind of machine."""
    hashes = [{"alg": "SHA-256", "content": each} for each in package.hashes]
    files = {"type": "distribution", "url": package.address, "hashes": hashes}
    licence = _licence(package.name)
    return {
        "type": "library",
        "bom-ref": package.address,
        "name": package.name,
        "version": package.version,
        "scope": package.scope,
        "purl": package.address,
        "externalReferences": [files],
        **({"licenses": [{"license": {"name": licence}}]} if licence else {}),
    }


def _brought(known: tuple[str, str, str, str]) -> dict[str, Any]:
    _by, name, version, address = known
    told = {"type": "library", "bom-ref": address, "name": name, "version": version}
    return {**told, "scope": "required", "purl": address}


def _licence(name: str) -> str:
    try:
        told: Any = metadata.metadata(name)  # a message, as of a mail
    except metadata.PackageNotFoundError:
        return ""
    kinds = [each for each in told.get_all("Classifier") or () if "License ::" in each]
    words = told.get("License-Expression") or (kinds and kinds[0].split(" :: ")[-1])
    first = (words or told.get("License") or "").strip().partition("\n")[0]
    return str(first)


def _graph(itself: str, packages: Mapping[str, Locked]) -> Iterator[dict[str, Any]]:
    needs: dict[str, set[str]] = {itself: set()}
    needs |= {package.address: set() for package in packages.values()}
    for package in packages.values():
        for by in package.wanted_by:
            parent = packages.get(by)
            needs[parent.address if parent else itself].add(package.address)
    for by, _name, _version, address in BROUGHT:
        needs[packages[by].address if by in packages else itself].add(address)
        needs[address] = set()
    for ref, children in needs.items():
        yield {"ref": ref, "dependsOn": sorted(children)}
