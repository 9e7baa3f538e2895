package io.sallyport.server.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.sallyport.server.archive.ArchiveRecord.Body;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Records as JSON and back. A {@link Body} shows there as its type and size only; its bytes travel
 * beside, encrypted.
 */
final class RecordJson {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String BODY = "body";
  private static final Map<String, Class<? extends ArchiveRecord>> TYPES = types();
  private static final Map<Class<?>, String> NAMES =
      TYPES.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  /** One for all: making one and warming it up costs more than any record. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .registerModule(
              new SimpleModule("archive")
                  .addSerializer(new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader())
                  .addSerializer(new BodyWriter())
                  .addDeserializer(Body.class, new BodyReader()));

  byte[] fields(ArchiveRecord entry) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(entry);
  }

  /** The fields as text. */
  String text(ArchiveRecord entry) {
    try {
      return MAPPER.writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written as JSON", e);
    }
  }

  /** The encrypted part of a record before it is encrypted; empty where the type has none. */
  static Optional<Body> body(ArchiveRecord entry) {
    if (entry instanceof ContentRecord.Matched matched) {
      return Optional.of(matched.body()).filter(body -> !body.contentType().isEmpty());
    }
    if (entry instanceof CallSignalling signalling) {
      return Optional.of(signalling.body());
    }
    if (entry instanceof AccessMark mark) {
      return Optional.of(mark.body()).filter(body -> !body.contentType().isEmpty());
    }
    return entry instanceof ArchiveRecord.ChatMessage line
        ? Optional.of(line.body())
        : Optional.empty();
  }

  /**
   * The record, or empty where its type is not known to this version.
   *
   * @param body what belongs into the record's {@link Body}; empty where only fields are wanted
   */
  Optional<ArchiveRecord> read(String type, String fields, byte[] body) throws Damage {
    Class<? extends ArchiveRecord> known = TYPES.get(type);
    if (known == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MAPPER.readerFor(known).withAttribute(BODY, body).<ArchiveRecord>readValue(fields));
    } catch (JsonProcessingException e) {
      throw new Damage("the fields are not those of a " + type);
    }
  }

  /** The name of a record's type in the journal. */
  static String typeOf(Class<?> kind) {
    return NAMES.get(kind);
  }

  private static Map<String, Class<? extends ArchiveRecord>> types() {
    Map<String, Class<? extends ArchiveRecord>> types = new HashMap<>();
    types.put("call.started", ArchiveRecord.CallStarted.class);
    types.put("call.answered", ArchiveRecord.CallAnswered.class);
    types.put("call.changed", ArchiveRecord.CallChanged.class);
    types.put("call.notice", CallNotice.class);
    types.put("call.consent", CallConsent.class);
    types.put("call.listened", CallListened.class);
    types.put("call.signalling", CallSignalling.class);
    types.put("call.controlled", ArchiveRecord.CallControlled.class);
    types.put("call.emergency", ArchiveRecord.CallEmergency.class);
    types.put("review.sampled", ArchiveRecord.ReviewSampled.class);
    types.put("call.ended", ArchiveRecord.CallEnded.class);
    types.put("chat.message", ArchiveRecord.ChatMessage.class);
    types.put("content.matched", ContentRecord.Matched.class);
    types.put("chat.released", ContentRecord.Released.class);
    types.put("chat.rejected", ContentRecord.Rejected.class);
    types.put("chat.delivered", ArchiveRecord.ChatDelivered.class);
    types.put("registration", ArchiveRecord.Registration.class);
    types.put("refusal", ArchiveRecord.Refused.class);
    types.put("policy.changed", ArchiveRecord.PolicyChanged.class);
    types.put("retention.floor", ArchiveRecord.RetentionFloor.class);
    types.put("hold.placed", ArchiveRecord.HoldPlaced.class);
    types.put("hold.release.requested", ArchiveRecord.HoldReleaseRequested.class);
    types.put("hold.released", ArchiveRecord.HoldReleased.class);
    types.put("approval.requested", ArchiveRecord.ApprovalRequested.class);
    types.put("approval.decided", ArchiveRecord.ApprovalDecided.class);
    types.put("approval.used", ArchiveRecord.ApprovalUsed.class);
    types.put("purge", ArchiveRecord.Purge.class);
    types.put("purge.completed", ArchiveRecord.PurgeCompleted.class);
    types.put("capture", CallCaptured.class);
    types.put("administered", ArchiveRecord.Administered.class);
    types.put("recording.started", ArchiveRecord.RecordingStarted.class);
    types.put("recording.closed", ArchiveRecord.RecordingClosed.class);
    types.put("recording.recovered", ArchiveRecord.RecordingRecovered.class);
    types.put("recording.exempt", ArchiveRecord.RecordingExempt.class);
    types.put("completeness.gap", ArchiveRecord.CompletenessGap.class);
    types.put("access.search", ArchiveRecord.AccessSearch.class);
    types.put("access.view", ArchiveRecord.AccessView.class);
    types.put("access.play", ArchiveRecord.AccessPlay.class);
    types.put("access.mark", AccessMark.class);
    types.put("access.export", ArchiveRecord.AccessExport.class);
    types.put("access.exported", ArchiveRecord.AccessExported.class);
    types.put("access.login", AccessLogin.class);
    types.put("access.refused", ArchiveRecord.AccessRefused.class);
    types.put("guard.blocked", ArchiveRecord.GuardBlocked.class);
    types.put("guard.lifted", ArchiveRecord.GuardLifted.class);
    types.put("alarm.raised", ArchiveRecord.AlarmRaised.class);
    types.put("alarm.cleared", ArchiveRecord.AlarmCleared.class);
    return types;
  }

  /** The names of all known types. */
  static java.util.Set<String> typeNames() {
    return TYPES.keySet();
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(MILLIS.format(value));
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Instant.parse(in.getText());
    }
  }

  private static final class BodyWriter extends StdSerializer<Body> {
    private static final long serialVersionUID = 1L;

    BodyWriter() {
      super(Body.class);
    }

    @Override
    public void serialize(Body body, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeStringField("contentType", body.contentType());
      out.writeNumberField("size", body.bytes().length);
      out.writeEndObject();
    }
  }

  private static final class BodyReader extends StdDeserializer<Body> {
    private static final long serialVersionUID = 1L;

    BodyReader() {
      super(Body.class);
    }

    @Override
    public Body deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonNode node = in.readValueAsTree();
      return new Body(
          node.path("contentType").asText(""), (byte[]) context.getAttribute(RecordJson.BODY));
    }
  }
}
