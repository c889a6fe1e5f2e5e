import { AndFilter, EqualityFilter, FilterParser, OrFilter, SubstringFilter, type Filter } from 'ldapts'
import { DirectoryError } from './directory-port.ts'

const minCharacters = 2
const maxCharacters = 128

/**
 * The text of a search as it may be sent: NFC, trimmed, 2 to 128 characters, of which two can be seen: servers drop
 * invisible ones, and what is left of such a text would match everybody. Control characters are refused (389 DS takes NUL
 * for a broken filter).
 */
export function readSearchText(text: string): string {
  const trimmed = text.normalize('NFC').trim()
  const visible = trimmed.replaceAll(/[\p{Cf}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, '').trim()
  const isPlain = trimmed.isWellFormed() && !/\p{Cc}/u.test(trimmed)
  if (!isPlain || Array.from(visible).length < minCharacters || Array.from(trimmed).length > maxCharacters) {
    throw new DirectoryError('protocol', 'a search text has 2 to 128 visible characters')
  }
  return trimmed
}

/** Entries of which one of the attributes contains the text. Filter objects alone: nothing is put into a filter’s syntax. */
export function createContainsFilter(attributes: readonly string[], text: string): Filter {
  const any = [readSearchText(text)]
  return new OrFilter({ filters: attributes.map((attribute) => new SubstringFilter({ attribute, any })) })
}

export function createEqualsFilter(attribute: string, value: string | Buffer): Filter {
  return new EqualityFilter({ attribute, value })
}

export function createAllFilter(filters: readonly (Filter | undefined)[]): Filter {
  return new AndFilter({ filters: filters.filter((filter) => filter !== undefined) })
}

/** A filter of the configuration file, which operators write; throws DirectoryError `misconfigured`. */
export function parseConfiguredFilter(text: string): Filter {
  try {
    return FilterParser.parseString(text)
  } catch {
    throw new DirectoryError('misconfigured', 'a filter of the configuration is not an LDAP filter')
  }
}
