/** An error that graph-node answers with HTTP 200 and this text. */
export class QueryError extends Error {}
