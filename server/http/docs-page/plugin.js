const paint = (token) => ({ color: `var(--${token})` })
const code_colours = {
  hljs: { background: 'var(--sunk)', ...paint('ink') },
  'hljs-attr': paint('neel'),
  'hljs-string': paint('tulsi'),
  'hljs-number': paint('sindoor'),
  'hljs-literal': paint('sindoor'),
}

/** What has to be changed while Swagger UI renders; what can be added afterwards is in mend.js. */
export function house({ React: { createElement } }) {
  const Text = ({ text }) => createElement('span', null, text)
  const getText = () => Text
  return {
    wrapComponents: {
      // The path stands inside the button that opens the operation, where a link must not be; opening it puts the same address into the bar.
      OperationSummaryPath: (Path) => (props) => createElement(Path, { ...props, getComponent: getText }),
      SyntaxHighlighter: (Highlighter) => (props) => createElement(Highlighter, { ...props, syntaxHighlighting: { styles: {}, defaultStyle: code_colours } }),
    },
  }
}
