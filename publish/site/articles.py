"""What a page's text and front matter say about it: reading time, and the card that other sites show.

Called when a page's HTML is ready (on_page_content) and when its template is filled (on_post_page). The line under an
article's title, with its dates, is the theme's.
"""

from __future__ import annotations

import html
import re

CHINESE_PER_MINUTE, WORDS_PER_MINUTE, SECONDS_PER_BLOCK = 350, 220, 12
CHINESE = re.compile(r"[\u3400-\u9fff]")


def reading_minutes(content: str) -> int:
    """Minutes to read a page: Chinese characters and other words at their own pace, a moment for each block of code."""
    blocks = len(re.findall(r"<pre", content))
    text = re.sub(r"<(pre|svg|math|style|script|button)\b.*?</\1>", " ", content, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    words = re.findall(r"[A-Za-z0-9][\w'-]*", CHINESE.sub(" ", text))
    minutes = (
        len(CHINESE.findall(text)) / CHINESE_PER_MINUTE
        + len(words) / WORDS_PER_MINUTE
        + blocks * SECONDS_PER_BLOCK / 60
    )
    return max(1, round(minutes))


def share_card(meta: dict, title: str, description: str, url: str, image: str, site_name: str, language: str) -> str:
    """Meta tags for the card that other sites show. Addresses are absolute only where the site knows its own."""
    picture = meta.get("image") or {}
    tags = {
        "og:type": "article" if meta.get("date") else "website",
        "og:title": title,
        "og:description": description,
        "og:site_name": site_name,
        "og:locale": {"zh": "zh_CN", "en": "en_US"}[language],
        "og:url": url,
        "og:image": image,
        "og:image:alt": picture.get("alt", "") if image else "",
        "article:published_time": str(meta.get("date") or ""),
    }
    lines = [
        f'<meta property="{name}" content="{html.escape(value, quote=True)}">' for name, value in tags.items() if value
    ]
    card = "summary_large_image" if image else "summary"
    return "\n".join([*lines, f'<meta name="twitter:card" content="{card}">'])
