import { Paper, SimpleGrid, Text } from '@mantine/core';
import { bytes } from '../base/dates';
import { strings } from '../strings';
import type { Figures } from './status';

const { tiles } = strings.dashboard;
const MEGABYTE = 1 << 20;
const POOR_MOS = 3.6;
const LITTLE_DISK = 2_000;

function number(value: number | undefined, digits = 0): string {
  return (value ?? 0).toLocaleString('en', { maximumFractionDigits: digits });
}

interface TileProps {
  label: string;
  value: string;
  note: string;
  bad?: boolean;
}

function Tile({ label, value, note, bad = false }: TileProps) {
  return (
    <Paper withBorder p="sm" radius="md" role="group" aria-label={label}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={650} {...(bad ? { c: 'var(--mantine-color-error)' } : {})} lh={1.3}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {note}
      </Text>
    </Paper>
  );
}

/** The newest figures at a glance. */
export function Tiles({ figures }: { figures: Figures }) {
  const mos = figures.mos ?? 0;
  const free = figures['disk-free'] ?? 0;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
      <Tile
        label={tiles.calls}
        value={number(figures.calls)}
        note={tiles.callsNote(number((figures['calls-started'] ?? 0) * 60))}
      />
      <Tile
        label={tiles.devices}
        value={number(figures.devices)}
        note={tiles.devicesNote(number(figures.connections))}
      />
      <Tile
        label={tiles.media}
        value={number(figures['media-packets'])}
        note={tiles.mediaNote(number(figures['media-dropped'], 1))}
      />
      <Tile
        label={tiles.quality}
        value={mos === 0 ? '–' : mos.toFixed(1)}
        note={
          mos === 0
            ? tiles.qualityNone
            : tiles.qualityNote((figures['worst-mos'] ?? 0).toFixed(1), number(figures.loss, 1))
        }
        bad={mos > 0 && mos < POOR_MOS}
      />
      <Tile
        label={tiles.archive}
        value={number(figures['archive-records'], 1)}
        note={tiles.archiveNote(number(figures['archive-waiting']))}
      />
      <Tile
        label={tiles.recordings}
        value={number(figures.recordings)}
        note={tiles.recordingsNote(number((figures['chat-lines'] ?? 0) * 60))}
      />
      <Tile
        label={tiles.disk}
        value={bytes(free * MEGABYTE)}
        note={tiles.diskNote}
        bad={free > 0 && free < LITTLE_DISK}
      />
      <Tile
        label={tiles.machine}
        value={`${number(figures.processor)} %`}
        note={tiles.machineNote(bytes((figures.memory ?? 0) * MEGABYTE))}
      />
    </SimpleGrid>
  );
}
