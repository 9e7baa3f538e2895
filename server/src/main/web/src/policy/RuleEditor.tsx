import { useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react';
import { strings } from '../strings';
import { lineCount, spanOfLine, type Finding } from './policy';
import classes from './RuleEditor.module.css';

const words = strings.policy;
const LINE = 20;
const PADDING = 8;
const LINES_BEFORE = 4;
const SPARE = 40;

export interface EditorHandle {
  /** Brings a line into sight and selects it. */
  goTo: (line: number) => void;
}

interface RuleEditorProps {
  value: string;
  onChange: (value: string) => void;
  errors: readonly Finding[];
  warnings: readonly Finding[];
  readOnly?: boolean;
  ref?: Ref<EditorHandle>;
}

/** A text with its line numbers, and a mark beside each line with a problem. */
export function RuleEditor({ value, onChange, errors, warnings, readOnly = false, ref }: RuleEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const lines = useMemo(() => lineCount(value), [value]);

  useImperativeHandle(
    ref,
    () => ({
      goTo: line => {
        const text = field.current;
        if (text) {
          const [begin, end] = spanOfLine(text.value, line);
          text.focus();
          text.setSelectionRange(begin, end);
          text.scrollTop = Math.max(0, line - LINES_BEFORE) * LINE;
        }
      },
    }),
    [],
  );

  // only the numbers in sight are drawn: rules may have tens of thousands of lines
  const first = Math.max(1, Math.floor(top / LINE) - SPARE);
  const last = Math.min(lines, Math.ceil((top + height) / LINE) + SPARE);
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).join('\n');
  const inSight = ({ line }: Finding) => line >= first && line <= last;

  return (
    <div className={classes.frame}>
      <div className={classes.gutter} aria-hidden>
        <pre
          className={classes.numbers}
          style={{ transform: `translateY(${(first - 1) * LINE - top}px)` }}
        >
          {numbers}
        </pre>
        {warnings.filter(inSight).map((finding, i) => (
          <Mark key={`w${i}`} finding={finding} top={top} kind={classes.warning} />
        ))}
        {errors.filter(inSight).map((finding, i) => (
          <Mark key={`e${i}`} finding={finding} top={top} kind={classes.error} />
        ))}
      </div>
      <textarea
        ref={field}
        className={classes.text}
        aria-label={words.editor}
        aria-invalid={errors.length > 0}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        readOnly={readOnly}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
        onScroll={event => {
          setTop(event.currentTarget.scrollTop);
          setHeight(event.currentTarget.clientHeight);
        }}
      />
    </div>
  );
}

function Mark({ finding, top, kind }: { finding: Finding; top: number; kind: string | undefined }) {
  return (
    <span
      className={`${classes.mark} ${kind}`}
      title={finding.words}
      style={{ top: PADDING + (finding.line - 1) * LINE - top }}
    />
  );
}
