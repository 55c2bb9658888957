const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Makes any text safe as HTML content and as a quoted attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Escapes running text and ties signs, `%` and `n =` to their numbers, so that no line breaks between them. */
export function renderText(text: string): string {
  return escapeHtml(text)
    .replace(/(\d) %/g, '$1\u00a0%')
    .replace(/\bn = (?=\d)/g, 'n\u00a0=\u00a0')
    .replace(/−(?=[$\d])/g, '−\u2060');
}
