"""Takes mail: mail.py ADDRESS PORT FILE. Notes each as a line of JSON."""
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP

address, port, file = sys.argv[1:]


class Handler:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        note = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "headers": {name: str(value) for name, value in mail.items()}, "type": mail.get_content_type(), "body": mail.get_content()}
        with open(file, "a") as notes:
            notes.write(json.dumps(note) + "\n")
        return "250 OK"


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(loop.create_server(lambda: SMTP(Handler(), loop=loop), address, int(port)))
loop.run_forever()
