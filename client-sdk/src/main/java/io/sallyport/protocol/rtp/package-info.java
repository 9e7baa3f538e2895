/** RTP, RTCP and SRTP without I/O: header views over bytes, SDES keys, protection in place. */
package io.sallyport.protocol.rtp;
