import Foundation
import Testing

/// Debian's token in software (softhsm2), with one token of its own.
final class SoftToken {
  static let library = "/usr/lib/softhsm/libsofthsm2.so"
  private static let utility = "/usr/bin/softhsm2-util"
  static let isHere = [library, utility].allSatisfy { FileManager.default.fileExists(atPath: $0) }

  private let folder = FileManager.default.temporaryDirectory.appending(path: "semper-token-\(UUID().uuidString)")
  private let pin = "2580"
  /// Of a process that uses the token.
  let surroundings: [String: String]
  /// Of `semper serve`, to say where the token is.
  let options: [String]

  init(_ label: String = "vault") throws {
    let tokens = folder.appending(path: "tokens")
    try FileManager.default.createDirectory(at: tokens, withIntermediateDirectories: true)
    let configuration = folder.appending(path: "softhsm2.conf")
    try Data("directories.tokendir = \(tokens.path)\nobjectstore.backend = file\nlog.level = ERROR\n".utf8)
      .write(to: configuration)
    surroundings = ["SOFTHSM2_CONF": configuration.path]
    let file = folder.appending(path: "pin")
    try Data("\(pin)\n".utf8).write(to: file)
    options = ["--token-library", Self.library, "--token-label", label, "--token-pin", file.path]
    let made = try SemperProgram.run(
      ["--init-token", "--free", "--label", label, "--so-pin", "87654321", "--pin", pin], environment: surroundings,
      program: Self.utility)
    try #require(made.status == 0, "\(made.output)\(made.errors)")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What another program of the machine sees of the secret keys on it; `nil` where there is no such program.
  func secretKeys() throws -> String? {
    let tool = "/usr/bin/pkcs11-tool"
    guard FileManager.default.isExecutableFile(atPath: tool) else { return nil }
    return try SemperProgram.run(
      ["--module", Self.library, "--login", "--pin", pin, "-O", "--type", "secrkey"], environment: surroundings,
      program: tool
    ).output
  }
}
