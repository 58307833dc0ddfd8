import SemperModel

extension RouteTable.Match {
  /// The answer when no route is meant: 404, 405 with `allow`, or 400.
  public var problem: Reply? {
    switch self {
    case .route: return nil
    case .nothing:
      return .refusal(Refusal(.notFound, blame: .peer, "there is nothing at this address; see /openapi.json"))
    case .malformed:
      return .refusal(
        Refusal(.malformed, blame: .peer, "the path holds a character or a segment that no address here has"))
    case .wrongMethod(let allowed):
      var names = allowed.map(\.rawValue)
      if allowed.contains(.get) { names.append("HEAD") }
      let list = names.sorted().joined(separator: ", ")
      var reply = Reply.problem(
        Refusal(.notFound, blame: .peer, "this address answers \(list) only"), status: 405)
      reply.headers["allow"] = list
      return reply
    }
  }
}

extension Route {
  /// The handler's reply; what it throws becomes one, as `Route` promises.
  ///
  /// - Parameter unexpected: gets what was neither a refusal nor a cancellation, for the log.
  public func answer(
    _ request: Request, _ parameters: Parameters, unexpected: @Sendable (any Error) -> Void
  ) async -> Reply {
    do {
      return try await handler(request, parameters)
    } catch let refusal as Refusal {
      return .refusal(refusal)
    } catch is CancellationError {
      return .refusal(
        Refusal(.unavailable, blame: .provider, "there was no time left to answer; ask again"))
    } catch {
      unexpected(error)
      return .failure()
    }
  }
}
