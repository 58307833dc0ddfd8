public import SemperCommunication
import SemperModel

/// The files of a directory over any transport, as every client of The Update Framework asks for them: metadata under
/// `/directory/metadata/`, contents under `/directory/targets/`. Nothing can be changed this way.
public enum DirectoryRoutes {
  public static let folder = "/directory/"

  public static func make(_ repository: ServiceRepository) -> [Route] {
    let file = "A file of the directory of services (The Update Framework)"
    return [
      Route(.get, "/directory/metadata/{first}", summary: file) { _, parameters in
        try await reply(repository, "metadata/\(parameters.value("first"))")
      },
      Route(.get, "/directory/targets/{first}", summary: file) { _, parameters in
        try await reply(repository, "targets/\(parameters.value("first"))")
      },
      Route(.get, "/directory/targets/{first}/{second}", summary: file) { _, parameters in
        try await reply(repository, "targets/\(parameters.value("first"))/\(parameters.value("second"))")
      },
      Route(.get, "/directory/targets/{first}/{second}/{third}", summary: file) { _, parameters in
        let (first, second) = (try parameters.value("first"), try parameters.value("second"))
        return try await reply(repository, "targets/\(first)/\(second)/\(parameters.value("third"))")
      },
    ]
  }

  private static func reply(_ repository: ServiceRepository, _ path: String) async throws -> Reply {
    guard let bytes = try await repository.file(path) else {
      throw Refusal(.notFound, blame: .peer, "the directory has no file \(path)")
    }
    return Reply(contentType: "application/json", body: .bytes(bytes))
  }
}
