package io.sallyport.server.recording;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.path.PayloadFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is in a recording, in the words of the archive's records. */
final class RecordingRecords {
  private RecordingRecords() {}

  static List<ArchiveRecord.RecordedStream> streams(List<Survey.StreamFigures> streams) {
    return streams.stream()
        .map(
            s ->
                new ArchiveRecord.RecordedStream(
                    s.info().index(),
                    s.info().label(),
                    s.info().side().word(),
                    s.packets(),
                    s.control(),
                    s.bytes(),
                    s.info().formats().stream().map(RecordingRecords::format).toList()))
        .toList();
  }

  static List<ArchiveRecord.RecordingGap> gaps(List<Gap> gaps) {
    return gaps.stream()
        .map(
            g ->
                new ArchiveRecord.RecordingGap(
                    g.stream(),
                    TimeUnit.NANOSECONDS.toMillis(g.nanos()),
                    g.packets(),
                    g.cause().word()))
        .toList();
  }

  private static ArchiveRecord.RecordedFormat format(PayloadFormat format) {
    return new ArchiveRecord.RecordedFormat(
        format.payloadType(),
        format.encoding(),
        format.clockRate(),
        format.channels(),
        format.fmtp());
  }
}
