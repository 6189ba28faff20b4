// Wires the review screen: language, texts, calls, state, page. The key leaves the address before anything is drawn.
import { mount } from "svelte";
import App from "./App.svelte";
import { ReviewApi } from "./api.ts";
import { ReviewScreen } from "./screen.svelte.ts";
import { preferredLanguage, Text } from "./text.svelte.ts";
import "../../shared/tokens.css";
import "../../desk/src/styles/base.css";
import "../../desk/src/styles/controls.css";
import "./review.css";

const api = new ReviewApi((input, init) => fetch(input, init), sessionStorage);
const text = new Text();
await text.load(preferredLanguage(navigator.languages));
const screen = new ReviewScreen(api, {
  read: () => location.hash,
  write: (hash) => history.replaceState(null, "", hash === "" ? location.pathname : hash),
});
await screen.start();

const target = document.getElementById("app");
if (target !== null) mount(App, { target, props: { screen, text } });
