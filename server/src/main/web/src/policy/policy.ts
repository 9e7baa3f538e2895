/** The rules in force. */
export interface Policy {
  version: number;
  text: string;
  rules: number;
}

/** What is wrong with rules, or worth a look. */
export interface Finding {
  line: number;
  key: string;
  words: string;
  suggestion: string;
}

export interface Findings {
  acceptable: boolean;
  rules: number;
  errors: Finding[];
  warnings: Finding[];
}

export interface Version {
  version: number;
  at: string;
  by: string;
  reason: string;
  restores: number;
}

export interface Diff {
  from: number;
  to: number;
  lines: string[];
}

export interface Party {
  address: string;
  known: boolean;
  role: string;
  groups: string[];
  department: string;
}

export interface Explanation {
  allowed: boolean;
  rule: string;
  line: number;
  status: number;
  words: string;
  kind: string;
  direction: string;
  at: string;
  from: Party;
  to: Party;
  conditions: string[];
  obligations: string[];
  near: { rule: string; line: number; failed: string; words: string }[];
}

export type Change = 'denied' | 'allowed' | 'obligations';

export interface Report {
  from: string;
  until: string;
  records: number;
  attempts: number;
  otherRefusals: number;
  purged: number;
  notCompared: number;
  denied: number;
  allowed: number;
  obligations: number;
  counts: { change: Change; by: string; what: string; count: number }[];
  examples: {
    change: Change;
    at: string;
    sequence: number;
    id: string;
    kind: string;
    from: string;
    to: string;
    rule: string;
    what: string;
  }[];
}

export interface Replay {
  id: number;
  state: 'running' | 'done' | 'failed' | 'stopped';
  percent: number;
  why: string;
  report?: Report;
}

/** Where a line begins and ends in a text; lines count from 1. */
export function spanOfLine(text: string, line: number): [number, number] {
  let begin = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf('\n', begin);
    if (end < 0) {
      break;
    }
    begin = end + 1;
  }
  const end = text.indexOf('\n', begin);
  return [begin, end < 0 ? text.length : end];
}

/** How many lines an editor shows of a text. */
export function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}
