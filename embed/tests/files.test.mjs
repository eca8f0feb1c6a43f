import assert from "node:assert/strict";
import { test } from "node:test";
import { folderOf, locate } from "../src/files";

const SCRIPT = "https://pickup.example/shops/picker.js?v=3";

test("files are found beside the script, wherever the page lies", () => {
  const manifest = {
    version: "1.0.0",
    base: "assets/0f/",
    files: { "map.js": "sha256-abc" },
  };
  assert.deepEqual(locate(manifest, folderOf(SCRIPT), "map.js"), {
    address: "https://pickup.example/shops/assets/0f/map.js",
    integrity: "sha256-abc",
  });
});

test("in development they lie beside the script itself, unchecked", () => {
  const manifest = {
    version: "1.0.0",
    base: "./",
    files: { "widget.css": "" },
  };
  assert.deepEqual(
    locate(manifest, folderOf("http://127.0.0.1:8081/picker.js"), "widget.css"),
    {
      address: "http://127.0.0.1:8081/widget.css",
      integrity: "",
    },
  );
});
