import { Paper, SimpleGrid } from '@mantine/core';
import { Plot } from '../base/Plot';
import { strings } from '../strings';
import type { Course, FigureName } from './status';

const { plots } = strings.dashboard;

interface Drawn {
  label: string;
  unit?: string;
  lines: readonly (readonly [FigureName, string])[];
}

const DRAWN: readonly Drawn[] = [
  { label: plots.calls, lines: [['calls', plots.callsNow], ['recordings', plots.recordings]] },
  { label: plots.phones, lines: [['devices', plots.devices], ['connections', plots.connections]] },
  { label: plots.media, lines: [['media-packets', plots.packets], ['media-dropped', plots.dropped]] },
  { label: plots.quality, unit: 'MOS', lines: [['mos', plots.mean], ['worst-mos', plots.worst]] },
  { label: plots.loss, unit: '%', lines: [['loss', plots.lossMean]] },
  {
    label: plots.signalling,
    lines: [['sip-messages', plots.messages], ['registrations', plots.registrations]],
  },
  { label: plots.archive, lines: [['archive-records', plots.records], ['archive-waiting', plots.waiting]] },
  { label: plots.machine, unit: '%', lines: [['processor', plots.processor]] },
];

/** The figures over time. */
export function Plots({ course }: { course: Course }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
      {DRAWN.map(({ label, unit, lines }) => (
        <Paper key={label} withBorder p="sm" radius="md" miw={0}>
          <Plot
            label={label}
            {...(unit ? { unit } : {})}
            times={course.at}
            series={lines.map(([name, line]) => ({ label: line, values: course.values[name] ?? [] }))}
            height={160}
          />
        </Paper>
      ))}
    </SimpleGrid>
  );
}
