/** Pages of docs/手册 as modules: Markdown becomes HTML when the page is built, pictures become files of the page. */
import MarkdownIt from "markdown-it";
import type { Plugin } from "vite";

const IMAGE = /<img src="([^":]+)"/g;

export function manual(): Plugin {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  return {
    name: "manual",
    transform(source, id) {
      if (!id.split("?")[0]!.endsWith(".md")) return null;
      const pictures: string[] = [];
      const html = markdown.render(source).replace(IMAGE, (_, path: string) => `<img loading="lazy" src="\u0000${pictures.push(path) - 1}\u0000"`);
      const imports = pictures.map((path, index) => `import picture${index} from ${JSON.stringify(`${decodeURI(path)}?url`)};`);
      const text = JSON.stringify(html).replace(/\\u0000(\d+)\\u0000/g, (_, index: string) => `" + picture${index} + "`);
      return { code: `${imports.join("\n")}\nexport default ${text};\n`, map: null };
    },
  };
}
