"""Chinese and Arabic numerals as they stand in plans, up to 999."""

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
DIGITS.update({"〇": 0, "两": 2})
UNITS = {"十": 10, "百": 100}
CHARACTERS = "〇零一二两三四五六七八九十百"


def number(word: str) -> int | None:
    """The value of `word` ("12", "十二", "两"), or None when it is no numeral."""
    if word.isascii() and word.isdigit():
        return int(word[:6])
    if not word or any(char not in CHARACTERS for char in word):
        return None
    total, pending = 0, None
    for char in word:
        if char in UNITS:
            total += (1 if pending is None else pending) * UNITS[char]
            pending = None
        else:
            pending = DIGITS[char]
    return total + (pending or 0)
