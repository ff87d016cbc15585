"""Hours in which no reader's telephone shall ring."""

import datetime as dt
from zoneinfo import ZoneInfo


def quiet_until(now: dt.datetime, zone: ZoneInfo, begin: dt.time, end: dt.time) -> dt.datetime | None:
    """When the quiet hours end that it is in; None outside them. They may span midnight; equal times mean none."""
    local = now.astimezone(zone)
    clock = local.time()
    spans_midnight = end < begin
    is_quiet = (clock >= begin or clock < end) if spans_midnight else begin <= clock < end
    if not is_quiet:
        return None
    day = local.date() + dt.timedelta(days=clock >= end)
    # In an hour that a clock shows twice its end is the one of the same round.
    return dt.datetime.combine(day, end, zone).replace(fold=local.fold).astimezone(dt.UTC)
