"use strict";
// Keeps a page live without loading it anew: every change is fetched as the whole page, of which only the
// regions marked data-live are taken over, and of these only those that the server has drawn differently.
(() => {
  const SPACING_MS = Number(document.body.dataset.spacing) || 300;
  // What a page shows may change by time alone, with no news of it.
  const OLDEST_MS = Number(document.body.dataset.oldest) || Infinity;
  const SILENCE_MS = 12000;
  const RETRY_MS = 2000;
  const LOCK_OUT_MS = 1000;
  const SAYING_MS = 10000;
  const drawn = new Map();
  let pressed = { what: "", at: 0 };
  let source = null;
  const openedAt = Date.now();
  let heardAt = openedAt;
  let fetchedAt = 0;
  let isFetching = false;
  let isStale = false;
  let isFailing = false;
  let timer = null;
  let saying = null;

  // A leader's link ends with #TOKEN: what stands behind the sign is never sent in an address.
  const door = document.querySelector("form[data-door-of]");
  const token = decodeURIComponent(location.hash.slice(1));
  if (door || document.body.dataset.door?.startsWith("/board")) history.replaceState(null, "", location.pathname + location.search);
  if (door) {
    if (token && !document.querySelector("[role=alert]")) {
      door.elements.token.value = token;
      door.submit();
    }
    return;
  }

  const byId = (id) => document.getElementById(id);
  const regions = (page) => page.querySelectorAll("[data-live]");
  const lookOf = (region, page) => region.outerHTML.split(page.body.dataset.nonce).join("");
  const ticketOf = (page) => page.getElementById("here")?.dataset.number;

  function remember(page) {
    for (const region of regions(page)) drawn.set(region.id, lookOf(region, page));
  }

  // What was said of the last press stays until the next one, or for a while: a change elsewhere must not wipe it.
  function takeOver(page, isAnswer) {
    const focused = document.activeElement?.id;
    const isSameTicket = ticketOf(page) === ticketOf(document);
    for (const region of regions(page)) {
      const look = lookOf(region, page);
      const old = byId(region.id);
      if (!old || drawn.get(region.id) === look || (region.id === "said" && !isAnswer)) continue;
      const open = isSameTicket ? [...old.querySelectorAll("details[open]")].map((one) => one.id) : [];
      drawn.set(region.id, look);
      old.replaceWith(document.adoptNode(region));
      for (const id of open) byId(id)?.setAttribute("open", "");
    }
    document.body.dataset.nonce = page.body.dataset.nonce;
    for (const field of document.querySelectorAll("input[name=nonce]")) field.value = page.body.dataset.nonce;
    document.title = page.title;
    if (focused && document.activeElement?.id !== focused) byId(focused)?.focus();
    tick();
  }

  async function load(request, isAnswer) {
    const answer = await request;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    heard();
    // What the server could not do has a page of its own, but the reader stays on this one.
    if (answer.status >= 500) {
      pressed.at = 0;
      tell(page.querySelector("[role=alert]")?.textContent);
      return;
    }
    const there = new URL(answer.url);
    if (there.pathname !== location.pathname) {
      location.assign(there);
      return;
    }
    there.searchParams.delete("said");
    // What the answer asks for (a counter to be taken over) must outlast the next refreshing.
    if (isAnswer) history.replaceState(null, "", there);
    if (page.body.dataset.nonce) takeOver(page, isAnswer);
    else if (answer.status === 401) location.assign(document.body.dataset.door);
    else tell(page.querySelector("[role=alert]")?.textContent);
  }

  async function refresh() {
    if (isFetching) {
      isStale = true;
      return;
    }
    isFetching = true;
    try {
      const here = new URL(location.href);
      here.searchParams.delete("said");
      await load(fetch(here, { headers: { Accept: "text/html" } }), false);
    } catch {
      lose();
    }
    isFetching = false;
    fetchedAt = Date.now();
    if (isStale) later();
  }

  function later() {
    isStale = false;
    clearTimeout(timer);
    timer = setTimeout(refresh, Math.max(0, fetchedAt + SPACING_MS - Date.now()));
  }

  function heard() {
    heardAt = Date.now();
    byId("line").hidden = !isFailing;
  }

  // Only an open stream shows that the server can keep something again: what it reads, it can read from a full card too.
  function listened() {
    isFailing = false;
    heard();
  }

  function lose() {
    byId("line").hidden = false;
    why();
  }

  // A stream that is refused says nothing of the reason; the health does, and a server that can keep nothing is not lost.
  async function why() {
    const line = byId("line");
    let said = line.dataset.lost;
    try {
      const { cause } = await (await fetch("/healthz")).json();
      const faults = JSON.parse(line.dataset.faults);
      isFailing = Boolean(cause);
      if (cause) said = `${faults[cause] || faults.other}. ${line.dataset.failing}`;
    } catch (error) {
      console.warn("no health:", error);
    }
    if (line.textContent !== said) line.textContent = said;
  }

  function tell(text) {
    const place = byId("said");
    place.replaceChildren();
    if (!text) return;
    const line = document.createElement("p");
    line.className = "said bad";
    line.textContent = text;
    place.append(line);
    drawn.delete("said");
  }

  function listen() {
    source?.close();
    source = new EventSource(document.body.dataset.events);
    source.addEventListener("changed", () => { listened(); later(); });
    source.addEventListener("alive", listened);
    source.addEventListener("error", lose);
  }

  function watch() {
    tick();
    if (document.hidden) return;
    const isClosed = !source || source.readyState === EventSource.CLOSED;
    if (isClosed || Date.now() - heardAt > SILENCE_MS) {
      lose();
      heardAt = Date.now();
      listen();
      later();
    } else if (Date.now() - Math.max(openedAt, fetchedAt) > OLDEST_MS && !isFetching) {
      later();
    }
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.set(button.name, button.value);
    // The second click of a nervous finger; another press in between means that this one is meant.
    const what = form.action + body.toString().split(body.get("nonce")).join("");
    if (pressed.what === what && Date.now() - pressed.at < LOCK_OUT_MS) return;
    pressed = { what, at: Date.now() };
    if (button) button.setAttribute("aria-busy", "true");
    try {
      await load(fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } }), true);
      clearTimeout(saying);
      saying = setTimeout(() => tell(""), SAYING_MS);
    } catch {
      lose();
      pressed.at = 0;
      tell(document.body.dataset.unknown);
    }
    button?.removeAttribute("aria-busy");
  }

  function tick() {
    const now = Date.now();
    for (const time of document.querySelectorAll("time[data-since]")) {
      const seconds = Math.max(0, Math.floor((now - Date.parse(time.dataset.since)) / 1000));
      const rest = String(seconds % 60).padStart(2, "0");
      time.textContent = `${Math.floor(seconds / 60)}:${rest}`;
    }
    for (const part of document.querySelectorAll("[data-until]")) {
      if (now > Date.parse(part.dataset.until)) part.querySelector("button").disabled = true;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-quick")) {
      event.preventDefault();
      send(form, event.submitter);
    } else if (form.method === "post") {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, textarea, select")) return;
    const target = document.querySelector(`[data-key="${event.code}"]`);
    if (!target || target.disabled || target.closest("[hidden]")) return;
    event.preventDefault();
    target.click();
    if (target.localName === "summary") target.parentElement.querySelector("button")?.focus();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
    } else {
      listen();
      later();
    }
  });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) delete form.dataset.sent;
    later();
  });

  remember(document);
  tick();
  listen();
  setInterval(watch, RETRY_MS / 2);
})();
