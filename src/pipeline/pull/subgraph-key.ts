/** The API key for subgraphs from the environment; `null` when there is none. An empty variable counts as none. */
export function readSubgraphKey(environment: Readonly<Record<string, string | undefined>>): string | null {
  return environment['PLIMSOLL_SUBGRAPH_KEY'] || environment['THEGRAPH_API_KEY'] || null;
}
