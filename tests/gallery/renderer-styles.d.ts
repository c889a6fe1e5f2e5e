/** The style sheets that `src-renderer/main.tsx` imports, in its order; made by `build-gallery.ts`. */
declare module 'virtual:renderer-styles'
