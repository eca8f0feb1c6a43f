import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Checkout } from "./checkout";

createRoot(document.querySelector("#checkout")!).render(
  <StrictMode>
    <Checkout />
  </StrictMode>,
);
