FROM node:26.10.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages are the runtime that npm pins for a bare machine; this image brings its own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force
# What only compilers and people read is a third of it; licences stay.
RUN find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.md' \) \
  ! -iname 'licen[cs]e*' ! -iname 'notice*' -delete

FROM node:26.10.0-bookworm-slim
LABEL org.opencontainers.image.title="Batch Normalization" \
  org.opencontainers.image.description="Batch normalization over HTTP: every value of the circuit, forward and backward" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.base.name="docker.io/library/node:26.10.0-bookworm-slim"
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
