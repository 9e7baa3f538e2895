import { Table, Text } from '@mantine/core';
import { strings } from '../strings';
import { rises } from './tree';

const words = strings.proof;

interface TreePathProps {
  index: number;
  size: number;
  path: string[];
  leaf: string;
  root: string;
}

/** The way from a record up to the root: with which hash each step is joined, and on which side. */
export function TreePath({ index, size, path, leaf, root }: TreePathProps) {
  return (
    <Table.ScrollContainer minWidth={420} mt="sm">
      <Table verticalSpacing={4} aria-label={words.pathTitle}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={72}>{words.step}</Table.Th>
            <Table.Th w={120}>{words.side}</Table.Th>
            <Table.Th>{words.hash}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Row step="0" side={words.itself} hash={leaf} />
          {rises(index, size, path).map((rise, i) => (
            <Row key={rise.hash} step={String(i + 1)} side={words.sides[rise.side]} hash={rise.hash} />
          ))}
          <Row step="=" side={words.rootShort} hash={root} />
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ step, side, hash }: { step: string; side: string; hash: string }) {
  return (
    <Table.Tr>
      <Table.Td>{step}</Table.Td>
      <Table.Td>{side}</Table.Td>
      <Table.Td>
        <Text ff="monospace" size="xs" style={{ overflowWrap: 'anywhere' }}>
          {hash}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
