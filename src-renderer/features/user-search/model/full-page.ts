import type { UserPage } from '../../../../src-shared/api/users.ts'

/**
 * A page of as many rows as the store of the results counts with: where the server gives fewer at once, though more follow,
 * the rest of the page is read as well. A part without rows ends it, whatever it promises.
 */
export async function readFullPage(
  size: number,
  cursor: string | undefined,
  readPart: (limit: number, cursor: string | undefined) => Promise<UserPage>,
): Promise<UserPage> {
  let page = await readPart(size, cursor)
  while (page.nextCursor !== null && page.items.length < size) {
    const part = await readPart(size - page.items.length, page.nextCursor)
    const nextCursor = part.items.length === 0 ? null : part.nextCursor
    page = { ...part, items: [...page.items, ...part.items], nextCursor }
  }
  return page
}
