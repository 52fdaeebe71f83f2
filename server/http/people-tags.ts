/**
 * What kept public answers that show people hang on. Known here since one app keeps the people and others show them: accounts touches these, and
 * whoever shows an author keeps until then.
 */

/** Who is there for the public at all: touched when somebody is disabled, leaves or comes back. */
export const people_tag = 'people'
/** How somebody is shown: the name and picture that everybody sees. By the number that public answers know them by. */
export const personTag = (number: number) => `person:${number}`
