"""nginx takes the example, and passes on what it should."""
import os
import re
import subprocess
import tempfile
import unittest

import support

NGINX = support.need("nginx")
OPENSSL = support.need("openssl")


class Example(unittest.TestCase):
    def setUp(self):
        self.text = support.text("deploy", "nginx.conf")

    def try_it(self, text):
        """`nginx -t` on a whole configuration with a certificate made here."""
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
            return subprocess.run(
                [NGINX, "-t", "-p", folder, "-c", f"{folder}/nginx.conf"],
                check=False, capture_output=True, text=True)

    def test_nginx_takes_it(self):
        tried = self.try_it(self.text)
        self.assertEqual(tried.returncode, 0, tried.stderr)
        self.assertNotIn("[warn]", tried.stderr)

    def test_nginx_would_complain(self):
        tried = self.try_it(self.text.replace("proxy_buffering", "proxy_bufer"))
        self.assertNotEqual(tried.returncode, 0)
        self.assertIn("proxy_bufer", tried.stderr)

    def test_does_for_the_service_what_it_needs(self):
        self.assertIn("client_max_body_size 8m;", self.text)
        live = self.text.split("location = /admin/live {")[1].split("}")[0]
        self.assertIn("proxy_buffering off;", live)
        for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"):
            self.assertIn(f"proxy_set_header {name} ", self.text)
        # Longer than VAPI waits, so that nginx never cuts an answer off.
        waits = re.search(r"proxy_read_timeout (\d+)s;", self.text)
        self.assertGreater(int(waits[1]), 20)
        # What is in a query may be secret.
        self.assertNotRegex(self.text, r"log_format[^;]*\$request[^_]")
        self.assertNotIn("$request_uri\"", self.text.split("log_format")[1]
                         .split(";")[0])


support.main()
