// The checkout of examples/react/.

import { testSinglePageCheckout } from "./single_page.ts";

testSinglePageCheckout("react");
