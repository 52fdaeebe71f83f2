/** Whether a text shows nothing: it is empty, or all blanks, control characters and letters without a shape (zero-width ones, fillers of Hangul, empty Braille). */
export const isBlank = (text: string): boolean => !/[^\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
