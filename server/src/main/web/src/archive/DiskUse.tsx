import { Group, Progress, Stack, Text, Title } from '@mantine/core';
import type { Schema } from '../base/api';
import { bytes } from '../base/dates';
import { strings } from '../strings';

const words = strings.archive.disk;
const COLOURS = ['cyan.8', 'orange.8', 'grape.8', 'green.8'];

/** What lies on the disk, and how much room is left. */
export function DiskUse({ disk }: { disk: Schema<'DiskView'> }) {
  const parts: [string, number][] = [
    [words.recordings, disk.recordings],
    [words.journal, disk.journal],
    [words.index, disk.index],
    [words.database, disk.database],
  ];
  const ours = parts.reduce((sum, [, size]) => sum + size, 0);
  const others = Math.max(0, disk.total - disk.free - ours);
  const share = (size: number) => (disk.total > 0 ? (100 * size) / disk.total : 0);
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {words.title}
      </Title>
      <Stack gap="xs">
        <Progress.Root size="xl" aria-label={words.label(bytes(disk.free), bytes(disk.total))}>
          {parts.map(([name, size], i) => (
            <Progress.Section key={name} value={share(size)} color={COLOURS[i] ?? 'gray'} aria-label={name} />
          ))}
          <Progress.Section value={share(others)} color="gray.6" aria-label={words.others} />
        </Progress.Root>
        <Group gap="lg">
          {parts.map(([name, size]) => (
            <Text key={name} size="sm">
              {name} <b>{bytes(size)}</b>
            </Text>
          ))}
          <Text size="sm">
            {words.others} <b>{bytes(others)}</b>
          </Text>
          <Text size="sm">
            {words.free} <b>{bytes(disk.free)}</b>
          </Text>
        </Group>
      </Stack>
    </section>
  );
}
