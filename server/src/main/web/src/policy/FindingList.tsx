import { Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import type { Finding } from './policy';

const words = strings.policy;
const MOST_SHOWN = 100;

interface FindingListProps {
  findings: readonly Finding[];
  error: boolean;
  onOpen: (line: number) => void;
}

/** Problems in the order of their lines; each leads to its line. */
export function FindingList({ findings, error, onOpen }: FindingListProps) {
  if (findings.length === 0) {
    return null;
  }
  const Icon = error ? IconCircleX : IconAlertTriangle;
  return (
    <section aria-label={error ? words.problems(findings.length) : words.warnings(findings.length)}>
      <Text fw={600} size="sm" mb={4}>
        {error ? words.problems(findings.length) : words.warnings(findings.length)}
      </Text>
      <Stack gap={6}>
        {findings.slice(0, MOST_SHOWN).map((finding, i) => (
          <UnstyledButton key={i} onClick={() => onOpen(Math.max(1, finding.line))}>
            <Group gap={6} wrap="nowrap" align="flex-start">
              <Icon
                size={16}
                style={{ flex: 'none', marginTop: 2 }}
                color={error ? 'var(--mantine-color-red-6)' : 'var(--mantine-color-yellow-7)'}
                aria-hidden
              />
              <Text size="sm" miw={0}>
                <Text span fw={600} size="sm">
                  {finding.line > 0 ? words.line(finding.line) : words.whole}
                  {finding.key && (
                    <>
                      {', '}
                      <PlainText text={finding.key} />
                    </>
                  )}
                  {': '}
                </Text>
                <PlainText text={finding.words} />
                {finding.suggestion && (
                  <Text span c="dimmed" size="sm">
                    {' '}
                    <PlainText text={words.meant(finding.suggestion)} />
                  </Text>
                )}
              </Text>
            </Group>
          </UnstyledButton>
        ))}
      </Stack>
    </section>
  );
}
