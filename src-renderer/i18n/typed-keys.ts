import type { ja } from './ja/ja.ts'

/**
 * The same keys with any text: what a translation has to provide. A text with a number in it (`…_other`) needs a singular
 * as well (`…_one`), which Japanese does not have.
 */
export type SameKeys<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string ? string : SameKeys<Texts[Key]>
} & {
  readonly [Key in keyof Texts as Key extends `${infer Counted}_other` ? `${Counted}_one` : never]: string
}

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: { readonly translation: typeof ja }
  }
}
