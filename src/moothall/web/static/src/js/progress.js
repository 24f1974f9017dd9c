// Fetches the page again and renews the bar and its words until the job is over, then reloads once so that the whole
// page tells the outcome. Without script, or when the page cannot be had, the region's own link does it by hand.
const PAUSE_MS = 3000

export function followProgress (region) {
  if (region.dataset.finished === 'true') return
  const link = region.querySelector('[data-progress-link]')
  link.hidden = true

  async function step () {
    try {
      const response = await fetch(window.location.href)
      if (!response.ok) throw new Error(response.statusText)
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const fresh = page.getElementById(region.id)
      if (!fresh || fresh.dataset.finished === 'true') return window.location.reload()
      region.querySelector('progress').replaceWith(fresh.querySelector('progress'))
      say(fresh.querySelector('[data-progress-words]').textContent)
      setTimeout(step, PAUSE_MS)
    } catch {
      link.hidden = false
    }
  }

  // Only when it differs: a screen reader repeats whatever is written here.
  function say (words) {
    const place = region.querySelector('[data-progress-words]')
    if (place.textContent !== words) place.textContent = words
  }

  setTimeout(step, PAUSE_MS)
}
