package io.sallyport.server.media;

/** Descriptions as real phones write them. */
final class Descriptions {
  static final String BARESIP_OFFER =
      """
      v=0
      o=- 2890844526 2890842807 IN IP4 127.0.0.2
      s=-
      c=IN IP4 127.0.0.2
      t=0 0
      a=tool:baresip 1.0.0
      m=audio 28000 RTP/SAVP 96 9 0 101
      b=AS:125
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 stereo=1;sprop-stereo=1
      a=rtpmap:9 G722/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=rtcp:28001
      a=sendrecv
      a=label:1
      a=rtcp-rsize
      a=ssrc:1234 cname:alice@10.0.0.7
      a=ptime:20
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      """;
  static final String BARESIP_ANSWER =
      """
      v=0
      o=- 99 1 IN IP4 127.0.0.3
      s=-
      c=IN IP4 127.0.0.3
      t=0 0
      a=tool:baresip 1.0.0
      m=audio 28100 RTP/SAVP 96 101
      b=AS:125
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 stereo=1;sprop-stereo=1
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=rtcp:28101
      a=sendrecv
      a=ptime:20
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      """;
  static final String LINPHONE_OFFER =
      """
      v=0
      o=bob 3747 2194 IN IP4 127.0.0.2
      s=Talk
      c=IN IP4 127.0.0.2
      t=0 0
      a=ice-pwd:4c6c5a1d9e0f1d1f8b1c2b3a
      a=ice-ufrag:fd8a3b21
      a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics
      a=record:off
      m=audio 21078 RTP/SAVPF 96 0 8 97
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 useinbandfec=1
      a=rtpmap:97 telephone-event/48000
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:BBBBX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      a=crypto:2 AES_256_CM_HMAC_SHA1_80 inline:CCCC
      a=candidate:1 1 UDP 2130706303 127.0.0.2 21078 typ host
      a=rtcp-fb:* trr-int 1000
      a=rtcp-fb:* ccm tmmbr
      m=video 21578 RTP/SAVPF 96
      a=rtpmap:96 VP8/90000
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:DDDDX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      a=rtcp-fb:96 nack pli
      a=rtcp-fb:96 ccm fir
      """;
  static final String LINPHONE_ANSWER =
      """
      v=0
      o=carol 1 1 IN IP4 127.0.0.3
      s=Talk
      c=IN IP4 127.0.0.3
      t=0 0
      m=audio 21100 RTP/SAVPF 96 97
      a=rtpmap:96 opus/48000/2
      a=rtpmap:97 telephone-event/48000
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:EEEEX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      m=video 0 RTP/SAVPF 96
      """;

  private Descriptions() {}
}
