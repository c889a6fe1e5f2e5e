/** An ID as it is meant: full-width input is welcome, blanks around it are not part of it (U1). */
export const toTypedId = (typed: string): string => typed.normalize('NFKC').trim()
