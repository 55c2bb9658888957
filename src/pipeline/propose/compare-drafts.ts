/** What became of an earlier draft: each file of now held against the one of then. */

export interface DraftComparison {
  readonly file: string;
  readonly state: 'new' | 'same' | 'changed' | 'gone';
  /** Lines that differ, as a unified diff without its header; empty unless changed. */
  readonly patch: string;
}

/** Lines of context around a difference. */
const CONTEXT = 1;
/** A day in a path is the proposal's date, which alone makes no other file. */
const withoutDay = (path: string): string => path.replace(/\d{8}/g, 'DAY');

/** Compares drafts by path, whatever day is in it, in the order of the new ones; files that are no longer written come last. */
export async function compareDrafts(earlier: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>): Promise<DraftComparison[]> {
  const { structuredPatch } = await import('diff');
  const before = new Map(Object.entries(earlier).map(([path, content]) => [withoutDay(path), content]));
  const compared = Object.entries(files).map(([file, content]): DraftComparison => {
    const old = before.get(withoutDay(file));
    before.delete(withoutDay(file));
    if (old === undefined) return { file, state: 'new', patch: '' };
    if (old === content) return { file, state: 'same', patch: '' };
    const { hunks } = structuredPatch(file, file, old, content, '', '', { context: CONTEXT });
    return { file, state: 'changed', patch: hunks.flatMap(({ oldStart, newStart, lines }) => [`@@ line ${oldStart}, now ${newStart} @@`, ...lines]).join('\n') };
  });
  const gone = Object.keys(earlier).filter((path) => before.has(withoutDay(path)));
  return [...compared, ...gone.map((file): DraftComparison => ({ file, state: 'gone', patch: '' }))];
}
