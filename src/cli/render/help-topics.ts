import { UsageError } from '../../core/errors.js';
import type { HelpTopic } from '../help-topics.js';

/** The list of topics, with how to read one. */
export function renderHelpTopics(topics: readonly HelpTopic[]): string {
  const width = Math.max(...topics.map(({ name }) => name.length));
  return ['TOPICS', ...topics.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`), '', 'Read one: plimsoll help topics NAME'].join('\n');
}

/** One topic. @throws UsageError when there is none of that name */
export function renderHelpTopic(topics: readonly HelpTopic[], name: string): string {
  const topic = topics.find((known) => known.name === name);
  if (topic === undefined) throw new UsageError(`there is no topic ${name}`, { where: 'plimsoll help topics', suggestions: [`Topics: ${topics.map((known) => known.name).join(', ')}.`] });
  return `${topic.summary.toUpperCase()}\n\n${topic.text()}`;
}
