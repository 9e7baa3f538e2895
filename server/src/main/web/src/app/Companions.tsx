import { Component, lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { may, useSession } from '../session/session';
import { companions } from './beside';
import type { Companion } from './page';

const loaded = companions.map(companion => ({ ...companion, Shown: lazy(companion.load) }));

/** A companion that breaks takes nothing else with it. */
class Apart extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}

/** What runs beside every page, begun once the first page stands. */
export function Companions({ place }: { place: Companion['place'] }) {
  const session = useSession();
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setBegun(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (!begun) {
    return null;
  }
  return loaded
    .filter(companion => companion.place === place && may(session, companion.permission))
    .map(({ Shown }, i) => (
      <Apart key={i}>
        <Suspense fallback={null}>
          <Shown />
        </Suspense>
      </Apart>
    ));
}
