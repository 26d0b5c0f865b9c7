"""What a page tells of its own speed: paints, keys and shifts, as Chromium's observers see them.

`OBSERVE` is put into a browser context before its pages are opened: `context.add_init_script(vitals.OBSERVE)`.
"""

OBSERVE = """
(() => {
  const seen = { paint: 0, shifts: [], keys: {} };
  const observe = (type, note, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  observe("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
  observe("layout-shift", (entry) => {
    if (entry.hadRecentInput || entry.value < 0.0001) return; // a rounded pixel: reports have four decimals
    const nodes = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "a text");
    seen.shifts.push({ value: entry.value, at: entry.startTime, nodes });
  });
  observe("event", ({ interactionId: id, duration }) => {
    if (id) seen.keys[id] = Math.max(seen.keys[id] ?? 0, duration);
  }, { durationThreshold: 16 });
  globalThis.vitals = seen;
})();
"""


def largest_paint(page):
    """Milliseconds from the start of the navigation to the largest contentful paint so far."""
    return page.evaluate("vitals.paint")


def slowest_interaction(page):
    """Milliseconds of the slowest key or press since `forget`, to the next paint; 16 when all were faster."""
    return page.evaluate("Math.max(16, ...Object.values(vitals.keys))")


def forget(page):
    page.evaluate("vitals.keys = {}")


def shifts(page):
    """Each shift that no press of a person's explains: {value, at (ms), nodes (how they begin)}."""
    return page.evaluate("vitals.shifts")


def shift(page):
    """The sum of all of them, the cumulative layout shift at its strictest: 0 when nothing has moved by itself."""
    return sum(one["value"] for one in shifts(page))
