// Required by the app before its own code, after Playwright’s, which tells every browser to leave the keychain alone.
const { app } = require('electron')

app.commandLine.removeSwitch('password-store')
app.commandLine.removeSwitch('use-mock-keychain')
