import SemperCoding
import SemperCommerce
import SemperTerms

/// Issues what the terms of a service ask for, to wallet and shop, as an authority would whom both trust: by the command, in a home of its
/// own.
struct ServiceIssuer: Sendable {
  let semper: String
  let directory: String

  private var home: String { directory + "/issuer" }
  private var log: String { directory + "/issuer.log" }

  /// Arguments by which whoever checks such credentials trusts this issuer.
  func trust(in types: [String]) async throws -> [String] {
    guard !types.isEmpty else { return [] }
    let thumbprint = try await line("key", [home])
    return types.flatMap { ["--trust-issuer", "\($0)=\(thumbprint)"] }
  }

  func credential(_ type: String, to holder: JSON) async throws -> String {
    let key = String(decoding: holder.canonicalBytes, as: UTF8.self)
    return try await line("issue", [type, "--home", home, "--holder", key, "--claim", "name=A. Example"])
  }

  private func line(_ command: String, _ arguments: [String]) async throws -> String {
    let process = ChildProcess("issuer", semper, ["credential", command] + arguments, log: log)
    try await process.start()
    let line = await process.nextLine()
    guard await process.wait() == 0, let line else {
      throw DemoError(.demoErrorStart, ["part": "issuer", "log": log])
    }
    return line
  }
}
