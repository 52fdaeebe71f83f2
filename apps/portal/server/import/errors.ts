/** What keeps an import from going on, in a sentence for the operator. */
export class ImportError extends Error {}
