/**
 * To be imported before anything that imports `electron` in a test without Electron: its package would look for a binary, and
 * download one. Under this variable it is the path of a program that nobody starts.
 */
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/nonexistent'
