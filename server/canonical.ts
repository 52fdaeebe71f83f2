/**
 * The canonical form by which two names or addresses are the same: NFKC and case-folded by us, since SQLite and PostgreSQL fold
 * differently. Lower case first turns ẞ into ß, upper case then ß into SS and ſ into S, which lower case alone leaves apart.
 */
export function canonical(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
}
