package io.sallyport.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.sallyport.server.base.KebabCase;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How the API writes values: times in ISO 8601, durations in seconds, constants in lower case. */
public final class PlainTypes extends SimpleModule {
  private static final long serialVersionUID = 1;

  PlainTypes() {
    super("plain");
    addSerializer(Instant.class, new TimeOut());
    addDeserializer(Instant.class, new TimeIn());
    addSerializer(Duration.class, new SecondsOut());
    addSerializer(Enum.class, new WordOut());
  }

  /** The word of a constant. */
  public static String word(Enum<?> constant) {
    return KebabCase.ofConstant(constant);
  }

  private static final class TimeOut extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1;

    TimeOut() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant at, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(at.toString());
    }
  }

  private static final class TimeIn extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    TimeIn() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Instant.parse(in.getText());
      } catch (DateTimeException e) {
        throw com.fasterxml.jackson.databind.JsonMappingException.from(
            in, "no time", new IllegalArgumentException("is a time such as 2026-03-01T08:00:00Z"));
      }
    }
  }

  private static final class SecondsOut extends StdScalarSerializer<Duration> {
    private static final long serialVersionUID = 1;

    SecondsOut() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(time.toMillis() / 1000.0);
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class WordOut extends StdScalarSerializer<Enum> {
    private static final long serialVersionUID = 1;

    WordOut() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum constant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(word(constant));
    }
  }
}
