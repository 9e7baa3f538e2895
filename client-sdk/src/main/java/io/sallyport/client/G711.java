package io.sallyport.client;

/**
 * The G.711 codec (ITU-T G.711): one byte a sample, A-law or mu-law, RTP payload types 8 and 0 (RFC
 * 3551).
 */
enum G711 {
  PCMA(8, "PCMA") {
    @Override
    byte encode(short sample) {
      int value = sample >> 3;
      int sign = 0xD5;
      if (value < 0) {
        sign = 0x55;
        value = -value - 1;
      }
      int segment = value < 32 ? 0 : 27 - Integer.numberOfLeadingZeros(value);
      int mantissa = segment < 2 ? (value >> 1) & 0x0F : (value >> segment) & 0x0F;
      return (byte) (((segment << 4) | mantissa) ^ sign);
    }

    @Override
    short decode(byte coded) {
      int value = coded ^ 0x55;
      int segment = (value & 0x70) >> 4;
      int magnitude = ((value & 0x0F) << 4) + 8;
      if (segment > 0) {
        magnitude = (magnitude + 0x100) << (segment - 1);
      }
      return (short) ((value & 0x80) != 0 ? magnitude : -magnitude);
    }
  },

  PCMU(0, "PCMU") {
    private static final int BIAS = 0x84;
    private static final int CLIP = 32635;

    @Override
    byte encode(short sample) {
      int sign = sample < 0 ? 0x80 : 0;
      int value = Math.min(sample < 0 ? -sample : sample, CLIP) + BIAS;
      int segment = 24 - Integer.numberOfLeadingZeros(value);
      int mantissa = (value >> (segment + 3)) & 0x0F;
      return (byte) ~(sign | (segment << 4) | mantissa);
    }

    @Override
    short decode(byte coded) {
      int value = ~coded & 0xFF;
      int magnitude = (((value & 0x0F) << 3) + BIAS) << ((value & 0x70) >> 4);
      return (short) ((value & 0x80) != 0 ? BIAS - magnitude : magnitude - BIAS);
    }
  };

  private final int payloadType;
  private final String encodingName;

  G711(int payloadType, String encodingName) {
    this.payloadType = payloadType;
    this.encodingName = encodingName;
  }

  int payloadType() {
    return payloadType;
  }

  String encodingName() {
    return encodingName;
  }

  abstract byte encode(short sample);

  abstract short decode(byte coded);

  byte[] encode(short[] samples) {
    byte[] coded = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      coded[i] = encode(samples[i]);
    }
    return coded;
  }

  short[] decode(byte[] packet, int offset, int length) {
    short[] samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = decode(packet[offset + i]);
    }
    return samples;
  }
}
