// Wires the application: language, texts, calls to the desk, state, page.
import { mount } from "svelte";
import App from "./app/App.svelte";
import { DeskApi } from "./api/desk_api.ts";
import { deviceIn } from "./api/device.ts";
import { Desk } from "./app/desk.svelte.ts";
import { preferredLanguage, Text } from "./text/text.svelte.ts";
import "../../shared/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

const language = preferredLanguage(navigator.languages);
const api = new DeskApi(language, (input, init) => fetch(input, init), deviceIn(() => localStorage));
const desk = new Desk(api, new Text(), () => Date.now(), window.history);
await desk.start(language);

const target = document.getElementById("app");
// What said so far that this is loading (desk/texts.ts).
target?.replaceChildren();
if (target !== null) mount(App, { target, props: { desk } });
