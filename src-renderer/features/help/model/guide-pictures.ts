import { pictureSizes } from './picture-sizes.ts'

export interface GuidePicture {
  readonly url: string
  readonly width: number | undefined
  readonly height: number | undefined
}

/** The guides’ pictures as the app serves them; the English ones lie in `en/`. Everything in their folder is bundled, so nothing else lies there. */
const bundled = import.meta.glob<string>('../../../../docs/pictures/guide/**/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
})

const docsFolder = '../../../../docs/'
const bySource = new Map(
  Object.entries(bundled).map(([path, url]): [string, GuidePicture] => {
    const source = path.slice(docsFolder.length)
    const [width, height] = pictureSizes[source.slice('pictures/guide/'.length, -'.png'.length)] ?? []
    return [source, { url, width, height }]
  }),
)

/** The picture that a guide calls `pictures/guide/<name>` or `pictures/guide/en/<name>`; undefined for any other. */
export const findPicture = (source: string): GuidePicture | undefined => bySource.get(source)
