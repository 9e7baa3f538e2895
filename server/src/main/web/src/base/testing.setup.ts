// What jsdom lacks of a browser, and Mantine looks for.
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

window.matchMedia = query =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
    onchange: null,
  }) as MediaQueryList;
window.ResizeObserver = NoObserver as unknown as typeof ResizeObserver;
Element.prototype.scrollIntoView = () => undefined;

// jsdom lays nothing out; a table that draws only the rows in sight needs some room
for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 1000 })) {
  Object.defineProperty(Element.prototype, name, { configurable: true, value });
}
