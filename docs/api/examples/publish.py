#!/usr/bin/env python3
"""Publishes a media file into a call by WHIP, with aiortc (Debian: python3-aiortc).

    publish.py https://localhost:9443/api/whip CODE clip.mp4 SECONDS [CERTIFICATE.pem]
"""
import asyncio
import ssl
import sys
import urllib.parse
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer


def request(url, token, trust, method, body=None):
    call = urllib.request.Request(url, data=body, method=method)
    call.add_header("Authorization", "Bearer " + token)
    call.add_header("Content-Type", "application/sdp")
    return urllib.request.urlopen(call, context=trust)


async def publish(url, token, clip, seconds, certificate=None):
    trust = ssl.create_default_context(cafile=certificate)
    player = MediaPlayer(clip, loop=True)
    connection = RTCPeerConnection()
    for track in filter(None, (player.audio, player.video)):
        connection.addTransceiver(track, direction="sendonly")
    await connection.setLocalDescription(await connection.createOffer())
    offer = connection.localDescription.sdp.encode()
    with request(url, token, trust, "POST", offer) as answer:
        session = urllib.parse.urljoin(url, answer.headers["Location"])
        sdp = answer.read().decode()
    print("published as", session, flush=True)
    await connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
    await asyncio.sleep(float(seconds))
    print("state", connection.connectionState, flush=True)
    with request(session, token, trust, "DELETE") as ended:
        print("ended with", ended.status)
    await connection.close()


asyncio.run(publish(*sys.argv[1:]))
