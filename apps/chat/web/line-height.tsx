// A .tsx file, since classes are looked for in those only (web/styles/index.css).

/** Urdu is set in Nastaliq, which slopes down its line and needs half as much room again; in lines made for other letters its tops and tails are cut off. */
export const lineHeightOf = (text: string) => /\p{Script=Arabic}/u.test(text) && 'leading-[2.2]'

/** One line that ends in dots, with room for what letters of other scripts than Latin have above and below it, which is cut off else. */
export const one_line = '-my-1 truncate py-1'
