/**
 * Recorded RTP made audible on demand: decoded, laid on one time line, mixed and written as WAV,
 * Ogg/Opus, waveform peaks or a capture file. It knows nothing of where packets are kept.
 */
package io.sallyport.server.playback;
