import { Box, Button, Group, ScrollArea, Table, Text, useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { strings } from '../strings';
import { utc, written } from './dates';

const MOST_TABLE_ROWS = 60;
// told apart by people who do not see some colours too (Okabe and Ito)
const COLOURS = {
  light: ['#0b7285', '#b35900', '#7a3e9d', '#2b8a3e', '#a61e4d'],
  dark: ['#3bc9db', '#ffa94d', '#da77f2', '#8ce99a', '#faa2c1'],
};

/** One line of a plot. */
export interface Series {
  label: string;
  /** As many as there are times; null where there is no figure. */
  values: readonly (number | null)[];
}

interface PlotProps {
  label: string;
  /** Seconds since 1970, ascending. */
  times: readonly number[];
  series: readonly Series[];
  /** Of the figures: `ms`, `%`. */
  unit?: string;
  height?: number;
  /** Decimals in the table. */
  digits?: number;
}

/** Lines over time, with the same figures as a table for whoever does not see them. */
export function Plot({ label, times, series, unit = '', height = 200, digits = 1 }: PlotProps) {
  const [asTable, setAsTable] = useState(false);
  const nothing = times.length === 0 || series.length === 0;
  return (
    <Box component="figure" m={0}>
      <Group component="figcaption" justify="space-between" mb={4} gap="xs" wrap="nowrap">
        <Text size="sm" fw={600}>
          {label}
          {unit && (
            <Text span size="xs" c="dimmed" fw={400}>
              {' '}
              {unit}
            </Text>
          )}
        </Text>
        {!nothing && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setAsTable(!asTable)}>
            {asTable ? strings.base.plotAsPlot : strings.base.plotAsTable}
          </Button>
        )}
      </Group>
      {nothing ? (
        <Text size="sm" c="dimmed" py="lg" ta="center">
          {strings.base.plotNothing}
        </Text>
      ) : asTable ? (
        <Figures label={label} times={times} series={series} height={height} digits={digits} />
      ) : (
        <Lines label={label} times={times} series={series} height={height} />
      )}
    </Box>
  );
}

function Lines({ label, times, series, height }: Pick<PlotProps, 'label' | 'times' | 'series'> & { height: number }) {
  const scheme = useComputedColorScheme('light');
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const names = series.map(each => each.label).join('\n');
  const data = useMemo(
    () => [[...times], ...series.map(each => [...each.values])] as UPlot.AlignedData,
    [times, series],
  );
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    if (!host.current || width === 0) {
      return undefined;
    }
    const made = new UPlot(options(names.split('\n'), scheme, width, height), latest.current, host.current);
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [names, scheme, width, height]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);

  return (
    <div ref={sized}>
      <div ref={host} role="img" aria-label={summary(label, series)} />
    </div>
  );
}

/** What a plot shows, in a sentence. */
export function summary(label: string, series: readonly Series[]): string {
  const parts = series.map(({ label: name, values }) => {
    const figures = values.filter(value => value !== null);
    const last = figures[figures.length - 1];
    return last === undefined
      ? name
      : `${name} ${short(last)}, ${short(Math.min(...figures))}–${short(Math.max(...figures))}`;
  });
  return `${label}: ${parts.join('; ')}`;
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function options(
  names: string[],
  scheme: 'light' | 'dark',
  width: number,
  height: number,
): UPlot.Options {
  const ink = scheme === 'dark' ? '#c9c9c9' : '#495057';
  const grid = scheme === 'dark' ? '#3b3b3b' : '#e9ecef';
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  const colours = COLOURS[scheme];
  return {
    width,
    height,
    legend: { show: names.length > 1 },
    cursor: { y: false },
    axes: [axis, { ...axis, size: 48 }],
    scales: { y: { range: (_, min, max) => [Math.min(0, min), max > 0 ? max * 1.1 : 1] } },
    series: [
      { label: strings.base.plotTime },
      ...names.map((label, i) => {
        const stroke = colours[i % colours.length] ?? ink;
        return {
          label,
          stroke,
          width: 1.75,
          points: { show: false },
          ...(names.length === 1 ? { fill: `${stroke}22` } : {}),
        };
      }),
    ],
  };
}

type FiguresProps = Pick<PlotProps, 'label' | 'times' | 'series'> & { height: number; digits: number };

/** The figures, thinned out so that a reader gets through. */
function Figures({ label, times, series, height, digits }: FiguresProps) {
  const step = Math.max(1, Math.ceil(times.length / MOST_TABLE_ROWS));
  const rows = times.map((_, i) => i).filter(i => i % step === (times.length - 1) % step);
  return (
    <ScrollArea.Autosize mah={height} viewportProps={{ tabIndex: 0, 'aria-label': label, role: 'region' }}>
      <Table stickyHeader aria-label={label} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{strings.base.plotTime}</Table.Th>
            {series.map(each => (
              <Table.Th key={each.label} ta="end">
                {each.label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.reverse().map(i => {
            const at = new Date((times[i] ?? 0) * 1000);
            return (
              <Table.Tr key={i}>
                <Table.Td title={utc(at)}>{written(at, 'exact')}</Table.Td>
                {series.map(each => (
                  <Table.Td key={each.label} ta="end">
                    {each.values[i]?.toFixed(digits) ?? '–'}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
