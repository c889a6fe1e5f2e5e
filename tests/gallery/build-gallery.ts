import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'
import { inProject } from '../support/project.ts'

const stylesId = 'virtual:renderer-styles'

/** The style sheets of the page, in the page's own order: a new one is in the gallery without anybody thinking of it. */
export function rendererStyles(): Plugin {
  return {
    name: 'renderer-styles',
    resolveId: (id) => (id === stylesId ? `\0${stylesId}` : undefined),
    load(id) {
      if (id !== `\0${stylesId}`) return undefined
      const imports = readFileSync(inProject('src-renderer', 'main.tsx'), 'utf8').match(/^import '.+\.css'$/gm) ?? []
      return imports.map((line) => line.replace("'./", `'${inProject('src-renderer')}/`)).join('\n')
    },
  }
}

/** Builds the gallery's page as the renderer is built, over the fake bridge instead of the real one, into `outDir`. */
export async function buildGallery(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: inProject('tests', 'gallery'),
    logLevel: 'error',
    plugins: [react({ compiler: true }), rendererStyles()],
    build: { target: 'chrome140', assetsInlineLimit: 0, outDir, emptyOutDir: true, chunkSizeWarningLimit: 8_000 },
  })
}
