"""What everybody has to be able to see, read and hit, looked for in the page itself."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Frame

AXE = Path(__file__).parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast"]
"""All that another theme can change."""
LEAST_TARGET = 44
"""CSS pixels; what a thumb hits."""
LEAST_TYPED = 16
"""CSS pixels; into a field of smaller text iOS zooms."""

LOOK = """async rules => {
  const its = { exclude: [['#tc-widget-root']] }; // the dialog is TON Connect's own
  const { violations } = await axe.run(its, { runOnly: rules, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)].join(' '));
}"""

SMALL_TARGETS = """least => [...document.querySelectorAll(
    'a, button, select, summary, label, textarea'
  )].filter((each) => each.checkVisibility() && !each.closest('.unseen, #tc-widget-root'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, { width, height }]) => Math.min(width, height) < least
    && !(each.matches('label') && each.htmlFor))
  .map(([each, { width, height }]) => `${each.textContent}: ${width} by ${height}`)"""

SMALL_FIELDS = """least =>
  [...document.querySelectorAll('#app :is(textarea, select, input[type=text])')]
  .filter((each) => !each.matches('.top *, .only *'))
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < least)
  .map((each) => `${each.outerHTML}: typed small`)"""

TEXTS = """() => {
  const found = [];
  const root = document.querySelector('dialog[open]') ?? document.querySelector('#app');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { textContent, parentElement: around } = walker.currentNode;
    if (!textContent.trim() || around.closest('.unseen, option')) continue;
    if (!around.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const { fontSize } = getComputedStyle(around);
    found.push({ text: textContent, size: parseFloat(fontSize), around, range });
  }
  return found;
}"""

MISPLACED = f"""() => {{
  const wrong = [];
  const seen = [];
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
  for (const {{ text, around, range }} of ({TEXTS})()) {{
    for (const {{ left, right, top, bottom }} of range.getClientRects()) {{
      if (left < -1 || right > innerWidth + 1) wrong.push(`${{text}}: beyond the edge`);
      for (let box = around; box !== null; box = box.parentElement) {{
        if (getComputedStyle(box).overflow === 'visible' || box.matches('html, body')) continue;
        const edge = box.getBoundingClientRect();
        const out = left < edge.left - 1 || right > edge.right + 1
          || top < edge.top - 2 || bottom > edge.bottom + 2;
        if (out) wrong.push(`${{text}}: clipped`);
      }}
      if (around.closest('.tabs')) continue; // lies over the page, which scrolls under it
      for (const other of seen) {{
        const across = Math.min(right, other.right) - Math.max(left, other.left);
        const down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (across > 2 && down > (bottom - top) / 4) wrong.push(`${{text}} over ${{other.text}}`);
      }}
      seen.push({{ left, right, top, bottom, text }});
    }}
  }}
  return wrong;
}}"""


async def barriers(page: Frame, *, colours_only: bool = False) -> list[str]:
    """Return what axe finds; in a theme after the first its colours are all there is to find."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = await page.evaluate(LOOK, OF_COLOURS if colours_only else RULES)
    return found


async def misplaced(page: Frame) -> list[str]:
    """Return which texts are cut, covered or beyond the edge."""
    found: list[str] = await page.evaluate(MISPLACED)
    return found


async def too_small(page: Frame) -> list[str]:
    """Return which controls a thumb misses, and which fields have iOS zoom in."""
    targets: list[str] = await page.evaluate(SMALL_TARGETS, LEAST_TARGET)
    fields: list[str] = await page.evaluate(SMALL_FIELDS, LEAST_TYPED)
    return targets + fields
