import SemperModel

/// All routes of a role, and which of them a request means.
///
/// A literal segment wins over one in braces. Two routes for the same method and pattern, and two names for the same
/// part, are a bug of the caller.
public struct RouteTable: Sendable {
  /// What a method and a path lead to.
  public enum Match: Sendable {
    /// - Parameter index: the route's place in `routes`.
    case route(Route, Parameters, index: Int)
    /// The path exists for other methods.
    case wrongMethod(allowed: [Request.Method])
    case nothing
    /// The path is not one that a role ever has.
    case malformed
  }

  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: (name: String, node: Int)?
    var routes: [Request.Method: Int] = [:]
  }

  public let routes: [Route]
  private var nodes: [Node] = [Node()]

  public init(_ routes: [Route]) {
    self.routes = routes
    for (index, route) in routes.enumerated() { add(route, index) }
  }

  private mutating func add(_ route: Route, _ index: Int) {
    precondition(route.pattern.hasPrefix("/"), "the pattern \(route.pattern) does not begin with /")
    var node = 0
    for segment in route.pattern.dropFirst().split(separator: "/") {
      if segment.hasPrefix("{") && segment.hasSuffix("}") {
        let name = String(segment.dropFirst().dropLast())
        if let known = nodes[node].parameter {
          precondition(known.name == name, "\(route.pattern) calls the part “\(known.name)” otherwise")
          node = known.node
        } else {
          nodes.append(Node())
          nodes[node].parameter = (name, nodes.count - 1)
          node = nodes.count - 1
        }
      } else if let known = nodes[node].literals[String(segment)] {
        node = known
      } else {
        nodes.append(Node())
        nodes[node].literals[String(segment)] = nodes.count - 1
        node = nodes.count - 1
      }
    }
    precondition(nodes[node].routes[route.method] == nil, "\(route.method.rawValue) \(route.pattern) stands twice")
    nodes[node].routes[route.method] = index
  }

  public func match(_ method: Request.Method?, _ path: String) -> Match {
    guard let path = PathText(path) else { return .malformed }
    var values: [String: String] = [:]
    guard let node = find(path.segments[...], from: 0, &values) else { return .nothing }
    guard let method, let index = nodes[node].routes[method] else {
      return .wrongMethod(allowed: nodes[node].routes.keys.sorted { $0.rawValue < $1.rawValue })
    }
    return .route(routes[index], Parameters(values), index: index)
  }

  private func find(
    _ segments: ArraySlice<Substring>, from node: Int, _ values: inout [String: String]
  ) -> Int? {
    guard let segment = segments.first else { return nodes[node].routes.isEmpty ? nil : node }
    let rest = segments.dropFirst()
    if let literal = nodes[node].literals[String(segment)], let found = find(rest, from: literal, &values) {
      return found
    }
    guard let parameter = nodes[node].parameter else { return nil }
    values[parameter.name] = String(segment)
    if let found = find(rest, from: parameter.node, &values) { return found }
    values[parameter.name] = nil
    return nil
  }
}
