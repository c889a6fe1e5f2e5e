import type { ja } from './ja/ja.ts'

/** The same keys with any text: what a translation has to provide. */
export type SameKeys<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string ? string : SameKeys<Texts[Key]>
}

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: { readonly translation: typeof ja }
  }
}
