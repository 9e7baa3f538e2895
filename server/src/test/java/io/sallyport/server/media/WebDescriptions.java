package io.sallyport.server.media;

/** Descriptions as browsers and DTLS phones write them; Alice at 192.0.2.10, Bob at 192.0.2.20. */
final class WebDescriptions {
  static final String CHROMIUM_FINGERPRINT = "sha-256 7B" + ":7B".repeat(31);
  static final String BOB_FINGERPRINT = "sha-256 C4" + ":C4".repeat(31);

  private static final String CHROMIUM_HEAD =
      """
      v=0
      o=- 3544212890431 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE %s
      a=extmap-allow-mixed
      a=msid-semantic: WMS 6c1f6a32-stream
      """;

  private static final String CHROMIUM_TRANSPORT =
      """
      c=IN IP4 192.0.2.10
      a=rtcp:9 IN IP4 0.0.0.0
      a=candidate:1467250027 1 udp 2122260223 192.168.0.196 46243 typ host generation 0 network-id 1
      a=candidate:435653019 1 udp 1845501695 192.0.2.10 51472 typ srflx raddr 192.168.0.196 rport 46243 generation 0
      a=candidate:1467250028 1 udp 2122260222 0a1b2c3d-0000-4000-8000-0123456789ab.local 46244 typ host
      a=candidate:1467250029 1 tcp 1518280447 192.168.0.196 9 typ host tcptype active
      a=ice-ufrag:sXJ3
      a=ice-pwd:yEclOTrLg1gEubBFefOqtmyV
      a=ice-options:trickle
      a=fingerprint:%s
      a=setup:actpass
      """;

  private static final String CHROMIUM_AUDIO =
      """
      m=audio 51472 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
      %sa=mid:0
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:9 urn:example:who-i-am
      a=sendrecv
      a=msid:6c1f6a32-stream 0f1e2d3c-audio
      a=rtcp-mux
      a=rtcp-rsize
      a=rtpmap:111 opus/48000/2
      a=rtcp-fb:111 transport-cc
      a=fmtp:111 minptime=10;useinbandfec=1
      a=rtpmap:63 red/48000/2
      a=fmtp:63 111/111
      a=rtpmap:9 G722/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:13 CN/8000
      a=rtpmap:110 telephone-event/48000
      a=rtpmap:126 telephone-event/8000
      a=ssrc:3106472034 cname:alice-at-work
      a=ssrc:3106472034 msid:6c1f6a32-stream 0f1e2d3c-audio
      """;

  private static final String CHROMIUM_VIDEO =
      """
      m=video 51472 UDP/TLS/RTP/SAVPF 96 97 102 103
      %sa=mid:%d
      a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
      a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=extmap:13 urn:3gpp:video-orientation
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
      a=sendrecv
      a=msid:6c1f6a32-stream %s-video
      a=rtcp-mux
      a=rtcp-rsize
      a=rtpmap:96 VP8/90000
      a=rtcp-fb:96 goog-remb
      a=rtcp-fb:96 transport-cc
      a=rtcp-fb:96 ccm fir
      a=rtcp-fb:96 nack
      a=rtcp-fb:96 nack pli
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      a=rtpmap:102 H264/90000
      a=rtcp-fb:102 nack pli
      a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
      a=rtpmap:103 rtx/90000
      a=fmtp:103 apt=102
      a=ssrc-group:FID 2231627014 632943048
      a=ssrc:2231627014 cname:alice-at-work
      a=ssrc:632943048 cname:alice-at-work
      """;

  static final String CHROMIUM_AUDIO_OFFER = chromium(1);
  static final String CHROMIUM_VIDEO_OFFER = chromium(2);
  static final String CHROMIUM_SCREEN_OFFER = chromium(3);

  /** A browser that answers audio, or audio and video in a bundle, at Bob's place. */
  static final String CHROMIUM_ANSWER_HEAD =
      """
      v=0
      o=- 7729291447651054566 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE %s
      a=msid-semantic: WMS bobs-stream
      """;

  static final String CHROMIUM_AUDIO_ANSWER =
      """
      m=audio 40000 UDP/TLS/RTP/SAVPF 111 126
      c=IN IP4 192.0.2.20
      a=rtcp:9 IN IP4 0.0.0.0
      a=candidate:1 1 udp 2122260223 192.0.2.20 40000 typ host generation 0
      a=ice-ufrag:bobU
      a=ice-pwd:bobbobbobbobbobbobbobbob
      a=ice-options:trickle
      a=fingerprint:%s
      a=setup:active
      a=mid:0
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=sendrecv
      a=msid:bobs-stream bobs-track
      a=rtcp-mux
      a=rtcp-rsize
      a=rtpmap:111 opus/48000/2
      a=rtcp-fb:111 transport-cc
      a=fmtp:111 minptime=10;useinbandfec=1
      a=rtpmap:126 telephone-event/8000
      a=ssrc:1111 cname:bob-at-home
      """
          .formatted(BOB_FINGERPRINT);

  /** The bundled line of that place has no transport of its own (RFC 9143 section 7.1.3). */
  static final String CHROMIUM_VIDEO_ANSWER =
      """
      m=video 40000 UDP/TLS/RTP/SAVPF 96 97
      c=IN IP4 192.0.2.20
      a=mid:%d
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=sendrecv
      a=msid:bobs-stream bobs-video
      a=rtcp-mux
      a=rtcp-rsize
      a=rtpmap:96 VP8/90000
      a=rtcp-fb:96 transport-cc
      a=rtcp-fb:96 nack pli
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      """;

  static final String FIREFOX_OFFER =
      """
      v=0
      o=mozilla...THIS_IS_SDPARTA-99.0 4966528123456789 0 IN IP4 0.0.0.0
      s=-
      t=0 0
      a=fingerprint:%s
      a=group:BUNDLE 0 1
      a=ice-options:trickle
      a=msid-semantic:WMS *
      m=audio 9 UDP/TLS/RTP/SAVPF 109 101
      c=IN IP4 0.0.0.0
      a=sendrecv
      a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
      a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
      a=fmtp:101 0-15
      a=ice-pwd:e3baa26dd2fa5030d881d385f1e36cce
      a=ice-ufrag:58b99ead
      a=mid:0
      a=msid:{f3b0c6f2-stream} {97a5-audio}
      a=rtcp-mux
      a=rtpmap:109 opus/48000/2
      a=rtpmap:101 telephone-event/8000
      a=setup:actpass
      a=ssrc:2655508255 cname:{735484ea}
      m=video 0 UDP/TLS/RTP/SAVPF 120 124
      c=IN IP4 0.0.0.0
      a=bundle-only
      a=sendrecv
      a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
      a=ice-pwd:e3baa26dd2fa5030d881d385f1e36cce
      a=ice-ufrag:58b99ead
      a=mid:1
      a=rtcp-fb:120 nack
      a=rtcp-fb:120 nack pli
      a=rtcp-mux
      a=rtpmap:120 VP8/90000
      a=rtpmap:124 rtx/90000
      a=fmtp:124 apt=120
      a=setup:actpass
      """
          .formatted(CHROMIUM_FINGERPRINT);

  /** As baresip 1.0 wrote it, with {@code mediaenc=dtls_srtp}, {@code medianat=ice}, muxed. */
  static final String BARESIP_DTLS_OFFER =
      """
      v=0
      o=- 1810546396 1739473190 IN IP4 192.0.2.10
      s=-
      c=IN IP4 192.0.2.10
      t=0 0
      a=tool:baresip 1.0.0
      a=ice-ufrag:sYdlxlH
      a=ice-pwd:6QAVnm3MiGKdUG9rD45PRzAJQydXSCz
      a=setup:actpass
      a=fingerprint:SHA-256 7B%s
      m=audio 38198 UDP/TLS/RTP/SAVPF 96 0 101
      c=IN IP4 192.0.2.10
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 stereo=1;sprop-stereo=1
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=sendrecv
      a=label:1
      a=rtcp-rsize
      a=ssrc:1814265599 cname:sip:alice@192.0.2.10:45099
      a=rtcp-mux
      a=minptime:20
      a=ptime:20
      a=candidate:c0000202 1 UDP 2113929471 192.0.2.10 38198 typ host
      """
          .formatted(":7B".repeat(31));

  /** A phone with keys in SDP, as baresip 1.0 wrote it with {@code mediaenc=srtp-mand}. */
  static final String BARESIP_SDES_OFFER =
      """
      v=0
      o=- 1608453427 1466718315 IN IP4 192.0.2.10
      s=-
      c=IN IP4 192.0.2.10
      t=0 0
      a=tool:baresip 1.0.0
      m=audio 38066 RTP/SAVP 96 9 0 8 101
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 stereo=1;sprop-stereo=1
      a=rtpmap:9 G722/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=sendrecv
      a=label:1
      a=rtcp-rsize
      a=ssrc:409115141 cname:sip:alice@192.0.2.10:45099
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:4/twxrOgfazwXTgCnsaC5/cXGjaRNV7mRrl3EA0p
      a=minptime:20
      a=ptime:20
      """;

  static final String BARESIP_SDES_ANSWER =
      """
      v=0
      o=- 99 1 IN IP4 192.0.2.20
      s=-
      c=IN IP4 192.0.2.20
      t=0 0
      m=audio 28100 RTP/SAVP 96 101
      a=rtpmap:96 opus/48000/2
      a=rtpmap:101 telephone-event/8000
      a=sendrecv
      a=ptime:20
      a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:AAAAX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      """;

  static final String PLAIN_OFFER =
      """
      v=0
      o=user1 53655765 2353687637 IN IP4 192.0.2.10
      s=-
      c=IN IP4 192.0.2.10
      t=0 0
      m=audio 22000 RTP/AVP 8 101
      a=rtpmap:8 PCMA/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-11,16
      """;

  static String chromiumAnswer(String more, int... videos) {
    StringBuilder mids = new StringBuilder("0");
    StringBuilder lines = new StringBuilder(CHROMIUM_AUDIO_ANSWER);
    for (int video : videos) {
      mids.append(' ').append(video);
      lines.append(CHROMIUM_VIDEO_ANSWER.formatted(video));
    }
    return CHROMIUM_ANSWER_HEAD.formatted(mids) + lines + more;
  }

  private static String chromium(int streams) {
    String transport = CHROMIUM_TRANSPORT.formatted(CHROMIUM_FINGERPRINT);
    StringBuilder mids = new StringBuilder("0");
    StringBuilder lines = new StringBuilder(CHROMIUM_AUDIO.formatted(transport));
    for (int i = 1; i < streams; i++) {
      mids.append(' ').append(i);
      lines.append(CHROMIUM_VIDEO.formatted(transport, i, i == 1 ? "camera" : "screen"));
    }
    return CHROMIUM_HEAD.formatted(mids) + lines;
  }

  private WebDescriptions() {}
}
