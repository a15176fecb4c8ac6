"use strict";
// Asks the page again while it is looked at, and takes over what is new; without it the page renews itself.
(() => {
  const FAILED_SECONDS = 15;
  const main = () => document.querySelector("main");
  const pause = () => Number(main().dataset.pollSeconds);
  let mark = null;
  let timer = null;

  async function ask() {
    try {
      const answer = await fetch(location.href, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
      if (answer.status === 304) {
        document.getElementById("lost").hidden = true;
        return again(pause());
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok && answer.status !== 404) return lose();
      document.getElementById("lost").hidden = true;
      mark = answer.headers.get("ETag");
      const wasCalled = document.querySelector(".called") !== null;
      main().replaceWith(document.adoptNode(page.querySelector("main")));
      const updated = page.getElementById("updated");
      if (updated) document.getElementById("updated").replaceWith(document.adoptNode(updated));
      document.title = page.title;
      if (!wasCalled && document.querySelector(".called")) navigator.vibrate?.([300, 150, 300]);
      return again(pause());
    } catch {
      return lose();
    }
  }

  // What stands there is old then; the time of the last word stands below it.
  function lose() {
    document.getElementById("lost").hidden = false;
    again(FAILED_SECONDS);
  }

  function again(seconds) {
    clearTimeout(timer);
    if (seconds > 0 && !document.hidden) timer = setTimeout(ask, seconds * 1000 * (0.9 + Math.random() / 5));
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden && pause() > 0) ask();
  });
  again(pause());
})();
