/** YAML of services as people write them, four documents each, with a mistake in every one. */
export function wrongManifests(services: number): string {
  return Array.from({ length: services }, (_, index) => documents(`svc-${index}`, `shop-${index % 50}`)).join('---\n');
}

function documents(name: string, namespace: string): string {
  const metadata = `metadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
  return `apiVersion: v1
kind: Service
${metadata}spec:
  selector:
    app: ${name}
  ports:
    - name: http-grpc
      port: 9080
      targetPort: 8080
---
apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata}spec:
  hosts:
    - ${name}
  http:
    - match:
        - headers:
            end-user:
              exact: jason
          uri:
            prefix: /api/v1
      route:
        - destination:
            host: ${name}
            subset: v3
            port:
              number: 9080
          weight: 100
      timeout: 5s
      retries:
        attempts: 3
        perTryTimeout: 1s
        retryOn: 5xx,reset
    - route:
        - destination:
            host: ${name}
            subset: v1
          weight: 90
        - destination:
            host: ${name}
            subset: v2
          weight: 10
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata}spec:
  unknownField: 1
  host: ${name}
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 100
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 30s
      baseEjectionTime: 30s
  subsets:
    - name: v1
      labels:
        version: v1
    - name: v2
      labels:
        version: v2
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
${metadata}spec:
  unknownField: 1
  selector:
    matchLabels:
      app: ${name}
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/${namespace}/sa/default
      to:
        - operation:
            methods:
              - GET
            paths:
              - /api/*
`;
}
