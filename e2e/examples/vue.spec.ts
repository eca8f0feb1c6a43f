// The checkout of examples/vue/.

import { testSinglePageCheckout } from "./single_page.ts";

testSinglePageCheckout("vue");
