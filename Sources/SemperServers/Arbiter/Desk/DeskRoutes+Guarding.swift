import SemperCommunication
import SemperEngine
import SemperModel
import SemperTrustedUI

extension DeskRoutes {
  /// A page for whoever is in.
  func route(
    _ method: Request.Method, _ pattern: String, summary: String, body: Int = 0, _ page: @escaping Page
  ) -> Route {
    Route(method, pattern, summary: summary, limits: RouteLimits(body: body, perSecond: 20)) { request, parameters in
      try await guarded(request, parameters) { language, now in
        let session = try await door.session(of: request)
        return try await page(
          DeskVisit(
            request: request, parameters: parameters, language: language, root: door.path(), now: now, session: session)
        )
      }
    }
  }

  /// What is thrown becomes a page. Whoever does not know where the pages stand is not told by it.
  func guarded(
    _ request: Request, _ parameters: Parameters,
    _ page: @Sendable (Language, Timestamp) async throws -> Reply
  ) async throws -> Reply {
    let language = Language(of: request)
    let now = await door.time.now()
    var isKnown = false
    do {
      try door.check(request, parameters)
      isKnown = true
      return try await page(language, now)
    } catch let problem as DeskProblem {
      let root = isKnown ? door.path() : nil
      var back: String?
      if isKnown, (try? await door.session(of: request)) != nil {
        back = (try? DisputeRoutes.id(parameters)).map { DeskPages.path($0, at: door.path()) } ?? door.path()
      }
      return pages.problem(
        problem, path: request.method == .get ? request.path : back ?? root ?? "/", root: root, back: back, in: language
      )
    }
  }

  /// Elsewhere, after a form: loading that page again does nothing again.
  static func see(_ path: String, setting cookie: String? = nil) -> Reply {
    var headers = ["location": path]
    headers["set-cookie"] = cookie
    return Reply(status: 303, contentType: "text/plain; charset=utf-8", body: .bytes([]), headers: headers)
  }

  /// To be kept and not shown: what a browser opens from a file has no part in these pages.
  static func file(_ name: String, _ type: String, _ bytes: [UInt8]) -> Reply {
    Reply(
      contentType: type, body: .bytes(bytes), headers: ["content-disposition": "attachment; filename=\"\(name)\""])
  }
}
