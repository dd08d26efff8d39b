"""The archive of the whole site is the site, and opens from disk, whatever the folder is called."""

import io
import zipfile

import pytest

from publish.site.build import WHOLE
from tests import built


@pytest.fixture(scope="module")
def archive():
    return zipfile.ZipFile(io.BytesIO((built.SITE / WHOLE).read_bytes()))


def test_every_file_of_the_site_is_in_it(archive):
    files = [path for path in built.SITE.rglob("*") if path.is_file()]
    names = {f"embedding-site/{path.relative_to(built.SITE).as_posix()}" for path in files}
    assert set(archive.namelist()) == names - {f"embedding-site/{WHOLE}"}
    assert archive.testzip() is None


@pytest.mark.parametrize("home", ["index.html", "en/index.html"])
def test_the_home_pages_offer_it(home):
    links = [link["href"] for link in built.soup(home).select("a[download]")]
    assert (("../" if home.startswith("en/") else "") + WHOLE) in links


def test_unpacked_it_opens_from_disk_in_a_folder_with_spaces_and_chinese(archive, page, watch, tmp_path):
    folder = tmp_path / "我的 下载 (1)"
    archive.extractall(folder)
    page.goto((folder / "embedding-site" / "index.html").as_uri())
    page.locator(".home-hero__doors a").first.click()
    page.wait_for_url("**/preface.html")
    page.locator("link[rel=next]").first.wait_for(state="attached")
    page.goto(page.locator("link[rel=next]").first.evaluate("link => link.href"))
    assert page.locator("article math").count() > 3
    page.locator("a.md-select__link[hreflang=en]").first.evaluate("link => link.click()")
    page.wait_for_url("**/en/**/architecture.html*")
    assert {url.split(":")[0] for url in watch.urls()} <= {"file", "data", "blob"}
