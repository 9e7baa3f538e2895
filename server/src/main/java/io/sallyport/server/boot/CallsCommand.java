package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.CallFilter;
import io.sallyport.server.archive.CallRow;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code calls}: the calls on record. */
@Command(name = "calls", description = "List the calls on record, the newest last.")
final class CallsCommand extends DataCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private RecordOptions options = new RecordOptions();

  CallsCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) throws IOException {
    CallFilter filter =
        new CallFilter(
            Optional.empty(),
            options.address(facades.domain()),
            Optional.empty(),
            options.since(facades.clock().instant(), zone()),
            Optional.empty(),
            Long.MAX_VALUE,
            options.limit());
    List<CallRow> calls = oldestFirst(facades.archive().calls(filter));
    if (options.json()) {
      for (CallRow call : calls) {
        out().println(json(call, facades.archive().media(call)));
      }
    } else {
      table(calls).print(out());
    }
    return ExitCode.OK;
  }

  private Table table(List<CallRow> calls) {
    Table table = new Table("STARTED", "FROM", "TO", "MEDIA", "OUTCOME", "TALK", "ENDED BY");
    for (CallRow call : calls) {
      table.row(
          options.time(call.started(), zone()),
          address(call.from()),
          address(call.to()),
          String.join("+", call.kinds()),
          call.outcome().orElse("running"),
          call.answered().isPresent() ? talk(call.talk()) : "-",
          call.endedBy().map(CallsCommand::address).orElse("-"));
    }
    return table;
  }

  private static String json(CallRow call, List<CallEnded.Media> streams) {
    ObjectNode node = JSON.createObjectNode();
    node.put("call", call.call())
        .put("sequence", call.sequence())
        .put("started", call.started().toString());
    call.answered().ifPresent(at -> node.put("answered", at.toString()));
    call.ended().ifPresent(at -> node.put("ended", at.toString()));
    node.put("from", call.from()).put("to", call.to());
    call.answeredBy().ifPresent(by -> node.put("answeredBy", by));
    call.kinds().forEach(node.putArray("media")::add);
    node.put("outcome", call.outcome().orElse("running")).put("status", call.status());
    node.put("talkMillis", call.talk().toMillis());
    call.endedBy().ifPresent(by -> node.put("endedBy", by));
    call.reason().ifPresent(why -> node.put("reason", why));
    if (call.end().isPresent()) {
      ArrayNode list = node.putArray("streams");
      streams.forEach(stream -> stream(list.addObject(), stream));
    }
    return node.toString();
  }

  /** Under the names of the record {@code call.ended}. */
  private static void stream(ObjectNode node, CallEnded.Media stream) {
    node.put("kind", stream.kind())
        .put("from", stream.from())
        .put("codec", stream.codec())
        .put("protection", stream.protection())
        .put("packets", stream.packets())
        .put("bytes", stream.bytes())
        .put("dropped", stream.dropped())
        .put("elsewhere", stream.elsewhere());
    ArrayNode sources = node.putArray("sources");
    for (CallEnded.Source source : stream.sources()) {
      sources
          .addObject()
          .put("address", source.address())
          .put("since", source.since().toString())
          .put("proof", source.proof());
    }
    ArrayNode quality = node.putArray("quality");
    for (CallEnded.Quality sample : stream.quality()) {
      quality
          .addObject()
          .put("at", sample.at().toString())
          .put("lossPercent", sample.lossPercent())
          .put("jitterMillis", sample.jitterMillis())
          .put("roundTripMillis", sample.roundTripMillis())
          .put("mos", sample.mos());
    }
  }

  private static String talk(Duration talk) {
    long seconds = talk.toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** An address without its scheme, as people write it. */
  static String address(String uri) {
    return uri.startsWith("sip:") ? uri.substring(4) : uri;
  }

  private ZoneId zone() {
    return terminal().zone();
  }
}
