"""How the checker names things to people."""

from moothall.engines.rounds.problem import Service, Site


def service_name(it: Service) -> str:
    """'Mill Lane (s12)': a street may be several services."""
    return f"{it.name} ({it.id})" if it.name and it.name != it.id else it.id


def site_name(it: Site) -> str:
    return it.name or it.id


def clock(seconds: int) -> str:
    """A time of day, with the seconds only where there are any; '00:10 the next day' after midnight."""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = divmod(rest // 60, 60)
    shown = f"{hours:02}:{minutes:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    return f"{shown} the next day" if days else shown


def length(seconds: int) -> str:
    """'8 h 5 min', '40 s'."""
    parts = (seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def listed(names: list[str] | tuple[str, ...], word: str = "and") -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last
