/** Writes what is asked of an entity for some paths: `a`, `b.c`, `b.d` → `a b { c d }`; `id` at the top is always asked. */
export function writeSelection(paths: readonly string[]): string {
  const childrenOf = new Map<string, string[]>();
  for (const path of [...new Set(paths)].sort()) {
    const [head, ...rest] = path.split('.') as [string, ...string[]];
    const children = childrenOf.get(head) ?? [];
    childrenOf.set(head, children);
    if (rest.length > 0) children.push(rest.join('.'));
  }
  const fields = [...childrenOf].filter(([head]) => head !== 'id');
  return fields.map(([head, children]) => (children.length === 0 ? head : `${head} { ${writeChildren(children)} }`)).join(' ');
}

function writeChildren(paths: readonly string[]): string {
  return [...(paths.includes('id') ? ['id'] : []), writeSelection(paths)].filter(Boolean).join(' ');
}
