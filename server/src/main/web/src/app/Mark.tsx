import { strings } from '../strings';

/** The product's sign: an arched gate. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg role="img" aria-label={strings.app.product} width={size} height={size} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="7" fill="#0b7285" />
      <path d="M8 25V15a8 8 0 0 1 16 0v10h-4V15a4 4 0 0 0-8 0v10z" fill="#fff" />
      <circle cx="16" cy="19" r="2" fill="#fff" />
    </svg>
  );
}
