import SemperCoding
import SemperCommunication

/// What every server answers for those who run it.
enum OperationRoutes {
  static func make(title: String, routes: [Route], checks: [HealthCheck], metrics: ServerMetrics) -> [Route] {
    let limits = RouteLimits(body: 0, perSecond: 50)
    let operations = [
      Route(.get, "/health/live", summary: "Whether the process answers.", limits: limits) { _, _ in
        .json(JSON.fields(["live": true.json]))
      },
      Route(.get, "/health/ready", summary: "Whether the role can do its work.", limits: limits) { _, _ in
        await readiness(checks)
      },
      Route(.get, "/metrics", summary: "Counts and durations for Prometheus.", limits: limits) { _, _ in
        Reply(contentType: "text/plain; version=0.0.4; charset=utf-8", body: .bytes(Array(metrics.text.utf8)))
      },
    ]
    func description(_ handler: @escaping Route.Handler) -> Route {
      Route(.get, "/openapi.json", summary: "This description.", limits: limits, handler: handler)
    }
    // It describes itself as well.
    let described = OpenAPIDescription.make(
      title: title, routes: routes + operations + [description { _, _ in .failure() }])
    return operations + [description { _, _ in .json(described) }]
  }

  private static func readiness(_ checks: [HealthCheck]) async -> Reply {
    var results: [(String, JSON)] = []
    var ready = true
    for check in checks {
      do {
        try await check.check()
        results.append((check.name, .bool(true)))
      } catch {
        ready = false
        results.append((check.name, .bool(false)))
      }
    }
    let body: JSON = .fields(["checks": .object(JSONObject(results)), "ready": ready.json])
    return .json(body, status: ready ? 200 : 503)
  }
}
