// Fetches the page again and swaps in the progress region until the job has finished, then reloads once so that
// the whole page tells the outcome. Without script the region's own link does the same by hand.
const PAUSE_MS = 2000

export function followProgress (region) {
  if (region.dataset.finished === 'true') return
  region.querySelector('[data-progress-link]')?.setAttribute('hidden', '')
  setTimeout(() => step(region), PAUSE_MS)
}

async function step (region) {
  try {
    const response = await fetch(window.location.href, { headers: { Accept: 'text/html' } })
    if (!response.ok) throw new Error(response.statusText)
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const fresh = page.getElementById(region.id)
    if (!fresh || fresh.dataset.finished === 'true') return window.location.reload()
    region.innerHTML = fresh.innerHTML
  } catch {
    region.querySelector('[data-progress-link]')?.removeAttribute('hidden')
    return
  }
  followProgress(region)
}
