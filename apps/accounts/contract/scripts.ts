/**
 * The scripts in common use by Unicode's recommendation (UAX 31, table 5), the further ones of India, and those that are written together:
 * what stands in one line may be mixed in one name.
 */
const together: readonly (readonly string[])[] = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Bopomofo'],
  ['Han', 'Hangul'],
  ...[
    ...[
      'Latin',
      'Cyrillic',
      'Greek',
      'Armenian',
      'Georgian',
      'Hebrew',
      'Arabic',
      'Thaana',
      'Ethiopic',
      'Khmer',
      'Lao',
      'Myanmar',
      'Sinhala',
      'Thai',
      'Tibetan',
    ],
    ...[
      'Devanagari',
      'Bengali',
      'Gurmukhi',
      'Gujarati',
      'Oriya',
      'Tamil',
      'Telugu',
      'Kannada',
      'Malayalam',
      'Meetei_Mayek',
      'Ol_Chiki',
      'Lepcha',
      'Limbu',
      'Chakma',
    ],
  ].map((script) => [script]),
]

/** Marks such as accents belong to the script that they stand in; ASCII digits and signs go with any. */
const tests = together.map((scripts) => new RegExp(`^(?:[\\d._-]|${scripts.map((script) => `\\p{scx=${script}}`).join('|')}|\\p{scx=Zinh})*$`, 'u'))

/**
 * Whether a name is written in one script, with ASCII digits: so that no single letter of it can be taken from another script, where it looks
 * the same (TR39). Names in scripts that nobody writes today have none.
 */
export const inOneScript = (name: string): boolean => tests.some((test) => test.test(name.normalize('NFC')))
