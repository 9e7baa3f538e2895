import qrcode from 'qrcode-generator';
import { useMemo } from 'react';

// a scanner needs four empty modules around the code (ISO/IEC 18004)
const QUIET = 4;

interface QrCodeProps {
  text: string;
  label: string;
  size?: number;
}

/** A QR code as one SVG path, black on white in dark mode too, as scanners want it. */
export function QrCode({ text, label, size = 200 }: QrCodeProps) {
  const { side, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function drawn(text: string): { side: number; path: string } {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) {
        path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
      }
    }
  }
  return { side: count + 2 * QUIET, path };
}
