import { z } from 'zod'

/** A page of a list. `total` is exact; `nextCursor` is opaque, bound to the caller and the query, and null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.int().nonnegative(), nextCursor: z.string().nullable() })

export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number<number>().int().min(1).max(200).default(50),
}

/** One search condition as it is typed. */
export const conditionSchema = z.string().max(200)
