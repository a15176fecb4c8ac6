"use strict";
// Shows what the event stream tells and sends what hands do; nothing is guessed before the stream says it.

const key = document.querySelector("meta[name=motcua-key]").content;
const counters = new Map([...document.querySelectorAll("[data-counter]")].map((it) => [Number(it.dataset.counter), it]));
const processes = new Map([...document.querySelectorAll("[data-process]")].map((it) => [it.dataset.process, it]));
const screens = new Map([...document.querySelectorAll("[data-screen]")].map((it) => [it.dataset.screen, new Screen(it)]));

function send(path, message) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Motcua-Key": key },
    body: JSON.stringify(message),
  });
}

// --- screens -----------------------------------------------------------------------------------------------

// The newest frame, fetched one at a time: a slow line skips frames, and no half picture is ever shown.
function Screen(device) {
  const image = device.querySelector("img");
  let wanted = "", shown = "", isLoading = false;

  this.show = (version) => {
    wanted = version;
    if (!isLoading && wanted !== shown && wanted !== "") load();
  };

  async function load() {
    isLoading = true;
    const version = wanted;
    const next = new Image();
    next.src = `/screens/${device.dataset.screen}.png?v=${version}`;
    try {
      await next.decode();
      image.src = next.src;
      shown = version;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    isLoading = false;
    if (wanted !== shown) load();
  }
}

function touch(event) {
  const image = event.currentTarget;
  if (event.button !== 0 || image.naturalWidth === 0) return;
  const box = image.getBoundingClientRect();
  const x = event.clientX - box.left, y = event.clientY - box.top;
  send("/touch", {
    x: Math.floor((x / box.width) * image.naturalWidth),
    y: Math.floor((y / box.height) * image.naturalHeight),
  });
  showFinger(image.parentElement, x, y);
}

function showFinger(device, x, y) {
  const finger = document.createElement("i");
  finger.className = "finger";
  finger.style.left = `${x}px`;
  finger.style.top = `${y}px`;
  finger.addEventListener("animationend", () => finger.remove());
  device.append(finger);
}

document.querySelector("[data-screen=kiosk] img")?.addEventListener("pointerdown", touch);

// --- papers ------------------------------------------------------------------------------------------------

const papers = document.getElementById("papers");
const large = document.getElementById("large");
const template = document.getElementById("paper");
let isFirstSight = true;

function showPapers(names) {
  const present = new Map([...papers.querySelectorAll(".sheet")].map((sheet) => [sheet.dataset.paper, sheet]));
  for (const name of [...names].reverse()) {
    if (!present.has(name)) papers.prepend(makeSheet(name));
    present.delete(name);
  }
  for (const sheet of present.values()) sheet.remove();
  document.getElementById("no-papers").hidden = names.length > 0;
  isFirstSight = false;
}

function makeSheet(name) {
  const sheet = template.content.firstElementChild.cloneNode(true);
  sheet.dataset.paper = name;
  sheet.classList.toggle("fresh", !isFirstSight);
  sheet.querySelector("img").src = `/papers/${Number(name)}.png`;
  sheet.addEventListener("click", () => {
    large.querySelector("img").src = sheet.querySelector("img").src;
    large.showModal();
  });
  return sheet;
}

large.addEventListener("click", (event) => {
  if (event.target === large) large.close();
});

// --- counters ----------------------------------------------------------------------------------------------

const down = new Set();

function press(counter, pressed) {
  if (pressed === down.has(counter)) return;
  if (pressed) down.add(counter);
  else down.delete(counter);
  counters.get(counter).classList.toggle("down", pressed);
  send(`/counters/${counter}/button`, { pressed });
}

function showCounter(state) {
  const card = counters.get(state.id);
  if (card === undefined) return;
  card.classList.toggle("is-closed", !state.open);
  card.classList.toggle("is-free", state.open && state.number === null);
  card.classList.toggle("is-lit", state.lamp === true);
  card.querySelector(".number").textContent = state.number ?? "";
  card.querySelector(".waiting b").textContent = state.waiting;
}

for (const [counter, card] of counters) {
  const button = card.querySelector(".call");
  button.addEventListener("pointerdown", (event) => {
    button.setPointerCapture(event.pointerId);
    press(counter, true);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    button.addEventListener(end, () => press(counter, false));
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

function counterOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const isOnButton = (event.key === "Enter" || event.key === " ") && document.activeElement?.closest(".call");
  const card = isOnButton ? document.activeElement.closest("[data-counter]")
    : [...counters.values()].find((it) => it.dataset.key === event.key);
  return card && Number(card.dataset.counter);
}

addEventListener("keydown", (event) => {
  const counter = counterOf(event);
  if (counter === undefined || large.open) return;
  event.preventDefault();
  if (!event.repeat) press(counter, true);
});
addEventListener("keyup", (event) => {
  const counter = counterOf(event);
  if (counter !== undefined) press(counter, false);
});
// A finger that leaves the window is off the button.
addEventListener("blur", () => [...down].forEach((counter) => press(counter, false)));

// --- processes ---------------------------------------------------------------------------------------------

function showProcess(state) {
  processes.get(state.name)?.classList.toggle("is-ended", state.exit_code !== null);
}

for (const [name, button] of processes) {
  button.addEventListener("click", () => {
    send(`/processes/${name}`, { deed: button.classList.contains("is-ended") ? "start" : "kill" });
  });
}

// --- the stream --------------------------------------------------------------------------------------------

const stream = new EventSource("/events");
const lost = document.getElementById("lost");

stream.addEventListener("message", (event) => {
  const sight = JSON.parse(event.data);
  lost.hidden = true;
  for (const [name, version] of Object.entries(sight.screens)) screens.get(name)?.show(version);
  showPapers(sight.papers);
  sight.counters.forEach(showCounter);
  sight.processes.forEach(showProcess);
});
stream.addEventListener("error", () => {
  lost.hidden = false;
});
