import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { strings } from '../strings';

// Mantine's crosses have no name of their own
const CLOSES = { defaultProps: { closeButtonProps: { 'aria-label': strings.base.close } } };

// what scrolls must be reached by the keyboard
const SCROLLS = { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } };

/**
 * How the console looks. Every text has the contrast of WCAG 2.2 AA on the grounds that it stands
 * on, which Mantine's own shades do not reach everywhere.
 */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 9 },
  autoContrast: true,
  // where black and white differ equally from a ground
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace',
  headings: { fontWeight: '650' },
  components: { Drawer: CLOSES, Modal: CLOSES, Notification: CLOSES, TableScrollContainer: SCROLLS },
});

// the darkest shades of these are too pale for text on white and on their own tint
const DARKER: Record<string, string> = {
  yellow: '#6b4500',
  orange: '#8a3100',
  lime: '#3b5f08',
  green: '#1b6b2e',
  teal: '#05664a',
  red: '#a51f1f',
  gray: '#495057',
  cyan: '#095c6b',
};

function derived(shade: (colour: string) => string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const colour of ['gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange']) {
    for (const use of ['text', 'light-color', 'outline']) {
      variables[`--mantine-color-${colour}-${use}`] = shade(colour);
    }
    // Mantine's own is lighter, too light for a white label
    variables[`--mantine-color-${colour}-filled-hover`] = `color-mix(in srgb, var(--mantine-color-${colour}-filled), black 12%)`;
  }
  return variables;
}

/** The colours of texts and lines that differ from Mantine's. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...derived(colour => DARKER[colour] ?? `var(--mantine-color-${colour}-9)`),
    '--app-line': 'var(--mantine-color-gray-3)',
    '--app-quiet': 'var(--mantine-color-gray-0)',
    '--mantine-color-gray-filled': '#6c757d',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': DARKER['red'] ?? '',
    '--mantine-color-anchor': 'var(--mantine-color-cyan-9)',
    '--mantine-color-disabled-color': 'var(--mantine-color-gray-7)',
  },
  dark: {
    ...derived(colour => `var(--mantine-color-${colour}-3)`),
    '--app-line': 'var(--mantine-color-dark-4)',
    '--app-quiet': 'var(--mantine-color-dark-6)',
    '--mantine-color-gray-filled': '#6c757d',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-cyan-3)',
  },
});
