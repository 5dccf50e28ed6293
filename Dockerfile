FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages are the runtime that npm pins for a bare machine; this image brings its own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:26-bookworm-slim
# The two delays together stay below the ten seconds after which `docker stop` kills.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SHUTDOWN_DELAY_MS=3000 SHUTDOWN_MS=6000
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY schemas ./schemas
COPY routes ./routes
COPY page ./page
USER node
EXPOSE 3000
# Alive, not ready: a container that is finishing its last requests is not to be killed for it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/server.ts"]
