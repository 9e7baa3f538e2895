import type { Schema } from '../base/api';

/** The rules in force. */
export type Policy = Schema<'PolicyView'>;

/** What is wrong with rules, or worth a look. */
export type Finding = Schema<'PolicyFinding'>;

export type Findings = Schema<'PolicyFindings'>;

export type Version = Schema<'PolicyVersion'>;

export type Diff = Schema<'PolicyDiff'>;

export type Party = Schema<'PartyView'>;

export type Explanation = Schema<'ExplanationView'>;

export type Report = Schema<'ReportView'>;

export type Change = Schema<'ReplayReportCount'>['change'];

export type Replay = Schema<'ReplayView'>;

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
