"""nginx takes the example, and passes on what it should."""
import os
import re
import subprocess
import ssl
import tempfile
import unittest
import urllib.error
import urllib.request
from contextlib import contextmanager

import support

NGINX = support.need("nginx")
OPENSSL = support.need("openssl")


class Example(unittest.TestCase):
    def setUp(self):
        self.text = support.text("deploy", "nginx.conf")

    @contextmanager
    def configured(self, text):
        """A folder with a whole configuration and a certificate made here."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                 "-keyout", f"{folder}/privkey.pem", "-out",
                 f"{folder}/fullchain.pem", "-days", "1", "-subj",
                 "/CN=viewings.example.com"], check=True, capture_output=True)
            text = re.sub(r"/etc/letsencrypt/live/[^/]+", folder, text)
            text = text.replace("/var/log/nginx", folder)
            with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as file:
                file.write(f"pid {folder}/pid;\nerror_log stderr;\n"
                           "events {}\nhttp {\n" + "".join(
                               f"{kind}_temp_path {folder}/{kind};\n"
                               for kind in ("client_body", "proxy", "fastcgi",
                                            "uwsgi", "scgi"))
                           + text + "\n}\n")
            os.chmod(folder, 0o755)
            yield [NGINX, "-p", folder, "-c", f"{folder}/nginx.conf"], folder

    def try_it(self, text):
        with self.configured(text) as (command, _):
            return subprocess.run([*command, "-t"], check=False,
                                  capture_output=True, text=True)

    def test_nginx_takes_it(self):
        tried = self.try_it(self.text)
        self.assertEqual(tried.returncode, 0, tried.stderr)
        self.assertNotIn("[warn]", tried.stderr)

    def test_nginx_would_complain(self):
        tried = self.try_it(self.text.replace("proxy_buffering", "proxy_bufer"))
        self.assertNotEqual(tried.returncode, 0)
        self.assertIn("proxy_bufer", tried.stderr)

    def test_stands_before_the_service(self):
        inside, outside = support.free_port(), support.free_port()
        env = {name: support.random_secret() for name in
               ("MASTER_KEY", "ADMIN_TOKEN", "VAPI_SECRET",
                "MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET")}
        env["PUBLIC_URL"] = "https://viewings.example.com"
        with support.serving(env) as url:
            text = self.text.replace("127.0.0.1:8080", url.partition("//")[2])
            text = re.sub(r"listen (\[::\]:)?(80|443)([^0-9;][^;]*)?;", lambda m: (
                "" if m[1] else f"listen 127.0.0.1:{inside};" if m[2] == "80"
                else f"listen 127.0.0.1:{outside}{m[3]};"), text)
            with self.configured(text) as (command, folder):
                nginx = subprocess.Popen([*command, "-g", "daemon off;"],
                                         stderr=subprocess.DEVNULL)
                try:
                    self.ask_through(f"https://127.0.0.1:{outside}", folder)
                finally:
                    nginx.terminate()
                    nginx.wait(timeout=support.PATIENCE)

    def ask_through(self, url, folder):
        def status(path, data=None):
            opener = urllib.request.build_opener(
                urllib.request.ProxyHandler({}),
                urllib.request.HTTPSHandler(
                    context=ssl._create_unverified_context()))
            try:
                with opener.open(url + path, data, support.PATIENCE) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code
            except urllib.error.URLError:
                return None
        support.wait_for("nginx", lambda: status("/healthz") == 200)
        self.assertEqual(status("/metrics"), 404)
        self.assertEqual(status("/vapi/webhook", b"{}"), 401)
        self.assertEqual(status("/vapi/webhook", b" " * (9 << 20)), 413)
        self.assertEqual(status("/vapi/webhook", b" " * (1 << 20)), 401)
        self.assertEqual(status("/admin/sign-in", b" " * (1 << 20)), 413)
        status("/calendar/auth/callback?code=geheim")

        def written():
            with open(f"{folder}/peterental.log", encoding="utf-8") as log:
                return log.read()
        # nginx writes its line when the answer has gone.
        support.wait_for("the request is in the log",
                         lambda: "/calendar/auth/callback" in written())
        self.assertNotIn("geheim", written())

    def test_does_for_the_service_what_it_needs(self):
        webhook = self.text.split("location = /vapi/webhook {")[1].split("}")[0]
        self.assertIn("client_max_body_size 8m;", webhook)
        self.assertIn("client_max_body_size 64k;", self.text)
        # The service closes idle connections later than nginx does.
        kept = re.search(r"keepalive 32;[^}]*keepalive_timeout (\d+)s;", self.text)
        self.assertLess(int(kept[1]), 130)
        live = self.text.split("location = /admin/live {")[1].split("}")[0]
        self.assertIn("proxy_buffering off;", live)
        for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"):
            self.assertIn(f"proxy_set_header {name} ", self.text)
        # Longer than VAPI waits, so that nginx never cuts an answer off.
        waits = re.search(r"proxy_read_timeout (\d+)s;", self.text)
        self.assertGreater(int(waits[1]), 20)


support.main()
