"use strict";

// A TV is set up with the address …/board#TOKEN: what stands behind the sign is never sent in an address.
const form = document.querySelector("form");
const token = decodeURIComponent(location.hash.slice(1));
const wasRefused = document.querySelector(".refused") !== null;
if (token) history.replaceState(null, "", location.pathname + location.search);
if (token && !wasRefused) {
  form.elements.token.value = token;
  form.submit();
}
