"""The one module that knows MkDocs: it maps build events to the modules beside it.

on_config           labs and chapters into the navigation, tags' addresses
on_files            an article's chapters; notebooks for mkdocs-jupyter, and downloads, made of what the labs' run left;
                    what the theme brings and nobody asks for stays away
on_nav              from chapter to chapter: the whole article is on nobody's way
on_page_markdown    macros, citations, links into articles
on_page_content     what mkdocs-jupyter made of a lab; gaps, diagrams, listing, explorables, tooltips, Chinese in
                    English pages, reading time, folded programs, lines of code, boxes and copy buttons
on_env              formulas, for all pages in one Node process
on_post_page        its sections for the search; old ids, where Chinese headings may break, share card, language
                    switcher, where KaTeX's drawings of its formulas are, less weight
on_post_template    language switcher of the 404 page
on_post_build       the theme mended, the search, the formulas' fonts, style sheets put together, all of it cut down,
                    sitemap

Another generator needs another file like this one, and nothing else.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from mkdocs.structure.toc import get_toc

from publish import steps
from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import (
    chapters,
    chinese,
    code_lines,
    diagrams,
    explorables,
    formulas,
    gaps,
    glossary,
    lab_downloads,
    lab_notebooks,
    labs,
    listing,
    macros,
    old_ids,
    plots,
    programs,
    shapes,
    titles,
    walks,
)
from publish.run import notebooks, values
from publish.site import articles, build, jupyter, languages, material, minify, search, styles

ARTICLE = "posts/embedding-lstm-seq2seq.md"
DRAFT = "PUBLISH_DRAFT"
WHOLE = {"zh": "全文（一页）", "en": "On one page"}
PERMALINK = {"zh": "本节链接", "en": "Link to this section"}
logging.getLogger("jieba").setLevel(logging.WARNING)
logging.getLogger("fontTools").setLevel(logging.ERROR)  # it finds the dates in KaTeX's fonts odd


def language_of(config) -> str:
    return Path(config.docs_dir).name


@event_priority(100)
def on_config(config):
    """Labs and chapters join the navigation, English is published below the Chinese site."""
    if "mkdocs-jupyter" not in config.plugins:
        raise PluginError("mkdocs-jupyter is not among the plugins: it makes the labs' pages. See mkdocs.yml.")
    config.plugins["material/tags"].config.tags_slugify = old_ids.of_tag
    articles_here = stop_for(chapters.of, language_of(config))
    for entry in config.nav or []:
        for title, children in entry.items() if isinstance(entry, dict) else ():
            if isinstance(children, list) and "labs/index.md" in children:
                entry[title] = [*children, *(f"labs/{name}.ipynb" for name in notebooks.by_name())]
            elif isinstance(children, str) and children in articles_here:
                pages = [{chapter.short: chapter.uri} for chapter in articles_here[children].chapters]
                entry[title] = [*pages, {WHOLE[language_of(config)]: children}]
    if language_of(config) != "zh" and config.site_url:
        config.site_url = f"{config.site_url.rstrip('/')}/{language_of(config)}/"
    config.mdx_configs["toc"]["permalink_title"] = PERMALINK[language_of(config)]
    config.extra["commit"] = build.commit()
    config.extra["article"] = chapters.url(chapters.front(language_of(config), ARTICLE))
    return config


@event_priority(100)
def on_files(files, config):
    """Pages and downloads that no file in docs/ stands for. Before mkdocs-jupyter takes notebooks for pages."""
    language = language_of(config)
    for file in [file for file in files if file.src_uri.startswith(material.UNUSED)]:
        files.remove(file)
    for name in notebooks.by_name():
        uri = f"labs/{name}.ipynb"
        stop_for(lab_notebooks.write, name, context_of(uri, config))
        folder = str(lab_notebooks.folder(language))
        files.append(File(uri, folder, config.site_dir, config.use_directory_urls))  # the plugin reads it from disk
    for uri, chapter in chapters.by_uri(language).items():
        files.append(File.generated(config, uri, content=chapter.markdown))
    made = lab_downloads.by_address() | explorables.assets(language) | plots.assets(language)
    for uri, content in made.items():
        files.append(File.generated(config, uri, content=content))
    if paths.SCRIPT.is_file():
        files.append(File.generated(config, listing.DOWNLOAD, abs_src_path=str(paths.SCRIPT)))
        files.append(File.generated(config, listing.ARCHIVE, content=listing.archive()))
    return files


def on_nav(nav, config, files):
    """Whoever turns the pages goes from chapter to chapter. The whole article stands beside them, on nobody's way."""
    for page in nav.pages:
        if page.file.src_uri in chapters.of(language_of(config)):
            before, after = page.previous_page, page.next_page
            before.next_page = after  # the chapters come before it
            if after:
                after.previous_page = before
            page.previous_page = page.next_page = None
    return nav


def context_of(uri: str, config, **where) -> macros.Page:
    """What macros may know of a page, and where it is read from."""
    draft = bool(os.environ.get(DRAFT))
    return macros.Page(language=language_of(config), uri=uri, figures=values.load(), draft=draft, **where)


def on_page_markdown(markdown, page, config, files):
    if lab := _lab_of(page):  # whose macros are expanded already: this is a notebook's JSON, which the plugin renders
        page.meta["description"] = labs.description(lab, language_of(config))
        return markdown
    uri, language = page.file.src_uri, language_of(config)
    chapter, article = chapters.by_uri(language).get(uri), chapters.of(language).get(uri)
    source = _source(page, language)
    first_line = chapter.first_line if chapter else 1 + _front_matter_lines(source, markdown)
    context = context_of(uri, config, source=source, first_line=first_line)
    text = macros.without_notes(stop_for(macros.expand, markdown, context))
    if chapter:
        page.meta["chapter"] = chapters.where(chapter)
        text += "" if chapter.number else "\n\n" + chapters.contents(chapter.article, language)
    elif article:
        page.meta |= chapters.whole_page(article, language)
    text = chapters.redirect(text, uri, language)
    if "diagram" in context.used and page.meta.get("mermaid") is not True:
        raise PluginError(f"{page.file.src_uri}: has a [[diagram]]. Say `mermaid: true` in its front matter.")
    return text


def _source(page, language: str) -> Path:
    """The file that a writer has to mend: a chapter's is its article."""
    chapter = chapters.by_uri(language).get(page.file.src_uri)
    return chapter.source if chapter else Path(page.file.abs_src_path)


def _front_matter_lines(source: Path, markdown: str) -> int:
    text = source.read_text("utf-8-sig")
    return max(0, text.rstrip().count("\n") - markdown.strip("\n").rstrip().count("\n"))


def on_page_content(content, page, config, files):
    language, base = language_of(config), "../" * page.url.count("/")
    if lab := _lab_of(page):
        content = _lab_content(content, page, lab, config)
    content = gaps.place(content, language)
    content = stop_for(diagrams.place, macros.unwrap(content), language)
    content = listing.link_slices(listing.place(content, language), base)
    try:
        content = explorables.place(content, language, base)
    except PublishError as error:  # a draft does without what has not been drawn yet
        if not os.environ.get(DRAFT):
            raise PluginError(str(error)) from None
    if page.file.src_uri not in ("glossary.md", "index.md", "tags.md", "references.md"):
        content = stop_for(glossary.annotate, content, language, base)
    if language != "zh":
        content = chinese.mark(content)
    page.meta["reading_time"] = articles.reading_minutes(content)
    if "chapter" in page.meta:
        page.meta.setdefault("description", chapters.description(content))
    page.present_anchor_ids = {*(page.present_anchor_ids or ()), *programs.ids(content)}
    content = stop_for(shapes.mark, programs.fold(content, language), language, values.load())
    content = code_lines.mark(content)
    return material.complete(stop_for(walks.place, content, language), language)


def _lab_content(rendered: str, page, lab: Path, config) -> str:
    """A lab's page from what mkdocs-jupyter made. MkDocs learns title and headings here: the plugin's are no use."""
    language, toc = language_of(config), config.mdx_configs["toc"]
    content = stop_for(jupyter.content, rendered, lab.stem)
    content, entries, ids = jupyter.with_headings(content, toc["slugify"], toc["permalink_title"], toc["toc_depth"])
    page.title, page.toc, page.present_anchor_ids = labs.title(lab, language), get_toc(entries), ids
    return jupyter.with_figures(content, lab.stem, language)


def on_env(env, config, files):
    """All pages' formulas at once."""
    pages = [file.page for file in files.documentation_pages() if file.page and file.page.content]
    by_uri = {page.file.src_uri: page for page in pages}
    for uri, article in chapters.of(language_of(config)).items():  # its front page tells how long all of it takes
        by_uri[article.chapters[0].uri].meta["reading_time"] = by_uri[uri].meta["reading_time"]
    for page in pages:
        if formulas.found(page.content) and page.meta.get("math") is not True and not _lab_of(page):
            raise PluginError(f"{page.file.src_uri}: has formulas. Say `math: true` in its front matter.")
    wanted = [formula for page in pages for formula in formulas.found(page.content)]
    try:
        rendered = formulas.render(wanted)
    except formulas.FormulaError as error:
        raise PluginError(str(error.at(_place_of(error.tex, pages, language_of(config))))) from None
    config.extra |= {"formulas": {}, "searched": []}
    for page in pages:
        if shown := formulas.shown(page.content, rendered):
            config.extra["formulas"][page.url] = shown
        page.content = formulas.place(page.content, rendered)
        _plain_titles(page.toc)
    return env


def _place_of(tex: str, pages, language: str) -> str:
    for page in pages:
        if tex in [formula for formula, _ in formulas.found(page.content)]:
            source = _lab_of(page) or _source(page, language)
            return f"{paths.shown(source)}:{formulas.line_of(tex, source.read_text('utf-8'))}"
    return ""


def _plain_titles(items) -> None:
    for item in items:
        item.title = formulas.in_text(item.title)
        _plain_titles(item.children)


def on_post_page(output, page, config):
    language = language_of(config)
    other = "en" if language == "zh" else "zh"
    address = page.url if language == "zh" else f"{language}/{page.url}"
    title = page.meta.get("title") or page.title or config.site_name
    try:
        searched = search.page(page.url, title, page.content, page.meta)
    except PublishError as error:
        raise PluginError(str(error.at(page.file.src_uri))) from None
    config.extra["searched"] += [searched] if searched else []
    output = stop_for(old_ids.place, output, address)
    if language == "zh":
        output = titles.breakable(output)
    output = languages.rewrite_switcher(material.named(output), page.url, language, _counterpart(page, other))
    base = "../" * page.url.count("/")
    head = articles.share_card(
        page.meta,
        title=title,
        description=page.meta.get("description") or config.site_description or "",
        url=page.canonical_url or "",
        image=_share_image(page, config),
        site_name=config.site_name,
        language=language,
    )
    for mark, sheet in (('class="walk"', listing.STYLE), ('class="glossary-initials"', glossary.STYLE)):
        if mark in output:
            head += f'\n<link rel="stylesheet" href="{base}{sheet}">'
    if page.url in config.extra["formulas"]:
        head += formulas.head(page.url, base)
    return minify.slim(search.unmarked(output.replace("</head>", f"{head}\n</head>", 1)))


def on_post_template(output, template_name, config):
    """The 404 page names everything from the root of the site, the other language's home, too."""
    if template_name != "404.html":
        return output
    root = urlsplit(config.site_url or "/").path
    return languages.rewrite_switcher_from_root(output, root.removesuffix(f"{language_of(config)}/"))


def _counterpart(page, other: str) -> str | None:
    """The address of the same page in another language, if there is one; of a chapter, at least the article's."""
    if "chapter" in page.meta:
        uri = chapters.counterpart(page.file.src_uri, other)
        return uri and chapters.url(uri)
    return page.url if _lab_of(page) or (paths.docs(other) / page.file.src_uri).is_file() else None


def _lab_of(page) -> Path | None:
    """The notebook that a page is made of, if it is one."""
    uri = Path(page.file.src_uri)
    return notebooks.by_name().get(uri.stem) if uri.parent.name == "labs" else None


def _share_image(page, config) -> str:
    path = (page.meta.get("image") or {}).get("path", "")
    return config.site_url.rstrip("/") + "/" + path.lstrip("/") if path and config.site_url else ""


@event_priority(-200)
def on_post_build(config):
    language, site = language_of(config), Path(config.site_dir)
    material.mend(site)
    stop_for(search.publish, config.extra["searched"], language, site)
    formulas.publish(config.extra["formulas"], site)
    styles.bundle(site)
    minify.shorten(site)
    minify.purge(site)
    if language == "zh":
        languages.write_sitemap(site, urls("zh"), set(urls("en")), config.site_url or "")
    else:
        languages.drop_sitemap(site)


def urls(language: str) -> list[str]:
    """Every page of a language, as its address below the language's root."""
    folder = paths.docs(language)
    pages = [chapters.url(path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.md"))]
    pages += map(chapters.url, chapters.by_uri(language))
    return pages + [f"labs/{name}.html" for name in notebooks.by_name()]


def stop_for(work, *arguments):
    """Do some work; what a writer has to mend stops the build with one line instead of a traceback."""
    try:
        return work(*arguments)
    except PublishError as error:
        raise PluginError(str(error)) from None


# For `python -m publish serve`.


def serve(host: str, port: int, rebuild, *also: Path) -> None:
    """Serve site/ and build it again when a source changes, or one of the files named `also`; `rebuild` builds both
    languages. Returns on Ctrl-C.
    """
    from mkdocs.livereload import LiveReloadServer

    server = LiveReloadServer(builder=rebuild, host=host, port=port, root=str(paths.SITE))
    server.error_handler = lambda code: (paths.SITE / "404.html").read_bytes() if code == 404 else None
    read = {path for step in steps.STEPS for path in step.reads}
    sources = [path for path in read if path.exists() and not path.is_relative_to(paths.BUILD)]
    for source in (*sorted(sources), *also):
        server.watch(str(source))
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
