/** graph-node's names of query fields: camel case in which a run of leading capitals collapses, then Inflector's plural. */
export function pluralField(type: string): string {
  const singular = singularField(type);
  const plural = pluralise(singular);
  return plural === singular ? `${plural}_collection` : plural;
}

export function singularField(type: string): string {
  const bare = type.replace(/^_+/, '');
  const run = /^[A-Z]+/.exec(bare)?.[0] ?? '';
  const lowered = run.length > 1 && run.length < bare.length ? run.toLowerCase() : bare.slice(0, 1).toLowerCase();
  return lowered + bare.slice(lowered.length);
}

function pluralise(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/.test(word)) return word.endsWith('ss') || /(?:x|z|ch|sh)$/.test(word) ? `${word}es` : word;
  return `${word}s`;
}
