// Builds ../built from this folder: app.css, app.js and the images. `npm run build` runs it.
// The same input gives the same bytes on every machine: no dates, no absolute paths, no source maps.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { buildSync } from 'esbuild'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..', '..', '..', '..')
const built = join(here, '..', 'built')

rmSync(built, { recursive: true, force: true })
mkdirSync(built, { recursive: true })

const styles = compile(join(here, 'scss', 'app.scss'), {
  style: 'compressed',
  charset: false,
  loadPaths: [join(root, 'node_modules')],
  quietDeps: true
})
writeFileSync(join(built, 'app.css'), styles.css + '\n')

buildSync({
  absWorkingDir: root,
  entryPoints: [relative(root, join(here, 'js', 'app.js'))],
  outfile: join(built, 'app.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning'
})

cpSync(join(here, 'images'), join(built, 'images'), { recursive: true })

for (const name of ['app.css', 'app.js']) {
  const bytes = readFileSync(join(built, name))
  console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes).length} gzipped`)
}
