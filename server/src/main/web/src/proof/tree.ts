/** One step up the tree: the hash that stands beside, and on which side it does. */
export interface Rise {
  hash: string;
  side: 'left' | 'right';
}

/**
 * On which side each neighbour of a proof stands (RFC 9162 section 2.1.3.2): the path goes up from
 * the leaf, and where a subtree at the edge has no neighbour it rises without one.
 */
export function rises(index: number, size: number, path: readonly string[]): Rise[] {
  let at = index;
  let last = size - 1;
  return path.map(hash => {
    let side: Rise['side'] = 'right';
    if (at % 2 === 1 || at === last) {
      side = 'left';
      while (at % 2 === 0 && at > 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
    return { hash, side };
  });
}
