import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// Vue looks for no component of its own behind this tag.
const compilerOptions = { isCustomElement: (tag: string) => tag === "service-point-picker" };

export default defineConfig({ plugins: [vue({ template: { compilerOptions } })] });
