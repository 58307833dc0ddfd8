import Foundation
import SemperCommunicationHTTP

/// What a measurement works with, for as long as it takes: this program's own place, to start it again, a folder, and a transport.
struct BenchPlace {
  let program: String
  let directory: String
  let transport: HTTPClientTransport

  /// - Parameter directory: kept where it is given; a new one among the temporary files is removed.
  static func scoped<Result>(
    in directory: String?, _ body: (BenchPlace) async throws -> Result
  ) async throws -> Result {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let made = try WorkingDirectory.make(directory, named: "semper-bench")
    defer { if directory == nil { try? FileManager.default.removeItem(atPath: made) } }
    return try await HTTPClientTransport.scoped { transport in
      try await body(BenchPlace(program: program, directory: made, transport: transport))
    }
  }
}
