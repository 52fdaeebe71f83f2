/** Raise it with every change of what the renderer makes of a text: what is stored from before is then made anew. */
export const renderer = 1
