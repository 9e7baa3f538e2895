import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['node_modules', 'src/base/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    ...a11y.flatConfigs.strict,
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    languageOptions: { globals: globals.browser },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // in a form that is all of a page or a dialog, the first field is where a reader begins
      'jsx-a11y/no-autofocus': 'off',
      // a change that takes nothing is a usePost<void>
      '@typescript-eslint/no-invalid-void-type': 'off',
      'max-lines': ['error', 500],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'What comes from elsewhere is shown as text.' },
        { property: 'outerHTML', message: 'What comes from elsewhere is shown as text.' },
        { property: 'insertAdjacentHTML', message: 'What comes from elsewhere is shown as text.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'What comes from elsewhere is shown as text.',
        },
        {
          selector: 'JSXOpeningElement[name.name="style"]',
          message: 'The content security policy allows no inline style element.',
        },
      ],
    },
  },
  { files: ['src/strings.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['scripts/**', '*.config.*'],
    languageOptions: { globals: globals.node },
  },
);
