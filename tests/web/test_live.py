"""Articles added while somebody reads appear by themselves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from onrecord.record import Maker, open_record
from onrecord.web import Settings, create_app, live
from onrecord.web.errors import RefusedError
from onrecord.web.live import Watch
from onrecord.web.records import Records
from record.made import told


async def listen(talks: Path) -> list[str]:
    records = Records(talks, readers=1, seconds=5, read_only=True)
    watch = Watch(records, every=0.02)
    events = watch.events()
    heard = [await anext(events)]
    with open_record(talks) as record:
        record.add([told("Cy said so.", "new")], maker=Maker("m", "1"))
    heard.append(await asyncio.wait_for(anext(events), 5))
    assert watch.listeners == 1
    await watch.close()
    heard += [one async for one in events]
    assert watch.listeners == 0
    await asyncio.to_thread(records.close)
    return heard


def test_a_change_is_told_once(talks: Path) -> None:
    hello, change, *rest = asyncio.run(listen(talks))
    assert "event: hello\n" in hello and change.startswith("event: change\n") and change.endswith("\n\n")
    assert not any("change" in one for one in rest)


async def several(talks: Path) -> list[str]:
    records = Records(talks, readers=1, seconds=5, read_only=False)
    watch = Watch(records, every=0.02)
    pages = [watch.events() for _ in range(5)]
    for page in pages:
        await anext(page)
    await records.write(lambda record: record.decide("dam-0-0", {"act": "warn"}, by="Ann"))
    heard = await asyncio.wait_for(asyncio.gather(*(anext(page) for page in pages)), 5)
    for page in pages:
        await page.aclose()
    await watch.close()
    await asyncio.to_thread(records.close)
    return heard


def test_a_decision_made_here_is_told_to_all(talks: Path) -> None:
    assert all("event: change" in one for one in asyncio.run(several(talks)))


def test_listeners_have_a_bound(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(talks, Settings())
    monkeypatch.setattr(live, "MOST_LISTENERS", 0)
    request = type("Request", (), {"app": app})()
    with pytest.raises(RefusedError, match="too many"):
        asyncio.run(live._live(request))
    app.state.onrecord.records.close()
