import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../../../target/console',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    // every browser that runs the rest of this preloads modules itself
    modulePreload: { polyfill: false },
    // a data: URL is no place for a script or a style under the server's content security policy
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      '/api': {
        target: process.env['SALLYPORT'] ?? 'https://localhost:8443',
        secure: false,
        changeOrigin: true,
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/base/testing.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    maxWorkers: 2,
  },
});
