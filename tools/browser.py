"""A browser without windows, and a manager who signs in with it."""
import html
import http.cookiejar
import re
import urllib.parse
import urllib.request

ACCOUNT = "pete@contoso.example"
PATIENCE = 60


class Browser:
    """Follows redirects, keeps cookies, fills in forms."""

    def __init__(self):
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def open(self, url, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields else None
        with self.opener.open(url, data, timeout=PATIENCE) as answer:
            return answer.geturl(), answer.read().decode()

    def submit(self, url, page, **fields):
        """The page's form that has these fields, its hidden ones filled in."""
        for form in re.findall(r"(?s)<form.*?</form>", page):
            if all(f'name="{name}"' in form for name in fields):
                break
        else:
            raise AssertionError(f"no form with {list(fields)} in:\n{page}")
        action = re.search(r'<form[^>]* action="([^"]*)"', form)
        hidden = dict(re.findall(
            r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"',
            form))
        target = urllib.parse.urljoin(url, html.unescape(action[1]))
        return self.open(target, {**hidden, **fields})


def sign_in(link):
    """From the link to the page that says which account is connected."""
    browser = Browser()
    url, page = browser.open(link)
    if "/oauth2/" not in url:  # our own page, which says what is read
        button = re.search(r'<a [^>]*class="button"[^>]*href="([^"]*)"', page)
        url, page = browser.open(
            urllib.parse.urljoin(url, html.unescape(button[1])))
    url, page = browser.submit(url, page, account=ACCOUNT, action="next")
    return browser.submit(url, page, decision="accept")
