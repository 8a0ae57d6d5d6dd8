import "@fontsource-variable/newsreader/wght.css";
import "@fontsource-variable/inter/wght.css";
import "./site.css";
import { mount } from "svelte";
import App from "./App.svelte";

mount(App, { target: document.getElementById("site")! });
