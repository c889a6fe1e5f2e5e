/**
 * The name of a heading within the page, as GitHub makes it, so that the guide’s links between its own sections work here
 * and there: `1. ログインする` → `1-ログインする`.
 */
export const toAnchor = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(/\s/gu, '-')

/** The sections of a guide, in their order; what stands in a code block is none. */
export const readSections = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(/^```[\s\S]*?^```/gmu, '').matchAll(/^## +(.+)$/gmu)].map(([, title = '']) => title.trim())
