import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { url, useGet, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { Plot, type Series } from '../base/Plot';
import { strings } from '../strings';

const words = strings.call.quality;

type Stream = Schema<'QualityStream'>;
type Sample = Schema<'QualitySample'>;

/** How a call sounded, over time and in each direction. */
export function QualityView({ call, reason }: { call: string; reason: string }) {
  const { data, error, isPending, refetch } = useGet<Schema<'CallQuality'>>(url`/calls/${call}/quality`, {
    query: { reason },
  });
  if (isPending) {
    return <Loading />;
  }
  if (!data) {
    return <ErrorState error={error} again={() => void refetch()} />;
  }
  const kinds = [...new Set(data.streams.map(stream => stream.kind))];
  if (!data.streams.some(stream => stream.samples.length > 0)) {
    return <EmptyState title={words.noneTitle} text={data.over ? words.none : words.runs} />;
  }
  return (
    <Stack gap="xl">
      {kinds.map(kind => (
        <Kind key={kind} kind={kind} streams={data.streams.filter(stream => stream.kind === kind)} />
      ))}
    </Stack>
  );
}

function Kind({ kind, streams }: { kind: string; streams: Stream[] }) {
  const times = moments(streams);
  const lines = (value: (sample: Sample) => number | null): Series[] =>
    streams.map(stream => ({
      label: words.from(stream.from, stream.codec),
      values: along(stream.samples, times, value),
    }));
  const seconds = times.map(time => time / 1000);
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {strings.call.kinds[kind] ?? kind}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        {kind === 'audio' && (
          <Plot label={words.mos} times={seconds} series={lines(s => (s.mos > 0 ? s.mos : null))} digits={2} />
        )}
        <Plot label={words.loss} unit="%" times={seconds} series={lines(s => s.loss)} digits={2} />
        <Plot label={words.jitter} unit="ms" times={seconds} series={lines(s => s.jitter)} />
        <Plot
          label={words.roundTrip}
          unit="ms"
          times={seconds}
          series={lines(s => (s.roundTrip < 0 ? null : s.roundTrip))}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="sm">
        {words.note}
      </Text>
    </section>
  );
}

/** All moments that any stream has a sample of, to the second, ascending. */
export function moments(streams: { samples: { at: string }[] }[]): number[] {
  const all = new Set<number>();
  streams.forEach(stream => stream.samples.forEach(sample => all.add(second(sample.at))));
  return [...all].sort((a, b) => a - b);
}

/** A stream's figures along those moments; null where it has none. */
export function along<S extends { at: string }>(
  samples: S[],
  times: number[],
  value: (sample: S) => number | null,
): (number | null)[] {
  const found = new Map(samples.map(sample => [second(sample.at), value(sample)]));
  return times.map(time => found.get(time) ?? null);
}

function second(at: string): number {
  return Math.round(new Date(at).getTime() / 1000) * 1000;
}
