/**
 * Makes any text safe inside one line of Markdown, table cells included: it shows as it is, starts nothing and breaks no row.
 *
 * `&`, `<`, `>` become entities because forums let some HTML through; the rest of the special characters get a backslash; line
 * breaks become spaces; a leading `-`, `+`, `=` or `1.` cannot start a list or underline a heading.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
    .replace(/[\\`*_[\]{}|~#]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^(\s*)([-+=])(?=[-=\s]|$)/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}
