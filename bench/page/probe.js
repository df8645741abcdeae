// Runs before the page's own scripts: plays Telegram's side, and notes what the browser reports.
(() => {
  'use strict';

  const bench = {
    firstContent: null,
    /** When Home's first figure was on the screen, in milliseconds since the navigation. */
    figures: new Promise(stand),
    shifts: [],
    tasks: [],
    frames: [],
    told: 0,
    record,
    stop,
  };
  window.bench = bench;

  const ANSWERS = {
    web_app_request_viewport: ['viewport_changed', () => ({
      height: innerHeight, width: innerWidth, is_expanded: true, is_state_stable: true,
    })],
    web_app_request_safe_area: ['safe_area_changed', insets],
    web_app_request_content_safe_area: ['content_safe_area_changed', insets],
    web_app_check_home_screen: ['home_screen_checked', () => ({ status: 'missed' })],
  };

  window.TelegramWebviewProxy = {
    postEvent(name) {
      bench.told += 1;
      const [event, data] = ANSWERS[name] ?? [];
      // An app's answer comes in a turn of its own.
      if (event) setTimeout(() => window.Telegram.WebView.receiveEvent(event, data()), 10);
    },
  };

  function insets() {
    return { top: 0, right: 0, bottom: 0, left: 0 };
  }

  function watch(type, note) {
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    });
  }

  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') bench.firstContent = startTime;
  });
  watch('layout-shift', ({ value, hadRecentInput, startTime }) => {
    if (!hadRecentInput) bench.shifts.push({ value, startTime });
  });
  watch('longtask', ({ startTime, duration }) => {
    bench.tasks.push({ startTime, duration });
  });

  function stand(found) {
    const changes = new MutationObserver(() => {
      if (document.querySelector('.headline') === null) return;
      changes.disconnect();
      // The frame after the one that draws them.
      requestAnimationFrame(() => requestAnimationFrame(() => found(performance.now())));
    });
    changes.observe(document, { childList: true, subtree: true });
  }

  let recording = false;

  /** Notes each frame until `stop`. */
  function record() {
    recording = true;
    bench.frames = [];
    bench.told = 0;
    bench.since = performance.now();
    requestAnimationFrame(function frame(at) {
      bench.frames.push(at);
      if (recording) requestAnimationFrame(frame);
    });
  }

  /** Returns the frames, the longest task meanwhile, and how often Telegram was told something. */
  function stop() {
    recording = false;
    const { frames, tasks, since, told } = bench;
    const late = tasks.filter(({ startTime }) => startTime >= since);
    return { frames, told, longest: Math.max(0, ...late.map(({ duration }) => duration)) };
  }
})();
