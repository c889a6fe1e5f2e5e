const formatters = new Map<string, Intl.DateTimeFormat>()

type Shape = Intl.DateTimeFormatOptions & { readonly timeZone: string }

/**
 * A formatter for dates of one zone, made once: making one takes longer than formatting a hundred dates with it, and a list
 * of rows formats several in each. Throws RangeError for an unknown zone.
 */
export function findDateFormatter(locale: 'ja-JP' | 'en-GB', shape: Shape): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(shape)}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, shape)
    formatters.set(key, formatter)
  }
  return formatter
}
