/** The guides’ pictures as the app serves them; the English ones lie in `en/`. Everything in their folder is bundled, so nothing else lies there. */
const bundled = import.meta.glob<string>('../../../../docs/pictures/guide/**/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
})

const docsFolder = '../../../../docs/'
const bySource = new Map(Object.entries(bundled).map(([path, url]) => [path.slice(docsFolder.length), url]))

/** Where the picture is that a guide calls `pictures/guide/<name>` or `pictures/guide/en/<name>`; undefined for any other. */
export const findPicture = (source: string): string | undefined => bySource.get(source)
