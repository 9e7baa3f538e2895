import { Box } from '@mantine/core';
import type { Schema } from '../base/api';
import { strings } from '../strings';
import classes from './PathDrawing.module.css';

const words = strings.call.path;

/** Client A, the server's port, client B, and what went between them. */
export function PathDrawing({ path }: { path: Schema<'CallPath'> }) {
  const of = (side: string) => path.streams.filter(stream => stream.from === side);
  const left = of(path.caller);
  const right = path.streams.filter(stream => stream.from !== path.caller);
  const label = words.drawing(path.caller, path.callee, path.port);
  return (
    <Box className={classes.frame} tabIndex={0} role="group" aria-label={label}>
      <svg viewBox="0 0 760 190" role="img" aria-label={label} className={classes.drawing}>
        <defs>
          <marker id="path-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" className={classes.tip} />
          </marker>
        </defs>
        <Place x={10} title={path.caller} lines={places(left)} />
        <Place
          x={290}
          title={words.serverPort(path.port)}
          lines={[path.advertised || words.ownAddress]}
          server
        />
        <Place x={570} title={path.callee} lines={places(right)} />
        <Arrow from={190} to={286} y={78} text={amount(left)} />
        <Arrow from={470} to={566} y={78} text={amount(left)} />
        <Arrow from={566} to={474} y={116} text={amount(right)} />
        <Arrow from={286} to={194} y={116} text={amount(right)} />
      </svg>
    </Box>
  );
}

function places(streams: Schema<'CallViewsPathStream'>[]): string[] {
  const all = streams.flatMap(stream => stream.sources.map(source => source.address));
  const each = [...new Set(all)];
  return each.length > 4 ? [...each.slice(0, 3), words.more(each.length - 3)] : each;
}

function amount(streams: Schema<'CallViewsPathStream'>[]): string {
  return words.packets(streams.reduce((sum, stream) => sum + stream.packets, 0));
}

interface PlaceProps {
  x: number;
  title: string;
  lines: string[];
  server?: boolean;
}

function Place({ x, title, lines, server = false }: PlaceProps) {
  return (
    <g>
      <rect x={x} y={34} width={180} height={122} rx={10} className={server ? classes.server : classes.client} />
      <text x={x + 90} y={62} textAnchor="middle" className={classes.title}>
        {short(title)}
      </text>
      {lines.map((line, i) => (
        <text key={line} x={x + 90} y={86 + i * 17} textAnchor="middle" className={classes.line}>
          {short(line)}
        </text>
      ))}
    </g>
  );
}

function short(text: string): string {
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}

function Arrow({ from, to, y, text }: { from: number; to: number; y: number; text: string }) {
  return (
    <g>
      <line x1={from} y1={y} x2={to} y2={y} className={classes.arrow} markerEnd="url(#path-tip)" />
      <text x={(from + to) / 2} y={y - 6} textAnchor="middle" className={classes.amount}>
        {text}
      </text>
    </g>
  );
}
