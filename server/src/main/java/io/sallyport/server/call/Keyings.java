package io.sallyport.server.call;

import io.sallyport.server.media.Keying;
import io.sallyport.server.registrar.Binding;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How devices turned out to want their keys for SRTP, so that a phone which refused one way once is
 * offered the other way at once. Forgetting costs one refused INVITE.
 */
final class Keyings {
  private static final int MAX = 10_000;

  // owned by: shard; the device that was called longest ago gives way
  private final Map<String, Keying> learnt =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Keying> eldest) {
          return size() > MAX;
        }
      };

  /** What the device wants, as far as is known. */
  Keying of(Binding device, Keying otherwise) {
    return learnt.getOrDefault(name(device), otherwise);
  }

  void learn(Binding device, Keying keying) {
    learnt.put(name(device), keying);
  }

  private static String name(Binding device) {
    return device.address() + " " + device.device();
  }
}
