import "element-plus/theme-chalk/dark/css-vars.css";
import "element-plus/es/components/message/style/css";
import "element-plus/es/components/message-box/style/css";
import "./style.css";

import { createPinia } from "pinia";
import { createApp } from "vue";

import { followHands } from "./api/activity";
import App from "./App.vue";
import { forgetOldDrafts } from "./composables/draft";
import { router } from "./router";
import { followTheme } from "./shell/theme";

followTheme();
followHands();
forgetOldDrafts();
createApp(App).use(createPinia()).use(router).mount("#app");
