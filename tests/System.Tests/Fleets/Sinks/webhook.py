"""Takes webhooks: webhook.py ADDRESS PORT SECRET FILE. Verifies the signature as docs/operations.md shows, and notes each request as a line of JSON."""
import hashlib
import hmac
import http.server
import json
import sys
import time

address, port, secret, file = sys.argv[1:]


def verify(header, body):
    parts = dict(part.split("=", 1) for part in header.split(","))
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return abs(time.time() - int(parts["t"])) < 300 and hmac.compare_digest(expected, parts["v1"])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"http://{address}:{port}/hook")
            self.end_headers()
            return
        signature = self.headers["X-PortSentry-Signature"]
        note = {"path": self.path, "signed": signature is not None and verify(signature, body), "type": self.headers["Content-Type"], "token": self.headers["Authorization"], "body": json.loads(body)}
        with open(file, "a") as notes:
            notes.write(json.dumps(note) + "\n")
        self.send_response(403 if signature is not None and not note["signed"] else 204)
        self.end_headers()

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer((address, int(port)), Handler).serve_forever()
